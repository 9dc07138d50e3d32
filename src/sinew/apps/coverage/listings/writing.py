"""Writes a delta into the listing: people, their look-up keys and the history, part by part."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_date

from sinew.apps.coverage.listings.delta import PersonChange
from sinew.apps.coverage.listings.lookup import stored_hashes
from sinew.apps.coverage.listings.tables import Tables, tables
from sinew.apps.coverage.models import RosterChange
from sinew.roster.changes import ChangeKind
from sinew.roster.listing import ListedRow

AT_A_TIME = 20_000
_DAYS = frozenset({"born_on", "died_on", "begins_on", "ends_on"})
_SEEN_IN_KEYS = frozenset(
    {"first_name", "last_name", "name_suffix", "born_on", "postal_code"}
    | {"member_id", "subscriber_id", "national_id_hash"}
)
"""Columns that look-up keys are made of."""


def write_delta(sponsor_id: UUID, changes: Iterable[PersonChange], *, roster_id: UUID | None) -> None:
    """Write changes of the people listed, inside the caller's transaction.

    Args:
        changes: at most one a person.
        roster_id: whose history they become; ``None``: of none.
    """
    to = tables()
    changes = iter(changes)
    while some := list(islice(changes, AT_A_TIME)):
        _write(to, sponsor_id, some)
        if roster_id is not None:
            to.add_changes(roster_id, map(_history, some))


def _write(to: Tables, sponsor_id: UUID, changes: Sequence[PersonChange]) -> None:
    new = [one.after for one in changes if one.before is None and one.after is not None]
    gone = [one.before for one in changes if one.after is None and one.before is not None]
    both = [one for one in changes if one.before is not None and one.after is not None]
    if new:
        people = list(zip(to.reserve_ids(len(new)), new, strict=True))
        to.add_people(sponsor_id, people)
        to.add_keys([(one, pk) for pk, person in people for one in stored_hashes(person)])
    if both:
        _change(to, sponsor_id, both)
    if gone:
        ids = to.ids_of(sponsor_id, [person.key for person in gone])
        to.remove_keys([(one, ids[person.key]) for person in gone for one in stored_hashes(person)])
        to.remove_people(list(ids.values()))


def _change(to: Tables, sponsor_id: UUID, changes: Sequence[PersonChange]) -> None:
    to.change_people(sponsor_id, [one.after for one in changes if one.after is not None])
    renamed = [one for one in changes if not _SEEN_IN_KEYS.isdisjoint(one.columns())]
    ids = to.ids_of(sponsor_id, [one.after.key for one in renamed if one.after is not None])
    lost: list[tuple[int, int]] = []
    won: list[tuple[int, int]] = []
    for one in renamed:
        if one.before is None or one.after is None:
            continue
        pk, old, new = ids[one.after.key], stored_hashes(one.before), stored_hashes(one.after)
        lost += [(key, pk) for key in old - new]
        won += [(key, pk) for key in new - old]
    if lost:
        to.remove_keys(lost)
    if won:
        to.add_keys(won)


def _history(change: PersonChange) -> tuple[str, str, str | None, str]:
    before, after = change.before, change.after
    if before is None or after is None:
        return (after or before).key, change.kind, None, "{}"  # type: ignore[union-attr] # one of the two is there
    names = change.columns()
    old = {name: _json(getattr(before, name)) for name in names}
    new = {name: _json(getattr(after, name)) for name in names}
    return after.key, change.kind, json.dumps(old), json.dumps(new)


def _json(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def undoing(sponsor_id: UUID, roster_id: UUID) -> Iterator[PersonChange]:
    """What puts everything back that a roster changed, for `write_delta`.

    People who were erased since are left out.
    """
    to = tables()
    history = RosterChange.objects.filter(roster_id=roster_id).order_by("id")
    last = 0
    while some := list(history.filter(id__gt=last).values_list("id", "person_key", "before")[:AT_A_TIME]):
        last = some[-1][0]
        people = to.people_of(sponsor_id, [key for _, key, _ in some])
        for _, key, before in some:
            now = people.get(key)
            if now is not None:
                yield _undone(now, before)


def _undone(now: ListedRow, before: dict[str, Any] | None) -> PersonChange:
    if before is None:
        return PersonChange(ChangeKind.ADDED.value, now, None)
    values: dict[str, Any] = {
        name: parse_date(value) if name in _DAYS and value is not None else value
        for name, value in before.items()
    }
    return PersonChange(ChangeKind.CHANGED.value, now, now._replace(**values))
