"""What the background worker does for coverage now and then; each is harmless to repeat."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from sinew.apps.coverage.actions.coverages import check_coverages
from sinew.apps.coverage.actions.insured import keep_within_agreements, remind_of_renewal
from sinew.apps.coverage.actions.people import erase_ended_people
from sinew.apps.coverage.actions.rosters import give_up_interrupted
from sinew.apps.coverage.drop_folder import take_dropped
from sinew.apps.coverage.listings import folder
from sinew.apps.coverage.models import Roster

logger = logging.getLogger(__name__)
_ERASED_ON = "people-erased-on"
_ORPHANED_AFTER = timedelta(days=1)
_INTERRUPTED_AFTER = timedelta(hours=6)


def look_after_coverage(*, at: datetime) -> None:
    """Re-check coverages at the start of a month; tell members whose coverage is over, or will be."""
    keep_within_agreements(at=at, by=None)
    check_coverages(at=at, by=None)
    remind_of_renewal(at=at, by=None)


def take_rosters(*, at: datetime) -> None:
    """Take in what lies in the drop folder."""
    take_dropped(at=at)


def tidy_rosters(*, at: datetime) -> None:
    """Delete the files of old rosters, give up what was interrupted, and once a day erase people."""
    recent = Roster.objects.filter(received_at__gte=at - timedelta(days=settings.ROSTER_FILES_KEPT_DAYS))
    kept = set(recent.values_list("pk", flat=True))
    folder.remove_old(kept=kept, before=at - _ORPHANED_AFTER)
    give_up_interrupted(received_before=at - _INTERRUPTED_AFTER, by=None)
    marker, today = folder.root() / _ERASED_ON, timezone.localdate(at).isoformat()
    if marker.exists() and marker.read_text(encoding="ascii") == today:
        return
    erase_ended_people(at=at, by=None)
    with folder.open_private(marker) as written:
        written.write(today.encode())
