"""The two clocks of monitoring: periods of so many days from a first day, and calendar months."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from `begins_on` up to, not including, `ends_on`; all where the member is."""

    begins_on: date
    ends_on: date

    def __post_init__(self) -> None:
        if self.ends_on <= self.begins_on:
            raise ValueError("ends_on: must be later than begins_on")

    def __contains__(self, day: date) -> bool:
        return self.begins_on <= day < self.ends_on

    @property
    def last_on(self) -> date:
        """The last day in it."""
        return self.ends_on - timedelta(days=1)

    def overlaps(self, other: "Period") -> bool:
        """Whether they have a day in common."""
        return self.begins_on < other.ends_on and other.begins_on < self.ends_on


def period_of(day: date, *, first_on: date, days: int) -> Period | None:
    """The period a day falls in, where they follow each other from `first_on`; ``None`` before that.

    Args:
        days: how long each period is.
    """
    if days < 1:
        raise ValueError("days: a period has at least one")
    if day < first_on:
        return None
    begins_on = first_on + timedelta(days=(day - first_on).days // days * days)
    return Period(begins_on, begins_on + timedelta(days=days))


def periods(within: Period, *, first_on: date, days: int) -> Iterator[Period]:
    """Every period that has a day in `within`, oldest first; each day is in one of them or in none."""
    found = period_of(max(within.begins_on, first_on), first_on=first_on, days=days)
    while found is not None and found.begins_on < within.ends_on:
        yield found
        found = period_of(found.ends_on, first_on=first_on, days=days)


def calendar_month(day: date) -> Period:
    """The month a day falls in."""
    begins_on = day.replace(day=1)
    return Period(begins_on, (begins_on + timedelta(days=31)).replace(day=1))
