"""What a roster changes about who is covered, judged before anything is stored.

Rows are compared with what is listed today. Nothing here stores, and nothing ends because a row could not
be read.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from sinew.roster.listing import ROW_FACTS
from sinew.roster.problems import ProblemList, Severity
from sinew.roster.rows import RosterRow
from sinew.roster.sayings import Asks, Said, is_eligible, person_key, sayings

__all__ = [
    "KEPT",
    "Change",
    "ChangeKind",
    "Comparison",
    "Listed",
    "RosterChanges",
    "Terms",
    "compare_roster",
    "is_eligible",
    "person_key",
    "unusual",
]

ONE_DAY = timedelta(days=1)
KEPT = ("born_on", "sex", "postal_code", "city", "state", "email", "phone", "national_id", "middle_name")
"""What a thin row of a change file does not take away."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a sponsor agreed to about its rosters.

    Attributes:
        absence_ends: somebody who is missing from a full file is no longer covered.
        through_is_covered: the last day a row names is a covered one.
        subscriber_ends_family: the end of a subscriber's coverage ends that of their dependents.
        largest_share_ended: of the coverages open now; a roster that ends more waits for a person.
        largest_share_changed: of the coverages open now; a roster that changes more of them waits, too.
        smallest_share_left: of the people listed now; a full file with fewer waits for a person.
    """

    absence_ends: bool = False
    through_is_covered: bool = True
    subscriber_ends_family: bool = True
    largest_share_ended: float = 0.10
    largest_share_changed: float = 0.50
    smallest_share_left: float = 0.50


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody on a roster, with the days they are covered: ``[begins_on, ends_on)``.

    Attributes:
        key: tells the people of one sponsor apart; the same in every file.
        family: tells families apart: the number of the subscriber, the same for all of them.
        row: what the sponsor last said of them.
        ends_on: the first day that is not covered; ``None`` where no end is known.
    """

    key: str
    family: str
    row: RosterRow
    begins_on: date
    ends_on: date | None

    def is_covered_on(self, day: date) -> bool:
        """Whether the day lies in the span."""
        return self.begins_on <= day and (self.ends_on is None or day < self.ends_on)


class ChangeKind(StrEnum):
    """What happens to somebody's coverage."""

    ADDED = "added"
    CHANGED = "changed"
    ENDED = "ended"
    REINSTATED = "reinstated"


@dataclass(frozen=True, slots=True)
class Change:
    """One person's coverage before and after. ``before`` is ``None`` where somebody is new."""

    kind: ChangeKind
    before: Listed | None
    after: Listed

    def undone(self) -> Listed | None:
        """What is listed again when the change is taken back; ``None``: nobody."""
        return self.before


@dataclass(slots=True)
class RosterChanges:
    """Everything a roster changes.

    Attributes:
        changes: by the person's key, at most one each.
        unchanged: people the roster names and nothing changes for.
        not_eligible: rows without coverage of medical care.
        waits: why a person must look before it is applied; empty where nothing is unusual.
    """

    changes: dict[str, Change] = field(default_factory=dict)
    unchanged: int = 0
    not_eligible: int = 0
    waits: tuple[str, ...] = ()

    @property
    def counts(self) -> Counter[str]:
        """Changes by kind."""
        return Counter(change.kind.value for change in self.changes.values())


def compare_roster(
    rows: Iterable[RosterRow],
    listed: Mapping[str, Listed],
    *,
    terms: Terms,
    is_full: bool,
    day: date,
    problems: ProblemList,
) -> RosterChanges:
    """Compare a roster with what is listed.

    Args:
        rows: the sound rows, in the order of the file; its problems are already in ``problems``.
        listed: everybody the sponsor has listed, by key.
        is_full: the file says that it names everybody.
        day: the day it is applied; a termination without a date ends coverage then.
        problems: contradictions between rows are added here.
    """
    comparison = Comparison(listed, terms, day, problems)
    for said in sayings(rows, problems):
        comparison.take(said)
    comparison.end_families()
    if is_full and terms.absence_ends:
        comparison.end_absent()
    return comparison.result(is_full=is_full)


class Comparison:
    """A roster under way: what its rows have said so far of each person.

    Attributes:
        seen: people as they are listed afterwards, where a row or their subscriber's end says something.
        named: keys of the people the roster names.
        ended_families: families whose subscriber's coverage a row ends, and the first day without; where
            several are called subscriber, the last of their days.
        not_eligible: rows without coverage of medical care.
    """

    def __init__(self, listed: Mapping[str, Listed], terms: Terms, day: date, problems: ProblemList) -> None:
        self._listed = listed
        self._terms = terms
        self._day = day
        self._problems = problems
        self.seen: dict[str, Listed] = {}
        self.named: set[str] = set()
        self.ended_families: dict[str, date] = {}
        self.not_eligible = 0

    def take(self, said: Said) -> None:
        """One row, in the order of the file."""
        key, row = said.key, said.row
        if key in self.seen and _contradict(self.seen[key].row, row):
            message = "Two rows of one number are of two people; this one is left out."
            self._problems.add(row.number, "person-twice", message, Severity.ROW)
            self.named.add(key)
            return
        if said.asks is Asks.NOTHING:
            self.not_eligible += 1
            return
        self.named.add(key)
        after = self._after(said)
        if after is None:
            message = "The row ends the coverage of somebody who is not listed."
            self._problems.add(row.number, "end-of-unknown", message, Severity.WARNING)
            return
        self.seen[key] = after
        if row.is_subscriber and said.asks is Asks.END and after.ends_on is not None:
            last = self.ended_families.get(after.family, after.ends_on)
            self.ended_families[after.family] = max(last, after.ends_on)

    def _after(self, said: Said) -> Listed | None:
        """What is listed after the row; ``None`` where it ends what never began."""
        key, through = said.key, said.through_on
        before = self.seen.get(key) or self._listed.get(key)
        if said.asks is not Asks.STATE:
            if before is None:
                return None
            if through is None and before.ends_on is not None and before.ends_on <= self._day:
                return before  # it has ended already, and no other day is named
            return replace(before, ends_on=max(self._ends_on(through) or self._day, before.begins_on))
        begins = said.begins_on or (before.begins_on if before else self._day)
        ends = self._ends_on(through)
        known = _completed(said.row, before.row) if before else said.row
        return Listed(key, said.family, known, begins, None if ends is None else max(ends, begins))

    def _ends_on(self, through: date | None) -> date | None:
        if through is None:
            return None
        return through + ONE_DAY if self._terms.through_is_covered else through

    def end_families(self) -> None:
        """Dependents lose their coverage with their subscriber, where the sponsor agreed to it."""
        if not self._terms.subscriber_ends_family or not self.ended_families:
            return
        for key, one in {**self._listed, **self.seen}.items():
            last = self.ended_families.get(one.family)
            if last is None or one.row.is_subscriber:
                continue
            if one.ends_on is None or one.ends_on > last:
                self.seen[key] = replace(one, ends_on=max(last, one.begins_on))

    def end_absent(self) -> None:
        """Who is missing is covered no longer, unless a row was left out: it may be theirs."""
        left_out = self._problems.by_severity[Severity.ROW]
        absent = [
            one
            for key, one in self._listed.items()
            if key not in self.named and key not in self.seen
            if one.ends_on is None or one.ends_on > self._day
        ]
        if left_out and absent:
            message = f"{len(absent)} people are missing and stay covered: a row left out may be theirs."
            self._problems.add(1, "absence-not-applied", message, Severity.WARNING)
            return
        for one in absent:
            self.seen[one.key] = replace(one, ends_on=max(self._day, one.begins_on))

    def result(self, *, is_full: bool) -> RosterChanges:
        """Everything the roster changes, and why a person should look first."""
        found = RosterChanges(not_eligible=self.not_eligible)
        for key, after in self.seen.items():
            change = _change(self._listed.get(key), after, self._day)
            if change is None:
                found.unchanged += 1
            else:
                found.changes[key] = change
        found.waits = tuple(self._unusual(found.counts, is_full=is_full))
        return found

    def _unusual(self, counts: Counter[str], *, is_full: bool) -> Iterator[str]:
        open_now = sum(one.ends_on is None or one.ends_on > self._day for one in self._listed.values())
        yield from unusual(
            counts, named=len(self.named), open_now=open_now, terms=self._terms, is_full=is_full
        )


def unusual(counts: Counter[str], *, named: int, open_now: int, terms: Terms, is_full: bool) -> Iterator[str]:
    """Why a person must look before a roster is applied.

    Args:
        counts: changes by kind.
        named: people the roster names.
        open_now: coverages that have not ended on the day.
    """
    if not open_now:
        return
    if counts[ChangeKind.ENDED] > terms.largest_share_ended * open_now:
        yield "ends-many"
    if is_full and named < terms.smallest_share_left * open_now:
        yield "shrinks"
    if counts[ChangeKind.CHANGED] > terms.largest_share_changed * open_now:
        yield "changes-many"


def _completed(row: RosterRow, before: RosterRow) -> RosterRow:
    """The row, with what an earlier one said where this one says nothing: change files are often thin."""
    return row._replace(**{name: getattr(before, name) for name in KEPT if not getattr(row, name)})


def _contradict(one: RosterRow, other: RosterRow) -> bool:
    return bool(one.born_on and other.born_on and one.born_on != other.born_on)


def _change(before: Listed | None, after: Listed, day: date) -> Change | None:
    if before is None:
        return Change(ChangeKind.ADDED, None, after)
    if before.ends_on != after.ends_on:
        if after.ends_on is not None and (before.ends_on is None or after.ends_on < before.ends_on):
            return Change(ChangeKind.ENDED, before, after)
        if before.ends_on is not None and before.ends_on <= day:
            return Change(ChangeKind.REINSTATED, before, after)
        return Change(ChangeKind.CHANGED, before, after)
    return None if _facts(before) == _facts(after) else Change(ChangeKind.CHANGED, before, after)


def _facts(one: Listed) -> tuple[object, ...]:
    """What makes two listings the same: all that is stored of a person, and nothing else."""
    return (*(getattr(one.row, name) for name in ROW_FACTS), one.family, one.begins_on, one.ends_on)
