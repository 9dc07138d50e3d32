"""Takes the pictures of docs/screens from a fresh demo world: `python -m tests.browser.screens`."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.browser import story
from tests.browser import test_visit_measuring as measuring
from tests.browser.conftest import QUIET, find_chromium
from tests.support.server import REPOSITORY, Server

SCREENS = REPOSITORY / "docs" / "screens"
PHONE: ViewportSize = {"width": 360, "height": 740}
LAPTOP: ViewportSize = {"width": 1280, "height": 800}
LARGEST_BYTES = 250_000
SQUATS = 5


def main() -> None:
    """Take every picture; says where they are."""
    chromium = find_chromium()
    if chromium is None:
        sys.exit("no Chromium: apt-get install chromium, or set SINEW_CHROMIUM to its path")
    SCREENS.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        demo_server(Path(folder)) as server,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=chromium, args=QUIET) as browser,
    ):
        for take in (visitor, new_member, ana, therapist, operator):
            take(browser, server)
        film = Path(folder) / "held.mjpeg"
        measuring.film_held_knee(film)
        camera = [
            "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
            f"--use-file-for-fake-video-capture={film}",
        ]  # fmt: skip
        with playwright.chromium.launch(executable_path=chromium, args=[*QUIET, *camera]) as filmed:
            visit(filmed, server)
    overview()
    for picture in sorted(SCREENS.glob("*.png")):
        sys.stdout.write(f"{picture.relative_to(REPOSITORY)}  {picture.stat().st_size // 1000} kB\n")


@contextmanager
def demo_server(folder: Path) -> Iterator[Server]:
    server = Server(folder)
    server.run("demo")
    server.start()
    try:
        yield server
    finally:
        server.kill()


@contextmanager
def device(browser: Browser, size: ViewportSize) -> Iterator[Page]:
    """A browser window of this size; phones have sharp screens."""
    context = browser.new_context(viewport=size, device_scale_factor=2 if size is PHONE else 1)
    yield context.new_page()
    context.close()


def shoot(page: Page, name: str) -> None:
    """Keep what the window shows, in 256 colors, which is enough for flat pictures and small to clone."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(600)  # the figure is half way up
    target = SCREENS / f"{name}.png"
    page.screenshot(path=target)
    with Image.open(target) as picture:
        picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(target, optimize=True)
    if target.stat().st_size > LARGEST_BYTES:
        raise ValueError(f"{target.name} is larger than {LARGEST_BYTES} bytes")


def visitor(browser: Browser, server: Server) -> None:
    with device(browser, LAPTOP) as page:
        for path, name in (
            ("/", "home"),
            ("/library/", "library"),
            ("/learn/hamstring-definition/", "article"),
        ):
            page.goto(f"{server.url}{path}")
            shoot(page, name)


def new_member(browser: Browser, server: Server) -> None:
    """Sign up, answer the questions, squat without the camera."""
    with device(browser, PHONE) as page:
        story.sign_up(page, server.url, server.data / "mail", email="nora@example.org", name="Nora")
        story.agree(page)
        story.answer_intake(
            page,
            story.STIFF_AFTER_SITTING,
            each=lambda _: shoot(page, "intake") if page.locator("#q-sitting_30_min").count() else None,
        )
        story.begin_session(page, camera=False)
        story.skip_to(page, "mini-squat")
        page.get_by_role("button", name="I'm ready").click()
        tap = page.locator(".hud-tap")
        tap.wait_for()
        for _ in range(SQUATS):
            tap.click()
        shoot(page, "player")


def ana(browser: Browser, server: Server) -> None:
    with device(browser, PHONE) as page:
        story.sign_in(page, server, "ana@example.org")
        page.wait_for_url("**/today/")
        shoot(page, "today")
    with device(browser, LAPTOP) as page:
        story.sign_in(page, server, "ana@example.org")
        page.goto(f"{server.url}/progress/")
        shoot(page, "progress")


def therapist(browser: Browser, server: Server) -> None:
    with device(browser, LAPTOP) as page:
        story.sign_in_therapist(page, server)
        shoot(page, "caseload")
        with page.expect_navigation():
            page.get_by_role("link", name="Ingrid Solheim").first.click()
        record = page.url
        shoot(page, "practice-member")
        page.goto(f"{record}tailor/")
        shoot(page, "tailoring")


def visit(browser: Browser, server: Server) -> None:
    """A visit in which the therapist measures a knee; our own figure sits in front of both cameras."""
    room = measuring.room_that_opens_now(server)
    with device(browser, PHONE) as member, device(browser, LAPTOP) as page:
        story.sign_in(member, server, measuring.MEMBER)
        measuring.enter(member, room)
        story.sign_in_therapist(page, server)
        measuring.enter(page, room)
        page.get_by_role("button", name="Measure", exact=True).click()
        page.get_by_role("button", name="Ask to measure").click()
        member.get_by_role("button", name="Yes, measure").click()
        page.locator(".measuring[data-frames=live]").wait_for(timeout=60_000)
        page.get_by_label("Side", exact=True).select_option("right")
        while not measuring.is_marked(page):
            page.wait_for_timeout(500)
        shoot(page, "visit")
        shoot(member, "visit-member")


def operator(browser: Browser, server: Server) -> None:
    with device(browser, LAPTOP) as page:
        story.sign_in(page, server, "operator@example.org")
        page.wait_for_url("**/operator/health/")
        shoot(page, "health")


def overview() -> None:
    """Player, Today and the therapist's page side by side, as one picture."""
    height, gap = 740, 24
    parts = []
    for name in ("player", "today", "practice-member"):
        with Image.open(SCREENS / f"{name}.png") as picture:
            full = picture.convert("RGB")
            parts.append(
                full.resize((round(full.width * height / full.height), height), Image.Resampling.LANCZOS)
            )
    width = sum(part.width for part in parts) + gap * (len(parts) + 1)
    sheet = Image.new("RGB", (width, height + 2 * gap), "#e9e2d5")
    left = gap
    for part in parts:
        sheet.paste(part, (left, gap))
        left += part.width + gap
    sheet.quantize(256, dither=Image.Dither.NONE).save(SCREENS / "overview.png", optimize=True)


if __name__ == "__main__":
    main()
