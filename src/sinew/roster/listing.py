"""What is stored of a person on a roster: the columns of a listing, the same in files and in the database."""

from collections.abc import Mapping
from datetime import date
from operator import attrgetter, gt
from types import MappingProxyType
from typing import NamedTuple

from sinew.roster.matching.blocking import keyed_hash
from sinew.roster.rows import RosterRow

LONGEST: Mapping[str, int] = MappingProxyType(
    {
        "key": 160,
        "family": 160,
        "relationship": 4,
        "subscriber_id": 80,
        "member_id": 80,
        "group": 80,
        "first_name": 80,
        "middle_name": 80,
        "last_name": 120,
        "name_suffix": 20,
        "sex": 1,
        "postal_code": 20,
        "city": 80,
        "state": 40,
        "email": 254,
        "phone": 40,
        "birth_sequence": 4,
    }
)
"""Characters of each text at most. A row with a longer one is left out: nobody's name or number is cut."""


class ListedRow(NamedTuple):
    """A person on a sponsor's roster as they are stored, with the days they are covered.

    Attributes:
        key, family: see `sinew.roster.changes.Listed`.
        national_id_hash: keyed hash of the nine digits, "" where they are not known.
        begins_on, ends_on: ``[begins_on, ends_on)``; ``None`` where no end is known.
    """

    key: str
    family: str
    is_subscriber: bool
    relationship: str
    subscriber_id: str
    member_id: str
    group: str
    national_id_hash: str
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
    birth_sequence: str
    is_restricted: bool
    died_on: date | None
    begins_on: date
    ends_on: date | None


FACTS = ListedRow._fields[2:-2]
"""Columns that say who somebody is; the others tell where in a family and from when to when."""
ROW_FACTS = tuple("national_id" if name == "national_id_hash" else name for name in FACTS)
"""The same as a roster's row calls them."""


def national_id_hash(digits: str, secret: bytes) -> str:
    """A social security number as it is stored: 32 characters that say nothing without the secret.

    Raises:
        ValueError: the secret is shorter than 32 bytes.
    """
    return keyed_hash(digits, secret).hex() if digits else ""


def is_storable(row: RosterRow) -> bool:
    """Whether every text of the row is short enough to be stored, and is text: a zero byte is none."""
    texts = _texts(row)
    return not any(map(gt, map(len, texts), _LONGEST_TEXTS)) and "\0" not in "".join(texts)


_texts = attrgetter(*(name for name in LONGEST if name not in ("key", "family")))
_LONGEST_TEXTS = tuple(longest for name, longest in LONGEST.items() if name not in ("key", "family"))
