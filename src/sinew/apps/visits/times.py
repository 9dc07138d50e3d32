"""Which times a practitioner offers now."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sinew import visits as calendar
from sinew.apps.accounts.models import User
from sinew.apps.visits.models import BookableHours, TimeOff, Visit, VisitQuarter

NOTICE = timedelta(hours=2)
"""A visit is booked so long ahead at least: both need to hear of it."""
HORIZON = timedelta(days=60)
"""Nobody's week is known longer ahead than this."""
ONE_DAY = timedelta(days=1)
STEP = timedelta(minutes=30)
DURATIONS = {
    Visit.Kind.FIRST: timedelta(minutes=45),
    Visit.Kind.FOLLOW_UP: timedelta(minutes=30),
    Visit.Kind.SHORT: timedelta(minutes=15),
}


def free_times(
    practitioner: User,
    kind: str,
    *,
    first: date,
    last: date,
    at: datetime,
    but: Visit | None = None,
    until: datetime | None = None,
) -> list[datetime]:
    """When a visit of this kind can begin between two days, in order, UTC; three queries.

    Args:
        first, last: both included; days anywhere in the world, so a day more is looked at on both sides.
        but: a visit that is to be moved, whose own time counts as free.
        until: when the practitioner looks after the member no more (`team`); ``None`` = no end is known.
    """
    zone = ZoneInfo(practitioner.timezone)
    begins_at = datetime.combine(first - ONE_DAY, time.min, tzinfo=zone)
    ends_at = datetime.combine(last + 2 * ONE_DAY, time.min, tzinfo=zone)
    absences = TimeOff.objects.filter(practitioner=practitioner, begins_at__lt=ends_at, ends_at__gt=begins_at)
    taken = VisitQuarter.objects.filter(
        practitioner=practitioner, begins_at__gte=begins_at, begins_at__lt=ends_at
    )
    if but is not None:
        taken = taken.exclude(visit=but)
    spans = calendar.openings(
        weekly_hours(practitioner.bookable_hours.all()),
        [calendar.Absence(one.begins_at, one.ends_at) for one in absences],
        zone=zone,
        first=first - ONE_DAY,
        last=last + ONE_DAY,
    )
    found = calendar.free_starts(
        spans,
        set(taken.values_list("begins_at", flat=True)),
        duration=DURATIONS[Visit.Kind(kind)],
        step=STEP,
        earliest=at + NOTICE,
    )
    return [one for one in found if one <= at + HORIZON and (until is None or one < until)]


def weekly_hours(rows: Iterable[BookableHours]) -> list[calendar.WeeklyHours]:
    """Stored hours as the calendar reads them."""
    return [
        calendar.WeeklyHours(row.weekday, row.opens, time.max if row.closes == time.min else row.closes)
        for row in rows
    ]
