"""What waits for the care team in a thread: a message without an answer, or words of an emergency."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max, Min, Q

from sinew.apps.accounts.models import User
from sinew.apps.care.models import CareTeamMember
from sinew.apps.conversation.models import Message, Thread
from sinew.apps.conversation.office import Offices
from sinew.apps.members.models import Member


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a member's thread waits for.

    Attributes:
        alarm_at: when the oldest alarm was raised that nobody has dealt with.
        since: when the first message was sent that waits for an answer.
        newest_at: when the newest of the messages that wait was sent.
        due_at: until when there should be an answer, by the office hours of the team.
    """

    alarm_at: datetime | None
    since: datetime | None
    newest_at: datetime | None
    due_at: datetime | None


NOTHING = Waiting(None, None, None, None)


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
    rows = threads.annotate(alarm_at=Min("alarms__raised_at", filter=open_alarms)).values_list(
        "pk", "member", "alarm_at", "waits_since"
    )
    found = [row for row in rows if row[2] or row[3]]
    teams = _teams([member for _, member, *_ in found])
    offices = Offices({person for team in teams.values() for person in team})
    newest = _newest([thread for thread, *_ in found])
    return {
        member: _waiting(alarm_at, since, newest.get(thread), offices, teams.get(member, []))
        for thread, member, alarm_at, since in found
    }


def _teams(members: Collection[UUID]) -> Mapping[UUID, list[User]]:
    """Who looks after each of these members now."""
    places = CareTeamMember.objects.current().filter(member__in=members).values_list("member", "practitioner")
    pairs = list(places)
    people = User.objects.in_bulk({practitioner for _, practitioner in pairs})
    teams: dict[UUID, list[User]] = {}
    for member, practitioner in pairs:
        teams.setdefault(member, []).append(people[practitioner])
    return teams


def _newest(threads: Collection[UUID]) -> Mapping[UUID, datetime]:
    """When the member wrote for the last time in each of these threads."""
    written = Message.objects.filter(thread__in=threads, kind=Message.Kind.MEMBER)
    return dict(written.order_by().values_list("thread").annotate(newest=Max("sent_at")))


def _waiting(
    alarm_at: datetime | None,
    since: datetime | None,
    newest_at: datetime | None,
    offices: Offices,
    team: list[User],
) -> Waiting:
    due = offices.answer_by(since, [person.pk for person in team]) if since else None
    return Waiting(alarm_at, since, newest_at if since else None, due)
