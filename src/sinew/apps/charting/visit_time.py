"""The time of video visits goes into the ledger by itself, once nobody can go back into the room."""

from datetime import datetime, timedelta

from sinew.apps.charting.actions.minutes import note_visit_time
from sinew.apps.visits.models import DOOR_CLOSES, Visit

LOOKED_BACK = timedelta(days=14)
"""A visit whose time could not be added for so long has to be entered by hand."""


def together(visit: Visit) -> tuple[datetime, datetime] | None:
    """From meeting to the end, as the call noted it; ``None`` where the two never met in a call."""
    met_at, ended_at = getattr(visit, "met_at", None), getattr(visit, "ended_at", None)
    if met_at is None or ended_at is None or ended_at <= met_at:
        return None
    return met_at, ended_at


def note_visit_times(*, at: datetime) -> int:
    """The background worker's duty: add the time of visits that are over for good. Gives back how many."""
    over = Visit.objects.filter(ends_at__lte=at - DOOR_CLOSES, ends_at__gt=at - LOOKED_BACK)
    rows = over.exclude(state=Visit.State.CANCELLED).filter(minute_entries=None)
    found = 0
    for visit in rows.select_related("member__user", "practitioner"):
        span = together(visit)
        if span is not None:
            note_visit_time(visit=visit, begins_at=span[0], ends_at=span[1], at=at, by=None)
            found += 1
    return found
