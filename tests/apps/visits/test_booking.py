"""Visits are booked within hours, moved and cancelled; nobody is ever booked twice at a time."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from icalendar import Calendar

from sinew.apps.accounts.models import User
from sinew.apps.audit.models import AuditEntry
from sinew.apps.care import teams
from sinew.apps.members import actions as members
from sinew.apps.members.models import Member
from sinew.apps.notifications.models import OutboxEmail
from sinew.apps.visits.actions import (
    MOST_AHEAD,
    Hours,
    add_time_off,
    book_visit,
    cancel_visit,
    move_visit,
    remove_time_off,
    set_hours,
)
from sinew.apps.visits.errors import (
    HoursRefused,
    NotBookable,
    NotOnTheTeam,
    TimeTaken,
    TooManyAhead,
    VisitClosed,
)
from sinew.apps.visits.invitations import calendar_entry
from sinew.apps.visits.models import TimeOff, Visit
from sinew.apps.visits.reminders import remind_of_visits
from sinew.apps.visits.times import HORIZON, free_times
from tests.apps.members import world
from tests.apps.visits.conftest import NOW

TUESDAY_9 = datetime(2026, 11, 3, 14, tzinfo=UTC)  # 9:00 in New York, in winter
HALF_HOUR = timedelta(minutes=30)


def book(member: Member, therapist: User, begins_at: datetime = TUESDAY_9, kind: str = "follow_up") -> Visit:
    return book_visit(
        member=member, practitioner=therapist, kind=kind, begins_at=begins_at, at=NOW, by=member.user
    )


def times(therapist: User, day: date = date(2026, 11, 3), kind: str = "follow_up") -> list[datetime]:
    return [one for one in free_times(therapist, kind, first=day, last=day, at=NOW) if one.date() == day]


def second_member(therapist: User) -> Member:
    other = world.joined("eve@example.org")
    teams.join_care_team(member=other, practitioner=therapist, at=NOW, by=None)
    return other


def test_a_booked_time_is_offered_to_nobody_else(member, therapist):
    assert times(therapist) == [TUESDAY_9 + number * HALF_HOUR for number in range(6)]
    visit = book(member, therapist, kind="first")
    assert visit.ends_at - visit.begins_at == timedelta(minutes=45)
    assert times(therapist) == [TUESDAY_9 + number * HALF_HOUR for number in range(2, 6)]
    with pytest.raises(TimeTaken):
        book(second_member(therapist), therapist, TUESDAY_9 + HALF_HOUR)
    assert Visit.objects.count() == 1


def test_the_same_booking_twice_is_one_visit_and_one_invitation(member, therapist):
    assert book(member, therapist) == book(member, therapist)
    assert OutboxEmail.objects.filter(template="visit_booked").count() == 2  # one to each of the two


@pytest.mark.parametrize(
    "begins_at",
    [
        TUESDAY_9 - timedelta(hours=1),
        TUESDAY_9 + timedelta(minutes=7),
        datetime(2026, 11, 7, 14, tzinfo=UTC),
        TUESDAY_9 + timedelta(hours=2, minutes=45),
        NOW + HORIZON + timedelta(days=1),
        datetime(2026, 11, 2, 10, tzinfo=UTC),
    ],
    ids=["before hours", "off the grid", "Saturday", "runs over", "too far ahead", "too soon"],
)
def test_a_time_that_is_not_offered_is_refused(member, therapist, begins_at):
    with pytest.raises(NotBookable):
        book(member, therapist, begins_at)


def test_only_the_care_team_can_be_booked(therapist):
    with pytest.raises(NotOnTheTeam):
        book(world.joined(), therapist)


def test_a_member_is_not_booked_twice_at_a_time(member, therapist):
    coach = world.account("coach@example.org", "coach")
    set_hours(practitioner=coach, hours=[Hours(1, time(0), time(0))], by=coach)
    teams.join_care_team(member=member, practitioner=coach, at=NOW, by=None)
    book(member, therapist)
    with pytest.raises(TimeTaken):
        book(member, coach)


def test_a_member_cannot_take_a_whole_week(member, therapist):
    for number in range(MOST_AHEAD):
        book(member, therapist, TUESDAY_9 + number * HALF_HOUR)
    with pytest.raises(TooManyAhead):
        book(member, therapist, TUESDAY_9 + MOST_AHEAD * HALF_HOUR)


def test_moving_frees_the_old_time_and_a_failed_move_keeps_it(member, therapist):
    visit = book(member, therapist)
    moved = move_visit(visit=visit, begins_at=TUESDAY_9 + HALF_HOUR, at=NOW, by=member.user)
    assert (moved.begins_at, moved.version) == (TUESDAY_9 + HALF_HOUR, 1)
    assert TUESDAY_9 in times(therapist)
    book(second_member(therapist), therapist, TUESDAY_9)
    with pytest.raises(TimeTaken):
        move_visit(visit=moved, begins_at=TUESDAY_9, at=NOW, by=therapist)
    moved.refresh_from_db()
    assert moved.begins_at == TUESDAY_9 + HALF_HOUR
    assert moved.quarters.count() == 2


def test_a_visit_can_be_moved_into_its_own_time(member, therapist):
    visit = book(member, therapist, kind="first")
    moved = move_visit(visit=visit, begins_at=TUESDAY_9 + HALF_HOUR, at=NOW, by=member.user)
    assert moved.quarters.count() == 3


def test_cancelling_frees_the_time_once_and_tells_both(member, therapist):
    visit = book(member, therapist)
    for _ in range(2):
        cancel_visit(visit=visit, reason=" A word ", at=NOW, by=therapist)
    visit.refresh_from_db()
    assert (visit.state, visit.cancel_reason) == ("cancelled", "A word")
    assert TUESDAY_9 in times(therapist)
    assert OutboxEmail.objects.filter(template="visit_cancelled").count() == 2
    assert AuditEntry.objects.filter(event="visits.visit.cancelled").count() == 1


def test_what_has_begun_cannot_be_changed(member, therapist):
    visit = book(member, therapist)
    with pytest.raises(VisitClosed):
        move_visit(visit=visit, begins_at=TUESDAY_9 + HALF_HOUR, at=TUESDAY_9, by=member.user)
    with pytest.raises(VisitClosed):
        cancel_visit(visit=visit, reason="", at=TUESDAY_9, by=member.user)


def test_withdrawing_a_consent_cancels_what_is_ahead(member, therapist):
    visit = book(member, therapist)
    members.withdraw_consent(member=member, what="health_data", at=NOW, by=member.user)
    visit.refresh_from_db()
    assert visit.state == "cancelled"


def test_time_off_takes_times_away_and_names_the_visits_it_hits(member, therapist):
    visit = book(member, therapist)
    away = {"begins_at": TUESDAY_9 + timedelta(minutes=15), "ends_at": TUESDAY_9 + timedelta(hours=2)}
    assert add_time_off(practitioner=therapist, by=therapist, **away) == [visit]
    assert times(therapist) == [TUESDAY_9 + timedelta(hours=2), TUESDAY_9 + timedelta(hours=2, minutes=30)]
    remove_time_off(time_off=TimeOff.objects.get(), by=therapist)
    assert len(times(therapist)) == 5
    with pytest.raises(HoursRefused):
        add_time_off(practitioner=therapist, by=therapist, begins_at=NOW, ends_at=NOW)


@pytest.mark.parametrize(
    "hours",
    [
        [Hours(0, time(12), time(9))],
        [Hours(0, time(9), time(12)), Hours(0, time(11), time(13))],
        [Hours(0, time(9), time(0)), Hours(0, time(11), time(13))],
    ],
)
def test_hours_that_cannot_be_are_refused_and_the_old_ones_stay(therapist, hours):
    with pytest.raises(HoursRefused):
        set_hours(practitioner=therapist, hours=hours, by=therapist)
    assert therapist.bookable_hours.count() == 5


def test_an_invitation_says_when_and_where_and_nothing_else(member, therapist):
    visit = book(member, therapist)
    entry = calendar_entry(visit, member.user)
    event = next(iter(Calendar.from_ical(entry).walk("VEVENT")))
    assert event.decoded("dtstart") == TUESDAY_9
    assert (int(event["sequence"]), str(event["status"])) == (0, "CONFIRMED")
    for word in (therapist.name, member.display_name, "hamstring", "pain", "therap"):
        assert not re.search(rf"\b{word}", entry.replace(member.user.email, ""), re.IGNORECASE)
    cancelled = cancel_visit(visit=visit, reason="not to be read", at=NOW, by=therapist)
    entry = calendar_entry(cancelled, member.user)
    event = next(iter(Calendar.from_ical(entry).walk("VEVENT")))
    assert "METHOD:CANCEL" in entry
    assert (int(event["sequence"]), str(event["status"])) == (1, "CANCELLED")
    assert "not to be read" not in entry


def test_mail_carries_the_entry_and_the_reader_s_clock(
    member, therapist, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        book(member, therapist)
    to_therapist = next(mail for mail in mailoutbox if mail.to == [therapist.email])
    assert "Tuesday, November 3, 2026 at 9:00 AM (America/New York)" in to_therapist.body
    assert to_therapist.alternatives[0][1] == "text/calendar; charset=utf-8; method=REQUEST"
    assert to_therapist.attachments[0][0] == "visit.ics"
    assert OutboxEmail.objects.exclude(calendar="").count() == 0  # nothing of it is kept once it is sent


def test_both_are_reminded_the_day_before_and_in_the_last_hour_once(member, therapist):
    far = book(member, therapist, datetime(2026, 11, 6, 14, tzinfo=UTC))
    for before in (30, 23, 23, 2, 0.9, 0.5, 0.5):
        remind_of_visits(at=far.begins_at - timedelta(hours=before))
    keys = OutboxEmail.objects.filter(template="visit_reminder").values_list("key", flat=True)
    assert sorted(key.partition(":")[0] for key in keys) == ["visit-0-in-1"] * 2 + ["visit-0-in-24"] * 2


def test_who_books_within_the_span_of_a_reminder_gets_none(member, therapist):
    soon = datetime(2026, 11, 2, 14, tzinfo=UTC)
    book(member, therapist, soon)
    remind_of_visits(at=soon - timedelta(hours=4))
    assert not OutboxEmail.objects.filter(template="visit_reminder").exists()
