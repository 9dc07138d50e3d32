"""While an alarm is open, the team is told of other signs at once and of the same ones after a time."""

from datetime import UTC, datetime, timedelta

import pytest

from sinew.messaging import is_told

START = datetime(2026, 11, 30, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def at(minute: int, *signs: str) -> tuple[datetime, tuple[str, ...]]:
    return START + timedelta(minutes=minute), signs


@pytest.mark.parametrize(
    ("before", "alarm", "told"),
    [
        ([], at(0, "chest"), True),
        ([at(0, "chest")], at(1, "chest"), False),
        ([at(0, "chest")], at(60, "chest"), True),
        ([at(0, "chest")], at(1, "chest", "stroke"), True),
        ([at(0, "chest", "stroke")], at(1, "stroke"), False),
        # One every half hour: told at 0, 60, 120.
        ([at(0, "chest"), at(30, "chest")], at(60, "chest"), True),
        ([at(0, "chest"), at(30, "chest"), at(60, "chest")], at(90, "chest"), False),
        ([at(0, "chest"), at(50, "stroke")], at(60, "chest"), True),
    ],
)
def test_it_is_told_unless_the_team_has_lately_heard_of_these_signs(before, alarm, told):
    assert is_told(alarm, before, again_after=HOUR) is told
