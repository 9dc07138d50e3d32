"""Reminders. Who is due and has agreed is decided above; this sends at most one a day to each."""

from collections.abc import Iterable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sinew.apps.accounts.models import User
from sinew.apps.notifications.actions import queue_email
from sinew.apps.notifications.models import OutboxEmail

OF_THE_DAY_UNTIL = time(20)
"""A reminder of today that comes later is none."""


def occasion(person: User, day: date) -> str:
    """The outbox key of this person's reminder on `day`."""
    return f"session-ready:{person.pk}:{day.isoformat()}"


def remind(*, people: Iterable[User], day: date) -> list[OutboxEmail]:
    """Queue "your session is ready" for each of `people`; a second call on the same `day` adds nothing."""
    return [
        queue_email(
            to=person,
            template="session_ready",
            context={"name": person.name},
            key=occasion(person, day),
            useful_until=datetime.combine(day, OF_THE_DAY_UNTIL, ZoneInfo(person.timezone)),
        )
        for person in people
        if person.is_active
    ]
