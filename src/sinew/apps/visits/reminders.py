"""The background worker's duty for visits: a reminder the day before and one in the last hour."""

from datetime import datetime, timedelta

from sinew.apps.notifications.models import OutboxEmail
from sinew.apps.visits.invitations import remind, reminder_keys
from sinew.apps.visits.models import Visit

HOURS_BEFORE = (1, 24)
"""Of two that are due, the later one is sent."""


def remind_of_visits(*, at: datetime) -> int:
    """Remind both sides of visits that begin soon; harmless to repeat. Gives back how many visits are near.

    A visit that was booked within the span of a reminder needs none: the invitation has just come.
    """
    near = Visit.objects.booked().filter(
        begins_at__gt=at, begins_at__lte=at + timedelta(hours=max(HOURS_BEFORE))
    )
    visits = list(near.select_related("member__user", "practitioner"))
    due = {visit: hours for visit in visits if (hours := _due(visit, at)) is not None}
    wanted = {visit: reminder_keys(visit, hours=hours) for visit, hours in due.items()}
    queued = OutboxEmail.objects.filter(key__in=[key for keys in wanted.values() for key in keys])
    known = set(queued.values_list("key", flat=True))
    for visit, hours in due.items():
        if not wanted[visit] <= known:
            remind(visit, hours=hours)
    return len(visits)


def _due(visit: Visit, at: datetime) -> int | None:
    """Which reminder it is time for."""
    for hours in HOURS_BEFORE:
        from_on = visit.begins_at - timedelta(hours=hours)
        if from_on <= at and visit.booked_at < from_on:
            return hours
    return None
