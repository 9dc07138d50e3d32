"""Reads a roster that is a table, as a stream, and says everything that is wrong with it."""

import csv
import io
from collections import Counter
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from datetime import date
from itertools import islice
from typing import BinaryIO

from sinew.roster.problems import ProblemList, Severity, Unit
from sinew.roster.rows import RosterRow
from sinew.roster.table.columns import DATES, ColumnMapping, Field, guess_columns, words
from sinew.roster.table.dates import DateFormat, DateOrder, detect_dates
from sinew.roster.table.layout import SAMPLE_BYTES, TableLayout, detect_layout
from sinew.roster.table.row import RowReader

CELL_CHARACTERS = 2_000
"""No cell of a roster is nearly as long: a longer one has an open quotation mark before it."""
ROW_UNREADABLE, QUOTE_OPEN = "row-unreadable", "quote-open"
_ROWS_FOR_DATES = 5_000


class TableReader:
    """One pass over a table in a file that can be sought.

    Attributes:
        layout, mapping, date_formats: what was detected, to be shown; empty before ``rows`` began.
        problems: everything found wrong so far.
        members: rows that hold a person, sound or not.
    """

    def __init__(
        self,
        file: BinaryIO,
        *,
        today: date,
        chosen: Mapping[Field, str] | None = None,
        date_order: DateOrder | None = None,
        problems: ProblemList | None = None,
    ) -> None:
        self.problems = problems if problems is not None else ProblemList(Unit.LINE)
        self.layout: TableLayout | None = None
        self.mapping: ColumnMapping | None = None
        self.date_formats: dict[Field, DateFormat] = {}
        self.members = 0
        self.rows_sound = 0
        self.subscribers = 0
        self.maintenance: Counter[str] = Counter()
        self._file = file
        self._today = today
        self._chosen = chosen
        self._told = date_order

    def begin(self) -> RowReader | None:
        """Detect how the table is written, and leave the file at its beginning.

        Returns:
            The reader of its lines; ``None`` where it is no roster, with the reason among the problems.
        """
        head = self._file.read(SAMPLE_BYTES)
        self._file.seek(0)
        self.layout = detect_layout(head, self.problems)
        if self.layout is None:
            return None
        self.mapping = self._map(self.layout)
        if self.mapping is None:
            return None
        with closing(self.records(ProblemList(Unit.LINE))) as records:
            self._tell_dates(self.mapping, list(islice(records, _ROWS_FOR_DATES)))
        self._file.seek(0)
        return RowReader(
            headings=len(self.layout.headings),
            columns=self.mapping.columns,
            date_formats=self.date_formats,
            today=self._today,
            problems=self.problems,
        )

    def rows(self) -> Iterator[RosterRow]:
        """Every sound row, in the order of the file."""
        reader = self.begin()
        if reader is None:
            return
        for line, cells in self.records(self.problems):
            self.members += 1
            row = reader.read(line, cells)
            if row is not None:
                self.count(row)
                yield row
        self.finish()

    def records(self, problems: ProblemList) -> Generator[tuple[int, list[str]]]:
        """Rows after the headings as cells, with the line each begins on; blank ones are left out."""
        if self.layout is None:
            raise ValueError("the table was not begun")
        text = io.TextIOWrapper(self._file, encoding=self.layout.encoding, errors="replace", newline="")
        try:
            yield from _records(text, self.layout, problems)
        finally:
            text.detach()

    def count(self, row: RosterRow) -> None:
        """Count a sound row."""
        self.rows_sound += 1
        self.subscribers += row.is_subscriber
        self.maintenance[row.maintenance] += 1

    def finish(self) -> None:
        """The table was read to its end."""
        if not self.members and not self.problems.refuses:
            self.problems.add(1, "no-members", "The table holds nobody.", Severity.FILE)

    def _map(self, layout: TableLayout) -> ColumnMapping | None:
        try:
            mapping = guess_columns(layout.headings, self._chosen)
        except KeyError as missing:
            self.problems.add(1, "column-missing", f"No column is called {missing}.", Severity.FILE)
            return None
        for field, headings in mapping.doubtful.items():
            said = ", ".join(f'"{heading}"' for heading in headings)
            self.problems.add(
                1,
                "column-doubtful",
                f"Several columns could be the {words(field)}: {said}. The first is read.",
                Severity.WARNING,
            )
        needed = mapping.missing()
        if needed:
            self.problems.add(
                1,
                "column-missing",
                f"No column is recognized as {' or '.join(needed)}. Say which column it is.",
                Severity.FILE,
            )
            return None
        if Field.RELATIONSHIP not in mapping.columns and Field.DEPENDENT_OF not in mapping.columns:
            self.problems.add(
                1,
                "relationship-missing",
                "No column says who is a subscriber and who a dependent: everybody is read as a subscriber.",
                Severity.WARNING,
            )
        return mapping

    def _tell_dates(self, mapping: ColumnMapping, rows: list[tuple[int, list[str]]]) -> None:
        for field in DATES:
            place = mapping.columns.get(field)
            if place is None:
                continue
            found = detect_dates((cells[place] for _, cells in rows if place < len(cells)), told=self._told)
            self.date_formats[field] = found
        certain = [found.order for found in self.date_formats.values() if found.is_certain]
        for field, found in self.date_formats.items():
            if found.is_certain:
                continue
            spoken_for = [order for order in certain if order is not DateOrder.YEAR_FIRST]
            if spoken_for and len(set(spoken_for)) == 1:
                self.date_formats[field] = DateFormat(spoken_for[0], is_certain=True)
                continue
            self.problems.add(
                1,
                "dates-doubtful",
                f"The dates of {words(field)} could be month first or day first. "
                "They are read month first; say which it is before this is applied.",
                Severity.WARNING,
            )


def _records(
    text: io.TextIOWrapper, layout: TableLayout, problems: ProblemList
) -> Iterator[tuple[int, list[str]]]:
    """Rows after the headings, with the line each begins on; blank ones are left out."""
    reader = csv.reader(text, delimiter=layout.separator)
    has_headings = False
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            note_unreadable(line, ROW_UNREADABLE, problems)
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if not has_headings:
            has_headings = True
            continue
        if any(len(cell) > CELL_CHARACTERS for cell in cells):
            note_unreadable(line, QUOTE_OPEN, problems)
            return
        yield line, cells


def note_unreadable(line: int, code: str, problems: ProblemList) -> None:
    """Note that a line cannot be read as cells, or that nothing after it can."""
    if code == QUOTE_OPEN:
        message = "A cell does not end: a quotation mark is missing near here."
        problems.add(line, code, message, Severity.FILE)
    else:
        problems.add(line, code, "The row cannot be read as cells.", Severity.ROW)
