"""Carries changes of a practitioner out on one plan, remembers how it stood before, and takes them back."""

from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from typing import Any

from sinew.program.events import PractitionerDecision
from sinew.program.exercise import DosageRange
from sinew.program.levels import is_more
from sinew.program.phases import TemplateItem
from sinew.program.places import Place, Places
from sinew.program.reasons import Reason
from sinew.program.setting import Choice
from sinew.program.state import State
from sinew.program.tailoring.changes import (
    AddExercise,
    Change,
    ComposePhase,
    Pause,
    PutBackExercise,
    RemoveExercise,
    Resume,
    SetCue,
    SetDose,
    SetOrder,
    SetTime,
    SwapExercise,
    TakeBack,
)
from sinew.program.tailoring.limits import LIFTED, objections, place_of
from sinew.program.tailoring.objections import Objection, RefusedChange

REMEMBERED = (
    "templates",
    "composed",
    "cues",
    "minutes",
    "days_wanted",
    "paused_until",
    "allowed",
    "excluded",
    "chosen_phase",
    "phase",
    "phase_since",
    "track",
    "places",
    "gap",
)


def tailor(
    state: State, event: PractitionerDecision, facts: tuple[str, ...]
) -> tuple[tuple[Reason, ...], bool]:
    """Carry a change out if it fits; the reasons for the record, and whether it did.

    A soft limit is lifted by an event that states a reason for it (``override``); a hard one by nothing.
    """
    change = event.change
    if change is None:
        raise ValueError("event: this decision changes nothing in detail")
    found = objections(state, change)
    is_stated = event.override and bool(event.reason.strip())
    standing = tuple(one for one in found if one.is_hard or not is_stated)
    if standing:
        state.refused = (*state.refused, RefusedChange(event, standing))
        if not isinstance(change, TakeBack):  # taking back counts the changes that were made, this one too
            state.take_backs = remembered(state)
        why = state.reason("tailoring-left-out", f"decision: {event.decision}", *facts)
        return (why, *(one.reason for one in standing)), False
    if isinstance(change, TakeBack):
        _take_back(state, change.count)
    else:
        state.take_backs = remembered(state)
        _lift(state, change, found)
        _carry_out(state, change, facts)
    named = (*_named(change), *facts)
    return (state.reason(f"practitioner-{event.decision}", *named), *(one.reason for one in found)), True


def remembered(state: State) -> tuple[Mapping[str, Any], ...]:
    """The memory with how everything stands right now on top."""
    return (*state.take_backs, {name: _kept(getattr(state, name)) for name in REMEMBERED})


def forget_answered(state: State, answers: Mapping[str, Any]) -> None:
    """What the member answers anew counts again, not what a practitioner set of it before."""
    if "minutes_per_day" in answers:
        state.minutes = None
    if "days_per_week" in answers:
        state.days_wanted = None
    gone = {rule for rule, question in LIFTED.items() if question in answers}
    state.allowed = frozenset(pair for pair in state.allowed if pair[1] not in gone)


def _kept(value: Any) -> Any:
    if isinstance(value, dict):
        return dict(value)
    if isinstance(value, Places):
        items = [copy(place) for place in value.items]
        added, own = list(value.sets_added), dict(value.own)
        eased, hurt = dict(value.eased), list(value.hurt)
        return replace(value, items=items, sets_added=added, own=own, eased=eased, hurt=hurt)
    return value


def _take_back(state: State, count: int) -> None:
    before = state.take_backs[-count]
    state.take_backs = state.take_backs[:-count]
    for name, value in before.items():
        if name == "excluded":
            state.excluded.clear()
            state.excluded.update(value)
        else:
            setattr(state, name, value)
    state.use_setting()


def _lift(state: State, change: Change, found: tuple[Objection, ...]) -> None:
    """Remember which limit was lifted for which exercise, and for no other."""
    match change:
        case SwapExercise():
            names = [change.to]
        case AddExercise() | PutBackExercise():
            names = [change.exercise]
        case ComposePhase():
            names = [item.exercise for item in change.exercises]
        case _:
            names = []
    lifted = [one.reason for one in found if one.reason.rule in LIFTED]
    state.allowed |= {
        (name, why.rule) for name in names for why in lifted if f"exercise: {name}" in why.because
    }


def _named(change: Change) -> tuple[str, ...]:
    """What a change is about, as facts of its reason."""
    match change:
        case SwapExercise():
            return (f"exercise: {change.to}", f"instead of: {change.exercise}")
        case SetTime():
            pairs = (("minutes", change.minutes), ("days a week", change.days_per_week))
            return tuple(f"{name}: {value}" for name, value in pairs if value is not None)
        case Pause():
            return (f"until: {change.until.isoformat()}",)
        case ComposePhase():
            return (f"phase: {change.phase}", f"exercises: {len(change.exercises)}")
        case TakeBack():
            return (f"changes taken back: {change.count}",)
        case SetOrder() | Resume():
            return ()
        case _:
            return (f"exercise: {change.exercise}",)


def _carry_out(state: State, change: Change, facts: tuple[str, ...]) -> None:
    match change:
        case SetCue():
            kept = {name: cue for name, cue in state.cues.items() if name != change.exercise}
            state.cues = {**kept, change.exercise: change.cue} if change.cue else kept
        case SetTime():
            state.minutes = state.minutes if change.minutes is None else change.minutes
            state.days_wanted = change.days_per_week or state.days_wanted
            state.use_setting()
        case Pause():
            state.paused_until = change.until
        case Resume():
            state.paused_until = None
        case ComposePhase():
            _compose(state, change, facts)
        case _ if state.places is not None:
            state.use_setting()
            _in_list(state, state.places, change, facts)
            state.templates = {**state.templates, state.places.phase.id: state.places.template}
        case _:
            pass


def _in_list(state: State, places: Places, change: Change, facts: tuple[str, ...]) -> None:
    match change:
        case SwapExercise():
            _swap(state, places, change, facts)
        case AddExercise():
            places.items.append(_new_place(state, places, change.exercise, facts))
        case RemoveExercise():
            _remove(places, change.exercise)
        case PutBackExercise():
            _put_back(state, places, change.exercise, facts)
        case SetDose():
            _set_dose(state, places, change, facts)
        case SetOrder():
            wanted = {name: n for n, name in enumerate(change.exercises)}
            places.items.sort(key=lambda place: wanted.get(place.exercise or "", len(wanted)))
        case _:
            pass


def _rank(state: State) -> int:
    return state.program.tailoring.added_rank if state.program.tailoring is not None else 1


def _choice(state: State, item: TemplateItem) -> Choice:
    """Why a chosen exercise stands there."""
    source = state.program.exercises[item.exercise].references
    reason = state.program.progression.reason("practitioner-chose", *item.chosen, source=source)
    return Choice(item.exercise, (reason,))


def _new_place(state: State, places: Places, exercise: str, facts: tuple[str, ...]) -> Place:
    """A place for an exercise at its smallest dose; its sets count toward those added this week."""
    item = TemplateItem(exercise, (), _rank(state), chosen=facts)
    place = _begun(state, places, item)
    spec, dosage = places.spec(place), places.dosage(place)
    if spec.kind == "strength" and places.items:
        week = min(state.days_per_week, int(dosage.per_week.high))
        places.sets_added.append((state.day, place.level.sets * week))
    return place


def _begun(state: State, places: Places, item: TemplateItem) -> Place:
    """A place that begins with the exercise its item names."""
    place = Place(_choice(state, item), item, item.exercise, places.lowest(item.exercise))
    places.begin(place)
    return place


def _swap(state: State, places: Places, change: SwapExercise, facts: tuple[str, ...]) -> None:
    place = place_of(state, change.exercise)
    if place is None:
        return
    item = replace(place.item, exercise=change.to, instead=(change.exercise,), chosen=facts)
    at = places.items.index(place)
    _remove(places, change.exercise)
    places.items.insert(at, _begun(state, places, item))


def _remove(places: Places, exercise: str) -> None:
    """Take an exercise out wherever it stands; two places may have come down to it."""
    gone = [place for place in places.items if place.exercise == exercise]
    for place in sorted(gone, key=lambda one: (one.is_resting, -one.level.share)):
        places.leave(place)
    places.items = [place for place in places.items if place.exercise != exercise]


def _put_back(state: State, places: Places, exercise: str, facts: tuple[str, ...]) -> None:
    state.excluded.pop(exercise, None)
    state.use_setting()
    authored = {item.exercise: item for item in places.phase.template}
    if exercise not in authored or place_of(state, exercise) is not None:
        return
    standing = next((place for place in places.items if place.template_exercise == exercise), None)
    item = replace(authored[exercise], chosen=facts)
    place = _begun(state, places, item)
    if standing is not None:
        places.leave(standing)
        places.items[places.items.index(standing)] = place
    else:
        places.items.append(place)


def _set_dose(state: State, places: Places, change: SetDose, facts: tuple[str, ...]) -> None:
    place = place_of(state, change.exercise)
    if place is None:
        return
    before, dosage = place.level, places.dosage(place)
    places.give(change.exercise, change.dose)
    if is_more(before, place.level):
        place.before_step = (len(state.done), change.exercise, before, place.move)
    else:
        place.before_step = None
    days = state.days_per_week
    growth = _weekly(place, places.dosage(place), days) - before.sets * min(days, int(dosage.per_week.high))
    if growth > 0 and places.spec(place).kind == "strength":
        places.sets_added.append((state.day, growth))
    place.changed_on, place.good_in_row, place.amber_in_row = state.day, 0, 0
    place.move = state.reason("practitioner-set_dose", f"exercise: {change.exercise}", *facts)


def _weekly(place: Place, dosage: DosageRange, days: int) -> int:
    return place.level.sets * min(days, int(dosage.per_week.high))


def _compose(state: State, change: ComposePhase, facts: tuple[str, ...]) -> None:
    """Make the list of a phase and begin it, as soon as exercise is allowed."""
    phase, memory = state.program.phases[change.phase], state.take_backs
    state.templates = {
        **state.templates,
        phase.id: tuple(TemplateItem(i.exercise, (), _rank(state), chosen=facts) for i in change.exercises),
    }
    state.composed = {**state.composed, phase.id: change.exercises}
    state.chosen_phase = phase
    if state.safety.allows_exercise or state.phase is not None:
        state.enter(phase)
        state.take_backs = memory
