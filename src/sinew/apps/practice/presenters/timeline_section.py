"""The timeline of a member's page: a stretch of it, what to filter by, and where it goes on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.urls import reverse

from sinew.apps.accounts.models import User
from sinew.apps.members.models import Member
from sinew.apps.members.timeline import Happened, feeds, read

ENTRIES_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Filter:
    """A kind to show alone, or everything."""

    title: str
    url: str
    is_chosen: bool


class TimelineSection:
    """What happened, newest first.

    Args:
        kind: of a feed; everything where it is empty or there is no such feed.
        before: read on from this moment; the newest where it is ``None``.
        at: now; what lies ahead has not happened.
    """

    def __init__(
        self, member: Member, reader: User, *, kind: str, before: datetime | None, at: datetime
    ) -> None:
        self._address = reverse("practice:timeline", args=[member.pk])
        known = {feed.kind for feed in feeds()}
        self.kind = kind if kind in known else ""
        self.is_newest = before is None
        self._stretch = read(
            member,
            reader,
            kinds=[self.kind] if self.kind else (),
            before=before or at + timedelta.resolution,
            most=ENTRIES_SHOWN,
        )

    @property
    def happened(self) -> tuple[Happened, ...]:
        return self._stretch.happened

    @property
    def filters(self) -> Iterator[Filter]:
        """Everything first, then each kind."""
        yield Filter("Everything", self._url(""), not self.kind)
        for feed in feeds():
            yield Filter(feed.title, self._url(feed.kind), feed.kind == self.kind)

    @property
    def older(self) -> str:
        """Where the stretch before this one stands; empty where there is none."""
        return self._url(self.kind, self._stretch.older) if self._stretch.older else ""

    @property
    def newest(self) -> str:
        """The beginning of what is shown."""
        return self._url(self.kind)

    def _url(self, kind: str, before: datetime | None = None) -> str:
        told = {"kind": kind, "before": before.isoformat() if before else ""}
        query = urlencode({name: value for name, value in told.items() if value})
        return f"{self._address}?{query}#timeline" if query else f"{self._address}#timeline"
