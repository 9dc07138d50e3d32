"""Watches one simulated member from outside and counts every breach of what must never happen.

It sees what the member was told to do and what was reported, and decides by the tables of
``content/simulation/safety.yaml``; of the engine's own decisions it uses none.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sinew.program import PlannedExercise, Program, Session, TestResult
from sinew.simulation.audit_dose import Shown, raised, shown
from sinew.simulation.safety import AMBER, GREEN, RED, SafetyLimits

EXAMPLES_KEPT = 3


@dataclass
class Audit:
    """What was checked and what was breached, for one member.

    Attributes:
        checks, breaches: by invariant.
        moves: phases gone on from, by what the last session and its morning were like.
        examples: a few breaches in words, each with its day.
        answers: the latest answer to every question.
        tests: every test that was done.
        before: by place, what was shown there last in this phase, and the number of that done session.
        last: places and steps of the last done session.
        light: of the last done session, its morning included.
    """

    program: Program
    limits: SafetyLimits
    answers: dict[str, Any]
    checks: Counter[str] = field(default_factory=Counter)
    breaches: Counter[str] = field(default_factory=Counter)
    moves: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)
    tests: list[TestResult] = field(default_factory=list)
    scopes: set[str] = field(default_factory=set)
    waits: bool = False
    reds: list[date] = field(default_factory=list)
    phase: str | None = None
    number: int = 0
    before: dict[str, tuple[int, Shown]] = field(default_factory=dict)
    light: int = GREEN
    red_shown: dict[str, Shown] = field(default_factory=dict)

    def _check(self, invariant: str, holds: bool, on: date, what: str) -> None:
        self.checks[invariant] += 1
        if not holds:
            self.breaches[invariant] += 1
            if len(self.examples) < EXAMPLES_KEPT:
                self.examples.append(f"{invariant} on {on.isoformat()}: {what}")

    # what happens

    def answered(self, answers: Mapping[str, Any]) -> None:
        self.answers.update(answers)
        if self.limits.is_injury_sign(answers) or self.limits.stops(answers):
            self.waits = True
            self.scopes.clear()

    def decided(self, decision: str, scope: str) -> None:
        if decision == "cleared":
            self.scopes.add(scope)
            if scope == "program":
                self.waits, self.reds = False, []

    def tested(self, result: TestResult) -> None:
        self.tests.append(result)

    def morning(self, compared: str) -> None:
        if compared in ("+2", "+3"):
            self.light = max(self.light, AMBER)

    def did(self, session: Session, pains: Mapping[str, float], on: date) -> None:
        """A session was done; ``pains`` is what was told of each exercise, empty where nobody said."""
        if self.phase is None:
            return
        self.number += 1
        self.red_shown = {}
        self.light = GREEN
        seen = {planned.place: planned for planned in session.exercises}
        for place, planned in seen.items():
            told = pains.get(planned.exercise)
            light = GREEN if told is None else self.limits.light(self.phase, planned.exercise, told)
            self.light = max(self.light, light)
            if not _is_flare(planned):
                self.before[place] = (self.number, shown(planned, self.program, self.phase))
            if light == RED and planned.step is None and not _is_flare(planned):
                self.red_shown[place] = self.before[place][1]
        if self.light == RED:
            self.reds.append(on)

    # what is shown

    def blocked(self, session: Session | None, on: date) -> None:
        """Right after a practitioner overrode while a red flag stands."""
        self._check("override-keeps-red-flag", session is None, on, "a session was shown")

    def same(self, is_same: bool, on: date) -> None:
        self._check("deterministic", is_same, on, "two plans of the same history differ")

    def entered(self, phase: str | None, on: date, *, by_practitioner: bool) -> None:
        """The phase of a day; a new one is checked for its tests."""
        if phase == self.phase:
            return
        left = self._left_behind(phase) if not by_practitioner else []
        if self.phase is not None and left:
            self.moves[("after_good", "after_pain")[self.light != GREEN]] += 1
        for name in left:
            asked = self.limits.tables["gate_tests"].get(name)
            if asked:
                self._check("two-test-days", self._has_passed(asked), on, f"{name} on the way to {phase}")
        self.phase, self.before, self.red_shown, self.light = phase, {}, {}, GREEN

    def _left_behind(self, phase: str | None) -> list[str]:
        """The phases on the way from the last known one (or the first of the track) to a new one."""
        if phase is None:
            return []
        at = self.phase or self.program.tracks[self.program.phases[phase].track].first_phase
        names: list[str] = []
        while at is not None and at != phase:
            names.append(at)
            at = self.program.phases[at].next
        return names if at == phase else []

    def offered(self, session: Session | None, on: date) -> None:
        """The session of a day, done or not."""
        stopping = self.limits.stops(self.answers)
        self._check("no-exercise-with-red-flag", session is None or stopping is None, on, str(stopping))
        if session is None or self.phase is None:
            return
        self._check("waits-for-clearance", not self.waits, on, "an injury sign was told")
        recent = [
            day for day in self.reds if (self.reds[-1] - day).days < self.limits.tables["reds_within_days"]
        ]
        self._check("two-reds-pause", len(recent) < 2, on, f"red on {', '.join(map(str, recent))}")
        for planned in session.exercises:
            self._limits(planned, self.phase, on)
            self._step(planned, self.phase, on)
            self._reasons(planned, on)
        self._changes(session.exercises, self.phase, on)

    def _limits(self, planned: PlannedExercise, phase: str, on: date) -> None:
        spec, limits = self.program.exercises[planned.exercise], self.limits.tables["phases"][phase]
        fits = spec.hip_flexion_max_deg <= limits.get("hip_flexion", 180)
        fits &= spec.elongation_deg <= limits.get("elongation", 180)
        self._check("within-joint-limits", fits, on, f"{planned.exercise} in {phase}")
        if planned.step is None:
            dose, most = planned.dose, spec.dosage.get(phase)
            fits = most is not None and dose.sets <= most.sets.high and dose.per_week <= most.per_week.high
            fits = (
                fits
                and most is not None
                and all(
                    limit is None or (value or 0) <= limit.high
                    for value, limit in ((dose.repetitions, most.repetitions), (dose.hold_s, most.hold_s))
                )
            )
            self._check("within-dose", fits, on, f"{planned.exercise} in {phase}: {dose}")

    def _step(self, planned: PlannedExercise, phase: str, on: date) -> None:
        """Runs and Nordics: their phases, their tests, their clearance, and the most they may ask."""
        found = self.limits.step_limits(planned.exercise)
        if found is None:
            return
        kind, row = found
        entry = self.limits.tables["entry_tests"].get(kind)
        allowed = phase in row["phases"] and row.get("scope") in (None, *self.scopes)
        if entry is not None and phase in entry["phases"]:
            allowed = allowed and self._has_passed(entry["tests"])
        self._check("no-early-nordic-or-run", allowed, on, f"{planned.exercise} in {phase}")
        dose = planned.dose
        fits = dose.sets * (dose.repetitions or 1) <= row.get("repetitions", 1000)
        fits &= dose.sets * (dose.hold_s or 0) <= row.get("seconds", 36000)
        self._check("within-dose", fits, on, f"{planned.exercise}: {dose}")

    def _reasons(self, planned: PlannedExercise, on: date) -> None:
        ours = self.program.progression.sources
        for reason in planned.reasons:
            is_proposal = ours.get(reason.rule) == () and reason.rule != "template"
            holds = bool(reason.because) and (bool(reason.source) or is_proposal)
            self._check("reasons-and-sources", holds, on, f"{planned.exercise}: {reason}")
        if not planned.reasons:
            self._check("reasons-and-sources", False, on, f"{planned.exercise}: no reason")

    def _changes(self, exercises: Sequence[PlannedExercise], phase: str, on: date) -> None:
        """How today's session differs from what was shown before at the same places."""
        seen = {planned.place: planned for planned in exercises if not _is_flare(planned)}
        higher = 0
        for place, planned in seen.items():
            if place not in self.before:
                continue
            number, old = self.before[place]
            new = shown(planned, self.program, phase)
            changed, ago = raised(old, new, self.program), self.number - number + 1
            self._check("one-variable", changed <= ago, on, f"{old} to {new}, {ago} sessions later")
            if ago > 1:
                continue
            higher += changed > 0
            if self.light != GREEN:
                self._check("no-increase-after-pain", changed == 0, on, f"{old} to {new}")
            if place in self.red_shown:
                same = new.exercise == old.exercise and new.volume >= old.volume
                self._check("less-after-red", not same, on, f"{old} to {new}")
        self._check(
            "two-exercises", higher <= self.limits.tables["exercises_at_once"], on, f"{higher} raised"
        )

    def _has_passed(self, asked: Mapping[str, Mapping[str, float]]) -> bool:
        return all(self._two_days(test, row) for test, row in asked.items())

    def _two_days(self, test: str, row: Mapping[str, float]) -> bool:
        """Passed on the two latest days it was done, on every side it was done on."""
        days: dict[date, bool] = {}
        for result in self.tests:
            if result.test == test:
                fine = result.value >= row["at_least"]
                fine &= "pain" not in row or (result.pain is not None and result.pain <= row["pain"])
                days[result.on] = days.get(result.on, True) and fine
        latest = sorted(days)[-self.limits.tables["test_days"] :]
        return len(latest) == self.limits.tables["test_days"] and all(days[day] for day in latest)


def _is_flare(planned: PlannedExercise) -> bool:
    """Reduced for a flare: it says nothing about where the exercise stands."""
    return any(reason.rule == "flare" for reason in planned.reasons)
