"""When a measure is asked: at weeks counted from the start of a care plan, or every so many days."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sinew.outcomes.measure import Measure

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Schedule:
    """When one measure is asked.

    Attributes:
        weeks: since the care plan began, rising; empty for what is asked every ``every_days`` instead.
        is_in_check_in: the check-in asks it; nobody is asked a second time.
    """

    weeks: tuple[int, ...]
    every_days: int | None
    is_in_check_in: bool


@dataclass(frozen=True, slots=True)
class Asking:
    """How long a point of the schedule is open.

    Attributes:
        early_days: how long before its day an answer counts for it.
        open_days: how long from its day on it is asked; after that it was missed.
        late_after_days: from when on it is called overdue.
    """

    early_days: int
    open_days: int
    late_after_days: int


class PointState(StrEnum):
    """How it stands with one point of the schedule on a day."""

    ANSWERED = "answered"
    TO_COME = "to-come"
    DUE = "due"
    OVERDUE = "overdue"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a schedule.

    Attributes:
        due_on: its day.
        first_on, last_on: the days an answer counts for it, both included.
        answered_on: the last day it was answered; ``None`` where it was not.
    """

    week: int
    due_on: date
    first_on: date
    last_on: date
    answered_on: date | None
    state: PointState

    @property
    def is_open(self) -> bool:
        return self.state in (PointState.DUE, PointState.OVERDUE)


@dataclass(frozen=True, slots=True)
class WeeklyState:
    """How it stands with a measure asked every so many days."""

    last_on: date | None
    due_on: date
    state: PointState


def points(
    measure: "Measure", answered: Collection[date], started: date, day: date, asking: Asking
) -> tuple[Point, ...]:
    """Every point of a measure's schedule as it stands on ``day``.

    Args:
        answered: the days it was answered, or left out on purpose.
        started: the first day of the care plan.
    """
    return tuple(_point(week, answered, started, day, asking) for week in measure.schedule.weeks)


def window(week: int, started: date, asking: Asking) -> tuple[date, date]:
    """The days whose answers count for a week of the schedule, both included."""
    due_on = started + week * WEEK
    return max(due_on - asking.early_days * DAY, started), due_on + (asking.open_days - 1) * DAY


def weeks_open(schedule: Schedule, started: date, day: date, asking: Asking) -> tuple[int, ...]:
    """The weeks of a schedule that are asked on ``day`` unless they were answered."""
    passed, weeks = (day - started).days, schedule.weeks
    first = bisect_right(weeks, (passed - asking.open_days) / 7)
    return weeks[first : bisect_right(weeks, passed / 7)]


def _point(week: int, answered: Collection[date], started: date, day: date, asking: Asking) -> Point:
    due_on = started + week * WEEK
    first_on, last_on = window(week, started, asking)
    told = max((on for on in answered if first_on <= on <= min(last_on, day)), default=None)
    if told is not None:
        state = PointState.ANSWERED
    elif day < due_on:
        state = PointState.TO_COME
    elif day > last_on:
        state = PointState.MISSED
    else:
        is_late = day >= due_on + asking.late_after_days * DAY
        state = PointState.OVERDUE if is_late else PointState.DUE
    return Point(week, due_on, first_on, last_on, told, state)


def next_point(found: Iterable[Point]) -> Point | None:
    """The point that is open now, else the next one to come; ``None`` after the last."""
    waiting = [point for point in found if point.is_open or point.state is PointState.TO_COME]
    return min(waiting, key=lambda point: point.due_on, default=None)


def weekly(
    measure: "Measure", answered: Collection[date], started: date, day: date, asking: Asking
) -> WeeklyState:
    """How it stands with a measure asked every so many days.

    Raises:
        ValueError: the measure is asked at weeks.
    """
    if measure.schedule.every_days is None:
        raise ValueError(f"measure: {measure.id} is asked at weeks")
    last_on = max((on for on in answered if on <= day), default=None)
    due_on = (last_on or started) + measure.schedule.every_days * DAY
    if day < due_on:
        return WeeklyState(last_on, due_on, PointState.TO_COME)
    is_late = day >= due_on + asking.late_after_days * DAY
    return WeeklyState(last_on, due_on, PointState.OVERDUE if is_late else PointState.DUE)


def given_to(
    measures: Iterable["Measure"], track: str | None, shown: Collection[str]
) -> tuple["Measure", ...]:
    """The measures a person of this track is asked, in the order given.

    Args:
        shown: ids of measures that have words; one that waits for a license is left out.
    """
    fits = [
        measure
        for measure in measures
        if measure.id in shown and (not measure.tracks or track in measure.tracks)
    ]
    first: dict[str, int] = {}
    for measure in fits:
        if measure.group:
            first[measure.group] = min(measure.rank, first.get(measure.group, measure.rank))
    return tuple(m for m in fits if not m.group or m.rank == first[m.group])


def due(
    measures: Iterable["Measure"],
    answered: Mapping[str, Collection[date]],
    started: date,
    day: date,
    asking: Asking,
) -> tuple["Measure", ...]:
    """The measures to ask on ``day``; what the check-in asks is not among them."""

    def is_open(measure: "Measure") -> bool:
        found = points(measure, answered.get(measure.id, ()), started, day, asking)
        return any(point.is_open for point in found)

    return tuple(each for each in measures if not each.schedule.is_in_check_in and is_open(each))
