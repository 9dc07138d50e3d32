"""Measuring in a visit: a figure in front of the member's camera, its angle in the member's chart."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from sinew.motion.movement import Movement
from tests.browser import story
from tests.browser.conftest import axe_violations, watched
from tests.support.server import Server

PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
LAPTOP = {"viewport": {"width": 1280, "height": 860}}
TEST, MEMBER = "active-knee-extension", "ana@example.org"
CPU = "?delegate=cpu"
BEGINS_NOW = """
from datetime import timedelta
from django.utils import timezone
from sinew.apps.visits.models import Visit
now = timezone.now()
visit = Visit.objects.ahead(now).get(member__user__email="{member}")
visit.begins_at, visit.ends_at = now - timedelta(minutes=2), now + timedelta(minutes=28)
visit.save()
print(visit.pk)
"""


@pytest.fixture(scope="module")
def held_knee(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """A film of the figure that keeps its knee as straight as it goes, and how far that truly is."""
    target = tmp_path_factory.mktemp("camera") / "held.mjpeg"
    return target, film_held_knee(target)


def film_held_knee(target: Path) -> float:
    """Write the film of `held_knee`; gives the true flexion in degrees."""
    import cv2

    from sinew.motion.synthetic import truth
    from sinew.pose.render import Film, pictures

    movement = shipped()
    film = Film(repetitions=1, lead_in_s=0, tail_s=0, size=(640, 480), fps=10)
    angles = [
        truth(movement.body_at(index / 10))["knee_flexion_right"]
        for index in range(round(10 * movement.duration_s))
    ]
    held = min(range(len(angles)), key=angles.__getitem__)
    picture = next(one for index, one in enumerate(pictures(movement, film)) if index == held)
    jpeg = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 90])[1].tobytes()
    target.write_bytes(jpeg * 60)
    return angles[held]


def shipped() -> Movement:
    from sinew.cli.figures import movements
    from sinew.content import default_root

    return movements(default_root())[TEST]


def test_an_angle_of_the_member_s_camera_stands_in_their_chart(
    launch: Callable[..., Browser], fresh_demo: Server, held_knee: tuple[Path, float], tmp_path: Path
):
    film, flexion_deg = held_knee
    room = room_that_opens_now(fresh_demo)
    with launch(film) as browser, watched(browser, fresh_demo.url, **PHONE) as one:
        member = one.new_page()
        story.sign_in(member, fresh_demo, MEMBER)
        enter(member, room)
        with watched(browser, fresh_demo.url, expected=("409",), **LAPTOP) as other:
            therapist = other.new_page()
            story.sign_in_therapist(therapist, fresh_demo)
            enter(therapist, room)
            therapist.get_by_role("button", name="Measure", exact=True).click()
            therapist.get_by_role("button", name="Ask to measure").click()
            expect(
                member.get_by_text("Only the points of your body are sent, not more video")
            ).to_be_visible()
            member.screenshot(path=tmp_path / "asked.png")
            assert axe_violations(member) == []
            member.get_by_role("button", name="Yes, measure").click()
            value = marked(therapist, tmp_path)
            assert abs(value - (180 - flexion_deg)) <= 7
            counted(therapist)
            member.get_by_role("button", name="Stop measuring").click()
            expect(therapist.get_by_text("Measuring is off")).to_be_visible()
            therapist.get_by_role("button", name="End for both").click()
            expect(member.locator("#visit-room")).to_have_attribute("data-stage", "ended")
            in_the_chart(therapist, fresh_demo, value, tmp_path)
        member.goto(f"{fresh_demo.url}/progress/")
        expect(member.locator("main")).to_contain_text(
            f"How far the knee straightens, right: {value}° (± 7°)"
        )
        member.locator("#measured-heading").scroll_into_view_if_needed()
        member.screenshot(path=tmp_path / "progress.png")


def room_that_opens_now(demo: Server) -> str:
    """Let the member's next visit begin; gives its room's address."""
    visit = demo.run("manage", "shell", "-v", "0", "-c", BEGINS_NOW.format(member=MEMBER)).stdout.strip()
    return f"{demo.url}/visits/{visit}/room/{CPU}"


def enter(page: Page, room: str) -> None:
    """Through the waiting room into the call."""
    page.goto(room)
    page.get_by_role("button", name="Join the visit").click()
    expect(page.locator("#visit-room")).to_have_attribute("data-stage", "call")


def marked(page: Page, pictures: Path) -> int:
    """Mark the right knee once its points arrive; gives what was stored."""
    panel = page.locator(".measuring")
    expect(panel).to_have_attribute("data-frames", "live", timeout=60_000)
    page.get_by_label("Side", exact=True).select_option("right")
    page.get_by_label("Note, may stay empty (the member reads it)").fill("Firm pull, no pain.")
    said = panel.locator(".measuring__entry .measuring__says").first
    expect(page.locator("[data-value]")).to_have_text(re.compile(r"^1[34]\d°$"), timeout=20_000)
    assert any(is_marked(page) for _try in range(12))
    expect(said).to_contain_text("Active knee extension, right:")
    assert axe_violations(page) == []
    page.screenshot(path=pictures / "measuring.png")
    return int(said.inner_text().partition("right: ")[2].partition("°")[0])


def is_marked(page: Page) -> bool:
    """Press Mark as a therapist would: again, while the first pictures are still too few."""
    with page.expect_response("**/measurements/") as answer:
        page.get_by_role("button", name="Mark", exact=True).click()
    return answer.value.ok


def counted(page: Page) -> None:
    """An exercise of the plan is counted on the member's device: nobody moves, and that is what is saved."""
    page.get_by_role("button", name="Start counting").click()
    page.get_by_role("button", name="End the set").click()
    page.get_by_role("button", name="Save the set").click()
    expect(page.locator(".measuring__entry")).to_have_count(2)
    expect(page.locator(".measuring__entry").first).to_contain_text("0 repetitions")


def in_the_chart(page: Page, demo: Server, value: int, pictures: Path) -> None:
    """The therapist finds it on the member's page, and tells the plan."""
    page.goto(f"{demo.url}/practice/")
    with page.expect_navigation():
        page.get_by_role("link", name="Ana").first.click()
    chart = page.locator("#measured")
    expect(chart).to_contain_text(f"Active knee extension, right: {value}° (± 7°)")
    expect(chart).to_contain_text("Firm pull, no pain.")
    expect(chart.locator(".replay__limb").first).to_be_attached()
    chart.scroll_into_view_if_needed()
    page.screenshot(path=pictures / "chart.png")
    newest = chart.locator(".measured__entry", has_text="Firm pull")
    newest.get_by_text("Use as a test result").click()
    newest.get_by_label("Pain during the test, 0 to 10").fill("1")
    with page.expect_navigation():
        newest.get_by_role("button", name="Record for the plan").click()
    expect(page.locator("#tests")).to_contain_text(f"{value}° (± 7°), by camera, pain 1")
