"""Visits whose practitioner looks after the member no more: nobody would come, so both are told in time."""

from datetime import datetime

from sinew.apps.visits.actions import cancel_visit
from sinew.apps.visits.models import Visit

TEAM_CHANGED = "The care team has changed. Please book with somebody who is on it now."


def cancel_orphaned(*, at: datetime) -> int:
    """The background worker's duty: cancel visits ahead that nobody would come to; gives back how many.

    Who left a care team or whose account was closed cannot enter the room. The member can book with
    somebody else.
    """
    rows = list(Visit.objects.ahead(at).filter(begins_at__gt=at).orphaned())
    for visit in rows:
        cancel_visit(visit=visit, reason=TEAM_CHANGED, at=at, by=None)
    return len(rows)
