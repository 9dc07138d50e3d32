"""Visits and offered times in words, on the reader's clock and, where it differs, on the other side's too."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format

from sinew.apps.accounts.models import User
from sinew.apps.visits.models import Visit

DAYS_SHOWN = 7
ONE_DAY = timedelta(days=1)


def clock(moment: datetime, reader: User) -> str:
    """The time of day where a person is; in the hour that autumn repeats, with the name of the zone."""
    local = moment.astimezone(ZoneInfo(reader.timezone))
    says = date_format(local, "g:i A")
    is_repeated = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return f"{says} {local.tzname()}" if is_repeated else says


def same_clock(one: User, other: User, moment: datetime) -> bool:
    """Whether the clocks of two people show the same at a moment."""
    zones = (ZoneInfo(person.timezone) for person in (one, other))
    first, second = (moment.astimezone(zone).utcoffset() for zone in zones)
    return first == second


@dataclass(frozen=True, slots=True)
class OfferedTime:
    """A time to choose: ``value`` goes back to the server."""

    value: str
    says: str
    there: str


@dataclass(frozen=True, slots=True)
class OfferedDay:
    """The times of one day on the reader's calendar."""

    day: date
    times: tuple[OfferedTime, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """A week of times, and where the weeks before and after begin.

    Attributes:
        before, after: ``None`` where nothing is offered any more in that direction.
        is_empty: nothing is offered at all.
    """

    days: tuple[OfferedDay, ...]
    before: date | None
    after: date | None
    is_empty: bool


def offer(times: Iterable[datetime], *, first: date | None, reader: User, other: User) -> Offer:
    """The times of a week from ``first`` on, or from the first day that has any."""
    zone = ZoneInfo(reader.timezone)
    by_day: dict[date, list[datetime]] = {}
    for moment in times:
        by_day.setdefault(moment.astimezone(zone).date(), []).append(moment)
    if not by_day:
        return Offer((), None, None, is_empty=True)
    earliest, latest = min(by_day), max(by_day)
    begins = min(max(first or earliest, earliest), latest)
    ends = begins + DAYS_SHOWN * ONE_DAY
    days = tuple(
        OfferedDay(day, tuple(_offered(moment, reader, other) for moment in by_day[day]))
        for day in sorted(by_day)
        if begins <= day < ends
    )
    before = max(earliest, begins - DAYS_SHOWN * ONE_DAY) if begins > earliest else None
    after = min((day for day in by_day if day >= ends), default=None)
    return Offer(days, before, after, is_empty=False)


def _offered(moment: datetime, reader: User, other: User) -> OfferedTime:
    there = "" if same_clock(reader, other, moment) else f"{clock(moment, other)} there"
    return OfferedTime(moment.isoformat(), clock(moment, reader), there)


@dataclass(frozen=True, slots=True)
class VisitPresenter:
    """A visit as one of the two reads it."""

    visit: Visit
    reader: User
    at: datetime

    @property
    def id(self) -> str:
        return str(self.visit.pk)

    @property
    def other(self) -> str:
        return self.visit.other_side(self.reader).name

    @property
    def day(self) -> str:
        return date_format(self.visit.begins_at.astimezone(ZoneInfo(self.reader.timezone)), "l, F j, Y")

    @property
    def clock(self) -> str:
        return f"{clock(self.visit.begins_at, self.reader)} to {clock(self.visit.ends_at, self.reader)}"

    @property
    def zone(self) -> str:
        return self.reader.timezone.replace("_", " ")

    @property
    def there(self) -> str:
        """The time on the other side's clock; empty where it is the same."""
        other = self.visit.other_side(self.reader)
        if same_clock(self.reader, other, self.visit.begins_at):
            return ""
        return f"{clock(self.visit.begins_at, other)} for {other.name} ({other.timezone.replace('_', ' ')})"

    @property
    def kind(self) -> str:
        return self.visit.get_kind_display()

    @property
    def is_cancelled(self) -> bool:
        return self.visit.state == Visit.State.CANCELLED

    @property
    def can_change(self) -> bool:
        return self.visit.can_change_at(self.at)

    @property
    def has_room(self) -> bool:
        """Whether its room can be opened, if only to try the devices."""
        is_on = self.visit.state in {Visit.State.BOOKED, Visit.State.TOOK_PLACE}
        return is_on and self.at < self.visit.closes_at

    @property
    def lasted(self) -> str:
        """How long the two were together; empty where they have not met or may go on."""
        lasted = self.visit.lasted
        if lasted is None:
            return ""
        minutes = max(1, round(lasted.total_seconds() / 60))
        return f"{minutes} minute{'' if minutes == 1 else 's'}"

    @property
    def standing(self) -> str:
        """Booked, over, cancelled, took place or missed."""
        if self.visit.state != Visit.State.BOOKED:
            return self.visit.get_state_display()
        if self.at < self.visit.ends_at:
            return "Booked"
        return "Over"
