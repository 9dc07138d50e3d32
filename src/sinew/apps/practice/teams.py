"""Who looks after each member of a caseload: who leads, who covers for whom, and the reader's own place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from sinew.apps.accounts.models import User
from sinew.apps.care.models import CareTeamMember, Cover
from sinew.apps.members.models import Member
from sinew.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Place:
    """A practitioner on a care team at this moment.

    Attributes:
        covers_for: whom they stand in for; empty for a place of their own.
        last_on: the last day of that, where the colleague is who is away.
    """

    practitioner: UUID
    name: str
    role: Role
    covers_for: str = ""
    last_on: date | None = None


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
    """The teams of everybody `reader` may read, by member, in three queries."""
    visible = Member.objects.visible_to(reader)
    members = visible.filter(pk=only.pk) if only else visible
    places = CareTeamMember.objects.current().filter(member__in=members.values("pk"))
    ordered = places.order_by("member", *CareTeamMember.LEADING_FIRST)
    rows = list(ordered.values_list("member", "practitioner", "cover"))
    people = User.objects.in_bulk({practitioner for _, practitioner, _ in rows})
    covers = Cover.objects.select_related("away").in_bulk({cover for *_, cover in rows if cover is not None})
    known = {(who, cover): _place(people[who], covers.get(cover)) for _, who, cover in rows}
    return {
        member: _team([known[who, cover] for _, who, cover in own], reader)
        for member, own in groupby(rows, lambda row: row[0])
    }


def _team(places: Iterable[Place], reader: User) -> Team:
    """Those with a place of their own lead before those who cover."""
    ordered = sorted(places, key=lambda place: bool(place.covers_for))
    own = (place for place in ordered if place.practitioner == reader.pk)
    return Team(_first(ordered, Role.PHYSICAL_THERAPIST), _first(ordered, Role.COACH), next(own, None))


def _first(places: Iterable[Place], role: Role) -> Place | None:
    return next((place for place in places if place.role is role), None)


def _place(who: User, cover: Cover | None) -> Place:
    if cover is None:
        return Place(who.pk, who.name, Role(who.role))
    return Place(who.pk, who.name, Role(who.role), cover.away.name, cover.last_on)
