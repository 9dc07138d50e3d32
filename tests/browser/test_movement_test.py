"""A movement test from start to stored result: our own figure in front of the camera, nothing replaced."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import story
from tests.browser.conftest import axe_violations, watched
from tests.support.camera import CAMERA_FPS
from tests.support.server import Server

PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
LEAD_IN_S, TIMES = 35, 16
START_OF_PICTURE = b"\xff\xd8\xff"
TEST = "active-knee-extension"


@pytest.fixture(scope="module")
def filmed_knee(tmp_path_factory: pytest.TempPathFactory, demo: Server) -> Path:
    """One repetition again and again, after a still picture; drawing it once is slow enough."""
    folder = tmp_path_factory.mktemp("camera")
    once, film = folder / "once.mjpeg", folder / "knee.mjpeg"
    demo.run("figures", "render", TEST, str(once), "--repetitions", "1", "--lead-in", "0", "--tail", "0")
    clip = once.read_bytes()
    first = clip[: clip.index(START_OF_PICTURE, 2)]
    film.write_bytes(first * round(LEAD_IN_S * CAMERA_FPS) + clip * TIMES)
    return film


def test_a_knee_is_measured_twice_stored_and_seen_by_the_therapist(
    launch: Callable[..., Browser], demo: Server, filmed_knee: Path
):
    with launch(filmed_knee) as browser:
        with watched(browser, demo.url, **PHONE) as member:
            page = member.new_page()
            story.sign_up(page, demo.url, demo.data / "mail", email="kira@example.org", name="Kira Knee")
            story.agree(page)
            story.answer_intake(page, story.STIFF_AFTER_SITTING)
            page.goto(f"{demo.url}/today/tests/")
            page.get_by_role("link", name="How far the knee straightens").click()
            expect(page.get_by_role("link", name="Right leg")).to_be_visible()
            page.goto(f"{demo.url}/today/tests/{TEST}/camera/right/?model=full")
            value = measured(page)
            expect(page.locator("main")).to_contain_text("This is your first result")
            assert axe_violations(page) == []
            story.choose(page, "pain", 1)
            page.get_by_role("button", name="Save the result").click()
            page.wait_for_url(f"**/today/tests/{TEST}/")
            told = page.locator("main")
            expect(told).to_contain_text(f"Saved: right leg: {value}° (± 7°), pain 1 of 10")
            expect(told.get_by_role("link", name="Left leg")).to_be_visible()
            expect(told.get_by_role("link", name="Right leg")).to_have_count(0)
        with watched(browser, demo.url, viewport={"width": 1280, "height": 800}) as therapist:
            page = therapist.new_page()
            story.sign_in_therapist(page, demo)
            page.get_by_role("link", name="Kira Knee").first.click()
            expect(page.locator("#tests")).to_contain_text(f"{value}° (± 7°), by camera, pain 1")


def measured(page: Page) -> int:
    """Do the test until its result is shown, and give its value."""
    player = page.locator("#movement-test")
    expect(player).to_have_attribute("data-phase", "intro")
    page.get_by_role("button", name="Start with the camera").click()
    expect(player).to_have_attribute("data-phase", "rest", timeout=120_000)
    page.get_by_role("button", name="Start now").click()
    expect(player).to_have_attribute("data-phase", "result", timeout=90_000)
    value = int(player.get_attribute("data-value") or 0)
    assert abs(value - 135) <= 7  # the figure straightens its knee to 135 degrees
    expect(page.locator("main")).to_contain_text(f"{value}° (± 7°)")
    return value


def test_without_a_camera_the_way_by_hand_is_offered(browser: Browser, demo: Server):
    with watched(browser, demo.url, **PHONE) as member:
        page = member.new_page()
        story.sign_in(page, demo, "marcus@example.org")
        page.add_init_script(
            "navigator.mediaDevices.getUserMedia ="
            " () => Promise.reject(new DOMException('no', 'NotAllowedError'));"
        )
        page.goto(f"{demo.url}/today/tests/{TEST}/camera/left/")
        page.get_by_role("button", name="Start with the camera").click()
        expect(page.locator("main")).to_contain_text("The browser did not allow the camera")
        page.get_by_role("link", name="Do it by hand instead").click()
        page.wait_for_url(f"**/today/tests/{TEST}/")
