"""What a roster changes, one person at a time, and the sums a person reads before it is applied."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import starmap
from operator import attrgetter
from typing import Any

from sinew.roster.changes import Change, ChangeKind, Listed
from sinew.roster.listing import FACTS, ROW_FACTS, ListedRow
from sinew.roster.rows import Maintenance, RosterRow

_facts = attrgetter(*ROW_FACTS)
_GROUPS_SHOWN, _DAYS_SHOWN = 50, 20
NO_GROUP = ""


@dataclass(frozen=True, slots=True)
class PersonChange:
    """One person before and after.

    Attributes:
        before: ``None``: they are new.
        after: ``None``: they were never there (an addition taken back, or an erasure).
    """

    kind: str
    before: ListedRow | None
    after: ListedRow | None

    def columns(self) -> tuple[str, ...]:
        """The columns that differ, where there is a before and an after."""
        if self.before is None or self.after is None:
            return ()
        pairs = zip(ListedRow._fields, self.before, self.after, strict=True)
        return tuple(name for name, old, new in pairs if old != new)


def listed_row(one: Listed) -> ListedRow:
    """A listing as it is stored; its social security number is the hash already."""
    row = one.row
    return ListedRow._make((one.key, one.family, *_facts(row), one.begins_on, one.ends_on))


def listed(row: ListedRow) -> Listed:
    """What is stored, as rosters are compared with it."""
    facts = dict(zip(FACTS, row[2:-2], strict=True))
    facts["national_id"] = facts.pop("national_id_hash")
    nothing: dict[str, Any] = {
        "number": 0, "maintenance": Maintenance.STATE, "family_number": None, "references": (),
        "begins_on": None, "through_on": None, "coverages": (),
    }  # fmt: skip
    return Listed(row.key, row.family, RosterRow(**(facts | nothing)), row.begins_on, row.ends_on)


def person_change(change: Change) -> PersonChange:
    """A change as it is stored."""
    before = listed_row(change.before) if change.before else None
    return PersonChange(change.kind.value, before, listed_row(change.after))


@dataclass(slots=True)
class DeltaSums:
    """What a delta changes, in numbers that name nobody.

    Attributes:
        day: the day it is applied; tells what is open.
        kinds: changes by kind.
        groups: by the sponsor's group, changes by kind.
        columns: which columns change, of people who are not new.
        last_days: of coverages that end, by their first day without.
        opened: how many more coverages are open afterwards.
    """

    day: date
    kinds: Counter[str] = field(default_factory=Counter)
    groups: dict[str, Counter[str]] = field(default_factory=dict)
    columns: Counter[str] = field(default_factory=Counter)
    last_days: Counter[date] = field(default_factory=Counter)
    opened: int = 0

    def counted(self, changes: Iterable[PersonChange]) -> Iterator[PersonChange]:
        """The same changes, counted as they pass."""
        for change in changes:
            self._count(change)
            yield change

    def _count(self, change: PersonChange) -> None:
        one = change.after or change.before
        if one is None:
            return
        self.kinds[change.kind] += 1
        self.groups.setdefault(one.group, Counter())[change.kind] += 1
        self.columns.update(change.columns())
        self.opened += self._is_open(change.after) - self._is_open(change.before)
        if change.kind == ChangeKind.ENDED and change.after is not None and change.after.ends_on:
            self.last_days[change.after.ends_on] += 1

    def _is_open(self, one: ListedRow | None) -> bool:
        return one is not None and (one.ends_on is None or one.ends_on > self.day)

    def to_json(self) -> dict[str, Any]:
        """For ``Roster.summary``: the largest groups and the most frequent days."""
        largest = sorted(self.groups.items(), key=lambda one: (-sum(one[1].values()), one[0]))
        return {
            **{kind.value: self.kinds[kind.value] for kind in ChangeKind},
            "groups": list(starmap(_group_json, largest[:_GROUPS_SHOWN])),
            "groups_unlisted": max(0, len(largest) - _GROUPS_SHOWN),
            "columns": dict(self.columns.most_common()),
            "last_days": {day.isoformat(): count for day, count in self.last_days.most_common(_DAYS_SHOWN)},
        }


def _group_json(group: str, counts: Counter[str]) -> dict[str, Any]:
    return {"group": group, **{kind.value: counts[kind.value] for kind in ChangeKind}}
