"""What visits add to a member's timeline: those that began, what became of them, and those cancelled."""

from datetime import datetime

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from sinew.apps.accounts.models import User
from sinew.apps.members.models import Member
from sinew.apps.members.timeline import Entry, Feed
from sinew.apps.visits.models import Visit


def read_visits(member: Member, reader: User, before: datetime, most: int) -> list[Entry]:
    """Visits that have begun or were cancelled, newest first."""
    cancelled = Q(state=Visit.State.CANCELLED, cancelled_at__lt=before)
    began = ~Q(state=Visit.State.CANCELLED) & Q(begins_at__lt=before)
    rows = (
        Visit.objects.filter(began | cancelled, member=member)
        .select_related("practitioner", "cancelled_by")
        .annotate(happened_at=Coalesce("cancelled_at", "begins_at"))
        .order_by("-happened_at")[:most]
    )
    return [_entry(visit, reader) for visit in rows]


def _entry(visit: Visit, reader: User) -> Entry:
    is_own = visit.practitioner_id == reader.pk
    url = reverse("visits:visit", args=[visit.pk]) if is_own else ""
    if visit.cancelled_at is None:
        return Entry(
            at=visit.begins_at,
            says=f"Visit: {visit.get_kind_display()}",
            by=visit.practitioner.name,
            tone="amber" if visit.state == Visit.State.MISSED else "neutral",
            badge="" if visit.state == Visit.State.BOOKED else visit.get_state_display(),
            url=url,
            opens="The visit",
        )
    return Entry(
        at=visit.cancelled_at,
        says=f"Visit cancelled: {visit.get_kind_display()}",
        words=visit.cancel_reason,
        by=visit.cancelled_by.name if visit.cancelled_by else "",
        tone="amber",
        badge="Cancelled",
    )


FEED = Feed("visit", "Visits", "calendar-check", read_visits)
