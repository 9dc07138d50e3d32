"""The motion engine as members run it: the built worker with Pyodide, served without Django."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import Browser

from sinew.content import Content
from sinew.motion.frame import frame_to_dict
from sinew.motion.synthetic import Filming, trace

BUILT = Path(__file__).resolve().parents[2] / "src/sinew/apps/web/static/built"
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
  engine.postMessage({type: "start", run: 1, definition, side: null, bout: "1"});
  const began = performance.now();
  const took = [];
  for (const frame of frames) {
    const asked = performance.now();
    const {events, snapshot} = await ask({type: "frame", run: 1, frame}, "update");
    took.push(performance.now() - asked);
    answers.push({events, snapshot});
  }
  const us_per_frame = (performance.now() - began) * 1000 / frames.length;
  const median_us = took.sort((a, b) => a - b)[took.length >> 1] * 1000;
  const {trace} = await ask({type: "trace", since_ms: 0}, "trace");
  const {trace: none} = await ask({type: "trace", since_ms: 0}, "trace");
  engine.terminate();
  return {trace, none, answers, us_per_frame, median_us, load_ms};
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


def built() -> dict[str, Any] | None:
    """Addresses of the worker and of what it loads; ``None`` before the front end was built."""
    address = BUILT / "vendor.json"
    if not address.exists():
        return None
    vendor = json.loads(address.read_text())
    # Workers are not in Vite's manifest, and a build leaves those of the last hour in place.
    worker = max((BUILT / "assets").glob("engine.worker-*.js"), key=lambda path: path.stat().st_mtime)
    return {"vendor": vendor, "worker": f"/assets/{worker.name}"}


def frames_of(content: Content, exercise: str, *, repetitions: int = REPETITIONS) -> list[dict[str, Any]]:
    """A noisy trace, as a camera would give it, with one second in which nobody is seen."""
    movement = content.exercises[exercise].movement
    assert movement is not None
    filmed = trace(
        movement, fps=20, repetitions=repetitions, lead_in_s=2, filming=Filming(noise_px=2.0, seed=7)
    )
    frames = [frame_to_dict(frame) for frame in filmed]
    for frame in frames[len(frames) // 2 : len(frames) // 2 + 20]:
        frame["image"] = frame["world"] = None
    # Through JSON, as the page sends it: both engines get the very same numbers.
    parsed: list[dict[str, Any]] = json.loads(json.dumps(frames))
    return parsed


def in_pyodide(browser: Browser, run: Mapping[str, Any]) -> dict[str, Any]:
    """Answers of the worker to every frame, what it cost a frame and how long loading took."""
    page = browser.new_page()
    try:
        with served(BUILT) as origin:
            page.goto(f"{origin}/vendor.json")
            answered: dict[str, Any] = page.evaluate(PAGE, run)
    finally:
        page.close()
    return answered


def definition_of(content: Content, exercise: str) -> dict[str, Any]:
    """What the camera measures in this exercise, as the worker takes it."""
    tracking = content.exercises[exercise].tracking
    assert tracking is not None
    return tracking.to_dict()
