"""What each row of a roster says of one person's coverage: who they are, and what is asked for them."""

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from sinew.roster.listing import LONGEST, is_storable
from sinew.roster.problems import ProblemList, Severity
from sinew.roster.rows import Maintenance, RosterRow

MEDICAL_LINES = frozenset({"AG", "EPO", "FAC", "HE", "HLT", "HMO", "MM", "POS", "PPO", "PRA"})
"""HD03 of coverage that pays for medical care. Dental, vision or drug cover alone covers nobody here."""
_MEDICAL_WORDS = ("medical", "health", "hmo", "ppo")


class Asks(StrEnum):
    """What a row asks for, its lines of coverage taken into account."""

    STATE = "state"
    """Covered, from and until the days it names."""
    END = "end"
    """Not covered any longer; a subscriber's family neither."""
    LINES_END = "lines-end"
    """Every line of medical care ends, and with them the coverage of this person alone."""
    NOTHING = "nothing"
    """No medical care: nothing is said of anybody's coverage."""


class Said(NamedTuple):
    """What one row says of one person's coverage, with nothing left to be looked up in the file.

    Attributes:
        key, family: see `sinew.roster.changes.Listed`.
        begins_on, through_on: of the person, or of their lines of medical care where only those say it.
    """

    key: str
    family: str
    asks: Asks
    begins_on: date | None
    through_on: date | None
    row: RosterRow


def person_key(row: RosterRow) -> str:
    """What tells people of one sponsor apart in every file: their own number, else their place in a family.

    Birth dates are no part of it: terminations often come without one.
    """
    if row.member_id:
        return f"member {squeezed(row.member_id)}"
    if row.is_subscriber or not row.first_name:
        return f"subscriber {squeezed(row.subscriber_id)}" if row.subscriber_id else _by_name(row)
    if not row.subscriber_id:
        return _by_name(row)
    return f"dependent {squeezed(row.subscriber_id)} {squeezed(row.first_name)} {row.birth_sequence}".strip()


def sayings(rows: Iterable[RosterRow], problems: ProblemList) -> Iterator[Said]:
    """What the rows of a file say, in their order; a value that cannot be stored leaves out its row."""
    number: int | None = None
    subscriber = ""
    for row in rows:
        key = person_key(row)
        family = f"subscriber {squeezed(row.subscriber_id)}" if row.subscriber_id else key
        if row.is_subscriber:
            number, subscriber = row.number, family
        elif row.family_number is not None and row.family_number == number:
            family = subscriber
        if len(key) > LONGEST["key"] or len(family) > LONGEST["family"] or not is_storable(row):
            message = "A value of the row is longer than any name, number or address, or is no text."
            problems.add(row.number, "value-unstorable", message, Severity.ROW)
            continue
        yield _said(row, key, family)


def _said(row: RosterRow, key: str, family: str) -> Said:
    coverages = row.coverages
    if not coverages:
        asks = Asks.END if row.maintenance is Maintenance.END else Asks.STATE
        return Said(key, family, asks, row.begins_on, row.through_on, row)
    medical = [line for line in coverages if not line.insurance_line or is_medical(line.insurance_line)]
    through = row.through_on
    if through is None and medical and all(line.through_on for line in medical):
        through = max(line.through_on for line in medical if line.through_on)
    begins = row.begins_on or min((line.begins_on for line in medical if line.begins_on), default=None)
    if row.maintenance is Maintenance.END:
        asks = Asks.END
    elif not is_eligible(row):
        asks = Asks.NOTHING
    elif medical and all(line.maintenance is Maintenance.END for line in medical):
        asks = Asks.LINES_END
    else:
        asks = Asks.STATE
    return Said(key, family, asks, begins, through, row)


def is_eligible(row: RosterRow) -> bool:
    """Whether the row covers medical care; a row without lines says nothing against it."""
    lines = [line for line in row.coverages if line.insurance_line]
    return not lines or any(is_medical(line.insurance_line) for line in lines)


@lru_cache(maxsize=1 << 12)
def is_medical(insurance_line: str) -> bool:
    """Whether a kind of coverage, as the sender calls it, pays for medical care."""
    code = insurance_line.strip()
    return code.upper() in MEDICAL_LINES or any(word in code.lower() for word in _MEDICAL_WORDS)


def _by_name(row: RosterRow) -> str:
    born = f"{row.born_on:%Y%m%d}" if row.born_on else ""
    return f"name {squeezed(row.last_name)} {squeezed(row.first_name)} {born}".strip()


def squeezed(text: str) -> str:
    """Letters and digits only, in upper case: one number, however it is written."""
    text = text.upper()
    if text.isalnum():
        return text
    return "".join(character for character in text if character.isalnum())
