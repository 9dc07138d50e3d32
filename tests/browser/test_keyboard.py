"""Everything a member does in a day, without a pointer: Tab, Enter, Space and the arrow keys."""

import re

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import story
from tests.browser.conftest import watched
from tests.support.server import Server

JONAS = "jonas@example.org"
"""Has not exercised for weeks, so a session waits for him whatever day it is."""
PRIYA = "priya@example.org"
"""Is in the middle of the intake."""

FOCUS = """() => {
  const active = document.activeElement;
  if (!active || active === document.body) return {problem: 'nothing has the focus'};
  const around = [active, active.nextElementSibling, active.parentElement, active.closest('label')];
  const marked = around.filter(Boolean).find((node) => {
    const style = getComputedStyle(node);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  });
  const name = active.outerHTML.slice(0, 120);
  if (!marked) return {problem: `no focus ring on ${name}`};
  const box = marked.getBoundingClientRect();
  const [x, y] = [box.left + Math.min(box.width / 2, 12), box.top + box.height / 2];
  if (y < 0 || y > innerHeight) return {problem: `focus is out of view on ${name}`};
  const top = document.elementFromPoint(x, y);
  const isClear = top && (marked.contains(top) || top.contains(marked));
  return {problem: isClear ? null : `something covers ${name}`};
}"""


class Keyboard:
    """Hands on the keys: every Tab must land where it can be seen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def tab_to(self, target: Locator, *, within: int = 60) -> None:
        """Press Tab until this element has the focus."""
        expect(target).to_be_visible()
        for _ in range(within):
            if target.evaluate("node => node === document.activeElement"):
                return
            self.press("Tab")
            self._sees_the_focus()
        raise AssertionError(f"Tab does not reach {target}")

    def button(self, name: str | re.Pattern[str]) -> None:
        self.tab_to(self.page.get_by_role("button", name=name, exact=isinstance(name, str)).first)
        self.press("Enter")

    def link(self, name: str | re.Pattern[str]) -> None:
        self.tab_to(self.page.get_by_role("link", name=name, exact=isinstance(name, str)).first)
        self.press("Enter")

    def choose(self, group: str, value: int) -> None:
        """Pick a number of a scale with the arrow keys."""
        self.tab_to(self.page.locator(f"#{group}-0"))
        self.press("Space")
        for _ in range(value):
            self.press("ArrowRight")
        expect(self.page.locator(f"#{group}-{value}")).to_be_checked()

    def write(self, field: str, text: str) -> None:
        self.tab_to(self.page.locator(field))
        self.page.keyboard.type(text)

    def _sees_the_focus(self) -> None:
        problem = self.page.evaluate(FOCUS)["problem"]
        assert problem is None, f"{self.page.url}: {problem}"


def sign_in(keys: Keyboard, email: str) -> None:
    keys.link("Sign in")
    keys.page.wait_for_url("**/accounts/login/**")
    keys.write("input[name=login]", email)
    keys.write("input[name=password]", story.DEMO_PASSWORD)
    keys.press("Enter")


def test_a_session_from_the_home_page_to_saved_without_a_pointer(browser: Browser, demo: Server):
    with watched(browser, demo.url, viewport={"width": 1280, "height": 800}) as context:
        page = context.new_page()
        keys, player = Keyboard(page), page.locator("#player")
        page.goto(demo.url)
        keys.press("Tab")
        expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
        keys.press("Enter")
        expect(page.locator("#main")).to_be_focused()

        page.goto(demo.url)
        sign_in(keys, JONAS)
        page.wait_for_url("**/today/")
        keys.button(re.compile("^(Start|Go on)"))
        expect(player).to_have_attribute("data-phase", "welcome")
        keys.choose("pain-before", 1)
        keys.button(re.compile("Start without the camera"))
        until_taps_count(keys, player)
        count = int(player.get_attribute("data-count") or 0)
        keys.tab_to(page.locator(".hud-tap"))
        keys.press("Space")
        expect(player).to_have_attribute("data-count", str(count + 1))

        keys.button("Finish")
        for group, value in (("pain-during", 2), ("pain-after", 1), ("effort", 4)):
            keys.choose(group, value)
        keys.write("#comment", "By keyboard.")
        keys.button("Save")
        expect(player).to_have_attribute("data-send", "stored")
        keys.link("See what this means for tomorrow")
        expect(page.locator("main")).to_contain_text("By keyboard.")


def until_taps_count(keys: Keyboard, player: Locator) -> None:
    """Skip to the first exercise of repetitions and wait until it begins."""
    for _ in range(12):
        expect(player).to_have_attribute("data-phase", "instructions")
        keys.button("I'm ready")
        expect(player).to_have_attribute("data-phase", "active", timeout=20_000)
        if keys.page.locator(".hud-tap").is_visible():
            return
        keys.button("Skip")
    raise AssertionError("this session has no exercise of repetitions")


def test_the_intake_is_answered_without_a_pointer(browser: Browser, demo: Server):
    with watched(browser, demo.url, viewport={"width": 360, "height": 740}) as context:
        page = context.new_page()
        keys = Keyboard(page)
        page.goto(demo.url)
        sign_in(keys, PRIYA)
        page.wait_for_url("**/intake/**")
        for _ in range(4):
            before = page.url
            for question in page.locator("main [id^='q-']").all():
                answer(keys, question)
            keys.button("Continue")
            page.wait_for_url(lambda url, before=before: url != before)


def answer(keys: Keyboard, question: Locator) -> None:
    """Say no, or none of these; else the first choice, or a number that fits everywhere."""
    no = question.locator("input[value='no'], input[value='none-of-these']").first
    first = question.locator("input, select, textarea").first
    wanted = no if no.count() else first
    if wanted.get_attribute("type") == "radio":
        keys.tab_to(first)
        keys.press("Space")
        for _ in range(8):
            if not wanted.is_checked():
                keys.press("ArrowDown")
        expect(wanted).to_be_checked()
    elif wanted.get_attribute("type") == "checkbox":
        keys.tab_to(wanted)
        keys.press("Space")
        expect(wanted).to_be_checked()
    else:
        keys.tab_to(wanted)
        keys.page.keyboard.type("3")


def test_the_account_menu_opens_and_closes_without_a_pointer(browser: Browser, demo: Server):
    with watched(browser, demo.url, viewport={"width": 360, "height": 740}) as context:
        page = context.new_page()
        keys = Keyboard(page)
        page.goto(f"{demo.url}/accounts/login/")
        keys.write("input[name=login]", PRIYA)
        keys.write("input[name=password]", story.DEMO_PASSWORD)
        keys.press("Enter")
        page.wait_for_url("**/intake/**")
        summary = page.locator("summary.avatar")
        keys.tab_to(summary)
        keys.press("Enter")
        expect(page.get_by_role("link", name="Settings")).to_be_visible()
        keys.press("Escape")
        expect(page.get_by_role("link", name="Settings")).to_be_hidden()
        expect(summary).to_be_focused()
