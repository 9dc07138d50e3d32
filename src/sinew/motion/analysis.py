"""Runs a whole recording through the engine and sums it up."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from sinew.motion.engine import Engine
from sinew.motion.events import Event, HoldEnded, RepetitionCompleted
from sinew.motion.frame import Frame
from sinew.motion.tracking import TrackingDefinition
from sinew.motion.uncertainty import ExpectedError
from sinew.vocabulary import Side, View


@dataclass(frozen=True, slots=True)
class AngleSample:
    """The measured signal at one frame; ``None`` where it could not be seen."""

    t_ms: int
    angle_deg: float | None


@dataclass(frozen=True, slots=True)
class Analysis:
    """What a recording shows of one exercise.

    Attributes:
        exercise: id the definition was written for.
        frames: number of frames read.
        duration_s: time between the first and the last frame.
        tracked_fraction: share of frames in which the measured joints were seen, 0..1.
        repetitions, holds: in order; repetitions include partial ones.
        signal: name of the measured signal.
        range_deg: smallest and largest measured angle, ``None`` if nothing was measured.
        view: from where the body was seen for most of the time.
        warnings: sentences about what limits the result.
        samples: the signal over time, for a plot.
        events: everything the engine reported.
        error_deg: what every angle here is expected to be off by; ``None`` where that is not known.
    """

    exercise: str
    frames: int
    duration_s: float
    tracked_fraction: float
    repetitions: tuple[RepetitionCompleted, ...]
    holds: tuple[HoldEnded, ...]
    signal: str
    range_deg: tuple[float, float] | None
    view: View
    warnings: tuple[str, ...]
    samples: tuple[AngleSample, ...]
    events: tuple[Event, ...]
    error_deg: int | None = None

    @property
    def count(self) -> int:
        """Complete repetitions."""
        return sum(repetition.is_complete for repetition in self.repetitions)

    def to_json(self) -> dict[str, Any]:
        """The answer of ``sinew analyze --json``."""
        return {
            "exercise": self.exercise,
            "frames": self.frames,
            "duration_s": round(self.duration_s, 3),
            "tracked_fraction": round(self.tracked_fraction, 3),
            "repetitions": [_untyped(repetition) for repetition in self.repetitions],
            "count": self.count,
            "holds": [_untyped(hold) for hold in self.holds],
            "range_of_motion": self._range_json(),
            "view": self.view.value,
            "error_deg": self.error_deg,
            "warnings": list(self.warnings),
        }

    def _range_json(self) -> dict[str, Any] | None:
        if self.range_deg is None:
            return None
        low, high = self.range_deg
        return {"joint": self.signal, "min_deg": round(low, 1), "max_deg": round(high, 1)}


def _untyped(event: Event) -> dict[str, Any]:
    raw = event.to_dict()
    del raw["type"]
    return raw


def analyze(
    frames: Iterable[Frame],
    definition: TrackingDefinition,
    side: Side | None = None,
    errors: ExpectedError | None = None,
) -> Analysis:
    """Run a recording through the engine in clip mode.

    Args:
        frames: in order of time.
        definition: what to look for.
        side: the working side, ``None`` = whichever moves.
        errors: what was measured of this exercise, to say how far off its angles may be.
    """
    engine = Engine(definition, clip=True, side=side)
    events: list[Event] = []
    samples: list[AngleSample] = []
    people, has_picture, repeated = 0, False, 0
    for frame in frames:
        if samples and frame.t_ms <= samples[-1].t_ms:
            repeated += 1
            continue
        events += engine.update(frame)
        people += frame.image is not None or frame.world is not None
        has_picture = has_picture or frame.image is not None
        samples.append(AngleSample(frame.t_ms, engine.snapshot()["angle_deg"]))
    events += engine.finish()
    repetitions = tuple(event for event in events if isinstance(event, RepetitionCompleted))
    holds = tuple(event for event in events if isinstance(event, HoldEnded))
    tracked = sum(sample.angle_deg is not None for sample in samples)
    tracked_fraction = tracked / len(samples) if samples else 0.0
    return Analysis(
        exercise=definition.exercise,
        frames=len(samples),
        duration_s=(samples[-1].t_ms - samples[0].t_ms) / 1000 if samples else 0.0,
        tracked_fraction=tracked_fraction,
        repetitions=repetitions,
        holds=holds,
        signal=definition.signal,
        range_deg=_range(repetitions, holds, samples),
        view=engine.view,
        warnings=_warnings(
            _Seen(len(samples), people, tracked, has_picture, repeated, _hidden_side(engine, tracked)),
            engine.view,
            definition,
        ),
        samples=tuple(samples),
        events=tuple(events),
        error_deg=errors.degrees(engine.view, tracked_fraction) if errors is not None else None,
    )


def _range(
    repetitions: tuple[RepetitionCompleted, ...], holds: tuple[HoldEnded, ...], samples: list[AngleSample]
) -> tuple[float, float] | None:
    """Range of the repetitions; without any, of the holds; without those, of everything seen."""
    angles = [angle for repetition in repetitions for angle in (repetition.start_deg, repetition.peak_deg)]
    angles = angles or [hold.mean_deg for hold in holds]
    angles = angles or [sample.angle_deg for sample in samples if sample.angle_deg is not None]
    return (min(angles), max(angles)) if angles else None


class _Seen(NamedTuple):
    """What there was to see.

    Attributes:
        frames, people, tracked: how many frames there were, showed somebody, and showed the joints.
        has_picture: whether there was a picture.
        repeated: frames left out because they were not later than the one before.
        hidden_side: a limb that could have worked but was rarely seen.
    """

    frames: int
    people: int
    tracked: int
    has_picture: bool
    repeated: int
    hidden_side: Side | None


def _hidden_side(engine: Engine, tracked: int) -> Side | None:
    seen = engine.seen_frames
    least = min(seen, key=seen.__getitem__)
    return least if len(seen) > 1 and tracked and seen[least] < 0.5 * tracked else None


def _warnings(seen: _Seen, view: View, definition: TrackingDefinition) -> tuple[str, ...]:
    if not seen.frames:
        return ("The recording has no frames.",)
    if not seen.people:
        return ("Nobody was seen in the recording.",)
    warnings = []
    if seen.people < 0.9 * seen.frames:
        warnings.append(f"Nobody was seen in {seen.frames - seen.people} of {seen.frames} frames.")
    if seen.tracked < 0.8 * seen.people:
        warnings.append(
            "The joints this exercise needs were hidden or out of the picture for much of the time."
        )
    if seen.repeated:
        warnings.append(f"{seen.repeated} frames were not later than the frame before and were left out.")
    if seen.hidden_side is not None:
        warnings.append(
            f"The {seen.hidden_side.value} leg was rarely visible: what it did is not counted."
            " Film from its side, or give the working side."
        )
    wanted = " or ".join(item.value for item in definition.views)
    if seen.has_picture and view is not View.UNKNOWN and view not in definition.views:
        warnings.append(
            f"Filmed from the {view.value} view; this exercise is measured from the {wanted} view."
        )
    elif seen.has_picture and view is not View.SIDE and View.SIDE in definition.views:
        warnings.append(
            "Not filmed from the side: angles come from the 3-D estimate, within 10 to 15 degrees."
        )
    return tuple(warnings)
