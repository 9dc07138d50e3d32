"""One engine, two Pythons: the same events and the same trace in CPython and, as members run it, in Pyodide.

The engine's worker is the built one; it is served by a small static server of its own, without Django.
"""

import json
import sys
from base64 import b64decode
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from sinew.content import Content, default_root, load
from sinew.motion.engine import Engine
from sinew.motion.frame import frame_from_dict
from sinew.motion.trace import TraceRecorder, unpack
from sinew.motion.tracking import tracking_from_dict
from tests.support.pyodide import built, definition_of, frames_of, in_pyodide

CONTRACT = Path(__file__).resolve().parents[2] / "frontend/src/contract/engine.ts"
ANGLE_TOLERANCE_DEG = 1e-6


@pytest.fixture(scope="module")
def content() -> Content:
    return load(default_root())


@pytest.fixture(scope="module")
def worker() -> Mapping[str, Any]:
    found = built()
    if found is None:
        pytest.skip("the front end is not built: run `make run` once, or `npm run --prefix frontend build`")
    return found


def in_cpython(content: Content, exercise: str, frames: Sequence[Mapping[str, Any]]) -> Any:
    engine = Engine(tracking_from_dict(definition_of(content, exercise)))
    answers = [
        {
            "events": [event.to_dict() for event in engine.update(frame_from_dict(frame))],
            "snapshot": engine.snapshot(),
        }
        for frame in frames
    ]
    return json.loads(json.dumps(answers))


def recorded(frames: Sequence[Mapping[str, Any]], answers: Any) -> bytes:
    """The trace of a set, from the moment it has begun."""
    recorder = TraceRecorder()
    for frame, answer in zip(frames, answers, strict=True):
        if answer["snapshot"]["state"] != "setup":
            recorder.take(frame_from_dict(frame), answer["snapshot"]["angle_deg"])
    return recorder.packed()


def same(ours: Any, theirs: Any, where: str = "") -> None:
    """Equal in everything, times and counts exactly, other numbers to a millionth."""
    if isinstance(ours, dict):
        assert ours.keys() == theirs.keys(), where
        for key in ours:
            same(ours[key], theirs[key], f"{where}.{key}")
    elif isinstance(ours, list):
        assert len(ours) == len(theirs), where
        for index, (left, right) in enumerate(zip(ours, theirs, strict=True)):
            same(left, right, f"{where}[{index}]")
    elif isinstance(ours, float) and not where.endswith("_ms"):
        assert theirs == pytest.approx(ours, abs=ANGLE_TOLERANCE_DEG), where
    else:
        assert ours == theirs, where


@pytest.mark.parametrize(
    ("exercise", "expected"), [("mini-squat", "repetition"), ("bridge-hold-double", "hold_started")]
)
def test_the_same_trace_gives_the_same_events(browser, content, worker, exercise, expected):
    frames = frames_of(content, exercise)
    answers = in_cpython(content, exercise, frames)
    theirs = in_pyodide(browser, {**worker, "definition": definition_of(content, exercise), "frames": frames})
    assert expected in {event["type"] for answer in answers for event in answer["events"]}
    same(answers, theirs["answers"])
    assert unpack(b64decode(theirs["trace"])) == unpack(recorded(frames, answers))
    assert theirs["none"] == ""
    sys.stdout.write(
        f"\nPyodide, {exercise}: {theirs['us_per_frame']:.0f} µs a frame with its messages, "
        f"{len(frames)} frames, loaded in {theirs['load_ms'] / 1000:.1f} s\n"
    )
