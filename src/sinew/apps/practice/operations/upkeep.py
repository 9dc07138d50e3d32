"""The worker's housekeeping: rows that served their purpose go, so that no table grows for ever."""

from datetime import datetime, timedelta

from django_tasks_db.models import DBTaskResult

from sinew.apps.care.covers import close_past_covers
from sinew.apps.conversation.upkeep import remove_lost_files
from sinew.apps.coverage.actions.checks import forget_old_checks
from sinew.apps.coverage.insurer.work import forget_old_questions
from sinew.apps.exercise.replays import remove_old_replays
from sinew.apps.notifications.models import OutboxPush
from sinew.apps.practice.models import WorkerHeartbeat

HEARTBEATS_KEPT = timedelta(days=1)
TASKS_KEPT = timedelta(days=14)
PUSHES_KEPT = timedelta(days=90)


def prune(*, at: datetime) -> None:
    """Remove what is over: heartbeats, replays, lost files, what visitors told, questions, pushes, tasks."""
    WorkerHeartbeat.objects.filter(beat_at__lt=at - HEARTBEATS_KEPT).delete()
    close_past_covers(at=at)
    remove_old_replays(at=at)
    remove_lost_files(at=at)
    forget_old_checks(at=at)
    forget_old_questions(at=at)
    OutboxPush.objects.finished(before=at - PUSHES_KEPT).delete()
    DBTaskResult.objects.finished().filter(finished_at__lt=at - TASKS_KEPT).delete()
