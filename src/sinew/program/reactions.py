"""What one exercise session does to the places of a phase: traffic light, effort and form."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sinew.program.events import ExerciseResult, SessionResult
from sinew.program.follow_up import Flare
from sinew.program.phases import LIGHTS, Light, Phase
from sinew.program.places import Place, Places
from sinew.program.progression import Progression
from sinew.program.reasons import Reason
from sinew.vocabulary import Outcome

STRICTEST_FIRST = (
    Outcome.STOP_AND_REFER,
    Outcome.PAUSE_FOR_PRACTITIONER,
    Outcome.REGRESS,
    Outcome.KEEP,
    Outcome.PROGRESS,
    Outcome.START,
)


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A change of the plan, or a decision not to change it.

    Attributes:
        tells_team: the care team should read this.
    """

    on: date
    outcome: Outcome
    reasons: tuple[Reason, ...]
    tells_team: bool = False


@dataclass(slots=True)
class DoneSession:
    """A session that was done, and what is known of it since.

    Attributes:
        number: 1 for the first one.
        adjustments_before: how many adjustments there were when it was done.
        is_morning_good: what the morning after was like; ``None`` while nobody said.
        has_progressed: whether a step up was already taken after it.
    """

    number: int
    result: SessionResult
    light: Light
    phase: str | None
    exercises: frozenset[str]
    adjustments_before: int
    is_morning_good: bool | None = None
    has_progressed: bool = False

    @property
    def light_after_all(self) -> Light:
        """The light of the session, the morning after it included; green only where somebody told of pain."""
        is_doubtful = self.is_morning_good is False or not self.result.tells_pain
        return worst([self.light, Light.AMBER]) if is_doubtful else self.light

    @property
    def may_be_good(self) -> bool:
        """Told to be green, and nothing bad is known of the morning after."""
        return self.light is Light.GREEN and self.result.tells_pain and self.is_morning_good is not False


def worst(lights: Sequence[Light]) -> Light:
    """The strictest of some lights; green where there are none."""
    return max(lights, key=LIGHTS.index, default=Light.GREEN)


def exercise_light(exercise: str, pain: float, phase: Phase, numbers: Progression) -> Light:
    """The light of pain in one exercise: some have limits of their own."""
    return numbers.pain_limits_of(phase.track, exercise, phase.pain).light(pain)


def session_light(result: SessionResult, phase: Phase, numbers: Progression) -> Light:
    """The light of a whole session: the worst of what hurt during and after it."""
    told = [p for p in (result.pain_during, result.pain_after) if p is not None]
    lights = [phase.pain.light(pain) for pain in told]
    for each in result.exercises:
        pains = told if each.pain is None else [each.pain]
        lights += [exercise_light(each.exercise, pain, phase, numbers) for pain in pains]
    return worst(lights)


def combined(results: Sequence[ExerciseResult]) -> ExerciseResult:
    """Both sides of an exercise as one result: the worse of each number."""
    if len(results) == 1:
        return results[0]
    return ExerciseResult(
        exercise=results[0].exercise,
        sets_done=_least([r.sets_done for r in results]),
        repetitions_done=_least([r.repetitions_done for r in results]),
        hold_s_done=_least([r.hold_s_done for r in results]),
        pain=_most([r.pain for r in results]),
        effort=_most([r.effort for r in results]),
        form_faults_fraction=_most([r.form_faults_fraction for r in results]),
    )


def _least(values: Sequence[float | None]) -> float | None:
    return min((value for value in values if value is not None), default=None)


def _most(values: Sequence[float | None]) -> float | None:
    return max((value for value in values if value is not None), default=None)


@dataclass(slots=True)
class Reaction:
    """Goes through the places once for one session and collects what changes, with reasons.

    Attributes:
        beside: lights of what was done beside the places, on ladders.
        flare: how the session was reduced; ``None`` on other days.
    """

    places: Places
    session: DoneSession
    days_per_week: int
    beside: Sequence[Light] = ()
    flare: Flare | None = None
    outcome: Outcome = Outcome.KEEP
    reasons: list[Reason] = field(default_factory=list)

    @property
    def _numbers(self) -> Progression:
        return self.places.program.progression

    def run(self) -> Adjustment:
        """React to the session; without objection the plan is kept until the morning after is known."""
        results = self._results()
        lights = [self._light(result) for _, result in results]
        if worst([*lights, *self.beside]) != self.session.light:
            # pain nobody laid to one exercise: all of them react
            lights = [self.session.light] * len(results)
        for (place, result), light in zip(results, lights, strict=True):
            self._react(place, result, light)
        if not self.reasons:
            self._note("keep-going", f"light: {self.session.light}")
        return Adjustment(self.session.result.on, self.outcome, tuple(self.reasons))

    def _results(self) -> list[tuple[Place, ExerciseResult]]:
        """Each place that was done with its result; where no exercise was named, every place.

        A session that held nothing but steps of ladders leaves the places as they are.
        """
        named: dict[str, list[ExerciseResult]] = {}
        for result in self.session.result.exercises:
            named.setdefault(result.exercise, []).append(result)
        known = [p for p in self.places.items if p.exercise is not None and not p.is_resting]
        found = [(p, combined(named[p.exercise])) for p in known if p.exercise in named]
        for place, _ in found:
            place.is_tried = True
        if found or (named and self.beside):
            return found
        return [(p, ExerciseResult(p.exercise or "")) for p in known]

    def _light(self, result: ExerciseResult) -> Light:
        if result.pain is None:
            return self.session.light
        return exercise_light(result.exercise, result.pain, self.places.phase, self._numbers)

    def _react(self, place: Place, result: ExerciseResult, light: Light) -> None:
        pain = f"pain: {_shown(result.pain, self.session.result.pain_during)}"
        if light is Light.RED:
            self._down(place, "red", f"exercise: {result.exercise}", pain)
        elif light is Light.AMBER:
            self._amber(place, result, pain)
        else:
            place.amber_in_row = 0
            self._effort_and_form(place, result)

    def _amber(self, place: Place, result: ExerciseResult, pain: str) -> None:
        place.amber_in_row += 1
        place.good_in_row = 0
        if place.amber_in_row >= self._numbers.ambers_in_row:
            self._down(place, "amber-twice", f"exercise: {result.exercise}", pain)
        else:
            self._note("amber-once", f"exercise: {result.exercise}", pain)

    def _effort_and_form(self, place: Place, result: ExerciseResult) -> None:
        numbers, target = self._numbers, self._target(place)
        effort = result.effort if result.effort is not None else self.session.result.effort
        faults = result.form_faults_fraction
        if effort is not None and effort >= numbers.effort_from and target <= numbers.effort_target:
            self.places.cut(place, self.session.result.on, numbers.effort_cut)
            fact = f"effort: {effort:g}, target {target:g}"
            self._regress("effort-high", f"exercise: {result.exercise}", fact)
        elif faults is not None and faults > numbers.form_faults_above:
            fact = f"repetitions with faults: {faults:.0%}"
            self._down(place, "form-faults", f"exercise: {result.exercise}", fact)
        elif not self._is_complete(place, result):
            place.good_in_row = 0
            self._note("not-all-done", f"exercise: {result.exercise}")
        elif self.flare is not None:
            place.good_in_row = 0  # half of it done well says nothing about the whole
        elif effort is None or effort > target:
            place.good_in_row = 0
            rule = "effort-missing" if effort is None else "effort-above-target"
            self._note(rule, f"exercise: {result.exercise}", f"effort: {_shown(effort)}, target {target:g}")
        else:
            place.good_in_row += 1

    def _target(self, place: Place) -> float:
        own = self.places.dosage(place).effort_rpe
        return (own or self.places.phase.effort_rpe).high

    def _is_complete(self, place: Place, result: ExerciseResult) -> bool:
        """Whether all that is prescribed was done; where nobody counted, whether the session was."""
        level = self.places.level_of(place)
        level = level if self.flare is None else self.flare.lowered(level)
        wanted = self.places.prescribed(place, self.days_per_week, level)
        pairs = [
            (result.sets_done, wanted.sets),
            (result.repetitions_done, wanted.repetitions),
            (result.hold_s_done, wanted.hold_s),
        ]
        counted = [(done, goal) for done, goal in pairs if done is not None and goal is not None]
        if not counted:
            return self.session.result.completed_fraction >= 1
        return all(done >= goal for done, goal in counted)

    def _down(self, place: Place, rule: str, *because: str) -> None:
        move = self.places.down(place, self.session.result.on, session=self.session.number)
        self._regress(rule, *because, *((f"change: {move}",) if move else ()))

    def _regress(self, rule: str, *because: str) -> None:
        self.outcome = Outcome.REGRESS
        self._note(rule, *because)

    def _note(self, rule: str, *because: str) -> None:
        self.reasons.append(self._numbers.reason(rule, *because))


def _shown(*values: float | None) -> str:
    return next((f"{value:g}" for value in values if value is not None), "not told")
