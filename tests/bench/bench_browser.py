"""What a frame costs the engine in the browser, as members run it: Pyodide in a worker, with its messages."""

import sys

from playwright.sync_api import sync_playwright

from sinew.content import default_root, load
from tests.browser.conftest import QUIET, find_chromium
from tests.support.pyodide import built, definition_of, frames_of, in_pyodide

AIM_MS = 2.0
EXERCISES = ("mini-squat", "bridge-hold-double")


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
            work = {"definition": definition_of(content, exercise), "frames": frames_of(content, exercise)}
            costs[exercise] = in_pyodide(browser, {**worker, **work})["us_per_frame"] / 1000
        version = browser.version
        browser.close()
    sys.stdout.write(f"Motion engine, Pyodide in Chromium {version} (aim: under {AIM_MS:.0f} ms a frame)\n")
    for exercise, cost in costs.items():
        sys.stdout.write(f"  {exercise:<32} {cost:6.2f} ms\n")
    return costs
