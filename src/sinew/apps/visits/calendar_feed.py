"""A person's visits as a calendar that programs fetch: when, and where to go; never with whom or what for."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event

from sinew.apps.accounts.models import User
from sinew.apps.visits.invitations import SUMMARY, address
from sinew.apps.visits.models import Visit

KEPT = timedelta(days=90)
REFRESHED = timedelta(hours=1)
"""How often we ask calendar programs to come; most come as they like."""


def calendar_of(reader: User, *, at: datetime) -> str:
    """Their booked visits of the last 90 days and all ahead, as iCalendar; the same until one changes."""
    visits = Visit.objects.visible_to(reader).of(reader).booked().filter(ends_at__gt=at - KEPT)
    calendar = Calendar()
    calendar.add("prodid", "-//Sinew//Visits//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Sinew")
    calendar.add("refresh-interval", REFRESHED, parameters={"VALUE": "DURATION"})
    for visit in visits.order_by("begins_at", "pk"):
        calendar.add_component(_entry(visit, reader))
    text: bytes = calendar.to_ical()
    return text.decode()


def _entry(visit: Visit, reader: User) -> Event:
    entry = Event()
    entry.add("uid", f"{visit.pk}@{urlsplit(settings.SITE_URL).hostname or 'sinew'}")
    entry.add("sequence", visit.version)
    entry.add("dtstamp", visit.booked_at.astimezone(UTC))
    entry.add("dtstart", visit.begins_at.astimezone(UTC))
    entry.add("dtend", visit.ends_at.astimezone(UTC))
    entry.add("summary", SUMMARY if reader.is_member else "Visit")
    entry.add("url", address(visit))
    entry.add("description", address(visit))
    entry.add("class", "PRIVATE")
    return entry
