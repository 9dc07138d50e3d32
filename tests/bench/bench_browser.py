"""What a frame costs the engine in the browser, as members run it: Pyodide in a worker, with its messages."""

import sys

from playwright.sync_api import sync_playwright

from sinew.content import Content, default_root, load
from tests.browser.conftest import QUIET, find_chromium
from tests.support.pyodide import built, definition_of, frames_of, in_pyodide

AIM_MS = 1.5
MINUTES = 2
EXERCISES = ("mini-squat", "bridge-hold-double")


def _repetitions(content: Content, exercise: str) -> int:
    """As many as fill two minutes."""
    movement = content.exercises[exercise].movement
    assert movement is not None
    return max(1, round(60 * MINUTES / movement.duration_s))


def run() -> dict[str, float]:
    """Print a table and return milliseconds per frame by exercise; empty without a Chromium."""
    path, worker = find_chromium(), built()
    if path is None or worker is None:
        sys.stdout.write("Motion engine in Pyodide: left out, no Chromium or no built front end here\n")
        return {}
    content = load(default_root())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        costs = {}
        for exercise in EXERCISES:
            frames = frames_of(content, exercise, repetitions=_repetitions(content, exercise))
            work = {"definition": definition_of(content, exercise), "frames": frames}
            costs[exercise] = in_pyodide(browser, {**worker, **work})["median_us"] / 1000
        version = browser.version
        browser.close()
    aim = f"median of {MINUTES} minutes, aim: under {AIM_MS} ms a frame"
    sys.stdout.write(f"Motion engine, Pyodide in Chromium {version} ({aim})\n")
    for exercise, cost in costs.items():
        sys.stdout.write(f"  {exercise:<32} {cost:6.2f} ms\n")
    return costs
