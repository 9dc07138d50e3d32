"""Background work of the check: the look-up, at a moment that says nothing."""

import secrets
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django_tasks import task

from sinew.apps.coverage.actions import look_ups
from sinew.apps.coverage.models import CoverageCheck

LONGEST_WAIT_S = 8
"""Somebody who watches when mail leaves cannot tell which look-up sent it."""


@task()
def look_up(check_id: str, day: str, at: str) -> None:
    """Look one check up; harmless to repeat."""
    check = CoverageCheck.objects.filter(pk=UUID(check_id)).first()
    if check is not None:
        look_ups.look_up(check=check, day=date.fromisoformat(day), at=datetime.fromisoformat(at), by=None)


def look_up_soon(*, check_id: str, day: str, at: str) -> None:
    """Queue the look-up for a random moment of the next seconds, where the queue can wait."""
    queued = look_up
    if look_up.get_backend().supports_defer:
        wait = timedelta(seconds=secrets.randbelow(LONGEST_WAIT_S * 1000) / 1000)
        queued = look_up.using(run_after=timezone.now() + wait)
    queued.enqueue(check_id, day, at)
