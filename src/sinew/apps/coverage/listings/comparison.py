"""Holds a roster's file against the people listed, before anything is written."""

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from django.conf import settings

from sinew.apps.coverage.listings import folder
from sinew.apps.coverage.listings.listing import current_listing, engine_in, file_sha256, listing_path
from sinew.apps.coverage.listings.lookup import secret
from sinew.apps.coverage.listings.reading import (
    Reading,
    is_test,
    keep_left_out,
    only_states,
    problems_json,
    questions,
)
from sinew.apps.coverage.models import Roster, Sponsor
from sinew.roster.changes import ChangeKind
from sinew.roster.check import X12_834, RosterSummary
from sinew.roster.problems import ProblemList
from sinew.roster.snapshots.comparison import compare_snapshot
from sinew.roster.snapshots.delta import Delta, Snapshot
from sinew.roster.snapshots.engine import Engine
from sinew.roster.snapshots.listings import listing_after
from sinew.roster.snapshots.reading import take_snapshot
from sinew.roster.snapshots.sums import sum_up

_AFTER = "after.parquet"


@dataclass(frozen=True, slots=True)
class Compared:
    """A roster read to its end, and what it would change.

    Attributes:
        work: a private folder with the delta in it, while it lasts.
        version: of the listing it was compared with (`Sponsor.listing_version`).
        read: what the file holds.
        is_full: the file says, or a person said of it, that it names everybody.
        delta: everybody who would change; ``None`` where the file is refused or asks something.
        listing_sha256: of the listing that follows, kept as that of the next version.
        summary: for ``Roster.summary``.
        problems: for ``Roster.problems``.
    """

    work: Path
    version: int
    read: RosterSummary
    is_full: bool
    questions: tuple[str, ...]
    delta: Delta | None
    listing_sha256: str
    summary: dict[str, Any]
    problems: list[dict[str, Any]]

    @property
    def waits(self) -> tuple[str, ...]:
        """Why a person must look at it first."""
        return self.delta.waits if self.delta else ()

    @property
    def changes(self) -> int:
        """How many people would change."""
        return self.delta.counts.total() if self.delta else 0

    @property
    def is_test(self) -> bool:
        """Whether the sender marked it as a test."""
        return is_test(self.read)

    @property
    def only_states(self) -> bool:
        """Whether every row says how things stand, and none what to do."""
        return only_states(self.read)


@contextmanager
def comparing(sponsor: Sponsor, roster: Roster, *, day: date) -> Iterator[Compared]:
    """Read a roster's file to its end and compare it with the people listed now.

    What it changes lies in files that are gone afterwards.

    Args:
        sponsor: as just read from the database.
    """
    work = Path(mkdtemp(prefix="work-", dir=folder.roster_folder(sponsor.pk, roster.pk)))
    try:
        yield _read_and_compare(sponsor, roster, work, day)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _read_and_compare(sponsor: Sponsor, roster: Roster, work: Path, day: date) -> Compared:
    file, reading = folder.original(sponsor.pk, roster.pk), Reading.from_json(roster.reading)
    with engine_in(work) as engine:
        snapshot = take_snapshot(
            file,
            folder=work,
            engine=engine,
            today=day,
            secret=secret(),
            chosen=reading.columns,
            date_order=reading.date_order,
            processes=1 if roster.source == Roster.Source.PORTAL else settings.ROSTER_PROCESSES,
        )
        read = snapshot.summary
        is_full = snapshot.says_it_is_full if read.format == X12_834 else bool(reading.is_full)
        asked = questions(read)
        delta, sha256 = None, ""
        sums: dict[str, Any] = {"groups": [], "groups_unlisted": 0, "columns": {}, "last_days": {}}
        if not asked and not read.problems.refuses:
            delta, sha256 = _compare(sponsor, snapshot, work, engine, is_full=is_full, day=day)
            sums = sum_up(delta.path, engine=engine).to_json()
    problems = delta.problems if delta else read.problems
    keep_left_out(file, read, problems, reading, today=day, out=folder.left_out(sponsor.pk, roster.pk))
    return Compared(
        work=work,
        version=sponsor.listing_version,
        read=read,
        is_full=is_full,
        questions=asked,
        delta=delta,
        listing_sha256=sha256,
        summary=_counts(read, problems) | _delta_counts(delta, sponsor) | sums,
        problems=problems_json(problems),
    )


def _compare(
    sponsor: Sponsor, snapshot: Snapshot, work: Path, engine: Engine, *, is_full: bool, day: date
) -> tuple[Delta, str]:
    """The delta, and the SHA-256 of the listing that follows from it."""
    before = current_listing(sponsor, work=work, engine=engine)
    delta = compare_snapshot(
        snapshot, before, folder=work, engine=engine, terms=sponsor.terms, is_full=is_full, day=day
    )
    if not delta.counts.total():
        return delta, ""
    listing_after(before, delta.path, work / _AFTER, engine=engine)
    return delta, file_sha256(work / _AFTER)


def keep_listing(compared: Compared, sponsor: Sponsor) -> None:
    """Keep the listing that follows from a roster, under the version and hash that the sponsor has."""
    path = listing_path(sponsor, sponsor.listing_version)
    (compared.work / _AFTER).replace(path)
    path.chmod(0o600)


def _counts(read: RosterSummary, problems: ProblemList) -> dict[str, Any]:
    severities = {severity.name.lower(): count for severity, count in problems.by_severity.items()}
    return {
        "people": read.members,
        "left_out": max(read.members - read.rows_sound, 0),
        "subscribers": read.subscribers,
        "dependents": read.rows_sound - read.subscribers,
        "problems": dict(problems.counts),
        "problems_unlisted": problems.unlisted,
        "problems_by_severity": severities,
    }


def _delta_counts(delta: Delta | None, sponsor: Sponsor) -> dict[str, Any]:
    counts: Counter[str] = delta.counts if delta else Counter()
    return {
        **{kind.value: counts[kind.value] for kind in ChangeKind},
        "unchanged": delta.unchanged if delta else 0,
        "not_eligible": delta.not_eligible if delta else 0,
        "open_before": delta.open_before if delta else sponsor.lives,
        "open_after": delta.open_after if delta else sponsor.lives,
    }
