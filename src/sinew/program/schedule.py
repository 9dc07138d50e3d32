"""Which days are exercise days: spread over the week, counted from what was really done."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class Schedule:
    """So many exercise days in any seven, with days of rest between where there is room for them."""

    days_per_week: int

    @property
    def gap_days(self) -> int:
        """Days from one exercise day to the next."""
        return max(1, round(WEEK_DAYS / self.days_per_week))

    def is_due(self, day: date, done: Collection[date]) -> bool:
        """Whether ``day`` is an exercise day, given the days exercise was done on before it."""
        recent = [on for on in done if 0 < (day - on).days < WEEK_DAYS]
        rested = all((day - on).days >= self.gap_days for on in recent)
        return rested and len(recent) < self.days_per_week

    def next_due(self, after: date, done: Collection[date]) -> date:
        """The first exercise day after a day."""
        days = (after + timedelta(days=n) for n in range(1, 2 * WEEK_DAYS))
        return next(day for day in days if self.is_due(day, done))

    def missed_days(self, day: date, done: Collection[date]) -> int:
        """Days between the last exercise day and ``day``; 0 unless a planned day was missed."""
        last = max((on for on in done if on < day), default=None)
        if last is None or self.next_due(last, done) >= day:
            return 0
        return (day - last).days - 1
