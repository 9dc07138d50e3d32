"""Builds the session of one day from the places of its phase: in order, both sides, within the time."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sinew.program.levels import Dose, dose, seconds
from sinew.program.places import Place, Places
from sinew.program.reasons import Reason
from sinew.program.schedule import WEEK_DAYS
from sinew.program.values import Range
from sinew.vocabulary import Side


@dataclass(frozen=True, slots=True)
class PlannedExercise:
    """One exercise on one side.

    Attributes:
        effort_rpe: how hard it should feel, 0-10.
        range_of_motion: the step of range, ``None`` where there is only one.
        per_day: how many times a day it does good, the session included.
        place: the exercise the template names at this place.
    """

    exercise: str
    side: Side
    dose: Dose
    reasons: tuple[Reason, ...]
    effort_rpe: Range
    range_of_motion: str | None
    per_day: int
    place: str

    def to_json(self) -> dict[str, Any]:
        return {
            "exercise": self.exercise,
            "side": str(self.side),
            "dosage": self.dose.to_json(),
            "reasons": [reason.to_json() for reason in self.reasons],
            "effort_rpe": [self.effort_rpe.low, self.effort_rpe.high],
            "range_of_motion": self.range_of_motion,
            "per_day": self.per_day,
        }


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An exercise of the template that is not in the session, and why."""

    exercise: str
    reasons: tuple[Reason, ...]

    def to_json(self) -> dict[str, Any]:
        return {"exercise": self.exercise, "reasons": [reason.to_json() for reason in self.reasons]}


@dataclass(frozen=True, slots=True)
class Session:
    """The exercise session of a day; ``minutes`` is an estimate, rests included."""

    minutes: int
    exercises: tuple[PlannedExercise, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def exercise_ids(self) -> tuple[str, ...]:
        """Each exercise once, in order."""
        return tuple(dict.fromkeys(planned.exercise for planned in self.exercises))

    def to_json(self) -> dict[str, Any]:
        return {
            "minutes": self.minutes,
            "exercises": [planned.to_json() for planned in self.exercises],
            "left_out": [left.to_json() for left in self.left_out],
        }


@dataclass(frozen=True, slots=True)
class DayFacts:
    """What of the day itself matters for a session.

    Attributes:
        injured_on: day of the injury, ``None`` if unknown.
        done: for each exercise, the days it was done on.
    """

    day: date
    injured_on: date | None
    days_per_week: int
    done: Sequence[tuple[date, frozenset[str]]]


def build_session(places: Places, facts: DayFacts) -> Session | None:
    """The session of a day; ``None`` where nothing can be used."""
    kept: list[Place] = []
    left: list[LeftOut] = []
    times = _times_done(facts)
    for place in places.items:
        objection = _objection(place, places, facts, times, kept)
        if objection is None:
            kept.append(place)
        else:
            left.append(LeftOut(place.exercise or place.template_exercise, objection))
    left += _drop_for_time(kept, places, facts, times)
    if not kept:
        return None
    planned = [item for place in kept for item in _planned(place, places, facts)]
    total = sum(_seconds(place, places, facts) for place in kept)
    return Session(math.ceil(total / 60), tuple(planned), tuple(left))


def _objection(
    place: Place, places: Places, facts: DayFacts, times: Counter[str], kept: Sequence[Place]
) -> tuple[Reason, ...] | None:
    exercise = place.exercise
    if exercise is None:
        return place.choice.reasons
    if any(other.is_resting and other.exercise == exercise for other in places.items):
        return (Reason("resting", (f"exercise: {exercise}",)), *place.reasons)
    if any(other.exercise == exercise for other in kept):
        return (Reason("already-there", (f"exercise: {exercise}",)),)
    early = places.phase.early
    if early is not None and facts.injured_on is not None and exercise not in early.exercises:
        days = (facts.day - facts.injured_on).days
        if days < early.days:
            return (Reason("early-days", (f"days since injury: {days}",)),)
    return _weekly_limit(exercise, places, times)


def _weekly_limit(exercise: str, places: Places, times: Counter[str]) -> tuple[Reason, ...] | None:
    limit = places.program.exercises[exercise].dosage[places.phase.id].per_week.high
    if times[exercise] < limit:
        return None
    fact = f"done: {times[exercise]} of {limit:g} a week"
    return (Reason("weekly-limit", (f"exercise: {exercise}", fact)),)


def _times_done(facts: DayFacts) -> Counter[str]:
    """On how many of the six days before this one each exercise was done."""
    recent: dict[date, set[str]] = {}
    for on, ids in facts.done:
        if 0 < (facts.day - on).days < WEEK_DAYS:
            recent.setdefault(on, set()).update(ids)
    return Counter(exercise for ids in recent.values() for exercise in ids)


def _drop_for_time(kept: list[Place], places: Places, facts: DayFacts, times: Counter[str]) -> list[LeftOut]:
    """Keep what matters most and still fits; the first one stays however long it is.

    Among exercises of one rank those done least in the last week come first, so that short sessions vary.
    """
    available = min(places.selector.setting.minutes, places.phase.minutes.high)
    chosen: list[Place] = []
    total = 0.0
    for place in sorted(kept, key=lambda p: (p.rank, times[p.exercise or ""])):
        length = _seconds(place, places, facts)
        if not chosen or total + length <= available * 60:
            chosen.append(place)
            total += length
    dropped = [place for place in kept if place not in chosen]
    kept[:] = [place for place in kept if place in chosen]
    because = (f"minutes available: {available:g}",)
    return [LeftOut(place.exercise or "", (Reason("no-time", because),)) for place in dropped]


def _sides(place: Place, places: Places) -> tuple[Side, ...]:
    """Injured side first; an exercise for both legs at once is named once."""
    if not places.spec(place).unilateral:
        return (Side.BOTH,)
    side = places.selector.setting.side
    first = Side.LEFT if side is Side.BOTH else side
    return (first, first.other)


def _dose(place: Place, places: Places, facts: DayFacts) -> Dose:
    return dose(place.level, places.dosage(place), facts.days_per_week)


def _seconds(place: Place, places: Places, facts: DayFacts) -> float:
    timing = places.program.progression.timing
    one = seconds(
        _dose(place, places, facts), repetition_s=timing.repetition_s, hold_change_s=timing.hold_change_s
    )
    return len(_sides(place, places)) * (one + timing.exercise_change_s)


def _planned(place: Place, places: Places, facts: DayFacts) -> list[PlannedExercise]:
    dosage = places.dosage(place)
    ranges = dosage.range_of_motion
    return [
        PlannedExercise(
            exercise=places.spec(place).id,
            side=side,
            dose=_dose(place, places, facts),
            reasons=place.reasons,
            effort_rpe=dosage.effort_rpe or places.phase.effort_rpe,
            range_of_motion=ranges[place.level.range_step] if ranges else None,
            per_day=int(dosage.per_day.high),
            place=place.template_exercise,
        )
        for side in _sides(place, places)
    ]
