"""A table to the rows of a snapshot: plain rows as SQL, all others by the reader of tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from heapq import merge
from operator import attrgetter
from pathlib import Path
from typing import BinaryIO, cast

from sinew.roster.check import RosterSummary, table_summary
from sinew.roster.problems import ProblemList
from sinew.roster.rows import Maintenance, RosterRow
from sinew.roster.sayings import sayings
from sinew.roster.snapshots.cells import Aside, read_aside, write_cells
from sinew.roster.snapshots.columns import SAID, TEXT, quoted
from sinew.roster.snapshots.engine import Engine
from sinew.roster.snapshots.enrollments import said_values
from sinew.roster.snapshots.listings import not_null, write_rows
from sinew.roster.snapshots.plain import (
    WORDS,
    all_words,
    are_words,
    cell_columns,
    judged,
    meaning_of,
    tried_words,
)
from sinew.roster.table.columns import Field
from sinew.roster.table.reader import TableReader, note_unreadable
from sinew.roster.table.row import RowReader


def write_table(
    reader: TableReader,
    file: BinaryIO,
    path: Path,
    *,
    folder: Path,
    engine: Engine,
    today: date,
    secret: bytes,
) -> RosterSummary:
    """Read a table and write what its rows say into the folder ``path``.

    Args:
        reader: of the file, not begun.
        file: at its beginning.
        folder: for temporary files.
    """
    row_reader = reader.begin()
    if row_reader is None or reader.layout is None or reader.mapping is None:
        return table_summary(reader)
    clean, aside = folder / "cells.txt", folder / "aside.txt"
    with clean.open("wb") as cells, aside.open("w", encoding="utf-8") as others:
        write_cells(file, reader.layout, cells, others)
    columns, width = reader.mapping.columns, len(reader.layout.headings)
    engine.hash_with(secret)
    engine.read_text("cells", [clean], cell_columns(width))
    _understand(columns, row_reader, today=today, folder=folder, engine=engine)
    engine.view("judged", judged(columns, width))
    engine.write_parquet(f"SELECT {quoted(SAID)} FROM judged WHERE is_plain", path / "plain.parquet")
    _count_plain(reader, path / "plain.parquet", engine)
    with aside.open(encoding="utf-8") as others:
        unusual = merge(_not_plain(engine, width), read_aside(others), key=attrgetter("number"))
        _write_unusual(reader, row_reader, unusual, folder / "unusual.txt", secret)
    engine.read_text("said_text", [folder / "unusual.txt"], SAID)
    engine.write_parquet(f"SELECT {not_null(SAID)} FROM said_text", path / "unusual.parquet")
    reader.finish()
    return table_summary(reader)


def _understand(
    columns: Mapping[Field, int], reader: RowReader, *, today: date, folder: Path, engine: Engine
) -> None:
    """Make a table of the words of each column that is looked up."""
    looked_up = {field: columns[field] for field in WORDS if field in columns}
    rows, *different = cast("tuple[int, ...]", next(engine.rows(tried_words(looked_up))))
    repeating = {
        field: looked_up[field]
        for field, count in zip(looked_up, different, strict=True)
        if are_words(rows, count)
    }
    found = next(engine.rows(all_words(repeating))) if repeating else ()
    words: dict[Field, Sequence[str | None]] = dict.fromkeys(looked_up, ())
    words |= dict(zip(repeating, cast("tuple[list[str | None]]", found), strict=True))
    for field, all_of_it in words.items():
        meaning = meaning_of(field, reader, today)
        path = folder / f"words-{field}.txt"
        with path.open("w", encoding="utf-8", newline="") as file:
            meanings = ((word, meaning(word)) for word in all_of_it or () if word)
            write_rows(file, (pair for pair in meanings if pair[1] is not None))
        engine.read_text("words_text", [path], {"word": TEXT, "meaning": WORDS[field]})
        engine.hold(f"words_{field}", "SELECT word, meaning FROM words_text")


def _count_plain(reader: TableReader, path: Path, engine: Engine) -> None:
    engine.read_parquet("plain", path)
    sql = """
        SELECT maintenance, count(*), sum(CASE WHEN is_subscriber THEN 1 ELSE 0 END)
        FROM plain GROUP BY maintenance"""
    for maintenance, rows, subscribers in cast("Iterator[tuple[str, int, int]]", engine.rows(sql)):
        reader.members += rows
        reader.rows_sound += rows
        reader.subscribers += subscribers
        reader.maintenance[Maintenance(maintenance)] += rows


def _not_plain(engine: Engine, width: int) -> Iterator[Aside]:
    cells = quoted(f"c{place}" for place in range(width))
    for number, *texts in engine.rows(
        f"SELECT number, {cells} FROM judged WHERE NOT is_plain ORDER BY number"
    ):
        yield Aside(cast("int", number), "", [str(text or "") for text in texts])


def _write_unusual(
    reader: TableReader, row_reader: RowReader, unusual: Iterable[Aside], path: Path, secret: bytes
) -> None:
    problems = ProblemList(reader.problems.unit)
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = sayings(_sound(reader, row_reader, unusual), problems)
        write_rows(file, (said_values(said, secret) for said in rows))
    reader.problems.take(problems)


def _sound(reader: TableReader, row_reader: RowReader, unusual: Iterable[Aside]) -> Iterator[RosterRow]:
    """The sound ones of rows that are read one by one."""
    for number, code, cells in unusual:
        if code:
            note_unreadable(number, code, reader.problems)
        elif any(cells):
            reader.members += 1
            row = row_reader.read(number, cells)
            if row is not None:
                reader.count(row)
                yield row
