"""A headless Chromium that acts as a person would, and watches every page for what no page may do."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling, Scheduling

from tests.support.server import REPOSITORY, Server

AXE = REPOSITORY / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
VIOLATIONS = """async (values) => {
  const asked = { runOnly: { type: 'tag', values }, resultTypes: ['violations'] };
  const { violations } = await axe.run(document, asked);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target} ${node.failureSummary.split('\\n').at(-1).trim()}`));
}"""
"""Lines of what is wrong, made in the page: all that axe says of a page of 75 figures weighs megabytes."""
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--mute-audio",
]  # fmt: skip


IN_FRONT_OF_THE_CAMERA = (
    "test_camera_stories",
    "test_movement_test",
    "test_story",
    "test_visit_measuring",
    "test_visits",
)
"""They run in the time of a film, so never two of them at once."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


class BrowsersAtOnce(LoadScopeScheduling):
    """Who opens which file where several browsers work at once (``pytest -n 2 tests/browser``).

    A file stays in one browser, as its tests share a server or a person, and one browser has the camera. Only
    pages are looked at by all. (``--dist loadgroup`` is meant for this, but xdist 3.8 groups nothing in
    pytest 9.2: it writes the group into a name that is no longer read.)
    """

    def _split_scope(self, nodeid: str) -> str:
        name = Path(nodeid.partition("::")[0]).stem
        if name in IN_FRONT_OF_THE_CAMERA:
            return "camera"
        return nodeid if name == "test_pages" else name


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    """Asked only where the command names this folder."""
    return BrowsersAtOnce(config, log)


def find_chromium() -> str | None:
    """The Chromium to drive: ``SINEW_CHROMIUM``, else the first one on the path."""
    names = [os.environ.get("SINEW_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    return next((path for name in names if name and (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    found = find_chromium()
    if found is None:
        pytest.skip("no Chromium: apt-get install chromium, or set SINEW_CHROMIUM to its path")
    return found


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def launch(playwright: Playwright, chromium_path: str) -> Callable[..., Browser]:
    """Start a Chromium; ``camera`` names a fake-capture file, or is "drawn": Chromium draws a picture."""

    def start(camera: Path | Literal["drawn"] | None = None) -> Browser:
        capture = [] if camera is None else [
            "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
            *([] if camera == "drawn" else [f"--use-file-for-fake-video-capture={camera}"]),
        ]  # fmt: skip
        return playwright.chromium.launch(executable_path=chromium_path, args=[*QUIET, *capture])

    return start


@pytest.fixture(scope="session")
def browser(launch: Callable[..., Browser]) -> Iterator[Browser]:
    running = launch()
    yield running
    running.close()


@pytest.fixture(scope="session")
def demo_world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the demo world as it begins, made by the first who asks among all workers."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    world = shared / "demo-world-made"
    with (shared / "demo-world.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if not world.exists():
            making = Server(shared / "demo-world-making")
            making.run("demo")
            making.data.rename(world)
    return world


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, demo_world: Path) -> Iterator[Server]:
    """A server with a demo world that the stories of this worker share."""
    yield from serving(demo_world, tmp_path_factory.mktemp("demo") / "world")


@pytest.fixture
def fresh_demo(tmp_path: Path, demo_world: Path) -> Iterator[Server]:
    """A server with a demo world that nobody has touched."""
    yield from serving(demo_world, tmp_path / "world")


def serving(demo_world: Path, data: Path) -> Iterator[Server]:
    """A server with a copy of the demo world."""
    server = Server(data)
    shutil.copytree(demo_world, server.data)
    server.start()
    yield server
    server.kill()


@dataclass
class Watch:
    """What pages did that no page may do: script errors, console errors, requests to another origin."""

    origin: str
    complaints: list[str] = field(default_factory=list)
    expected: tuple[str, ...] = ()

    def follow(self, page: Page) -> None:
        page.on("pageerror", lambda error: self._note(f"{page.url}: script error: {error}"))
        page.on(
            "console", lambda message: message.type == "error" and self._note(f"{page.url}: {message.text}")
        )
        page.on("request", lambda request: self._request(page, request.url))

    def _request(self, page: Page, url: str) -> None:
        if not url.startswith((self.origin, "data:", "blob:", "about:")):
            self._note(f"{page.url}: asked another origin: {url}")

    def _note(self, complaint: str) -> None:
        if not any(word in complaint for word in self.expected):
            self.complaints.append(complaint)


@contextmanager
def watched(
    browser: Browser, origin: str, *, expected: tuple[str, ...] = (), **options: Any
) -> Iterator[BrowserContext]:
    """A fresh browser profile whose pages are watched; leaving it fails if a page did what it may not do.

    Args:
        expected: parts of console messages that belong to the story (a killed server, a refused answer).
    """
    watch = Watch(origin, expected=expected)
    context = browser.new_context(**options)
    context.on("page", watch.follow)
    context.set_default_timeout(20_000)
    yield context
    context.close()
    assert not watch.complaints, "\n".join(watch.complaints)


def axe_violations(page: Page) -> list[str]:
    """WCAG 2.2 A and AA violations on this page as axe-core finds them, one line each.

    Axe is evaluated through the debugging protocol, so the page's content security policy stays as it is.
    """
    page.evaluate(AXE.read_text())
    found: list[str] = page.evaluate(VIOLATIONS, ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    return found
