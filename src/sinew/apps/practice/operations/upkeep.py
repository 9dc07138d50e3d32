"""The worker's housekeeping: rows that served their purpose go, so that no table grows for ever."""

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django_tasks_db.models import DBTaskResult

from sinew.apps.practice.models import WorkerHeartbeat

HEARTBEATS_KEPT = timedelta(days=1)
TASKS_KEPT = timedelta(days=14)
SIGN_INS_KEPT = timedelta(days=1)
"""How long a sign-in may be without its session, so that one that is being made is never taken for old."""


def prune(*, at: datetime) -> None:
    """Remove the heartbeats of workers that are gone, tasks long finished, and sessions that expired."""
    WorkerHeartbeat.objects.filter(beat_at__lt=at - HEARTBEATS_KEPT).delete()
    DBTaskResult.objects.finished().filter(finished_at__lt=at - TASKS_KEPT).delete()
    Session.objects.filter(expire_date__lt=at).delete()
    open_ones = Session.objects.values("session_key")
    sign_ins = UserSession.objects.filter(last_seen_at__lt=at - SIGN_INS_KEPT)
    sign_ins.exclude(session_key__in=open_ones).delete()
