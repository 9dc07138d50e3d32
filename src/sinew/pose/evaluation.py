"""Measures the engine against labelled recordings; the counter never sees a label.

Measures: MAE = mean of |counted - true| / true; OBO = share of recordings off by at most one;
exact = share counted exactly. Source: docs/motion/accuracy.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from sinew.motion.analysis import Analysis, analyze
from sinew.motion.angles import AngleReader
from sinew.motion.frame import Frame, Landmark
from sinew.motion.tracking import TrackingDefinition
from sinew.pose.labelled import UI_PRMD, LabelledSession, TrueAngles


@dataclass(frozen=True, slots=True)
class Stress:
    """How a recording is made worse before it is counted.

    Attributes:
        fps: frames a second kept, ``None`` = all.
        noise_m: standard deviation of noise added to every coordinate, meters.
        drop: share of frames in which nobody is seen.
    """

    name: str
    fps: float | None = None
    noise_m: float = 0.0
    drop: float = 0.0

    def apply(self, frames: Iterable[Frame]) -> list[Frame]:
        """The frames of a motion-capture recording as the worse camera would give them."""
        random = Random(1)  # noqa: S311 - repeatable noise, not a secret
        worse, next_ms = [], 0.0
        for frame in frames:
            if self.fps is not None:
                if frame.t_ms < next_ms - 1:
                    continue
                next_ms += 1000 / self.fps
            if random.random() < self.drop:
                worse.append(Frame(frame.t_ms, 0, 0, None, None))
            else:
                worse.append(self._noisy(frame, random))
        return worse

    def _noisy(self, frame: Frame, random: Random) -> Frame:
        if not self.noise_m or frame.world is None:
            return frame

        def moved(value: float) -> float:
            return value + random.gauss(0, self.noise_m)

        world = tuple([Landmark(moved(p.x), moved(p.y), moved(p.z), p.visibility) for p in frame.world])
        return Frame(frame.t_ms, frame.width, frame.height, None, world)


STRESSES = (
    Stress("as recorded, 30 fps"),
    Stress("15 fps", fps=15),
    Stress("10 fps", fps=10),
    Stress("6 fps", fps=6),
    Stress("30 % of frames lost", drop=0.3),
    Stress("2 cm noise on every point", noise_m=0.02),
    Stress("15 fps, 10 % lost, 2 cm noise", fps=15, drop=0.1, noise_m=0.02),
)


@dataclass(frozen=True, slots=True)
class CountScore:
    """How well a group of recordings was counted."""

    name: str
    recordings: int
    mae: float
    obo: float
    exact: float
    complete_share: float


def count_score(name: str, pairs: Sequence[tuple[int, int]], complete: int) -> CountScore:
    """Score pairs of (counted, true) repetitions, with how many of the counted were complete."""
    size = len(pairs)
    return CountScore(
        name=name,
        recordings=size,
        mae=sum(abs(counted - true) / true for counted, true in pairs) / size,
        obo=sum(abs(counted - true) <= 1 for counted, true in pairs) / size,
        exact=sum(counted == true for counted, true in pairs) / size,
        complete_share=complete / sum(true for _, true in pairs),
    )


def score_sessions(name: str, sessions: Iterable[LabelledSession], stress: Stress) -> CountScore:
    """Count every session under a stress; full and partial repetitions both count as done."""
    pairs, complete = [], 0
    for session in sessions:
        analysis = analyze(stress.apply(session.frames), UI_PRMD[session.movement])
        pairs.append((len(analysis.repetitions), session.count))
        complete += analysis.count
    return count_score(name, pairs, complete)


@dataclass(frozen=True, slots=True)
class AngleError:
    """Measured minus true angle, degrees."""

    name: str
    mae_deg: float
    bias_deg: float
    samples: int


_MAX_LAG_MS, _LAG_STEP_MS = 150, 10


def angle_errors(frames: Iterable[Frame], truths: dict[str, TrueAngles]) -> list[AngleError]:
    """Per-frame error of every true angle, raw from the landmarks, after the best shift of at most 150 ms."""
    reader = AngleReader()
    rows = [reader.read(frame) for frame in frames]
    errors = []
    for name, truth in truths.items():
        lags = range(-_MAX_LAG_MS, _MAX_LAG_MS + 1, _LAG_STEP_MS)
        shifted = [_error(name, rows, truth, lag_ms) for lag_ms in lags]
        errors.append(min(shifted, key=lambda error: error.mae_deg))
    return errors


def _error(
    name: str, rows: list[dict[str, int | float | None]], truth: TrueAngles, lag_ms: int
) -> AngleError:
    gaps = []
    for row in rows:
        measured, t_ms = row[name], row["t_ms"]
        true = truth.at(((t_ms or 0) - lag_ms) / 1000)
        if measured is not None and true is not None:
            gaps.append(measured - true)
    if not gaps:
        return AngleError(name, float("inf"), 0.0, 0)
    return AngleError(name, sum(map(abs, gaps)) / len(gaps), sum(gaps) / len(gaps), len(gaps))


@dataclass(frozen=True, slots=True)
class VideoCase:
    """A recorded video, the exercise it is analyzed as, and how many repetitions are in it."""

    path: str
    exercise: str
    count: int
    hold_s: float | None = None


VIDEO_CASES = (
    VideoCase("opencap-visualizer/squat/video.mp4", "mini-squat", 5),
    VideoCase("physioplus/bridging.mp4", "bridge-double", 1, hold_s=1.5),
    VideoCase("opencap-visualizer/walk/video.mp4", "mini-squat", 0),
    VideoCase("sports2d/demo.mp4", "mini-squat", 0),
    VideoCase("pose2sim/single_cam01.mp4", "mini-squat", 0),
    VideoCase("pose2sim/single_cam03.mp4", "mini-squat", 0),
)


def peak_error_deg(analysis: Analysis, peaks: list[tuple[float, float, float]]) -> float | None:
    """Mean of measured minus true peak over repetitions whose peak lies inside a true one."""
    gaps = [
        repetition.peak_deg - peak_deg
        for start_s, end_s, peak_deg in peaks
        for repetition in analysis.repetitions
        if start_s <= repetition.peak_ms / 1000 <= end_s
    ]
    return sum(gaps) / len(gaps) if gaps else None


def false_counts(
    recordings: Mapping[str, Sequence[Frame]], definitions: Iterable[TrackingDefinition]
) -> dict[str, list[str]]:
    """For recordings without exercise: which definitions counted a complete repetition in each."""
    found: dict[str, list[str]] = {name: [] for name in recordings}
    for definition in definitions:
        for name, frames in recordings.items():
            if analyze(frames, definition).count:
                found[name].append(definition.exercise)
    return found


def videos_in(folder: Path) -> list[VideoCase]:
    """The known videos that are present in a folder of samples."""
    return [case for case in VIDEO_CASES if (folder / case.path).is_file()]
