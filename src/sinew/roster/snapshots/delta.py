"""What a roster and a listing give: a snapshot, and a delta with its counts and doubts."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from sinew.roster.check import RosterSummary
from sinew.roster.problems import ProblemList


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a roster says, one row for each sound row of the file.

    Attributes:
        path: a folder of Parquet files with the columns of `sinew.roster.snapshots.columns.SAID`. Of no use
            where the roster is refused.
        summary: what was read and everything wrong with it, as `sinew.roster.check` says it.
    """

    path: Path
    summary: RosterSummary

    @property
    def says_it_is_full(self) -> bool:
        """Whether an 834 says that it names everybody. Of a table somebody has to say it."""
        return bool(self.summary.detected.get("full_file"))


@dataclass(frozen=True, slots=True)
class Delta:
    """What a roster changes. Nothing is stored yet.

    Attributes:
        path: a Parquet file, or a folder of them, with the columns of `sinew.roster.snapshots.columns.DELTA`:
            at most one row a person.
        counts: people by `sinew.roster.changes.ChangeKind`.
        unchanged: people the roster names and nothing changes for.
        not_eligible: rows without coverage of medical care.
        named: people the roster names.
        waits: why a person must look before it is applied; empty where nothing is unusual.
        open_before, open_after: people whose coverage has not ended on the day.
        problems: those of the snapshot, and what the comparison found.
    """

    path: Path
    counts: Counter[str]
    unchanged: int
    not_eligible: int
    named: int
    waits: tuple[str, ...]
    open_before: int
    open_after: int
    problems: ProblemList
