"""Who looks after a member: joining and leaving a care team, and telling it that it is needed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Prefetch, Q, QuerySet

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.care.models import CarePlan, CareTeamMember, Cover, RedFlagRaised
from sinew.apps.live.announce import announce
from sinew.apps.members.models import Consent, Member, on_team_now
from sinew.apps.notifications.actions import queue_email
from sinew.apps.web import moment
from sinew.vocabulary import Role


def count_without_practitioner() -> int:
    """Members with an active plan or an open red flag whom nobody who can sign in looks after.

    Those who do not let a care team read their record are not among them: nobody could.
    """
    looked_after = CareTeamMember.objects.current().filter(practitioner__is_active=True).values("member")
    needing = Q(pk__in=CarePlan.objects.active().values("member")) | Q(
        pk__in=RedFlagRaised.objects.open().values("member")
    )
    agreed = Consent.objects.standing().filter(what=Consent.What.CARE_TEAM).values("member")
    return Member.objects.filter(needing, pk__in=agreed).exclude(pk__in=looked_after).count()


@transaction.atomic
def join_care_team(*, member: Member, practitioner: User, at: datetime, by: User | None) -> CareTeamMember:
    """Put a practitioner on the member's care team; someone who is on it stays as they are.

    Raises:
        ValueError: `practitioner` is neither a physical therapist nor a coach.
    """
    if not practitioner.is_practitioner:
        raise ValueError("practitioner: must be a physical therapist or a coach")
    place, is_new = CareTeamMember.objects.get_or_create(
        member=member, practitioner=practitioner, ended_at=None, cover=None, defaults={"joined_at": at}
    )
    if is_new:
        audit.record("care.team.joined", on=practitioner, by=by, member=member.pk)
    return place


@transaction.atomic
def leave_care_team(*, member: Member, practitioner: User, at: datetime, by: User | None) -> None:
    """End a practitioner's place on the team; from then on they cannot read the member's record.

    Whoever stands in for them with this member reads it no more either.
    """
    close_places(member.care_team.filter(cover__away=practitioner), at=at, by=by)
    if member.care_team.current().filter(practitioner=practitioner).update(ended_at=at):
        audit.record("care.team.left", on=practitioner, by=by, member=member.pk)


def close_places(places: QuerySet[CareTeamMember], *, at: datetime, by: User | None) -> None:
    """End places that covers gave; one that was to begin later ends as it begins."""
    for place in places.filter(ended_at=None):
        place.ended_at = max(at, place.joined_at)
        place.save(update_fields=["ended_at"])
        audit.record("care.cover.ended", on=place, by=by, member=place.member_id)


def ensure_care_team(*, member: Member, at: datetime, by: User | None) -> None:
    """Give a member without a team the physical therapist who looks after the fewest members."""
    if member.care_team.current().exists():
        return
    therapist = therapist_with_fewest_members()
    if therapist is not None:
        join_care_team(member=member, practitioner=therapist, at=at, by=by)


def therapist_with_fewest_members() -> User | None:
    """The physical therapist whom the next member goes to; ``None`` where nobody can sign in.

    Who has handed everybody over for now gets nobody new, unless nobody else is there.
    """
    lasting = Q(care_team_memberships__ended_at=None, care_team_memberships__cover=None)
    current = Count("care_team_memberships", filter=lasting)
    away = Cover.objects.running(moment.now()).filter(is_for_all=True).values("away")
    therapists = User.objects.filter(role=Role.PHYSICAL_THERAPIST, is_active=True)
    therapists = therapists.exclude(pk__in=away) if therapists.exclude(pk__in=away).exists() else therapists
    return therapists.annotate(load=current).order_by("load", "created_at").first()


def teams_of_now(prefix: str = "") -> Prefetch[Any]:
    """Prefetches `care_team` with the places that count at this moment, and their practitioners.

    Args:
        prefix: the path from the row to its member, ending in ``__``; empty for members themselves.
    """
    places = CareTeamMember.objects.current().select_related("practitioner", "cover__away")
    return Prefetch(f"{prefix}care_team", places)


def practice_group(practitioner_id: UUID) -> str:
    """Whom `live` tells that something changed about this practitioner's members."""
    return f"practice-{practitioner_id}"


def tell_lists(member: Member) -> None:
    """Let every open list of the care team that shows this member ask again; never what changed."""
    for practitioner_id in member.care_team.current().values_list("practitioner", flat=True):
        announce(practice_group(practitioner_id), "caseload")


def tell_care_team(*, member: Member, occasion: str) -> None:
    """Mail everyone on the team (or, where there is none, every practitioner) that the member needs them.

    Args:
        occasion: names what happened; the same occasion is mailed to a person once.

    The mail says nothing about health: that somebody needs them, and where to look.
    """
    on_team = Q(care_team_memberships__member=member) & on_team_now("care_team_memberships__")
    people = User.objects.filter(on_team, is_active=True).distinct()
    if not people.exists():
        people = User.objects.filter(role__in=(Role.PHYSICAL_THERAPIST, Role.COACH), is_active=True)
    for person in people:
        queue_email(
            to=person,
            template="member_needs_you",
            context={"name": person.name, "member_id": member.pk},
            key=f"member-needs-you:{occasion}:{person.pk}",
            path=f"/practice/members/{member.pk}/",
        )
