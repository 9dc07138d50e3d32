"""Mail with a calendar entry: when, and where to go; never with whom or what for.

Calendars are often read by others and by machines, so an entry says no more than "video visit".
Source: RFC 5545 (iCalendar), RFC 5546 (invitations: METHOD, UID, SEQUENCE).
"""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.formats import date_format
from icalendar import Alarm, Calendar, Event, vCalAddress, vText

from sinew.apps.accounts.models import User
from sinew.apps.notifications.actions import queue_email
from sinew.apps.visits.models import Visit
from sinew.apps.visits.presenters import clock

SUMMARY = "Sinew video visit"
REMINDER = timedelta(minutes=15)


def calendar_entry(visit: Visit, reader: User) -> str:
    """The visit as an iCalendar file for one of the two."""
    is_cancelled = visit.state == Visit.State.CANCELLED
    event = Event()
    event.add("uid", f"{visit.pk}@{urlsplit(settings.SITE_URL).hostname or 'sinew'}")
    event.add("sequence", visit.version)
    event.add("dtstamp", (visit.cancelled_at or visit.booked_at).astimezone(UTC))
    event.add("dtstart", visit.begins_at.astimezone(UTC))
    event.add("dtend", visit.ends_at.astimezone(UTC))
    event.add("summary", SUMMARY)
    event.add("description", f"Open the visit: {address(visit)}")
    event.add("url", address(visit))
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("organizer", vCalAddress(f"mailto:{_sender()}"))
    attendee = vCalAddress(f"mailto:{reader.email}")
    attendee.params["PARTSTAT"] = vText("ACCEPTED")
    event.add("attendee", attendee)
    if not is_cancelled:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", SUMMARY)
        alarm.add("trigger", -REMINDER)
        event.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", "-//Sinew//Visits//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if is_cancelled else "REQUEST")
    calendar.add_component(event)
    text: bytes = calendar.to_ical()
    return text.decode()


def address(visit: Visit) -> str:
    """Where the visit is looked at, and entered."""
    return f"{settings.SITE_URL}/visits/{visit.pk}/"


def invite(visit: Visit) -> None:
    """Mail both the time; again after each change of it."""
    _mail(visit, "visit_moved" if visit.version else "visit_booked", f"visit-{visit.version}")


def take_back(visit: Visit) -> None:
    """Mail both that it is cancelled."""
    _mail(visit, "visit_cancelled", "visit-cancelled")


def remind(visit: Visit, *, hours: int) -> None:
    """Mail both shortly before; once for each number of hours and each time it was moved to."""
    _mail(visit, "visit_reminder", _reminder(visit, hours), with_calendar=False)


def reminder_keys(visit: Visit, *, hours: int) -> frozenset[str]:
    """What `remind` names its mails by; once all of them are queued there is nothing more to do."""
    return frozenset(_key(visit, _reminder(visit, hours), person) for person in _both(visit))


def _reminder(visit: Visit, hours: int) -> str:
    return f"visit-{visit.version}-in-{hours}"


def _both(visit: Visit) -> tuple[User, User]:
    return visit.member.user, visit.practitioner


def _key(visit: Visit, occasion: str, person: User) -> str:
    return f"{occasion}:{visit.pk}:{person.pk}"


def _mail(visit: Visit, template: str, occasion: str, *, with_calendar: bool = True) -> None:
    for person in _both(visit):
        queue_email(
            to=person,
            template=template,
            context={
                "name": person.name,
                "when": in_words(visit.begins_at, person),
                "address": address(visit),
            },
            key=_key(visit, occasion, person),
            path=f"/visits/{visit.pk}/",
            useful_until=visit.begins_at,
            calendar=calendar_entry(visit, person) if with_calendar else "",
        )


def in_words(moment: datetime, reader: User) -> str:
    """A moment on the reader's clock, with the name of its zone."""
    local = moment.astimezone(ZoneInfo(reader.timezone))
    zone = reader.timezone.replace("_", " ")
    return f"{date_format(local, 'l, F j, Y')} at {clock(moment, reader)} ({zone})"


def _sender() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">")
