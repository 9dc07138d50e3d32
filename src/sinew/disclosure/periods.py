"""The fixed grid of time: calendar months and quarters; a report or invoice is about one that is over."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

MONTHS_OF_A_QUARTER = 3
QUARTERS = 4
MONTHS = 12


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        """The one a day is in."""
        return cls(day.year, day.month)

    @property
    def first_on(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last_on(self) -> date:
        return self.next.first_on - timedelta(days=1)

    @property
    def next(self) -> "Month":
        """The one after."""
        return Month(self.year + self.number // MONTHS, self.number % MONTHS + 1)

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02d}"


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A calendar quarter."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        """The one a day is in."""
        return cls(day.year, (day.month - 1) // MONTHS_OF_A_QUARTER + 1)

    @property
    def first_on(self) -> date:
        return date(self.year, (self.number - 1) * MONTHS_OF_A_QUARTER + 1, 1)

    @property
    def last_on(self) -> date:
        return self.next.first_on - timedelta(days=1)

    @property
    def next(self) -> "Quarter":
        """The one after."""
        return Quarter(self.year + self.number // QUARTERS, self.number % QUARTERS + 1)

    @property
    def is_last_of_year(self) -> bool:
        return self.number == QUARTERS

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"


def quarters(first: date, before: date) -> Iterator[Quarter]:
    """Every quarter from the one a day is in on, that is over on another day."""
    quarter = Quarter.of(first)
    while quarter.last_on < before:
        yield quarter
        quarter = quarter.next


def months(first: date, before: date) -> Iterator[Month]:
    """Every month from the one a day is in on, that is over on another day."""
    month = Month.of(first)
    while month.last_on < before:
        yield month
        month = month.next
