"""Tables of joint positions in the formats of public data sets, as frames.

UI-PRMD's Kinect joints, OpenCap's marker-based joint centers, and MediaPipe landmarks with a label a
row (NgoQuocBao1010/Exercise-Correction). Which of them a file is, its first line tells.
"""

import csv
import gzip
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from sinew.errors import InputRefused, Problem
from sinew.motion.frame import LANDMARK_COUNT, Frame, Landmark, Part
from sinew.pose.labelled.kinect import kinect_frame
from sinew.pose.labelled.opencap import mocap_frame

KEY_FRAME_MS = 33
"""MediaPipe tables carry no times; their rows are taken as one after another at 30 a second."""
_SQUARE_PX = 1000


class KeyFrame(NamedTuple):
    """One labelled row of a MediaPipe table."""

    label: str
    frame: Frame


def is_table(path: Path) -> bool:
    """Whether a file is named as a table is."""
    return path.name.lower().endswith((".csv", ".csv.gz"))


def read_table(path: Path) -> tuple[Frame, ...]:
    """The frames of a table in any of the formats.

    Raises:
        InputRefused: the file cannot be read, is in none of the formats, or a row is not a frame.
    """
    with _reading(path) as rows:
        frame_of = _reader_of(path, rows.fieldnames or ())
        frames: list[Frame] = []
        problems: list[Problem] = []
        for row in rows:
            try:
                frames.append(frame_of(row))
            except (ValueError, KeyError, TypeError) as reason:
                problems.append(Problem(f"{path}:{rows.line_num}", "bad-row", f"not a frame: {reason}"))
    if problems:
        raise InputRefused(tuple(problems))
    if not frames:
        raise _refused(path, "no-frames", "holds no row of joint positions")
    return tuple(frames)


def key_frames(path: Path) -> Iterator[KeyFrame]:
    """The rows of a MediaPipe table with their labels."""
    with _reading(path) as rows:
        counted = _Counted()
        for row in rows:
            yield KeyFrame(row["label"], counted.frame(row))


@contextmanager
def _reading(path: Path) -> Iterator["csv.DictReader[str]"]:
    """A table, packed or not, as rows by name of column."""
    opened: Callable[..., Any] = gzip.open if path.suffix.lower() == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
            yield csv.DictReader(file)
    except (OSError, EOFError, UnicodeDecodeError, csv.Error) as reason:
        raise _refused(path, "unreadable-file", f"cannot be read as a table: {reason}") from reason


def _reader_of(path: Path, columns: Collection[str]) -> Callable[[dict[str, str]], Frame]:
    has = set(columns)
    if {"t_s", "left_upper_leg_x", "left_lower_leg_x", "left_foot_x"} <= has:
        return kinect_frame
    if {"t_s", "left_hip_x", "left_knee_x", "left_ankle_x"} <= has:
        return mocap_frame
    if {"left_hip_x", "left_hip_v", "left_knee_x"} <= has:
        return _Counted().frame
    raise _refused(
        path, "unknown-table", "is in no format we know: Kinect joints, joint centers or MediaPipe landmarks"
    )


class _Counted:
    """MediaPipe rows as frames: normalized picture coordinates, points that are missing not seen."""

    def __init__(self) -> None:
        self._rows = 0

    def frame(self, row: dict[str, str]) -> Frame:
        t_ms = self._rows * KEY_FRAME_MS
        self._rows += 1
        points = [Landmark(0.0, 0.0, 0.0, 0.0)] * LANDMARK_COUNT
        for name, part in _NAMES.items():
            if f"{name}_x" in row:
                points[part] = Landmark(*(float(row[f"{name}_{axis}"]) for axis in "xyzv"))
        return Frame(t_ms, _SQUARE_PX, _SQUARE_PX, tuple(points), None)


_NAMES = {
    part.name.lower().replace("toe", "foot_index"): int(part) for part in Part if "EYE" not in part.name
}


def _refused(path: Path, code: str, message: str) -> InputRefused:
    return InputRefused((Problem(str(path), code, message),))
