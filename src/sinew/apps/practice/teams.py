"""Who looks after each member of a caseload: who leads, who covers for whom, and the reader's own place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from sinew.apps.accounts.models import User
from sinew.apps.care.models import CareTeamMember
from sinew.apps.members.models import Member
from sinew.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Place:
    """A practitioner on a care team at this moment.

    Attributes:
        covers_for: whom they stand in for; empty for a place of their own.
        until: when that ends.
    """

    practitioner: UUID
    name: str
    role: Role
    covers_for: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Team:
    """The care team of one member as one reader sees it.

    Attributes:
        therapist, coach: who leads; ``None`` where there is none.
        own: the reader's place.
    """

    therapist: Place | None
    coach: Place | None
    own: Place | None

    @property
    def is_led_by_reader(self) -> bool:
        """Whether the reader leads, with a place of their own."""
        own = self.own
        return own is not None and not own.covers_for and own in (self.therapist, self.coach)

    @property
    def is_covered_by_reader(self) -> bool:
        """Whether the reader stands in for somebody here."""
        return self.own is not None and bool(self.own.covers_for)


NO_TEAM = Team(None, None, None)


def teams_of(reader: User, *, only: Member | None = None) -> Mapping[UUID, Team]:
    """The teams of everybody `reader` may read, by member, in one query."""
    visible = Member.objects.visible_to(reader)
    members = visible.filter(pk=only.pk) if only else visible
    places = (
        CareTeamMember.objects.current()
        .filter(member__in=members.values("pk"))
        .select_related("practitioner", "cover__away")
        .order_by("member", *CareTeamMember.LEADING_FIRST)
    )
    return {member: _team(list(rows), reader) for member, rows in groupby(places, lambda row: row.member_id)}


def _team(rows: Iterable[CareTeamMember], reader: User) -> Team:
    """Those with a place of their own lead before those who cover."""
    places = sorted((_place(row) for row in rows), key=lambda place: bool(place.covers_for))
    by_role = {role: [p for p in places if p.role is role] for role in (Role.PHYSICAL_THERAPIST, Role.COACH)}
    return Team(
        therapist=next(iter(by_role[Role.PHYSICAL_THERAPIST]), None),
        coach=next(iter(by_role[Role.COACH]), None),
        own=next((place for place in places if place.practitioner == reader.pk), None),
    )


def _place(row: CareTeamMember) -> Place:
    who = row.practitioner
    if row.cover is None:
        return Place(who.pk, who.name, Role(who.role))
    return Place(who.pk, who.name, Role(who.role), row.cover.away.name, row.cover.until_at)
