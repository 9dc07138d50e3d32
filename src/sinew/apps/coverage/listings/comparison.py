"""Holds a roster's file against the people listed, before anything is written."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sinew.apps.coverage.listings.delta import DeltaSums, PersonChange, listed, person_change
from sinew.apps.coverage.listings.lookup import secret
from sinew.apps.coverage.listings.reading import Reading, RosterFile, problems_json
from sinew.apps.coverage.listings.tables import listing
from sinew.apps.coverage.models import Sponsor
from sinew.roster.changes import RosterChanges, compare_roster
from sinew.roster.listing import national_id_hash
from sinew.roster.rows import RosterRow


@dataclass(frozen=True, slots=True)
class Compared:
    """A roster read to its end, and what it would change.

    Attributes:
        version: of the listing it was compared with (`Sponsor.listing_version`).
        file: how it was read, and what is wrong with it.
        changes: everybody who would change; empty where the file is refused or asks something.
        summary: for ``Roster.summary``.
        problems: for ``Roster.problems``.
        waits: why a person must look at it first.
        lives: open coverages afterwards.
    """

    version: int
    file: RosterFile
    changes: tuple[PersonChange, ...]
    summary: dict[str, Any]
    problems: list[dict[str, Any]]
    waits: tuple[str, ...]
    lives: int


def compare_file(sponsor: Sponsor, path: Path, reading: Reading, *, day: date, left_out: Path) -> Compared:
    """Read a roster's file to its end and compare it with the people listed now.

    Args:
        sponsor: as just read from the database; the listing must not be older than its version.
        left_out: where to keep the rows that were left out.
    """
    with path.open("rb") as opened:
        file = RosterFile(opened, reading, today=day)
        before = {row.key: listed(row) for row in listing(sponsor.pk)}
        rows = list(_hashed(file.rows()))
        if file.problems.refuses or file.questions:
            file.keep_left_out(left_out)
            return _compared(sponsor, file, RosterChanges(), open_now=sponsor.lives, day=day, listed_now=0)
        found = compare_roster(
            rows, before, terms=sponsor.terms, is_full=file.is_full, day=day, problems=file.problems
        )
        file.keep_left_out(left_out)
    open_now = sum(one.ends_on is None or one.ends_on > day for one in before.values())
    return _compared(sponsor, file, found, open_now=open_now, day=day, listed_now=len(before))


def _hashed(rows: Iterator[RosterRow]) -> Iterator[RosterRow]:
    """The rows with keyed hashes for social security numbers, as they are stored."""
    key = secret()
    for row in rows:
        yield row._replace(national_id=national_id_hash(row.national_id, key)) if row.national_id else row


def _compared(
    sponsor: Sponsor, file: RosterFile, found: RosterChanges, *, open_now: int, day: date, listed_now: int
) -> Compared:
    sums = DeltaSums(day)
    changes = tuple(sums.counted(map(person_change, found.changes.values())))
    summary = file.counts | sums.to_json()
    summary |= {
        "unchanged": found.unchanged,
        "not_eligible": found.not_eligible,
        "listed_before": listed_now,
        "open_before": open_now,
        "open_after": open_now + sums.opened,
        "problems": dict(file.problems.counts),
        "problems_unlisted": file.problems.unlisted,
        "problems_by_severity": {
            severity.name.lower(): count for severity, count in file.problems.by_severity.items()
        },
    }
    return Compared(
        version=sponsor.listing_version,
        file=file,
        changes=changes,
        summary=summary,
        problems=problems_json(file.problems),
        waits=found.waits,
        lives=open_now + sums.opened,
    )
