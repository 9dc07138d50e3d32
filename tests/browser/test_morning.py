"""A therapist handles a morning of twelve members by keyboard only, in pages that are accessible."""

import re

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import story
from tests.browser.conftest import axe_violations, watched
from tests.support.server import Server


class Morning:
    """Hands on the keys, eyes on the list; no mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def opens(self, key: str) -> None:
        """A key that leads to another page, which has to be sound."""
        with self.page.expect_navigation():
            self.press(key)
        self.sees_no_barrier()

    def sees_no_barrier(self) -> None:
        found = axe_violations(self.page)
        assert not found, f"{self.page.url}: {found}"

    def go_to(self, name: str) -> None:
        """From member to member until this one has the focus: to the end of the list, then back up."""
        row = self.page.get_by_role("link", name=name, exact=True)
        for key in "j" * 13 + "k" * 13:
            if row.evaluate("node => node === document.activeElement"):
                return
            self.press(key)
        raise AssertionError(f"{name} is not in the list")

    def back(self) -> None:
        """To the caseload by its link in the header, as by Tab and Enter."""
        with self.page.expect_navigation():
            link = self.page.get_by_role("link", name="Caseload", exact=True).first
            link.focus()
            self.press("Enter")

    def row(self, name: str) -> Locator:
        return self.page.locator("[data-case]", has=self.page.get_by_role("link", name=name, exact=True))

    def closes_a_red_flag(self) -> None:
        """The first is the most urgent; she closes it on the record."""
        self.press("j")
        expect(self.page.get_by_role("link", name="Tom Castellano", exact=True)).to_be_focused()
        self.opens("f")
        story.expect_heading(self.page, "Tom Castellano")
        self.back()

    def clears_with_a_reason(self) -> None:
        """In the row itself; then the next member has the focus."""
        self.go_to("Dev Raman")
        self.press("c")
        expect(self.page.get_by_label(re.compile("Why.*Dev Raman"))).to_be_focused()
        self.page.keyboard.type("Walks without a limp, strength is equal.")
        self.press("Tab")
        self.opens("Enter")
        expect(self.page.get_by_role("status").first).to_contain_text("Cleared: Dev Raman")
        expect(self.page.get_by_role("link", name="Ingrid Solheim", exact=True)).to_be_focused()

    def books_a_visit(self) -> None:
        """For a plan that paused itself."""
        self.opens("v")
        expect(self.page).to_have_url(re.compile("/visits/new/"))
        self.back()

    def answers_a_message(self) -> None:
        """With a few words; it waits no more."""
        self.go_to("Walter Grünewald-Hoffmann")
        self.opens("m")
        self.page.locator("#write textarea[name=body]").focus()
        self.page.keyboard.type("Good question. Yes, go on.")
        self.page.get_by_role("button", name="Send").focus()
        self.press("Enter")
        expect(self.page.get_by_text("Good question. Yes, go on.").first).to_be_visible()
        expect(self.page.locator(".bubble--pending")).to_have_count(0)
        self.back()
        expect(self.row("Walter Grünewald-Hoffmann")).not_to_contain_text("Message waits")

    def puts_aside(self) -> None:
        """Rising pain can wait until she has seen her."""
        self.go_to("Carla Mendes")
        self.press("z")
        expect(self.row("Carla Mendes").get_by_role("textbox").first).to_be_focused()
        self.page.keyboard.type("We talk on Thursday.")
        self.opens("Enter")
        expect(self.row("Carla Mendes")).to_contain_text("We talk on Thursday.")

    def reminds_two(self) -> None:
        """Who is quiet gets a reminder, if they can have one; the page says who cannot."""
        for name in ("Jonas Lindqvist", "Priya Nair-Bannister"):
            self.go_to(name)
            self.press("x")
        expect(self.page.locator("[data-queue-count]")).to_have_text("2 members selected.")
        self.page.get_by_role("button", name="Remind them").focus()
        self.opens("Enter")
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("Remind")
        self.back()

    def switches_letters_off(self) -> None:
        """Then letters are no keys any more; Tab and the arrows remain."""
        first = self.page.get_by_role("link", name="Tom Castellano", exact=True)
        self.press("?")
        expect(self.page.get_by_role("dialog")).to_be_visible()
        self.sees_no_barrier()
        self.page.get_by_label(re.compile("Letters are keys")).focus()
        self.press("Space", "Escape")
        first.focus()
        self.press("j")
        expect(first).to_be_focused()
        self.press("ArrowDown")
        expect(first).not_to_be_focused()


def test_a_morning_of_twelve_members_without_a_pointer(browser: Browser, fresh_demo: Server):
    with watched(browser, fresh_demo.url, viewport={"width": 1280, "height": 800}) as context:
        page = context.new_page()
        story.sign_in_therapist(page, fresh_demo)
        morning = Morning(page)
        expect(page.locator("[data-case]")).to_have_count(12)
        morning.sees_no_barrier()
        morning.closes_a_red_flag()
        morning.clears_with_a_reason()
        morning.books_a_visit()
        morning.answers_a_message()
        morning.puts_aside()
        morning.reminds_two()
        morning.switches_letters_off()
        for place in ("Workload", "Hand over"):
            page.get_by_role("link", name=place, exact=True).focus()
            morning.opens("Enter")
            morning.back()
