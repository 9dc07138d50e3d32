"""What fills in the objective part of a note: every app that measures something hands in a source.

A source is asked for what was measured after one instant and up to another, and answers in lines of words.
`measuring` and others register theirs when Django starts (`AppConfig.ready`). A draft keeps the lines it was
filled in with, so that what was measured or struck through since can be told and brought up to date.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sinew.apps.members.models import Member


@dataclass(frozen=True, slots=True)
class Measured:
    """One line: what it is about, and what it says."""

    what: str
    says: str

    def __str__(self) -> str:
        return f"{self.what}: {self.says}"


Source = Callable[[Member, datetime | None, datetime], Iterable[Measured]]
"""Given the member, after when (``None``: from the beginning) and up to when."""

_sources: dict[str, Source] = {}


def register(*sources: tuple[str, Source]) -> None:
    """Add sources; registering a name again replaces it."""
    _sources.update(sources)


def measured_between(member: Member, after: datetime | None, until: datetime) -> list[Measured]:
    """Everything the sources know, in the order in which they were registered."""
    return [line for source in _sources.values() for line in source(member, after, until)]


def last_signed_at(member: Member) -> datetime | None:
    """When the newest note about this member was signed; ``None`` before the first."""
    newest = member.notes.signed().order_by("-signed_at").first()
    return newest.signed_at if newest is not None else None


def measured_since_last(member: Member, at: datetime) -> list[Measured]:
    """What was measured since the newest signed note."""
    return measured_between(member, last_signed_at(member), at)


def to_rows(lines: Iterable[Measured]) -> list[dict[str, str]]:
    """Lines as a note keeps them."""
    return [asdict(line) for line in lines]


def from_rows(rows: Iterable[Mapping[str, str]]) -> list[Measured]:
    """The lines a note has kept."""
    return [Measured(**row) for row in rows]


@dataclass(frozen=True, slots=True)
class Changed:
    """What is measured now and was not when the objective part was filled in, and the other way round."""

    added: tuple[Measured, ...]
    gone: tuple[Measured, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.gone)


def changed(before: Iterable[Measured], now: Iterable[Measured]) -> Changed:
    """What changed between two readings, each in its order; a line that is there twice counts twice."""
    earlier, later = list(before), list(now)
    return Changed(added=_beyond(later, earlier), gone=_beyond(earlier, later))


def _beyond(lines: Iterable[Measured], known: Iterable[Measured]) -> tuple[Measured, ...]:
    left = Counter(known)
    found = []
    for line in lines:
        if left[line]:
            left[line] -= 1
        else:
            found.append(line)
    return tuple(found)


def brought_up_to_date(text: str, found: Changed) -> str:
    """The objective part with the lines that changed; what its author wrote or reworded stays as it is.

    A line that is gone is replaced where it stands by what is measured of the same now, or left out. What is
    new comes after everything else.
    """
    lines, added = text.split("\n") if text else [], list(found.added)
    for old in found.gone:
        if str(old) not in lines:
            continue
        place = lines.index(str(old))
        new = next((line for line in added if line.what == old.what), None)
        lines[place : place + 1] = [str(new)] if new is not None else []
        if new is not None:
            added.remove(new)
    return "\n".join([*lines, *(str(line) for line in added if str(line) not in lines)])


def digest(lines: Sequence[Measured]) -> str:
    """Names one reading, so that signing can tell whether its author has seen this one."""
    told = json.dumps([[line.what, line.says] for line in lines], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:16]
