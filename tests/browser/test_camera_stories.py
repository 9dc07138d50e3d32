"""A member in front of the camera, and what may happen to her, the phone and the camera during a set.

The pictures are our own filmed figure; the test says when it moves (`tests.support.stage`). Pose model,
engine and player are the real ones. All tests share one session on one page, so that the models load once,
and each begins with "she is in a set".
"""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import story
from tests.browser.conftest import axe_violations, watched
from tests.support.server import Server
from tests.support.stage import Reel, Stage, film

EXERCISE = "mini-squat"
PACE = 1.5
NOT_FULL_DEG = 29
"""Of 45: an attempt that anybody would see, and no whole mini squat."""
TOO_LATE_MS = 1000
"""From the picture that completes a repetition to its number, on a machine with better things to do."""
PATIENCE_MS = 60_000
"""For what takes the busy machine long: loading the models, and getting into place again."""


@dataclass
class Squatter:
    """Somebody doing mini squats, the page she sees, and the stage she stands on."""

    page: Page
    stage: Stage

    @property
    def player(self) -> Locator:
        return self.page.locator("#player")

    @property
    def count(self) -> int:
        return int(self.player.get_attribute("data-count") or 0)

    def sees(self, **facts: str) -> None:
        """What the player says of itself becomes so: ``phase="active"``."""
        for name, value in facts.items():
            attribute = f"data-{name.replace('_', '-')}"
            expect(self.player).to_have_attribute(attribute, value, timeout=PATIENCE_MS)

    def presses(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def is_in_a_set(self) -> int:
        """She stands in the start position and is counted; how often so far."""
        self.stage.stand()
        if self.player.get_attribute("data-phase") == "rest":
            self.presses("Start now")
        self.sees(phase="active", state="seen")
        return self.count


@pytest.fixture(scope="module")
def reel() -> Reel:
    return film(EXERCISE, joint="knee_flexion_right", pace=PACE)


@pytest.fixture(scope="module")
def squatter(browser: Browser, demo: Server, reel: Reel) -> Iterator[Squatter]:
    """The demo's Jonas, at his mini squats, still out of the picture."""
    with watched(browser, demo.url, viewport={"width": 360, "height": 740}) as context:
        page = context.new_page()
        her = Squatter(page, Stage(page, demo.url, reel))
        story.sign_in(page, demo, "jonas@example.org")
        page.goto(f"{demo.url}/today/")
        page.locator("form[action*='session/start'] button").first.click()
        story.choose(page, "pain-before", 1)
        page.get_by_role("button", name="Start with the camera").click()
        her.stage.leave()
        # Both sides of an exercise have one name.
        while her.player.get_attribute("data-exercise") != EXERCISE:
            her.presses("Skip")
        her.presses("I'm ready")
        her.sees(camera="on", engine="ready")
        yield her


def test_a_set_is_set_up_counted_in_and_counted_without_a_hand_on_the_phone(squatter: Squatter):
    squatter.sees(sight="not")
    outline = squatter.page.locator(".player-outline")
    expect(outline).to_be_visible()
    expect(squatter.page.locator(".hud-sight")).to_have_text("I cannot see you")
    assert axe_violations(squatter.page) == []

    squatter.stage.stand()
    squatter.sees(phase="countdown", sight="well")
    expect(outline).to_have_attribute("data-fit", "ready")
    squatter.sees(phase="active")
    expect(outline).to_be_hidden()
    assert squatter.stage.spoken[-5:] == ["I see you.", "3", "2", "1", "Begin when you are ready."]

    before = squatter.is_in_a_set()
    squatter.stage.do(2)
    squatter.sees(count=str(before + 2))
    assert [line for line in squatter.stage.spoken if line.isdigit()][-2:] == ["1", "2"]
    assert int(squatter.player.get_attribute("data-voice-ms") or 0) < TOO_LATE_MS
    assert axe_violations(squatter.page) == []


def test_partial_repetitions_are_shown_and_not_counted(squatter: Squatter, reel: Reel):
    before = squatter.is_in_a_set()
    half = reel.partial(reel.at(NOT_FULL_DEG))
    squatter.stage.play([*half, *[0] * 9, *half])
    expect(squatter.page.locator(".hud-label")).to_contain_text("(2 not full)", timeout=PATIENCE_MS)
    assert squatter.count == before


def test_who_leaves_and_returns_goes_on_with_the_same_count(squatter: Squatter):
    before = squatter.is_in_a_set()
    squatter.stage.leave()
    squatter.sees(sight="not", state="lost")
    assert squatter.count == before
    time.sleep(3)  # long enough for the engine to ask for the start position again
    squatter.stage.stand()
    squatter.sees(sight="well", state="seen")
    squatter.stage.do(1)
    squatter.sees(count=str(before + 1))


def test_a_hidden_tab_stops_the_clock_and_keeps_the_count(squatter: Squatter):
    before = squatter.is_in_a_set()
    squatter.stage.hide(is_hidden=True)
    squatter.sees(state="paused")
    squatter.stage.do(1)
    squatter.stage.hide(is_hidden=False)
    squatter.sees(phase="positioning")
    assert "Welcome back. Nothing is lost." in squatter.stage.spoken
    assert squatter.is_in_a_set() == before
    squatter.stage.do(1)
    squatter.sees(count=str(before + 1))


def test_a_turned_phone_is_set_up_again_and_keeps_the_count(squatter: Squatter):
    before = squatter.is_in_a_set()
    squatter.stage.turn()
    squatter.sees(phase="positioning")
    assert squatter.is_in_a_set() == before
    squatter.stage.turn()
    squatter.sees(phase="positioning")


def test_six_pictures_a_second_are_enough(squatter: Squatter):
    before = squatter.is_in_a_set()
    squatter.stage.do(2, fps=6)
    squatter.sees(count=str(before + 2))


def test_an_unplugged_camera_loses_nothing_and_can_be_tried_again(squatter: Squatter):
    before = squatter.is_in_a_set()
    squatter.stage.unplug()
    squatter.sees(camera="lost", state="lost", count=str(before))
    expect(squatter.page.locator(".hud-word")).to_have_text("The camera stopped")
    assert axe_violations(squatter.page) == []
    squatter.presses("Try the camera again")
    squatter.sees(camera="on", counted_by="camera")
    assert squatter.is_in_a_set() == before

    squatter.stage.unplug()
    squatter.presses("Count by tap")
    squatter.page.get_by_role("button", name=re.compile("Tap after each")).click()
    squatter.sees(count=str(before + 1), counted_by="hand")
    squatter.presses("Try the camera again")
    squatter.sees(camera="on")
    assert squatter.is_in_a_set() == before + 1


def test_no_two_lines_are_spoken_at_once_and_nothing_runs_on_after_the_end(squatter: Squatter):
    """The last test of this page: it ends the session, unsaved, so that others find it to be gone on with."""
    assert squatter.stage.overlaps == []
    running = len(squatter.page.workers)
    squatter.presses("Finish")
    squatter.sees(phase="after", camera="off")
    assert set(squatter.stage.tracks) == {"ended"}
    for _ in range(100):
        if len(squatter.page.workers) < running:
            return
        squatter.page.wait_for_timeout(100)
    raise AssertionError("the pose model still runs")
