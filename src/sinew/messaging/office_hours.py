"""When somebody will answer: office hours in their own time zones, and a target in office time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LOOKED_AHEAD_DAYS = 120
"""An office that does not open within this many days is one that does not answer."""

Opening = tuple[time, time]


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When somebody is at work.

    Attributes:
        zone: time zone the hours are meant in (IANA name).
        week: openings by day of the week, 0 = Monday; an end at or before its start is on the next day.
        closed_on: holidays, local days.
        away: spans of local days without work, first and last day included.
    """

    zone: str
    week: Mapping[int, Sequence[Opening]]
    closed_on: frozenset[date] = frozenset()
    away: Sequence[tuple[date, date]] = field(default=())

    def works_on(self, day: date) -> bool:
        """Whether the office opens at all on this local day."""
        is_away = any(first <= day <= last for first, last in self.away)
        return bool(self.week.get(day.weekday())) and day not in self.closed_on and not is_away


def answer_by(at: datetime, offices: Sequence[OfficeHours], *, within: timedelta) -> datetime | None:
    """Until when a message of `at` should be answered; ``None`` if nobody works in the months ahead.

    Args:
        at: aware.
        offices: of everybody who may answer; who comes first counts.
        within: so much office time may pass: "8 hours" over an evening ends on the next working day.

    Returns an instant in UTC. Office time is time that passes: an hour the clocks skip is none, an hour they
    repeat is two.
    """
    found = (_worked_off(at.astimezone(UTC), office, within) for office in offices)
    return min((end for end in found if end is not None), default=None)


def is_open(at: datetime, offices: Sequence[OfficeHours]) -> bool:
    """Whether somebody works at this instant."""
    moment = at.astimezone(UTC)
    return any(begins <= moment < ends for office in offices for begins, ends in _openings(moment, office, 1))


def _worked_off(at: datetime, office: OfficeHours, within: timedelta) -> datetime | None:
    """The instant at which `within` of this office's time has passed since `at`."""
    left, covered = within, at
    for begins, ends in _openings(at, office, LOOKED_AHEAD_DAYS):
        begins = max(begins, covered)  # noqa: PLW2901 (openings that overlap count once)
        if ends <= begins:
            continue
        if ends - begins >= left:
            return begins + left
        left, covered = left - (ends - begins), ends
    return None


def _openings(at: datetime, office: OfficeHours, days: int) -> Iterator[tuple[datetime, datetime]]:
    """Openings as spans of UTC in order, from the day before `at` (one may last over midnight)."""
    zone = ZoneInfo(office.zone)
    today = at.astimezone(zone).date()
    for ahead in range(-1, days + 1):
        day = today + timedelta(days=ahead)
        if not office.works_on(day):
            continue
        for begins, ends in sorted(office.week[day.weekday()]):
            last = day if ends > begins else day + timedelta(days=1)
            yield _instant(day, begins, zone), _instant(last, ends, zone)


def _instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """A local clock time in UTC; a skipped one counts with the offset before, a repeated one first."""
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)
