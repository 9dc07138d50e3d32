"""A therapist tailors a plan by keyboard; the member reads who changed what, and the tip is in the player."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser import story
from tests.browser.conftest import axe_violations, watched
from tests.support.server import Server

JONAS, NAME = "jonas@example.org", "Jonas"
TIP = "Slowly, as if through honey."
REASON = "Your last weeks were busy, so we begin calmly."


def test_a_plan_is_tailored_by_keyboard_and_the_member_reads_it(browser: Browser, fresh_demo: Server) -> None:
    with watched(browser, fresh_demo.url) as of_jonas, watched(browser, fresh_demo.url) as of_therapist:
        jonas, therapist = of_jonas.new_page(), of_therapist.new_page()
        story.sign_in(jonas, fresh_demo, JONAS)
        jonas.wait_for_url("**/today/")
        tailor(therapist, fresh_demo, first=jonas.locator("main ol h3").first.inner_text())
        reads(jonas, fresh_demo)


def tailor(page: Page, server: Server, first: str) -> None:
    """Move a row, write a tip, look at what it does, save."""
    story.sign_in_therapist(page, server)
    record = page.get_by_role("link", name=re.compile(NAME)).first.get_attribute("href")
    page.goto(f"{server.url}{record}tailor/")
    rows = page.locator("[data-tailor-row]")
    names = rows.locator("h3").all_inner_texts()
    assert first in names
    page.get_by_role("button", name=f"Move {names[0]} down").press("Enter")
    expect(rows.locator("h3").first).to_have_text(names[1])
    row = rows.filter(has=page.get_by_role("heading", name=first, exact=True))
    row.get_by_text("Tip and tempo").press("Enter")
    tip = row.get_by_label("Tip of your own")
    tip.press_sequentially(TIP)
    expect(page.locator(".tailor__diff")).to_contain_text(TIP)
    expect(row.get_by_label("Tip of your own")).to_have_value(TIP)
    expect(page.locator(".tailor__reads")).to_contain_text(first)
    assert axe_violations(page) == []
    reason = page.get_by_label("The reason, in kind words")
    reason.press("ControlOrMeta+a")
    reason.press_sequentially(REASON)
    with page.expect_navigation():
        page.get_by_role("button", name="Save the changes").press("Enter")
    story.expect_heading(page, NAME)


def reads(page: Page, server: Server) -> None:
    """The member sees the sentence, the reason and the tip, on Today and in the player."""
    page.goto(f"{server.url}/today/")
    card = page.get_by_role("region", name="Your care team changed your plan")
    expect(card).to_contain_text("wrote a tip for")
    expect(card).to_contain_text(REASON)
    expect(page.locator(".tip").first).to_have_text(TIP)
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("^(Start|Go on)")).first.click()
    expect(page.locator("#player")).to_have_attribute("data-phase", "welcome")
    story.choose(page, "pain-before", 2)
    page.get_by_role("button", name="Start without the camera").click()
    expect(page.locator(".player-tip")).to_contain_text(TIP)
