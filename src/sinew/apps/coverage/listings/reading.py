"""Reads a roster that came in: what it says of whom, how it is written, and everything wrong with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import Any, BinaryIO

from sinew.apps.coverage.listings.folder import open_private
from sinew.roster.check import CSV, X12_834, looks_like_x12, table_detected, x12_detected
from sinew.roster.left_out import RowProblems, write_members, write_table_rows
from sinew.roster.problems import ProblemList, Severity, Unit
from sinew.roster.rows import Maintenance, RosterRow
from sinew.roster.table.columns import Field
from sinew.roster.table.dates import DateOrder
from sinew.roster.table.reader import TableReader
from sinew.roster.x12.enrollment import EnrollmentReader
from sinew.roster.x12.envelope import Envelope

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


class RosterFile:
    """A roster under way: iterate over ``rows`` once, then look at the rest.

    Args:
        file: seekable, at its beginning.
        reading: how it is read where it is a table.
        today: births after it are mistakes.

    Attributes:
        format: ``csv`` or ``834``.
        problems: everything found wrong so far.
    """

    def __init__(self, file: BinaryIO, reading: Reading, *, today: date) -> None:
        self._file = file
        self._reading = reading
        self._reader: EnrollmentReader | TableReader
        if looks_like_x12(file):
            self.format = X12_834
            self.problems: RowProblems = RowProblems(Unit.SEGMENT)
            self._reader = EnrollmentReader(file, problems=self.problems)
            return
        self.format = CSV
        self.problems = RowProblems(Unit.LINE)
        self._reader = TableReader(
            file,
            today=today,
            chosen=reading.columns,
            date_order=reading.date_order,
            problems=self.problems,
        )

    def rows(self) -> Iterator[RosterRow]:
        """Every sound row, in the order of the file."""
        yield from self._reader.rows()
        if self._reader.members and not self._reader.rows_sound and not self.problems.refuses:
            self.problems.add(1, "no-sound-row", "Not one row of the file can be applied.", Severity.FILE)

    @property
    def interchanges(self) -> tuple[Envelope, ...]:
        """What an acknowledgment answers; empty for a table."""
        if isinstance(self._reader, EnrollmentReader):
            return tuple(self._reader.envelopes.interchanges)
        return ()

    @property
    def is_full(self) -> bool:
        """Whether it says, or a person said of it, that it names everybody."""
        if isinstance(self._reader, EnrollmentReader):
            return bool(self.detected.get("full_file"))
        return bool(self._reading.is_full)

    @property
    def is_test(self) -> bool:
        """Whether the sender marked it as a test."""
        return any(one.head.is_test for one in self.interchanges)

    @property
    def only_states(self) -> bool:
        """Whether every row says how things stand, and none what to do."""
        return set(self._reader.maintenance) <= {Maintenance.STATE}

    @property
    def detected(self) -> dict[str, Any]:
        """How it is written, to be shown to a person."""
        if isinstance(self._reader, EnrollmentReader):
            return x12_detected(self._reader)
        return table_detected(self._reader)

    @property
    def questions(self) -> tuple[str, ...]:
        """What a person must say before it can be applied, by the codes of `QUESTIONS`."""
        if self.format == X12_834:
            return ()
        return tuple(code for code in QUESTIONS if self.problems.counts[code])

    @property
    def counts(self) -> dict[str, int]:
        """People in the file, by what they are."""
        reader = self._reader
        left_out = len(self.problems.reasons) if self.problems.reasons else 0
        return {
            "people": reader.members,
            "left_out": max(left_out, reader.members - reader.rows_sound),
            "subscribers": reader.subscribers,
            "dependents": reader.rows_sound - reader.subscribers,
        }

    def keep_left_out(self, path: Path) -> None:
        """Write the rows left out with the reasons; nothing where there are none."""
        reasons = self.problems.reasons
        if not reasons:
            path.unlink(missing_ok=True)
            return
        with open_private(path) as kept, TextIOWrapper(kept, encoding="utf-8-sig", newline="") as out:
            if isinstance(self._reader, EnrollmentReader):
                write_members(self._file, reasons, out)
            elif self._reader.layout is not None:
                write_table_rows(self._file, self._reader.layout, reasons, out)


def problems_json(problems: ProblemList) -> list[dict[str, Any]]:
    """The listed problems, the gravest first."""
    ranked = sorted(problems.listed, key=lambda one: -one.severity)
    return [one.to_json() for one in ranked]
