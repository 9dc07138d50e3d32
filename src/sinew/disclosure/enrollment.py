"""Who counts as enrolled, for which sponsor and in which year.

A person counts for one sponsor at a time, so that the reports of two sponsors who share people cannot be
subtracted. Within a calendar year the count only grows. A sponsor knows who left its roster; so at the turn
of the year the count falls by no more than those who left, less ten, in full tens.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sinew.disclosure.bands import SMALLEST

TENS = 10
"""The fall at the turn of a year keeps to the steps of a report."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days of one person under one sponsor: ``[begins_on, ends_on)``, ``None`` while they run.

    Attributes:
        person: an id that means nothing outside.
    """

    person: str
    sponsor: str
    begins_on: date
    ends_on: date | None = None

    def holds(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.begins_on <= day and (self.ends_on is None or day < self.ends_on)


def apart(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans of one person without the days on which an earlier one already counts.

    Args:
        spans: in any order; of those that begin on one day, the one given first comes first.
    """
    counted: list[Span] = []
    free_from: date | None = date.min
    for span in sorted(spans, key=lambda one: one.begins_on):
        if free_from is None:
            break
        begins_on = max(span.begins_on, free_from)
        if span.ends_on is not None and span.ends_on <= begins_on:
            continue
        counted.append(Span(span.person, span.sponsor, begins_on, span.ends_on))
        free_from = span.ends_on
    return tuple(counted)


def enrolled_in_year(spans: Sequence[Span], left: Mapping[int, int], through: date) -> int:
    """How many people count as enrolled in the year of ``through``, up to that day.

    Args:
        spans: those of one sponsor, made by `apart`.
        left: how many people's coverage ended on the sponsor's roster, by year; the sponsor knows them.
    """
    began = min((span.begins_on.year for span in spans), default=through.year)
    counted = 0
    for year in range(began, through.year + 1):
        until = min(date(year, 12, 31), through)
        new_year = date(year, 1, 1)
        stayed = (span for span in spans if span.begins_on < new_year and span.holds(new_year))
        here = {span.person for span in stayed}
        new = {span.person for span in spans if new_year <= span.begins_on <= until} - here
        fall = max(left.get(year - 1, 0) - (SMALLEST - 1), 0) // TENS * TENS
        counted = max(len(here), counted - fall) + len(new)
    return counted
