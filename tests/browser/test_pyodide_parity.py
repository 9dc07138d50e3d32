"""One engine, two Pythons: the same trace gives the same events in CPython and, as members run it, in Pyodide.

The engine's worker is the built one; it is served by a small static server of its own, without Django.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser

from sinew.content import Content, default_root, load
from sinew.motion.engine import Engine
from sinew.motion.frame import frame_from_dict, frame_to_dict
from sinew.motion.synthetic import Filming, trace

BUILT = Path(__file__).resolve().parents[2] / "src/sinew/apps/web/static/built"
ANGLE_TOLERANCE_DEG = 1e-6

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
  const {load_ms} = await ask({type: "load", assets: {pyodide: at(vendor.pyodide), motion: at(vendor.motion)}}, "ready");
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


def frames_of(content: Content, exercise: str, repetitions: int) -> list[dict[str, Any]]:
    """A noisy trace, as a camera would give it, with one second in which nobody is seen."""
    movement = content.exercises[exercise].movement
    assert movement is not None
    filmed = trace(movement, fps=20, repetitions=repetitions, lead_in_s=2, filming=Filming(noise_px=2.0, seed=7))
    frames = [frame_to_dict(frame) for frame in filmed]
    for frame in frames[len(frames) // 2 : len(frames) // 2 + 20]:
        frame["image"] = frame["world"] = None
    # Through JSON, as the page sends it: both engines get the very same numbers.
    parsed: list[dict[str, Any]] = json.loads(json.dumps(frames))
    return parsed


def in_cpython(content: Content, exercise: str, frames: Sequence[Mapping[str, Any]]) -> tuple[list[Any], list[Any]]:
    tracking = content.exercises[exercise].tracking
    assert tracking is not None
    engine = Engine(tracking)
    answers = [
        {"events": [event.to_dict() for event in engine.update(frame_from_dict(frame))], "snapshot": engine.snapshot()}
        for frame in frames
    ]
    return json.loads(json.dumps(answers)), json.loads(json.dumps([event.to_dict() for event in engine.finish()]))


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
    ("exercise", "repetitions", "expected"),
    [("mini-squat", 4, "repetition"), ("bridge-hold-double", 1, "hold_started")],
)
def test_the_same_trace_gives_the_same_events(
    browser: Browser, content: Content, built: Mapping[str, Any], exercise: str, repetitions: int, expected: str
):
    frames = frames_of(content, exercise, repetitions)
    answers, last = in_cpython(content, exercise, frames)
    tracking = content.exercises[exercise].tracking
    assert tracking is not None
    page = browser.new_page()
    with served(BUILT) as origin:
        page.goto(f"{origin}/vendor.json")
        theirs = page.evaluate(PAGE, {**built, "definition": tracking.to_dict(), "frames": frames})
    page.close()
    assert expected in {event["type"] for answer in answers for event in answer["events"]}
    same(answers, theirs["answers"])
    same(last, theirs["last"])
    print(
        f"\nPyodide, {exercise}: {theirs['us_per_frame']:.0f} µs a frame with its messages, "
        f"{len(frames)} frames, loaded in {theirs['load_ms'] / 1000:.1f} s"
    )
