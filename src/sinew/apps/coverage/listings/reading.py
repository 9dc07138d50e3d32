"""How a sponsor's files are read, as far as a person said it, and the rows that were left out of one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from sinew.apps.coverage.listings.folder import open_private
from sinew.roster.check import CSV, X12_834, RosterSummary
from sinew.roster.left_out import Reasons, RowProblems, write_members, write_table_rows
from sinew.roster.problems import ProblemList, Severity, Unit
from sinew.roster.rows import Maintenance
from sinew.roster.sayings import sayings
from sinew.roster.table.columns import Field
from sinew.roster.table.dates import DateOrder
from sinew.roster.table.layout import SAMPLE_BYTES, detect_layout
from sinew.roster.table.reader import TableReader
from sinew.roster.x12.enrollment import EnrollmentReader

QUESTIONS = ("column-missing", "column-doubtful", "dates-doubtful")
"""Problems of a table that a person's answer settles."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a sponsor's tables are read, as far as a person said it.

    Attributes:
        columns: fields to headings.
        date_order: which part of a date comes first; ``None``: as detected.
        is_full: a table names everybody; ``None``: nobody said.
    """

    columns: Mapping[Field, str] = field(default_factory=dict)
    date_order: DateOrder | None = None
    is_full: bool | None = None

    def to_json(self) -> dict[str, Any]:
        """As it is kept in ``Sponsor.reading`` and ``Roster.reading``."""
        return {
            "columns": {one.value: heading for one, heading in self.columns.items()},
            "date_order": self.date_order.value if self.date_order else None,
            "is_full": self.is_full,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Reading":
        """What `to_json` made."""
        order = kept.get("date_order")
        return cls(
            {Field(name): str(heading) for name, heading in kept.get("columns", {}).items()},
            DateOrder(order) if order else None,
            kept.get("is_full"),
        )


def questions(read: RosterSummary) -> tuple[str, ...]:
    """What a person must say of a table before it can be applied, by the codes of `QUESTIONS`."""
    return tuple(code for code in QUESTIONS if read.format == CSV and read.problems.counts[code])


def only_states(read: RosterSummary) -> bool:
    """Whether every row says how things stand, and none what to do."""
    return set(+read.maintenance) <= {Maintenance.STATE}


def is_test(read: RosterSummary) -> bool:
    """Whether the sender marked the file as a test."""
    return any(one.head.is_test for one in read.interchanges)


def problems_json(problems: ProblemList) -> list[dict[str, Any]]:
    """The listed problems, the gravest first."""
    return [one.to_json() for one in sorted(problems.listed, key=lambda one: -one.severity)]


def keep_left_out(
    file: Path, read: RosterSummary, problems: ProblemList, reading: Reading, *, today: date, out: Path
) -> None:
    """Write the rows that were left out, with the reasons; nothing where there are none.

    Args:
        problems: of the file and of its comparison. Where not all of them are listed, the file is read again.
    """
    if not problems.by_severity[Severity.ROW]:
        out.unlink(missing_ok=True)
        return
    reasons: dict[int, list[str]] = {}
    for one in problems.listed:
        if one.severity is Severity.ROW:
            reasons.setdefault(one.number, []).append(one.message)
    if problems.unlisted:
        reasons = _reasons(file, read, reading, today) | reasons
    _write(file, read, reasons, out)


def _reasons(file: Path, read: RosterSummary, reading: Reading, today: date) -> dict[int, list[str]]:
    found = RowProblems(read.problems.unit)
    with file.open("rb") as opened:
        reader: EnrollmentReader | TableReader
        if read.format == X12_834:
            reader = EnrollmentReader(opened, problems=found)
        else:
            order = reading.date_order
            reader = TableReader(
                opened, today=today, chosen=reading.columns, date_order=order, problems=found
            )
        for _ in sayings(reader.rows(), found):
            pass
    return found.reasons


def _write(file: Path, read: RosterSummary, reasons: Reasons, out: Path) -> None:
    with (
        file.open("rb") as opened,
        open_private(out) as kept,
        TextIOWrapper(kept, encoding="utf-8-sig", newline="") as text,
    ):
        if read.format == X12_834:
            write_members(opened, reasons, text)
            return
        layout = detect_layout(opened.read(SAMPLE_BYTES), ProblemList(Unit.LINE))
        if layout is not None:
            write_table_rows(opened, layout, reasons, text)
