"""Who looks after a member: joining and leaving a care team, and telling it that it is needed."""

from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.care.models import CareTeamMember
from sinew.apps.members.models import Member
from sinew.apps.notifications.actions import queue_email
from sinew.vocabulary import Role


@transaction.atomic
def join_care_team(*, member: Member, practitioner: User, at: datetime, by: User | None) -> CareTeamMember:
    """Put a practitioner on the member's care team; someone who is on it stays as they are.

    Raises:
        ValueError: `practitioner` is neither a physical therapist nor a coach.
    """
    if not practitioner.is_practitioner:
        raise ValueError("practitioner: must be a physical therapist or a coach")
    place, is_new = CareTeamMember.objects.get_or_create(
        member=member, practitioner=practitioner, ended_at=None, defaults={"joined_at": at}
    )
    if is_new:
        audit.record("care.team.joined", on=practitioner, by=by, member=member.pk)
    return place


@transaction.atomic
def leave_care_team(*, member: Member, practitioner: User, at: datetime, by: User | None) -> None:
    """End a practitioner's place on the team; from then on they cannot read the member's record."""
    if member.care_team.current().filter(practitioner=practitioner).update(ended_at=at):
        audit.record("care.team.left", on=practitioner, by=by, member=member.pk)


def ensure_care_team(*, member: Member, at: datetime, by: User | None) -> None:
    """Give a member without a team the physical therapist who looks after the fewest members."""
    if member.care_team.current().exists():
        return
    therapist = therapist_with_fewest_members()
    if therapist is not None:
        join_care_team(member=member, practitioner=therapist, at=at, by=by)


def therapist_with_fewest_members() -> User | None:
    """The physical therapist whom the next member goes to; ``None`` where nobody can sign in."""
    current = Count("care_team_memberships", filter=Q(care_team_memberships__ended_at=None))
    therapists = User.objects.filter(role=Role.PHYSICAL_THERAPIST, is_active=True)
    return therapists.annotate(load=current).order_by("load", "created_at").first()


def tell_care_team(*, member: Member, occasion: str) -> None:
    """Mail everyone on the team (or, where there is none, every practitioner) that the member needs them.

    Args:
        occasion: names what happened; the same occasion is mailed to a person once.

    The mail says nothing about health: that somebody needs them, and where to look.
    """
    people = User.objects.filter(
        care_team_memberships__member=member, care_team_memberships__ended_at=None, is_active=True
    ).distinct()
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
