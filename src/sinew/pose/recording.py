"""Landmark recordings (``*.landmarks.jsonl``): one frame a line, readable by anything."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from sinew.errors import InputRefused, Problem
from sinew.motion.frame import Frame, frame_from_dict, frame_to_dict


def read_recording(path: Path) -> tuple[Frame, ...]:
    """All frames of a recording, in order of time.

    Raises:
        InputRefused: the file cannot be read, a line is not a frame, or time goes back; every bad line
            is listed.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as reason:
        raise _refused(
            str(path), "unreadable-file", f"cannot be read: {reason.strerror or reason}"
        ) from reason
    except UnicodeDecodeError:
        raise _refused(str(path), "not-a-recording", "is not text; expected one JSON frame a line") from None
    frames: list[Frame] = []
    problems: list[Problem] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            frame = _frame(line)
            if frames and frame.t_ms < frames[-1].t_ms:
                raise ValueError(f"t_ms: {frame.t_ms} is earlier than the frame before ({frames[-1].t_ms})")
            frames.append(frame)
        except ValueError as reason:
            problems.append(Problem(f"{path}:{number}", "bad-frame", str(reason)))
    if problems:
        raise InputRefused(tuple(problems))
    if not frames:
        raise _refused(str(path), "no-frames", "holds no frame; expected one JSON frame a line")
    return tuple(frames)


def _frame(line: str) -> Frame:
    try:
        raw = json.loads(line)
    except json.JSONDecodeError as reason:
        raise ValueError(f"not JSON: {reason.msg}") from None
    except RecursionError:
        raise ValueError("not a frame: nested too deep") from None
    if not isinstance(raw, dict):
        raise ValueError("expected a JSON object with t_ms, width, height, image and world")
    return frame_from_dict(raw)


def _refused(where: str, code: str, message: str) -> InputRefused:
    return InputRefused((Problem(where, code, message),))


def write_recording(path: Path, frames: Iterable[Frame]) -> None:
    """Write frames to a file, replacing it."""
    path.write_text("".join(recording_lines(frames)), encoding="utf-8")


def recording_lines(frames: Iterable[Frame]) -> Iterator[str]:
    """The lines of a recording, with coordinates to a hundred-thousandth."""
    for frame in frames:
        raw = frame_to_dict(frame)
        for space in ("image", "world"):
            if raw[space] is not None:
                raw[space] = [[None if v is None else round(v, 5) for v in point] for point in raw[space]]
        yield json.dumps(raw, separators=(",", ":")) + "\n"
