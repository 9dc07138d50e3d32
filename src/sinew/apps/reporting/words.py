"""Published numbers in words: the same on the page, on paper and in a table to download."""

from sinew.disclosure import SMALLEST, Band, Counted, Month, Quarter, between

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
NAMES = {
    Counted.ENROLLED: "Enrolled",
    Counted.STARTED: "Did a session",
    Counted.ENGAGED: "Engaged",
    Counted.REACHED: "Reached week 12",
    Counted.TOLD_PAIN: "Told their pain at week 12",
    Counted.IMPROVED: "Pain clearly better at week 12",
    Counted.TOLD_FUNCTION: "Told their function at week 12",
    Counted.TOLD_SATISFACTION: "Told their satisfaction at week 12",
}
MEASURE_NAMES = {"pain": "Pain", "function": "Function", "satisfaction": "Satisfaction"}
TRACK_NAMES = {
    "STRAIN": "A strain",
    "PHT": "Pain where the tendon meets the sit bone",
    "TIGHT": "Tightness",
    "other": "Something else",
}


def quarter_in_words(quarter: Quarter) -> str:
    """Its months: ``January to March 2026``."""
    first, last = quarter.first_on.month, quarter.last_on.month
    return f"{MONTHS[first - 1]} to {MONTHS[last - 1]} {quarter.year}"


def month_in_words(month: Month) -> str:
    """``March 2026``."""
    return f"{MONTHS[month.number - 1]} {month.year}"


def told(band: Band | None) -> str:
    """A step: ``11 to 20``, ``fewer than 11``, ``41 or more``."""
    if band is None:
        return "not shown"
    if not band.is_shown:
        return f"fewer than {SMALLEST}"
    return f"{band.low:,} or more" if band.is_open else f"{band.low:,} to {band.high:,}"


def share(part: Band, whole: Band | None) -> str:
    """A percentage made of the middles of two steps; empty where one of them has none."""
    if whole is None or not (part.is_shown and whole.is_shown) or part.is_open or whole.is_open:
        return ""
    return f"about {min(part.middle / whole.middle, 1):.0%}".replace("%", " %")


def growth(before: Band | None, now: Band) -> str:
    """How many more than a quarter before, as far as the two steps tell."""
    if before is None or now.is_open or before.is_open:
        return ""
    more = between(before, now)
    return f"{more.low:,} to {more.high:,} more" if more.is_shown else f"fewer than {more.high + 1} more"


def money(amount: int, currency: str) -> str:
    """An amount in the smallest unit as people write it: ``1,234.50 USD``."""
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 100:,}.{abs(amount) % 100:02d} {currency}"
