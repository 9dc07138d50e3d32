"""Dates as X12 writes them: CCYYMMDD."""

from datetime import date
from functools import lru_cache

NO_BIRTH = (date(1900, 1, 1), date(1800, 1, 1), date(1, 1, 1))
"""Days that senders write for a birth date they do not know."""
NO_END_YEAR = 2199
"""Later years (99991231 above all) mean that no end is known."""


@lru_cache(maxsize=1 << 16)
def read_date(text: str) -> date | None:
    """The day, or ``None`` where the text is no day of the calendar in the form CCYYMMDD."""
    if len(text) != 8 or not (text.isascii() and text.isdigit()):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None
