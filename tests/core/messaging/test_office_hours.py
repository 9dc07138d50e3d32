"""When somebody answers: over evenings, weekends, holidays, absences, and the days the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinew.content import default_root, read_messaging
from sinew.messaging import OfficeHours, answer_by, is_open

NEW_YORK, BERLIN = "America/New_York", "Europe/Berlin"
NINE_TO_FIVE = {day: ((time(9), time(17)),) for day in range(5)}
DAY = timedelta(hours=8)


def office(zone: str = NEW_YORK, **more: object) -> OfficeHours:
    return OfficeHours(zone, **({"week": NINE_TO_FIVE} | more))  # type: ignore[arg-type]


def local(text: str, zone: str = NEW_YORK) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("written", "answered"),
    [
        ("2026-11-02T09:00", "2026-11-02T17:00"),  # Monday morning: that evening
        ("2026-11-02T13:00", "2026-11-03T13:00"),  # in the middle of the day: the middle of the next
        ("2026-11-02T22:00", "2026-11-03T17:00"),  # at night
        ("2026-11-06T16:00", "2026-11-09T16:00"),  # Friday afternoon: over the weekend
        ("2026-11-07T12:00", "2026-11-09T17:00"),  # Saturday
    ],
)
def test_one_working_day_later(written: str, answered: str):
    assert answer_by(local(written), [office()], within=DAY) == local(answered)


def test_a_holiday_and_days_away_do_not_count():
    thanksgiving = office(closed_on=frozenset({date(2026, 11, 26)}))
    assert answer_by(local("2026-11-25T17:30"), [thanksgiving], within=DAY) == local("2026-11-27T17:00")
    away = office(away=((date(2026, 11, 2), date(2026, 11, 13)),))
    assert answer_by(local("2026-11-02T10:00"), [away], within=DAY) == local("2026-11-16T17:00")


def test_whoever_comes_first_answers():
    berlin, new_york = office(BERLIN), office(NEW_YORK)
    written = local("2026-11-02T09:00", BERLIN)
    assert answer_by(written, [new_york, berlin], within=DAY) == local("2026-11-02T17:00", BERLIN)
    away = office(BERLIN, away=((date(2026, 11, 1), date(2026, 11, 30)),))
    assert answer_by(written, [new_york, away], within=DAY) == local("2026-11-02T17:00", NEW_YORK)


def test_office_hours_are_those_of_the_clock_where_the_office_is_when_the_clocks_change():
    """17:00 in New York is 21:00 UTC before the change and 22:00 after it."""
    friday = local("2026-10-30T09:00")
    monday = local("2026-11-02T09:00")  # clocks went back on November 1
    assert answer_by(friday, [office()], within=DAY) == datetime(2026, 10, 30, 21, tzinfo=UTC)
    assert answer_by(monday, [office()], within=DAY) == datetime(2026, 11, 2, 22, tzinfo=UTC)


def test_an_hour_the_clocks_skip_is_no_office_time_and_one_they_repeat_is_two():
    nights = office(week={6: ((time(0), time(8)),)})
    spring = answer_by(local("2026-03-08T00:00"), [nights], within=timedelta(hours=3))
    autumn = answer_by(local("2026-11-01T00:00"), [nights], within=timedelta(hours=3))
    assert spring == local("2026-03-08T04:00")
    assert autumn == local("2026-11-01T02:00")


def test_an_opening_over_midnight_belongs_to_the_day_it_begins_on():
    late = office(week={0: ((time(22), time(2)),)})
    tuesday_one = local("2026-11-03T01:00")
    assert is_open(tuesday_one, [late])
    assert not is_open(local("2026-11-03T02:00"), [late])
    assert answer_by(tuesday_one, [late], within=timedelta(hours=1)) == local("2026-11-03T02:00")


def test_nobody_at_work_is_no_promise():
    assert answer_by(local("2026-11-02T09:00"), [office(week={})], within=DAY) is None
    assert answer_by(local("2026-11-02T09:00"), [], within=DAY) is None


def test_a_lunch_break_does_not_count():
    halves = office(week={day: ((time(9), time(12)), (time(13), time(17))) for day in range(5)})
    assert answer_by(local("2026-11-02T11:00"), [halves], within=timedelta(hours=2)) == local(
        "2026-11-02T14:00"
    )
    assert not is_open(local("2026-11-02T12:30"), [halves])


moments = st.integers(0, 2 * 365 * 24 * 60).map(
    lambda m: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=m)
)


@given(
    moments, st.sampled_from([NEW_YORK, BERLIN, "Australia/Lord_Howe", "Asia/Kolkata"]), st.integers(1, 40)
)
def test_an_answer_is_due_later_than_the_message_and_while_the_office_is_open(
    at: datetime, zone: str, hours: int
):
    due = answer_by(at, [office(zone)], within=timedelta(hours=hours))
    assert due is not None
    assert due - at >= timedelta(hours=hours)
    assert is_open(due - timedelta(seconds=1), [office(zone)])


@given(moments, st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=9)))
def test_who_writes_later_is_never_promised_an_earlier_answer(at: datetime, later: timedelta):
    offices = [office(NEW_YORK), office(BERLIN)]
    first, second = (answer_by(moment, offices, within=DAY) for moment in (at, at + later))
    assert first is not None
    assert second is not None
    assert first <= second


def test_the_shipped_hours_can_be_read():
    clinic = read_messaging(default_root()).clinic
    assert answer_by(local("2026-11-25T18:00"), [clinic.hours], within=clinic.within) == local(
        "2026-11-27T17:00"
    )
