"""What pages may say about a visit: that one is today, or that its door is open."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TypedDict
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from sinew.apps.accounts.models import User
from sinew.apps.visits.models import DOOR_CLOSES, Visit
from sinew.apps.visits.presenters import VisitPresenter


@dataclass(frozen=True, slots=True)
class VisitToday:
    """The next visit of the day, for a banner."""

    visit: VisitPresenter
    is_door_open: bool


class VisitPage(TypedDict):
    """The template variable; looked up only on pages that show it."""

    visit_today: object


def visit_today(request: HttpRequest) -> VisitPage:
    """The visit that is on now or comes next today; after the last one, that one while its door is open."""
    return {"visit_today": SimpleLazyObject(lambda: _of(getattr(request, "user", None), request))}


def _of(reader: object, request: HttpRequest) -> VisitToday | None:
    at: datetime | None = getattr(request, "at", None)
    if at is None or not isinstance(reader, User) or not (reader.is_member or reader.is_practitioner):
        return None
    zone = ZoneInfo(reader.timezone)
    tomorrow = at.astimezone(zone).date() + timedelta(days=1)
    rows = Visit.objects.visible_to(reader).of(reader).booked()
    rows = rows.filter(
        ends_at__gt=at - DOOR_CLOSES, begins_at__lt=datetime.combine(tomorrow, time.min, tzinfo=zone)
    )
    found = list(rows.select_related("member__user", "practitioner").order_by("begins_at"))
    if not found:
        return None
    shown = next((visit for visit in found if visit.ends_at > at), found[-1])
    return VisitToday(VisitPresenter(shown, reader, at), shown.door_is_open_at(at))
