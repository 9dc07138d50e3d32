"""A secret address shows a person's own visits to their calendar: times and a link, and nothing else."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from sinew.apps.audit.models import AuditEntry
from sinew.apps.members import actions as members
from sinew.apps.members.models import Consent
from sinew.apps.notifications.actions.feeds import end_feed, make_feed
from sinew.apps.notifications.models import CalendarFeed
from sinew.apps.visits import actions
from sinew.apps.visits.models import Visit
from sinew.apps.web.logs import EventFormatter
from tests.apps.members import world
from tests.apps.visits.conftest import NOW
from tests.support.sign_in import signed_in

pytestmark = pytest.mark.django_db
AHEAD = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=3)


@pytest.fixture
def visit(member, therapist) -> Visit:
    """Booked for a day ahead, in the therapist's morning."""
    days = (AHEAD + timedelta(days=ahead) for ahead in range(7))
    day = next(day for day in days if day.weekday() < 5)
    return actions.book_visit(
        member=member, practitioner=therapist, kind=Visit.Kind.FOLLOW_UP, begins_at=day.replace(hour=15),
        at=datetime.now(UTC), by=member.user,
    )  # fmt: skip


def feed_of(user) -> str:
    return reverse("visits:feed", args=[make_feed(user=user, at=NOW, by=user)])


def entries(answer):
    assert answer.status_code == 200
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_a_calendar_program_reads_the_times_and_a_link_without_signing_in(visit, member):
    answer = Client().get(feed_of(member.user))
    (entry,) = entries(answer)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "private" in answer["Cache-Control"]
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (visit.begins_at, visit.ends_at)
    assert str(entry["URL"]).endswith(f"/visits/{visit.pk}/")
    assert str(entry["UID"]).startswith(str(visit.pk))


def test_neither_calendar_says_with_whom_or_what_for(visit, member, therapist):
    for user in (member.user, therapist):
        text = Client().get(feed_of(user)).content.decode()
        people = (member.user.name, member.user.email, therapist.name, therapist.email)
        for word in (*people, "Follow-up", "ATTENDEE", "ORGANIZER", "video" if user == therapist else "\x00"):
            assert word not in text


def test_a_calendar_shows_one_s_own_visits_only(visit, member):
    assert entries(Client().get(feed_of(world.joined("eve@example.org").user))) == []
    assert entries(Client().get(feed_of(world.therapist("other@example.org")))) == []


def test_what_is_cancelled_or_moved_is_followed(visit, member):
    address = feed_of(member.user)
    before = Client().get(address)
    actions.cancel_visit(visit=visit, reason="", at=datetime.now(UTC), by=member.user)
    after = Client().get(address)
    assert entries(after) == []
    assert before["ETag"] != after["ETag"]


def test_an_unchanged_calendar_is_not_sent_again(visit, member):
    address = feed_of(member.user)
    etag = Client().get(address)["ETag"]
    answer = Client().get(address, headers={"If-None-Match": etag})
    assert (answer.status_code, answer.content) == (304, b"")
    assert "private" in answer["Cache-Control"]


def test_a_new_address_ends_the_one_before_and_turning_it_off_ends_both(visit, member):
    first, second = feed_of(member.user), feed_of(member.user)
    assert first != second
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    end_feed(user=member.user, by=member.user)
    assert Client().get(second).status_code == 404
    assert Client().get(reverse("visits:feed", args=["made:up"])).status_code == 404


def test_only_a_hash_of_the_secret_is_kept_and_it_is_in_no_trail(member):
    token = make_feed(user=member.user, at=NOW, by=member.user)
    assert len(token) >= 43
    assert token not in str(CalendarFeed.objects.values().get())
    assert token not in str(list(AuditEntry.objects.values()))


def test_the_secret_is_in_no_log(visit, member, caplog):
    address = feed_of(member.user)
    secret = address.removeprefix("/calendar/").removesuffix(".ics")
    with caplog.at_level(logging.INFO):
        Client().get(address)
        Client().get(address.replace(secret, f"{secret}x"))
    written = [EventFormatter().format(record) for record in caplog.records]
    assert sum("route=calendar/<str:token>.ics" in line for line in written) == 2
    assert not any(secret in line for line in written)


def test_a_closed_account_has_no_calendar(visit, member):
    address = feed_of(member.user)
    member.user.is_active = False
    member.user.save()
    assert Client().get(address).status_code == 404


def test_a_practitioner_s_calendar_loses_visits_of_a_member_who_lets_nobody_read(visit, member, therapist):
    address = feed_of(therapist)
    assert len(entries(Client().get(address))) == 1
    members.withdraw_consent(member=member, what=Consent.What.CARE_TEAM, at=datetime.now(UTC), by=member.user)
    assert entries(Client().get(address)) == []


def test_wrong_addresses_from_one_network_and_too_many_questions_are_stopped(visit, member, settings):
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = {"calendar_feed": "3/h/key", "calendar_feed_unknown": "2/h/ip"}
    address = feed_of(member.user)
    assert [Client().get(address).status_code for _ in range(4)] == [200, 200, 200, 429]
    other = feed_of(member.user)
    wrong = [Client().get(f"/calendar/wrong{number}.ics").status_code for number in range(3)]
    assert wrong == [404, 404, 429]
    assert Client().get(other).status_code == 429
    assert Client().get(other, REMOTE_ADDR="203.0.113.7").status_code == 200


def test_the_page_shows_the_address_once(member):
    client = signed_in(member.user)
    page = reverse("visits:calendar")
    assert "It is off" in client.get(page).content.decode()
    shown = client.post(page)
    token = shown.content.decode().partition("<code>")[2].partition(".ics")[0].rpartition("/")[2]
    assert CalendarFeed.reader_of(token) == member.user
    assert "no-store" in shown["Cache-Control"]
    assert token not in client.get(page).content.decode()
    client.post(reverse("visits:end_calendar"))
    assert not CalendarFeed.objects.exists()
