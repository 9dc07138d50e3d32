"""The plan of a day in words: triage, session, gate and week."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sinew.apps.practice.presenters.reasons import ReasonLine, reason_lines
from sinew.content import Content
from sinew.program import Plan

DISPOSITIONS = {
    "emergency": ("red", "Emergency"),
    "urgent": ("red", "Urgent referral"),
    "practitioner_first": ("amber", "Practitioner first"),
    "not_eligible": ("neutral", "Not eligible"),
    "self_care": ("green", "Self-care with this program"),
}
OUTCOMES = {
    "start": ("green", "Starts"),
    "progress": ("green", "Steps up"),
    "keep": ("neutral", "Stays as it is"),
    "regress": ("amber", "Steps down"),
    "pause_for_practitioner": ("amber", "Paused for you"),
    "stop_and_refer": ("red", "Stopped"),
}
SIDES = {"left": "left", "right": "right", "both": "both sides"}


@dataclass(frozen=True, slots=True)
class Badge:
    tone: str
    says: str


@dataclass(frozen=True, slots=True)
class ExerciseLine:
    """One exercise of today's session."""

    id: str
    name: str
    side: str
    dosage: str
    reasons: list[ReasonLine]


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition of the gate to the next phase."""

    says: str
    is_met: bool
    waits_for_sign_off: bool = False


@dataclass(frozen=True, slots=True)
class DayLine:
    on: date
    names: list[str]


def exercise_name(exercise: str, content: Content) -> str:
    """The exercise's name, or its id where this content has no such exercise."""
    found = content.exercises.get(exercise)
    return found.name if found else exercise


def dosage_words(dosage: Mapping[str, Any], *, counts_time: bool) -> str:
    """``3 × 10, rest 60 s, light band, 3 a week``; parts that do not apply are left out."""
    rest_s, load, per_week = dosage.get("rest_s"), dosage.get("load"), dosage.get("per_week")
    parts = [
        _work(dosage.get("sets"), dosage.get("repetitions"), dosage.get("hold_s"), counts_time=counts_time),
        f"rest {rest_s:g} s" if rest_s else "",
        str(load or ""),
        f"{per_week:g} a week" if per_week else "",
    ]
    return ", ".join(part for part in parts if part)


def _work(sets: float | None, repetitions: float | None, hold_s: float | None, *, counts_time: bool) -> str:
    """What one sitting asks for: sets of repetitions, holds, or minutes."""
    if hold_s and counts_time:
        return f"{hold_s / 60:g} min"
    once = f"{sets or 1:g} × "
    if not hold_s:
        return f"{once}{repetitions:g}" if repetitions else f"{sets or 1:g} sets"
    each = f"hold {hold_s:g} s"
    return f"{once}{repetitions:g}, {each} each" if repetitions and repetitions > 1 else f"{once}{each}"


class PlanPresenter:
    """What the program says today, and why."""

    def __init__(self, plan: Plan, content: Content) -> None:
        self._plan = plan
        self._said: dict[str, Any] = plan.to_json()
        self._content = content

    @property
    def disposition(self) -> Badge:
        return Badge(*DISPOSITIONS[self._said["triage"]["disposition"]])

    @property
    def within_hours(self) -> int | None:
        hours: int | None = self._said["triage"]["within_hours"]
        return hours

    @property
    def triage_reasons(self) -> list[ReasonLine]:
        return reason_lines(self._said["triage"]["reasons"], self._content)

    @property
    def presentation(self) -> str:
        found = self._said["presentation"]
        return f"{found['name']} ({found['id']})" if found and found.get("id") else "None fits these answers"

    @property
    def also_considered(self) -> list[str]:
        names = self._content.program.presentation_names
        found = self._said["presentation"] or {}
        return [f"{names.get(other, other)} ({other})" for other in found.get("also_considered", [])]

    @property
    def track(self) -> str:
        return self._said["track"] or "none"

    @property
    def phase(self) -> str:
        return self._said["phase"] or ""

    @property
    def phase_says(self) -> str:
        return self._content.program.texts.phases.get(self.phase, "")

    @property
    def outcome(self) -> Badge:
        return Badge(*OUTCOMES[self._said["decision"]["outcome"]])

    @property
    def decision_reasons(self) -> list[ReasonLine]:
        return reason_lines(self._said["decision"]["reasons"], self._content)

    @property
    def minutes(self) -> int | None:
        session = self._said["session"]
        return round(session["minutes"]) if session else None

    @property
    def exercises(self) -> list[ExerciseLine]:
        session = self._said["session"]
        return [self._exercise(row) for row in session["exercises"]] if session else []

    def _exercise(self, row: Mapping[str, Any]) -> ExerciseLine:
        return ExerciseLine(
            id=row["exercise"],
            name=exercise_name(row["exercise"], self._content),
            side=SIDES.get(row["side"], row["side"] or ""),
            dosage=dosage_words(row["dosage"], counts_time=self._content.counts_time(row["exercise"])),
            reasons=reason_lines(row["reasons"], self._content),
        )

    @property
    def next_phase(self) -> str:
        gate = self._said["gate"]
        return (gate or {}).get("next") or ""

    @property
    def criteria(self) -> list[Criterion]:
        """Conditions of the gate, unmet first: they are the work left to do."""
        gate = self._said["gate"] or {}
        wanted = self._plan.sign_off.criterion if self._plan.sign_off is not None else ""
        unmet = [
            Criterion(item["text"], False, item["criterion"] == wanted) for item in gate.get("unmet", [])
        ]
        return unmet + [Criterion(item["text"], True) for item in gate.get("met", [])]

    @property
    def sign_off(self) -> str:
        """What the gate waits for when nothing else is open, in words; else nothing."""
        wanted = self._plan.sign_off
        if wanted is None or not wanted.is_last:
            return ""
        return self._content.program.texts.criteria.get(wanted.criterion, wanted.criterion)

    @property
    def sign_off_scope(self) -> str:
        """The clearance that is asked for, or nothing."""
        return self._plan.sign_off.scopes[0] if self._plan.sign_off is not None else ""

    @property
    def outlook(self) -> str:
        """How long it may take, as a range, and what the member expects."""
        given = self._said["outlook"]
        if given is None:
            return ""
        low, high = given["weeks"]
        expected = given["expected_weeks"]
        says = f"{low:g} to {high:g} weeks to usual activity"
        return says if expected is None else f"{says}; the member expects {expected:g}"

    @property
    def outlook_reasons(self) -> list[ReasonLine]:
        return reason_lines(self._said["outlook"]["reasons"], self._content) if self._said["outlook"] else []

    @property
    def week(self) -> list[DayLine]:
        return [
            DayLine(
                date.fromisoformat(day["on"]),
                [exercise_name(name, self._content) for name in day["exercises"]],
            )
            for day in self._said["week"]
        ]
