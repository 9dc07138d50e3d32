"""Writes sets of rows: COPY and statements over sets on PostgreSQL, many rows a statement on SQLite.

Everything here runs inside the caller's transaction.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol
from uuid import UUID

import psycopg
from django.db import DatabaseError, connection
from django.db.backends.utils import CursorWrapper

from sinew.apps.coverage.models import ListedPerson, LookupKey, RosterChange
from sinew.roster.listing import ListedRow

PEOPLE, KEYS, CHANGES = (model._meta.db_table for model in (ListedPerson, LookupKey, RosterChange))
COLUMNS = ListedRow._fields
_TYPES = {"is_subscriber": "boolean", "is_restricted": "boolean"} | dict.fromkeys(
    ("born_on", "died_on", "begins_on", "ends_on"), "date"
)
_KEY = COLUMNS.index("key")

_SQLITE_CACHE_KB = 64_000
"""For this connection: the index of look-up keys is written all over, and the usual cache is too small."""

Row = Sequence[object]


class Tables(Protocol):
    """What writing a delta needs of a database. Called with some ten thousand rows at a time."""

    def reserve_ids(self, count: int) -> Sequence[int]:
        """Ids for new people, used by nobody else."""

    def ids_of(self, sponsor_id: UUID, keys: Sequence[str]) -> dict[str, int]:
        """Ids of people by their keys."""

    def people_of(self, sponsor_id: UUID, keys: Sequence[str]) -> dict[str, ListedRow]:
        """People by their keys, as they are listed."""

    def add_people(self, sponsor_id: UUID, people: Iterable[tuple[int, ListedRow]]) -> None:
        """Insert people under their ids."""

    def change_people(self, sponsor_id: UUID, people: Sequence[ListedRow]) -> None:
        """Write every column of people that are there, found by their keys."""

    def remove_people(self, ids: Sequence[int]) -> None:
        """Delete people. Nothing may refer to them any longer."""

    def add_keys(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Insert look-up keys: hash and person; each is new."""

    def remove_keys(self, pairs: Sequence[tuple[int, int]]) -> None:
        """Delete look-up keys."""

    def add_changes(self, roster_id: UUID, changes: Iterable[Row]) -> None:
        """Insert changes of a roster: person's key, kind, before and after as JSON."""


def tables() -> Tables:
    """Those of the database in use."""
    if connection.vendor == "postgresql":
        return PostgresTables()
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA cache_size = -{_SQLITE_CACHE_KB}")
    return SqliteTables()


def listing(sponsor_id: UUID) -> Iterator[ListedRow]:
    """Everybody a sponsor has listed, in no order, some at a time."""
    people = ListedPerson.objects.filter(sponsor_id=sponsor_id)
    yield from map(ListedRow._make, people.values_list(*COLUMNS).iterator(chunk_size=10_000))


class PostgresTables:
    """COPY for what is new; one statement over a temporary table for what changes or goes."""

    def reserve_ids(self, count: int) -> Sequence[int]:
        """Ids for new people, used by nobody else."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [PEOPLE, count],
            )
            return [one for (one,) in cursor.fetchall()]

    def ids_of(self, sponsor_id: UUID, keys: Sequence[str]) -> dict[str, int]:
        """Ids of people by their keys."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT key, id FROM {PEOPLE} WHERE sponsor_id = %s AND key = ANY(%s)",  # noqa: S608
                [sponsor_id, list(keys)],
            )
            return dict(cursor.fetchall())

    def people_of(self, sponsor_id: UUID, keys: Sequence[str]) -> dict[str, ListedRow]:
        """People by their keys, as they are listed."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {_names()} FROM {PEOPLE} WHERE sponsor_id = %s AND key = ANY(%s)",  # noqa: S608
                [sponsor_id, list(keys)],
            )
            return {row[_KEY]: ListedRow._make(row) for row in cursor.fetchall()}

    def add_people(self, sponsor_id: UUID, people: Iterable[tuple[int, ListedRow]]) -> None:
        """Insert people under their ids."""
        _copy(f"{PEOPLE} (id, sponsor_id, {_names()})", ((pk, sponsor_id, *row) for pk, row in people))

    def change_people(self, sponsor_id: UUID, people: Sequence[ListedRow]) -> None:
        """Write every column of people that are there, found by their keys."""
        typed = ", ".join(f'"{name}" {_TYPES.get(name, "text")}' for name in COLUMNS)
        changed = ", ".join(f'"{name}" = changed."{name}"' for name in COLUMNS if name != "key")
        with _Temporary("changed", typed) as cursor:
            _copy(f"changed ({_names()})", people)
            cursor.execute(
                f"UPDATE {PEOPLE} SET {changed} FROM changed "  # noqa: S608
                f"WHERE {PEOPLE}.sponsor_id = %s AND {PEOPLE}.key = changed.key",
                [sponsor_id],
            )

    def remove_people(self, ids: Sequence[int]) -> None:
        """Delete people. Nothing may refer to them any longer."""
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {PEOPLE} WHERE id = ANY(%s)", [list(ids)])  # noqa: S608

    def add_keys(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Insert look-up keys: hash and person; each is new."""
        _copy(f"{KEYS} (hash, person_id)", sorted(pairs))

    def remove_keys(self, pairs: Sequence[tuple[int, int]]) -> None:
        """Delete look-up keys."""
        with _Temporary("gone", "hash bigint, person_id bigint") as cursor:
            _copy("gone (hash, person_id)", pairs)
            cursor.execute(
                f"DELETE FROM {KEYS} USING gone "  # noqa: S608
                f"WHERE {KEYS}.hash = gone.hash AND {KEYS}.person_id = gone.person_id"
            )

    def add_changes(self, roster_id: UUID, changes: Iterable[Row]) -> None:
        """Insert changes of a roster: person's key, kind, before and after as JSON."""
        _copy(
            f"{CHANGES} (roster_id, person_key, kind, before, after)",
            ((roster_id, *change) for change in changes),
        )


class SqliteTables:
    """Many rows a statement; the caller's transaction makes them one."""

    def reserve_ids(self, count: int) -> Sequence[int]:
        """Ids for new people, used by nobody else: whoever writes has the whole database to themselves."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [PEOPLE])
            found = cursor.fetchone()
        first = (found[0] if found else 0) + 1
        return range(first, first + count)

    def ids_of(self, sponsor_id: UUID, keys: Sequence[str]) -> dict[str, int]:
        """Ids of people by their keys."""
        found = {}
        for some in _cut(keys):
            people = ListedPerson.objects.filter(sponsor_id=sponsor_id, key__in=some)
            found.update(dict(people.values_list("key", "id")))
        return found

    def people_of(self, sponsor_id: UUID, keys: Sequence[str]) -> dict[str, ListedRow]:
        """People by their keys, as they are listed."""
        found = {}
        for some in _cut(keys):
            people = ListedPerson.objects.filter(sponsor_id=sponsor_id, key__in=some)
            found.update({row[_KEY]: ListedRow._make(row) for row in people.values_list(*COLUMNS)})
        return found

    def add_people(self, sponsor_id: UUID, people: Iterable[tuple[int, ListedRow]]) -> None:
        """Insert people under their ids."""
        places = ", ".join(["%s"] * (len(COLUMNS) + 2))
        _many(
            f"INSERT INTO {PEOPLE} (id, sponsor_id, {_names()}) VALUES ({places})",  # noqa: S608
            [(pk, sponsor_id.hex, *row) for pk, row in people],
        )

    def change_people(self, sponsor_id: UUID, people: Sequence[ListedRow]) -> None:
        """Write every column of people that are there, found by their keys."""
        set_to = ", ".join(f'"{name}" = %s' for name in COLUMNS)
        _many(
            f"UPDATE {PEOPLE} SET {set_to} WHERE sponsor_id = %s AND key = %s",  # noqa: S608
            [(*row, sponsor_id.hex, row.key) for row in people],
        )

    def remove_people(self, ids: Sequence[int]) -> None:
        """Delete people. Nothing may refer to them any longer."""
        _many(f"DELETE FROM {PEOPLE} WHERE id = %s", [(pk,) for pk in ids])  # noqa: S608

    def add_keys(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Insert look-up keys: hash and person; each is new."""
        _many(f"INSERT INTO {KEYS} (hash, person_id) VALUES (%s, %s)", sorted(pairs))  # noqa: S608

    def remove_keys(self, pairs: Sequence[tuple[int, int]]) -> None:
        """Delete look-up keys."""
        _many(f"DELETE FROM {KEYS} WHERE hash = %s AND person_id = %s", sorted(pairs))  # noqa: S608

    def add_changes(self, roster_id: UUID, changes: Iterable[Row]) -> None:
        """Insert changes of a roster: person's key, kind, before and after as JSON."""
        _many(
            f"INSERT INTO {CHANGES} (roster_id, person_key, kind, before, after) "  # noqa: S608
            "VALUES (%s, %s, %s, %s, %s)",
            [(roster_id.hex, *change) for change in changes],
        )


def _names() -> str:
    return ", ".join(f'"{name}"' for name in COLUMNS)


def _copy(into: str, rows: Iterable[Row]) -> None:
    """Write rows at once.

    Raises:
        DatabaseError: the database refused them. What it says of the row names a person, and is left out.
    """
    try:
        with connection.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.Error as refused:
        raise DatabaseError(f"COPY was refused: {refused.sqlstate}") from None


class _Temporary:
    """A table for the rows of one statement, gone afterwards."""

    def __init__(self, name: str, columns: str) -> None:
        self._name, self._columns = name, columns
        self._cursor = connection.cursor()

    def __enter__(self) -> CursorWrapper:
        self._cursor.execute(f"CREATE TEMPORARY TABLE {self._name} ({self._columns}) ON COMMIT DROP")
        return self._cursor

    def __exit__(self, kind: object, *_rest: object) -> None:
        if kind is None:  # after an error the transaction takes no statement, and drops the table itself
            self._cursor.execute(f"DROP TABLE {self._name}")
        self._cursor.close()


def _many(sql: str, rows: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)


def _cut(keys: Sequence[str], size: int = 500) -> Iterator[Sequence[str]]:
    for at in range(0, len(keys), size):
        yield keys[at : at + size]
