"""Where one care plan stands: what its events have left behind so far."""

from collections import ChainMap
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice, takewhile
from typing import Any

from sinew.program.climb import Climb
from sinew.program.conditions import Answers
from sinew.program.events import SessionResult, TestResult
from sinew.program.gates import Gate, GateState, gate_state, way_from
from sinew.program.intake import Intake
from sinew.program.phases import Light, Phase, TemplateItem
from sinew.program.places import Places
from sinew.program.program import Program
from sinew.program.reactions import Adjustment, DoneSession
from sinew.program.reasons import Reason
from sinew.program.safety import Safety
from sinew.program.schedule import Schedule
from sinew.program.setting import Selector, Setting, setting_from, side_of
from sinew.program.tailoring.changes import ComposedExercise
from sinew.program.tailoring.objections import RefusedChange
from sinew.program.values import as_date
from sinew.vocabulary import Outcome, Side

RECENT_DAYS, RECENT_SESSIONS = 8, 24
"""How many of the latest days and sessions rules about a week look at."""


class State:
    """Where one care plan stands while its events are read. Gates look at it as their ``Record``.

    Attributes:
        day: the day that has been reached.
        safety: whether exercise is allowed, and all answers so far.
        track, phase: ``None`` before a program has begun.
        before_gate: number of the session after which a gate opened, and what it led out of.
        places: ``None`` where the phase has no sessions written.
        climbs: where the person stands on each ladder.
        flare_on: the day the last flare was told.
        away_on: the day on which somebody had been away for long.
        came_back: the day of the last session after a gap, and how many places down the gap led.
        gap: the rule about the gap that goes on, and how many places down it has led; ``None`` before.
        is_declined_in_pain: since the last session one was declined because of pain in the red zone.
        answered_on: the day each question was last answered; those of the intake are left out.
        templates: the lists of phases that a practitioner has changed, by phase.
        composed: what a practitioner wants in phases that content leaves to them, by phase.
        cues: a practitioner's own sentences, by exercise.
        minutes, days_wanted: of a session and a week, as a practitioner set them.
        paused_until: the first day after a pause that a practitioner set.
        allowed: exercises with the rules about floor and equipment that a practitioner lifted for them.
        take_backs: how things stood before each of the latest changes, as long as nothing else happened.
        refused: changes that did not fit when they were read.
        changes_left: exercises that may still go up before the next exercise session.
        adjustments: every change and every decision to keep, oldest first.
    """

    def __init__(self, program: Program, intake: Intake) -> None:
        self.program, self.intake = program, intake
        self.day = self.started_on = self.phase_since = intake.as_of
        self.safety = Safety(program, intake)
        self.track: str | None = None
        self.phase: Phase | None = None
        self.chosen_phase: Phase | None = None
        self.places: Places | None = None
        self.before_gate: tuple[int, Phase | None, date, Places | None] | None = None
        self.is_on_hold = False
        self.has_pending_progress = False
        self.fever_on: date | None = None
        self.flare_on: date | None = None
        self.away_on: date | None = None
        self.came_back: tuple[date, int] | None = None
        self.gap: tuple[str, int] | None = None
        self.is_declined_in_pain = False
        self.answered_on: dict[str, date] = {}
        self.tests: list[TestResult] = []
        self.done: list[DoneSession] = []
        self.done_days: list[date] = []
        self.reds: list[date] = []
        self.bad_mornings: list[date] = []
        self.adjustments: list[Adjustment] = []
        self.excluded: dict[str, str] = {}
        self.templates: dict[str, tuple[TemplateItem, ...]] = {}
        self.composed: dict[str, tuple[ComposedExercise, ...]] = {}
        self.cues: dict[str, str] = {}
        self.minutes: int | None = None
        self.days_wanted: int | None = None
        self.paused_until: date | None = None
        self.allowed: frozenset[tuple[str, str]] = frozenset()
        self.take_backs: tuple[Mapping[str, Any], ...] = ()
        self.refused: tuple[RefusedChange, ...] = ()
        self.climbs = {name: Climb(ladder) for name, ladder in program.ladders.items()}
        self.changes_left = program.progression.exercises_per_session
        self.baseline_on, self.baseline = intake.as_of, dict(intake.answers)

    # what gates look at

    @property
    def answers(self) -> Answers:
        """All answers so far, and the presentation they fit best with."""
        return ChainMap({"presentation": self.presentation}, self.safety.answers)

    @property
    def injured_on(self) -> date:
        """The day it began; the day of the intake where nobody said."""
        return as_date(self.safety.answers.get("started_on")) or self.intake.as_of

    @property
    def side(self) -> Side:
        return side_of(self.safety.answers)

    @property
    def presentation(self) -> str | None:
        return self.safety.found.presentation

    @property
    def cleared_scopes(self) -> Sequence[str]:
        return self.safety.cleared_scopes

    @property
    def sessions(self) -> Sequence[SessionResult]:
        return [done.result for done in self.done]

    @property
    def lights(self) -> Sequence[tuple[date, Light]]:
        return [(done.result.on, done.light) for done in self.done]

    def phase_sessions(self) -> Sequence[tuple[SessionResult, Light]]:
        """The sessions of the present phase, oldest first; a bad morning after one makes it amber."""
        return [(done.result, done.light_after_all) for done in self.sessions_in_phase()]

    def sessions_in_phase(self) -> list[DoneSession]:
        """The same with all that is known of them since."""
        return self.latest_in_phase(len(self.done))

    def latest_in_phase(self, count: int) -> list[DoneSession]:
        """So many of the latest sessions of the present phase, oldest first."""
        phase = self.phase.id if self.phase is not None else None
        since = takewhile(lambda done: done.result.on >= self.phase_since, reversed(self.done))
        return list(islice((done for done in since if done.phase == phase), count))[::-1]

    def lengthened_sessions(self) -> int:
        """Sessions of the present phase that held work at long muscle length."""
        specs = self.program.exercises
        return sum(
            any(name in specs and specs[name].lengthened for name in done.exercises)
            for done in self.sessions_in_phase()
        )

    def has_done_step(self, ladder: str, step: str) -> bool:
        """Whether a step of a ladder was done as often as it asks."""
        return ladder in self.climbs and step in self.climbs[ladder].done

    def recent_days(self) -> Sequence[date]:
        """The latest days exercise was done on, enough of them for every rule about days."""
        return self.done_days[-RECENT_DAYS:]

    def recent_sessions(self) -> list[tuple[date, frozenset[str]]]:
        """The latest sessions before the present day: their day and exercises."""
        return [(d.result.on, d.exercises) for d in self.done[-RECENT_SESSIONS:] if d.result.on < self.day]

    @property
    def stepped_back_after(self) -> int | None:
        """Number of the latest exercise session if something since it led down; ``None`` otherwise."""
        if not self.done:
            return None
        since = self.adjustments[self.done[-1].adjustments_before :]
        is_back = any(adjustment.outcome is Outcome.REGRESS for adjustment in since)
        return self.done[-1].number if is_back else None

    @property
    def is_unsettled(self) -> bool:
        """No gate opens: the latest morning told was worse, or a session that went badly is too fresh."""
        last = self.done[-1] if self.done else None
        since = last.result.on if last is not None else date.min
        if any(day > since for day in self.bad_mornings[-1:]):
            return True
        settles_in = self.program.progression.settles_in_days
        return last is not None and not last.may_be_good and (self.day - since).days < settles_in

    # where things stand

    @property
    def climbing_track(self) -> str | None:
        """The track that decides about ladders: the one of the present phase."""
        return self.phase.track if self.phase is not None else None

    @property
    def setting(self) -> Setting:
        default = self.program.questionnaire.by_id["minutes_per_day"].default
        found = setting_from(
            self.safety.answers, self.excluded, self.program.household, default, self.allowed
        )
        return found if self.minutes is None else replace(found, minutes=self.minutes)

    def selector(self, phase: Phase) -> Selector:
        """Chooses exercises of a phase for this person."""
        return Selector(self.program, phase, self.setting)

    def enter(self, phase: Phase) -> None:
        """Begin a phase, with the list a practitioner made of it where there is one."""
        self.phase, self.phase_since, self.track = phase, self.day, phase.track
        self.take_backs, self.gap = (), None
        template = self.templates.get(phase.id, phase.template)
        is_there = phase.is_built or phase.id in self.templates
        self.places = None
        if is_there:
            self.places = Places.of_phase(self.program, phase, self.selector(phase), template)
            for item in self.composed.get(phase.id, ()):
                self.places.give(item.exercise, item.dose)

    def use_setting(self) -> None:
        """Take over what has changed about how somebody can exercise."""
        if self.places is not None:
            self.places.use(self.selector(self.places.phase))

    @property
    def days_per_week(self) -> int:
        """Exercise days a week: what the person wants, within what the phase allows."""
        if self.phase is None:
            return 1
        most = int(self.phase.days_per_week.high)
        wanted = self.days_wanted or self.safety.answers.get("days_per_week")
        return min(int(wanted), most) if wanted else most

    @property
    def schedule(self) -> Schedule:
        return Schedule(self.days_per_week)

    @property
    def is_due(self) -> bool:
        """Whether the present day is an exercise day."""
        return self.schedule.is_due(self.day, self.recent_days())

    @property
    def needs_built_plan(self) -> bool:
        """Tracks whose plan only a practitioner can build: nothing is dosed by rules."""
        mine = [phase for phase in self.program.phases.values() if phase.track == self.track]
        return self.track is not None and all(phase.by_practitioner for phase in mine)

    @property
    def may_step_up(self) -> bool:
        """Nothing speaks against more: exercise is allowed, the last session was good, there is no flare."""
        was_good = (not self.done or self.done[-1].may_be_good) and not self.is_declined_in_pain
        return self.safety.allows_exercise and was_good and not self.has_flare(self.day)

    def is_paused(self, day: date) -> bool:
        """Whether a day lies in a pause that a practitioner set."""
        return self.paused_until is not None and day < self.paused_until

    def has_fever_pause(self, day: date) -> bool:
        """Whether a day lies before the fever has been gone long enough."""
        free_days = self.program.progression.fever_free_days
        return self.fever_on is not None and (day - self.fever_on).days <= free_days

    def has_flare(self, day: date) -> bool:
        """Whether sessions are reduced on a day."""
        flare = self.program.follow_up.flare
        return (
            flare is not None and self.flare_on is not None and 0 <= (day - self.flare_on).days < flare.days
        )

    @property
    def way(self) -> tuple[Gate, str] | None:
        """The gate this person has before them and the phase it leads to; ``None`` where there is none."""
        gate = way_from(self.program.gates.get(self.phase.id, ()), self) if self.phase is not None else None
        if gate is None or self.phase is None:
            return None
        following = gate.to or self.phase.next
        return (gate, following) if following is not None else None

    def gate(self) -> GateState | None:
        """How far the way to the next phase is; ``None`` where there is none."""
        if self.way is None:
            return None
        state = gate_state(*self.way, self)
        asks = any(criterion.kind == "mornings" for criterion in self.way[0].criteria)
        return replace(state, unmet=(*state.unmet, "settled")) if self.is_unsettled and not asks else state

    def reason(self, rule: str, *because: str) -> Reason:
        """A reason of today, with the source content gives for its rule."""
        return self.program.progression.reason(rule, *(because or (f"on: {self.day.isoformat()}",)))
