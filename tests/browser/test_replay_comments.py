"""A therapist draws and writes at a moment of a shared set, and the member finds both there."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser import story
from tests.support.server import Server

SAID = "Let the knee follow the toes here."


def test_a_comment_with_a_drawing_reaches_the_member_at_its_moment(browser: Browser, fresh_demo: Server):
    with browser.new_context() as context:
        page = context.new_page()
        story.sign_in_therapist(page, fresh_demo)
        with page.expect_navigation():
            page.get_by_role("link", name="Ana Whitfield").first.click()
        replay = page.locator(".replay-link").first.get_attribute("href")
        page.goto(f"{fresh_demo.url}{replay}")
        comment_with_a_line(page)
        expect(page.locator(".replay__stage .replay__stroke")).to_have_count(1)
    with browser.new_context() as context:
        page = context.new_page()
        story.sign_in(page, fresh_demo, "ana@example.org")
        page.wait_for_url("**/today/")
        with page.expect_navigation():
            page.get_by_role("link", name="Look at it").first.click()
        expect(page.locator("[data-said]")).to_contain_text(SAID)
        expect(page.locator(".replay__stage .replay__stroke")).to_have_count(1)
        for _ in range(
            2
        ):  # a comment is kept to the tenth of a second, so the first may lead to its own moment
            page.get_by_role("button", name="Next repetition").click()
        expect(page.locator(".replay__stage .replay__stroke")).to_have_count(0)
        page.get_by_role("button", name=re.compile("^Comment at")).first.click()
        expect(page.locator(".replay__stage .replay__ring")).to_have_count(1)
        with page.expect_navigation():
            page.get_by_role("link", name="Answer the comment").first.click()
        expect(page.locator("textarea[name=body]")).to_have_value(re.compile(r"/replays/\d+/\?at=\d+"))


def comment_with_a_line(page: Page) -> None:
    """Go to the second repetition, draw a line on the figure, mark the left knee, and write."""
    page.get_by_role("button", name="Next repetition").click()
    page.get_by_role("button", name="Next repetition").click()
    page.get_by_role("button", name="Draw on the picture").click()
    figure = page.locator(".replay__stage .replay__body")
    figure.scroll_into_view_if_needed()
    box = figure.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 8):
        page.mouse.move(x + 6 * step, y - 5 * step)
    page.mouse.up()
    expect(page.locator("[data-drawn]")).to_have_text("1 line drawn.")
    page.get_by_label("Mark a joint").select_option("left_knee")
    page.get_by_label("Comment", exact=True).fill(SAID)
    with page.expect_navigation():
        page.get_by_role("button", name="Leave this comment").click()
