"""Nothing is lost and nothing counts twice when the network, the server or the tab goes away."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import story
from tests.browser.conftest import watched
from tests.support.server import Server

PHONE = {"viewport": {"width": 390, "height": 800}}
GONE = ("ERR_CONNECTION_REFUSED", "ERR_EMPTY_RESPONSE", "ERR_CONNECTION_RESET")
COUNT_RESULTS = (
    "from sinew.apps.exercise.models import ExerciseSession;"
    "from sinew.apps.care.models import CareEvent;"
    "print(ExerciseSession.objects.exclude(result=None).count(), end=' ');"
    "print(CareEvent.objects.filter(type='session').count())"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("outage"))
    running.run("upgrade")
    running.start()
    yield running
    running.kill()


def results(server: Server) -> str:
    """How many sessions have a result, and how many session events the care plans have."""
    return server.run("manage", "shell", "--no-imports", "-c", COUNT_RESULTS).stdout.strip()


def ready_member(page: Page, server: Server, email: str) -> None:
    """A member in the first exercise of her session, without a camera."""
    story.sign_up(page, server.url, server.data / "mail", email=email)
    story.agree(page)
    story.answer_intake(page, story.STIFF_AFTER_SITTING)
    story.begin_session(page, camera=False)
    story.skip_to(page, "mini-squat")
    page.get_by_role("button", name="I'm ready").click()
    expect(page.locator("#player")).to_have_attribute("data-phase", "active", timeout=15_000)
    for _ in range(3):
        page.get_by_role("button", name="Tap after each repetition").click()
    expect(page.locator("#player")).to_have_attribute("data-count", "3")


def test_a_session_finished_while_the_server_is_down_arrives_once_when_it_is_back(
    browser: Browser, server: Server
):
    before = [int(number) for number in results(server).split()]
    with watched(browser, server.url, expected=GONE, **PHONE) as context:
        page = context.new_page()
        ready_member(page, server, "olga@example.org")
        server.kill()
        story.finish_and_save(page, pain_during=1, pain_after=1, effort=3)
        expect(page.locator("#player")).to_have_attribute("data-send", "offline")
        server.start()
        expect(page.locator("#player")).to_have_attribute("data-send", "stored", timeout=75_000)
        for _ in range(2):
            page.goto(f"{server.url}/today/")
            page.wait_for_load_state("networkidle")
        expect(page.locator("main")).to_contain_text("Done for today")
    assert results(server) == f"{before[0] + 1} {before[1] + 1}"


def test_a_tab_closed_in_the_middle_is_taken_up_again_or_saved(browser: Browser, server: Server):
    before = [int(number) for number in results(server).split()]
    with watched(browser, server.url, expected=GONE, **PHONE) as context:
        page = context.new_page()
        ready_member(page, server, "tess@example.org")
        address = page.url
        page.get_by_role("button", name="Finish this set").click()
        page.close()
        again = context.new_page()
        again.goto(address)
        expect(again.locator("#player")).to_have_attribute("data-phase", "resume")
        again.get_by_role("button", name="Finish here and save").click()
        story.answer_after(again, pain_during=1, pain_after=1, effort=2)
        expect(again.locator("#player")).to_have_attribute("data-send", "stored")
        again.get_by_role("link", name="See what this means").click()
        expect(again.locator("main")).to_contain_text("Mini squat")
    assert results(server) == f"{before[0] + 1} {before[1] + 1}"


def test_a_result_sent_twice_counts_once(browser: Browser, server: Server):
    before = [int(number) for number in results(server).split()]
    with watched(browser, server.url, expected=GONE, **PHONE) as context:
        page = context.new_page()
        ready_member(page, server, "doris@example.org")
        with page.expect_request("**/api/exercise-sessions/*/result") as sent:
            story.finish_and_save(page, pain_during=1, pain_after=1, effort=3)
        expect(page.locator("#player")).to_have_attribute("data-send", "stored")
        request = sent.value
        headers = {name: request.headers[name] for name in ("x-csrftoken", "idempotency-key", "content-type")}
        again = context.request.post(
            request.url, data=request.post_data_buffer, headers={**headers, "origin": server.url}
        )
        assert (again.status, again.json()["status"]) == (200, "already_stored")
    assert results(server) == f"{before[0] + 1} {before[1] + 1}"
