"""What speaks against a change of a plan, as it stands on the day of the change.

Every limit is content: doses and limits of the phase, the setting of the person, the numbers of
``tailoring.yaml``. What the last session and its morning were like always counts: nothing goes up after pain.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sinew.program.exercise import DosageRange
from sinew.program.levels import Level, is_more, level_after, lowest
from sinew.program.phases import Phase
from sinew.program.places import Place
from sinew.program.program import Program
from sinew.program.reasons import Reason
from sinew.program.setting import Selector
from sinew.program.state import State
from sinew.program.tailoring.changes import (
    AddExercise,
    Change,
    ComposePhase,
    DoseChange,
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
from sinew.program.tailoring.objections import Objection
from sinew.program.tailoring.rules import TailoringRules
from sinew.program.values import Range

LIFTED = {"no-equipment": "equipment", "not-on-floor": "floor"}
"""What a stated reason lifts for one exercise, until the member answers its question anew."""


def objections(state: State, change: Change) -> tuple[Objection, ...]:
    """Everything that speaks against a change; empty where it fits."""
    rules = state.program.tailoring
    if rules is None:
        return (Objection(state.reason("no-tailoring"), is_hard=True),)
    found = dict.fromkeys(_Limits(state, rules).of(change))
    return tuple(Objection(reason, reason.rule not in rules.soft) for reason in found)


def place_of(state: State, exercise: str) -> Place | None:
    """Where an exercise stands in the present list; ``None`` where it does not."""
    items = state.places.items if state.places is not None else []
    return next((place for place in items if place.exercise == exercise), None)


def is_removed(state: State, exercise: str) -> bool:
    """Whether the phase has an exercise that a practitioner took out of its list."""
    if state.phase is None or state.places is None:
        return False
    authored = {item.exercise for item in state.phase.template}
    return exercise in authored - {item.exercise for item in state.places.template}


def too_early(program: Program, phase: Phase, exercise: str) -> str | None:
    """The later phase of this track from which an exercise is offered; ``None`` if that is not it."""
    spec, seen, following = program.exercises.get(exercise), {phase.id}, phase.next
    ladder = next((one for one in program.ladders.values() if exercise in one.owns), None)
    while spec is not None and following is not None and following not in seen:
        seen.add(following)
        on_ladder = ladder is not None and any(following in step.exercises for step in ladder.steps)
        if on_ladder or (ladder is None and following in spec.dosage):
            return following
        following = program.phases[following].next
    return None


@dataclass(frozen=True, slots=True)
class _Limits:
    """The limits around one plan; each method yields what speaks against one kind of change."""

    state: State
    rules: TailoringRules

    def of(self, change: Change) -> Iterator[Reason]:
        match change:
            case SwapExercise():
                yield from self._swap(change)
            case AddExercise():
                yield from self._add(change.exercise)
            case RemoveExercise():
                yield from self._remove(change)
            case PutBackExercise():
                yield from self._put_back(change)
            case SetDose():
                yield from self._dose_of_place(change)
            case SetCue():
                yield from self._cue(change)
            case SetTime():
                yield from self._time(change)
            case SetOrder():
                yield from self._order(change)
            case Pause() | Resume():
                yield from self._pause(change)
            case ComposePhase():
                yield from self._compose(change)
            case TakeBack() if change.count > len(self.state.take_backs):
                yield self._reason("cannot-take-back", f"changes to take back: {len(self.state.take_backs)}")
            case _:
                pass

    def _reason(self, rule: str, *because: str, source: tuple[str, ...] = ()) -> Reason:
        given = because or (f"on: {self.state.day.isoformat()}",)
        return self.state.program.progression.reason(rule, *given, source=source)

    # which exercise

    def _usable(self, exercise: str, selector: Selector | None) -> Iterator[Reason]:
        if selector is None:
            yield self._reason("no-list-yet")
            return
        setting = selector.setting
        program, phase = selector.program, selector.phase
        while (objection := Selector(program, phase, setting).objection(exercise)) is not None:
            yield self._explained(objection, exercise, phase)
            if objection.rule not in LIFTED:
                return
            setting = replace(setting, allowed=setting.allowed | {(exercise, objection.rule)})

    def _explained(self, objection: Reason, exercise: str, phase: Phase) -> Reason:
        """An objection with the phase it waits for and the sources of the present one."""
        later = too_early(self.state.program, phase, exercise)
        if later is not None and objection.rule in ("no-dose-in-phase", "by-ladder"):
            facts = (f"exercise: {exercise}", f"phase: {phase.id}", f"from: {later}")
            return self._reason("too-early-in-phase", *facts, source=phase.source)
        return replace(objection, source=objection.source or phase.source)

    def _selector(self) -> Selector | None:
        places = self.state.places
        return self.state.selector(places.phase) if places is not None else None

    def _after_pain(self, fact: str) -> Iterator[Reason]:
        """Nothing goes up while something speaks against it, whatever a practitioner says."""
        if not self.state.may_step_up:
            last = self.state.done[-1] if self.state.done else None
            light = "none yet" if last is None else str(last.light_after_all)
            yield self._reason("not-after-pain", fact, f"last session: {light}")

    def _here(self, exercise: str) -> Iterator[Reason]:
        if place_of(self.state, exercise) is not None:
            yield self._reason("already-there", f"exercise: {exercise}")

    def _missing(self, exercise: str) -> Iterator[Reason]:
        if place_of(self.state, exercise) is None:
            yield self._reason("not-in-list", f"exercise: {exercise}")

    def _swap(self, change: SwapExercise) -> Iterator[Reason]:
        selector, specs = self._selector(), self.state.program.exercises
        yield from self._missing(change.exercise)
        yield from self._here(change.to)
        yield from self._usable(change.to, selector)
        if selector is None or change.to not in specs or change.exercise not in specs:
            return
        if self._may_be_harder(change.exercise, change.to, selector):
            yield from self._after_pain(f"exercise: {change.to}")

    def _may_be_harder(self, old: str, new: str, selector: Selector) -> bool:
        """Whether an exercise may ask for more than the one it takes the place of.

        It does if it is above it on its ladder, works the muscle long or with weight and the old one does
        not, or stands at or above something the last session held: that is what went badly.
        """
        before, after = self.state.program.exercises[old], self.state.program.exercises[new]
        if new in selector.ladder(old, up=False):
            return False
        last = self.state.done[-1].exercises if self.state.done else frozenset()
        return (
            new in selector.ladder(old, up=True)
            or (after.lengthened and not before.lengthened)
            or (after.kind == "strength" and before.kind != "strength")
            or bool(last.intersection((new, *selector.ladder(new, up=False))))
        )

    def _add(self, exercise: str) -> Iterator[Reason]:
        yield from self._here(exercise)
        yield from self._usable(exercise, self._selector())
        yield from self._after_pain(f"exercise: {exercise}")
        places = self.state.places
        if places is None:
            return
        if len(places.items) >= self.rules.exercises_at_most:
            yield self._too_many(len(places.items) + 1)
        spec = self.state.program.exercises.get(exercise)
        dosage = spec.dosage.get(places.phase.id) if spec is not None else None
        if spec is not None and dosage is not None and spec.kind == "strength":
            sets = lowest(dosage).sets
            yield from self._rise(sets * min(self.state.days_per_week, int(dosage.per_week.high)))

    def _too_many(self, count: int) -> Reason:
        facts = (f"exercises: {count}", f"at most: {self.rules.exercises_at_most}")
        return self._reason("too-many-exercises", *facts)

    def _remove(self, change: RemoveExercise) -> Iterator[Reason]:
        yield from self._missing(change.exercise)
        places = self.state.places
        if places is not None and places.taken() == {change.exercise}:
            yield self._reason("last-exercise", f"exercise: {change.exercise}")

    def _put_back(self, change: PutBackExercise) -> Iterator[Reason]:
        excluded = self.state.excluded
        if change.exercise not in excluded and not is_removed(self.state, change.exercise):
            yield self._reason("nothing-to-put-back", f"exercise: {change.exercise}")
            return
        yield from self._after_pain(f"exercise: {change.exercise}")
        selector = self._selector()
        if selector is None or change.exercise not in {i.exercise for i in selector.phase.template}:
            return
        without = {name: why for name, why in excluded.items() if name != change.exercise}
        free = Selector(selector.program, selector.phase, replace(selector.setting, excluded=without))
        yield from self._usable(change.exercise, free)

    # how much

    def _dose_of_place(self, change: SetDose) -> Iterator[Reason]:
        place = place_of(self.state, change.exercise)
        yield from self._missing(change.exercise)
        if place is None or self.state.places is None:
            return
        places = self.state.places
        dosage = places.spec(place).dosage[places.phase.id]
        yield from self._dose(change.exercise, change.dose, dosage, places.phase)
        after = level_after(place.level, change.dose, dosage)
        now = places.dosage(place).per_week.high
        week = change.dose.per_week if change.dose.per_week is not None else now
        if place.is_resting or is_more(place.level, after) or week > now:
            yield from self._after_pain(f"exercise: {change.exercise}")
        if place.is_resting:
            yield self._reason("resting", f"exercise: {change.exercise}")
        if places.spec(place).kind == "strength":
            days = self.state.days_per_week
            yield from self._rise(after.sets * min(days, int(week)) - place.level.sets * min(days, int(now)))
        yield from self._at_once(change.exercise, place.level, after)

    def _dose(self, exercise: str, given: DoseChange, dosage: DosageRange, phase: Phase) -> Iterator[Reason]:
        """A dose is never more than content gives in the phase; less is always possible."""
        spec = self.state.program.exercises[exercise]
        source = tuple(dict.fromkeys((*phase.source, *spec.references)))
        numbers: tuple[tuple[str, int | None, Range | None], ...] = (
            ("sets", given.sets, dosage.sets),
            ("repetitions", given.repetitions, dosage.repetitions),
            ("hold seconds", given.hold_s, dosage.hold_s),
            ("days a week", given.per_week, dosage.per_week),
        )
        for name, value, limits in numbers:
            if value is None:
                continue
            if limits is None:
                yield self._reason("not-counted-so", f"exercise: {exercise}", f"dose: {name}")
            elif value > limits.high:
                facts = (f"exercise: {exercise}", f"phase: {phase.id}", f"dose: {name}")
                yield self._reason(
                    "above-dose", *facts, f"wanted: {value}", f"at most: {limits.high:g}", source=source
                )
        steps = (("load", given.load, dosage.load), ("range", given.range_of_motion, dosage.range_of_motion))
        for name, chosen, known in steps:
            if chosen is not None and chosen not in known:
                facts = (f"exercise: {exercise}", f"dose: {name}", f"wanted: {chosen}")
                yield self._reason("no-such-step", *facts, f"known: {', '.join(known) or 'none'}")
        yield from self._pace(exercise, given)

    def _pace(self, exercise: str, given: DoseChange) -> Iterator[Reason]:
        limits, tempo = self.rules.tempo, given.tempo
        parts = [] if given.rest_s is None else [("rest seconds", float(given.rest_s), self.rules.rest_s)]
        if tempo is not None:
            parts.append(("seconds out", tempo.out_s, limits.out_s))
            parts.append(("seconds of pause", tempo.hold_s, limits.hold_s))
            parts.append(("seconds back", tempo.back_s, limits.back_s))
        for name, value, allowed in parts:
            if value not in allowed:
                facts = (f"exercise: {exercise}", f"dose: {name}", f"wanted: {value:g}")
                yield self._reason("outside-pace", *facts, f"from: {allowed.low:g}", f"to: {allowed.high:g}")

    def _rise(self, growth: int) -> Iterator[Reason]:
        """The hard sets of a week rise by no more than content allows over what was done."""
        places, days = self.state.places, self.state.days_per_week
        if not self.state.sessions_in_phase():
            return
        if places is None or growth <= 0 or places.has_room(self.state.day, growth, days):
            return
        share = self.state.program.progression.weekly_sets_increase
        facts = (f"more sets a week: {growth}", f"at most more: {share:.0%}")
        yield self._reason("rise-of-sets", *facts)

    def _at_once(self, exercise: str, before: Level, after: Level) -> Iterator[Reason]:
        """One variable at a time, as the program itself does it."""
        raised = [
            name
            for name, old, new in (
                ("sets", before.sets, after.sets),
                ("repetitions", before.repetitions or 0, after.repetitions or 0),
                ("hold seconds", before.hold_s or 0, after.hold_s or 0),
                ("load", before.load_step, after.load_step),
                ("range", before.range_step, after.range_step),
            )
            if new > old
        ]
        if len(raised) > 1:
            yield self._reason("many-at-once", f"exercise: {exercise}", f"raised: {', '.join(raised)}")

    # when, and in which words

    def _cue(self, change: SetCue) -> Iterator[Reason]:
        if change.exercise not in self.state.program.exercises:
            yield self._reason("not-in-library", f"exercise: {change.exercise}")
        most = self.rules.cue_characters
        if len(change.cue) > most:
            yield self._reason("cue-too-long", f"characters: {len(change.cue)}", f"at most: {most}")

    def _time(self, change: SetTime) -> Iterator[Reason]:
        phase, answers = self.state.phase, self.state.safety.answers
        if phase is None:
            yield self._reason("no-list-yet")
            return
        minutes, days = self.state.setting.minutes, self.state.days_per_week
        pairs: tuple[tuple[str, int | None, Range, str, float], ...] = (
            ("minutes", change.minutes, phase.minutes, "minutes_per_day", minutes),
            ("days", change.days_per_week, phase.days_per_week, "days_per_week", days),
        )
        for name, value, limits, question, now in pairs:
            wanted = answers.get(question)
            if value is None:
                continue
            facts = (f"phase: {phase.id}", f"wanted: {value}")
            if value > limits.high:
                rule, most = f"above-phase-{name}", f"at most: {limits.high:g}"
                yield self._reason(rule, *facts, most, source=phase.source)
            elif wanted is not None and value > wanted:
                yield self._reason(f"above-wanted-{name}", *facts, f"told: {wanted:g}")
            if value > now:
                yield from self._after_pain(f"wanted: {value}")

    def _order(self, change: SetOrder) -> Iterator[Reason]:
        places = self.state.places
        if places is None:
            yield self._reason("no-list-yet")
            return
        here = sorted(places.taken())
        if sorted(change.exercises) != here:
            yield self._reason("not-the-same-list", f"exercises: {len(here)}")

    def _pause(self, change: Pause | Resume) -> Iterator[Reason]:
        day, most = self.state.day, self.rules.pause_days_at_most
        if isinstance(change, Resume):
            if not self.state.is_paused(day):
                yield self._reason("not-paused")
        elif not 0 < (change.until - day).days <= most:
            facts = (f"until: {change.until.isoformat()}", f"days at most: {most}")
            yield self._reason("pause-too-long", *facts)

    # a phase that content leaves to a practitioner

    def _compose(self, change: ComposePhase) -> Iterator[Reason]:
        program, track = self.state.program, self.state.track
        phase = program.phases.get(change.phase)
        if phase is None or not phase.by_practitioner:
            yield self._reason("composed-by-program", f"phase: {change.phase}")
            return
        if phase.track != track:
            yield self._reason("other-track", f"phase: {phase.id}", f"track: {track or 'none'}")
        if len(change.exercises) > self.rules.exercises_at_most:
            yield self._too_many(len(change.exercises))
        if self.state.phase is not None:
            yield from self._after_pain(f"phase: {phase.id}")
        if phase.track in self.rules.protocols:
            yield self._reason("surgeon-protocol", f"phase: {phase.id}", source=phase.source)
        selector = self.state.selector(phase)
        for item in change.exercises:
            yield from self._usable(item.exercise, selector)
            dosage = self._dosage(item.exercise, phase)
            if dosage is not None:
                yield from self._dose(item.exercise, item.dose, dosage, phase)

    def _dosage(self, exercise: str, phase: Phase) -> DosageRange | None:
        spec = self.state.program.exercises.get(exercise)
        doses: Mapping[str, DosageRange] = spec.dosage if spec is not None else {}
        return doses.get(phase.id)
