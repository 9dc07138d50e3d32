"""The outcome measures of one care plan: what was answered, what is due, what changed.

Answers to a question of the program are read from the intake and the check-ins, their one home.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sinew.apps.care import planning
from sinew.apps.care.models import CareEvent, CarePlan
from sinew.apps.outcomes.models import AnsweredQuestionnaire
from sinew.apps.web import content as shown
from sinew.outcomes import (
    Change,
    Measure,
    MeasureWording,
    Outcomes,
    Point,
    Reading,
    Responder,
    WeeklyState,
    change,
    due,
    given_to,
    points,
    reading,
    respond,
    weekly,
    window,
)


@dataclass(frozen=True, slots=True)
class Told:
    """One answer to a measure; `answers` are empty where it was left out."""

    on: date
    answers: Mapping[str, Any]


def wording_of(measure: Measure) -> MeasureWording | None:
    """The words of a measure; ``None`` while it waits for a license."""
    if not measure.license.is_needed:
        return shown.outcomes().wording[measure.id]
    return shown.licensed().wording.get(measure.id)


def track_of(plan: CarePlan) -> str | None:
    """The track the plan began on: a form stays the same also when the plan moves on to another."""
    phases = planning.content_of(plan).program.phases
    begun = (phases.get(adjustment.phase) for adjustment in plan.adjustments.all())
    return next((phase.track for phase in begun if phase is not None), None)


class Course:
    """A plan's measures as they stand on a day.

    Args:
        plan: its events, adjustments and answers are read once, or come prefetched.
        day: today where the member is.
    """

    def __init__(self, plan: CarePlan, day: date) -> None:
        self.plan, self.day = plan, day
        self.settings: Outcomes = shown.outcomes()
        rows = plan.answered_questionnaires.all()
        corrected = {row.corrects_id for row in rows}
        self._rows = [row for row in rows if row.pk not in corrected]
        self._events = [event for event in plan.events.all() if event.type == CareEvent.Type.CHECK_IN]
        self._track = track_of(plan)

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """What this member is asked, in the order it is asked."""
        ready = [each.id for each in self.settings.measures.values() if wording_of(each) is not None]
        return given_to(self.settings.measures.values(), self._track, ready)

    @property
    def waiting(self) -> tuple[Measure, ...]:
        """What this member would be asked as well if there were a license for its wording."""
        everything = self.settings.measures.values()
        return tuple(
            each
            for each in everything
            if wording_of(each) is None and (not each.tracks or self._track in each.tracks)
        )

    @cached_property
    def told(self) -> Mapping[str, tuple[Told, ...]]:
        """Every answer by measure, oldest first, those left out among them."""
        return {each.id: self._told(each) for each in self.settings.measures.values()}

    def _told(self, measure: Measure) -> tuple[Told, ...]:
        rows = [row for row in self._rows if row.measure == measure.id]
        if not measure.question:
            return tuple(Told(row.on, row.answers) for row in rows)
        facts = [(self.plan.as_of, self.plan.answers), *((e.on, e.payload["answers"]) for e in self._events)]
        told = [
            Told(on, answers if answers[measure.question] is not None else {})
            for on, answers in facts
            if measure.question in answers
        ]
        told += [Told(row.on, {}) for row in rows if row.is_left_out]
        return tuple(sorted(told, key=lambda each: each.on))

    @cached_property
    def readings(self) -> Mapping[str, tuple[Reading, ...]]:
        """The scores by measure, oldest first, one a day: the last one told."""
        return {name: self._readings(self.settings.measures[name], told) for name, told in self.told.items()}

    def _readings(self, measure: Measure, told: tuple[Told, ...]) -> tuple[Reading, ...]:
        found = (reading(measure, each.on, each.answers) for each in told if each.on <= self.day)
        of_day = {each.on: each for each in found if each is not None}
        return tuple(of_day.values())

    def answered_on(self, measure: Measure) -> list[date]:
        """The days a measure was answered, or left out."""
        return [each.on for each in self.told[measure.id]]

    @cached_property
    def due(self) -> tuple[Measure, ...]:
        """What to ask today."""
        answered = {each.id: self.answered_on(each) for each in self.measures}
        return due(self.measures, answered, self.plan.as_of, self.day, self.settings.asking)

    @property
    def today(self) -> dict[str, AnsweredQuestionnaire]:
        """What was answered or left out today, by measure id."""
        return {row.measure: row for row in self._rows if row.on == self.day}

    def points(self, measure: Measure) -> tuple[Point, ...]:
        """Every point of a measure's schedule."""
        answered = self.answered_on(measure)
        return points(measure, answered, self.plan.as_of, self.day, self.settings.asking)

    def weekly(self, measure: Measure) -> WeeklyState:
        """How it stands with a measure asked every so many days."""
        return weekly(measure, self.answered_on(measure), self.plan.as_of, self.day, self.settings.asking)

    def change(self, measure: Measure) -> Change | None:
        """From the first reading to the last; ``None`` where there are no two to compare."""
        found = self.readings[measure.id]
        return change(measure, found[0], found[-1]) if len(found) > 1 else None

    @property
    def responder(self) -> Responder:
        """Whether the member has responded by now, from the last readings."""
        later = {name: found[-1] for name, found in self.readings.items() if self._is_later(found)}
        return respond(self.settings.responder, self.settings.measures, self._start, later)

    def responder_at(self, week: int) -> Responder:
        """Whether the member had responded at a point of the schedule, from the readings of its days."""
        first_on, last_on = window(week, self.plan.as_of, self.settings.asking)
        inside = {
            name: [each for each in found if first_on <= each.on <= last_on]
            for name, found in self.readings.items()
        }
        later = {name: found[-1] for name, found in inside.items() if found}
        return respond(self.settings.responder, self.settings.measures, self._start, later)

    @property
    def _start(self) -> dict[str, Reading]:
        return {name: found[0] for name, found in self.readings.items() if found}

    def _is_later(self, found: tuple[Reading, ...]) -> bool:
        return bool(found) and found[-1].on > self.plan.as_of
