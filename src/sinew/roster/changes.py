"""What a roster changes about who is covered, judged before anything is stored.

Rows are compared with what is listed today. Nothing here stores, and nothing ends because a row could not
be read.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from sinew.roster.problems import ProblemList, Severity
from sinew.roster.rows import CoverageLine, Maintenance, RosterRow

MEDICAL_LINES = frozenset({"AG", "EPO", "FAC", "HE", "HLT", "HMO", "MM", "POS", "PPO", "PRA"})
"""HD03 of coverage that pays for medical care. Dental, vision or drug cover alone covers nobody here."""
_MEDICAL_WORDS = ("medical", "health", "hmo", "ppo")
ONE_DAY = timedelta(days=1)
_KEPT = ("born_on", "sex", "postal_code", "city", "state", "email", "phone", "national_id", "middle_name")
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
        family: the key of the subscriber.
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


def person_key(row: RosterRow) -> str:
    """What tells people of one sponsor apart in every file: their own number, else their place in a family.

    Birth dates are no part of it: terminations often come without one.
    """
    if row.member_id:
        return f"member {_squeezed(row.member_id)}"
    if row.is_subscriber or not row.first_name:
        return f"subscriber {_squeezed(row.subscriber_id)}" if row.subscriber_id else _by_name(row)
    if not row.subscriber_id:
        return _by_name(row)
    return (
        f"dependent {_squeezed(row.subscriber_id)} {_squeezed(row.first_name)} {row.birth_sequence}".strip()
    )


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
    comparison = _Comparison(listed, terms, day, problems)
    for row in rows:
        comparison.take(row)
    comparison.end_families()
    if is_full and terms.absence_ends:
        comparison.end_absent()
    return comparison.result(is_full=is_full)


class _Comparison:
    """A roster under way: what its rows have said so far of each person."""

    def __init__(self, listed: Mapping[str, Listed], terms: Terms, day: date, problems: ProblemList) -> None:
        self._listed = listed
        self._terms = terms
        self._day = day
        self._problems = problems
        self._seen: dict[str, Listed] = {}
        self._named: set[str] = set()
        self._last_subscriber: tuple[int | None, str] = (None, "")
        self._ended_families: dict[str, date] = {}
        self._found = RosterChanges()

    def take(self, row: RosterRow) -> None:
        """One row, in the order of the file."""
        key = person_key(row)
        if row.is_subscriber:
            self._last_subscriber = (row.number, key)
        if key in self._seen and _contradict(self._seen[key].row, row):
            message = "Two rows of one number are of two people; this one is left out."
            self._problems.add(row.number, "person-twice", message, Severity.ROW)
            self._named.add(key)
            return
        if row.maintenance is not Maintenance.END and not is_eligible(row):
            self._found.not_eligible += 1
            return
        self._named.add(key)
        after = self._after(row, key)
        if after is None:
            message = "The row ends the coverage of somebody who is not listed."
            self._problems.add(row.number, "end-of-unknown", message, Severity.WARNING)
            return
        self._seen[key] = after
        if row.is_subscriber and row.maintenance is Maintenance.END and after.ends_on is not None:
            self._ended_families[key] = after.ends_on

    def _after(self, row: RosterRow, key: str) -> Listed | None:
        """What is listed after the row; ``None`` where it ends what never began."""
        before = self._seen.get(key) or self._listed.get(key)
        medical = [line for line in row.coverages if not line.insurance_line or _is_medical(line)]
        all_end = bool(medical) and all(line.maintenance is Maintenance.END for line in medical)
        through = row.through_on
        if through is None and medical and all(line.through_on for line in medical):
            through = max(line.through_on for line in medical if line.through_on)
        if row.maintenance is Maintenance.END or all_end:
            if before is None:
                return None
            if through is None and before.ends_on is not None and before.ends_on <= self._day:
                return before  # it has ended already, and no other day is named
            return replace(before, ends_on=max(self._ends_on(through) or self._day, before.begins_on))
        begins = row.begins_on or min((line.begins_on for line in medical if line.begins_on), default=None)
        begins = begins or (before.begins_on if before else self._day)
        ends = self._ends_on(through)
        known = _completed(row, before.row) if before else row
        return Listed(key, self._family(row, key), known, begins, None if ends is None else max(ends, begins))

    def _family(self, row: RosterRow, key: str) -> str:
        if row.is_subscriber:
            return key
        number, subscriber = self._last_subscriber
        if row.family_number is not None and row.family_number == number:
            return subscriber
        return f"subscriber {_squeezed(row.subscriber_id)}"

    def _ends_on(self, through: date | None) -> date | None:
        if through is None:
            return None
        return through + ONE_DAY if self._terms.through_is_covered else through

    def end_families(self) -> None:
        """Dependents lose their coverage with their subscriber, where the sponsor agreed to it."""
        if not self._terms.subscriber_ends_family or not self._ended_families:
            return
        for key, one in {**self._listed, **self._seen}.items():
            last = self._ended_families.get(one.family)
            if last is not None and key != one.family and (one.ends_on is None or one.ends_on > last):
                self._seen[key] = replace(one, ends_on=max(last, one.begins_on))

    def end_absent(self) -> None:
        """Who is missing is covered no longer, unless a row was left out: it may be theirs."""
        left_out = self._problems.by_severity[Severity.ROW]
        absent = [
            one
            for key, one in self._listed.items()
            if key not in self._named and key not in self._seen
            if one.ends_on is None or one.ends_on > self._day
        ]
        if left_out and absent:
            message = f"{len(absent)} people are missing and stay covered: a row left out may be theirs."
            self._problems.add(1, "absence-not-applied", message, Severity.WARNING)
            return
        for one in absent:
            self._seen[one.key] = replace(one, ends_on=max(self._day, one.begins_on))

    def result(self, *, is_full: bool) -> RosterChanges:
        """Everything the roster changes, and why a person should look first."""
        found = self._found
        for key, after in self._seen.items():
            change = _change(self._listed.get(key), after, self._day)
            if change is None:
                found.unchanged += 1
            else:
                found.changes[key] = change
        found.waits = tuple(self._unusual(is_full=is_full))
        return found

    def _unusual(self, *, is_full: bool) -> Iterator[str]:
        open_now = sum(one.ends_on is None or one.ends_on > self._day for one in self._listed.values())
        if not open_now:
            return
        counts = self._found.counts
        if counts[ChangeKind.ENDED] > self._terms.largest_share_ended * open_now:
            yield "ends-many"
        if is_full and len(self._named) < self._terms.smallest_share_left * open_now:
            yield "shrinks"
        if counts[ChangeKind.CHANGED] > self._terms.largest_share_changed * open_now:
            yield "changes-many"


def is_eligible(row: RosterRow) -> bool:
    """Whether the row covers medical care; a row without lines says nothing against it."""
    lines = [line for line in row.coverages if line.insurance_line]
    return not lines or any(_is_medical(line) for line in lines)


def _is_medical(line: CoverageLine) -> bool:
    code = line.insurance_line.strip()
    return code.upper() in MEDICAL_LINES or any(word in code.lower() for word in _MEDICAL_WORDS)


def _completed(row: RosterRow, before: RosterRow) -> RosterRow:
    """The row, with what an earlier one said where this one says nothing: change files are often thin."""
    return row._replace(**{name: getattr(before, name) for name in _KEPT if not getattr(row, name)})


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
    """What makes two listings the same, wherever in a file they stood and whatever they asked for."""
    row = one.row._replace(number=0, family_number=None, maintenance=Maintenance.STATE, coverages=())
    return (row, one.family, one.begins_on, one.ends_on)


def _by_name(row: RosterRow) -> str:
    born = f"{row.born_on:%Y%m%d}" if row.born_on else ""
    return f"name {_squeezed(row.last_name)} {_squeezed(row.first_name)} {born}".strip()


def _squeezed(text: str) -> str:
    return "".join(character for character in text.upper() if character.isalnum())
