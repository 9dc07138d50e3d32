"""Reads labelled recordings that are public: motion-capture and depth-camera sessions with known counts.

Layout of the folder: that of shared/motion-samples (its SOURCES.md names origin and license of each).
"""

import csv
import gzip
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path

from sinew.motion.frame import LANDMARK_COUNT, Frame, Landmark, Part
from sinew.motion.geometry import LEFT, RIGHT, SIGNALS, world_pose
from sinew.motion.tracking import TrackingDefinition, tracking_from_dict

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


def _definition(
    name: str, signal: str, start_deg: float, target_deg: float, **how: str
) -> TrackingDefinition:
    raw = {
        "exercise": name,
        "signal": signal,
        "start_deg": start_deg,
        "target_deg": target_deg,
        "views": ["front"],
    }
    return tracking_from_dict({**raw, "posture": "standing", "sides": "one", **how})


UI_PRMD: dict[str, TrackingDefinition] = {
    "m01": _definition("deep squat", "knee_flexion", 5, 85, sides="both"),
    "m02": _definition("hurdle step", "hip_flexion", 5, 65),
    "m03": _definition("inline lunge", "knee_flexion", 15, 85),
    "m04": _definition("side lunge", "knee_flexion", 5, 80),
    "m05": _definition("sit to stand", "knee_flexion", 90, 10, sides="both", posture="seated"),
    "m06": _definition("standing leg raise", "leg_raise", 5, 50),
    "m07": _definition("shoulder abduction", "shoulder_flexion", 15, 95),
    "m08": _definition("shoulder extension", "shoulder_flexion", 10, 35),
    "m10": _definition("shoulder scaption", "shoulder_flexion", 15, 95),
}
"""How each movement of the UI-PRMD data set is measured; m09 (rotation) has no angle three points show."""


@dataclass(frozen=True, slots=True)
class LabelledSession:
    """Frames of one session and how many repetitions were done in it."""

    name: str
    movement: str
    frames: tuple[Frame, ...]
    count: int


def ui_prmd_sessions(folder: Path, movements: Container[str] = UI_PRMD) -> Iterator[LabelledSession]:
    """Every session of these movements of the UI-PRMD data set, by movement and subject."""
    for path in sorted((folder / "ui-prmd" / "kinect").glob("*.csv.gz")):
        movement = path.name[:3]
        if movement in movements:
            frames, count = _kinect_frames(path)
            yield LabelledSession(path.name.removesuffix(".csv.gz"), movement, frames, count)


def _kinect_frames(path: Path) -> tuple[tuple[Frame, ...], int]:
    frames, count = [], 0
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            count = max(count, int(row["rep"]))
            frames.append(Frame(round(float(row["t_s"]) * 1000), 0, 0, None, _kinect_world(row)))
    return tuple(frames), count


def _kinect_world(row: dict[str, str]) -> tuple[Landmark, ...]:
    """Kinect meters (y up, toward the camera) to world landmarks (hip-centered, y down, away from it)."""
    at = {name: tuple(float(row[f"{name}_{axis}"]) for axis in "xyz") for name in _KINECT_POINTS}
    middle = [(a + b) / 2 for a, b in zip(at["left_upper_leg"], at["right_upper_leg"], strict=True)]
    points: dict[int, Landmark] = {}
    for name, parts in _KINECT_POINTS.items():
        x, y, z = (value - origin for value, origin in zip(at[name], middle, strict=True))
        points |= {int(part): Landmark(x, -y, -z, None) for part in parts}
    return tuple(points.get(index, points[Part.NOSE]) for index in range(33))


_MARKED = {
    "shoulder": Part.LEFT_SHOULDER,
    "hip": Part.LEFT_HIP,
    "knee": Part.LEFT_KNEE,
    "ankle": Part.LEFT_ANKLE,
}


@dataclass(frozen=True, slots=True)
class TrueAngles:
    """Marker-based flexion of one joint over time, degrees, 0 = straight."""

    name: str
    t_s: tuple[float, ...]
    angle_deg: tuple[float, ...]

    def at(self, t_s: float) -> float | None:
        """The angle at a time, linearly between samples; ``None`` outside the recording."""
        if not self.t_s or not self.t_s[0] <= t_s <= self.t_s[-1]:
            return None
        step = (self.t_s[-1] - self.t_s[0]) / (len(self.t_s) - 1)
        index = min(len(self.t_s) - 2, int((t_s - self.t_s[0]) / step))
        share = (t_s - self.t_s[index]) / (self.t_s[index + 1] - self.t_s[index])
        return self.angle_deg[index] + share * (self.angle_deg[index + 1] - self.angle_deg[index])


def opencap_angles(folder: Path) -> dict[str, TrueAngles]:
    """Knee and hip flexion of an OpenCap sample from its marker-based joint centers, named as our signals.

    The hip is measured as our signal is in space: between the middle of the trunk and the thigh.
    """
    with gzip.open(folder / "gt_joint_centres_mocap.csv.gz", "rt", encoding="utf-8") as rows:
        table = [(float(row["t_s"]), world_pose(_mocap_frame(row))) for row in csv.DictReader(rows)]
    times = tuple(t_s for t_s, _ in table)
    angles = {}
    for joint in ("knee_flexion", "hip_flexion"):
        for side, name in ((LEFT, f"{joint}_left"), (RIGHT, f"{joint}_right")):
            read = SIGNALS[joint].read
            flexion = [read(pose, side) if pose is not None else None for _, pose in table]
            angles[name] = TrueAngles(name, times, tuple(value or 0.0 for value in flexion))
    return angles


def _mocap_frame(row: dict[str, str]) -> Frame:
    """Joint centers in meters (y up) as world landmarks (y down)."""
    nowhere = Landmark(0.0, 0.0, 0.0, None)
    points = [nowhere] * LANDMARK_COUNT
    for joint, part in _MARKED.items():
        for offset, side in ((LEFT, "left"), (RIGHT, "right")):
            x, y, z = (float(row[f"{side}_{joint}_{axis}"]) for axis in "xyz")
            points[part + offset] = Landmark(x, -y, -z, None)
    return Frame(0, 0, 0, None, tuple(points))


def opencap_peaks_deg(folder: Path) -> list[tuple[float, float, float]]:
    """Of every repetition: start and end in seconds, and the mean peak knee flexion of both legs."""
    with (folder / "reps.csv").open(encoding="utf-8") as rows:
        return [
            (
                float(row["start_s"]),
                float(row["end_s"]),
                (float(row["knee_flex_l_max"]) + float(row["knee_flex_r_max"])) / 2,
            )
            for row in csv.DictReader(rows)
        ]
