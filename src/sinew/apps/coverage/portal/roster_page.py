"""A roster as its manager reads it: its state, how it was read, what it changes and what is unusual."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sinew.apps.coverage.models import Roster
from sinew.apps.coverage.portal.problem_groups import Reach, problems_of
from sinew.roster.table.columns import Field, words

State = Roster.State
_TONES = {
    State.APPLIED: "green",
    State.ASKS: "amber",
    State.WAITS: "amber",
    State.REFUSED: "red",
}
_ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8, with a mark at its beginning",
    "utf-16": "UTF-16",
    "cp1252": "Windows-1252",
}
_ORDERS = {
    "year-first": "year, month, day",
    "month-first": "month, day, year",
    "day-first": "day, month, year",
}
_COLUMNS = {
    "national_id_hash": "social security number",
    "begins_on": "first day",
    "ends_on": "last day",
    "born_on": "birth date",
    "died_on": "day of death",
    "key": "number",
    "family": "family",
    "is_subscriber": "subscriber or dependent",
    "is_restricted": "restriction",
}
_WAITS = {
    "ends-many": "It ends more coverages than usual: more than {ended:.0%} of those open now.",
    "shrinks": "It is a full file and names few people: fewer than {left:.0%} of those covered now.",
    "changes-many": "It changes more people than usual: more than {changed:.0%} of those covered now.",
    "another-waits": "An earlier roster waits. Apply that one or put it aside first.",
}


@dataclass(frozen=True, slots=True)
class RosterPage:
    """One roster, for the list and for its own page.

    Attributes:
        is_last: no other roster was applied after it.
    """

    roster: Roster
    is_last: bool = False

    @property
    def tone(self) -> str:
        """Of the badge with its state."""
        return _TONES.get(State(self.roster.state), "neutral")

    @property
    def is_decided(self) -> bool:
        """Whether nothing is left to be done about it."""
        return self.roster.state not in Roster.PENDING

    @property
    def can_be_read_anew(self) -> bool:
        """Whether somebody may still say what its columns mean."""
        return not self.is_decided and self.roster.format == "csv"

    @property
    def counts(self) -> dict[str, Any]:
        """The sums of its summary."""
        summary: dict[str, Any] = self.roster.summary
        return summary

    @property
    def changes_anything(self) -> bool:
        """Whether it adds, changes, ends or reinstates anybody."""
        return any(self.counts.get(kind) for kind in ("added", "changed", "ended", "reinstated"))

    @property
    def in_short(self) -> str:
        """Its sums in a line: how many people, and what changes."""
        said = [_many(self.counts.get("people", 0), "person", "people")]
        kinds = {"added": "added", "ended": "ended", "changed": "changed", "reinstated": "reinstated"}
        if self.roster.state in (State.APPLIED, State.CHECKED, State.WAITS, State.UNDONE):
            said += [f"{self.counts[kind]:,} {word}" for kind, word in kinds.items() if self.counts.get(kind)]
        if self.counts.get("left_out"):
            said.append(f"{self.counts['left_out']:,} left out")
        return ", ".join(said)

    @property
    def problems(self) -> list[Reach]:
        """What is wrong with it, kind by kind."""
        return problems_of(self.roster)

    @property
    def how_it_was_read(self) -> list[tuple[str, str]]:
        """Everything that was detected, in words."""
        detected = self.roster.detected
        if self.roster.format == "834":
            said = [
                ("Kind", f"X12 834, {detected.get('version', '')}".rstrip(", ")),
                ("Sender", str(detected.get("sender", "")).strip()),
                ("Control number", str(detected.get("control", ""))),
                ("Who is in it", self._who("everybody", "changes only")),
            ]
            return [(name, value) for name, value in said if value]
        said = [("Kind", "Table (CSV)")]
        if "encoding" in detected:
            said.append(("Text", _ENCODINGS.get(detected["encoding"], detected["encoding"])))
            said.append(("Between columns", detected["separator"]))
        for name, found in detected.get("dates", {}).items():
            order = _ORDERS[found["order"]] + ("" if found["certain"] else ", a guess")
            said.append((words(Field(name)).capitalize(), order))
        who = self._who("everybody you cover", "some people, and nobody else changes")
        return [*said, ("Who is in it", who)] if who else said

    def _who(self, everybody: str, some: str) -> str:
        """Whom the file names; "" where nobody was found in it."""
        if not self.counts.get("people"):
            return ""
        return everybody if self.roster.is_full else some

    @property
    def columns(self) -> list[tuple[str, str]]:
        """What was read from which column."""
        found = self.roster.detected.get("columns", {})
        return [(words(Field(name)).capitalize(), heading) for name, heading in found.items()]

    @property
    def ignored(self) -> list[str]:
        """Columns that nothing is read from."""
        return [one for one in self.roster.detected.get("ignored", []) if one]

    @property
    def why_it_waits(self) -> list[str]:
        """What is unusual about it, a sentence each."""
        sponsor = self.roster.sponsor
        shares = {
            "ended": sponsor.largest_share_ended,
            "left": sponsor.smallest_share_left,
            "changed": sponsor.largest_share_changed,
        }
        return [_WAITS[code].format(**shares) for code in self.roster.waits if code in _WAITS]

    @property
    def is_unusual(self) -> bool:
        """Whether a person must say that what it changes is right."""
        return bool({"ends-many", "shrinks", "changes-many"} & set(self.roster.waits))

    @property
    def must_be_typed(self) -> int:
        """What somebody types to say that they have looked: who would lose coverage, else who changes."""
        return int(self.counts.get("ended") or self.counts.get("changed", 0))

    @property
    def typed_says(self) -> str:
        """What that number counts."""
        return "who lose coverage" if self.counts.get("ended") else "who change"

    @property
    def changed_columns(self) -> list[tuple[str, int]]:
        """What differs in people who were listed before, the most frequent first."""
        return [(column_words(name), count) for name, count in self.counts.get("columns", {}).items()]

    @property
    def last_days(self) -> list[tuple[date, int]]:
        """First days without coverage, of those it ends, in order."""
        days = self.counts.get("last_days", {})
        return sorted((date.fromisoformat(day), count) for day, count in days.items())

    @property
    def groups(self) -> list[dict[str, Any]]:
        """Changes by the sponsor's groups; empty where there is only one and it has no name."""
        groups: list[dict[str, Any]] = self.counts.get("groups", [])
        return [] if len(groups) < 2 and not any(one["group"] for one in groups) else groups


def column_words(name: str) -> str:
    """What a stored column is called on a page."""
    return _COLUMNS.get(name, name.replace("_", " "))


def _many(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
