"""The room of a visit: its page, the pass into it, and what it tells of the time and the network."""

import base64
import hashlib
import hmac
import json
import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from sinew.apps.accounts.models import User
from sinew.apps.care import teams
from sinew.apps.members.models import Member
from sinew.apps.visits import attendance
from sinew.apps.visits.actions import cancel_visit
from sinew.apps.visits.models import Visit
from sinew.apps.visits.record_parts import visit_rows
from tests.apps.members import world
from tests.apps.visits.conftest import at_the_door
from tests.support.sign_in import signed_in

pytestmark = pytest.mark.django_db


def opened(client: Client, visit: Visit, at: datetime) -> dict:
    """What the room's page hands to its script."""
    page = client.get(f"/visits/{visit.pk}/room/", headers={"Sinew-At": at.isoformat()})
    assert page.status_code == 200
    found = re.search(r'<script id="room-data" type="application/json">(.*?)</script>', page.content.decode())
    return json.loads(found[1])


def test_both_sides_are_let_in_while_the_door_is_open(visit: Visit, member: Member, therapist: User):
    data = opened(signed_in(member.user), visit, at_the_door(visit))
    assert (data["role"], data["otherName"]) == ("member", therapist.name)
    assert data["pass"]["token"]
    data = opened(signed_in(therapist), visit, at_the_door(visit))
    assert (data["role"], data["otherName"]) == ("practitioner", member.user.name)
    assert data["pass"]["token"]


def test_before_the_door_opens_devices_can_be_tried_and_no_pass_is_given(visit: Visit, member: Member):
    client = signed_in(member.user)
    data = opened(client, visit, visit.opens_at - timedelta(minutes=3))
    assert (data["pass"]["opensIn_s"], data["pass"]["beginsIn_s"]) == (180, 780)
    assert data["pass"]["token"] is data["pass"]["connection"] is None
    fresh = client.get(
        f"/visits/{visit.pk}/room/pass/", headers={"Sinew-At": visit.opens_at.isoformat()}
    ).json()
    assert fresh["token"]
    assert fresh["opensIn_s"] == 0


@pytest.mark.parametrize("minutes", [30, 60])
def test_after_the_time_there_is_no_room(visit: Visit, member: Member, minutes: int):
    at = visit.ends_at + timedelta(minutes=minutes)
    client = signed_in(member.user)
    answer = client.get(f"/visits/{visit.pk}/room/", headers={"Sinew-At": at.isoformat()})
    assert answer["Location"] == f"/visits/{visit.pk}/"
    fresh = client.get(f"/visits/{visit.pk}/room/pass/", headers={"Sinew-At": at.isoformat()}).json()
    assert fresh["token"] is None


def test_a_cancelled_visit_has_no_room(visit: Visit, member: Member):
    cancel_visit(visit=visit, reason="", at=visit.booked_at, by=member.user)
    at = {"Sinew-At": at_the_door(visit).isoformat()}
    client = signed_in(member.user)
    assert client.get(f"/visits/{visit.pk}/room/", headers=at).status_code == 302
    assert client.get(f"/visits/{visit.pk}/room/pass/", headers=at).json()["token"] is None


def test_nobody_else_sees_the_room(visit: Visit, member: Member):
    colleague = world.therapist("colleague@example.org")
    teams.join_care_team(member=member, practitioner=colleague, at=visit.booked_at, by=None)
    strangers = [colleague, world.therapist("other@example.org"), world.joined("eve@example.org").user]
    for person in strangers:
        for path in ("room/", "room/pass/"):
            at = {"Sinew-At": at_the_door(visit).isoformat()}
            answer = signed_in(person).get(f"/visits/{visit.pk}/{path}", headers=at)
            assert answer.status_code == 404, (person, path)


def test_the_microphone_is_for_this_page_only_and_nothing_of_the_room_is_cached(visit: Visit, member: Member):
    client = signed_in(member.user)
    page = client.get(f"/visits/{visit.pk}/room/", headers={"Sinew-At": at_the_door(visit).isoformat()})
    assert "microphone=(self)" in page["Permissions-Policy"]
    assert "geolocation=()" in page["Permissions-Policy"]
    assert "no-store" in page["Cache-Control"]
    assert "microphone=()" in client.get("/visits/")["Permissions-Policy"]


def test_without_settings_the_two_find_each_other_by_themselves(visit: Visit, member: Member):
    way = opened(signed_in(member.user), visit, at_the_door(visit))["pass"]["connection"]
    assert way == {"iceServers": [], "iceTransportPolicy": "all"}


def test_turn_is_lent_until_the_door_closes(visit: Visit, member: Member, settings):
    settings.STUN_URLS, settings.TURN_URLS = ["stun:turn.example:3478"], ["turn:turn.example:3478"]
    settings.TURN_SECRET, settings.CALLS_RELAY_ONLY = "shared with coturn", True
    at = at_the_door(visit)
    way = opened(signed_in(member.user), visit, at)["pass"]["connection"]
    assert way["iceTransportPolicy"] == "relay"
    stun, turn = way["iceServers"]
    assert stun == {"urls": ["stun:turn.example:3478"]}
    expiry, name = turn["username"].split(":")
    assert name == str(visit.pk)
    lasts = visit.closes_at - at
    assert abs(int(expiry) - (timezone.now() + lasts).timestamp()) < 60
    digest = hmac.new(b"shared with coturn", turn["username"].encode(), hashlib.sha1).digest()
    assert turn["credential"] == base64.b64encode(digest).decode()


@pytest.mark.parametrize(
    ("before", "says"), [(timedelta(hours=3), "Today, "), (timedelta(minutes=5), "The door is open")]
)
def test_a_visit_of_today_is_announced_with_the_way_to_it(
    visit: Visit, member: Member, therapist: User, before: timedelta, says: str
):
    at = {"Sinew-At": (visit.begins_at - before).isoformat()}
    for person, path in (
        (therapist, "/practice/"),
        (therapist, "/practice/visits/"),
        (member.user, "/visits/"),
    ):
        page = signed_in(person).get(path, headers=at).content.decode()
        assert says in page, path
        assert f"/visits/{visit.pk}/room/" in page


def test_nothing_is_announced_the_day_before_to_others_or_after_the_end(
    visit: Visit, member: Member, therapist: User
):
    others = world.therapist("other@example.org")
    for person, at in (
        (therapist, visit.begins_at - timedelta(days=1)),
        (others, at_the_door(visit)),
        (therapist, visit.closes_at),
    ):
        page = signed_in(person).get("/practice/visits/", headers={"Sinew-At": at.isoformat()})
        assert f"/visits/{visit.pk}/room/" not in page.content.decode()


def test_the_page_of_a_visit_says_how_long_it_took(visit: Visit, member: Member, therapist: User):
    at = at_the_door(visit)
    for person in (member.user, therapist):
        attendance.enter_room(visit=visit, at=at, by=person)
        attendance.join_call(visit=visit, at=at, by=person)
    attendance.end_call(visit=visit, at=at + timedelta(minutes=21), by=therapist)
    page = signed_in(member.user).get(f"/visits/{visit.pk}/", headers={"Sinew-At": at.isoformat()})
    assert "21 minutes" in page.content.decode()
    assert "Took place" in page.content.decode()
    assert visit_rows(member)[0]["in_the_call"][0]["joined_at"] == at.isoformat()
