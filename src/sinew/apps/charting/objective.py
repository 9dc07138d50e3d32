"""What fills in the objective part of a note: every app that measures something hands in a source.

A source is asked for what was measured after one instant and up to another, and answers in lines of words.
`measuring` and others register theirs when Django starts (`AppConfig.ready`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
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
