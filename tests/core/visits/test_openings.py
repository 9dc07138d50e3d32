"""When somebody can be booked: by their own clock, also on the days clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinew.visits import Absence, Opening, WeeklyHours, free_starts, openings, quarters

NEW_YORK = ZoneInfo("America/New_York")
HALF_HOUR = timedelta(minutes=30)
SUNDAY = 6


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def is_repeated(moment: datetime) -> bool:
    """Whether clocks show this time twice."""
    return moment.replace(fold=0).utcoffset() != moment.replace(fold=1).utcoffset()


def spans(
    hours: list[WeeklyHours], day: date, zone: ZoneInfo = NEW_YORK, *absences: Absence
) -> list[Opening]:
    return openings(hours, absences, zone=zone, first=day, last=day)


def test_hours_are_those_of_the_practitioner_s_clock_in_winter_and_summer():
    monday = [WeeklyHours(0, time(9), time(12))]
    assert spans(monday, date(2026, 1, 5)) == [Opening(at("2026-01-05T14:00"), at("2026-01-05T17:00"))]
    assert spans(monday, date(2026, 7, 6)) == [Opening(at("2026-07-06T13:00"), at("2026-07-06T16:00"))]
    assert spans(monday, date(2026, 7, 7)) == []


def test_the_hour_that_spring_skips_is_not_open():
    found = spans([WeeklyHours(SUNDAY, time(1), time(4))], date(2026, 3, 8))
    assert found == [Opening(at("2026-03-08T06:00"), at("2026-03-08T08:00"))]
    assert spans([WeeklyHours(SUNDAY, time(2), time(3))], date(2026, 3, 8)) == []


def test_hours_that_begin_in_the_gap_begin_after_it():
    found = spans([WeeklyHours(SUNDAY, time(2, 30), time(4))], date(2026, 3, 8))
    assert found[0].ends_at == at("2026-03-08T08:00")
    assert found[0].begins_at == at("2026-03-08T07:00")


def test_hours_that_end_in_the_gap_end_with_it():
    found = spans([WeeklyHours(SUNDAY, time(1), time(2, 30))], date(2026, 3, 8))
    assert found == [Opening(at("2026-03-08T06:00"), at("2026-03-08T07:00"))]


@pytest.mark.parametrize(
    "zone", ["Australia/Lord_Howe", "America/New_York", "Europe/Berlin", "Africa/Casablanca"]
)
def test_a_whole_year_of_quarter_hours_is_open_by_the_clock(zone):
    place, quarter = ZoneInfo(zone), timedelta(minutes=15)
    weekly = [WeeklyHours(day, time(1, 15), time(2, 45)) for day in range(7)]
    found = openings(weekly, [], zone=place, first=date(2026, 1, 1), last=date(2026, 12, 31))
    starts = free_starts(found, (), duration=quarter, step=quarter, earliest=at("2025-01-01T00:00"))
    everything = (at("2026-01-01T12:00") + number * quarter for number in range(364 * 96))
    starts_once = {one for one in starts if not is_repeated(one.astimezone(place))}
    assert {one for one in starts_once if at("2026-01-01T12:00") <= one < at("2026-12-31T12:00")} == {
        moment
        for moment in everything
        if time(1, 15) <= moment.astimezone(place).time() < time(2, 45)
        and not is_repeated(moment.astimezone(place))
    }


def test_the_hour_that_autumn_repeats_is_open_twice():
    found = spans([WeeklyHours(SUNDAY, time(1), time(2))], date(2026, 11, 1))
    assert found == [Opening(at("2026-11-01T05:00"), at("2026-11-01T07:00"))]


def test_touching_and_overlapping_hours_are_one_span():
    hours = [
        WeeklyHours(0, time(9), time(11)),
        WeeklyHours(0, time(11), time(12)),
        WeeklyHours(0, time(10), time(13)),
    ]
    assert spans(hours, date(2026, 1, 5)) == [Opening(at("2026-01-05T14:00"), at("2026-01-05T18:00"))]


def test_an_absence_cuts_a_span_in_two_and_another_takes_the_rest():
    monday = [WeeklyHours(0, time(9), time(17))]
    lunch = Absence(at("2026-01-05T17:00"), at("2026-01-05T18:00"))
    evening = Absence(at("2026-01-05T20:30"), at("2026-01-12T00:00"))
    assert spans(monday, date(2026, 1, 5), NEW_YORK, evening, lunch) == [
        Opening(at("2026-01-05T14:00"), at("2026-01-05T17:00")),
        Opening(at("2026-01-05T18:00"), at("2026-01-05T20:30")),
    ]
    assert (
        spans(monday, date(2026, 1, 5), NEW_YORK, Absence(at("2026-01-01T00:00"), at("2026-02-01T00:00")))
        == []
    )


@pytest.mark.parametrize(("weekday", "opens", "closes"), [(7, time(9), time(10)), (0, time(10), time(10))])
def test_hours_that_cannot_be_are_refused(weekday, opens, closes):
    with pytest.raises(ValueError, match=r"weekday|closes"):
        WeeklyHours(weekday, opens, closes)


def test_offered_times_leave_out_what_is_taken_and_what_is_too_soon():
    open_spans = [Opening(at("2026-01-05T14:00"), at("2026-01-05T16:30"))]
    found = free_starts(
        open_spans,
        {at("2026-01-05T15:15")},
        duration=HALF_HOUR,
        step=HALF_HOUR,
        earliest=at("2026-01-05T14:10"),
    )
    assert found == [at("2026-01-05T14:30"), at("2026-01-05T15:30"), at("2026-01-05T16:00")]


def test_a_visit_off_the_grid_is_refused():
    for begins, length in (
        (at("2026-01-05T14:05"), 30),
        (at("2026-01-05T14:00"), 20),
        (at("2026-01-05T14:00"), 0),
    ):
        with pytest.raises(ValueError, match="quarter"):
            quarters(begins, timedelta(minutes=length))


zones = st.sampled_from(sorted(available_timezones() - {"Factory", "localtime"})).map(ZoneInfo)
clocks = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))
hours = (
    st.tuples(st.integers(0, 6), clocks, clocks)
    .filter(lambda one: one[1] < one[2])
    .map(lambda one: WeeklyHours(*one))
)


@given(st.lists(hours, max_size=8), zones, st.dates(date(2024, 1, 1), date(2030, 1, 1)))
def test_every_open_moment_is_within_hours_on_the_practitioner_s_clock(weekly, zone, first):
    found = openings(weekly, [], zone=zone, first=first, last=first + timedelta(days=8))
    assert all(one.ends_at <= other.begins_at for one, other in pairwise(found))
    for span in found:
        for moment in free_starts(
            [span], (), duration=timedelta(minutes=15), step=timedelta(minutes=15), earliest=span.begins_at
        ):
            local = moment.astimezone(zone)
            assert is_repeated(local) or any(
                each.weekday == local.weekday() and each.opens <= local.time() < each.closes
                for each in weekly
            )


@given(
    st.lists(hours, min_size=1, max_size=5), zones, st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.data()
)
def test_offered_visits_never_meet_a_taken_quarter_nor_leave_the_hours(weekly, zone, first, data):
    found = openings(weekly, [], zone=zone, first=first, last=first + timedelta(days=3))
    quarter = timedelta(minutes=15)
    grid = free_starts(found, (), duration=quarter, step=quarter, earliest=at("2020-01-01T00:00"))
    taken = set(data.draw(st.lists(st.sampled_from(grid), max_size=20))) if grid else set()
    for start in free_starts(found, taken, duration=HALF_HOUR, step=quarter, earliest=at("2020-01-01T00:00")):
        assert taken.isdisjoint(quarters(start, HALF_HOUR))
        assert any(span.begins_at <= start and start + HALF_HOUR <= span.ends_at for span in found)
