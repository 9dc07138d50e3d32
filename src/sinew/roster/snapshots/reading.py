"""Reads a roster of either format into a snapshot."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from sinew.roster.check import looks_like_x12, table_summary
from sinew.roster.problems import ProblemList
from sinew.roster.sayings import sayings
from sinew.roster.snapshots.columns import SAID
from sinew.roster.snapshots.delta import Snapshot
from sinew.roster.snapshots.engine import Engine
from sinew.roster.snapshots.enrollments import said_values, write_enrollment
from sinew.roster.snapshots.listings import not_null, write_rows
from sinew.roster.table.columns import Field
from sinew.roster.table.dates import DateOrder
from sinew.roster.table.reader import TableReader


def take_snapshot(
    file: Path,
    *,
    folder: Path,
    engine: Engine,
    today: date,
    secret: bytes,
    chosen: Mapping[Field, str] | None = None,
    date_order: DateOrder | None = None,
    processes: int = 1,
) -> Snapshot:
    """Read a roster to its end. The format is told from its first bytes.

    Args:
        folder: private; temporary files and ``snapshot.parquet`` are written there.
        today: births after it are mistakes; two-digit years lie before it.
        secret: of the keyed hashes of national ids, 32 bytes or more.
        chosen: columns of a table that a person named, field to heading.
        date_order: how a table writes its dates, where a person said it.
        processes: how many read a large 834 at once.
    """
    with file.open("rb") as opened:
        is_x12 = looks_like_x12(opened)
    if is_x12:
        summary, texts = write_enrollment(file, folder=folder, secret=secret, processes=processes)
    else:
        with file.open("rb") as opened, (folder / "said-0.txt").open("w", encoding="utf-8") as text:
            reader = TableReader(opened, today=today, chosen=chosen, date_order=date_order)
            problems = ProblemList(reader.problems.unit)
            write_rows(text, (said_values(said, secret) for said in sayings(reader.rows(), problems)))
        reader.problems.take(problems)
        summary, texts = table_summary(reader), [folder / "said-0.txt"]
    path = folder / "snapshot.parquet"
    engine.read_text("said_text", texts, SAID)
    engine.write_parquet(f"SELECT {not_null(SAID)} FROM said_text", path)
    for written in texts:
        written.unlink()
    return Snapshot(path, summary)
