"""The content of the caseload: in which order and by when the care team looks at what members need.

It lies beside the clinical content and is no part of its versions: no care plan depends on it.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from sinew.attention import Deadline, Kind, KindRule, Rules
from sinew.content.source import Report
from sinew.content.typed_file import read_typed
from sinew.errors import InputRefused
from sinew.program import Program
from sinew.vocabulary import Evidence

FOLDER = "care-team"
FILE = f"{FOLDER}/attention.yaml"
NEVER_WAIT = frozenset({Kind.ALARM, Kind.EMERGENCY, Kind.URGENT})


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class KindEntry(_Strict):
    """One kind of reason; its place in the list is its rank."""

    kind: Kind
    evidence: Evidence
    due: Deadline | Annotated[float, Field(ge=0, le=1000)]
    can_wait: bool


class Number(_Strict):
    """A number with its mark."""

    value: Annotated[int, Field(ge=1, le=365)]
    evidence: Evidence


class Numbers(_Strict):
    """Numbers of the ranking that stand nowhere else."""

    pain_sessions: Number
    red_zone_days: Number
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
        if waiting := [entry.kind for entry in self.kinds if entry.kind in NEVER_WAIT and entry.can_wait]:
            raise ValueError(f"can_wait: never for {', '.join(waiting)}")
        return self

    @property
    def counts(self) -> Mapping[str, int]:
        """How much there is, for the report of a check."""
        return {"reasons_for_attention": len(self.kinds)}

    def rules(self, program: Program) -> Rules:
        """What `sinew.attention` ranks with: this file, and the numbers that are the program's."""
        missed = sorted(rule.days.low for rule in program.progression.missed)
        after = [*program.progression.mornings.values(), *program.progression.lasted.values()]
        return Rules(
            kinds={
                entry.kind: KindRule(rank, entry.evidence, entry.due, entry.can_wait)
                for rank, entry in enumerate(self.kinds)
            },
            review_hours=program.review_within_hours,
            pain_points=program.progression.improvement.points,
            pain_sessions=self.numbers.pain_sessions.value,
            missed_days=missed[len(missed) // 2],
            silent_days=missed[-1],
            red_zone_days=self.numbers.red_zone_days.value,
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
