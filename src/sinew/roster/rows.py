"""A roster's rows: one covered person each, as the sponsor wrote them, with dates and codes understood.

They are made by the million, so they are named tuples: several times as fast to make as frozen dataclasses.
"""

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Maintenance(StrEnum):
    """What a row asks to be done with a person's coverage."""

    ADD = "add"
    CHANGE = "change"
    END = "end"
    REINSTATE = "reinstate"
    STATE = "state"
    """The row says how things stand (a full file, an audit): compare and follow."""


class CoverageLine(NamedTuple):
    """One kind of coverage of a person.

    Attributes:
        insurance_line: the sender's code: HLT health, HMO, PPO, DEN dental, VIS vision and so on.
        through_on: last covered day as the sender wrote it; whether it is included is a term of the sponsor.
    """

    maintenance: Maintenance
    insurance_line: str
    plan: str
    begins_on: date | None
    through_on: date | None


class RosterRow(NamedTuple):
    """One covered person in a roster.

    Attributes:
        number: the row's line, or the segment number of its INS.
        is_subscriber: the employee or policy holder; else a dependent.
        relationship: to the subscriber, as a code of X12 element 1069 (18 self, 01 spouse, 19 child).
        subscriber_id: what ties a family together by the sender's own number.
        family_number: ``number`` of the subscriber's row that this row follows in the file, or ``None``.
            In real files it is sometimes the only thing that ties a dependent to a family.
        member_id: the person's own number with the sponsor.
        references: further numbers, by X12 qualifier.
        national_id: nine digits of a social security number. Stored nowhere but as a keyed hash.
        sex: ``F``, ``M`` or "" where it is not said.
        begins_on, through_on: the person's eligibility, where the row gives it apart from the lines.
        birth_sequence: 1, 2 and so on for twins, "" where it is not said.
        is_restricted: the sender asks that access to this person's data is limited.
    """

    number: int
    is_subscriber: bool
    relationship: str
    maintenance: Maintenance
    subscriber_id: str
    family_number: int | None
    member_id: str
    group: str
    references: tuple[tuple[str, str], ...]
    national_id: str
    first_name: str
    middle_name: str
    last_name: str
    name_suffix: str
    born_on: date | None
    sex: str
    postal_code: str
    city: str
    state: str
    email: str
    phone: str
    begins_on: date | None
    through_on: date | None
    coverages: tuple[CoverageLine, ...]
    died_on: date | None = None
    birth_sequence: str = ""
    is_restricted: bool = False
