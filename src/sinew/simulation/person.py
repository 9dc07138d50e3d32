"""What one simulated person does with a plan: doing, skipping, overdoing, telling and not telling."""

import random
from dataclasses import dataclass
from datetime import date

from sinew.program import (
    ExerciseResult,
    PlannedExercise,
    Program,
    Session,
    SessionResult,
    TestDue,
    TestResult,
)
from sinew.simulation.body import Body
from sinew.simulation.parameters import Parameters
from sinew.vocabulary import Side

NORMAL_EXTENSION_DEG = 160
FULL_BRIDGES = 20


@dataclass(slots=True)
class Habits:
    """How somebody goes about a plan.

    Attributes:
        diligence: chance that a planned session is done, in the first week.
        overdoing: share of the prescribed load that is really done.
        telling: ``plain``, ``hides`` or ``adds``.
        runs_on_own: runs beside the plan, whatever it says.
    """

    diligence: float
    overdoing: float
    telling: str
    runs_on_own: bool


def habits_of(goal: str, chance: random.Random, numbers: Parameters) -> Habits:
    """How a person with this main goal keeps to a program: drawn once, kept for life."""
    dice = chance.random()
    hides, adds = numbers.number("hides_pain_share"), numbers.number("adds_pain_share")
    telling = "hides" if dice < hides else "adds" if dice < hides + adds else "plain"
    runs = goal in ("running", "sprint-sport") and numbers.happens("runs_on_own_share", chance)
    return Habits(
        diligence=min(0.99, max(0.2, numbers.normal("sessions_done_at_first", chance))),
        overdoing=max(0.6, numbers.normal("overdoing", chance)),
        telling=telling,
        runs_on_own=runs,
    )


@dataclass(slots=True)
class Person:
    """A body with habits, in front of a program."""

    program: Program
    numbers: Parameters
    chance: random.Random
    body: Body
    habits: Habits
    side: Side

    def told(self, pain: float) -> int:
        """What somebody says of their pain, 0-10."""
        if self.habits.telling == "hides":
            pain /= 2
        elif self.habits.telling == "adds":
            pain += 1.5
        return round(min(10, max(0, pain)))

    def does_session(self, week: float) -> bool:
        willing = self.habits.diligence - self.numbers.number("sessions_done_lost_per_week") * week
        return self.chance.random() < max(0.1, willing)

    def demand(self, planned: PlannedExercise, phase: str) -> float:
        """What an exercise asks of the tissue, as a share of what healthy tissue carries."""
        if planned.step is not None:
            return self.numbers.weights("demand_of_step").get(planned.step, 0.5)
        spec, numbers = self.program.exercises[planned.exercise], self.numbers
        demand = numbers.weights("demand_of_kind")[spec.kind]
        if spec.kind == "strength":
            demand += numbers.weights("demand_of_phase")[phase]
        demand += numbers.number("demand_lengthened") * spec.lengthened
        dosage = spec.dosage.get(phase)
        if dosage is not None:
            if planned.dose.load in dosage.load:
                demand += numbers.number("demand_per_load_step") * dosage.load.index(planned.dose.load)
            demand += numbers.number("demand_of_dose") * _share(
                planned.dose.sets, dosage.sets.low, dosage.sets.high
            )
        return demand

    def do(self, session: Session, phase: str, on: date) -> tuple[SessionResult, dict[str, float], bool]:
        """Do a session; what is told of it, the pain by exercise, and whether something tore."""
        forgets = self.numbers.happens("forgets_pain_share", self.chance)
        share = 1.0 if self.chance.random() < 0.8 else self.chance.choice([0.5, 0.7, 0.9])
        results: list[ExerciseResult] = []
        pains: dict[str, float] = {}
        efforts: list[float] = []
        torn = False
        mood = self.chance.gauss(0, self.numbers.number("effort_noise"))
        for planned in session.exercises:
            demand = self.demand(planned, phase) * self.habits.overdoing
            is_sore = planned.side in (self.side, Side.BOTH) or self.side is Side.BOTH
            pain = self.told(self.body.pain(demand)) if is_sore else 0
            effort = self._effort(demand, mood)
            efforts.append(effort)
            pains[planned.exercise] = max(pains.get(planned.exercise, 0), pain)
            results.append(
                ExerciseResult(
                    planned.exercise,
                    planned.side,
                    sets_done=max(1, round(planned.dose.sets * share)),
                    repetitions_done=planned.dose.repetitions,
                    hold_s_done=planned.dose.hold_s,
                    pain=None if forgets else pain,
                    effort=effort,
                )
            )
            self.body.load(demand)
            torn = torn or (is_sore and self.body.is_injured_by(demand))
        self.body.train()
        worst = max(pains.values(), default=0)
        result = SessionResult(
            on,
            exercises=tuple(results),
            pain_before=None if forgets else self.told(self.body.rest_pain),
            pain_during=None if forgets else worst,
            effort=max(efforts, default=None),
            completed_fraction=share,
        )
        return result, {} if forgets else pains, torn

    def _effort(self, demand: float, mood: float) -> float:
        """Effort 0-10: how much of what the tissue carries is asked for; ``mood`` is that of the day."""
        asked = self.numbers.number("effort_of_full_load") * demand / self.body.capacity
        return round(min(10, max(1, self.numbers.number("effort_of_moving") + asked + mood)))

    # tests

    def test(self, due: TestDue, on: date) -> list[TestResult]:
        """Do one test, on every side that is due."""
        return [self._test(due.test, side, on) for side in due.sides or (None,)]

    def _test(self, test: str, side: Side | None, on: date) -> TestResult:
        is_sore = side is None or side is self.side or self.side is Side.BOTH
        demand = self.numbers.weights("demand_of_test").get(test, 0.3)
        pain = self.told(self.body.pain(demand)) if is_sore else 0
        limits = self.program.tests[test].values
        value = self._value(test, pain, is_sore)
        return TestResult(on, test, min(limits.high, max(limits.low, value)), side, pain)

    def _value(self, test: str, pain: float, is_sore: bool) -> float:
        can = pain <= 3
        lost = self.body.lost if is_sore else 0.0
        match test:
            case "heel-dig-max":
                return round(100 * (1 - lost) + self.chance.gauss(2, 3))
            case "knee-straight-lying":
                return round(180 - 18 * lost + self.chance.gauss(0, 1))
            case "active-knee-extension":
                deficit = self.numbers.number("extension_deficit_deg_at_full_loss") * lost
                return round(NORMAL_EXTENSION_DEG - deficit + self.chance.gauss(0, 2))
            case "single-leg-bridge":
                return round(FULL_BRIDGES * self.body.strength * (1 - lost) + self.chance.gauss(0, 1))
            case "jog-forward" | "jog-backward":
                return float(can)
            case "run-70-percent":
                return 70 if can else 50
            case "walk-10-min":
                return 10 if can else 5
            case "sitting-20-min":
                return 20 if can else 10
            case _:
                return 30 if can else 4


def _share(value: float, low: float, high: float) -> float:
    return (value - low) / (high - low) if high > low else 0.0
