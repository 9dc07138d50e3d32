"""How a member's program is paid for today, for the pages that say so."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings

from sinew.apps.coverage.models import Coverage
from sinew.apps.members.models import Member

NOTICE_FOR = timedelta(days=60)
"""How long Today tells that coverage has ended, unless there is another."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What pays today, and what paid last.

    Attributes:
        current: coverages that pay on the day, oldest first.
        ended: the last one, where none pays any more and it ended lately.
        is_open: who is not covered may use the program all the same.
    """

    current: tuple[Coverage, ...]
    ended: Coverage | None
    is_open: bool


def standing_of(member: Member | None, day: date) -> Standing:
    """A member's standing; that of somebody who has not joined yet is empty."""
    is_open = settings.OPEN_ENROLLMENT
    if member is None:
        return Standing((), None, is_open)
    spans = list(member.coverages.select_related("sponsor"))
    current = tuple(span for span in spans if span.pays_on(day))
    past = [span for span in spans if span.ends_on is not None and span.ends_on <= day]
    last = max(past, key=lambda span: span.ends_on or day, default=None)
    is_recent = last is not None and last.ends_on is not None and day < last.ends_on + NOTICE_FOR
    return Standing(current, last if is_recent and not current else None, is_open)


def may_begin(member: Member, day: date) -> bool:
    """Whether a new program may begin: it is open to all, or somebody pays or has paid for this member."""
    return bool(settings.OPEN_ENROLLMENT) or any(one.begins_on <= day for one in member.coverages.all())
