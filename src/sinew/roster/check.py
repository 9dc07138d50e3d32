"""Reads a roster of either format to its end and sums up what is in it and what is wrong with it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO

from sinew.roster.problems import ProblemList, Severity
from sinew.roster.rows import Maintenance
from sinew.roster.table.columns import Field
from sinew.roster.table.dates import DateOrder
from sinew.roster.table.reader import TableReader
from sinew.roster.x12.enrollment import EnrollmentReader
from sinew.roster.x12.envelope import Envelope
from sinew.roster.x12.parts import EnrollmentInParts

CSV = "csv"
X12_834 = "834"


@dataclass(frozen=True, slots=True)
class RosterSummary:
    """What a roster holds.

    Attributes:
        format: ``csv`` (any table) or ``834``.
        members: people in the file, sound rows or not.
        rows_sound: people whose row can be applied.
        subscribers: of the sound rows; the others are dependents.
        maintenance: sound rows by what they ask for.
        detected: how the file is written, to be shown to a person.
        interchanges: what an acknowledgment of an 834 answers; empty for a table.
    """

    format: str
    members: int
    rows_sound: int
    subscribers: int
    maintenance: Counter[str]
    problems: ProblemList
    detected: Mapping[str, object]
    interchanges: tuple[Envelope, ...] = ()

    def to_json(self) -> dict[str, object]:
        """The answer of ``sinew roster check --json``."""
        counts = self.maintenance
        return {
            "format": self.format,
            "refused": self.problems.refuses,
            "members": self.members,
            "subscribers": self.subscribers,
            "dependents": self.rows_sound - self.subscribers,
            "rows_left_out": self.members - self.rows_sound,
            "adds": counts[Maintenance.ADD],
            "changes": counts[Maintenance.CHANGE],
            "terminations": counts[Maintenance.END],
            "reinstatements": counts[Maintenance.REINSTATE],
            "stated": counts[Maintenance.STATE],
            "detected": dict(self.detected),
            "problems": [problem.to_json() for problem in self.problems.listed],
            "problems_unlisted": self.problems.unlisted,
        }


def check_roster(
    file: BinaryIO,
    *,
    today: date,
    chosen: Mapping[Field, str] | None = None,
    date_order: DateOrder | None = None,
) -> RosterSummary:
    """Read a roster to its end. The format is told from its first bytes.

    Args:
        file: seekable, at its beginning.
        today: births after it are mistakes; two-digit years lie before it.
        chosen: columns of a table that a person named, field to heading.
        date_order: how a table writes its dates, where a person said it.
    """
    if looks_like_x12(file):
        enrollment = EnrollmentReader(file)
        for _ in enrollment.rows():
            pass
        return enrollment_summary(enrollment)
    table = TableReader(file, today=today, chosen=chosen, date_order=date_order)
    for _ in table.rows():
        pass
    return table_summary(table)


def enrollment_summary(read: EnrollmentReader | EnrollmentInParts[Any]) -> RosterSummary:
    """What an 834 held that was read to its end."""
    return _judged(
        RosterSummary(
            X12_834,
            read.members,
            read.rows_sound,
            read.subscribers,
            read.maintenance,
            read.problems,
            _x12_detected(read.envelopes.interchanges),
            tuple(read.envelopes.interchanges),
        )
    )


def table_summary(read: TableReader) -> RosterSummary:
    """What a table held that was read to its end."""
    return _judged(
        RosterSummary(
            CSV,
            read.members,
            read.rows_sound,
            read.subscribers,
            read.maintenance,
            read.problems,
            _table_detected(read),
        )
    )


def _judged(summary: RosterSummary) -> RosterSummary:
    if summary.members and not summary.rows_sound and not summary.problems.refuses:
        summary.problems.add(1, "no-sound-row", "Not one row of the file can be applied.", Severity.FILE)
    return summary


def looks_like_x12(file: BinaryIO) -> bool:
    """Whether the file begins as an X12 interchange does. Leaves it at its beginning."""
    head = file.read(64)
    file.seek(0)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n\xef\xbb\xbf")
    return text.startswith(b"ISA") and not text[3:4].isalnum()


def _x12_detected(interchanges: Sequence[Envelope]) -> dict[str, object]:
    if not interchanges:
        return {}
    head = interchanges[0].head
    transactions = [
        one for interchange in interchanges for group in interchange.groups for one in group.transactions
    ]
    first = transactions[0] if transactions else None
    groups = [group for interchange in interchanges for group in interchange.groups]
    return {
        "version": groups[0].version if groups else head.version,
        "interchanges": len(interchanges),
        "transactions": len(transactions),
        "sender": head.sender,
        "receiver": head.receiver,
        "control": head.control,
        "test": head.is_test,
        "full_file": bool(transactions) and all(one.purpose == "4" for one in transactions),
        "sponsor": first.sponsor if first else "",
        "insurer": first.insurer if first else "",
        "delimiters": {
            "element": head.delimiters.element,
            "component": head.delimiters.component,
            "repetition": head.delimiters.repetition,
            "terminator": head.delimiters.terminator,
        },
    }


def _table_detected(reader: TableReader) -> dict[str, object]:
    if reader.layout is None or reader.mapping is None:
        return {}
    return {
        **reader.layout.to_json(),
        "columns": reader.mapping.to_json(reader.layout.headings),
        "ignored": list(reader.mapping.ignored),
        "dates": {
            field.value: {"order": found.order.value, "certain": found.is_certain}
            for field, found in reader.date_formats.items()
        },
    }
