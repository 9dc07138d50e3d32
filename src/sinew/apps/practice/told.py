"""What an address or a form tells, as a value; what it cannot mean is as if nothing were told."""

from datetime import date, datetime

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import is_aware

MOST_DIGITS = 18
"""Of a row's id."""


def day_told(text: str) -> date | None:
    """A day; ``None`` for anything else."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def moment_told(text: str) -> datetime | None:
    """A moment with its time zone; ``None`` for anything else."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found is not None and is_aware(found) else None


def id_told(text: str) -> int:
    """The id of a row; 0, which no row has, for anything else."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else 0
