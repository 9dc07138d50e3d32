"""Compares a snapshot with a listing: the plain people as SQL, those whom several rows speak of one by one.

Which rules hold is said by `sinew.roster.changes`; tests hold both against each other.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from heapq import nsmallest
from itertools import groupby
from operator import attrgetter, itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO, cast

from sinew.roster.changes import ChangeKind, Comparison, Terms, unusual
from sinew.roster.problems import LISTED_AT_MOST, ProblemList, RosterProblem, Severity
from sinew.roster.snapshots.columns import DAY, LISTED, SAID, TEXT, quoted
from sinew.roster.snapshots.delta import Delta, Snapshot
from sinew.roster.snapshots.engine import Engine
from sinew.roster.snapshots.listings import not_null, write_rows
from sinew.roster.snapshots.people import listed_of, listed_row, said_of
from sinew.roster.snapshots.rules import (
    COMPARED_COUNTS,
    EVERYBODY,
    KINDS,
    NOBODY,
    SEVERAL,
    SPOKEN_COUNTS,
    UNKNOWN,
    Rules,
    known,
    looked_at,
)

_ENDED = {"family": TEXT, "ends_on": DAY}
_END_OF_UNKNOWN = "The row ends the coverage of somebody who is not listed."


def compare_snapshot(
    snapshot: Snapshot,
    listed: Path | None,
    *,
    folder: Path,
    engine: Engine,
    terms: Terms,
    is_full: bool,
    day: date,
) -> Delta:
    """Compare what a roster says with who is listed, as `sinew.roster.changes.compare_roster` does.

    Args:
        listed: Parquet with the columns of `sinew.roster.snapshots.columns.LISTED`; ``None`` for nobody.
        folder: private; temporary files and ``delta.parquet`` are written there.
        is_full: the file says that it names everybody.
        day: the day it is applied; a termination without a date ends coverage then.

    Raises:
        ValueError: the roster is refused.
    """
    if snapshot.summary.problems.refuses:
        raise ValueError("snapshot: the roster is refused")
    with TemporaryDirectory(dir=folder) as work:
        night = _Night(snapshot.summary.problems, Path(work), engine, terms, day, is_full)
        night.open(snapshot.path, listed)
        night.look()
        night.fold()
        night.add_families()
        return night.judge(folder / "delta.parquet")


@dataclass(slots=True)
class _Night:
    """One comparison under way."""

    file_problems: ProblemList
    folder: Path
    engine: Engine
    terms: Terms
    day: date
    is_full: bool
    is_first: bool = False
    rules: Rules = field(init=False)
    folded: "_Fold" = field(init=False)

    def __post_init__(self) -> None:
        self.rules = Rules(self.terms, self.day, is_ending_absent=self.is_full and self.terms.absence_ends)
        self.folded = _Fold(self.terms, self.day, ProblemList(self.file_problems.unit))

    def open(self, said: Path, listed: Path | None) -> None:
        """Find the two sides."""
        self.engine.read_parquet("said", said)
        self.is_first = listed is None
        if listed is None:
            self.engine.view("listed", NOBODY)
        else:
            self.engine.read_parquet("listed", listed)

    def look(self) -> None:
        """Find out who needs a closer look, and take out their rows."""
        if self.is_first:
            self._keep("touched", SEVERAL)
            self.engine.view("known", NOBODY)
            self.engine.view("looked_at", EVERYBODY)
        else:
            self._keep("touched", self.rules.touched())
            self._keep("looked_at", looked_at("touched"))
            self._keep("known", known("touched"))

    def fold(self) -> None:
        """Go through the rows of people named more than once, in the order of the file."""
        seen, ended = self.folder / "folded.txt", self.folder / "ended.txt"
        with seen.open("w", encoding="utf-8") as seen_file, ended.open("w", encoding="utf-8") as ended_file:
            self.folded.take(self.engine.rows(self.rules.repeated()), seen_file, ended_file)
        self.engine.read_text("folded_text", [seen], LISTED)
        self.engine.view("folded", f"SELECT {not_null(LISTED)} FROM folded_text")
        self.engine.read_text("folded_ended", [ended], _ENDED)
        self.engine.view("spoken", self.rules.spoken())

    def add_families(self) -> None:
        """Take out the rows of those whose subscriber's coverage ends, too."""
        if not self.terms.subscriber_ends_family:
            self.engine.view("ended", f"SELECT {quoted(_ENDED)} FROM folded_ended WHERE false")
            return
        self._keep("ended", self.rules.ended())
        if self.is_first:
            return
        self._keep("relatives", self.rules.families())
        if not self._number("SELECT count(*) FROM relatives"):
            return
        for name, query in (("looked_at", looked_at("relatives")), ("known", known("relatives"))):
            self._keep(f"{name}_first", f"SELECT * FROM {name}")
            self._keep(f"{name}_relatives", query)
            self.engine.view(name, f"SELECT * FROM {name}_first UNION ALL SELECT * FROM {name}_relatives")
        self.engine.view("spoken", self.rules.spoken())

    def judge(self, path: Path) -> Delta:
        """Write the delta, and say what is in it."""
        rules, fold = self.rules, self.folded
        rows, close = self._numbers("SELECT count(*), (SELECT count(*) FROM looked_at) FROM said")
        named, not_eligible, unknown = self._numbers(SPOKEN_COUNTS)
        self.engine.view("compared", rules.compared())
        seen, absent = self._numbers(COMPARED_COUNTS)
        problems = self._problems(unknown)
        ends_absent = rules.is_ending_absent and not problems.by_severity[Severity.ROW]
        if rules.is_ending_absent and absent and not ends_absent:
            message = f"{absent} people are missing and stay covered: a row left out may be theirs."
            problems.add(1, "absence-not-applied", message, Severity.WARNING)
        self.engine.write_parquet(rules.delta(absent_end=ends_absent), path)
        self.engine.read_parquet("delta", path)
        counts = Counter({str(kind): cast("int", count) for kind, count in self.engine.rows(KINDS)})
        open_before = self._number(f"SELECT count(*) FROM listed WHERE {rules.is_open('ends_on')}")
        (opened,) = self._numbers(self._opened())
        everybody_named = rows - close + named + fold.named
        return Delta(
            path=path,
            counts=counts,
            unchanged=rows - close + seen + (absent if ends_absent else 0) - counts.total(),
            not_eligible=not_eligible + fold.not_eligible,
            named=everybody_named,
            waits=tuple(
                unusual(
                    counts,
                    named=everybody_named,
                    open_now=open_before,
                    terms=self.terms,
                    is_full=self.is_full,
                )
            ),
            open_before=open_before,
            open_after=open_before + opened,
            problems=problems,
        )

    def _opened(self) -> str:
        after, before = self.rules.is_open("after_ends_on"), self.rules.is_open("before_ends_on")
        was = f"kind <> '{ChangeKind.ADDED}' AND {before}"
        return f"""
            SELECT coalesce(sum(CASE WHEN {after} THEN 1 ELSE 0 END - CASE WHEN {was} THEN 1 ELSE 0 END), 0)
            FROM delta"""

    def _problems(self, unknown: int) -> ProblemList:
        """Those of the file, then those of the comparison in the order of its rows."""
        problems = ProblemList(self.file_problems.unit)
        problems.take(self.file_problems)
        found = self.folded.problems
        listed = [
            RosterProblem(problems.unit, number, "end-of-unknown", _END_OF_UNKNOWN, Severity.WARNING)
            for (number,) in cast("Iterator[tuple[int]]", self.engine.rows(UNKNOWN))
        ]
        found.listed = nsmallest(LISTED_AT_MOST, [*found.listed, *listed], key=attrgetter("number"))
        found.counts["end-of-unknown"] += unknown
        found.by_severity[Severity.WARNING] += unknown
        problems.take(found)
        return problems

    def _keep(self, name: str, sql: str) -> None:
        path = self.folder / f"{name}.parquet"
        self.engine.write_parquet(sql, path)
        self.engine.read_parquet(name, path)

    def _numbers(self, sql: str) -> tuple[int, ...]:
        return cast("tuple[int, ...]", next(self.engine.rows(sql)))

    def _number(self, sql: str) -> int:
        return self._numbers(sql)[0]


class _Fold:
    """People whom several rows speak of: each row follows from those before it."""

    def __init__(self, terms: Terms, day: date, problems: ProblemList) -> None:
        self.problems = problems
        self.named = 0
        self.not_eligible = 0
        self._terms = terms
        self._day = day

    def take(self, rows: Iterator[tuple[object, ...]], seen: TextIO, ended: TextIO) -> None:
        """Follow rows that come person by person, and write who is listed after them and who is ended."""
        width = len(SAID)
        for key, group in groupby(rows, key=itemgetter(1)):
            said = list(group)
            before = said[0][width:]
            listed = {} if before[0] is None else {str(key): listed_of(before)}
            comparison = Comparison(listed, self._terms, self._day, self.problems)
            for row in said:
                comparison.take(said_of(row[:width]))
            self.named += len(comparison.named)
            self.not_eligible += comparison.not_eligible
            write_rows(seen, map(listed_row, comparison.seen.values()))
            write_rows(ended, comparison.ended_families.items())
