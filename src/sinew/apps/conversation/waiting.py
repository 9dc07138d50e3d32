"""What waits for the care team in a thread: a message without an answer, or words of an emergency."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Min, Q, prefetch_related_objects

from sinew.apps.accounts.models import User
from sinew.apps.care.teams import teams_of_now
from sinew.apps.conversation.models import Thread
from sinew.apps.conversation.office import Offices
from sinew.apps.members.models import Member


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a member's thread waits for.

    Attributes:
        alarm_at: when the oldest alarm was raised that nobody has dealt with.
        since: when the first message was sent that waits for an answer.
        due_at: until when it should have one, by the office hours of the team.
    """

    alarm_at: datetime | None
    since: datetime | None
    due_at: datetime | None


NOTHING = Waiting(None, None, None)


def waits_since(thread: Thread) -> datetime | None:
    """When the first message was sent that nobody has answered or settled; ``None`` if none waits."""
    standing = Thread.objects.with_standing().get(pk=thread.pk)
    found: datetime | None = standing.waits_since  # type: ignore[attr-defined]  # annotated
    return found


def waiting_of(reader: User, *, only: Member | None = None) -> Mapping[UUID, Waiting]:
    """What waits in the threads a practitioner may read, by member; in a bounded number of queries."""
    threads = Thread.objects.visible_to(reader).with_standing()
    if only is not None:
        threads = threads.filter(member=only)
    open_alarms = Q(alarms__dealt_at=None)
    found = [
        thread
        for thread in threads.annotate(alarm_at=Min("alarms__raised_at", filter=open_alarms))
        if thread.alarm_at or thread.waits_since  # type: ignore[attr-defined]  # annotated
    ]
    prefetch_related_objects(found, teams_of_now("member__"))
    teams = {
        thread.member_id: [place.practitioner for place in thread.member.care_team.all()] for thread in found
    }
    offices = Offices({person for team in teams.values() for person in team})
    return {thread.member_id: _waiting(thread, offices, teams[thread.member_id]) for thread in found}


def _waiting(thread: Thread, offices: Offices, team: list[User]) -> Waiting:
    since: datetime | None = thread.waits_since  # type: ignore[attr-defined]  # annotated
    due = offices.answer_by(since, [person.pk for person in team]) if since else None
    return Waiting(thread.alarm_at, since, due)  # type: ignore[attr-defined]  # annotated
