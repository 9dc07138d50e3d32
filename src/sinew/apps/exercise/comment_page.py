"""Comments on a replay as its page shows them: at their moment, with the figure, the lines and the words."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from sinew.apps.accounts.models import User
from sinew.apps.exercise.comments import JOINTS, joint_name
from sinew.apps.exercise.models import ReplayComment
from sinew.apps.exercise.replay_page import STAGE, ReplayPage, Still, clock
from sinew.motion.frame import Part
from sinew.motion.trace import PARTS


@dataclass(frozen=True, slots=True)
class CommentLine:
    """One comment.

    Attributes:
        still: the figure at its moment.
        polylines: the strokes in units of the drawing, as ``points`` of SVG.
        marked: where the marked joint is, in units of the drawing; ``None`` if none is, or it was not seen.
        x: where it stands in the chart.
    """

    comment: ReplayComment
    by: str
    clock: str
    still: Still
    polylines: tuple[str, ...]
    marked: tuple[int, int] | None
    joint: str
    x: int
    is_own: bool

    @property
    def is_struck(self) -> bool:
        return self.comment.struck_at is not None

    @property
    def lines(self) -> int:
        """How many lines were drawn."""
        return len(self.polylines)


def comment_lines(page: ReplayPage, comments: Iterable[ReplayComment], reader: User) -> list[CommentLine]:
    """Every comment in the order of its moment, those that were struck through among them."""
    return [_line(page, comment, reader) for comment in comments]


def _line(page: ReplayPage, comment: ReplayComment, reader: User) -> CommentLine:
    part = Part[comment.joint.upper()] if comment.joint else None
    return CommentLine(
        comment=comment,
        by=comment.author.name if comment.author else "Your care team",
        clock=to_the_tenth(comment.t_ms),
        still=page.still_at(comment.t_ms, f"Comment at {to_the_tenth(comment.t_ms)}"),
        polylines=tuple(_points(stroke, page.picture_width) for stroke in comment.strokes),
        marked=page.place_at(comment.t_ms, PARTS.index(part)) if part is not None else None,
        joint=joint_name(part) if part is not None else "",
        x=page.chart_x(comment.t_ms),
        is_own=comment.author_id == reader.pk,
    )


@dataclass(frozen=True, slots=True)
class CommentMoment:
    """A tenth of a second with the comments that stand there; one button opens all of them."""

    tenth: int
    clock: str
    count: int


def moments(lines: Iterable[CommentLine]) -> list[CommentMoment]:
    """Where comments stand, in their order; what was struck through stands nowhere."""
    standing = sorted((line for line in lines if not line.is_struck), key=lambda line: line.comment.t_ms)
    groups = groupby(standing, key=lambda line: line.comment.t_ms // 100)
    return [CommentMoment(tenth, to_the_tenth(100 * tenth), len(list(here))) for tenth, here in groups]


def to_the_tenth(t_ms: int) -> str:
    """``0:05.3``: as exact as a moment is chosen."""
    return f"{clock(t_ms)}.{t_ms // 100 % 10}"


def _points(stroke: list[float], width: int) -> str:
    pairs = zip(stroke[::2], stroke[1::2], strict=True)
    return " ".join(f"{round(x * width)},{round(y * STAGE)}" for x, y in pairs)


def joint_choices() -> list[tuple[str, str]]:
    """What can be marked: value and words."""
    return [(part.name.lower(), joint_name(part).capitalize()) for part in JOINTS]


def played_comments(lines: Iterable[CommentLine]) -> list[dict[str, object]]:
    """What the controller shows at its moment: comments that stand."""
    return [
        {
            "id": line.comment.pk,
            "t_ms": line.comment.t_ms,
            "strokes": list(line.polylines),
            "joint": PARTS.index(Part[line.comment.joint.upper()]) if line.comment.joint else None,
        }
        for line in lines
        if not line.is_struck
    ]
