"""A member's whole record: every app that keeps a part of it says here how to hand it out and when to stop.

`members` knows no app above it; they register their part when Django starts (`AppConfig.ready`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model

from sinew.apps.accounts.models import User
from sinew.apps.members.models import Member

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the readable copy, with label and text of each line."""

    title: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RecordPart:
    """One kind of thing kept about a member.

    Attributes:
        name: file name in the export, without ``.json``; permanent.
        title: what a member calls it.
        models: every model whose rows are in it.
        rows: all of it as plain JSON values, one mapping a row.
        sections: the same for reading; may leave out what only a machine wants.
        stop: what has to end when a consent the program needs is withdrawn.
        forget: what has to go when a consent is withdrawn; told which one.
        count: how many rows there are, where making them all takes long.
        files: what lies outside the database, by its name in the export.
    """

    name: str
    title: str
    models: tuple[type[Model], ...]
    rows: Callable[[Member], Rows]
    sections: Callable[[Member], Iterable[Section]]
    stop: Callable[[Member, datetime, User], None] | None = field(default=None)
    forget: Callable[[Member, str, User], None] | None = field(default=None)
    count: Callable[[Member], int] | None = field(default=None)
    files: Callable[[Member], Iterable[tuple[str, bytes]]] | None = field(default=None)

    def how_many(self, member: Member) -> int:
        """The number of rows."""
        return self.count(member) if self.count is not None else len(self.rows(member))


_parts: dict[str, RecordPart] = {}


def register(*parts: RecordPart) -> None:
    """Add parts of the record; registering a name again replaces it."""
    _parts.update({part.name: part for part in parts})


def parts() -> tuple[RecordPart, ...]:
    """Every part, in the order of registration."""
    return tuple(_parts.values())
