"""People for the program's tests: an intake, and what happens to them day by day."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from sinew.content import default_root, load
from sinew.program import (
    Intake,
    Plan,
    Program,
    Triage,
    events_from_dicts,
    intake_from_dict,
    plan,
    triage,
)

DAY_0 = date(2026, 11, 22)


@lru_cache(maxsize=1)
def program() -> Program:
    """The program we ship."""
    return load(default_root()).program


def no_red_flags() -> dict[str, Any]:
    """Every red-flag row answered with none of these."""
    asked = (q for q in program().questionnaire.questions if q.id.startswith("rf-") and q.id != "rf-07b")
    return {q.id: [] if q.kind == "choices" else "no" for q in asked}


AT_HOME: dict[str, Any] = {
    "floor": "yes",
    "equipment": ["mat", "chair", "wall", "step", "bed"],
    "not_sleeping": "no",
    "pain_now": 2,
    "pain_worst": 4,
    "pain_average": 3,
    "goal": ["daily-life"],
}

MILD_STRAIN: dict[str, Any] = {
    "age": 34,
    "side": "left",
    "onset": "sudden",
    "mechanism": "sprinting",
    "started_on": "2026-11-20",
    "pop": "no",
    "carried_on": "slowed",
    "walk_without_limp": "at-once",
    "bruise": "none",
    "knee_bend_strength": "bit-weaker",
    "location": ["mid-thigh"],
    **AT_HOME,
}

TIGHTNESS: dict[str, Any] = {
    "age": 45,
    "side": "right",
    "onset": "gradual",
    "started_on": "2026-08-01",
    "location": ["mid-thigh"],
    "sitting_30_min": "nothing",
    "tingling": "none",
    "night_rest": "no",
    **AT_HOME,
}

SORE_TENDON: dict[str, Any] = {
    **TIGHTNESS,
    "location": ["sit-bone"],
    "tennis_ball_spot": "yes",
    "sitting_30_min": "aches-sit-bone",
    "brings_it_on": ["lunge-or-deep-squat"],
    "pain_average": 4,
}


def answers_of(base: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """No red flags, a base, and changes; ``rf_12_signs`` means ``rf-12-signs``, ``None`` means no answer."""
    named = {k.replace("_", "-") if k.startswith("rf_") else k: v for k, v in changes.items()}
    merged = {**no_red_flags(), **base, **named}
    return {key: value for key, value in merged.items() if value is not None}


def intake_of(base: dict[str, Any], **changes: Any) -> Intake:
    return intake_from_dict({"as_of": DAY_0.isoformat(), "answers": answers_of(base, **changes)}, program())


def triaged(base: dict[str, Any], **changes: Any) -> Triage:
    return triage(intake_of(base, **changes), program())


def day(number: int) -> date:
    """The day so many days after the intake."""
    return DAY_0 + timedelta(days=number)


@dataclass
class Story:
    """One person; days are counted from the intake."""

    intake: Intake
    events: list[dict[str, Any]] = field(default_factory=list)

    def plan(self, on: int) -> Plan:
        events = events_from_dicts(self.events, program(), self.intake.as_of)
        return plan(program(), self.intake, events, day(on))

    def happens(self, on: int, kind: str, **what: Any) -> "Story":
        self.events.append({"on": day(on).isoformat(), "type": kind, **what})
        return self

    def morning(self, on: int, compared: str = "same") -> "Story":
        return self.happens(on, "morning", compared=compared)

    def check_in(self, on: int, **answers: Any) -> "Story":
        named = {k.replace("_", "-") if k.startswith("rf_") else k: v for k, v in answers.items()}
        return self.happens(on, "check_in", answers=named)

    def practitioner(self, on: int, decision: str, **what: Any) -> "Story":
        return self.happens(on, "practitioner", decision=decision, **what)

    def test(self, on: int, test: str, value: float, pain: float = 0, **what: Any) -> "Story":
        return self.happens(on, "test", test=test, value=value, pain=pain, **what)

    def session(
        self, on: int, pain: float = 0, effort: float = 4, of: dict[str, dict[str, Any]] | None = None
    ) -> "Story":
        """Do all that is prescribed for a day; ``of`` changes what is reported of single exercises."""
        prescribed = self.plan(on).session
        assert prescribed is not None, f"no session on day {on}"
        done = [
            {
                "exercise": planned.exercise,
                "side": str(planned.side),
                "sets_done": planned.dose.sets,
                "repetitions_done": planned.dose.repetitions,
                "hold_s_done": planned.dose.hold_s,
                "pain": pain,
                "effort": effort,
                **(of or {}).get(planned.exercise, {}),
            }
            for planned in prescribed.exercises
        ]
        worst = max(item["pain"] for item in done)
        return self.happens(
            on, "session", exercises=done, pain_before=0, pain_during=worst, pain_after=0, effort=effort
        )

    def good_day(self, on: int) -> "Story":
        """A green session, and a morning after it like any other."""
        return self.session(on).morning(on + 1)


def story(base: dict[str, Any], **changes: Any) -> Story:
    return Story(intake_of(base, **changes))


def doses(found: Plan) -> dict[str, tuple[int, int | None, int | None, str | None]]:
    """Sets, repetitions, hold and load of each exercise in a session."""
    exercises = found.session.exercises if found.session is not None else ()
    return {e.exercise: (e.dose.sets, e.dose.repetitions, e.dose.hold_s, e.dose.load) for e in exercises}


def rules(found: Plan) -> list[str]:
    """The rules among the reasons of a decision."""
    return [reason.rule for reason in found.decision.reasons]
