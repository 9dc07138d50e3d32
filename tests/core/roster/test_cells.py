"""A table passed on in whole blocks holds the rows that the table reader finds one by one."""

import io
import os
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from sinew.roster.problems import ProblemList, Unit
from sinew.roster.snapshots import cells as module
from sinew.roster.snapshots.cells import read_aside, write_cells
from sinew.roster.snapshots.engine import SEPARATOR
from sinew.roster.table.reader import TableReader, note_unreadable

EXAMPLES = int(os.environ.get("SINEW_PROPERTY_EXAMPLES", "1000"))
HEADINGS = "First Name,Last Name,Date of Birth,City"
PLAIN = "Ann,Smith,1980-03-04,Rome\n" * 3
FRAGMENTS = [
    PLAIN, PLAIN, PLAIN, ",", '"', '""', '","', "\n", "\r\n", "\r", " ", "  ", "Ann", "é", "\u00a0", "\u2003",
    "\t", "\x1f", "\0", "x,y,z,w", ",,,\n", "a,b,1980-03-04, c \n", '"a, b",c,1980-03-04,"d"\n',
    '"a\nb",c,1980-03-04,d\n', "\u200b", "\x85", "\u2028",
]  # fmt: skip


def cleaned(cells):
    return [" ".join(cell.split()) for cell in cells]


def one_by_one(data):
    reader = TableReader(io.BytesIO(data), today=date(2026, 11, 30))
    if reader.begin() is None:
        return reader, None, None
    problems = ProblemList(Unit.LINE)
    return reader, [(line, cleaned(cells)) for line, cells in reader.records(problems)], problems.listed


def in_blocks(data, layout):
    clean, aside = io.BytesIO(), io.StringIO()
    write_cells(io.BytesIO(data), layout, clean, aside)
    problems = ProblemList(Unit.LINE)
    found = []
    for one in read_aside(io.StringIO(aside.getvalue())):
        if one.code:
            note_unreadable(one.number, one.code, problems)
        else:
            found.append((one.number, cleaned(one.cells)))
    for line in clean.getvalue().decode().split("\n")[:-1]:
        number, *values = line.split(SEPARATOR)
        assert values == cleaned(values)
        if any(values):
            found.append((int(number), values))
    return sorted(found), problems.listed


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    st.sampled_from([7, 40, 1 << 18]),
    st.sampled_from([",", ";", "\t"]),
)
def test_blocks_hold_the_rows_that_are_read_one_by_one(text, encoding, block, separator):
    whole = f"{HEADINGS}\n{PLAIN}{text}".replace(",", separator)
    data = whole.encode(encoding, errors="surrogateescape" if encoding.startswith("utf-8") else "replace")
    module._BLOCK_BYTES = block
    try:
        reader, rows, problems = one_by_one(data)
        if rows is not None:
            assert in_blocks(data, reader.layout) == (rows, problems)
    finally:
        module._BLOCK_BYTES = 1 << 18


def test_plain_blocks_are_passed_on_whole(monkeypatch):
    read = []
    monkeypatch.setattr(module, "_BLOCK_BYTES", 1_000)
    monkeypatch.setattr(
        module._Scribe, "_row", lambda self, row=module._Scribe._row: read.append(1) or row(self)
    )
    data = f"{HEADINGS}\n{PLAIN * 100}".encode()
    reader, rows, _ = one_by_one(data)
    assert in_blocks(data, reader.layout) == (rows, [])
    assert len(read) < 50  # rows of the first block, with the headings
