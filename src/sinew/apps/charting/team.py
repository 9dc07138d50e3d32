"""Who may do what: physical therapists write and sign, coaches read and stand by what was written."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sinew.apps.accounts.models import User
from sinew.apps.charting.errors import NotOnTheTeam, OnlyTherapistsWrite
from sinew.apps.members.models import Member
from sinew.vocabulary import Role

ROLES = {Role.PHYSICAL_THERAPIST: "physical therapist", Role.COACH: "coach"}


def may_write(user: User) -> bool:
    """Whether this person writes and signs notes: physical therapists only."""
    return user.role == Role.PHYSICAL_THERAPIST


def require_writer(member: Member, user: User) -> None:
    """Refuse whoever does not write notes, or does not look after this member.

    Raises:
        OnlyTherapistsWrite, NotOnTheTeam: as they say.
    """
    if not may_write(user):
        raise OnlyTherapistsWrite
    require_team(member, user)


def require_team(member: Member, user: User) -> None:
    """Refuse whoever does not look after this member, or is not let in by them any more.

    Raises:
        NotOnTheTeam: as it says.
    """
    if not is_on_team(member, user):
        raise NotOnTheTeam


def is_on_team(member: Member, user: User) -> bool:
    """Whether this practitioner looks after the member, who is somebody else and agrees to it."""
    if not user.is_practitioner or member.user_id == user.pk:
        return False
    return Member.objects.visible_to(user).filter(pk=member.pk).exists()


def team_of(member: Member) -> list[User]:
    """Practitioners who look after the member now, by name."""
    places = member.care_team.current().filter(practitioner__is_active=True).select_related("practitioner")
    found = {place.practitioner_id: place.practitioner for place in places}
    return sorted(found.values(), key=lambda person: person.name.casefold())


def day_where(person: User, at: datetime) -> date:
    """The calendar day on somebody's clock."""
    return at.astimezone(ZoneInfo(person.timezone)).date()
