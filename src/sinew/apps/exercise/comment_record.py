"""Comments on replays in a member's record."""

from collections.abc import Iterable

from sinew.apps.exercise.models import ReplayComment, ReplayCommentQuerySet
from sinew.apps.exercise.replay_page import clock
from sinew.apps.members.models import Member
from sinew.apps.members.record import RecordPart, Rows, Section
from sinew.apps.members.record_parts import instant, readable


def comment_rows(member: Member) -> Rows:
    """Every comment with its drawing, for the exact export."""
    return [
        {
            "exercise_session": str(one.replay.measured_set.session_id),
            "exercise": one.replay.measured_set.exercise,
            "side": one.replay.measured_set.side,
            "set": one.replay.measured_set.set_number,
            "t_ms": one.t_ms,
            "body": one.body,
            "strokes": one.strokes,
            "joint": one.joint or None,
            "author": one.author.name if one.author else None,
            "written_at": instant(one.written_at),
            "seen_at": instant(one.seen_at),
            "struck_at": instant(one.struck_at),
        }
        for one in _comments_of(member)
    ]


def comment_sections(member: Member) -> Iterable[Section]:
    """What was written about which moment, for reading."""
    lines = [
        (f"{readable(one.written_at)}, at {clock(one.t_ms)}", _text(one)) for one in _comments_of(member)
    ]
    yield Section("Comments of your care team on how you moved", tuple(lines))


def _text(comment: ReplayComment) -> str:
    drawn = f"[{len(comment.strokes)} drawn]" if comment.strokes else ""
    joint = f"[marked: {comment.joint.replace('_', ' ')}]" if comment.joint else ""
    struck = f"[struck through on {readable(comment.struck_at)}]" if comment.struck_at else ""
    return " ".join(filter(None, (comment.body, drawn, joint, struck)))


def _comments_of(member: Member) -> ReplayCommentQuerySet:
    rows = ReplayComment.objects.of(member).select_related("author", "replay__measured_set")
    return rows.defer("replay__trace").order_by("written_at", "pk")


PART = RecordPart(
    "replay_comments",
    "Comments on how you moved",
    (ReplayComment,),
    comment_rows,
    comment_sections,
)
