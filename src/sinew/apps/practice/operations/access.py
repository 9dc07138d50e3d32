"""Giving access and taking it away: from the command line, by whoever runs the installation."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from allauth.usersessions.models import UserSession
from django.db import transaction

from sinew.apps.accounts.actions import create_account
from sinew.apps.accounts.models import REVIEWER_ROLES, User
from sinew.apps.audit import actions as audit
from sinew.apps.care.covers import arrange_cover, cover_span
from sinew.apps.care.models import CareTeamMember, Cover
from sinew.apps.care.teams import (
    join_care_team,
    leave_care_team,
    tell_care_team,
    therapist_with_fewest_members,
)
from sinew.apps.members.models import Member
from sinew.apps.practice.errors import NoSuchAccount, NoSuchMember, NotAPractitioner, NotOnThisTeam
from sinew.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Deactivated:
    """What taking somebody's access away did.

    Attributes:
        sign_ins: how many browsers were signed out.
        places: how many care teams they were on.
        handed_over: member id to the physical therapist who looks after them from now on.
        without_therapist: ids of members for whom there was nobody.
    """

    sign_ins: int
    places: int
    handed_over: dict[UUID, User]
    without_therapist: tuple[UUID, ...]


def account_of(email: str) -> User:
    """The account with this address, whatever its case.

    Raises:
        NoSuchAccount: there is none.
    """
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        raise NoSuchAccount(email)
    return user


def create_practitioner(*, email: str, role: Role, name: str) -> User:
    """An account without a password for a therapist, coach or clinical editor; a mailed code sets one.

    Raises:
        AddressTaken: the address has an account already.
        ValueError: `role` is another.
    """
    if role not in REVIEWER_ROLES:
        raise ValueError("role: must be a physical therapist, a coach or a clinical editor")
    return create_account(email=email, role=role, display_name=name)


@transaction.atomic
def deactivate(*, user: User, at: datetime) -> Deactivated:
    """Close an account without deleting it: it signs in nowhere, and is on no care team.

    A member who has no physical therapist left gets the one who looks after the fewest.
    """
    user.is_active = False
    user.save(update_fields=["is_active"])
    audit.record("accounts.account.deactivated", on=user)
    sign_ins = list(UserSession.objects.filter(user=user))
    for sign_in in sign_ins:
        sign_in.end()
    places = CareTeamMember.objects.current().filter(practitioner=user).select_related("member")
    members = [place.member for place in places]
    handed_over = {member.pk: _replace(user, member=member, at=at) for member in members}
    return Deactivated(
        sign_ins=len(sign_ins),
        places=len(members),
        handed_over={pk: new for pk, new in handed_over.items() if new is not None},
        without_therapist=tuple(member.pk for member in members if not has_therapist(member)),
    )


def _replace(leaving: User, *, member: Member, at: datetime) -> User | None:
    """Take a practitioner off a team; the physical therapist who was put on it, if it had none left."""
    leave_care_team(member=member, practitioner=leaving, at=at, by=None)
    therapist = None if has_therapist(member) else therapist_with_fewest_members()
    if therapist is not None:
        place = join_care_team(member=member, practitioner=therapist, at=at, by=None)
        tell_care_team(member=member, occasion=f"handed-over-{place.pk}")
    return therapist


def has_therapist(member: Member) -> bool:
    """Whether a physical therapist looks after this member, and not only for the time of a cover."""
    return member.care_team.lasting().filter(practitioner__role=Role.PHYSICAL_THERAPIST).exists()


@transaction.atomic
def activate(*, user: User) -> None:
    """Open a closed account again; the care teams it was on stay as they are."""
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.record("accounts.account.activated", on=user)


def add_to_team(*, member_id: str, practitioner: User, at: datetime) -> Member:
    """Put a practitioner on a member's care team.

    Raises:
        NoSuchMember: no member has this id.
        NotAPractitioner: the account is not a therapist's or coach's, or it is closed.
    """
    member = _member(member_id)
    if not practitioner.is_practitioner or not practitioner.is_active:
        raise NotAPractitioner(practitioner.email)
    join_care_team(member=member, practitioner=practitioner, at=at, by=None)
    return member


def remove_from_team(*, member_id: str, practitioner: User, at: datetime) -> Member:
    """End a practitioner's place on a member's care team.

    Raises:
        NoSuchMember: no member has this id.
        NotOnThisTeam: they are not on it.
    """
    member = _member(member_id)
    if not member.care_team.current().filter(practitioner=practitioner).exists():
        raise NotOnThisTeam(practitioner.email)
    leave_care_team(member=member, practitioner=practitioner, at=at, by=None)
    return member


def cover_everybody(
    *, away: User, colleague: User, first_on: date | None, last_on: date, at: datetime
) -> Cover:
    """Hand everybody `away` looks after to a colleague for some days.

    Args:
        first_on: today, where `away` is, if ``None``.

    Raises:
        CannotHandOver: the colleague cannot stand in, there is nobody to hand over, or the days do not fit.
    """
    today = at.astimezone(ZoneInfo(away.timezone)).date()
    starts_at, until_at = cover_span(away, first_on or today, last_on, at=at)
    own = CareTeamMember.objects.lasting().filter(practitioner=away)
    return arrange_cover(
        away=away,
        covering=colleague,
        members=Member.objects.filter(pk__in=own.values("member")),
        starts_at=starts_at,
        until_at=until_at,
        is_for_all=True,
        at=at,
        by=None,
    )


def _member(member_id: str) -> Member:
    try:
        return Member.objects.get(pk=UUID(member_id))
    except (ValueError, Member.DoesNotExist):
        raise NoSuchMember(member_id) from None
