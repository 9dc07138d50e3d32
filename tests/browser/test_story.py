"""The main job on real parts: sign up, intake, a session on camera, the therapist, tomorrow's plan.

The camera is a file: once a recording of a person (if there is one, docs/evidence.md), once our own figure.
Nothing in between is replaced: Chromium's camera, the pose model, the engine in Pyodide, the database.
"""

import json
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import story
from tests.browser.conftest import axe_violations, watched
from tests.support.camera import compose_clip
from tests.support.samples import samples
from tests.support.server import Server

PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
LEAD_IN_S = 35
TAIL_S = 60
REAL_SQUATS = 5
REFUSE_CAMERA = """
navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("refused", "NotAllowedError"));
"""


@pytest.fixture(scope="module")
def recorded_person(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source = samples() / "opencap-visualizer" / "squat" / "video.mp4"
    clip = tmp_path_factory.mktemp("camera") / "person.mjpeg"
    return compose_clip(source, clip, lead_in_s=LEAD_IN_S, tail_s=TAIL_S)


@pytest.fixture(scope="module")
def filmed_figure(tmp_path_factory: pytest.TempPathFactory, demo: Server) -> Path:
    film = tmp_path_factory.mktemp("camera") / "figure.mjpeg"
    demo.run(
        "figures", "render", "mini-squat", str(film),
        "--repetitions", "4", "--lead-in", str(LEAD_IN_S), "--tail", str(TAIL_S),
    )  # fmt: skip
    return film


@pytest.mark.samples
def test_a_recorded_person_is_counted_saved_seen_by_the_therapist_and_answered_by_the_next_plan(
    launch: Callable[..., Browser], demo: Server, recorded_person: Path
):
    walk_the_story(launch(recorded_person), demo, name="Rosa Real", squats=REAL_SQUATS)


@pytest.mark.samples
def test_the_command_line_counts_the_same_in_the_same_file(demo: Server, recorded_person: Path):
    answer = json.loads(
        demo.run("analyze", str(recorded_person), "--exercise", "mini-squat", "--json").stdout
    )
    assert answer["count"] == REAL_SQUATS


def test_the_same_story_with_our_own_figure_in_front_of_the_camera(
    launch: Callable[..., Browser], demo: Server, filmed_figure: Path
):
    walk_the_story(launch(filmed_figure), demo, name="Fay Figure", squats=4)


def test_a_refused_camera_leaves_the_same_session_by_tap(browser: Browser, demo: Server):
    with watched(browser, demo.url, **PHONE) as member:
        page = member.new_page()
        story.sign_up(page, demo.url, demo.data / "mail", email="ned@example.org", name="Ned Nocamera")
        story.agree(page)
        story.answer_intake(page, story.STIFF_AFTER_SITTING)
        page.add_init_script(REFUSE_CAMERA)
        story.begin_session(page, camera=True)
        story.skip_to(page, "mini-squat")
        page.get_by_role("button", name="I'm ready").click()
        player = page.locator("#player")
        expect(player).to_have_attribute("data-phase", "active", timeout=20_000)
        expect(player).to_have_attribute("data-counted-by", "hand")
        page.get_by_role("button", name="Tap after each repetition").click()
        expect(player).to_have_attribute("data-count", "1")
        story.finish_and_save(page, pain_during=0, pain_after=0, effort=2)
        expect(player).to_have_attribute("data-send", "stored")


def walk_the_story(browser: Browser, demo: Server, *, name: str, squats: int) -> None:
    """Sign up, answer, squat in front of the camera; then what the member and the therapist see."""
    email = f"{name.split(maxsplit=1)[0].lower()}@example.org"
    with watched(browser, demo.url, **PHONE) as member:
        page = member.new_page()
        story.sign_up(page, demo.url, demo.data / "mail", email=email, name=name)
        story.agree(page)
        story.answer_intake(page, story.STIFF_AFTER_SITTING)
        story.expect_heading(page, "your answers fit best with")

        story.begin_session(page, camera=True)
        story.skip_to(page, "mini-squat")
        page.get_by_role("button", name="I'm ready").click()
        count_squats(page, squats)
        story.finish(page)
        share = page.get_by_label("Share the movement of these sets with your care team (no video)")
        expect(share).not_to_be_checked()
        share.check()
        assert axe_violations(page) == []
        story.answer_after(page, pain_during=6, pain_after=4, effort=8, comment="That was a lot today.")
        expect(page.locator("#player")).to_have_attribute("data-send", "stored")
        assert page.workers == [], "the engine is ended with the session"

        page.get_by_role("link", name="See what this means for tomorrow").click()
        expect(page.locator("main")).to_contain_text("Mini squat")
        expect(page.locator("main")).to_contain_text("A step back, on purpose")
        page.goto(f"{demo.url}/progress/")
        expect(page.locator("main")).to_contain_text("Mini squat")

    with watched(browser, demo.url, viewport={"width": 1280, "height": 800}) as therapist:
        page = therapist.new_page()
        story.sign_in_therapist(page, demo)
        row = page.get_by_role("link", name=name).first
        row.click()
        sessions = page.locator("#sessions")
        expect(sessions).to_contain_text("Mini squat")
        expect(sessions.get_by_role("row", name="Mini squat").first).to_contain_text(str(squats))
        expect(page.locator("main")).to_contain_text("That was a lot today.")
        sessions.get_by_role("link", name="Replay of set 1").click()
        watch_the_replay(page, squats)
    browser.close()


def watch_the_replay(page: Page, squats: int) -> None:
    """The set as it was shared: a figure that moves, the angle, and every squat at its time."""
    story.expect_heading(page, "Mini squat")
    expect(page.get_by_role("row", name="Repetition")).to_have_count(squats)
    knee = page.locator(".replay__stage .replay__limb--leg.replay__limb--near").first
    page.get_by_role("button", name="Next repetition").click()
    reading = page.locator("[data-reading]")
    expect(reading).to_contain_text("Repetition 1")
    standing = knee.get_attribute("y2")
    page.get_by_role("button", name="Play").click()
    expect(knee).not_to_have_attribute("y2", standing or "")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Pause").click()
    page.get_by_label("Time in the replay").press("End")
    expect(reading).to_contain_text(re.compile(r"(\d+:\d+) of \1"))
    assert axe_violations(page) == []


def count_squats(page: Page, squats: int) -> None:
    """Wait until the engine in the browser has counted; it counts no further on the still tail."""
    player = page.locator("#player")
    expect(player).to_have_attribute("data-phase", "active", timeout=LEAD_IN_S * 1000)
    assert player.get_attribute("data-counted-by") == "camera"
    expect(player).to_have_attribute("data-count", str(squats), timeout=(LEAD_IN_S + 60) * 1000)
    time.sleep(5)
    expect(player).to_have_attribute("data-count", str(squats))
    assert axe_violations(page) == []
