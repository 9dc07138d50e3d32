"""What is wrong with a roster, kind by kind, in words that say what to do."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sinew.apps.coverage.models import Roster

_PLACES_SHOWN = 12
_SENTENCES_SHOWN = 3
_REACH = {
    "file": ("red", "Nothing of the file can be applied"),
    "row": ("amber", "These rows are left out"),
    "warning": ("neutral", "Read all the same"),
}
"""How far a problem reaches: tone and heading, the gravest first."""
_TITLES: Mapping[str, str] = {
    "absence-not-applied": "Nobody is ended by absence this time",
    "birth-date-future": "Birth dates that lie in the future",
    "birth-date-missing": "Rows without a birth date",
    "cells-count": "Rows with too many or too few cells",
    "column-doubtful": "Several columns for the same thing",
    "column-missing": "A needed column was not found",
    "columns-missing": "No columns are seen",
    "date-unreadable": "Dates that cannot be read",
    "dates-doubtful": "Month first or day first?",
    "empty": "The file is empty",
    "encoding": "Older text encoding",
    "end-of-unknown": "Ends of people who are not listed",
    "ends-before-it-begins": "Coverage that ends before it begins",
    "iea-missing": "The end of the file is missing",
    "isa-control-known": "This control number came before",
    "isa-elements": "The head of the file is cut or damaged",
    "isa-missing": "This is no X12 file",
    "maintenance-unknown": "What to do with a row is not understood",
    "name-missing": "Rows without a last name",
    "national-id-dummy": "Social security numbers that are none",
    "no-members": "The file holds nobody",
    "no-sound-row": "Not one row can be applied",
    "not-text": "This is no text file",
    "person-twice": "One number, two people",
    "quote-open": "A quotation mark is missing",
    "relationship-missing": "Nothing says who is a dependent",
    "relationship-unknown": "Relationships that are not understood",
    "row-unreadable": "Rows that cannot be read",
    "se-count": "Segments are missing, or too many",
    "segment-endless": "A segment does not end",
    "value-unstorable": "Values that are far too long",
}
_SENT_WHOLE = "It was cut or changed on its way. Send it again as the system that makes it wrote it."
_TO_DO: Mapping[str, str] = {
    "absence-not-applied": "Mend the rows that were left out, and send the file again.",
    "cells-count": "A separator inside a name or address does this. Put such cells in quotation marks.",
    "column-doubtful": "Say below which column is meant.",
    "column-missing": "Say below which column it is.",
    "date-unreadable": "Write all dates of a column alike, best year first: 1984-03-27.",
    "dates-doubtful": "Say below which it is.",
    "encoding": "Look whether names with accents are right in the examples.",
    "empty": "Export it again, and look at its size before you send it.",
    "end-of-unknown": "If they were never listed, there is nothing to do.",
    "ge-count": _SENT_WHOLE,
    "ge-missing": _SENT_WHOLE,
    "iea-count": _SENT_WHOLE,
    "iea-missing": _SENT_WHOLE,
    "isa-control-known": "If it is a new file, give it a number of its own. If not, there is nothing to do.",
    "isa-elements": _SENT_WHOLE,
    "isa-missing": "Send the 834 as the system that makes it wrote it, or the same list as CSV.",
    "isa-separator": _SENT_WHOLE,
    "isa-terminator": _SENT_WHOLE,
    "maintenance-unknown": "Write add, change, term or reinstate. Leave it empty in a file of everybody.",
    "person-twice": "Give each person a number of their own, or a member ID.",
    "no-members": "Look whether the export was made for the right group and day.",
    "no-sound-row": "Mend the rows as said below, and send the file again.",
    "relationship-unknown": "Write self, spouse or child. These people are read as dependents.",
    "se-count": _SENT_WHOLE,
    "se-missing": _SENT_WHOLE,
    "segment-endless": _SENT_WHOLE,
    "row-unreadable": "Open the file as text and look at these lines.",
}


@dataclass(slots=True)
class ProblemGroup:
    """All problems of one kind.

    Attributes:
        count: how many there are, listed or not.
        unit: ``line`` or ``segment``.
    """

    code: str
    severity: str
    count: int
    unit: str
    numbers: list[int] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The kind in a few words; the problem's own where nobody wrote some."""
        return _TITLES.get(self.code) or self.sentences[0].rstrip(".")

    @property
    def says(self) -> list[str]:
        """Its sentences, as far as the title does not say them."""
        return [one for one in self.sentences if one.rstrip(".") != self.title]

    @property
    def to_do(self) -> str:
        """What to do about it, or ""."""
        return _TO_DO.get(self.code, "")

    @property
    def where(self) -> str:
        """The first places, and how many more; "" for what is about the file as a whole."""
        if self.severity != "row" and self.numbers == [1]:
            return ""
        shown = ", ".join(f"{number:,}" for number in self.numbers[:_PLACES_SHOWN])
        more = self.count - min(len(self.numbers), _PLACES_SHOWN)
        unit = self.unit.capitalize() if self.count == 1 else f"{self.unit.capitalize()}s"
        return f"{unit} {shown}" + (f" and {more:,} more" if more > 0 else "")


@dataclass(frozen=True, slots=True)
class Reach:
    """Problems that reach equally far.

    Attributes:
        tone: of the badge.
    """

    tone: str
    title: str
    groups: tuple[ProblemGroup, ...]


def problems_of(roster: Roster) -> list[Reach]:
    """The problems of a roster by how far they reach and by kind, the gravest and most frequent first."""
    groups = list(_grouped(roster.problems, roster.summary.get("problems", {})))
    groups.sort(key=lambda one: -one.count)
    found = []
    for severity, (tone, title) in _REACH.items():
        alike = tuple(one for one in groups if one.severity == severity)
        if alike:
            found.append(Reach(tone, title, alike))
    return found


def _grouped(problems: list[dict[str, Any]], counts: Mapping[str, int]) -> Iterator[ProblemGroup]:
    found: dict[tuple[str, str], ProblemGroup] = {}
    for problem in problems:
        unit = "segment" if "segment" in problem else "line"
        kind = (problem["code"], problem["severity"])
        group = found.get(kind)
        if group is None:
            group = found[kind] = ProblemGroup(*kind, count=0, unit=unit)
        group.count += 1
        group.numbers.append(problem[unit])
        if problem["message"] not in group.sentences and len(group.sentences) < _SENTENCES_SHOWN:
            group.sentences.append(problem["message"])
    for (code, _), group in found.items():
        if sum(other == code for other, _ in found) == 1:
            group.count = max(group.count, counts.get(code, 0))
        yield group
