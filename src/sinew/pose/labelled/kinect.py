"""UI-PRMD: sessions of ten repetitions seen by a Kinect, with boundaries, and by Vicon, with joint angles.

Source: doi:10.3390/data3010002. Layout of the folder: that of shared/motion-samples (its SOURCES.md).
"""

import csv
import gzip
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from sinew.motion.frame import Frame, Landmark, Part
from sinew.motion.tracking import TrackingDefinition, tracking_from_dict

MOVEMENTS = {
    "m01": "deep squat",
    "m02": "hurdle step",
    "m03": "inline lunge",
    "m04": "side lunge",
    "m05": "sit to stand",
    "m06": "standing leg raise",
    "m07": "shoulder abduction",
    "m08": "shoulder extension",
    "m09": "shoulder rotation",
    "m10": "shoulder scaption",
}
LOWER_LIMB = ("m01", "m02", "m03", "m04", "m05", "m06")
TUNED_ON = ("s01", "s02", "s03")
"""Subjects whose sessions chose the method's parameters; all others are held out."""

_KINECT_POINTS: dict[str, tuple[int, ...]] = {
    "head": (Part.NOSE,),
    "left_upper_arm": (Part.LEFT_SHOULDER,),
    "right_upper_arm": (Part.RIGHT_SHOULDER,),
    "left_forearm": (Part.LEFT_ELBOW,),
    "right_forearm": (Part.RIGHT_ELBOW,),
    "left_hand": (Part.LEFT_WRIST,),
    "right_hand": (Part.RIGHT_WRIST,),
    "left_upper_leg": (Part.LEFT_HIP,),
    "right_upper_leg": (Part.RIGHT_HIP,),
    "left_lower_leg": (Part.LEFT_KNEE,),
    "right_lower_leg": (Part.RIGHT_KNEE,),
    "left_foot": (Part.LEFT_ANKLE, Part.LEFT_HEEL),
    "right_foot": (Part.RIGHT_ANKLE, Part.RIGHT_HEEL),
    "left_toes": (Part.LEFT_TOE,),
    "right_toes": (Part.RIGHT_TOE,),
}


def tracking_file(movement: str) -> Path:
    """How a movement of the data set is measured: a file as ``sinew analyze --tracking`` takes it."""
    return Path(__file__).parent / "tracking" / f"{movement}.yaml"


@cache
def definition_of_movement(movement: str) -> TrackingDefinition:
    """The definition in that file, named as the movement is."""
    raw = yaml.safe_load(tracking_file(movement).read_text(encoding="utf-8"))
    return tracking_from_dict({"exercise": MOVEMENTS[movement], **raw})


@dataclass(frozen=True, slots=True)
class LabelledSession:
    """One session.

    Attributes:
        name: as its file is called, for example ``m01_s01_correct``.
        frames: in order of time, without pictures.
        spans: start and end of every labelled repetition in milliseconds; they include rest.
        peaks_deg: what Vicon saw of each, farthest point of the measured angle; ``None`` where it saw none.
    """

    name: str
    frames: tuple[Frame, ...]
    spans: tuple[tuple[int, int], ...]
    peaks_deg: tuple[tuple[float, float] | None, ...]

    @property
    def movement(self) -> str:
        """``m01`` to ``m10``."""
        return self.name[:3]

    @property
    def subject(self) -> str:
        """``s01`` and so on."""
        return self.name[4:7]

    @property
    def is_tuned(self) -> bool:
        """Whether this session was used to choose parameters."""
        return self.subject in TUNED_ON

    @property
    def is_correct(self) -> bool:
        """Whether it was performed as asked."""
        return not self.name.endswith("_incorrect")

    @property
    def count(self) -> int:
        """How many repetitions were done."""
        return len(self.spans)


def session_files(folder: Path, movements: Container[str] = MOVEMENTS) -> list[Path]:
    """The Kinect sessions of these movements in a folder of samples, by movement and subject."""
    files = sorted((folder / "ui-prmd" / "kinect").glob("m[0-9][0-9]_s[0-9][0-9]_*.csv.gz"))
    return [path for path in files if path.name[:3] in movements]


def read_session(path: Path) -> LabelledSession:
    """One session with its labels."""
    frames: list[Frame] = []
    spans: dict[int, tuple[int, int]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            frame, number = kinect_frame(row), int(row["rep"])
            frames.append(frame)
            if number > 0:
                start_ms = spans.get(number, (frame.t_ms, 0))[0]
                spans[number] = (start_ms, frame.t_ms)
    name = path.name.removesuffix(".csv.gz")
    peaks = _vicon_peaks(path.parent.parent / "rep_labels_and_rom.csv").get(name, {})
    ordered = sorted(spans)
    return LabelledSession(
        name, tuple(frames), tuple(spans[n] for n in ordered), tuple(peaks.get(n) for n in ordered)
    )


def ui_prmd_sessions(folder: Path, movements: Container[str] = MOVEMENTS) -> Iterator[LabelledSession]:
    """Every session of these movements, by movement and subject."""
    return map(read_session, session_files(folder, movements))


_VICON_COLUMN = {
    "m01": "vicon_knee_flex_{}_max",
    "m02": "vicon_hip_flex_{}_max",
    "m03": "vicon_knee_flex_{}_max",
    "m04": "vicon_knee_flex_{}_max",
    "m05": "vicon_knee_flex_{}_min",
    "m06": "vicon_hip_flex_{}_max",
}


@cache
def _vicon_peaks(table: Path) -> dict[str, dict[int, tuple[float, float]]]:
    """By session and repetition: the farthest left and right angle of the joint that is measured."""
    peaks: dict[str, dict[int, tuple[float, float]]] = {}
    if table.is_file():
        with table.open(encoding="utf-8") as rows:
            for row in csv.DictReader(rows):
                column = _VICON_COLUMN.get(row["movement"], "")
                both = [row.get(column.format(side)) for side in "lr"]
                if column and all(both):
                    name = f"{row['movement']}_{row['subject']}_{row['label']}"
                    left, right = (float(value or 0) for value in both)
                    peaks.setdefault(name, {})[int(row["rep"])] = (left, right)
    return peaks


def kinect_frame(row: dict[str, str]) -> Frame:
    """One row of a Kinect table as a frame without picture."""
    return Frame(round(float(row["t_s"]) * 1000), 0, 0, None, _kinect_world(row))


def _kinect_world(row: dict[str, str]) -> tuple[Landmark, ...]:
    """Kinect meters (y up, toward the camera) to world landmarks (hip-centered, y down, away from it)."""
    at = {name: tuple(float(row[f"{name}_{axis}"]) for axis in "xyz") for name in _KINECT_POINTS}
    middle = [(a + b) / 2 for a, b in zip(at["left_upper_leg"], at["right_upper_leg"], strict=True)]
    points: dict[int, Landmark] = {}
    for name, parts in _KINECT_POINTS.items():
        x, y, z = (value - origin for value, origin in zip(at[name], middle, strict=True))
        points |= {int(part): Landmark(x, -y, -z, None) for part in parts}
    return tuple(points.get(index, points[Part.NOSE]) for index in range(33))
