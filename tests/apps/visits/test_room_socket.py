"""The WebSocket of a visit's room: who is let in, what is passed on to whom, and who is shut out and when."""

import json
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.core.signing import TimestampSigner
from django.test import Client

from sinew.apps.accounts.models import User
from sinew.apps.care import teams
from sinew.apps.members import actions as members
from sinew.apps.members.models import Consent, Member
from sinew.apps.visits import attendance
from sinew.apps.visits.actions import book_visit, cancel_visit
from sinew.apps.visits.models import Visit
from sinew.apps.visits.times import free_times
from tests.apps.members import world
from tests.apps.visits.conftest import NOW, at_the_door
from tests.support.sign_in import signed_in
from tests.support.sockets import Socket, connects

pytestmark = pytest.mark.django_db(transaction=True)
PROTOCOL = "sinew.visit"
OFFER = {"type": "offer", "sdp": "v=0"}
CANDIDATE = {"candidate": "candidate:1 1 udp 1 192.0.2.1 1 typ host", "sdpMid": "0", "sdpMLineIndex": 0}


def pass_of(client: Client, visit: Visit, at: datetime) -> str:
    """The pass that the room gives to whoever this client is."""
    answer = client.get(f"/visits/{visit.pk}/room/pass/", headers={"Sinew-At": at.isoformat()})
    return answer.json()["token"] or ""


def may_enter(visit: Visit, client: Client | None, token: str, at: datetime) -> bool:
    return connects(f"/live/visit/{visit.pk}/", client, offers=[PROTOCOL, token], at=at)


@dataclass
class Page:
    """A page of one person in the room."""

    visit: Visit
    client: Client
    at: datetime
    id: str = field(default_factory=lambda: str(uuid4()))
    socket: Any = None

    async def enters(self, *, is_in: bool = True) -> "Page":
        token = await sync_to_async(pass_of)(self.client, self.visit, self.at)
        self.socket = Socket(
            f"/live/visit/{self.visit.pk}/", self.client, offers=[PROTOCOL, token], at=self.at
        )
        assert await self.socket.opens()
        await self.says({"type": "here", "page": self.id, "is_in": is_in})
        assert await self.hears() == {"type": "placed"}
        return self

    async def says(self, message: object) -> None:
        await self.socket.says(text=json.dumps(message))

    async def hears(self) -> Any:
        """What comes next: a message, or the code the socket is closed with."""
        output = await self.socket.hears()
        return output["code"] if output["type"] == "websocket.close" else json.loads(output["text"])

    async def hears_nothing(self) -> bool:
        return bool(await self.socket.hears_nothing())


@dataclass
class Two:
    """The two of a visit, each in front of a page."""

    hers: Page
    his: Page

    async def are_in(self) -> None:
        await self.hers.enters()
        await self.his.enters()
        assert await self.hers.hears() == {"type": "other", "page": self.his.id, "is_in": True, "entry": 1}
        assert await self.his.hears() == {"type": "other", "page": self.hers.id, "is_in": True, "entry": 1}


@pytest.fixture
def two(visit: Visit, member: Member, therapist: User) -> Two:
    at = at_the_door(visit)
    return Two(Page(visit, signed_in(member.user), at), Page(visit, signed_in(therapist), at))


@asynccontextmanager
async def everybody_goes(*pages: Page):
    yield
    for page in pages:
        if page.socket is not None:
            await page.socket.goes()


def run(story: Callable[[], Awaitable[None]]) -> None:
    async_to_sync(story)()


def test_the_two_of_a_visit_come_in_with_their_pass(visit, member, therapist):
    at = at_the_door(visit)
    for person in (member.user, therapist):
        client = signed_in(person)
        assert may_enter(visit, client, pass_of(client, visit, at), at)
        assert not may_enter(visit, client, "", at)


def test_nobody_else_comes_in_not_even_with_a_pass_that_is_not_theirs(visit, member, therapist):
    at = at_the_door(visit)
    stolen = pass_of(signed_in(member.user), visit, at)
    colleague = world.therapist("colleague@example.org")
    teams.join_care_team(member=member, practitioner=colleague, at=visit.booked_at, by=None)
    others = [
        colleague,
        world.therapist("other@example.org"),
        world.joined("eve@example.org").user,
        therapist,
    ]
    for person in others:
        assert not may_enter(visit, signed_in(person), stolen, at), person.email
    assert not may_enter(visit, None, stolen, at)
    another_browser = signed_in(member.user)
    assert not may_enter(visit, another_browser, stolen, at)


@pytest.mark.parametrize("minutes", [-11, 60])
def test_outside_its_time_nobody_comes_in(visit, member, minutes):
    client = signed_in(member.user)
    token = pass_of(client, visit, at_the_door(visit))
    assert not may_enter(visit, client, token, visit.begins_at + timedelta(minutes=minutes))


def test_the_pass_of_another_visit_opens_nothing(visit, member, therapist):
    times = free_times(therapist, "short", first=NOW.date(), last=NOW.date() + timedelta(days=3), at=NOW)
    other = book_visit(
        member=member, practitioner=therapist, kind="short", begins_at=times[-1], at=NOW, by=member.user
    )
    client = signed_in(member.user)
    token = pass_of(client, other, at_the_door(other))
    assert token
    assert not may_enter(visit, client, token, at_the_door(visit))


def test_a_cancelled_visit_has_no_socket(visit, member):
    client = signed_in(member.user)
    token = pass_of(client, visit, at_the_door(visit))
    cancel_visit(visit=visit, reason="", at=NOW, by=member.user)
    assert not may_enter(visit, client, token, at_the_door(visit))


def test_a_pass_is_of_no_use_after_signing_out_or_when_it_is_old(visit, member, monkeypatch):
    at = at_the_door(visit)
    client = signed_in(member.user)
    token = pass_of(client, visit, at)
    client.logout()
    again = signed_in(member.user)
    assert not may_enter(visit, again, token, at)
    monkeypatch.setattr(TimestampSigner, "timestamp", lambda _self: "1sXyZ0")
    old = pass_of(again, visit, at)
    monkeypatch.undo()
    assert not may_enter(visit, again, old, at)


@pytest.mark.parametrize("spoiled", ["x", ".", "a.b.c", "…"])
def test_what_is_no_pass_opens_nothing(visit, member, spoiled):
    assert not may_enter(visit, signed_in(member.user), spoiled, at_the_door(visit))


def test_signals_reach_the_other_side_and_nobody_else(two: Two):
    async def story() -> None:
        async with everybody_goes(two.hers, two.his):
            await two.are_in()
            await two.hers.says({"type": "signal", "to": two.his.id, "description": OFFER})
            expected = {"type": "signal", "to": two.his.id, "from": two.hers.id, "description": OFFER}
            assert await two.his.hears() == expected
            await two.his.says({"type": "signal", "to": two.hers.id, "candidate": CANDIDATE})
            assert (await two.hers.hears())["candidate"] == CANDIDATE
            assert await two.his.hears_nothing()

    run(story)


def test_who_still_waits_hears_no_signals_and_sends_none(two: Two):
    async def story() -> None:
        async with everybody_goes(two.hers, two.his):
            await two.hers.enters(is_in=False)
            await two.his.enters()
            assert await two.hers.hears() == {"type": "other", "page": two.his.id, "is_in": True, "entry": 1}
            assert await two.his.hears() == {"type": "other", "page": two.hers.id, "is_in": False, "entry": 1}
            await two.his.says({"type": "signal", "to": two.hers.id, "description": OFFER})
            assert await two.hers.hears_nothing()
            await two.hers.says({"type": "signal", "to": two.his.id, "description": OFFER})
            assert await two.hers.hears() == 4403

    run(story)


def test_of_two_pages_of_one_person_the_newer_stays(two: Two, member: Member):
    async def story() -> None:
        newer = Page(two.hers.visit, two.hers.client, two.hers.at)
        async with everybody_goes(two.his, newer):
            await two.are_in()
            await newer.enters(is_in=False)
            assert await two.hers.hears() == 4409
            assert await two.his.hears() == {"type": "other", "page": newer.id, "is_in": False, "entry": 2}
            await two.hers.socket.goes()
            assert await two.his.hears_nothing()

    run(story)


def test_who_goes_is_missed_by_the_other(two: Two):
    async def story() -> None:
        async with everybody_goes(two.his):
            await two.are_in()
            await two.hers.socket.goes()
            assert await two.his.hears() == {"type": "other", "page": None, "is_in": False, "entry": 0}

    run(story)


def test_the_practitioner_ends_it_for_both_and_it_is_noted(two: Two):
    async def story() -> None:
        async with everybody_goes(two.hers, two.his):
            await two.are_in()
            await two.his.says({"type": "end"})
            for page in (two.hers, two.his):
                assert await page.hears() == {"type": "ended"}
                assert await page.hears() == 4410

    run(story)
    visit = Visit.objects.get(pk=two.his.visit.pk)
    assert visit.state == Visit.State.TOOK_PLACE
    assert (visit.met_at, visit.ended_at) == (two.his.at, two.his.at)


def test_a_member_cannot_end_it_for_both(two: Two):
    async def story() -> None:
        async with everybody_goes(two.hers, two.his):
            await two.are_in()
            await two.hers.says({"type": "end"})
            assert await two.hers.hears() == 4403

    run(story)
    assert Visit.objects.get(pk=two.his.visit.pk).state == Visit.State.BOOKED


@pytest.mark.parametrize(
    "message",
    [
        [], "here", {}, {"type": "here"}, {"type": "there", "page": str(uuid4())},
        {"type": "here", "page": "x", "is_in": True}, {"type": "here", "page": str(uuid4()), "is_in": "yes"},
        {"type": "here", "page": str(uuid4()), "is_in": True},
        {"type": "signal", "to": str(uuid4())}, {"type": "signal", "to": str(uuid4()), "description": "v=0"},
        {"type": "signal", "to": str(uuid4()), "description": {"type": "rollback", "sdp": ""}},
        {"type": "signal", "to": str(uuid4()), "description": OFFER, "candidate": CANDIDATE},
        {"type": "signal", "to": str(uuid4()), "description": {**OFFER, "more": 1}},
        {"type": "signal", "to": str(uuid4()), "description": {"type": "offer", "sdp": "v" * 48_001}},
        {"type": "signal", "to": str(uuid4()), "candidate": {"candidate": "c" * 2_001}},
        {"type": "chat", "text": "hello"},
    ],
)  # fmt: skip
def test_what_no_page_of_ours_says_ends_the_socket_and_reaches_nobody(two: Two, message: object):
    async def story() -> None:
        async with everybody_goes(two.hers, two.his):
            await two.are_in()
            await two.hers.says(message)
            assert await two.hers.hears() == 4403
            assert await two.his.hears_nothing()

    run(story)


def leaves(two: Two, therapist: User) -> None:
    teams.leave_care_team(member=two.his.visit.member, practitioner=therapist, at=world.at(), by=None)


def withdraws(two: Two, _therapist: User) -> None:
    member = two.his.visit.member
    members.withdraw_consent(member=member, what=Consent.What.CARE_TEAM, at=two.his.at, by=member.user)


def signs_out(two: Two, _therapist: User) -> None:
    two.his.client.logout()


def test_who_waits_is_shown_out_when_the_visit_is_called_off(two: Two, therapist: User):
    waits = Page(two.hers.visit, two.hers.client, two.hers.visit.begins_at - timedelta(minutes=5))

    async def story() -> None:
        async with everybody_goes(waits):
            await waits.enters(is_in=False)
            cancel = {"visit": waits.visit, "reason": "", "at": NOW, "by": therapist}
            await sync_to_async(cancel_visit)(**cancel)
            assert await waits.hears() == 4403

    run(story)


def test_who_opens_a_second_window_and_only_waits_there_has_left_the_call(two: Two, member: Member):
    newer = Page(two.hers.visit, two.hers.client, two.hers.at + timedelta(minutes=9))

    async def story() -> None:
        async with everybody_goes(two.his, newer):
            await two.are_in()
            await newer.enters(is_in=False)
            assert await two.hers.hears() == 4409

    run(story)
    assert two.his.visit.attendances.get(person=member.user).left_at == newer.at


@pytest.mark.parametrize("change", [leaves, withdraws, signs_out])
def test_who_may_no_longer_be_here_neither_hears_nor_says_anything_more(change, two: Two, therapist: User):
    async def story() -> None:
        async with everybody_goes(two.hers, two.his):
            await two.are_in()
            await sync_to_async(change)(two, therapist)
            await two.hers.says({"type": "signal", "to": two.his.id, "description": OFFER})
            assert await two.his.hears() == 4403

    run(story)


def test_nothing_of_a_call_is_logged(two: Two, caplog):
    async def story() -> None:
        async with everybody_goes(two.hers, two.his):
            await two.are_in()
            await two.hers.says(
                {"type": "signal", "to": two.his.id, "description": {**OFFER, "sdp": "canary"}}
            )
            await two.his.hears()

    with caplog.at_level("DEBUG", logger="sinew"):
        run(story)
    assert "canary" not in caplog.text


def test_without_the_end_a_call_took_place_until_the_first_left(visit, member, therapist):
    at = at_the_door(visit)
    for person, minutes in ((member.user, 0), (therapist, 2)):
        entry = attendance.enter_room(visit=visit, at=at, by=person)
        attendance.join_call(visit=visit, at=at + timedelta(minutes=minutes), by=person)
        assert entry == 1
    attendance.leave_call(visit=visit, entry=1, at=at + timedelta(minutes=20), by=member.user)
    attendance.leave_call(visit=visit, entry=1, at=at + timedelta(minutes=25), by=therapist)
    assert attendance.settle_visits(at=visit.closes_at - timedelta(seconds=1)) == 0
    assert attendance.settle_visits(at=visit.closes_at) == 1
    assert attendance.settle_visits(at=visit.closes_at) == 0
    visit.refresh_from_db()
    assert visit.state == Visit.State.TOOK_PLACE
    assert visit.lasted == timedelta(minutes=18)


def test_where_only_one_came_the_visit_was_missed(visit, therapist):
    at = at_the_door(visit)
    attendance.enter_room(visit=visit, at=at, by=therapist)
    attendance.join_call(visit=visit, at=at, by=therapist)
    attendance.end_call(visit=visit, at=at, by=therapist)
    attendance.settle_visits(at=visit.closes_at)
    visit.refresh_from_db()
    assert (visit.state, visit.met_at, visit.lasted) == (Visit.State.MISSED, None, None)


def test_who_goes_back_in_goes_on_with_the_same_visit(visit, member, therapist):
    at = at_the_door(visit)
    for person in (member.user, therapist):
        attendance.enter_room(visit=visit, at=at, by=person)
        attendance.join_call(visit=visit, at=at, by=person)
    attendance.end_call(visit=visit, at=at + timedelta(minutes=5), by=therapist)
    for person in (member.user, therapist):
        attendance.enter_room(visit=visit, at=at + timedelta(minutes=6), by=person)
        attendance.join_call(visit=visit, at=at + timedelta(minutes=6), by=person)
    visit.refresh_from_db()
    assert (visit.met_at, visit.ended_at) == (at, None)
    attendance.end_call(visit=visit, at=at + timedelta(minutes=9), by=therapist)
    visit.refresh_from_db()
    assert visit.lasted == timedelta(minutes=9)
