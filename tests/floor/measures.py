"""How well one floor film was followed: whether somebody was found, the right limb, the angle, the count."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import hypot, nan
from random import Random

from sinew.motion.analysis import analyze
from sinew.motion.body import TRUNK, Skeleton
from sinew.motion.engine import Engine
from sinew.motion.events import State
from sinew.motion.frame import Frame, Landmark, Part
from sinew.motion.geometry import LEFT, RIGHT, SIGNALS, Pose
from sinew.motion.sight import Sight
from sinew.motion.synthetic import Filming, frame_of, landmarks, lens_for
from sinew.motion.tracking import Mode, TrackingDefinition
from sinew.vocabulary import Side
from tests.floor.scenes import Condition, lens_of, moments, truths
from tests.proof.library import definition_of

VISIBLE = 0.5
OFF_TRUNKS = APART_TRUNKS = 0.25
"""A joint this far from its true place is wrong; legs closer together than this cannot be told apart."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one film.

    Attributes:
        frames: how many show the person in position.
        found, chain: in how many of them a person, and the whole working chain, was seen.
        first_ms: from when the person was in position until the chain was first seen; ``None`` = never.
        begins_ms: until a live set would have begun; ``None`` = never.
        exchanged, off: frames in which a knee or ankle of the working leg was read on the other leg, and
            those in which it was read nowhere near its place.
        error: mean absolute error of the counted signal, over the frames in which the engine trusts it.
        count: repetitions of the working limb, partial ones too, or holds; counted as in a recording, from
            the moment the person is in position.
        expected: what is counted when every joint is known exactly: quick holds may run into one.
    """

    frames: int
    found: int
    chain: int
    first_ms: int | None
    begins_ms: int | None
    exchanged: int
    off: int
    error: float
    count: int
    expected: int

    @property
    def is_exact(self) -> bool:
        return self.count == self.expected


def outcome(exercise: str, condition: Condition, frames: Sequence[Frame]) -> Outcome:
    """Compare what was seen of a film with what was there."""
    definition = definition_of(exercise)
    scene = moments(exercise, condition)
    working = LEFT if condition.mirrored else RIGHT
    start_ms = next(moment.t_ms for moment in scene if moment.is_placed)
    placed = [frame for frame, moment in zip(frames, scene, strict=True) if moment.is_placed]
    chain = [
        frame.t_ms for frame in placed if seen_parts(frame, SIGNALS[definition.signal].landmarks(working))
    ]
    exchanged = off = 0
    for frame, moment, truth in zip(frames, scene, truths(exercise, condition), strict=True):
        if moment.is_placed:
            wrong = is_wrong(exercise, condition, frame, truth)
            exchanged += wrong == "exchanged"
            off += wrong == "off"
    return Outcome(
        frames=len(placed),
        found=sum(frame.image is not None for frame in placed),
        chain=len(chain),
        first_ms=chain[0] - start_ms if chain else None,
        begins_ms=_begins_ms(definition, frames, start_ms),
        exchanged=exchanged,
        off=off,
        error=_error(exercise, condition, frames, working),
        count=_count(definition, placed, working),
        expected=expected(exercise, condition),
    )


@cache
def _trunk_px(exercise: str, condition: Condition) -> float:
    """Length of the trunk in the middle of the picture, if it lay across it."""
    lens, _ = lens_of(exercise, condition)
    return lens.focal_px * TRUNK / (lens.toward - lens.at).length()


def seen_parts(frame: Frame, parts: Iterable[int]) -> bool:
    """Whether the model sees all these points, inside the picture."""
    if frame.image is None:
        return False
    points = [frame.image[part] for part in parts]
    return all(
        0 <= p.x <= 1 and 0 <= p.y <= 1 and (p.visibility is None or p.visibility >= VISIBLE) for p in points
    )


def is_wrong(
    exercise: str, condition: Condition, frame: Frame, truth: dict[int, tuple[float, float]]
) -> str | None:
    """What is wrong with knee or ankle of the working leg: ``exchanged``, ``off``, or nothing.

    Joints whose true place is outside the picture are left out.
    """
    if frame.image is None:
        return None
    working = LEFT if condition.mirrored else RIGHT
    trunk_px = _trunk_px(exercise, condition)
    found = None
    for left in (Part.LEFT_KNEE, Part.LEFT_ANKLE):
        own, other = truth[left + working], truth[left + 1 - working]
        if not (0 <= own[0] <= frame.width and 0 <= own[1] <= frame.height):
            continue
        point = frame.image[left + working]
        spot = (point.x * frame.width, point.y * frame.height)
        to_own, to_other = _distance(spot, own), _distance(spot, other)
        if _distance(own, other) > APART_TRUNKS * trunk_px and to_other < to_own:
            return "exchanged"
        if to_own > OFF_TRUNKS * trunk_px:
            found = "off"
    return found


def _distance(a: tuple[float, float], b: tuple[float, float]) -> float:
    return hypot(a[0] - b[0], a[1] - b[1])


def _error(exercise: str, condition: Condition, frames: Sequence[Frame], working: int) -> float:
    definition = definition_of(exercise)
    sight, signal = Sight(definition, is_clip=True), SIGNALS[definition.signal]
    errors = []
    for frame, moment in zip(frames, moments(exercise, condition), strict=True):
        sight.take(frame, is_free=True)
        if not moment.is_placed or sight.pose is None or not sight.is_seen((working,)):
            continue
        read = signal.read(sight.pose, working)
        if read is not None:
            errors.append(abs(read - true_value(definition, moment.body, mirrored=condition.mirrored)))
    return sum(errors) / len(errors) if errors else nan


def true_value(definition: TrackingDefinition, body: Skeleton, *, mirrored: bool) -> float:
    """The counted signal of the working limb as the body's own angles make it."""
    near = Side.LEFT if mirrored else Side.RIGHT
    points = landmarks(body, Filming(near_side=near))
    flat = tuple(Landmark(p.x, -p.y, 0.0, 1.0) for p in points)
    pose = Pose(flat, is_flat=True, facing=-1 if mirrored else 1)
    value = SIGNALS[definition.signal].read(pose, LEFT if mirrored else RIGHT)
    return nan if value is None else value


def _begins_ms(definition: TrackingDefinition, frames: Sequence[Frame], start_ms: int) -> int | None:
    """How long after the person lies in place a live set begins."""
    engine = Engine(definition)
    for frame in frames:
        engine.update(frame)
        if frame.t_ms >= start_ms and engine.snapshot()["state"] not in (State.SETUP, State.LOST):
            return frame.t_ms - start_ms
    return None


def _count(definition: TrackingDefinition, frames: Sequence[Frame], working: int) -> int:
    analysis = analyze(frames, definition)
    if definition.mode is Mode.HOLD:
        return len(analysis.holds)
    sides = (Side.BOTH, Side.LEFT if working == LEFT else Side.RIGHT)
    return sum(repetition.side in sides for repetition in analysis.repetitions)


@cache
def expected(exercise: str, condition: Condition) -> int:
    """What is counted of a film when every joint is known exactly, from the side."""
    how = Filming(near_side=Side.LEFT if condition.mirrored else Side.RIGHT)
    scene = [moment for moment in moments(exercise, condition) if moment.is_placed]
    bodies = [landmarks(moment.body, how) for moment in scene]
    lens, random = lens_for((point for points in bodies for point in points), how), Random(0)  # noqa: S311
    frames = [
        frame_of(points, moment.t_ms, how, lens, random) for points, moment in zip(bodies, scene, strict=True)
    ]
    return _count(definition_of(exercise), frames, LEFT if condition.mirrored else RIGHT)
