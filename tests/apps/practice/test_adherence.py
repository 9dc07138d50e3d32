"""Sessions done over planned: what the phase asks for, and nothing while the plan waits."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sinew.apps.practice.adherence import Asked, adherence, weeks

MONDAY = date(2026, 3, 2)


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def test_two_weeks_of_three_days_ask_for_six_sessions():
    found = adherence([Asked(MONDAY, 3)], [day(0), day(2), day(7)], MONDAY, day(14))
    assert (found.done, found.planned, found.percent) == (3, 6, 50)


def test_two_sessions_of_one_day_are_one_day_and_days_outside_do_not_count():
    found = adherence([Asked(MONDAY, 7)], [day(0), day(0), day(7), day(-1)], MONDAY, day(7))
    assert (found.done, found.planned) == (1, 7)


def test_days_on_which_the_plan_waits_ask_for_nothing():
    asked = [Asked(MONDAY, 7), Asked(day(4), 0)]
    assert adherence(asked, [], MONDAY, day(7)).planned == 4
    assert adherence([Asked(MONDAY, 0)], [], MONDAY, day(7)).percent is None


def test_of_one_day_the_last_word_counts():
    assert adherence([Asked(MONDAY, 7), Asked(MONDAY, 0)], [], MONDAY, day(7)).planned == 0


def test_only_whole_weeks_that_are_over_are_told():
    found = weeks([Asked(MONDAY, 7)], [day(1), day(8)], MONDAY, day(20))
    assert [(one.done, one.planned) for one in found] == [(1, 7), (1, 7)]


@given(st.lists(st.integers(min_value=0, max_value=60)), st.integers(min_value=1, max_value=7))
def test_the_weeks_together_hold_every_day_once(numbers, rate):
    done = [day(number) for number in numbers]
    told = weeks([Asked(MONDAY, rate)], done, MONDAY, day(56))
    assert sum(one.done for one in told) == len({one for one in done if one < day(56)})
    assert sum(one.planned for one in told) == 8 * rate
