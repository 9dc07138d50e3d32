"""Reads a roster of either format into a snapshot."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from sinew.roster.check import looks_like_x12
from sinew.roster.snapshots.delta import Snapshot
from sinew.roster.snapshots.engine import Engine
from sinew.roster.snapshots.enrollments import write_enrollment
from sinew.roster.snapshots.tables import write_table
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
        folder: private; temporary files and the new folder ``snapshot`` are written there.
        today: births after it are mistakes; two-digit years lie before it.
        secret: of the keyed hashes of national ids, 32 bytes or more.
        chosen: columns of a table that a person named, field to heading.
        date_order: how a table writes its dates, where a person said it.
        processes: how many read a large 834 at once.
    """
    path = folder / "snapshot"
    path.mkdir()
    with file.open("rb") as opened, TemporaryDirectory(dir=folder) as temporary:
        work = Path(temporary)
        if looks_like_x12(opened):
            summary = write_enrollment(
                file, path, folder=work, engine=engine, secret=secret, processes=processes
            )
        else:
            reader = TableReader(opened, today=today, chosen=chosen, date_order=date_order)
            summary = write_table(
                reader, opened, path, folder=work, engine=engine, today=today, secret=secret
            )
    return Snapshot(path, summary)
