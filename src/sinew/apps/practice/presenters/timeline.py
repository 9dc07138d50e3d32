"""What happened to a plan, newest first: the event, what it led to, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from sinew.apps.care.models import Adjustment, CareEvent
from sinew.apps.care.tailoring import DETAILED, change_says
from sinew.apps.practice.presenters.plan import OUTCOMES, Badge, dosage_words, exercise_name
from sinew.apps.practice.presenters.reasons import ReasonLine, reason_lines
from sinew.content import Content
from sinew.vocabulary import Outcome

DECISIONS = {
    "cleared": "cleared",
    "hold": "held the level",
    "stop": "stopped the plan",
    "progress": "stepped the plan up",
    "regress": "stepped the plan down",
    "set_phase": "set the phase",
    "exclude_exercise": "excluded an exercise",
    "strike_test": "struck a test result",
}
ROUTINE = (CareEvent.Type.SESSION, CareEvent.Type.MORNING)
SWAPS = ("added", "removed")
MORNINGS = {
    "better": "better",
    "same": "the same",
    "+1": "a little worse (+1)",
    "+2": "worse (+2)",
    "+3": "much worse (+3)",
}


@dataclass(frozen=True)
class Moment:
    """One entry of the timeline."""

    adjustment: Adjustment
    content: Content

    @property
    def on(self) -> date:
        return self.adjustment.on

    @property
    def event(self) -> CareEvent | None:
        return self.adjustment.event

    @property
    def is_decision(self) -> bool:
        """Whether a practitioner decided it."""
        return self.event is not None and self.event.type == CareEvent.Type.PRACTITIONER

    @property
    def outcome(self) -> Badge:
        return Badge(*OUTCOMES[self.adjustment.outcome])

    @property
    def phase(self) -> str:
        return self.adjustment.phase

    @property
    def reasons(self) -> list[ReasonLine]:
        return reason_lines(self.adjustment.reasons, self.content)

    @property
    def what(self) -> str:
        """The event in a few words."""
        if self.event is None:
            return "Plan started from the intake"
        said: dict[str, Any] = self.event.payload
        match self.event.type:
            case CareEvent.Type.SESSION:
                return f"Exercise session, worst pain {_or_dash(said.get('pain_during'))}"
            case CareEvent.Type.MORNING:
                return f"Morning after: {MORNINGS.get(said['compared'], said['compared'])}"
            case CareEvent.Type.TEST:
                name = self.content.program.texts.tests.get(said["test"], said["test"])
                struck = " (struck, it counts no more)" if self.event.is_struck else ""
                return f"Test {name}: {said['value']:g}{struck}"
            case CareEvent.Type.PRACTITIONER:
                return self._decision(said)
        return "Check-in: " + "; ".join(self._answer(*item) for item in said["answers"].items())

    @property
    def why(self) -> str:
        """The reason a practitioner gave."""
        return str(self.event.payload.get("reason", "")) if self.event and self.is_decision else ""

    @property
    def is_quiet(self) -> bool:
        """Whether it is a session or morning after which everything stayed as it was."""
        is_routine = self.event is not None and self.event.type in ROUTINE
        return is_routine and self.adjustment.outcome == Outcome.KEEP

    @property
    def changes(self) -> list[str]:
        """What became different for the member: pauses, phases and doses."""
        rows = self.adjustment.changes
        return _once(_change(row, self.content) for row in rows if row["change"] not in SWAPS)

    @property
    def swaps(self) -> list[str]:
        """Exercises the next session has or lacks, compared with the one before."""
        rows = self.adjustment.changes
        return _once(_change(row, self.content) for row in rows if row["change"] in SWAPS)

    def _decision(self, said: Mapping[str, Any]) -> str:
        who = self.event.created_by.name if self.event and self.event.created_by else "A practitioner"
        what = DECISIONS.get(said["decision"], said["decision"])
        if said["decision"] == "exclude_exercise":
            return f"{who} excluded {exercise_name(said['exercise'], self.content)}"
        if said["decision"] in DETAILED:
            return change_says(said, who, self.content).rstrip(".")
        detail = said.get("phase") or (said.get("scope") if said.get("scope") != "program" else "")
        return f"{who} {what}{f': {detail}' if detail else ''}"

    def _answer(self, question: str, value: Any) -> str:
        known = self.content.intake.by_id.get(question)
        return f"{known.text} {known.label(value)}" if known else f"{question} {value}"


def _once(lines: Iterable[str]) -> list[str]:
    """Each line once: what changes on both sides alike is said once."""
    return list(dict.fromkeys(lines))


def _or_dash(value: Any) -> str:
    return "–" if value is None else str(value)


def _change(row: Mapping[str, Any], content: Content) -> str:
    name = exercise_name(row["exercise"], content) if row["exercise"] else ""
    dosage = partial(dosage_words, counts_time=content.counts_time(row["exercise"] or ""))
    match row["change"]:
        case "paused":
            return "No more sessions until somebody has looked"
        case "resumed":
            return "Sessions go on"
        case "phase":
            return f"Phase {row['before'] or 'none'} → {row['after'] or 'none'}"
        case "added":
            return f"New: {name}, {dosage(row['after'])}"
        case "removed":
            return f"Left out: {name}"
    return f"{name}: {dosage(row['before'])} → {dosage(row['after'])}"
