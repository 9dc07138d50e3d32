"""The caseload ranks by who needs a practitioner, and says why."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinew.apps.practice.attention import CaseFacts, FlagFact, Kind, Limits, pain_rise, reasons, urgency
from sinew.vocabulary import Disposition, Outcome

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
TODAY = date(2026, 11, 22)
LIMITS = Limits(pain_points=2, missed_days=7, silent_days=14, review_hours=72)


def exercising(**facts: object) -> CaseFacts:
    settings: dict[str, object] = {
        "today": TODAY,
        "outcome": Outcome.KEEP,
        "disposition": Disposition.SELF_CARE,
        "last_active_on": TODAY - timedelta(days=1),
    }
    return CaseFacts(**(settings | facts))  # type: ignore[arg-type]


def waiting(**facts: object) -> CaseFacts:
    paused = {"outcome": Outcome.PAUSE_FOR_PRACTITIONER, "disposition": Disposition.PRACTITIONER_FIRST}
    return exercising(waits_since=NOW, waits_because="two-reds", **paused, **facts)


def flag(raised_hours_ago: float, within_hours: int) -> FlagFact:
    return FlagFact("RF-12", Disposition.URGENT, NOW - timedelta(hours=raised_hours_ago), within_hours)


def kinds(facts: CaseFacts) -> list[Kind]:
    return [reason.kind for reason in reasons(facts, LIMITS)]


def test_somebody_who_does_well_needs_nothing():
    assert reasons(exercising(pains=(5, 4, 4, 3, 3, 2)), LIMITS) == ()


CASES = {
    Kind.RED_FLAG: exercising(flags=(flag(1, 24),)),
    Kind.CLEARANCE: waiting(was_cleared=False),
    Kind.PAUSED: waiting(was_cleared=True),
    Kind.SIGN_OFF: exercising(asked_at=NOW, asked_for="cleared-sport"),
    Kind.RISING_PAIN: exercising(pains=(2, 2, 2, 4, 4, 4)),
    Kind.MISSED: exercising(last_active_on=TODAY - timedelta(days=8)),
    Kind.SILENT: exercising(last_active_on=TODAY - timedelta(days=30)),
    Kind.INTAKE_OPEN: CaseFacts(today=TODAY, intake_open_since=TODAY),
}


@pytest.mark.parametrize(("kind", "facts"), CASES.items())
def test_each_situation_has_its_reason(kind, facts):
    assert kinds(facts) == [kind]


def test_members_stand_in_the_order_of_their_most_urgent_reason():
    ranks = [urgency(reasons(facts, LIMITS)) for facts in CASES.values()]
    assert all(first < second for first, second in pairwise([*ranks, urgency(())]))


def test_of_two_red_flags_the_one_due_first_stands_first():
    due_soon, due_later = exercising(flags=(flag(20, 24),)), exercising(flags=(flag(70, 168),))
    assert urgency(reasons(due_soon, LIMITS)) < urgency(reasons(due_later, LIMITS))


def test_six_missed_days_are_no_reason_and_seven_are():
    assert kinds(exercising(last_active_on=TODAY - timedelta(days=7))) == []
    assert kinds(exercising(last_active_on=TODAY - timedelta(days=8))) == [Kind.MISSED]


def test_a_plan_the_practitioner_stopped_does_not_ask_for_them():
    assert kinds(waiting(was_cleared=True, is_stopped=True)) == []


def test_of_two_who_wait_the_one_who_waited_longer_stands_first():
    longer = waiting(was_cleared=False)
    shorter = replace(longer, waits_since=NOW + timedelta(hours=1))
    assert urgency(reasons(longer, LIMITS)) < urgency(reasons(shorter, LIMITS))


def test_a_member_who_was_stopped_is_not_chased_for_missing_sessions():
    assert kinds(exercising(is_stopped=True, last_active_on=TODAY - timedelta(days=40))) == []


def test_a_plan_that_waits_is_not_also_asked_to_be_signed_off():
    assert kinds(waiting(asked_at=NOW, asked_for="cleared-sport")) == [Kind.CLEARANCE]


def test_a_red_flag_that_paused_the_plan_is_said_once():
    assert kinds(waiting(flags=(flag(1, 24),))) == [Kind.RED_FLAG]


def test_one_bad_day_is_no_trend_and_too_few_sessions_say_nothing():
    assert kinds(exercising(pains=(2, 2, 2, 2, 2, 7))) == []
    assert pain_rise((1, 1, 9, 9, 9)) is None


@given(st.lists(st.integers(0, 10), max_size=30), st.integers(0, 60))
def test_reasons_are_ordered_and_never_repeat_a_kind(pains, days):
    found = kinds(exercising(pains=tuple(pains), last_active_on=TODAY - timedelta(days=days)))
    assert found == sorted(set(found))
