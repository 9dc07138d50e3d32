"""One engine, two Pythons: a trace gives the same events in CPython and, as members run it, in Pyodide.

The engine's worker is the built one; it is served by a small static server of its own, without Django.
"""

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser

from sinew.content import Content, default_root, load
from sinew.motion.engine import Engine
from sinew.motion.events import HoldEnded, State
from sinew.motion.frame import frame_from_dict, frame_to_dict
from sinew.motion.synthetic import Filming, trace
from sinew.motion.tracking import tracking_from_dict

BUILT = Path(__file__).resolve().parents[2] / "src/sinew/apps/web/static/built"
CONTRACT = BUILT.parents[5] / "frontend/src/contract/engine.ts"
ANGLE_TOLERANCE_DEG = 1e-6
REPETITIONS = 3

PAGE = """async ({worker, vendor, definition, frames}) => {
  const engine = new Worker(worker, {type: "module"});
  const answers = [];
  const answer = (type) => new Promise((resolve, reject) => {
    engine.onerror = (event) => reject(new Error(event.message));
    engine.onmessage = ({data}) => {
      if (data.type === "failed") reject(new Error(data.message));
      else if (data.type === type) resolve(data);
    };
  });
  const ask = (message, type) => { const got = answer(type); engine.postMessage(message); return got; };
  const at = (path) => new URL("/" + path, location.href).href;
  const assets = {pyodide: at(vendor.pyodide), motion: at(vendor.motion)};
  const {load_ms} = await ask({type: "load", assets}, "ready");
  await ask({type: "start", run: 1, definition, side: null}, "started");
  const began = performance.now();
  for (const frame of frames) {
    const {events, snapshot} = await ask({type: "frame", run: 1, frame}, "update");
    answers.push({events, snapshot});
  }
  const us_per_frame = (performance.now() - began) * 1000 / frames.length;
  const {events} = await ask({type: "finish", run: 1}, "finished");
  engine.terminate();
  return {answers, last: events, us_per_frame, load_ms};
}"""


class Quiet(SimpleHTTPRequestHandler):
    extensions_map = {
        **SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def content() -> Content:
    return load(default_root())


@pytest.fixture(scope="module")
def built() -> Mapping[str, Any]:
    address = BUILT / "vendor.json"
    if not address.exists():
        pytest.skip("the front end is not built: run `make run` once, or `npm run --prefix frontend build`")
    vendor = json.loads(address.read_text())
    # Workers are not in Vite's manifest, and a build leaves those of the last hour in place.
    worker = max((BUILT / "assets").glob("engine.worker-*.js"), key=lambda path: path.stat().st_mtime)
    return {"vendor": vendor, "worker": f"/assets/{worker.name}"}


def frames_of(content: Content, exercise: str) -> list[dict[str, Any]]:
    """A noisy trace, as a camera would give it, with one second in which nobody is seen."""
    movement = content.exercises[exercise].movement
    assert movement is not None
    filmed = trace(
        movement, fps=20, repetitions=REPETITIONS, lead_in_s=2, filming=Filming(noise_px=2.0, seed=7)
    )
    frames = [frame_to_dict(frame) for frame in filmed]
    for frame in frames[len(frames) // 2 : len(frames) // 2 + 20]:
        frame["image"] = frame["world"] = None
    # Through JSON, as the page sends it: both engines get the very same numbers.
    parsed: list[dict[str, Any]] = json.loads(json.dumps(frames))
    return parsed


def in_cpython(
    content: Content, exercise: str, frames: Sequence[Mapping[str, Any]]
) -> tuple[list[Any], list[Any]]:
    engine = Engine(tracking_from_dict(definition_of(content, exercise)))
    answers = [
        {
            "events": [event.to_dict() for event in engine.update(frame_from_dict(frame))],
            "snapshot": engine.snapshot(),
        }
        for frame in frames
    ]
    return json.loads(json.dumps(answers)), json.loads(
        json.dumps([event.to_dict() for event in engine.finish()])
    )


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
def test_the_same_trace_gives_the_same_events(browser, content, built, exercise, expected):
    frames = frames_of(content, exercise)
    answers, last = in_cpython(content, exercise, frames)
    theirs = in_pyodide(browser, {**built, "definition": definition_of(content, exercise), "frames": frames})
    assert expected in {event["type"] for answer in answers for event in answer["events"]}
    same(answers, theirs["answers"])
    same(last, theirs["last"])
    sys.stdout.write(
        f"\nPyodide, {exercise}: {theirs['us_per_frame']:.0f} µs a frame with its messages, "
        f"{len(frames)} frames, loaded in {theirs['load_ms'] / 1000:.1f} s\n"
    )


def test_the_page_knows_the_same_fields_as_the_engine(content):
    """The message types are written by hand in TypeScript: nothing may be added on one side only."""
    answers, _ = in_cpython(content, "mini-squat", frames_of(content, "mini-squat"))
    repetition = next(
        event for answer in answers for event in answer["events"] if event["type"] == "repetition"
    )
    assert set(answers[-1]["snapshot"]) == fields_of("Snapshot")
    assert set(repetition) - {"type"} == fields_of("Repetition")
    assert {field.name for field in fields(HoldEnded)} == fields_of("Hold")
    assert {state.value for state in State} == set(re.findall(r'"(\w+)"', line_of("EngineState")))


def line_of(name: str) -> str:
    return next(
        line for line in CONTRACT.read_text().splitlines() if line.startswith(f"export type {name} =")
    )


def fields_of(name: str) -> set[str]:
    body = CONTRACT.read_text().split(f"export interface {name} {{")[1].split("}")[0]
    return set(re.findall(r"readonly (\w+):", body))


def in_pyodide(browser: Browser, run: Mapping[str, Any]) -> dict[str, Any]:
    page = browser.new_page()
    try:
        with served(BUILT) as origin:
            page.goto(f"{origin}/vendor.json")
            answered: dict[str, Any] = page.evaluate(PAGE, run)
    finally:
        page.close()
    return answered


def definition_of(content: Content, exercise: str) -> dict[str, Any]:
    tracking = content.exercises[exercise].tracking
    assert tracking is not None
    return tracking.to_dict()
