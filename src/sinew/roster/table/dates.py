"""How a column writes its dates, told from many of them at once: 03/04/1980 is no guess nobody sees."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: at for at, name in enumerate(_MONTH_NAMES, 1)}
_SPREADSHEET_DAY_0 = date(1899, 12, 30)
_NUMBERS = re.compile(r"(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})")
_NAMED = re.compile(
    r"(\d{1,2})[-/. ]([A-Za-z]{3})[a-z]*[-/., ]+(\d{4})|([A-Za-z]{3})[a-z]*[-/. ](\d{1,2}),? (\d{4})"
)


class DateOrder(StrEnum):
    """Which part of a date comes first."""

    YEAR_FIRST = "year-first"
    MONTH_FIRST = "month-first"
    DAY_FIRST = "day-first"


@dataclass(frozen=True, slots=True)
class DateFormat:
    """How a column writes dates.

    Attributes:
        order: which part comes first.
        is_certain: false where month first and day first read every date; month first is then what is shown.
    """

    order: DateOrder
    is_certain: bool


def detect_dates(values: Iterable[str], *, told: DateOrder | None = None) -> DateFormat:
    """The order that reads most of the ``values``, unless a person has ``told`` it."""
    if told is not None:
        return DateFormat(told, is_certain=True)
    numbers = [match for value in values if (match := _NUMBERS.match(value.strip()))]
    year_first = sum(len(match[1]) == 4 for match in numbers)
    if year_first * 2 >= len(numbers):
        return DateFormat(DateOrder.YEAR_FIRST, is_certain=True)
    ends_in_year = [match for match in numbers if len(match[1]) < 3]
    month_first = sum(int(match[2]) > 12 for match in ends_in_year)
    day_first = sum(int(match[1]) > 12 for match in ends_in_year)
    if month_first == day_first:
        return DateFormat(DateOrder.MONTH_FIRST, is_certain=False)
    order = DateOrder.MONTH_FIRST if month_first > day_first else DateOrder.DAY_FIRST
    return DateFormat(order, is_certain=True)


@lru_cache(maxsize=1 << 16)
def read_table_date(text: str, order: DateOrder, century_before: int) -> date | None:
    """A day as people and spreadsheets write it, or ``None`` where it is none.

    Args:
        text: trimmed; a time of day after the date is left out.
        century_before: two-digit years above its last two digits belong to the century before.
    """
    text = text.split("T", maxsplit=1)[0] if re.match(r"\d{4}-\d\d-\d\dT", text) else text
    text = re.sub(r"[ ]+\d{1,2}:\d\d.*$", "", text)
    if re.fullmatch(r"\d{8}", text):
        compact = _day(int(text[:4]), int(text[4:6]), int(text[6:]))
        if compact and 1850 <= compact.year <= 2200:
            return compact
        return _in_order(int(text[:2]), int(text[2:4]), int(text[4:]), order)
    if re.fullmatch(r"\d{5}", text):
        return _SPREADSHEET_DAY_0 + timedelta(days=int(text))
    named = _NAMED.fullmatch(text)
    if named:
        day, month, year = (named[1], named[2], named[3]) if named[1] else (named[5], named[4], named[6])
        return _day(int(year), _MONTHS.get(month.lower(), 0), int(day))
    numbers = _NUMBERS.fullmatch(text)
    if not numbers:
        return None
    first_text, second, third_text = numbers[1], int(numbers[2]), numbers[3]
    if len(first_text) == 4:
        return _day(int(first_text), second, int(third_text))
    if len(third_text) not in (2, 4):
        return None
    year_number = int(third_text)
    if len(third_text) == 2:
        year_number += century_before // 100 * 100
        if year_number > century_before:
            year_number -= 100
    return _in_order(int(first_text), second, year_number, order)


def _in_order(first: int, second: int, year: int, order: DateOrder) -> date | None:
    month, day = (second, first) if order is DateOrder.DAY_FIRST else (first, second)
    return _day(year, month, day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
