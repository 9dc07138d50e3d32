"""Quiet hours end when the person's own clock says so, whatever their government does with it."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sinew.notices import QuietHours

ZONES = sorted(available_timezones())
NIGHT = (time(22), time(7))
zones = st.sampled_from(ZONES)
minutes = st.times().map(lambda each: each.replace(second=0, microsecond=0))
FIRST, LAST = datetime(2005, 1, 1), datetime(2035, 1, 1)  # noqa: DTZ001 (the strategy adds the zone)
instants = st.datetimes(FIRST, LAST, timezones=st.just(UTC))


def end(at: datetime, zone: str, hours: tuple[time, time] = NIGHT) -> datetime | None:
    return QuietHours(*hours, zone).end_after(at)


def test_a_night_ends_in_the_morning_of_the_reader():
    at = datetime(2026, 11, 30, 23, tzinfo=ZoneInfo("America/New_York"))
    assert end(at, "America/New_York") == datetime(2026, 12, 1, 7, tzinfo=ZoneInfo("America/New_York"))
    assert end(at, "America/Los_Angeles") is None


def test_hours_within_a_day_end_that_day():
    at = datetime(2026, 11, 30, 13, tzinfo=UTC)
    assert end(at, "UTC", (time(12), time(14))) == datetime(2026, 11, 30, 14, tzinfo=UTC)
    assert end(at, "UTC", (time(14), time(16))) is None


def test_equal_times_mean_no_quiet_hours():
    assert end(datetime(2026, 11, 30, 12, tzinfo=UTC), "UTC", (time(12), time(12))) is None


@pytest.mark.parametrize(
    ("at", "ends"),
    [
        # Spring in New York: 02:00 becomes 03:00, so 02:30 never comes.
        ("2026-03-08T06:30:00+00:00", "2026-03-08T07:00:00+00:00"),
        # Autumn: 01:00 to 02:00 comes twice, and 02:30 once.
        ("2026-11-01T05:30:00+00:00", "2026-11-01T07:30:00+00:00"),
        ("2026-11-01T06:30:00+00:00", "2026-11-01T07:30:00+00:00"),
    ],
)
def test_the_clock_is_put_forward_or_back_in_the_night(at: str, ends: str):
    hours = (time(22), time(2, 30))
    assert end(datetime.fromisoformat(at), "America/New_York", hours) == datetime.fromisoformat(ends)


def test_a_day_that_a_country_left_out_is_passed_over():
    at = datetime(2011, 12, 29, 23, tzinfo=ZoneInfo("Pacific/Apia"))
    assert end(at, "Pacific/Apia") == datetime(2011, 12, 31, 7, tzinfo=ZoneInfo("Pacific/Apia"))


@given(instants, zones, minutes, minutes, st.floats(0, 0.999))
@example(datetime(2026, 3, 8, 6, 59, tzinfo=UTC), "America/New_York", time(22), time(2, 30), 0.99)
@example(datetime(2026, 11, 1, 6, 10, tzinfo=UTC), "America/New_York", time(0, 50), time(1, 30), 0.5)
@example(datetime(2018, 11, 4, 2, 59, tzinfo=UTC), "America/Sao_Paulo", time(22), time(0, 30), 0.5)
def test_they_end_at_the_first_instant_that_is_not_quiet(at, zone, begins, ends, share):
    quiet = QuietHours(begins, ends, zone)
    over = quiet.end_after(at)
    assert (over is None) == (at not in quiet)
    if over is not None:
        assert at < over <= at + timedelta(days=3)
        assert over not in quiet
        assert over - timedelta(seconds=1) in quiet
        assert at + (over - at) * share in quiet
