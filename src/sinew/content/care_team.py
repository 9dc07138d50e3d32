"""The content of the caseload: in which order and by when the care team looks at what members need.

It lies beside the clinical content and is no part of its versions: no care plan depends on it.
"""

from collections.abc import Mapping
from math import inf
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from sinew.attention import Deadline, Kind, KindRule, Rules, Waits
from sinew.content.source import Report
from sinew.content.typed_file import read_typed
from sinew.errors import InputRefused
from sinew.program import Program
from sinew.vocabulary import Evidence

FOLDER = "care-team"
FILE = f"{FOLDER}/attention.yaml"
NEVER_WAIT = frozenset({Kind.ALARM, Kind.EMERGENCY, Kind.URGENT})
FROM_FLAGS = frozenset({Kind.EMERGENCY, Kind.URGENT})
BY_DAYS = frozenset({Kind.RISING_PAIN, Kind.MISSED, Kind.SILENT, Kind.INTAKE_OPEN, Kind.STILL_STOPPED})
"""Kinds that begin on a day, so that no hours can be counted from it."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class KindEntry(_Strict):
    """One kind of reason; its place in the list is its rank."""

    kind: Kind
    evidence: Evidence
    due: Deadline | Annotated[float, Field(ge=0, le=1000)]
    can_wait: Waits

    @property
    def has_fitting_deadline(self) -> bool:
        """Whether the deadline is one that can be found for this kind; red flags have that of their table."""
        if self.kind in FROM_FLAGS:
            return self.due is Deadline.FLAG
        if self.kind is Kind.ALARM:
            return not isinstance(self.due, Deadline)
        if self.kind in BY_DAYS:
            return self.due is Deadline.NONE
        if self.kind is Kind.OUTCOME_DUE:
            return self.due in (Deadline.SCHEDULE, Deadline.NONE)
        is_office = self.due is Deadline.OFFICE_HOURS and self.kind is Kind.MESSAGE
        return is_office or self.due not in (Deadline.FLAG, Deadline.SCHEDULE, Deadline.OFFICE_HOURS)


class Number(_Strict):
    """A number with its mark."""

    value: Annotated[int, Field(ge=1, le=365)]
    evidence: Evidence


class Numbers(_Strict):
    """Numbers of the ranking that stand nowhere else."""

    pain_sessions: Number
    red_zone_days: Number
    still_stopped_days: Number
    most_aside_days: Number


class Attention(_Strict):
    """The file."""

    kinds: tuple[KindEntry, ...]
    numbers: Numbers
    no_improvement: str

    @model_validator(mode="after")
    def _is_whole(self) -> "Attention":
        named = [entry.kind for entry in self.kinds]
        if sorted(named) != sorted(Kind):
            raise ValueError("kinds: name each kind once: " + ", ".join(Kind))
        if set(named[: len(NEVER_WAIT)]) != NEVER_WAIT:
            raise ValueError(f"kinds: the first are {', '.join(sorted(NEVER_WAIT))}")
        first = self.kinds[: len(NEVER_WAIT)]
        if waiting := [each.kind for each in first if each.can_wait is not Waits.NEVER]:
            raise ValueError(f"can_wait: never for {', '.join(waiting)}")
        if unfit := [each.kind for each in self.kinds if not each.has_fitting_deadline]:
            raise ValueError(f"due: not of a sort that {', '.join(unfit)} can have")
        return self

    @property
    def counts(self) -> Mapping[str, int]:
        """How much there is, for the report of a check."""
        return {"reasons_for_attention": len(self.kinds)}

    def require_fit(self, program: Program) -> None:
        """Raise InputRefused where this file names a rule that the program does not have."""
        if self.no_improvement not in {flag.id for flag in program.flags}:
            report = Report()
            report.add(FILE, 1, "unknown-rule", f"no_improvement: {self.no_improvement} is no red flag.")
            raise InputRefused(report.sorted())

    def rules(self, program: Program) -> Rules:
        """What `sinew.attention` ranks with: this file, and the numbers that are the program's."""
        gaps = program.progression.missed
        after = [*program.progression.mornings.values(), *program.progression.lasted.values()]
        return Rules(
            kinds={
                entry.kind: KindRule(rank, entry.evidence, entry.due, entry.can_wait)
                for rank, entry in enumerate(self.kinds)
            },
            review_hours=program.review_within_hours,
            pain_points=program.progression.improvement.points,
            pain_sessions=self.numbers.pain_sessions.value,
            missed_days=min((gap.days.low for gap in gaps if gap.places), default=inf),
            silent_days=min((gap.days.low for gap in gaps if gap.asks_again), default=inf),
            red_zone_days=self.numbers.red_zone_days.value,
            still_stopped_days=self.numbers.still_stopped_days.value,
            worse_after=frozenset(rule.rule for rule in after if rule.tells_team),
            no_improvement=self.no_improvement,
        )


def read_attention(root: Path) -> Attention:
    """Read the file below a content folder.

    Raises:
        InputRefused: with every problem, each at its line.
    """
    report = Report()
    attention, _ = read_typed(root, FILE, TypeAdapter(Attention), report)
    if report.problems or attention is None:
        raise InputRefused(report.sorted())
    return attention
