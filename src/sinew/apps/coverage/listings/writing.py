"""Writes a delta into the listing: people, their look-up keys and the history, part by part."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import SET_NULL, ManyToOneRel
from django.utils.dateparse import parse_date

from sinew.apps.coverage.listings.lookup import stored_hashes
from sinew.apps.coverage.listings.tables import Tables, tables
from sinew.apps.coverage.models import ListedPerson, RosterChange
from sinew.roster.listing import ListedRow
from sinew.roster.snapshots.listings import PersonChange

AT_A_TIME = 20_000
_DAYS = frozenset({"born_on", "died_on", "begins_on", "ends_on"})
_key_facts = attrgetter(
    "first_name", "last_name", "name_suffix", "born_on", "postal_code", "member_id", "subscriber_id",
    "national_id_hash",
)  # fmt: skip
"""What look-up keys are made of."""


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
    new = [one.after for one in changes if one.before is None]
    if new:
        people = list(zip(to.reserve_ids(len(new)), new, strict=True))
        to.add_people(sponsor_id, people)
        to.add_keys([(one, pk) for pk, person in people for one in stored_hashes(person)])
    changed = [(one.before, one.after) for one in changes if one.before is not None]
    if changed:
        _change(to, sponsor_id, changed)


def _change(to: Tables, sponsor_id: UUID, pairs: Sequence[tuple[ListedRow, ListedRow]]) -> None:
    to.change_people(sponsor_id, [after for _, after in pairs])
    renamed = [(before, after) for before, after in pairs if _key_facts(before) != _key_facts(after)]
    ids = to.ids_of(sponsor_id, [after.key for _, after in renamed])
    lost: list[tuple[int, int]] = []
    won: list[tuple[int, int]] = []
    for before, after in renamed:
        pk, old, new = ids[after.key], stored_hashes(before), stored_hashes(after)
        lost += [(key, pk) for key in old - new]
        won += [(key, pk) for key in new - old]
    if lost:
        to.remove_keys(lost)
    if won:
        to.add_keys(won)


def remove_people(sponsor_id: UUID, people: Iterable[ListedRow]) -> None:
    """Delete people with their look-up keys, inside the caller's transaction.

    What refers to them, such as a member's coverage, refers to nobody from then on.
    """
    to = tables()
    people = iter(people)
    while some := list(islice(people, AT_A_TIME)):
        ids = to.ids_of(sponsor_id, [person.key for person in some])
        to.remove_keys([(one, ids[person.key]) for person in some for one in stored_hashes(person)])
        _let_go(list(ids.values()))
        to.remove_people(list(ids.values()))


def _let_go(ids: list[int]) -> None:
    """Take people out of every row that refers to them and may refer to nobody."""
    for relation in ListedPerson._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel) and relation.on_delete is SET_NULL:
            field = relation.field
            for at in range(0, len(ids), 500):
                of_them = {f"{field.name}__in": ids[at : at + 500]}
                field.model._base_manager.filter(**of_them).update(**{field.name: None})


def take_back(sponsor_id: UUID, roster_id: UUID) -> None:
    """Put everything back that a roster changed; people who were erased since stay erased."""
    to = tables()
    history = RosterChange.objects.filter(roster_id=roster_id).order_by("id")
    last = 0
    while some := list(history.filter(id__gt=last).values_list("id", "person_key", "before")[:AT_A_TIME]):
        last = some[-1][0]
        people = to.people_of(sponsor_id, [key for _, key, _ in some])
        here = [(people[key], before) for _, key, before in some if key in people]
        remove_people(sponsor_id, [now for now, before in here if before is None])
        changed = [(now, _restored(now, before)) for now, before in here if before is not None]
        if changed:
            _change(to, sponsor_id, changed)


def _restored(now: ListedRow, before: dict[str, Any]) -> ListedRow:
    values: dict[str, Any] = {
        name: parse_date(value) if name in _DAYS and value is not None else value
        for name, value in before.items()
    }
    return now._replace(**values)


def _history(change: PersonChange) -> tuple[str, str, str | None, str]:
    before, after = change.before, change.after
    if before is None:
        return after.key, change.kind.value, None, "{}"
    names = [name for name, old, new in zip(ListedRow._fields, before, after, strict=True) if old != new]
    was = {name: _json(getattr(before, name)) for name in names}
    now = {name: _json(getattr(after, name)) for name in names}
    return after.key, change.kind.value, json.dumps(was), json.dumps(now)


def _json(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
