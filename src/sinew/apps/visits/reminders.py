"""The background worker's duty for visits: a reminder the day before and one in the last hour."""

from datetime import datetime, timedelta

from sinew.apps.visits.invitations import remind
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
    for visit in visits:
        for hours in HOURS_BEFORE:
            from_on = visit.begins_at - timedelta(hours=hours)
            if from_on <= at and visit.booked_at < from_on:
                remind(visit, hours=hours)
                break
    return len(visits)
