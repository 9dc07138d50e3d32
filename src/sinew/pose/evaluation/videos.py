"""Recorded videos with known counts, holds and marker-based angles, through the pose model and the engine."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sinew.motion.analysis import Analysis, analyze
from sinew.motion.angles import AngleReader
from sinew.motion.filters import AngleFilter
from sinew.motion.frame import Frame
from sinew.motion.geometry import LEFT, RIGHT, SIGNALS, image_pose
from sinew.motion.tracking import TrackingDefinition
from sinew.pose.evaluation.peers import PEERS
from sinew.pose.evaluation.runs import run
from sinew.pose.evaluation.scores import agreement
from sinew.pose.labelled.opencap import MarkedRepetition, TrueAngles, opencap_angles, opencap_peaks_deg
from sinew.pose.labelled.tables import key_frames

Row = dict[str, Any]
AngleRow = dict[str, int | float | None]


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


def videos_in(folder: Path) -> list[VideoCase]:
    """The known videos that are present in a folder of samples."""
    return [case for case in VIDEO_CASES if (folder / case.path).is_file()]


def video_row(case: VideoCase, analysis: Analysis) -> Row:
    """What was counted and timed in one video, beside what is in it."""
    return {
        "video": case.path,
        "view": analysis.view.value,
        "exercise": case.exercise,
        "true": case.count,
        "counted": analysis.count,
        "partial": len(analysis.repetitions) - analysis.count,
        "true hold s": case.hold_s,
        "hold s": round(sum(hold.seconds for hold in analysis.holds), 2) if case.hold_s else None,
    }


def false_rows(
    recordings: Mapping[str, Sequence[Frame]], definitions: Iterable[TrackingDefinition]
) -> list[Row]:
    """Recordings without exercise, analyzed as every tracked exercise: what was counted in them."""
    rows, known = [], list(definitions)
    for name, frames in recordings.items():
        minutes = (frames[-1].t_ms - frames[0].t_ms) / 60_000 if frames else 0.0
        complete: list[str] = []
        partial: list[str] = []
        for definition in known:
            analysis = analyze(frames, definition)
            complete += [definition.exercise] * analysis.count
            partial += [definition.exercise] * (len(analysis.repetitions) - analysis.count)
        rows.append(
            {
                "video": name,
                "seconds": round(60 * minutes, 1),
                "exercises": len(known),
                "false per minute": round(len(complete) / max(1e-9, minutes * len(known)), 2),
                "complete": ", ".join(complete),
                "partial": ", ".join(partial),
            }
        )
    return rows


def peak_rows(frames: Sequence[Frame], marked: Sequence[MarkedRepetition]) -> list[Row]:
    """Largest flexion of each knee in every marked repetition, measured and by markers, with both biases."""
    rows = [
        {"repetition": number, **_peak_row(one, peaks)}
        for number, (one, peaks) in enumerate(zip(marked, knee_peaks(frames, marked), strict=True), start=1)
        if peaks is not None
    ]
    for name, fold in (("bias", 1), ("mean absolute error", 0)):
        row: Row = {"repetition": name}
        for column in ("left error", "right error", "mean error"):
            gaps = [found[column] for found in rows if isinstance(found["repetition"], int)]
            values = gaps if fold else [abs(gap) for gap in gaps]
            row[column] = round(sum(values) / len(values), 1) if values else None
        rows.append(row)
    return [{name: row.get(name) for name in rows[0]} for row in rows]


def _peak_row(one: MarkedRepetition, peaks: tuple[float, float]) -> Row:
    left, right = peaks
    return {
        "left true": one.left_deg,
        "left read": round(left, 1),
        "left error": round(left - one.left_deg, 1),
        "right true": one.right_deg,
        "right read": round(right, 1),
        "right error": round(right - one.right_deg, 1),
        "mean error": round((left + right) / 2 - one.mean_deg, 1),
    }


def knee_peaks(
    frames: Sequence[Frame], marked: Iterable[MarkedRepetition]
) -> list[tuple[float, float] | None]:
    """Largest flexion of the left and the right knee within each marked repetition, on the measure path."""
    readings = knee_readings(frames)
    peaks: list[tuple[float, float] | None] = []
    for one in marked:
        inside = [row for row in readings if one.start_s <= row[0] / 1000 <= one.end_s + 0.2]
        peaks.append((max(row[1] for row in inside), max(row[2] for row in inside)) if inside else None)
    return peaks


def knee_readings(frames: Iterable[Frame]) -> list[tuple[int, float, float]]:
    """Time and both knees' flexion, filtered as the engine filters what it reports."""
    reader, filters = AngleReader(), (AngleFilter(), AngleFilter())
    rows = []
    for frame in frames:
        angles = reader.read(frame)
        left, right = angles["knee_flexion_left"], angles["knee_flexion_right"]
        if left is not None and right is not None:
            for path, value in zip(filters, (left, right), strict=True):
                path.update(frame.t_ms, value)
            rows.append((frame.t_ms, filters[0].measure_deg, filters[1].measure_deg))
    return rows


def latency_rows(
    frames: Sequence[Frame], definition: TrackingDefinition, marked: Sequence[MarkedRepetition]
) -> list[Row]:
    """From the end the markers' labels name to the telling of each repetition, milliseconds."""
    result = run(frames, definition)
    return [
        {"repetition": number, "told after ms": round(told_ms - one.end_s * 1000)}
        for number, (one, told_ms) in enumerate(zip(marked, result.told_ms, strict=False), start=1)
    ]


def peer_row(name: str, count: int, frames: Sequence[Frame], analysis: Analysis) -> Row:
    """Our count and the peers' of one video."""
    return {
        "video": name,
        "true": count,
        "Sinew": analysis.count,
        **{peer: read(frames) for peer, read in PEERS.items()},
    }


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
        errors.append(
            min((_error(name, rows, truth, lag_ms) for lag_ms in lags), key=lambda error: error.mae_deg)
        )
    return errors


def _error(name: str, rows: list[AngleRow], truth: TrueAngles, lag_ms: int) -> AngleError:
    pairs = []
    for row in rows:
        measured, t_ms = row[name], row["t_ms"]
        true = truth.at(((t_ms or 0) - lag_ms) / 1000)
        if measured is not None and true is not None:
            pairs.append((measured, true))
    if not pairs:
        return AngleError(name, float("inf"), 0.0, 0)
    found = agreement(pairs)
    return AngleError(name, found.mae, found.bias, found.pairs)


def angle_rows(video: Path, frames: Sequence[Frame]) -> list[Row]:
    """Per-frame angles of one video against the markers beside it; empty where there are none."""
    if not (video.parent / "gt_joint_centres_mocap.csv.gz").is_file():
        return []
    return [
        {
            "video": f"{video.parent.name}/{video.name}",
            "angle": error.name,
            "MAE": round(error.mae_deg, 1),
            "bias": round(error.bias_deg, 1),
            "frames": error.samples,
        }
        for error in angle_errors(frames, opencap_angles(video.parent))
    ]


def marked_repetitions(video: Path) -> list[MarkedRepetition]:
    """What the markers beside a video say of its repetitions; empty where there are none."""
    return opencap_peaks_deg(video.parent) if (video.parent / "reps.csv").is_file() else []


_TABLES = ("squat_train.csv", "squat_test.csv", "plank_test.csv")


def table_rows(folder: Path) -> list[Row]:
    """Labelled key frames of other people's MediaPipe tables: the angle by label."""
    rows = []
    for name in _TABLES:
        path = folder / "exercise-correction" / name
        if not path.is_file():
            continue
        angle = "knee_flexion" if name.startswith("squat") else "body_line"
        read = _reader(angle)
        by_label: dict[str, list[float]] = {}
        for label, frame in key_frames(path):
            value = read(frame)
            if value is not None:
                by_label.setdefault(label, []).append(value)
        for label, values in sorted(by_label.items()):
            ordered = sorted(values)
            rows.append(
                {
                    "table": name,
                    "label": label,
                    "frames": len(values),
                    "angle": angle,
                    "lower tenth": round(ordered[len(ordered) // 10], 1),
                    "median": round(ordered[len(ordered) // 2], 1),
                    "upper tenth": round(ordered[9 * len(ordered) // 10], 1),
                }
            )
    return rows


def _reader(angle: str) -> Callable[[Frame], float | None]:
    def read(frame: Frame) -> float | None:
        pose = image_pose(frame)
        if pose is None:
            return None
        values = [SIGNALS[angle].read(pose, side) for side in (LEFT, RIGHT)]
        known = [value for value in values if value is not None]
        return sum(known) / len(known) if known else None

    return read
