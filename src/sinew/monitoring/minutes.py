"""The ledger of minutes: entries are only added, one takes another back, and no second counts twice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from math import inf

SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class MinuteEntry:
    """Time somebody spent on one member.

    Attributes:
        id: names the entry.
        on: the day it counts for, where the member is.
        seconds: how long; an entry that takes another back has those of the other.
        kind: what the time was spent on.
        by: names who spent it.
        role: their role.
        begins_at, ends_at: between which instants, on any clock; ``None`` where only the length is known.
        reverses: the entry that this one takes back; ``None`` for time that was spent.
    """

    id: str
    on: date
    seconds: int
    kind: str
    by: str
    role: str
    begins_at: datetime | None = None
    ends_at: datetime | None = None
    reverses: str | None = None

    def __post_init__(self) -> None:
        if self.seconds < 0:
            raise ValueError("seconds: time is never negative")
        if (self.begins_at is None) != (self.ends_at is None):
            raise ValueError("ends_at: an entry has both instants or neither")
        if self.begins_at and self.ends_at and self.seconds != _between(self.begins_at, self.ends_at):
            raise ValueError("seconds: those between the two instants")


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry nobody took back, and how much of it counts.

    Attributes:
        counted_seconds: fewer than the entry has where the same person's clock ran in another entry too.
    """

    entry: MinuteEntry
    counted_seconds: int


def standing(entries: Iterable[MinuteEntry]) -> tuple[Standing, ...]:
    """Entries that stand, oldest first; what two of one person have in common counts in the earlier one."""
    given = tuple(entries)
    taken_back = {each.reverses for each in given if each.reverses is not None}
    left = [each for each in given if each.reverses is None and each.id not in taken_back]
    left.sort(key=lambda each: (each.begins_at.timestamp() if each.begins_at else inf, each.id))
    until: dict[str, datetime] = {}
    found = [Standing(each, _counted(each, until)) for each in left]
    return tuple(sorted(found, key=lambda each: each.entry.on))


def _counted(entry: MinuteEntry, until: dict[str, datetime]) -> int:
    """Seconds of it after everything this person's earlier entries cover; `until` goes on to its end."""
    if entry.begins_at is None or entry.ends_at is None:
        return entry.seconds
    begins_at, ends_at = entry.begins_at.astimezone(UTC), entry.ends_at.astimezone(UTC)
    covered = max(until.get(entry.by, begins_at), begins_at)
    until[entry.by] = max(until.get(entry.by, ends_at), ends_at)
    return max(_between(covered, ends_at), 0)


def _between(begins_at: datetime, ends_at: datetime) -> int:
    """Whole seconds that passed, also through a night on which the clocks are set."""
    return (ends_at.astimezone(UTC) - begins_at.astimezone(UTC)) // SECOND


def whole_minutes(counted: Sequence[Standing]) -> int:
    """Minutes of all together, rounded down once, so that no entry gains by rounding."""
    return sum(each.counted_seconds for each in counted) // 60
