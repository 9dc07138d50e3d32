"""What must hold on every page, whoever opens it: the checks, and the person who makes them."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, Response, ViewportSize

from tests.browser import story
from tests.browser.conftest import Watch, axe_violations
from tests.support.server import Server

NARROW: ViewportSize = {"width": 320, "height": 640}
"""WCAG 1.4.10: a 1280 px window at 400 % zoom, and a 640 px one at 200 %."""
WIDE: ViewportSize = {"width": 1280, "height": 800}

SCRIPT_SOURCES = "'self' 'wasm-unsafe-eval'"
LOOK_CLOSELY = Path(__file__).with_suffix(".js").read_text()


@dataclass
class Visitor:
    """Somebody with a browser of their own who looks at pages closely."""

    page: Page
    server: Server
    watch: Watch
    answers: list[Response] = field(default_factory=list)

    @classmethod
    @contextmanager
    def arrives(cls, browser: Browser, server: Server, email: str | None = None) -> Iterator["Visitor"]:
        """A stranger, or one of the demo's people, signed in."""
        watch = Watch(server.url)
        context = browser.new_context(viewport=NARROW, reduced_motion="reduce")
        context.set_default_timeout(20_000)
        context.on("page", watch.follow)
        visitor = cls(context.new_page(), server, watch)
        visitor.page.on("response", visitor._note_page)
        if email:
            story.sign_in(visitor.page, server, email)
        yield visitor
        context.close()
        assert not visitor.watch.complaints, "\n".join(visitor.watch.complaints)

    def _note_page(self, response: Response) -> None:
        if response.request.is_navigation_request() and response.frame == self.page.main_frame:
            self.answers.append(response)

    def go(self, path: str, *, expected: tuple[str, ...] = ()) -> None:
        """Open a page of this server; ``expected`` are parts of console messages that belong to it."""
        self.watch.expected = expected
        self.page.goto(f"{self.server.url}{path}")

    def problems_at(self, path: str, *, status: int = 200) -> list[str]:
        """Everything wrong with the page at this path, opened twice: light and narrow, dark and wide."""
        expected = () if status == 200 else (f"status of {status}",)
        self._show(NARROW, "light")
        self.go(path, expected=expected)
        narrow = [*self._answer_problems(status), *self.problems_narrow()]
        self._show(WIDE, "dark")
        self.go(path, expected=expected)
        return [*narrow, *self.problems_wide()]

    def problems(self, *, status: int = 200) -> list[str]:
        """The same for a page that is there only once, as soon as it has come."""
        self.page.wait_for_load_state("load")
        return [*self._answer_problems(status), *self.problems_narrow(), *self.problems_wide()]

    def problems_narrow(self) -> list[str]:
        """What is wrong in light colors at 320 px."""
        return [f"320 px, light: {problem}" for problem in self._look_closely(NARROW, "light")]

    def problems_wide(self) -> list[str]:
        """What is wrong in dark colors at 1280 px."""
        return [f"1280 px, dark: {problem}" for problem in self._look_closely(WIDE, "dark")]

    def _look_closely(self, size: ViewportSize, scheme: Literal["light", "dark"]) -> list[str]:
        self._show(size, scheme)
        return [*self.page.evaluate(LOOK_CLOSELY), *axe_violations(self.page), *self._complaints()]

    def _show(self, size: ViewportSize, scheme: Literal["light", "dark"]) -> None:
        self.page.set_viewport_size(size)
        self.page.emulate_media(color_scheme=scheme)

    def _complaints(self) -> Sequence[str]:
        seen = list(self.watch.complaints)
        self.watch.complaints.clear()
        return seen

    def _answer_problems(self, status: int) -> Iterator[str]:
        """Status and content security policy of the newest page."""
        answer = self.answers[-1]
        if answer.status != status:
            yield f"answered {answer.status} at {answer.url}"
        yield from policy_problems(answer.headers.get("content-security-policy", ""))


def policy_problems(policy: str) -> Iterator[str]:
    """Why this content security policy is looser than ours may be."""
    rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";") if rule.strip())
    if rules.get("default-src") != "'none'":
        yield f"default-src is {rules.get('default-src')}"
    if rules.get("script-src") != SCRIPT_SOURCES:
        yield f"script-src is {rules.get('script-src')}"
    for name, sources in rules.items():
        if re.search(r"unsafe-inline|'unsafe-eval'|\*|https?:", sources):
            yield f"{name} allows {sources}"
