"""The time of video visits goes into the ledger by itself, once nobody can go back into the room."""

from datetime import datetime, timedelta

from django.db.models import F

from sinew.apps.charting.actions.minutes import note_visit_time
from sinew.apps.visits.models import DOOR_CLOSES, Visit

LOOKED_BACK = timedelta(days=14)
"""A visit whose time could not be added for so long has to be entered by hand."""


def note_visit_times(*, at: datetime) -> int:
    """The background worker's duty: add the time of visits that are over for good. Gives back how many.

    A visit counts from the moment the two met in the call to its end.
    """
    over = Visit.objects.filter(ends_at__lte=at - DOOR_CLOSES, ends_at__gt=at - LOOKED_BACK)
    rows = over.filter(met_at__isnull=False, ended_at__gt=F("met_at"), minute_entries=None)
    found = list(rows.select_related("member__user", "practitioner"))
    for visit in found:
        if visit.met_at is not None and visit.ended_at is not None:
            note_visit_time(visit=visit, begins_at=visit.met_at, ends_at=visit.ended_at, at=at, by=None)
    return len(found)
