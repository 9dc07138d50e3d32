"""A recording through the engine, with the time at which each repetition was told."""

from collections.abc import Iterable
from dataclasses import dataclass

from sinew.motion.engine import Engine
from sinew.motion.events import CueGiven, RepetitionCompleted
from sinew.motion.frame import Frame
from sinew.motion.geometry import LEFT, RIGHT, SIGNALS, world_pose
from sinew.motion.tracking import TrackingDefinition
from sinew.vocabulary import Side


@dataclass(frozen=True, slots=True)
class Run:
    """What the engine told about one recording.

    Attributes:
        repetitions: complete and partial ones, in order.
        told_ms: on the recording's clock, when each was told.
        cues: ids of the cues given.
    """

    repetitions: tuple[RepetitionCompleted, ...]
    told_ms: tuple[int, ...]
    cues: tuple[str, ...]

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Start and end of each repetition."""
        return [(one.start_ms, one.end_ms) for one in self.repetitions]


def run(frames: Iterable[Frame], definition: TrackingDefinition) -> Run:
    """Feed a recording one frame at a time."""
    engine = Engine(definition, clip=True)
    told: list[tuple[RepetitionCompleted, int]] = []
    cues: list[str] = []
    last_ms = 0
    for frame in frames:
        last_ms = frame.t_ms
        for event in engine.update(frame):
            if isinstance(event, RepetitionCompleted):
                told.append((event, frame.t_ms))
            elif isinstance(event, CueGiven):
                cues.append(event.fault)
    told += [(event, last_ms) for event in engine.finish() if isinstance(event, RepetitionCompleted)]
    return Run(tuple(one for one, _ in told), tuple(t_ms for _, t_ms in told), tuple(cues))


def latencies_ms(run: Run, frames: Iterable[Frame], definition: TrackingDefinition) -> list[int]:
    """How long after the unfiltered angle was back within a quarter of its travel each repetition was told.

    This is what filters, frame rate and hysteresis cost; the end by hand or marker is another matter.
    """
    read = SIGNALS[definition.signal].read
    angles: dict[Side, list[tuple[int, float]]] = {side: [] for side in Side}
    for frame in frames:
        pose = world_pose(frame)
        left, right = (read(pose, LEFT), read(pose, RIGHT)) if pose is not None else (None, None)
        if left is not None and right is not None:
            for side, value in ((Side.LEFT, left), (Side.RIGHT, right), (Side.BOTH, (left + right) / 2)):
                angles[side].append((frame.t_ms, value))
    waits = []
    for repetition, told_ms in zip(run.repetitions, run.told_ms, strict=True):
        travel = repetition.peak_deg - repetition.start_deg
        near = repetition.start_deg + 0.25 * travel
        back = [
            t_ms
            for t_ms, angle in angles[repetition.side]
            if repetition.peak_ms < t_ms <= told_ms and (angle - near) * (1 if travel > 0 else -1) < 0
        ]
        if back:
            waits.append(told_ms - back[0])
    return waits
