"""The places of a session: which exercise stands at each, at which level, and how it got there."""

from dataclasses import dataclass, field, replace
from datetime import date

from sinew.program.exercise import DosageRange, ExerciseSpec
from sinew.program.levels import (
    Dose,
    Level,
    eased,
    fitted,
    least,
    level_after,
    lowest,
    step_up,
    weekly_sets,
    whole_dose,
)
from sinew.program.phases import Phase, TemplateItem
from sinew.program.program import Program
from sinew.program.progression import Progression, Timing
from sinew.program.reasons import Reason
from sinew.program.setting import Choice, Selector
from sinew.program.tailoring.changes import DoseChange, Tempo
from sinew.program.values import Range


@dataclass(frozen=True, slots=True)
class OwnDose:
    """What a practitioner set of a dose that the program itself never changes; ``None`` is as in content."""

    rest_s: int | None = None
    per_week: int | None = None
    tempo: Tempo | None = None

    def with_change(self, given: DoseChange) -> "OwnDose":
        """The same with what is newly set."""
        return OwnDose(
            rest_s=self.rest_s if given.rest_s is None else given.rest_s,
            per_week=self.per_week if given.per_week is None else given.per_week,
            tempo=self.tempo if given.tempo is None else given.tempo,
        )

    def of(self, dosage: DosageRange) -> DosageRange:
        """The doses of the phase with what was set."""
        rest, week = self.rest_s, self.per_week
        return replace(
            dosage,
            rest_s=dosage.rest_s if rest is None else Range(rest, rest),
            per_week=dosage.per_week if week is None else Range(week, week),
        )


@dataclass(slots=True, eq=False)
class Place:
    """One place of the template for one person.

    Attributes:
        item: what content or a practitioner wants at this place.
        base: what the place started with; ``None`` where nothing can be used.
        exercise: what stands there now, up or down the ladder from ``base``.
        is_resting: too sore even at the lowest place; comes back after good sessions.
        amber_in_row: sessions in a row in which this exercise was amber.
        good_in_row: sessions in a row in which everything prescribed here was done without objection.
        dropped: number of an exercise session, and how many places that session has led down so far.
        is_tried: it was part of an exercise session of this phase.
        sore: number of the exercise session that last led down here, and what stood here then.
        before_step: number of the session after which it last went up, and what stood there before.
    """

    choice: Choice
    item: TemplateItem
    exercise: str | None
    level: Level
    is_resting: bool = False
    amber_in_row: int = 0
    good_in_row: int = 0
    harder_on: date | None = None
    changed_on: date | None = None
    move: Reason | None = None
    dropped: tuple[int, int] = (0, 0)
    is_tried: bool = False
    sore: tuple[int, str | None] = (0, None)
    before_step: tuple[int, str, Level, Reason | None] | None = None

    @property
    def rank(self) -> int:
        return self.item.keep_rank

    @property
    def template_exercise(self) -> str:
        return self.item.exercise

    @property
    def is_warm_up(self) -> bool:
        return self.item.is_warm_up

    @property
    def base(self) -> str | None:
        return self.choice.exercise

    def reasons(self, phase: Phase, progression: Progression) -> tuple[Reason, ...]:
        """Why this exercise, and why at this dose."""
        start = progression.reason("dose-start", f"phase: {phase.id}", source=phase.source)
        return (*self.choice.reasons, self.move or start)


@dataclass(slots=True)
class Places:
    """All places of the present phase, and the steps up and down they can take.

    Attributes:
        own: what a practitioner set of the doses, by exercise.
        eased: exercises that left the list while they rested or were eased: their share, and whether they
            rested. Whoever brings one back brings it back as it left.
        hurt: what led places down that have left the list since, as `Place.sore` has it.
    """

    program: Program
    phase: Phase
    selector: Selector
    items: list[Place] = field(default_factory=list)
    # days, and the hard sets a week that were added on them
    sets_added: list[tuple[date, int]] = field(default_factory=list)
    own: dict[str, OwnDose] = field(default_factory=dict)
    eased: dict[str, tuple[float, bool]] = field(default_factory=dict)
    hurt: list[tuple[int, str | None]] = field(default_factory=list)

    @classmethod
    def of_phase(
        cls, program: Program, phase: Phase, selector: Selector, template: tuple[TemplateItem, ...]
    ) -> "Places":
        """The places a phase starts with, every exercise at its lowest dose."""
        places = cls(program, phase, selector)
        for item, choice in zip(template, selector.choices(template), strict=True):
            places.items.append(Place(choice, item, choice.exercise, places.lowest(choice.exercise)))
        return places

    @property
    def template(self) -> tuple[TemplateItem, ...]:
        """What is wanted at every place: the template of the phase, as far as nobody changed it."""
        return tuple(place.item for place in self.items)

    def lowest(self, exercise: str | None) -> Level:
        if exercise is None:
            return Level(0, None, None)
        return lowest(self.program.exercises[exercise].dosage[self.phase.id])

    def leave(self, place: Place) -> None:
        """Remember how an exercise left the list; one that was neither eased nor resting left well."""
        if place.exercise is None:
            return
        self.hurt.append(place.sore)
        self.eased.pop(place.exercise, None)
        if place.is_resting or place.level.share < 1:
            self.eased[place.exercise] = (place.level.share, place.is_resting)

    def begin(self, place: Place) -> None:
        """Let the exercise of a place begin at its smallest dose, eased or resting where it left so."""
        share, is_resting = self.eased.get(place.exercise or "", (1.0, False))
        place.level = replace(self.lowest(place.exercise), share=share)
        place.is_resting, place.is_tried = is_resting, False

    def sore_after(self, session: int) -> frozenset[str]:
        """What an exercise session led down, wherever it stands by now."""
        found = (*self.hurt, *(place.sore for place in self.items))
        return frozenset(exercise for number, exercise in found if number == session and exercise)

    def use(self, selector: Selector) -> None:
        """Take a changed setting over: places whose exercise can no longer be used choose again."""
        self.selector = selector
        for place, choice in zip(self.items, selector.choices(self.template), strict=True):
            if place.exercise is None or not selector.can_use(place.exercise):
                self.leave(place)
                place.choice, place.exercise = choice, choice.exercise
                self.begin(place)
                place.move, place.good_in_row = None, 0

    def spec(self, place: Place) -> ExerciseSpec:
        """The exercise at a place.

        Raises:
            ValueError: nothing stands at ``place``.
        """
        if place.exercise is None:
            raise ValueError("nothing stands at this place")
        return self.program.exercises[place.exercise]

    def dosage(self, place: Place) -> DosageRange:
        """The range of doses the exercise at a place has in this phase."""
        spec = self.spec(place)
        dosage, own = spec.dosage[self.phase.id], self.own.get(spec.id)
        return dosage if own is None else own.of(dosage)

    def tempo(self, place: Place) -> Tempo | None:
        """The tempo a practitioner set; ``None`` is that of the exercise."""
        own = self.own.get(place.exercise or "")
        return own.tempo if own is not None else None

    def timing(self, place: Place) -> Timing:
        """How long the parts of an exercise take, at the tempo that was set."""
        usual, tempo = self.program.progression.timing, self.tempo(place)
        return usual if tempo is None else replace(usual, repetition_s=tempo.total_s)

    def level_of(self, place: Place) -> Level:
        """Where the exercise at a place stands: of all places that have come down to it, the least."""
        return least(place.level, *(one.level for one in self.items if one.exercise == place.exercise))

    def prescribed(self, place: Place, days_per_week: int, level: Level) -> Dose:
        """The dose at a place at a level, short enough for the time this person has.

        What is taken off after pain is taken off what fits, so that it is less than before.
        """
        fitting = fitted(
            whole_dose(level, self.dosage(place), days_per_week),
            sides=2 if self.spec(place).unilateral else 1,
            available_s=60 * min(self.selector.setting.minutes, self.phase.minutes.high),
            timing=self.timing(place),
        )
        return eased(fitting, level.share)

    def give(self, exercise: str, given: DoseChange) -> None:
        """Set the dose of an exercise of the list; limits have been looked at before."""
        for place in self.items:
            if place.exercise == exercise:
                place.level = level_after(place.level, given, self.spec(place).dosage[self.phase.id])
                self.own[exercise] = self.own.get(exercise, OwnDose()).with_change(given)

    def taken(self) -> set[str]:
        return {place.exercise for place in self.items if place.exercise is not None}

    # down

    def down(
        self, place: Place, on: date, steps: int = 1, *, session: int = 0, may_rest: bool = True
    ) -> str | None:
        """Go down so many places; returns the rule of the last step, ``None`` if none was taken.

        What one exercise session (named by its number) led to is counted together: where several rules speak
        about it the strictest wins, and they do not add up. Number 0 stands for no session. ``may_rest`` is
        false where nothing hurt: then less volume is the lowest there is.
        """
        already = place.dropped[1] if session and place.dropped[0] == session else 0
        if session and place.sore[0] != session:
            place.sore = (session, place.exercise)
        rule = None
        for _ in range(steps - already):
            rule = self._down_once(place, may_rest) or rule
        place.dropped = (session, max(steps, already))
        if rule is not None:
            self._changed(place, on, rule)
        return rule

    def _down_once(self, place: Place, may_rest: bool) -> str | None:
        if place.exercise is None or place.is_resting:
            return None
        easier = self.selector.neighbor(place.exercise, up=False)
        if easier is not None:
            place.exercise, place.level = easier, self.lowest(easier)
            return "regress-easier"
        if place.level.share == 1:
            place.level = self._cut(place.level, self.program.progression.volume_cut)
            return "regress-volume"
        if not may_rest:
            return None
        place.is_resting = True
        return "regress-rest"

    def cut(self, place: Place, on: date, share: float) -> str:
        """Take a share off the volume; returns the rule."""
        place.level = self._cut(place.level, share)
        self._changed(place, on, "regress-volume")
        return "regress-volume"

    def _cut(self, level: Level, share: float) -> Level:
        return replace(level, share=min(level.share, 1 - share))

    def _changed(self, place: Place, on: date, rule: str) -> None:
        place.changed_on, place.good_in_row, place.amber_in_row = on, 0, 0
        facts = (f"since: {on.isoformat()}", f"exercise: {place.exercise}")
        place.move = self.program.progression.reason(rule, *facts)

    # up

    def take_back(self, place: Place, session: int) -> None:
        """Undo a step up that was taken because of a session that turned out bad after all."""
        if place.before_step is not None and place.before_step[0] == session:
            _, place.exercise, place.level, place.move = place.before_step
            place.before_step = None

    def up(self, place: Place, on: date, days_per_week: int, *, session: int) -> str | None:
        """Change one variable upward; returns the rule, ``None`` if no step is left or allowed now.

        ``session`` is the number of the latest exercise session, so that the step can be taken back.
        """
        if place.exercise is None:
            return None
        before = (session, place.exercise, place.level, place.move)
        rule = self._up(place, place.exercise, on, days_per_week)
        if rule is not None:
            place.before_step = before
        return rule

    def _up(self, place: Place, exercise: str, on: date, days_per_week: int) -> str | None:
        if place.is_resting:
            place.is_resting = False
            self._changed(place, on, "step-return")
            return "step-return"
        kind, dosage = self.spec(place).kind, self.dosage(place)
        found = step_up(place.level, dosage, self.program.progression.steps, is_walk=kind == "aerobic")
        if found is None:
            return self._harder(place, exercise, on)
        level, rule = found
        if rule == "step-sets" and kind == "strength":
            before = weekly_sets(place.level, dosage, days_per_week)
            growth = weekly_sets(level, dosage, days_per_week) - before
            if not self.has_room(on, growth, days_per_week):
                return None
            self.sets_added.append((on, growth))
        place.level = level
        self._changed(place, on, rule)
        return rule

    def _harder(self, place: Place, exercise: str, on: date) -> str | None:
        harder = self.selector.neighbor(exercise, up=True)
        wait = self.program.progression.harder_every_days
        too_soon = place.harder_on is not None and (on - place.harder_on).days < wait
        if harder is None or too_soon or harder in self.taken():
            return None
        place.exercise, place.level, place.harder_on = harder, self.lowest(harder), on
        self._changed(place, on, "step-harder")
        return "step-harder"

    def has_room(self, on: date, growth: int, days_per_week: int) -> bool:
        """Whether the hard sets of a week stay within the allowed rise over a week ago."""
        recent = sum(sets for day, sets in self.sets_added if (on - day).days < 7)
        before = self._hard_sets(days_per_week) - recent
        return recent + growth <= self.program.progression.weekly_sets_increase * before

    def _hard_sets(self, days_per_week: int) -> int:
        active = [place for place in self.items if place.exercise is not None and not place.is_resting]
        hard = [place for place in active if self.spec(place).kind == "strength"]
        return sum(weekly_sets(place.level, self.dosage(place), days_per_week) for place in hard)
