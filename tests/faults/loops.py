"""One loop of an exercise's figure as points and durations, and what the engine's signals are in it."""

from dataclasses import dataclass
from functools import cache, cached_property
from random import Random

from sinew.motion.body import Vec
from sinew.motion.geometry import LEFT, RIGHT, SIGNALS, image_pose, world_pose
from sinew.motion.synthetic import Filming, frame_of, landmarks, lens_for
from sinew.motion.tracking import Mode, Sides, TrackingDefinition
from sinew.vocabulary import View
from tests.faults.parts import Points
from tests.proof.drawn import view_deg_of
from tests.proof.library import definition_of, movement_of

_SAMPLES_PER_S = 20
_HELD_S = 8.0
"""How long a hold lasts at least: long enough for a fault to last in it and to be spoken of."""


@dataclass(frozen=True)
class Loop:
    """A loop of the average body, right side near, without noise.

    Attributes:
        exercise: whose figure it is.
        view: from where the camera sees the body.
        view_deg: from where it is filmed, 0 = the body as it is drawn.
        points: the body around the loop.
        steps_s: seconds from each of these bodies to the next.
        held: which of them keep the position where time is kept.
    """

    exercise: str
    view: View
    view_deg: float
    points: tuple[Points, ...]
    steps_s: tuple[float, ...]
    held: tuple[int, ...] = ()

    @property
    def definition(self) -> TrackingDefinition:
        return definition_of(self.exercise)

    @property
    def sides(self) -> tuple[int, ...]:
        """The limbs that are measured; the working one is the near, right one in every figure."""
        return (RIGHT, LEFT) if self.definition.sides is Sides.ALTERNATING else (RIGHT,)

    def read(self, signal: str, points: Points, side: int = RIGHT) -> float:
        """A signal of one body; not a number where it cannot be known."""
        how = Filming(view_deg=self.view_deg)
        frame = frame_of(points, 0, how, lens_for(points, how), Random(0))  # noqa: S311 - no noise is added
        is_front = self.view is View.FRONT
        is_true = SIGNALS[signal].plane == ("frontal" if is_front else "sagittal")
        pose = image_pose(frame, facing=1) if is_true else world_pose(frame)
        value = SIGNALS[signal].read(pose, side) if pose is not None else None
        return float("nan") if value is None else value

    @cached_property
    def shares(self) -> tuple[float, ...]:
        """How far toward the target the measured signal is around the loop, on the limb that is furthest."""
        start, way = self.definition.start_deg, self.definition.direction
        amplitude = max(10.0, self.definition.amplitude_deg)
        signal = self.definition.signal
        rests = {side: self.read(signal, self.points[0], side) for side in self.sides}
        if self.definition.mode is Mode.HOLD:
            rests = dict.fromkeys(self.sides, start)
        return tuple(
            max(way * (self.read(signal, points, side) - rests[side]) / amplitude for side in self.sides)
            for points in self.points
        )

    @cached_property
    def peak(self) -> int:
        """The body that is furthest; the first of them where several are."""
        furthest = max(self.shares)
        return next(i for i, share in enumerate(self.shares) if share > furthest - 0.02)

    @cached_property
    def last_peak(self) -> int:
        """The last of the bodies that are furthest."""
        furthest = max(self.shares)
        return max(i for i, share in enumerate(self.shares) if share > furthest - 0.02)

    def seconds(self, *, is_out: bool) -> float:
        """Seconds between 10 and 90 % of the travel, out or back, as a repetition's tempo is measured."""
        top = max(self.shares)
        passed = [0.1 * top < share < 0.9 * top for share in self.shares]
        span = range(self.peak) if is_out else range(self.last_peak, len(self.shares))
        return sum(self.steps_s[i] for i in span if passed[i])


@cache
def loop_of(exercise: str, view: View) -> Loop:
    """The exercise's figure, seen from where a rule looks; a hold is kept for a while."""
    movement, definition = movement_of(exercise), definition_of(exercise)
    faces_viewer = abs(abs(movement.keys[0].pose.turn) - 90) < 45
    view_deg = 90.0 if view is View.FRONT and not faces_viewer else view_deg_of(exercise, definition)
    how = Filming(view_deg=view_deg)
    count = max(12, round(movement.duration_s * _SAMPLES_PER_S))
    times = [movement.duration_s * step / count for step in range(count)]
    steps = [movement.duration_s / count] * count
    held: tuple[int, ...] = ()
    if definition.mode is Mode.HOLD:
        longest = max(range(len(movement.keys)), key=lambda index: movement.keys[index].hold_s)
        start_s, held_s = movement.key_times[longest], movement.keys[longest].hold_s
        held = tuple(i for i, t_s in enumerate(times) if start_s <= t_s < start_s + held_s)
        for i in held:
            steps[i] = max(steps[i], _HELD_S / len(held))
    points = tuple(landmarks(movement.body_at(t_s), how) for t_s in times)
    return Loop(exercise, view, view_deg, points, tuple(steps), held)


def between(one: Points, other: Points, share: float) -> Points:
    """The body part of the way from one to another."""
    return tuple(p + (q - p) * share for p, q in zip(one, other, strict=True))


def shifted(points: Points, by: Vec) -> Points:
    """The body somewhere else."""
    return tuple(point + by for point in points)
