"""An 834 is applied once, by its sender and number; a test is never applied; left-out members are kept."""

import pytest

from sinew.apps.coverage.actions.rosters import apply_roster, undo_roster
from sinew.apps.coverage.errors import RosterIsATest
from sinew.apps.coverage.listings import folder
from sinew.apps.coverage.listings.acknowledging import acknowledge
from sinew.apps.coverage.models import ListedPerson, Roster
from tests.apps.coverage.world import AT, enrollment, member, people, send, sponsor

pytestmark = pytest.mark.django_db
State = Roster.State


@pytest.fixture
def acme():
    return sponsor()


def test_members_of_an_enrollment_are_listed(acme):
    roster = send(acme, enrollment(member("ANN"), member("BEN")))
    assert roster.state == State.APPLIED, roster.problems
    assert (roster.format, roster.is_full) == ("834", True)
    assert set(people(acme)) == {"ANN", "BEN"}


def test_the_same_enrollment_again_changes_nothing(acme):
    send(acme, enrollment(member("ANN")))
    send(acme, enrollment(member("ANN"), member("BEN"), control=2), hours=1)
    again = send(acme, enrollment(member("ANN")), hours=2)
    assert again.state == State.NOTHING_NEW
    assert set(people(acme)) == {"ANN", "BEN"}


def test_a_number_that_comes_again_with_other_content_is_refused(acme):
    send(acme, enrollment(member("ANN")))
    other = send(acme, enrollment(member("BEN")), hours=1)
    assert other.state == State.REFUSED
    assert other.problems[0]["code"] == "isa-control-known"
    assert set(people(acme)) == {"ANN"}


def test_another_sender_may_use_the_same_number(acme):
    send(acme, enrollment(member("ANN")))
    assert send(acme, enrollment(member("BEN"), sender="OTHER"), hours=1).state == State.APPLIED


def test_a_number_that_was_taken_back_may_come_again(acme):
    undo_roster(roster=send(acme, enrollment(member("ANN"))), at=AT, by=None)
    assert send(acme, enrollment(member("BEN")), hours=1).state == State.APPLIED


def test_a_test_is_read_and_never_applied(acme):
    roster = send(acme, enrollment(member("ANN"), usage="T"))
    assert roster.state == State.CHECKED
    assert roster.summary["added"] == 1
    with pytest.raises(RosterIsATest):
        apply_roster(roster=roster, at=AT, by=None, accept_unusual=True)
    assert not ListedPerson.objects.exists()


def test_a_member_left_out_is_kept_with_the_segments_and_the_reason(acme):
    roster = send(acme, enrollment(member("ANN"), member("BEN", born="19801350"), member("ZED")))
    assert roster.state == State.APPLIED
    assert set(people(acme)) == {"ANN", "ZED"}
    lines = folder.left_out(acme.pk, roster.pk).read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "NM1*IL*1*SMITH*BEN~" in lines[1]
    assert "ANN" not in lines[1]
    assert "ZED" not in lines[1]


def test_the_answer_to_an_enrollment_accepts_it(acme):
    roster = send(acme, enrollment(member("ANN")))
    answer = acknowledge(roster, at=AT)
    assert "TA1*" in answer
    assert "AK9*A*" in answer


def test_more_left_out_than_are_listed_one_by_one_are_all_kept(acme):
    bad = [member(f"B{number}", born="19801350") for number in range(1_100)]
    roster = send(acme, enrollment(member("ANN"), *bad))
    assert roster.summary["problems_unlisted"] > 0
    lines = folder.left_out(acme.pk, roster.pk).read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1_101
