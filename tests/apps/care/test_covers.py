"""A colleague stands in for a time: they read exactly then, and every step is recorded."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sinew.apps.accounts.models import User
from sinew.apps.audit.models import AuditEntry
from sinew.apps.care.covers import (
    arrange_cover,
    close_past_covers,
    cover_span,
    end_cover,
    hand_over_for_good,
    may_cover,
)
from sinew.apps.care.errors import CannotHandOver, NotOnCareTeam
from sinew.apps.care.models import CarePlan, Cover
from sinew.apps.care.teams import count_without_practitioner, join_care_team, therapist_with_fewest_members
from sinew.apps.members.models import Member
from sinew.apps.notifications.models import OutboxEmail
from sinew.apps.practice.caseload import local_day
from sinew.apps.practice.teams import teams_of
from sinew.apps.web.moment import happening
from sinew.vocabulary import Role
from tests.apps.members import world
from tests.support.sign_in import signed_in

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)
STARTS, UNTIL = world.at() + timedelta(days=2), world.at() + timedelta(days=9)
SECOND = timedelta(seconds=1)


@pytest.fixture
def plan() -> CarePlan:
    world.therapist()
    return world.planned()


@pytest.fixture
def away(plan: CarePlan) -> User:
    return plan.member.care_team.get().practitioner


@pytest.fixture
def colleague(plan: CarePlan) -> User:
    return world.therapist("colleague@example.org")


@pytest.fixture
def cover(plan: CarePlan, away: User, colleague: User) -> Cover:
    return arrange_cover(
        away=away, covering=colleague, members=[plan.member], starts_at=STARTS, until_at=UNTIL,
        note="Back on Monday.", is_for_all=True, at=world.at(), by=away,
    )  # fmt: skip


def reads(user: User, at) -> bool:
    with happening(at):
        return Member.objects.visible_to(user).exists() and CarePlan.objects.visible_to(user).exists()


@pytest.mark.parametrize(
    ("at", "may"),
    [
        (STARTS - SECOND, False),
        (STARTS, True),
        (UNTIL - SECOND, True),
        (UNTIL, False),
        (UNTIL + WEEK, False),
    ],
)
def test_the_colleague_reads_exactly_in_that_time(cover, colleague, away, at, may):
    assert reads(colleague, at) is may
    assert reads(away, at)


def test_called_off_it_opens_nothing_from_that_moment_on(cover, colleague, away):
    end_cover(cover=cover, at=STARTS + SECOND, by=away)
    end_cover(cover=cover, at=STARTS + 2 * SECOND, by=away)
    assert not reads(colleague, STARTS + 2 * SECOND)
    assert list(AuditEntry.objects.filter(event="care.cover.ended").values_list("by_id", flat=True)) == [
        away.pk
    ]


def test_its_end_is_written_down_once_with_its_own_instant(cover):
    assert close_past_covers(at=UNTIL - SECOND) == 0
    assert close_past_covers(at=UNTIL + WEEK) == 1
    assert close_past_covers(at=UNTIL + WEEK) == 0
    assert cover.places.get().ended_at == UNTIL
    assert AuditEntry.objects.filter(event="care.cover.ended").count() == 1


def test_the_colleague_is_told_without_anybody_s_name(cover, plan):
    mail = OutboxEmail.objects.get(template="cover_arranged")
    assert mail.to == "colleague@example.org"
    assert plan.member.display_name not in mail.body


def test_everybody_sees_for_whom_and_until_when(cover, plan, colleague):
    with happening(STARTS):
        own = teams_of(colleague)[plan.member_id].own
        assert own is not None
        assert (own.covers_for, own.last_on) == (cover.away.name, cover.last_on)
    cover.starts_at, cover.until_at = world.at() - WEEK, world.at() + timedelta(days=3650)
    cover.save()
    assert "covering for" in signed_in(colleague).get(reverse("practice:caseload")).content.decode()
    assert "stands in for" in signed_in(plan.member.user).get(reverse("today:care_team")).content.decode()


def test_who_handed_everybody_over_gets_nobody_new(cover, away, colleague):
    join_care_team(member=world.joined("eve@example.org"), practitioner=colleague, at=world.at(), by=None)
    join_care_team(member=world.joined("flo@example.org"), practitioner=colleague, at=world.at(), by=None)
    assert therapist_with_fewest_members() == away
    with happening(STARTS):
        assert therapist_with_fewest_members() == colleague


def test_a_coach_cannot_stand_in_for_a_therapist(plan, away):
    coach = world.account("coach@example.org", Role.COACH)
    assert not may_cover(coach, away)
    assert may_cover(away, coach)
    with pytest.raises(CannotHandOver):
        arrange_cover(
            away=away, covering=coach, members=[plan.member], starts_at=STARTS, until_at=UNTIL,
            at=world.at(), by=away,
        )  # fmt: skip


def test_nobody_hands_over_whom_they_only_cover(cover, plan, colleague):
    third = world.therapist("third@example.org")
    with happening(STARTS), pytest.raises(NotOnCareTeam):
        arrange_cover(
            away=colleague, covering=third, members=[plan.member], starts_at=STARTS, until_at=UNTIL,
            at=STARTS, by=colleague,
        )  # fmt: skip


@pytest.mark.parametrize("until", [STARTS, world.at()])
def test_a_time_that_is_over_or_empty_is_refused(plan, away, colleague, until):
    with pytest.raises(CannotHandOver):
        arrange_cover(
            away=away, covering=colleague, members=[plan.member], starts_at=STARTS, until_at=until,
            at=world.at(), by=away,
        )  # fmt: skip


def test_for_good_the_colleague_leads_and_the_other_reads_no_more(plan, away, colleague):
    assert (
        hand_over_for_good(away=away, colleague=colleague, members=[plan.member], at=world.at(), by=away) == 1
    )
    assert reads(colleague, world.at())
    assert not reads(away, world.at())
    assert teams_of(colleague)[plan.member_id].is_led_by_reader


def test_the_page_hands_over_and_calls_off(plan, away, colleague):
    client, url = signed_in(away), reverse("practice:hand_over")
    first = local_day(plan.member, timezone.now()) + WEEK
    told = {
        "to": str(colleague.pk),
        "who": "all",
        "how": "while",
        "first": first.isoformat(),
        "last": (first + timedelta(days=4)).isoformat(),
        "note": "Back on Monday.",
    }
    for last in (first - timedelta(days=1), first + timedelta(days=700), date.max):
        refused = client.post(url, {**told, "last": last.isoformat()})
        assert refused.status_code == 400
        assert "Back on Monday." in refused.content.decode()
        assert f'value="{last.isoformat()}"' in refused.content.decode()
    assert client.post(url, told).status_code == 302
    found = Cover.objects.get()
    assert found.is_for_all
    assert (found.first_on, found.last_on) == (first, first + timedelta(days=4))
    assert client.post(url, told).status_code == 400
    assert Cover.objects.count() == 1
    other = signed_in(world.therapist("other@example.org"))
    assert other.post(reverse("practice:call_off", args=[found.pk])).status_code == 404
    assert client.post(reverse("practice:call_off", args=[found.pk])).status_code == 302
    found.refresh_from_db()
    assert found.ended_at is not None


def test_a_refused_page_keeps_who_was_ticked_and_that_it_was_for_good(plan, away, colleague):
    told = {"to": "", "who": "some", "how": "for-good", "member": str(plan.member_id)}
    page = signed_in(away).post(reverse("practice:hand_over"), told).content.decode()
    assert "Choose a colleague." in page
    assert 'value="for-good" checked' in page
    assert 'value="while" checked' not in page


def test_its_days_are_those_of_who_is_away_also_when_clocks_change(away):
    away.timezone = "America/New_York"
    starts_at, until_at = cover_span(
        away, date(2026, 3, 7), date(2026, 3, 8), at=datetime(2026, 3, 7, 3, tzinfo=UTC)
    )
    assert starts_at == datetime(2026, 3, 7, 5, tzinfo=UTC)
    assert until_at == datetime(2026, 3, 9, 4, tzinfo=UTC)
    cover = Cover(away=away, starts_at=starts_at, until_at=until_at)
    assert (cover.first_on, cover.last_on) == (date(2026, 3, 7), date(2026, 3, 8))


def test_a_cover_does_not_begin_in_the_past(away):
    day = world.at().date()
    with pytest.raises(CannotHandOver):
        cover_span(away, day - timedelta(days=2), day, at=world.at())


def test_one_colleague_covers_for_a_member_once_at_a_time(cover, plan, away, colleague):
    again = {"away": away, "covering": colleague, "members": [plan.member], "at": world.at(), "by": away}
    with pytest.raises(CannotHandOver, match="already"):
        arrange_cover(**again, starts_at=UNTIL - SECOND, until_at=UNTIL + WEEK)
    arrange_cover(**again, starts_at=UNTIL, until_at=UNTIL + WEEK)
    assert Cover.objects.count() == 2


def test_whoever_did_not_call_it_off_is_told_by_mail(cover, away, colleague):
    end_cover(cover=cover, at=STARTS + SECOND, by=colleague)
    (mail,) = OutboxEmail.objects.filter(template="cover_called_off")
    assert mail.to == away.email


def test_who_leaves_a_team_is_not_stood_in_for_there_any_more(cover, plan, away, colleague):
    other = world.therapist("other@example.org")
    with happening(STARTS):
        hand_over_for_good(away=away, colleague=other, members=[plan.member], at=STARTS, by=away)
        assert not reads(colleague, STARTS)
        assert reads(other, STARTS)
    assert AuditEntry.objects.filter(event="care.cover.ended", member_id=plan.member_id).count() == 1


def test_members_whom_nobody_looks_after_are_counted(plan, away):
    assert count_without_practitioner() == 0
    away.is_active = False
    away.save()
    assert count_without_practitioner() == 1
    page = signed_in(world.therapist("other@example.org")).get(reverse("practice:workload")).content.decode()
    assert "no practitioner" in page
