"""What is wrong with a roster: where, which kind, how much it matters, in words that name no person."""

from collections import Counter
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

LISTED_AT_MOST = 1_000
"""Problems listed one by one. The others are counted by kind, so that memory stays bounded."""


class Severity(IntEnum):
    """How far a problem reaches, mildest first."""

    WARNING = 0
    """Applied all the same: senders do this, and the meaning is clear."""
    ROW = 1
    """This person's row is left out, and nothing about them changes."""
    FILE = 2
    """Nothing of the file is applied."""


class Unit(StrEnum):
    """What the number of a place counts."""

    LINE = "line"
    SEGMENT = "segment"


@dataclass(frozen=True, slots=True)
class RosterProblem:
    """One thing wrong with a roster.

    Attributes:
        unit, number: the line of a table, counted from 1 with its heading, or the segment of an
            X12 file, ISA being 1.
        code: permanent kebab-case id of the kind.
        message: a sentence without anybody's name, birth date or number.
    """

    unit: Unit
    number: int
    code: str
    message: str
    severity: Severity

    def to_json(self) -> dict[str, str | int]:
        return {
            self.unit.value: self.number,
            "code": self.code,
            "message": self.message,
            "severity": self.severity.name.lower(),
        }


@dataclass(slots=True)
class ProblemList:
    """Everything found wrong, in order: all counted, the first 1,000 and what refuses the file listed."""

    unit: Unit
    listed: list[RosterProblem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    by_severity: Counter[Severity] = field(default_factory=Counter)

    def add(self, number: int, code: str, message: str, severity: Severity) -> None:
        """Note one problem at a line or segment."""
        self.counts[code] += 1
        self.by_severity[severity] += 1
        if len(self.listed) < LISTED_AT_MOST or (severity is Severity.FILE and self.counts[code] <= 10):
            self.listed.append(RosterProblem(self.unit, number, code, message, severity))

    def take(self, others: "ProblemList") -> None:
        """Add the problems of another part of the same file."""
        for one in others.listed:
            if len(self.listed) < LISTED_AT_MOST or one.severity is Severity.FILE:
                self.listed.append(one)
        self.counts += others.counts
        self.by_severity += others.by_severity

    @property
    def refuses(self) -> bool:
        """Whether nothing of the file may be applied."""
        return self.by_severity[Severity.FILE] > 0

    @property
    def unlisted(self) -> int:
        """How many were counted and not listed."""
        return sum(self.counts.values()) - len(self.listed)
