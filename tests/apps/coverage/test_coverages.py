"""Members' coverage follows the roster, and a member is told kindly and once when it ends."""

from datetime import date, timedelta

import pytest

from sinew.apps.accounts.actions import create_account
from sinew.apps.coverage.actions.coverages import check_coverages, end_coverages, refresh_coverages
from sinew.apps.coverage.actions.people import erase_ended_people
from sinew.apps.coverage.actions.rosters import undo_roster
from sinew.apps.coverage.models import Coverage, ListedPerson, RosterChange
from sinew.apps.members.actions import join
from sinew.apps.notifications.models import OutboxEmail
from sinew.vocabulary import Role
from tests.apps.coverage.world import AT, crowd, keys_are_right, line, people, send, sponsor, table

pytestmark = pytest.mark.django_db
TODAY = AT.date()


@pytest.fixture
def acme():
    return sponsor()


def covered(acme, name="Ann", begins_on=TODAY):
    """A member whose coverage was proven by their row on the roster."""
    user = create_account(email=f"{name}@example.org".lower(), role=Role.MEMBER)
    member = join(user=user, at=AT, by=user)
    return Coverage.objects.create(
        member=member, sponsor=acme, person=people(acme)[name], proven_by=Coverage.Proof.CONTACT,
        begins_on=begins_on, created_at=AT, checked_at=AT,
    )  # fmt: skip


def told() -> list[str]:
    return list(OutboxEmail.objects.filter(template="coverage_ended").values_list("to", flat=True))


def test_the_end_on_a_roster_is_the_end_of_the_coverage(acme):
    send(acme, table(*crowd(20), line("Ann")))
    coverage = covered(acme)
    send(acme, table(line("Ann", action="term", end="2026-12-31")), hours=1)
    coverage.refresh_from_db()
    assert (coverage.begins_on, coverage.ends_on, coverage.end_reason) == (TODAY, date(2027, 1, 1), "")
    assert end_coverages(at=AT + timedelta(days=31), by=None) == []
    end_coverages(at=AT + timedelta(days=32), by=None)
    end_coverages(at=AT + timedelta(days=33), by=None)
    coverage.refresh_from_db()
    assert coverage.end_reason == "ended"
    assert told() == ["ann@example.org"]


def test_the_message_tells_neither_health_nor_sponsor(acme, mailoutbox):
    send(acme, table(*crowd(20), line("Ann")))
    covered(acme)
    send(acme, table(line("Ann", action="term", end="2026-11-29")), hours=1)
    end_coverages(at=AT, by=None)
    text = OutboxEmail.objects.get().subject + OutboxEmail.objects.get().body
    text += "".join(mail.subject + mail.body for mail in mailoutbox)
    assert "Acme" not in text
    assert "pain" not in text.lower()


def test_whoever_is_listed_again_goes_on(acme):
    send(acme, table(*crowd(20), line("Ann")))
    coverage = covered(acme)
    send(acme, table(line("Ann", action="term", end="2026-11-29")), hours=1)
    end_coverages(at=AT, by=None)
    send(acme, table(line("Ann", action="reinstate")), hours=2)
    coverage.refresh_from_db()
    assert (coverage.ends_on, coverage.end_reason) == (None, "")


def test_taking_back_the_roster_that_added_somebody_ends_their_coverage(acme):
    send(acme, table(*crowd(20)))
    last = send(acme, table(line("Ann")), hours=1)
    coverage = covered(acme)
    undo_roster(roster=last, at=AT, by=None)
    coverage.refresh_from_db()
    assert (coverage.person, coverage.ends_on) == (None, TODAY)
    end_coverages(at=AT, by=None)
    coverage.refresh_from_db()
    assert coverage.end_reason == "not-listed"
    assert told() == ["ann@example.org"]


def test_the_end_of_the_agreement_ends_every_coverage(acme):
    send(acme, table(line("Ann")))
    coverage = covered(acme)
    acme.ends_on = TODAY + timedelta(days=10)
    acme.save()
    refresh_coverages(sponsor=acme, at=AT, by=None)
    end_coverages(at=AT + timedelta(days=10), by=None)
    coverage.refresh_from_db()
    assert (coverage.ends_on, coverage.end_reason) == (acme.ends_on, "agreement-ended")


def test_somebody_with_another_coverage_is_not_written_to(acme):
    other = sponsor("other")
    for one in (acme, other):
        send(one, table(*crowd(20), line("Ann")))
    coverage = covered(acme)
    Coverage.objects.create(
        member=coverage.member, sponsor=other, person=people(other)["Ann"], proven_by="contact",
        begins_on=TODAY, created_at=AT, checked_at=AT,
    )  # fmt: skip
    send(acme, table(line("Ann", action="term", end="2026-11-29")), hours=1)
    end_coverages(at=AT, by=None)
    assert told() == []


def test_each_coverage_is_looked_at_once_a_month(acme):
    send(acme, table(line("Ann")))
    coverage = covered(acme)
    ListedPerson.objects.update(ends_on=TODAY)  # as if a roster had been applied without its coverages
    check_coverages(at=AT, by=None)
    coverage.refresh_from_db()
    assert coverage.ends_on is None
    december = AT + timedelta(days=2)
    check_coverages(at=december, by=None)
    coverage.refresh_from_db()
    assert (coverage.ends_on, coverage.checked_at) == (TODAY, december)


def test_a_start_that_moves_moves_the_coverage_but_not_before_the_enrollment(acme):
    send(acme, table(line("Ann")))
    coverage = covered(acme)
    send(acme, table(line("Ann", start="2026-12-15")), hours=1, accept_unusual=True)
    coverage.refresh_from_db()
    assert coverage.begins_on == date(2026, 12, 15)
    send(acme, table(line("Ann", start="2026-01-02")), hours=2, accept_unusual=True)
    coverage.refresh_from_db()
    assert coverage.begins_on == TODAY


def test_people_are_erased_after_their_time_and_coverages_stay(acme):
    send(acme, table(*crowd(20), line("Ann"), line("Old", end="2025-10-24", start="2020-01-01")))
    coverage = covered(acme)
    assert erase_ended_people(at=AT, by=None) == 1
    assert "Old" not in people(acme)
    assert not RosterChange.objects.filter(person_key__contains="OLD").exists()
    assert keys_are_right()
    send(acme, table(line("Ann", action="term", end="2026-11-30")), hours=1)
    later = AT + timedelta(days=402)
    assert erase_ended_people(at=later, by=None) == 1
    coverage.refresh_from_db()
    assert (coverage.person, coverage.ends_on) == (None, date(2026, 12, 1))
    assert send(acme, table(line("Zoe")), hours=2).state == "applied"
    assert set(people(acme)) == {f"P{number}x" for number in range(20)} | {"Zoe"}
