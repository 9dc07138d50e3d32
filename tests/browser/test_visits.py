"""A member and a therapist, each in a browser with a camera, hold a booked visit through the real pages.

Chromium draws and beeps what its camera and microphone give. Whether picture and sound arrive is asked of the
peer connections themselves, which a script of the test keeps hold of.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.utils.dateparse import parse_datetime
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import story
from tests.browser.conftest import axe_violations, watched
from tests.support import turn
from tests.support.server import Server

PHONE = {"viewport": {"width": 360, "height": 740}}
PATIENT = 60_000
PRIYA = "priya@example.org"
GONE = ("ERR_CONNECTION_REFUSED", "ERR_CONNECTION_RESET", "ERR_INTERNET_DISCONNECTED", "WebSocket connection")
MAKE = """
from datetime import UTC, datetime
from sinew.apps.practice.demo import world
from sinew.apps.practice.demo.people import PEOPLE
list(world.make(now=datetime.now(UTC), people=tuple(one for one in PEOPLE if one.key == "priya")))
"""
NOTED = """
from sinew.apps.visits.models import Visit
visit = Visit.objects.get()
print(visit.state, visit.met_at is not None, visit.ended_at is not None, visit.attendances.count())
"""
KEEP_HOLD = """
window.lines = [];
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(...options) { super(...options); window.lines.push(this); }
};
"""
ARRIVED = """async () => {
  const found = {frames: 0, energy: 0, pair: null, ways: []};
  const line = window.lines.at(-1);
  const report = await line.getStats();
  report.forEach((row) => {
    if (row.type === 'inbound-rtp' && row.kind === 'video') found.frames += row.framesDecoded ?? 0;
    if (row.type === 'inbound-rtp' && row.kind === 'audio') found.energy += row.totalAudioEnergy ?? 0;
    if (row.type === 'transport' && row.selectedCandidatePairId) found.pair = row.selectedCandidatePairId;
  });
  const pair = found.pair && report.get(found.pair);
  if (pair) for (const end of [pair.localCandidateId, pair.remoteCandidateId]) {
    found.ways.push(report.get(end)?.candidateType);
  }
  return found;
}"""
FRAMES = 10
"""So many more pictures are no accident."""


@dataclass
class Person:
    """One side of the visit, in front of their browser."""

    page: Page
    context: BrowserContext
    server: Server

    @property
    def room(self) -> Any:
        return self.page.locator("#visit-room")

    def presses(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def comes(self, address: str) -> None:
        self.page.goto(address)
        expect(self.page.get_by_text("You are here")).to_be_visible(timeout=PATIENT)

    def tries_devices(self) -> None:
        """The device check, which begins by itself in a browser that allows it already."""
        expect(self.page.locator("#lobby-microphone option").first).to_be_attached()
        expect(self.page.locator("[data-part=preview]")).not_to_have_js_property("videoWidth", 0)
        expect(self.page.get_by_text("We hear you.")).to_be_visible(timeout=PATIENT)

    def reaches(self, reach: str) -> None:
        """Whether this page has a line to the service becomes so."""
        expect(self.room).to_have_attribute("data-reach", reach, timeout=PATIENT)

    def is_connected(self) -> None:
        expect(self.room).to_have_attribute("data-line", "connected", timeout=PATIENT)

    def arrived(self) -> dict[str, Any]:
        """What has come from the other side so far, and which way."""
        found: dict[str, Any] = self.page.evaluate(ARRIVED)
        return found

    def sees_and_hears(self) -> None:
        """Further pictures and sounds arrive from now on."""
        before = self.arrived()
        self._waits_for(lambda now: now["frames"] >= before["frames"] + FRAMES)
        self._waits_for(lambda now: now["energy"] > before["energy"])

    def _waits_for(self, is_so: Callable[[dict[str, Any]], bool]) -> None:
        for _ in range(PATIENT // 250):
            if is_so(self.arrived()):
                return
            self.page.wait_for_timeout(250)
        raise AssertionError(f"nothing more arrives: {self.arrived()}")


@dataclass
class Two:
    """The two of the visit, and where it is held."""

    priya: Person
    elena: Person
    server: Server
    address: str

    @property
    def both(self) -> tuple[Person, Person]:
        return self.priya, self.elena

    def are_in_the_call(self) -> None:
        """They come into the waiting room, join, and see and hear each other."""
        for person in self.both:
            person.comes(self.address)
        for person in self.both:
            person.presses("Join the visit")
        for person in self.both:
            person.is_connected()
        for person in self.both:
            person.sees_and_hears()

    def noted(self) -> str:
        done = self.server.run("manage", "shell", "--no-imports", "-c", NOTED)
        return done.stdout.strip()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("visits"), settings={"SINEW_MOMENT_FROM_REQUESTS": "1"})
    running.run("upgrade")
    running.run("manage", "shell", "--no-imports", "-c", MAKE)
    running.start()
    yield running
    running.kill()


@pytest.fixture(scope="module")
def two(launch: Callable[..., Browser], server: Server) -> Iterator[Two]:
    """Priya has booked a visit with her therapist, and it is now the time of it."""
    with ExitStack() as open_browsers:
        people = []
        for options in (PHONE, {}):
            browser = launch("drawn")
            open_browsers.callback(browser.close)
            context = open_browsers.enter_context(watched(browser, server.url, expected=GONE, **options))
            context.add_init_script(KEEP_HOLD)
            people.append(Person(context.new_page(), context, server))
        priya, elena = people
        story.sign_in(priya.page, server, PRIYA)
        story.sign_in_therapist(elena.page, server)
        address = books(priya.page, server)
        for person in people:
            person.context.set_extra_http_headers({"Sinew-At": time_of(priya.page)})
        yield Two(priya, elena, server, f"{address}room/")


def books(page: Page, server: Server) -> str:
    """Book the first time that is offered; gives back the address of the visit."""
    page.goto(f"{server.url}/visits/new/")
    page.get_by_role("radio").first.check()
    with page.expect_navigation():
        page.get_by_role("button", name="Book this time").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return page.url


def time_of(page: Page) -> str:
    """Five minutes before the visit that this page is about begins, as its calendar file says."""
    entry = page.request.get(f"{page.url}visit.ics").text()
    begins = re.search(r"^DTSTART:(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)", entry, re.MULTILINE)
    assert begins, entry
    moment = parse_datetime("{}-{}-{}T{}:{}:00+00:00".format(*begins.groups()))
    assert moment is not None
    return (moment - timedelta(minutes=5)).isoformat()


def test_the_two_meet_see_hear_and_write_and_the_end_is_for_both(two: Two):
    priya, elena = two.both
    priya.comes(two.address)
    expect(priya.page.get_by_text("Elena Marsh is not here yet")).to_be_visible()
    expect(priya.page.get_by_text("The visit starts in 5 minutes")).to_be_visible()
    priya.tries_devices()
    assert axe_violations(priya.page) == []
    priya.presses("Join the visit")
    expect(priya.page.get_by_text("Waiting for Elena Marsh.")).to_be_visible()
    elena.comes(two.address)
    expect(elena.page.get_by_text("is in the visit")).to_be_visible()
    elena.tries_devices()
    elena.presses("Join the visit")
    for person in two.both:
        person.is_connected()
    for person in two.both:
        person.sees_and_hears()

    priya.presses("Mute")
    expect(elena.page.locator(".caption", has_text="has muted the microphone")).to_be_visible()
    expect(elena.page.locator(".call__state")).to_have_text("Priya Nair-Bannister is muted")
    priya.presses("Unmute")
    expect(elena.page.locator(".call__state")).to_have_count(0)
    priya.page.get_by_role("button", name="Chat").click()
    priya.page.locator("#chat-text").fill("The bridges went well")
    priya.presses("Send")
    expect(elena.page.locator(".caption", has_text="The bridges went well")).to_be_visible()
    elena.page.get_by_role("button", name="Chat").click()
    expect(elena.page.locator(".chat__line--theirs")).to_contain_text("The bridges went well")
    for person in two.both:
        assert axe_violations(person.page) == []

    two.server.kill()  # a call that stands goes on without the service
    for person in two.both:
        person.sees_and_hears()
    for person in two.both:
        person.reaches("away")
    two.server.start()
    for person in two.both:
        person.reaches("open")
    priya.context.set_offline(True)
    priya.reaches("away")
    priya.context.set_offline(False)
    priya.reaches("open")
    elena.presses("End for both")
    for person in two.both:
        expect(person.page.get_by_role("heading", name="The visit has ended")).to_be_visible(timeout=PATIENT)
    assert two.noted() == "took_place True True 2"


def test_of_two_windows_the_newer_stays(two: Two):
    elena = two.elena
    elena.comes(two.address)
    second = elena.context.new_page()
    second.goto(two.address)
    expect(second.get_by_text("You are here")).to_be_visible(timeout=PATIENT)
    expect(elena.page.get_by_role("heading", name="open somewhere else")).to_be_visible(timeout=PATIENT)
    second.close()


@pytest.fixture
def relay(two: Two, tmp_path: Any) -> Iterator[turn.Turn]:
    """A coturn that all calls go through from now on; its test is the last one of this server."""
    if turn.program() is None:
        pytest.skip("no coturn: apt-get install coturn")
    running = turn.Turn(tmp_path)
    running.start()
    two.server.kill()
    two.server.settings = {**two.server.settings, **running.settings}
    two.server.start()
    yield running
    running.stop()


def test_through_a_relay_that_hangs_and_comes_back_the_call_comes_back(two: Two, relay: turn.Turn):
    two.are_in_the_call()
    for person in two.both:
        assert person.arrived()["ways"] == ["relay", "relay"]
    relay.pause()
    for person in two.both:
        expect(person.room).to_have_attribute("data-line", "interrupted", timeout=PATIENT)
    expect(two.elena.room).to_have_attribute("data-restarts", re.compile("[1-9]"), timeout=PATIENT)
    relay.resume()
    for person in two.both:
        person.is_connected()
    for person in two.both:
        person.sees_and_hears()
        assert person.arrived()["ways"] == ["relay", "relay"]
