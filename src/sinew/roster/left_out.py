"""The rows of a roster that were left out, as they stand in the file, each with what is wrong with it."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO, TextIO

from sinew.roster.problems import ProblemList, Severity, Unit
from sinew.roster.table.layout import TableLayout
from sinew.roster.x12.segments import SegmentStream

ROWS_AT_MOST = 100_000
"""Reasons are kept for so many places; a file with more of them is sent again as a whole."""
_ENDS_A_MEMBER = ("INS", "SE", "ST", "GE", "GS", "IEA", "ISA")

Reasons = Mapping[int, Sequence[str]]
"""Sentences by the line or segment they are about."""


class RowProblems(ProblemList):
    """A list of problems that also keeps the reasons of every row left out."""

    def __init__(self, unit: Unit) -> None:
        super().__init__(unit)
        self.reasons: dict[int, list[str]] = {}

    def add(self, number: int, code: str, message: str, severity: Severity) -> None:
        """Note one problem at a line or segment."""
        ProblemList.add(self, number, code, message, severity)
        if severity is Severity.ROW and (number in self.reasons or len(self.reasons) < ROWS_AT_MOST):
            self.reasons.setdefault(number, []).append(message)


def write_table_rows(file: BinaryIO, layout: TableLayout, reasons: Reasons, out: TextIO) -> int:
    """Write the rows of a table that have a reason, under its headings; give their number.

    Args:
        file: seekable.
    """
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=layout.encoding, errors="replace", newline="")
    written = 0
    try:
        writer = csv.writer(out)
        writer.writerow(("line", "left out because", *layout.headings))
        for line, cells in _records(text, layout.separator):
            if line in reasons:
                writer.writerow((line, " ".join(reasons[line]), *map(_harmless, cells)))
                written += 1
    finally:
        text.detach()
    return written


def _records(text: TextIO, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(text, delimiter=separator)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield line, []
            continue
        yield line, cells


def _harmless(cell: str) -> str:
    """The cell, so that a spreadsheet does not take it for a formula."""
    return f"'{cell}" if cell[:1] in "=+-@\t\r" and cell[:1] else cell


def write_members(file: BinaryIO, reasons: Reasons, out: TextIO) -> int:
    """Write the members of an 834 that have a reason, one a line with their segments; give their number.

    Args:
        file: seekable.
    """
    file.seek(0)
    writer = csv.writer(out)
    writer.writerow(("segment", "left out because", "segments"))
    written = 0
    for first, segments in _members(file):
        said = [
            reason for number in range(first, first + len(segments)) for reason in reasons.get(number, ())
        ]
        if said:
            writer.writerow((first, " ".join(said), "".join(segments)))
            written += 1
    return written


def _members(file: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    """Every member's segments, from its INS on, with the number of that segment."""
    number, first = 0, 0
    segments: list[str] = []
    for head, text in SegmentStream(file, ProblemList(Unit.SEGMENT)):
        terminator, separator = head.delimiters.terminator, head.delimiters.element
        for segment in text.split(terminator)[:-1]:
            number += 1
            tag = segment.strip().split(separator, 1)[0]
            if tag in _ENDS_A_MEMBER:
                if segments:
                    yield first, segments
                segments, first = [], number
            if tag == "INS" or segments:
                segments.append(segment.strip() + terminator)
    if segments:
        yield first, segments
