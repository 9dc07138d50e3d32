"""Hours of every day in which a person wants to hear nothing that can wait, on their own clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From one wall time until another; past midnight where the second is the earlier one.

    Equal times mean none. The clock that counts is the one on the wall: where it is put forward over the end,
    the hours end at that moment; where it is put back, an hour that comes twice is quiet twice.
    """

    begins: time
    ends: time
    zone: str

    def __contains__(self, at: datetime) -> bool:
        wall = at.astimezone(ZoneInfo(self.zone)).time()
        if self.begins <= self.ends:
            return self.begins <= wall < self.ends
        return wall >= self.begins or wall < self.ends

    def end_after(self, at: datetime) -> datetime | None:
        """The first instant after `at` that is not quiet, in UTC; ``None`` if `at` is not quiet itself."""
        if at not in self:
            return None
        today = at.astimezone(ZoneInfo(self.zone)).date()
        ends = (end for day in range(4) for end in self._ends_on(today + timedelta(days=day)))
        return min(end for end in ends if end > at.astimezone(UTC) and end not in self)

    def _ends_on(self, day: date) -> Iterator[datetime]:
        """Where the clock shows the end on this day: twice if it is put back, when it jumps if forward."""
        zone = ZoneInfo(self.zone)
        early, late = (
            datetime.combine(day, self.ends, zone).replace(fold=fold).astimezone(UTC) for fold in (0, 1)
        )
        if late < early:
            yield _jump(late, early, zone)
        else:
            yield from (early, late)


def _jump(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The second between two instants at which the zone's clock is put forward."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > SECOND:
        middle = before + ((after - before) // SECOND // 2) * SECOND
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after
