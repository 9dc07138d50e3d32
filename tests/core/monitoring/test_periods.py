"""Periods follow each other without a gap; months are those of the calendar."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinew.monitoring import Period, calendar_month, period_of, periods

FIRST = date(2026, 3, 2)
days = st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 1, 1))
lengths = st.integers(min_value=1, max_value=90)


def test_the_first_period_begins_on_the_first_day_and_the_next_after_it():
    first = period_of(FIRST, first_on=FIRST, days=30)
    assert first == Period(date(2026, 3, 2), date(2026, 4, 1))
    assert first is not None
    assert first.last_on == date(2026, 3, 31)
    assert period_of(date(2026, 4, 1), first_on=FIRST, days=30) == Period(date(2026, 4, 1), date(2026, 5, 1))


def test_before_the_first_day_there_is_no_period():
    assert period_of(FIRST - timedelta(days=1), first_on=FIRST, days=30) is None
    assert list(periods(calendar_month(date(2026, 2, 1)), first_on=FIRST, days=30)) == []


def test_a_month_has_the_periods_that_reach_into_it():
    april = calendar_month(date(2026, 4, 15))
    assert [each.begins_on for each in periods(april, first_on=FIRST, days=30)] == [date(2026, 4, 1)]
    march = calendar_month(date(2026, 3, 15))
    assert [each.begins_on for each in periods(march, first_on=FIRST, days=30)] == [FIRST]
    may = calendar_month(date(2026, 5, 31))
    assert [each.begins_on.day for each in periods(may, first_on=FIRST, days=30)] == [1, 31]


@pytest.mark.parametrize(
    ("first", "begins", "in_month"),
    [
        # A course from January 15: the days of each period counted out by hand on a calendar.
        (date(2026, 1, 15), ["2026-01-15", "2026-02-14", "2026-03-16", "2026-04-15"], (2026, 3)),
        (date(2028, 1, 15), ["2028-01-15", "2028-02-14", "2028-03-15", "2028-04-14"], (2028, 3)),
        (date(2026, 12, 5), ["2026-12-05", "2027-01-04", "2027-02-03", "2027-03-05"], (2027, 2)),
    ],
)
def test_thirty_days_are_thirty_days_through_february_the_new_year_and_summer_time(
    first: date, begins: list[str], in_month: tuple[int, int]
):
    span = Period(first, date.fromisoformat(begins[-1]) + timedelta(days=1))
    assert [f"{each.begins_on}" for each in periods(span, first_on=first, days=30)] == begins
    month = calendar_month(date(*in_month, 1))
    touching = [text for text in begins if date.fromisoformat(text) < month.ends_on][-2:]
    assert [f"{each.begins_on}" for each in periods(month, first_on=first, days=30)] == touching


def test_a_leap_february_has_29_days():
    assert calendar_month(date(2028, 2, 9)) == Period(date(2028, 2, 1), date(2028, 3, 1))


def test_a_span_without_a_day_is_refused():
    with pytest.raises(ValueError, match="ends_on"):
        Period(FIRST, FIRST)
    with pytest.raises(ValueError, match="days"):
        period_of(FIRST, first_on=FIRST, days=0)


@given(first=days, span=st.integers(min_value=0, max_value=800), length=lengths)
def test_every_day_from_the_first_on_is_in_exactly_one_period(first: date, span: int, length: int):
    within = Period(first - timedelta(days=5), first + timedelta(days=span + 1))
    found = list(periods(within, first_on=first, days=length))
    assert not any(one.overlaps(other) for one in found for other in found if one is not other)
    assert all(before.ends_on == after.begins_on for before, after in itertools.pairwise(found))
    for number in range(span + 1):
        assert sum(first + timedelta(days=number) in each for each in found) == 1
    assert all((each.ends_on - each.begins_on).days == length for each in found)


@given(day=days)
def test_every_day_is_in_its_month_and_the_next_month_follows(day: date):
    month = calendar_month(day)
    assert day in month
    assert calendar_month(month.ends_on).begins_on == month.ends_on
    assert month.last_on.month == day.month
