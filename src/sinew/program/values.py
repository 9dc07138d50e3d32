"""Reads plain parsed content (mappings, lists, numbers) into typed values, collecting every problem.

Content arrives here as the YAML parser leaves it; this module knows nothing of files. Each reader takes
the place it reads from, notes what is wrong with it, and gives back a harmless stand-in, so that one pass
names every problem.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sinew.errors import InputRefused, Problem

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)
EXPECTED_DAY = f"expected a date as YYYY-MM-DD, {FIRST_DAY.year} to {LAST_DAY.year}"

_MISSING = object()
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Range:
    """A closed span of numbers, ``low`` to ``high``, both included; a single number is both."""

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


@dataclass(slots=True)
class Problems:
    """Collects problems until the whole input has been read."""

    found: list[Problem] = field(default_factory=list)

    def add(self, where: str, code: str, message: str) -> None:
        self.found.append(Problem(where, code, message))

    def refuse_if_any(self) -> None:
        """Raise what was found.

        Raises:
            InputRefused: at least one problem was added.
        """
        if self.found:
            raise InputRefused(tuple(self.found))


class Node:
    """One mapping of the input, the place it stands at, and the keys read from it so far."""

    def __init__(self, raw: object, where: str, problems: Problems) -> None:
        self.where = where
        self.problems = problems
        self._read: set[str] = set()
        if not isinstance(raw, Mapping):
            problems.add(where, "not-a-mapping", "expected a mapping of names to values")
            raw = {}
        self._raw: Mapping[Any, Any] = raw

    def __contains__(self, key: str) -> bool:
        return self._raw.get(key) is not None

    def _wrong(self, key: str, expected: str) -> None:
        self.problems.add(f"{self.where}.{key}", "wrong-type", f"expected {expected}")

    def raw(self, key: str, default: object = _MISSING) -> Any:
        """The value as it stands; a missing required key is a problem and reads as ``None``."""
        self._read.add(key)
        value = self._raw.get(key)
        if value is not None:
            return value
        if default is _MISSING:
            self.problems.add(f"{self.where}.{key}", "missing", "this field is required")
            return None
        return default

    def text(self, key: str, default: str | None = None) -> str:
        value = self.raw(key) if default is None else self.raw(key, default)
        if value is None:
            return ""
        if not isinstance(value, str):
            self._wrong(key, "text")
            return default or ""
        return value

    def text_or_none(self, key: str) -> str | None:
        value = self.raw(key, None)
        if value is None or isinstance(value, str):
            return value
        self._wrong(key, "text")
        return None

    def flag(self, key: str, default: bool = False) -> bool:
        value = self.raw(key, default)
        if not isinstance(value, bool):
            self._wrong(key, "true or false")
            return default
        return value

    def number(self, key: str, default: float | None = None) -> float:
        value = self.raw(key) if default is None else self.raw(key, default)
        if value is None:
            return 0
        if isinstance(value, bool) or not isinstance(value, int | float):
            self._wrong(key, "a number")
            return default or 0
        return value

    def number_or_none(self, key: str) -> float | None:
        return self.number(key) if key in self else self.raw(key, None)

    def whole(self, key: str, default: int | None = None) -> int:
        return int(self.number(key, default))

    def whole_or_none(self, key: str) -> int | None:
        value = self.number_or_none(key)
        return None if value is None else int(value)

    def range_or_none(self, key: str) -> Range | None:
        """A number ``n`` (read as ``[n, n]``) or a pair ``[low, high]``; ``None`` where absent."""
        value = self.raw(key, None)
        if value is None:
            return None
        pair = value if isinstance(value, list) else [value, value]
        if len(pair) != 2 or any(isinstance(n, bool) or not isinstance(n, int | float) for n in pair):
            self._wrong(key, "a number or [low, high]")
            return None
        if pair[0] > pair[1]:
            self.problems.add(f"{self.where}.{key}", "empty-range", "low is above high")
            return None
        return Range(pair[0], pair[1])

    def texts(self, key: str, default: Iterable[str] | None = None) -> tuple[str, ...]:
        """A list of texts; one bare text counts as a list of one."""
        value = self.raw(key) if default is None else self.raw(key, list(default))
        items = [value] if isinstance(value, str) else value
        if items is None:
            return ()
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            self._wrong(key, "a list of texts")
            return ()
        return tuple(items)

    def node(self, key: str, *, required: bool = True) -> "Node":
        value = self.raw(key) if required else self.raw(key, {})
        return Node({} if value is None else value, f"{self.where}.{key}", self.problems)

    def nodes(self, key: str, *, required: bool = True) -> tuple["Node", ...]:
        """The mappings of a list, each named by its position or its ``id``."""
        value = self.raw(key) if required else self.raw(key, [])
        if value is None:
            return ()
        if not isinstance(value, list):
            self._wrong(key, "a list")
            return ()
        return tuple(
            Node(item, f"{self.where}.{key}[{_label(item, n)}]", self.problems)
            for n, item in enumerate(value)
        )

    def children(self) -> tuple[tuple[str, "Node"], ...]:
        """Every entry of this mapping as a node of its own."""
        self._read.update(str(key) for key in self._raw)
        return tuple(
            (str(key), Node(value, f"{self.where}.{key}", self.problems)) for key, value in self._raw.items()
        )

    def names(self) -> tuple[str, ...]:
        """Every key, all taken as read."""
        self._read.update(str(key) for key in self._raw)
        return tuple(str(key) for key in self._raw)

    def refuse_unread(self) -> None:
        """Note every key nobody asked for: a misspelled field must not pass in silence."""
        for key in self._raw:
            if str(key) not in self._read and self._raw[key] is not None:
                self.problems.add(
                    f"{self.where}.{key}", "unknown-field", "no field of this name is known here"
                )


def _label(item: object, position: int) -> str:
    return str(item["id"]) if isinstance(item, Mapping) and "id" in item else str(position)


def as_date(value: object) -> date | None:
    """A calendar day from a ``date`` or exactly ``YYYY-MM-DD``; ``None`` if it is neither.

    So is a day outside `FIRST_DAY` to `LAST_DAY`: nobody lives it, and plans look weeks ahead of a day.
    """
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            return None
    return value if isinstance(value, date) and FIRST_DAY <= value <= LAST_DAY else None
