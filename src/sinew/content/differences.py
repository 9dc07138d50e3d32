"""What changed between two versions of an item, file by file and line by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from sinew.content.files import Files

CONTEXT_LINES = 2


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A line of a difference.

    Attributes:
        kind: ``same``, ``removed``, ``added``, or ``gap`` for lines left out because nothing changed.
        number: of the line in the version it belongs to (the new one for ``same``); ``None`` for a gap.
    """

    kind: str
    number: int | None
    text: str


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """A file that is not as it was."""

    name: str
    lines: tuple[ChangedLine, ...]


def differences(before: Files, now: Files) -> tuple[ChangedFile, ...]:
    """Every file that changed, was added or was removed, by name; empty if all are the same."""
    names = sorted({*before, *now})
    pairs = ((name, before.get(name, ""), now.get(name, "")) for name in names)
    return tuple(ChangedFile(name, tuple(_lines(old, new))) for name, old, new in pairs if old != new)


def _lines(old: str, new: str) -> Iterator[ChangedLine]:
    before, now = old.splitlines(), new.splitlines()
    matcher = SequenceMatcher(None, before, now, autojunk=False)
    for at, group in enumerate(matcher.get_grouped_opcodes(CONTEXT_LINES)):
        if at or group[0][3] > 0:
            yield ChangedLine("gap", None, "")
        for tag, old_from, old_to, new_from, new_to in group:
            if tag == "equal":
                yield from _numbered("same", now, new_from, new_to)
            else:
                yield from _numbered("removed", before, old_from, old_to)
                yield from _numbered("added", now, new_from, new_to)


def _numbered(kind: str, lines: list[str], start: int, end: int) -> Iterator[ChangedLine]:
    return (ChangedLine(kind, at + 1, lines[at]) for at in range(start, end))
