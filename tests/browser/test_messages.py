"""Two people write to each other live; a server that dies in between loses nothing and doubles nothing."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser import story
from tests.browser.conftest import axe_violations, watched
from tests.support.server import Server

PHONE = {"viewport": {"width": 390, "height": 800}}
GONE = (
    "ERR_CONNECTION_REFUSED",
    "ERR_EMPTY_RESPONSE",
    "ERR_CONNECTION_RESET",
    "ERR_FAILED",
    "WebSocket connection",
)
PRIYA = "priya@example.org"
MAKE = """
from datetime import UTC, datetime
from sinew.apps.practice.demo import world
from sinew.apps.practice.demo.people import PEOPLE
list(world.make(now=datetime.now(UTC), people=tuple(one for one in PEOPLE if one.key == "priya")))
"""
PATIENT = 45_000
COUNT = (
    "from sinew.apps.conversation.models import Message;"
    "print(Message.objects.filter(body__startswith={start!r}).count())"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("messages"))
    running.run("upgrade")
    running.run("manage", "shell", "--no-imports", "-c", MAKE)
    running.start()
    yield running
    running.kill()


def stored(server: Server, start: str) -> int:
    """How many messages begin with these words."""
    done = server.run("manage", "shell", "--no-imports", "-c", COUNT.format(start=start))
    return int(done.stdout.strip())


def write(page: Page, text: str) -> None:
    page.locator("#body").fill(text)
    page.get_by_role("button", name="Send").click()


def bubble(page: Page, text: str):
    return page.locator(".bubble", has_text=text)


def open_as_member(page: Page, server: Server) -> None:
    story.sign_in(page, server, PRIYA)
    page.goto(f"{server.url}/care-team/messages/")


def open_as_therapist(page: Page, server: Server) -> None:
    story.sign_in_therapist(page, server)
    open_thread(page, server)


def open_thread(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/practice/messages/")
    row = page.get_by_role("link", name="Priya")
    expect(row).to_be_visible()
    height_px = row.evaluate("row => row.getBoundingClientRect().height")  # also while the list is drawn anew
    assert height_px < 200, "what she wrote stands in lines, not one letter below the other"
    with page.expect_navigation():
        row.click()


def test_two_people_write_to_each_other_live(browser: Browser, server: Server):
    with watched(browser, server.url, **PHONE) as hers, watched(browser, server.url) as his:
        priya, dana = hers.new_page(), his.new_page()
        open_as_member(priya, server)
        write(priya, "May I start with the bridges?")
        expect(priya.locator("main")).to_contain_text("Someone answers by", timeout=PATIENT)
        open_as_therapist(dana, server)
        expect(bubble(dana, "May I start with the bridges?")).to_be_visible()
        expect(bubble(priya, "May I start")).to_contain_text("Read by", timeout=PATIENT)

        dana.get_by_role("link", name="Well done, go on").click()
        expect(dana.locator("#body")).to_have_value(re.compile("^Hello Priya, thank you"))
        dana.get_by_role("button", name="Send").click()
        expect(bubble(priya, "This is what we hope for")).to_be_visible(timeout=PATIENT)
        expect(priya.locator("[data-thread-status]")).to_have_text(re.compile("New message from"))

        priya.goto(f"{server.url}/settings/")
        dana.locator("#body").fill("One more thing")
        dana.get_by_role("button", name="Send").click()
        expect(bubble(dana, "One more thing")).to_contain_text("Not read yet", timeout=PATIENT)
        priya.reload()
        expect(priya.locator(".tab-bar .unread")).to_contain_text("1")

        priya.goto(f"{server.url}/care-team/messages/")
        write(priya, "My calf is swollen and hot")
        expect(priya.locator(".bubble--automatic").last).to_contain_text(
            "do not wait for us", timeout=PATIENT
        )
        dana.goto(f"{server.url}/practice/")
        expect(dana.locator("tbody tr").nth(1)).to_contain_text("Emergency words")
        open_thread(dana, server)
        dana.get_by_label("What you did about it").fill("Called her, she sees her doctor today.")
        dana.get_by_role("button", name="Dealt with").click()
        expect(dana.locator("main")).to_contain_text("Noted. It stays in the record.")
        assert axe_violations(dana) == []


def test_a_server_killed_between_send_and_receipt_loses_and_doubles_nothing(browser: Browser, server: Server):
    """The request arrives and is stored; the server dies before its answer reaches the page."""
    with watched(browser, server.url, expected=GONE, **PHONE) as context:
        page = context.new_page()
        open_as_member(page, server)

        def store_then_die(route: Route) -> None:
            answer = route.fetch()
            assert answer.status == 201
            server.kill()
            route.abort("connectionreset")

        page.route("**/care-team/messages/", store_then_die, times=1)
        write(page, "Stored, but nobody told me")
        expect(page.locator(".bubble--pending")).to_contain_text("Not sent yet")
        expect(page.locator("[data-thread-status]")).to_have_text(re.compile("Waits for the connection"))
        write(page, "Written while it was down")
        expect(page.locator(".bubble--pending")).to_have_count(2)
        server.start()
        expect(page.locator(".bubble--pending")).to_have_count(0, timeout=75_000)
        for text in ("Stored, but nobody told me", "Written while it was down"):
            expect(bubble(page, text)).to_have_count(1)
    assert stored(server, "Stored, but nobody") == 1
    assert stored(server, "Written while it was down") == 1


def test_a_message_outlives_its_tab(browser: Browser, server: Server):
    with watched(browser, server.url, expected=GONE, **PHONE) as context:
        page = context.new_page()
        open_as_member(page, server)
        server.kill()
        write(page, "Closed before it was sent")
        expect(page.locator(".bubble--pending")).to_have_count(1)
        page.close()
        server.start()
        again = context.new_page()
        again.goto(f"{server.url}/care-team/messages/")
        expect(bubble(again, "Closed before it was sent")).to_have_count(1)
        expect(again.locator(".bubble--pending")).to_have_count(0, timeout=30_000)
    assert stored(server, "Closed before it was sent") == 1


def test_without_script_a_message_and_a_photo_are_sent_and_a_wrong_file_is_refused(
    browser: Browser, server: Server
):
    from tests.apps.conversation import files

    with watched(browser, server.url, expected=("400",), java_script_enabled=False, **PHONE) as context:
        page = context.new_page()
        open_as_member(page, server)
        wrong = {"name": "leg.jpg", "mimeType": "image/jpeg", "buffer": b"<svg onload='alert(1)'/>"}
        page.locator("#files").set_input_files(wrong)
        write(page, "Sent without script")
        expect(page.get_by_role("alert")).to_contain_text("Only photos")
        expect(page.locator("#body")).to_have_value("Sent without script")
        right = {"name": "leg.jpg", "mimeType": "image/jpeg", "buffer": files.photo()}
        page.locator("#files").set_input_files(right)
        page.get_by_role("button", name="Send").click()
        expect(bubble(page, "Sent without script").get_by_role("img", name="Photo: leg.jpg")).to_be_visible()
    assert stored(server, "Sent without script") == 1
