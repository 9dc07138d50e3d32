"""When a practitioner can be booked: hours of the week, as their own clock shows them, less absences."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)
ONE_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """Hours of one day of the week, every week.

    Attributes:
        weekday: 0 is Monday.
        opens, closes: on the practitioner's clock; the end of the day is ``time.max``.

    Raises:
        ValueError: they close before they open, or the weekday does not exist.
    """

    weekday: int
    opens: time
    closes: time

    def __post_init__(self) -> None:
        if not 0 <= self.weekday <= 6:
            raise ValueError("weekday: 0 (Monday) to 6")
        if self.opens >= self.closes:
            raise ValueError("closes: later than opens")


@dataclass(frozen=True, slots=True)
class Absence:
    """A span in which nobody can be booked whatever the week says: ``[begins_at, ends_at)``, aware."""

    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Opening:
    """A span in which somebody can be booked: ``[begins_at, ends_at)``, UTC."""

    begins_at: datetime
    ends_at: datetime


def openings(
    hours: Iterable[WeeklyHours],
    absences: Iterable[Absence],
    *,
    zone: ZoneInfo,
    first: date,
    last: date,
) -> list[Opening]:
    """The spans between two days (both included, on the practitioner's calendar), in order and apart.

    An hour that clocks skip in spring is not open; one that they repeat in autumn is, both times, from the
    first moment that hours begin to the last that they end.
    """
    spans = sorted(_spans(list(hours), zone, first, last), key=lambda one: one.begins_at)
    return list(_without(_merged(spans), sorted(absences, key=lambda one: one.begins_at)))


def _spans(hours: list[WeeklyHours], zone: ZoneInfo, first: date, last: date) -> Iterator[Opening]:
    day = first
    while day <= last:
        for each in hours:
            if each.weekday == day.weekday():
                begins = _instant(day, each.opens, zone, is_end=False)
                ends = _instant(day, each.closes, zone, is_end=True)
                if begins < ends:
                    yield Opening(begins, ends)
        day += ONE_DAY


def _instant(day: date, clock: time, zone: ZoneInfo, *, is_end: bool) -> datetime:
    """When a clock shows a time on a day: of two such moments the outer one, of none that of the jump."""
    if clock == time.max:
        day, clock = day + ONE_DAY, time.min
    local = datetime.combine(day, clock, tzinfo=zone)
    before, after = (local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    if before > after:  # clocks jump over it, somewhere between the two readings
        return _jump(after, before, zone)
    return after if is_end else before


def _jump(early: datetime, late: datetime, zone: ZoneInfo) -> datetime:
    """The first moment after ``early`` at which the zone is that far from UTC as at ``late``."""
    offset = late.astimezone(zone).utcoffset()
    while late - early > ONE_MINUTE:
        middle = early + (late - early) / 2
        if middle.astimezone(zone).utcoffset() == offset:
            late = middle
        else:
            early = middle
    return late.replace(second=0, microsecond=0)


def _merged(spans: Iterable[Opening]) -> Iterator[Opening]:
    held: Opening | None = None
    for span in spans:
        if held is None:
            held = span
        elif span.begins_at <= held.ends_at:
            held = Opening(held.begins_at, max(held.ends_at, span.ends_at))
        else:
            yield held
            held = span
    if held is not None:
        yield held


def _without(spans: Iterable[Opening], absences: list[Absence]) -> Iterator[Opening]:
    for span in spans:
        begins = span.begins_at
        for absence in absences:
            if absence.ends_at <= begins or absence.begins_at >= span.ends_at:
                continue
            if absence.begins_at > begins:
                yield Opening(begins, absence.begins_at.astimezone(UTC))
            begins = max(begins, absence.ends_at.astimezone(UTC))
        if begins < span.ends_at:
            yield Opening(begins, span.ends_at)
