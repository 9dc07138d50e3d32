"""What the figure truly does in the units of a tracking definition, and how far a measurement is from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from sinew.motion.analysis import Analysis, analyze
from sinew.motion.events import CueGiven
from sinew.motion.frame import Frame
from sinew.motion.geometry import LEFT, RIGHT, SIGNALS, image_pose, world_pose
from sinew.motion.physique import AVERAGE, Physique
from sinew.motion.tracking import Mode, Sides, TrackingDefinition
from sinew.vocabulary import Side
from tests.proof.drawn import exact_frames_of
from tests.proof.library import definition_of, movement_of

DRAWN_LIMIT, FILMED_LIMIT = 5.0, 7.0
"""How far a measurement may be off, in the signal's unit: from landmarks, and through the pose model."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one recording of the figure was read.

    Attributes:
        expected, counted: repetitions, or holds; ``partial`` ones are counted apart.
        true: the signal at the furthest point, or during the hold.
        read: what was measured there, the median over repetitions or holds; ``None`` if nothing was.
        worst: the largest error of one repetition or hold.
        held_s: mean length of the holds, 0 without any.
        faults: form faults reported though the figure shows the exercise right.
        view: from where the body was seen.
    """

    expected: int
    counted: int
    partial: int
    true: float
    read: float | None
    worst: float
    held_s: float
    faults: tuple[str, ...]
    view: str

    @property
    def is_exact(self) -> bool:
        return self.counted == self.expected and not self.partial

    @property
    def error(self) -> float:
        """Error of the median."""
        return float("inf") if self.read is None else abs(self.read - self.true)


def judged(
    exercise: str, frames: Iterable[Frame], loops: int, near_side: Side, physique: Physique = AVERAGE
) -> Verdict:
    """Run the engine over a recording of an exercise's figure and compare."""
    definition = definition_of(exercise)
    analysis = analyze(frames, definition)
    true = _true_deg(exercise, physique, near_side)
    found = _read(analysis, definition)
    return Verdict(
        expected=loops,
        counted=analysis.count if definition.mode is not Mode.HOLD else len(analysis.holds),
        partial=len(analysis.repetitions) - analysis.count if definition.mode is not Mode.HOLD else 0,
        true=true,
        read=sorted(found)[len(found) // 2] if found else None,
        worst=max((abs(value - true) for value in found), default=float("inf")),
        held_s=sum(hold.seconds for hold in analysis.holds) / len(analysis.holds) if analysis.holds else 0.0,
        faults=tuple(sorted(_cued(analysis))),
        view=analysis.view.value,
    )


def _cued(analysis: Analysis) -> set[str]:
    """Faults of repetitions, and those cued in a hold."""
    cued = {event.fault for event in analysis.events if isinstance(event, CueGiven)}
    return cued | {fault for repetition in analysis.repetitions for fault in repetition.faults}


def _read(analysis: Analysis, definition: TrackingDefinition) -> list[float]:
    if definition.mode is Mode.HOLD:
        return [hold.mean_deg for hold in analysis.holds]
    return [repetition.peak_deg for repetition in analysis.repetitions]


@cache
def _true_deg(exercise: str, physique: Physique, near_side: Side) -> float:
    """The signal of the measured side where it is furthest toward the target, or where it is longest held."""
    definition = definition_of(exercise)
    frames = exact_frames_of(exercise, physique, near_side)
    if definition.mode is Mode.HOLD:
        return _held_deg(exercise, definition, frames, near_side)
    tracks = [_signal(definition, frames, near_side, side) for side in _measured(definition, near_side)]
    way = definition.direction
    furthest = [max(track, key=lambda value: way * value) for track in tracks]
    which = min if definition.movements == 2 else max
    return which(furthest, key=lambda value: way * value)


def _held_deg(exercise: str, definition: TrackingDefinition, frames: list[Frame], near_side: Side) -> float:
    """The signal in the middle of the figure's longest hold, on the limb nearer to the target."""
    movement = movement_of(exercise)
    longest = max(range(len(movement.keys)), key=lambda index: movement.keys[index].hold_s)
    middle_s = movement.key_times[longest] + movement.keys[longest].hold_s / 2
    frame = frames[round(middle_s / movement.duration_s * len(frames)) % len(frames)]
    held = [_signal(definition, [frame], near_side, side)[0] for side in _measured(definition, near_side)]
    return min(held, key=lambda value: abs(value - definition.target_deg))


def _measured(definition: TrackingDefinition, near_side: Side) -> tuple[Side, ...]:
    """The working side is the near one in every figure; where sides alternate, both work."""
    return (near_side, near_side.other) if definition.sides is Sides.ALTERNATING else (near_side,)


def _signal(definition: TrackingDefinition, frames: list[Frame], near_side: Side, side: Side) -> list[float]:
    signal, facing = SIGNALS[definition.signal], 1 if near_side is Side.RIGHT else -1
    values = []
    for frame in frames:
        pose = world_pose(frame) if signal.plane == "space" else image_pose(frame, facing=facing)
        value = signal.read(pose, LEFT if side is Side.LEFT else RIGHT) if pose is not None else None
        values.append(value if value is not None else float("nan"))
    return values
