"""What comments on replays add to a member's timeline."""

from datetime import datetime

from sinew.apps.accounts.models import User
from sinew.apps.exercise.comment_views import moment_of
from sinew.apps.exercise.models import ReplayComment
from sinew.apps.members.models import Member
from sinew.apps.members.timeline import Entry, Feed
from sinew.apps.web import content as shown


def read_comments(member: Member, _reader: User, before: datetime, most: int) -> list[Entry]:
    """Comments on the movement this member shared, newest first."""
    rows = ReplayComment.objects.of(member).filter(written_at__lt=before)
    rows = rows.select_related("author", "replay__measured_set").defer("replay__trace")
    return [_entry(comment) for comment in rows.order_by("-written_at", "-pk")[:most]]


def _entry(comment: ReplayComment) -> Entry:
    exercise = shown.current().exercises.get(comment.replay.measured_set.exercise)
    name = exercise.name if exercise else comment.replay.measured_set.exercise
    return Entry(
        at=comment.written_at,
        says=f"Comment on how {name} was done",
        words=comment.body,
        by=comment.author.name if comment.author else "",
        badge="Struck through" if comment.struck_at else "",
        url=moment_of(comment),
        opens="The moment",
    )


FEED = Feed("comment", "Comments", "activity", read_comments)
