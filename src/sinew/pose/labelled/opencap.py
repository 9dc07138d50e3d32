"""OpenCap samples: joint centers and angles from markers, beside the video of the same movement.

Layout of the folder: that of shared/motion-samples (its SOURCES.md names origin and license).
"""

import csv
import gzip
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from sinew.motion.frame import LANDMARK_COUNT, Frame, Landmark, Part
from sinew.motion.geometry import LEFT, RIGHT, SIGNALS, world_pose

_MARKED = {
    "shoulder": Part.LEFT_SHOULDER,
    "elbow": Part.LEFT_ELBOW,
    "wrist": Part.LEFT_WRIST,
    "hip": Part.LEFT_HIP,
    "knee": Part.LEFT_KNEE,
    "ankle": Part.LEFT_ANKLE,
    "heel": Part.LEFT_HEEL,
    "foot_index": Part.LEFT_TOE,
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
        table = [(float(row["t_s"]), world_pose(mocap_frame(row))) for row in csv.DictReader(rows)]
    times = tuple(t_s for t_s, _ in table)
    angles = {}
    for joint in ("knee_flexion", "hip_flexion"):
        for side, name in ((LEFT, f"{joint}_left"), (RIGHT, f"{joint}_right")):
            read = SIGNALS[joint].read
            flexion = [read(pose, side) if pose is not None else None for _, pose in table]
            angles[name] = TrueAngles(name, times, tuple(value or 0.0 for value in flexion))
    return angles


def mocap_frame(row: dict[str, str]) -> Frame:
    """One row of joint centers in meters (y up) as world landmarks (y down)."""
    nowhere = Landmark(0.0, 0.0, 0.0, None)
    points = [nowhere] * LANDMARK_COUNT
    for joint, part in _MARKED.items():
        for offset, side in ((LEFT, "left"), (RIGHT, "right")):
            x, y, z = (float(row[f"{side}_{joint}_{axis}"]) for axis in "xyz")
            points[part + offset] = Landmark(x, -y, -z, None)
    return Frame(round(float(row["t_s"]) * 1000), 0, 0, None, tuple(points))


class MarkedRepetition(NamedTuple):
    """A repetition as the markers saw it: seconds from start to end, and each knee's largest flexion."""

    start_s: float
    end_s: float
    left_deg: float
    right_deg: float

    @property
    def mean_deg(self) -> float:
        """The largest flexion, mean of both knees."""
        return (self.left_deg + self.right_deg) / 2


def opencap_peaks_deg(folder: Path) -> list[MarkedRepetition]:
    """Every repetition of a sample, from its ``reps.csv``."""
    with (folder / "reps.csv").open(encoding="utf-8") as rows:
        return [
            MarkedRepetition(
                *(float(row[name]) for name in ("start_s", "end_s", "knee_flex_l_max", "knee_flex_r_max"))
            )
            for row in csv.DictReader(rows)
        ]
