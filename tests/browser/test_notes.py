"""A therapist writes a note, signs it and adds to it; the member reads it."""

import re

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import story
from tests.browser.conftest import axe_violations, watched
from tests.support.server import Server


def test_a_note_is_written_signed_added_to_and_read(browser: Browser, fresh_demo: Server):
    """Given the draft that waits for Marcus, when it is signed, then he reads it with what was added."""
    with watched(browser, fresh_demo.url, expected=("status of 409",)) as desk:
        page = desk.new_page()
        story.sign_in(page, fresh_demo, "therapist@example.org")
        page.goto(f"{fresh_demo.url}/practice/tasks/")
        with page.expect_navigation():
            page.get_by_role("link", name="Marcus Bell").first.click()
        with page.expect_navigation():
            page.get_by_role("button", name="Go on with your draft note").click()
        expect(page.get_by_label("Objective")).to_have_value(re.compile(r"Sessions: \d+"))
        page.get_by_label("Assessment").fill("Walks without a limp. Ready for more.")
        expect(page.locator("[data-saved]")).to_have_text(re.compile(r"^Saved \d+:\d\d"))
        expect(page.locator("input[name=version]")).to_have_value("2")

        keeps_its_text_through_a_sign_out(desk, page)
        other = desk.new_page()
        other.goto(page.url)
        expect(other.get_by_label("Assessment")).to_have_value("Walks without a limp. Ready for more.")
        other.get_by_label("Plan").fill("One step harder.")
        expect(other.locator("input[name=version]")).to_have_value("4")
        page.get_by_label("Plan").fill("Stay at this level for a week.")
        expect(page.locator("[data-not-saved]")).to_contain_text("another tab")
        with page.expect_navigation():
            page.get_by_role("button", name="Save the draft").click()
        expect(page.locator("main [role=alert]")).to_contain_text("One step harder.")
        expect(page.get_by_label("Plan")).to_have_value("Stay at this level for a week.")
        assert axe_violations(page) == []
        with page.expect_navigation():
            page.get_by_role("button", name="Sign the note").click()
        story.expect_heading(page, "Signed note")
        page.get_by_label("Add to this note").fill("He asked about running. Not yet.")
        with page.expect_navigation():
            page.get_by_role("button", name="Add it, signed").click()
        expect(page.get_by_label("Addendum")).to_contain_text("Not yet.")

    with watched(browser, fresh_demo.url) as home:
        page = home.new_page()
        story.sign_in(page, fresh_demo, "marcus@example.org")
        page.goto(f"{fresh_demo.url}/care-team/")
        with page.expect_navigation():
            page.get_by_role("link", name="Notes your therapist signed").click()
        with page.expect_navigation():
            page.locator("main ol a").first.click()
        for words in ("Ready for more.", "Stay at this level for a week.", "He asked about running."):
            expect(page.locator("main")).to_contain_text(words)
        assert axe_violations(page) == []


def keeps_its_text_through_a_sign_out(desk: BrowserContext, page: Page) -> None:
    """Signed out, the button stays on the page and says why; signed in again, it saves what was typed."""
    signed_in = desk.cookies()
    desk.clear_cookies(name="sessionid")
    page.get_by_label("Subjective").fill("Slept well.")
    page.get_by_role("button", name="Save the draft").click()
    expect(page.locator("[data-not-saved]")).to_contain_text("you were signed out")
    desk.add_cookies(signed_in)  # type: ignore[arg-type]  # as they were
    with page.expect_navigation():
        page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_label("Subjective")).to_have_value("Slept well.")
