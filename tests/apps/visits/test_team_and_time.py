"""What becomes of visits when people change, time passes or somebody calls one off: nobody waits in vain."""

from datetime import UTC, datetime, time, timedelta

import pytest

from sinew.apps.care import covers, teams
from sinew.apps.members.actions import withdraw_consent
from sinew.apps.members.errors import ConsentMissing
from sinew.apps.members.models import Consent, Member
from sinew.apps.notifications.models import OutboxEmail
from sinew.apps.visits import attendance
from sinew.apps.visits.actions import (
    Hours,
    book_visit,
    cancel_visit,
    move_visit,
    set_hours,
)
from sinew.apps.visits.errors import NotBookable, NotOnTheTeam
from sinew.apps.visits.feed import read_visits
from sinew.apps.visits.models import Visit
from sinew.apps.visits.orphans import TEAM_CHANGED, cancel_orphaned
from sinew.apps.visits.presenters import clock
from sinew.apps.visits.reminders import remind_of_visits
from sinew.apps.visits.times import free_times
from sinew.apps.web.moment import happening
from tests.apps.members import world
from tests.apps.visits.conftest import NOW, at_the_door
from tests.support.sign_in import signed_in

pytestmark = pytest.mark.django_db
HALF_HOUR = timedelta(minutes=30)
TUESDAY_9 = datetime(2026, 11, 3, 14, tzinfo=UTC)


def met(visit: Visit, minutes: int = 20) -> None:
    """Both are in the call for some time, and the practitioner ends it."""
    at = at_the_door(visit)
    for person in (visit.member.user, visit.practitioner):
        attendance.enter_room(visit=visit, at=at, by=person)
        attendance.join_call(visit=visit, at=at, by=person)
    attendance.end_call(visit=visit, at=at + timedelta(minutes=minutes), by=visit.practitioner)


# the timeline


def test_a_visit_that_took_place_or_was_missed_stays_in_the_timeline(visit, member, therapist):
    later = visit.closes_at + timedelta(days=1)
    (begun,) = read_visits(member, therapist, visit.ends_at, 10)
    assert (begun.badge, begun.at) == ("", visit.begins_at)
    met(visit)
    (entry,) = read_visits(member, therapist, later, 10)
    assert (entry.badge, entry.tone, entry.at) == ("Took place", "neutral", visit.begins_at)
    missed = book_visit(
        member=member, practitioner=therapist, kind="short", begins_at=visit.begins_at + 2 * HALF_HOUR,
        at=NOW, by=member.user,
    )  # fmt: skip
    attendance.settle_visits(at=missed.closes_at)
    entries = read_visits(member, therapist, later, 10)
    assert [(one.badge, one.tone) for one in entries] == [("Missed", "amber"), ("Took place", "neutral")]


def test_where_nobody_was_heard_leaving_no_more_than_the_booked_time_is_claimed(visit, member, therapist):
    for person in (member.user, therapist):
        attendance.enter_room(visit=visit, at=at_the_door(visit), by=person)
        attendance.join_call(visit=visit, at=at_the_door(visit), by=person)
    attendance.settle_visits(at=visit.closes_at)
    visit.refresh_from_db()
    assert (visit.state, visit.ended_at) == (Visit.State.TOOK_PLACE, visit.ends_at)


# the way to it


def test_the_next_visit_is_announced_as_soon_as_the_one_before_is_over(visit, member, therapist):
    other = world.joined("eve@example.org")
    teams.join_care_team(member=other, practitioner=therapist, at=NOW, by=None)
    following = book_visit(
        member=other, practitioner=therapist, kind="short", begins_at=visit.ends_at, at=NOW, by=other.user
    )
    client = signed_in(therapist)
    for at, shown in (
        (visit.ends_at - timedelta(minutes=5), visit),
        (visit.ends_at + timedelta(minutes=1), following),
        (following.ends_at + timedelta(minutes=1), following),
    ):
        page = client.get("/practice/visits/", headers={"Sinew-At": at.isoformat()}).content.decode()
        assert f"/visits/{shown.pk}/room/" in page, at
        assert page.count("/room/") == 1


def test_the_way_to_it_stands_on_the_member_s_page_and_in_messages(visit, member, therapist):
    at = {"Sinew-At": at_the_door(visit).isoformat()}
    for person, path in (
        (therapist, f"/practice/members/{member.pk}/"),
        (therapist, "/practice/messages/"),
        (therapist, f"/practice/members/{member.pk}/messages/"),
        (member.user, "/care-team/messages/"),
    ):
        page = signed_in(person).get(path, headers=at).content.decode()
        assert f"/visits/{visit.pk}/room/" in page, path
        assert "The door is open" in page, path


# who can be met


def test_who_leaves_the_team_meets_nobody_and_both_are_told(visit, member, therapist):
    assert cancel_orphaned(at=NOW) == 0
    teams.leave_care_team(member=member, practitioner=therapist, at=NOW, by=None)
    assert [cancel_orphaned(at=NOW) for _ in range(2)] == [1, 0]
    visit.refresh_from_db()
    assert (visit.state, visit.cancel_reason, visit.cancelled_by) == ("cancelled", TEAM_CHANGED, None)
    assert OutboxEmail.objects.filter(template="visit_cancelled").count() == 2
    assert TEAM_CHANGED in signed_in(member.user).get(f"/visits/{visit.pk}/").content.decode()


def test_who_closed_their_account_meets_nobody_and_what_has_begun_stays(visit, therapist):
    therapist.is_active = False
    therapist.save()
    assert cancel_orphaned(at=visit.begins_at) == 0
    assert cancel_orphaned(at=visit.begins_at - timedelta(minutes=1)) == 1


@pytest.fixture
def standing_in(member: Member, therapist):
    """A colleague who stands in for the therapist until Thursday and can be met all day."""
    colleague = world.therapist("colleague@example.org")
    set_hours(
        practitioner=colleague, hours=[Hours(day, time.min, time.min) for day in range(7)], by=colleague
    )
    covers.arrange_cover(
        away=therapist, covering=colleague, members=[member], starts_at=NOW, until_at=NOW + timedelta(days=3),
        at=NOW, by=therapist,
    )  # fmt: skip
    return colleague


def test_who_stands_in_is_met_within_that_time_only(standing_in, member):
    ends = NOW + timedelta(days=3)
    times = free_times(standing_in, "short", first=NOW.date(), last=ends.date() + timedelta(days=1), at=NOW)
    within, after = max(one for one in times if one < ends), min(one for one in times if one >= ends)
    wish = {"member": member, "practitioner": standing_in, "kind": "short", "at": NOW, "by": member.user}
    with happening(NOW):
        with pytest.raises(NotBookable):
            book_visit(begins_at=after, **wish)
        visit = book_visit(begins_at=within, **wish)
        with pytest.raises(NotBookable):
            move_visit(visit=visit, begins_at=after, at=NOW, by=member.user)
    assert cancel_orphaned(at=NOW) == 0
    called_off = NOW + timedelta(hours=1)
    covers.end_cover(cover=standing_in.covers.get(), at=called_off, by=None)
    assert cancel_orphaned(at=called_off) == 1


def test_a_visit_is_not_moved_to_somebody_who_left_or_without_the_consents(visit, member, therapist):
    new = {"begins_at": visit.begins_at + HALF_HOUR, "at": NOW, "by": member.user}
    member.consents.filter(what=Consent.What.HEALTH_DATA).update(version="2000-01")
    with pytest.raises(ConsentMissing):
        move_visit(visit=visit, **new)
    member.consents.filter(what=Consent.What.HEALTH_DATA).update(version="2026-11")
    teams.leave_care_team(member=member, practitioner=therapist, at=NOW, by=None)
    with pytest.raises(NotOnTheTeam):
        move_visit(visit=visit, **new)
    visit.refresh_from_db()
    assert visit.version == 0


def test_booking_for_a_member_who_has_to_agree_anew_says_so(member, therapist, settings):
    settings.MOMENT_FROM_REQUESTS = True
    withdraw_consent(member=member, what=Consent.What.HEALTH_DATA, at=NOW, by=member.user)
    answer = signed_in(therapist).post(
        f"/practice/members/{member.pk}/visits/new/",
        {"practitioner": str(therapist.pk), "kind": "follow_up", "begins_at": TUESDAY_9.isoformat()},
        headers={"Sinew-At": NOW.isoformat()},
    )
    assert answer.status_code == 409
    assert "has to agree to the new wording first" in answer.content.decode()
    assert not Visit.objects.exists()


def test_who_offers_no_time_is_told_where_to_say_when(member, therapist):
    set_hours(practitioner=therapist, hours=[], by=therapist)
    page = signed_in(therapist).get(f"/practice/members/{member.pk}/visits/new/").content.decode()
    assert "You offer no free time in the next weeks." in page


# the waiting room


def test_the_waiting_room_hears_that_a_visit_is_called_off(visit, member, therapist):
    client, at = signed_in(member.user), {"Sinew-At": (visit.begins_at - timedelta(minutes=5)).isoformat()}
    address = f"/visits/{visit.pk}/room/pass/"
    assert client.get(address, headers=at).json()["isOff"] is False
    cancel_visit(visit=visit, reason="", at=NOW, by=therapist)
    fresh = client.get(address, headers=at).json()
    assert (fresh["isOff"], fresh["token"]) == (True, None)


# clocks


def test_two_times_of_the_hour_that_autumn_repeats_are_told_apart(therapist):
    first = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    shown = [clock(first + timedelta(hours=number), therapist) for number in range(3)]
    assert shown == ["1:30 AM EDT", "1:30 AM EST", "2:30 AM"]


# reminders


def test_a_reminder_that_is_queued_is_not_tried_again(visit, django_assert_num_queries):
    at = visit.begins_at - HALF_HOUR
    remind_of_visits(at=at)
    assert OutboxEmail.objects.filter(template="visit_reminder").count() == 2
    with django_assert_num_queries(2):
        assert remind_of_visits(at=at) == 1
