"""A first look at a table: its headings and a few of its rows, before anybody said what they mean."""

import csv
import io
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from sinew.roster.problems import ProblemList, Unit
from sinew.roster.table.layout import SAMPLE_BYTES, TableLayout, detect_layout

_LINES_LOOKED_AT = 200
_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class TableLook:
    """How a table is written, and its first rows as they stand there.

    Attributes:
        rows: cells of the first rows that are not blank; some have more or fewer than there are headings.
    """

    layout: TableLayout
    rows: tuple[tuple[str, ...], ...]

    def examples(self, heading: str, at_most: int = 3) -> tuple[str, ...]:
        """The first different values of a column that are not empty."""
        place = self.layout.headings.index(heading)
        cells = (row[place].strip() for row in self.rows if place < len(row))
        found = dict.fromkeys(cell[:_LONGEST_SHOWN] for cell in cells if cell)
        return tuple(islice(found, at_most))


def look_at_table(file: BinaryIO) -> TableLook | None:
    """The headings and first rows; ``None`` where the file is no table. Reads 256 kB at most."""
    head = file.read(SAMPLE_BYTES)
    layout = detect_layout(head, ProblemList(Unit.LINE))
    if layout is None:
        return None
    text = head.decode(layout.encoding, errors="replace")
    if len(head) == SAMPLE_BYTES and "\n" in text:
        text = text[: text.rindex("\n") + 1]
    return TableLook(layout, tuple(_rows(text, layout.separator)))


def _rows(text: str, separator: str) -> list[tuple[str, ...]]:
    """The first rows below the headings, up to one that cannot be read."""
    found: list[tuple[str, ...]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            if any(cell.strip() for cell in row):
                found.append(tuple(row))
            if len(found) > _LINES_LOOKED_AT:
                break
    except csv.Error:
        return found[1:]
    return found[1:]
