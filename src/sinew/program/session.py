"""Builds the session of one day from the places of its phase: in order, both sides, within the time."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sinew.program.climbing import DueStep
from sinew.program.follow_up import Flare
from sinew.program.levels import Dose, Level, dose, seconds
from sinew.program.places import Place, Places
from sinew.program.reasons import Reason
from sinew.program.schedule import WEEK_DAYS
from sinew.program.tailoring.changes import Tempo
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
        step: the step of a ladder it belongs to, ``None`` otherwise.
        tempo: what a practitioner set; ``None`` is that of the exercise.
        cue: a practitioner's own sentence beside it.
    """

    exercise: str
    side: Side
    dose: Dose
    reasons: tuple[Reason, ...]
    effort_rpe: Range
    range_of_motion: str | None
    per_day: int
    place: str
    step: str | None = None
    tempo: Tempo | None = None
    cue: str = ""

    def to_json(self) -> dict[str, Any]:
        """As the contract has it; `tempo` and `cue` are there only if somebody set them."""
        own: dict[str, Any] = {"tempo": self.tempo.to_json()} if self.tempo is not None else {}
        own |= {"cue": self.cue} if self.cue else {}
        return {
            "exercise": self.exercise,
            "side": str(self.side),
            "dosage": self.dose.to_json(),
            "reasons": [reason.to_json() for reason in self.reasons],
            "effort_rpe": [self.effort_rpe.low, self.effort_rpe.high],
            "range_of_motion": self.range_of_motion,
            "per_day": self.per_day,
            "step": self.step,
            **own,
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
    """The exercise session of a day; ``minutes`` is an estimate, rests included.

    Attributes:
        ladders: ids of the ladders it holds a step of.
    """

    minutes: int
    exercises: tuple[PlannedExercise, ...]
    left_out: tuple[LeftOut, ...]
    ladders: tuple[str, ...] = ()

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
        steps: steps of ladders that belong to the day.
        flare: how the session is reduced; ``None`` on other days.
        stepped_back_after: number of the latest exercise session if something since it led down.
        cues: a practitioner's own sentences, by exercise.
    """

    day: date
    injured_on: date | None
    days_per_week: int
    done: Sequence[tuple[date, frozenset[str]]]
    steps: Sequence[DueStep] = ()
    flare: Flare | None = None
    stepped_back_after: int | None = None
    cues: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Caution:
    """What is kept out after a step back: exercises not tried yet, and those above one that was sore."""

    session: int | None = None
    only_tried: bool = False
    sore: frozenset[str] = frozenset()

    def objection(self, place: Place, exercise: str, places: Places) -> tuple[Reason, ...] | None:
        if self.only_tried and not place.is_tried:
            return _why(places, "not-now", f"exercise: {exercise}")
        chain = _chain(exercise, places)
        led_down = place.sore[0] == self.session and (place.sore[1] == exercise or place.sore[1] not in chain)
        if not led_down and chain & self.sore:
            return _why(places, "above-sore", f"exercise: {exercise}")
        return None


@dataclass(frozen=True, slots=True)
class _Part:
    """One place or one step of a ladder, with what decides whether it fits into the time."""

    exercise: str
    seconds: float
    order: tuple[float, ...]
    is_warm_up: bool
    planned: tuple[PlannedExercise, ...]
    step: DueStep | None = None


def build_session(places: Places, facts: DayFacts) -> Session | None:
    """The session of a day; ``None`` where nothing can be used.

    After a step back nothing new comes in, nor anything above what was sore, as long as something is left.
    """
    built = (_build(places, facts, caution) for caution in _cautions(places, facts))
    return next((session for session in built if session is not None), None)


def _cautions(places: Places, facts: DayFacts) -> tuple[_Caution, ...]:
    """The strictest first."""
    number = facts.stepped_back_after
    if number is None:
        return (_Caution(),)
    sore = places.sore_after(number)
    return (_Caution(number, True, sore), _Caution(number, False, sore), _Caution(number))


def _chain(exercise: str, places: Places) -> frozenset[str]:
    """An exercise and all that is easier on its ladder."""
    specs, chain = places.program.exercises, [exercise]
    while (easier := specs[chain[-1]].easier) is not None and easier in specs and easier not in chain:
        chain.append(easier)
    return frozenset(chain)


def _build(places: Places, facts: DayFacts, caution: _Caution) -> Session | None:
    kept: list[Place] = []
    steps = [step for step in facts.steps if not step.objection]
    left = [LeftOut(step.exercise, step.objection) for step in facts.steps if step.objection]
    taken = {step.exercise for step in steps}
    times = _times_done(facts)
    for place in places.items:
        is_taken = place.exercise in taken
        objection = _there(place, places) if is_taken else _objection(place, places, facts, times, kept)
        if objection is None and place.exercise is not None:
            objection = caution.objection(place, place.exercise, places)
        if objection is None:
            kept.append(place)
        else:
            left.append(LeftOut(place.exercise or place.template_exercise, objection))
    parts = _in_order(
        [_place_part(p, places, facts, times) for p in kept], [_step_part(s, places, facts) for s in steps]
    )
    minutes = min(places.selector.setting.minutes, places.phase.minutes.high)
    chosen, dropped = _fit(parts, minutes, places)
    if not chosen:
        return None
    return Session(
        minutes=math.ceil(sum(part.seconds for part in chosen) / 60),
        exercises=tuple(planned for part in chosen for planned in part.planned),
        left_out=(*left, *dropped),
        ladders=tuple(part.step.ladder for part in chosen if part.step is not None),
    )


def _in_order(places: Sequence[_Part], steps: Sequence[_Part]) -> list[_Part]:
    """Warm-up first, then a run, then the rest."""
    runs = [part for part in steps if part.step is not None and part.step.own_day]
    warm_up = [part for part in places if part.is_warm_up]
    others = [part for part in places if not part.is_warm_up]
    return [*warm_up, *runs, *others, *(part for part in steps if part not in runs)]


def _why(places: Places, rule: str, *because: str) -> tuple[Reason, ...]:
    return (places.program.progression.reason(rule, *because),)


def _there(place: Place, places: Places) -> tuple[Reason, ...]:
    return _why(places, "already-there", f"exercise: {place.exercise}")


def _objection(
    place: Place, places: Places, facts: DayFacts, times: Counter[str], kept: Sequence[Place]
) -> tuple[Reason, ...] | None:
    exercise = place.exercise
    if exercise is None:
        return place.choice.reasons
    if any(other.is_resting and other.exercise == exercise for other in places.items):
        why = place.reasons(places.phase, places.program.progression)
        return (*_why(places, "resting", f"exercise: {exercise}"), *why)
    if any(other.exercise == exercise for other in kept):
        return _there(place, places)
    flare = facts.flare
    if flare is not None and (place.rank > flare.rank_at_most or places.spec(place).lengthened):
        return _why(places, "flare-rests", f"exercise: {exercise}")
    early = places.phase.early
    if early is not None and facts.injured_on is not None and exercise not in early.exercises:
        days = (facts.day - facts.injured_on).days
        if days < early.days:
            return _why(places, "early-days", f"days since injury: {days}")
    return _weekly_limit(place, exercise, places, facts, times)


def _weekly_limit(
    place: Place, exercise: str, places: Places, facts: DayFacts, times: Counter[str]
) -> tuple[Reason, ...] | None:
    """Often enough in seven days, or too short a time ago: what is done seldom is spread over the week."""
    limit = places.dosage(place).per_week.high
    gap = WEEK_DAYS // limit if limit <= SPREAD_UP_TO else 1
    too_soon = any(exercise in ids and 0 < (facts.day - on).days < gap for on, ids in facts.done)
    if times[exercise] < limit and not too_soon:
        return None
    fact = f"done: {times[exercise]} of {limit:g} a week"
    return _why(places, "weekly-limit", f"exercise: {exercise}", fact)


SPREAD_UP_TO = 3
"""Exercises done on so many days a week or fewer keep days between them."""


def _times_done(facts: DayFacts) -> Counter[str]:
    """On how many of the six days before this one each exercise was done."""
    recent: dict[date, set[str]] = {}
    for on, ids in facts.done:
        if 0 < (facts.day - on).days < WEEK_DAYS:
            recent.setdefault(on, set()).update(ids)
    return Counter(exercise for ids in recent.values() for exercise in ids)


def _fit(parts: Sequence[_Part], minutes: float, places: Places) -> tuple[list[_Part], list[LeftOut]]:
    """Keep what matters most and still fits; the first one stays however long it is."""
    chosen: list[_Part] = []
    total = 0.0
    for part in sorted(parts, key=lambda p: p.order):
        if not chosen or total + part.seconds <= minutes * 60:
            chosen.append(part)
            total += part.seconds
    because = _why(places, "no-time", f"minutes available: {minutes:g}")
    dropped = [LeftOut(p.exercise, because) for p in parts if p not in chosen]
    return [part for part in parts if part in chosen], dropped


def _place_part(place: Place, places: Places, facts: DayFacts, times: Counter[str]) -> _Part:
    """Among places of one rank those done least in the last week come first, so that short sessions vary."""
    exercise = places.spec(place).id
    return _Part(
        exercise=exercise,
        seconds=_seconds(place, places, facts),
        order=(1, place.rank, times[exercise]),
        is_warm_up=place.is_warm_up,
        planned=tuple(_planned(place, places, facts)),
    )


def _step_part(step: DueStep, places: Places, facts: DayFacts) -> _Part:
    timing = places.program.progression.timing
    length = seconds(step.dose, repetition_s=timing.repetition_s, hold_change_s=timing.hold_change_s)
    return _Part(
        exercise=step.exercise,
        seconds=step.minutes * 60 if step.minutes is not None else length + timing.exercise_change_s,
        order=(0, 0, 0) if step.own_day else (1, step.rank, 0),
        is_warm_up=False,
        planned=(_planned_step(step, places, facts),),
        step=step,
    )


def _planned_step(step: DueStep, places: Places, facts: DayFacts) -> PlannedExercise:
    return PlannedExercise(
        exercise=step.exercise,
        side=Side.BOTH,
        dose=step.dose,
        reasons=step.reasons,
        effort_rpe=places.phase.effort_rpe,
        range_of_motion=None,
        per_day=1,
        place=step.exercise,
        step=step.step,
        cue=facts.cues.get(step.exercise, ""),
    )


def _sides(place: Place, places: Places) -> tuple[Side, ...]:
    """Injured side first; an exercise for both legs at once is named once."""
    if not places.spec(place).unilateral:
        return (Side.BOTH,)
    side = places.selector.setting.side
    first = Side.LEFT if side is Side.BOTH else side
    return (first, first.other)


def _dose(place: Place, places: Places, facts: DayFacts) -> Dose:
    return places.prescribed(place, facts.days_per_week, _level(place, places, facts))


def _level(place: Place, places: Places, facts: DayFacts) -> Level:
    """Where the exercise at a place stands on this day."""
    level = places.level_of(place)
    return level if facts.flare is None else facts.flare.lowered(level)


def _seconds(place: Place, places: Places, facts: DayFacts) -> float:
    timing = places.timing(place)
    one = seconds(
        _dose(place, places, facts), repetition_s=timing.repetition_s, hold_change_s=timing.hold_change_s
    )
    return len(_sides(place, places)) * (one + timing.exercise_change_s)


def _flare_reasons(places: Places, facts: DayFacts) -> tuple[Reason, ...]:
    if facts.flare is None:
        return ()
    return _why(places, "flare", f"volume: {facts.flare.share:.0%}")


def _planned(place: Place, places: Places, facts: DayFacts) -> list[PlannedExercise]:
    dosage = places.dosage(place)
    ranges, level = dosage.range_of_motion, _level(place, places, facts)
    special, given = _flare_reasons(places, facts), _dose(place, places, facts)
    usual = place.reasons(places.phase, places.program.progression)
    if given != dose(level, dosage, facts.days_per_week):
        fact = f"minutes available: {places.selector.setting.minutes:g}"
        special = (*special, *_why(places, "shortened", fact))
    return [
        PlannedExercise(
            exercise=places.spec(place).id,
            side=side,
            dose=given,
            reasons=(*(place.choice.reasons if facts.flare is not None else usual), *special),
            effort_rpe=dosage.effort_rpe or places.phase.effort_rpe,
            range_of_motion=ranges[level.range_step] if ranges else None,
            per_day=int(dosage.per_day.high),
            place=place.template_exercise,
            tempo=places.tempo(place),
            cue=facts.cues.get(places.spec(place).id, ""),
        )
        for side in _sides(place, places)
    ]
