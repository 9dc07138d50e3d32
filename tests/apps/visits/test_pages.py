"""The pages of visits: booking with words for what went wrong, and nothing for people who take no part."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from sinew.apps.accounts.models import User
from sinew.apps.care import teams
from sinew.apps.members.models import Member
from sinew.apps.visits.actions import book_visit, cancel_visit
from sinew.apps.visits.models import TimeOff, Visit
from sinew.apps.visits.times import free_times
from sinew.vocabulary import Role
from tests.apps.members import world
from tests.support.sign_in import signed_in


def free(therapist: User) -> list[str]:
    at = timezone.now()
    times = free_times(therapist, "follow_up", first=at.date(), last=at.date() + timedelta(days=9), at=at)
    return [moment.isoformat() for moment in times]


def wish(therapist: User, begins_at: str) -> dict[str, str]:
    return {"practitioner": str(therapist.pk), "kind": "follow_up", "begins_at": begins_at}


@pytest.fixture
def visit(member: Member, therapist: User) -> Visit:
    at = timezone.now()
    begins_at = free_times(
        therapist, "follow_up", first=at.date(), last=at.date() + timedelta(days=9), at=at
    )[0]
    return book_visit(
        member=member, practitioner=therapist, kind="follow_up", begins_at=begins_at, at=at, by=member.user
    )


def test_a_member_books_moves_and_cancels(member, therapist):
    client = signed_in(member.user)
    page = client.get("/visits/new/?kind=follow_up")
    times = free(therapist)
    assert times[0] in page.content.decode()
    answer = client.post("/visits/new/", wish(therapist, times[0]))
    visit = Visit.objects.get()
    assert answer["Location"] == f"/visits/{visit.pk}/"
    assert client.get(f"/visits/{visit.pk}/move/").status_code == 200
    client.post(f"/visits/{visit.pk}/move/", {"begins_at": times[3]})
    visit.refresh_from_db()
    assert visit.begins_at.isoformat() == times[3]
    client.post(f"/visits/{visit.pk}/cancel/", {"reason": "The train is late"})
    assert "The train is late" in signed_in(therapist).get(f"/visits/{visit.pk}/").content.decode()
    assert client.get("/visits/").status_code == 200


def test_a_time_that_is_gone_is_said_and_others_are_offered(member, therapist, visit):
    other = world.joined("eve@example.org")
    teams.join_care_team(member=other, practitioner=therapist, at=timezone.now(), by=None)
    answer = signed_in(other.user).post("/visits/new/", wish(therapist, visit.begins_at.isoformat()))
    assert answer.status_code == 409
    assert "Somebody has just taken this time." in answer.content.decode()
    assert free(therapist)[0] in answer.content.decode()


@pytest.mark.parametrize(
    "begins_at", ["", "soon", "2026-11-03T09:00:00", "9999-12-31T23:45:00+00:00", "0001-01-01T00:00:00+14:00"]
)
def test_a_time_that_is_none_asks_to_choose_again(member, therapist, begins_at):
    answer = signed_in(member.user).post("/visits/new/", wish(therapist, begins_at))
    assert answer.status_code == 409
    assert "Choose one" in answer.content.decode()
    assert not Visit.objects.exists()


def test_somebody_else_s_therapist_cannot_be_asked_for(member, therapist):
    stranger = world.therapist("other.therapist@example.org")
    answer = signed_in(member.user).post("/visits/new/", wish(stranger, free(therapist)[0]))
    assert answer.status_code == 400
    assert not Visit.objects.exists()


def test_both_clocks_are_shown_where_they_differ(member, therapist):
    member.user.timezone = "Europe/Berlin"
    member.user.save()
    page = signed_in(member.user).get("/visits/new/").content.decode()
    assert "9:00 AM there" in page
    member.user.timezone = "America/Toronto"
    member.user.save()
    assert "there</span>" not in signed_in(member.user).get("/visits/new/").content.decode()


def test_a_practitioner_books_for_a_member_of_theirs_only(member, therapist):
    client = signed_in(therapist)
    address = f"/practice/members/{member.pk}/visits/new/"
    client.post(address, wish(therapist, free(therapist)[0]))
    assert Visit.objects.get().booked_by == therapist
    stranger = world.joined("eve@example.org")
    assert client.get(f"/practice/members/{stranger.pk}/visits/new/").status_code == 404
    assert "Visits" in client.get("/practice/visits/").content.decode()


def test_a_practitioner_says_when_they_can_be_met(therapist):
    client = signed_in(therapist)
    page = client.get("/practice/visits/hours/")
    form = {name: field.value() or "" for name, field in ((f.html_name, f) for f in page.context["form"])}
    form |= {"opens_5_0": "10:00", "closes_5_0": "12:00"}
    assert client.post("/practice/visits/hours/", form).status_code == 302
    assert therapist.bookable_hours.count() == 6
    wrong = client.post("/practice/visits/hours/", form | {"closes_5_0": ""})
    assert (wrong.status_code, therapist.bookable_hours.count()) == (400, 6)
    assert "Say both" in wrong.content.decode()
    odd = client.post("/practice/visits/hours/", form | {"closes_5_0": "12:10"})
    assert "quarter of an hour" in odd.content.decode()


def test_time_off_is_noted_on_their_own_clock_and_taken_back(therapist):
    client = signed_in(therapist)
    client.post(
        "/practice/visits/time-off/", {"begins_at": "2030-01-07T09:00", "ends_at": "2030-01-08T09:00"}
    )
    away = TimeOff.objects.get()
    assert away.begins_at.isoformat() == "2030-01-07T14:00:00+00:00"
    other = signed_in(world.therapist("other.therapist@example.org"))
    assert other.post(f"/practice/visits/time-off/{away.pk}/remove/").status_code == 404
    client.post(f"/practice/visits/time-off/{away.pk}/remove/")
    assert not TimeOff.objects.exists()
    backwards = {"begins_at": "2030-01-08T09:00", "ends_at": "2030-01-07T09:00"}
    assert "must end after" in client.post("/practice/visits/time-off/", backwards).content.decode()
    never = {"begins_at": "2030-01-08T09:00", "ends_at": "9999-12-31T23:59"}
    answer = client.post("/practice/visits/time-off/", never)
    assert (answer.status_code, TimeOff.objects.count()) == (400, 0)
    assert "Look at the year again" in answer.content.decode()


def test_nobody_but_the_two_reaches_a_visit(member, therapist, visit):
    coach = world.account("coach@example.org", Role.COACH)
    teams.join_care_team(member=member, practitioner=coach, at=timezone.now(), by=None)
    others = [
        world.joined("eve@example.org").user,
        world.therapist("other.therapist@example.org"),
        world.account("operator@example.org", Role.OPERATOR),
        coach,
    ]
    addresses = [f"/visits/{visit.pk}/{part}" for part in ("", "visit.ics", "move/", "cancel/")]
    for user in others:
        for address in addresses:
            for answer in (signed_in(user).get(address), signed_in(user).post(address, {})):
                assert answer.status_code in {403, 404, 405}, (user.role, address)
    for address in addresses:
        assert Client().get(address).status_code in {302, 405}
    visit.refresh_from_db()
    assert visit.state == "booked"


def test_a_therapist_who_left_the_team_no_longer_sees_the_visit(member, therapist, visit):
    teams.leave_care_team(member=member, practitioner=therapist, at=timezone.now(), by=None)
    assert signed_in(therapist).get(f"/visits/{visit.pk}/").status_code == 404


def test_a_cancelled_visit_cannot_be_moved(member, therapist, visit):
    cancel_visit(visit=visit, reason="", at=timezone.now(), by=therapist)
    client = signed_in(member.user)
    answer = client.get(f"/visits/{visit.pk}/move/", follow=True)
    assert "cannot be changed any more" in answer.content.decode()
    assert client.get(f"/visits/{visit.pk}/visit.ics").content.decode().count("METHOD:CANCEL") == 1
