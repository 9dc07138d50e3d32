"""Commenting on a replay: written once, told to the member, struck through with a trace, never changed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.exercise.errors import CommentRefused, NotTheAuthor
from sinew.apps.exercise.models import Replay, ReplayComment
from sinew.apps.exercise.strokes import Stroke
from sinew.apps.members.models import Member
from sinew.apps.notifications.actions import queue_email, queue_push
from sinew.motion.frame import Part
from sinew.motion.trace import PARTS
from sinew.notices import kind_of

LONGEST = 2000
MOST_COMMENTS = 60
JOINTS: tuple[Part, ...] = PARTS
"""What can be marked: every point of a trace."""


def joint_name(part: Part) -> str:
    """A point as people call it: ``left knee``."""
    return part.name.lower().replace("_", " ")


@transaction.atomic
def comment_on_replay(
    *,
    replay: Replay,
    key: UUID,
    t_ms: int,
    body: str,
    strokes: Sequence[Stroke],
    joint: str,
    at: datetime,
    by: User,
) -> ReplayComment:
    """Store a comment and tell the member that there is one; sent twice, it is stored once.

    Args:
        replay: one that `by` may see as a practitioner.
        t_ms: a moment of it.
        strokes: as `read_strokes` gave them.
        joint: the name of one of `JOINTS`, or empty.

    Raises:
        CommentRefused: it says nothing, is too long, or belongs to no moment or joint there is.
    """
    replay = Replay.objects.select_for_update(of=("self",)).without_trace().get(pk=replay.pk)
    stored = ReplayComment.objects.filter(key=key, replay=replay, author=by).first()
    if stored is not None:
        return stored
    body = body.replace("\r\n", "\n").strip()
    _check(replay, t_ms, body, strokes, joint)
    try:
        with transaction.atomic():
            comment = ReplayComment.objects.create(
                key=key, replay=replay, t_ms=t_ms, body=body, strokes=list(strokes), joint=joint,
                author=by, written_at=at,
            )  # fmt: skip
    except IntegrityError:
        raise CommentRefused("This form was sent before. Open the page again.") from None
    audit.record("exercise.comment.written", on=comment, by=by, member=replay.member.pk)
    _tell(comment, replay.member)
    return comment


def _check(replay: Replay, t_ms: int, body: str, strokes: Sequence[Stroke], joint: str) -> None:
    if not (body or strokes or joint):
        raise CommentRefused("Write something, draw a line, or mark a joint.")
    if len(body) > LONGEST:
        raise CommentRefused(f"A comment has at most {LONGEST} characters.")
    if not 0 <= t_ms <= replay.duration_ms:
        raise CommentRefused("Choose a moment within the replay.")
    if joint and joint not in {part.name.lower() for part in JOINTS}:
        raise CommentRefused("Choose one of the joints of the list.")
    if replay.comments.count() >= MOST_COMMENTS:
        raise CommentRefused("There are many comments on this set already. Write a message instead.")


def _tell(comment: ReplayComment, member: Member) -> None:
    """One mail and one push for all comments on a replay that the member has not opened yet."""
    unseen = comment.replay.comments.filter(seen_at=None).order_by("pk").first()
    key = f"replay-comment:{unseen.pk if unseen else comment.pk}"
    template = "comment_waits"
    queue_email(to=member.user, template=template, context={"name": member.display_name}, key=key)
    queue_push(to=member.user, kind=kind_of(template), key=key)


@transaction.atomic
def strike_comment(*, comment: ReplayComment, at: datetime, by: User) -> None:
    """Strike a comment through; it stays to be read, with who struck it and when.

    Raises:
        NotTheAuthor: somebody else wrote it.
    """
    if comment.author_id != by.pk:
        raise NotTheAuthor
    if ReplayComment.objects.standing().filter(pk=comment.pk).update(struck_at=at):
        audit.record("exercise.comment.struck", on=comment, by=by, member=comment.replay.member.pk)


@transaction.atomic
def note_comments_seen(*, replay: Replay, at: datetime, by: User) -> None:
    """The member has opened the replay: what is written there is no news any more."""
    if replay.member.user_id == by.pk:
        replay.comments.filter(seen_at=None).update(seen_at=at)


def news_for(member: Member) -> list[ReplayComment]:
    """What the member has not opened yet, one for each replay, the newest first."""
    found = ReplayComment.objects.of(member).standing().filter(seen_at=None).order_by("-pk")
    newest: dict[int, ReplayComment] = {}
    for comment in found.select_related("author", "replay__measured_set").defer("replay__trace"):
        newest.setdefault(comment.replay_id, comment)
    return list(newest.values())
