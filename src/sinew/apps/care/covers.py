"""Standing in for a colleague: handing members over for a time, and members changing hands for good."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.formats import date_format

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.care.errors import CannotHandOver, NotOnCareTeam
from sinew.apps.care.models import CareTeamMember, Cover
from sinew.apps.care.teams import join_care_team, leave_care_team, tell_lists
from sinew.apps.members.models import Member
from sinew.apps.notifications.actions import queue_email
from sinew.vocabulary import Role


def may_cover(colleague: User, away: User) -> bool:
    """Whether a colleague can look after members of another: a coach never stands in for a therapist."""
    if not colleague.is_practitioner or not colleague.is_active or colleague.pk == away.pk:
        return False
    return colleague.role == Role.PHYSICAL_THERAPIST or away.role == Role.COACH


def colleagues_of(away: User) -> list[User]:
    """Everybody of this installation who can look after members of `away`."""
    people = User.objects.filter(role__in=(Role.PHYSICAL_THERAPIST, Role.COACH), is_active=True)
    return [person for person in people.order_by("display_name", "email") if may_cover(person, away)]


@transaction.atomic
def arrange_cover(
    *,
    away: User,
    covering: User,
    members: Iterable[Member],
    starts_at: datetime,
    until_at: datetime,
    note: str = "",
    is_for_all: bool = False,
    at: datetime,
    by: User | None,
) -> Cover:
    """Let a colleague look after members of `away` in ``[starts_at, until_at)``; it ends by itself.

    Args:
        members: those of them `away` has a lasting place with; others are refused.

    Raises:
        CannotHandOver: the colleague cannot stand in, nobody is handed over, or the time is no time ahead.
        NotOnCareTeam: `away` has no lasting place with one of them.
    """
    members = list(members)
    _check(away, covering, members)
    if not starts_at < until_at or until_at <= at:
        raise CannotHandOver("Choose a last day that has not passed, and not before the first.")
    cover = Cover.objects.create(
        away=away,
        covering=covering,
        starts_at=starts_at,
        until_at=until_at,
        note=note.strip(),
        is_for_all=is_for_all,
        arranged_by=by,
        arranged_at=at,
    )
    for member in members:
        place = CareTeamMember.objects.create(
            member=member, practitioner=covering, joined_at=starts_at, cover=cover
        )
        audit.record(
            "care.cover.arranged", on=place, by=by, member=member.pk, detail={"cover": str(cover.pk)}
        )
        tell_lists(member)
    _tell(cover)
    return cover


@transaction.atomic
def end_cover(*, cover: Cover, at: datetime, by: User | None) -> None:
    """Call a cover off, running or ahead; from now on it opens nothing. A second click changes nothing."""
    if Cover.objects.standing(at).filter(pk=cover.pk).update(ended_at=at, closed_at=at):
        _close_places(cover, at=at, by=by)


def close_past_covers(*, at: datetime) -> int:
    """Write down the end of covers whose time is over; they opened nothing any more from that instant on."""
    past = Cover.objects.filter(closed_at=None, until_at__lte=at)
    return sum(_close_past(cover) for cover in past)


@transaction.atomic
def _close_past(cover: Cover) -> int:
    if not Cover.objects.filter(pk=cover.pk, closed_at=None).update(closed_at=cover.until_at):
        return 0
    _close_places(cover, at=cover.until_at, by=None)
    return 1


def _close_places(cover: Cover, *, at: datetime, by: User | None) -> None:
    for place in cover.places.filter(ended_at=None):
        place.ended_at = max(at, place.joined_at)
        place.save(update_fields=["ended_at"])
        audit.record("care.cover.ended", on=place, by=by, member=place.member_id)


@transaction.atomic
def hand_over_for_good(
    *, away: User, colleague: User, members: Iterable[Member], at: datetime, by: User | None
) -> int:
    """A colleague takes the place of `away` with these members and leads; how many there were.

    Raises:
        CannotHandOver, NotOnCareTeam: see `arrange_cover`.
    """
    members = list(members)
    _check(away, colleague, members)
    for member in members:
        leave_care_team(member=member, practitioner=away, at=at, by=by)
        place = join_care_team(member=member, practitioner=colleague, at=at, by=by)
        place.leads_since = at
        place.save(update_fields=["leads_since"])
    return len(members)


def _check(away: User, colleague: User, members: Sequence[Member]) -> None:
    if not may_cover(colleague, away):
        raise CannotHandOver(
            "Choose a colleague whose account is open. A coach cannot stand in for a therapist."
        )
    if not members:
        raise CannotHandOver("Choose at least one member you look after yourself.")
    own = CareTeamMember.objects.lasting().filter(practitioner=away, member__in=members)
    if own.count() != len(members):
        raise NotOnCareTeam(away.pk)


def _tell(cover: Cover) -> None:
    """Mail the colleague that they stand in, from when and until when; no member is named."""
    zone = ZoneInfo(cover.away.timezone)
    queue_email(
        to=cover.covering,
        template="cover_arranged",
        context={
            "name": cover.covering.name,
            "away": cover.away.name,
            "starts_on": date_format(cover.starts_at.astimezone(zone), "F j, Y"),
            "last_on": date_format(cover.last_day.astimezone(zone), "F j, Y"),
        },
        key=f"cover:{cover.pk}",
    )
