"""An 834 to the rows of a snapshot, read by several processes at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sinew.roster.check import RosterSummary, enrollment_summary
from sinew.roster.listing import FACTS, ROW_FACTS, national_id_hash
from sinew.roster.problems import ProblemList, Unit
from sinew.roster.rows import RosterRow
from sinew.roster.sayings import Said, sayings
from sinew.roster.snapshots.columns import SAID
from sinew.roster.snapshots.engine import Engine
from sinew.roster.snapshots.listings import not_null, write_rows
from sinew.roster.x12.parts import read_in_parts


@dataclass(frozen=True, slots=True)
class _Written:
    """What a process made of its part of a file."""

    path: Path
    problems: ProblemList


def write_enrollment(
    file: Path, path: Path, *, folder: Path, engine: Engine, secret: bytes, processes: int
) -> RosterSummary:
    """Read an 834 and write what its rows say into the folder ``path``.

    Args:
        folder: for temporary files.
    """
    read = read_in_parts(file, partial(_write, folder, secret), processes=processes)
    summary = enrollment_summary(read)
    for part in read.taken:
        summary.problems.take(part.problems)
    engine.read_text("said_text", [part.path for part in read.taken], SAID)
    engine.write_parquet(f"SELECT {not_null(SAID)} FROM said_text", path / "members.parquet")
    return summary


def _write(folder: Path, secret: bytes, rows: Iterator[RosterRow], place: int) -> _Written:
    path = folder / f"said-{place}.txt"
    problems = ProblemList(Unit.SEGMENT)
    with path.open("w", encoding="utf-8", newline="") as file:
        write_rows(file, (said_values(said, secret) for said in sayings(rows, problems)))
    return _Written(path, problems)


def said_values(said: Said, secret: bytes) -> list[object]:
    """What a row says, as the columns of a snapshot."""
    row = said.row
    facts = [getattr(row, name) for name in ROW_FACTS]
    facts[_NATIONAL_ID] = national_id_hash(row.national_id, secret)
    days = said.begins_on, said.through_on
    return [row.number, said.key, said.family, said.asks, *days, row.maintenance, *facts]


_NATIONAL_ID = FACTS.index("national_id_hash")
