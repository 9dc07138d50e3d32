"""One number from an angle that somebody holds: the middle of the last steady second, or why there is none.

A pose model's angle trembles by a few degrees, jumps for single pictures, and is worth nothing while the
joint is hidden or moves. What is kept is therefore the median of a short time in which the joint was seen
and stood still, and no number at all otherwise. Numbers here are of the method; limits of a test come with
it.
Source: docs/visits.md, "A steady reading".
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from sinew.motion.live import LiveFrame
from sinew.vocabulary import View

WITHIN_DEG = 8.0
"""An angle that stays within this is held, where a test says nothing else."""
_HELD_MS, _LONGEST_MS = 1000, 3000
_LEAST = 4
_LOOK_BACK_MS = 3000
_SEEN, _SEEN_SHARE = 0.6, 0.8
_OUTLIERS = 10


class Poor(StrEnum):
    """Why there is no reading."""

    NOTHING = "nothing"
    TOO_FEW = "too-few"
    NOT_SEEN = "not-seen"
    MOVING = "moving"
    WRONG_VIEW = "wrong-view"


@dataclass(frozen=True, slots=True)
class Limit:
    """What another angle has to be while this one is read.

    Attributes:
        id: names the sentence that says what to do.
        name: the angle; ``low``, ``high``: its limits, ``None`` = none.
    """

    id: str
    name: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be read.

    Attributes:
        name: the angle.
        within_deg: it is held while it stays within this.
        views: from where it may be seen; empty = from anywhere.
        limits: conditions without which the number means nothing.
    """

    name: str
    within_deg: float = WITHIN_DEG
    views: tuple[View, ...] = ()
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True, slots=True)
class Steady:
    """A reading.

    Attributes:
        angle_deg: the median.
        spread_deg: within what the angle stayed, but for one picture in ten.
        seen: how well the worst of the joint's points was seen, 0 to 1, in the middle of the pictures.
        tracked: share of the pictures in which the joint was seen.
        frame: the instant whose angle is nearest to the reading.
    """

    angle_deg: float
    spread_deg: float
    seen: float
    tracked: float
    view: View
    frame: LiveFrame


def steady_reading(frames: Sequence[LiveFrame], wanted: Wanted) -> Steady | Poor | Limit:
    """The newest steady second of the last three, or what was wrong with the newest of all.

    Args:
        frames: the last seconds, in any order; of two of the same time one counts.
    """
    ordered = sorted({frame.t_ms: frame for frame in frames}.values(), key=lambda frame: frame.t_ms)
    if not ordered:
        return Poor.NOTHING
    newest_ms = ordered[-1].t_ms
    wrong: Poor | Limit | None = None
    for end in range(len(ordered), 0, -1):
        if newest_ms - ordered[end - 1].t_ms > _LOOK_BACK_MS:
            break
        found = _read(_window(ordered[:end]), wanted)
        if isinstance(found, Steady):
            return found
        wrong = wrong or found
    return wrong or Poor.NOTHING


def _window(frames: Sequence[LiveFrame]) -> Sequence[LiveFrame]:
    """The last second of these, and longer where a slow camera took few pictures in it."""
    last_ms = frames[-1].t_ms
    for start in range(len(frames) - 1, -1, -1):
        took_ms = last_ms - frames[start].t_ms
        if took_ms > _LONGEST_MS:
            break
        if took_ms >= _HELD_MS and len(frames) - start >= _LEAST:
            return frames[start:]
    return ()


def _read(window: Sequence[LiveFrame], wanted: Wanted) -> Steady | Poor | Limit:
    if not window:
        return Poor.TOO_FEW
    angles = _angles(window, wanted.name)
    if angles is None:
        return Poor.NOT_SEEN
    angle_deg = median(angle for angle, _ in angles)
    spread_deg = _spread([angle for angle, _ in angles], angle_deg)
    if spread_deg > wanted.within_deg:
        return Poor.MOVING
    view = Counter(frame.view for frame in window).most_common(1)[0][0]
    if wanted.views and view not in wanted.views:
        return Poor.WRONG_VIEW
    for limit in wanted.limits:
        if (refused := _outside(window, limit)) is not None:
            return refused
    return Steady(
        angle_deg=angle_deg,
        spread_deg=spread_deg,
        seen=median(frame.seen[wanted.name] for _, frame in angles),
        tracked=len(angles) / len(window),
        view=view,
        frame=min(angles, key=lambda pair: abs(pair[0] - angle_deg))[1],
    )


def _angles(window: Sequence[LiveFrame], name: str) -> list[tuple[float, LiveFrame]] | None:
    """An angle in each picture that shows it well; ``None`` if they are too few."""
    pairs = ((frame.angles_deg[name], frame) for frame in window if frame.seen[name] >= _SEEN)
    found = [(angle, frame) for angle, frame in pairs if angle is not None]
    return found if len(found) >= _SEEN_SHARE * len(window) else None


def _spread(angles: Sequence[float], middle: float) -> float:
    """Within what they lie, without the one in ten that is farthest off."""
    nearest = sorted(angles, key=lambda angle: abs(angle - middle))
    kept = nearest[: len(nearest) - len(nearest) // _OUTLIERS]
    return max(kept) - min(kept)


def _outside(window: Sequence[LiveFrame], limit: Limit) -> Poor | Limit | None:
    """What is wrong with the condition: it cannot be seen, or does not hold."""
    angles = _angles(window, limit.name)
    if angles is None:
        return Poor.NOT_SEEN
    middle = median(angle for angle, _ in angles)
    is_below = limit.low is not None and middle < limit.low
    is_above = limit.high is not None and middle > limit.high
    return limit if is_below or is_above else None
