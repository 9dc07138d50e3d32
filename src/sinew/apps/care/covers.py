"""Standing in for a colleague: handing members over for a time, and members changing hands for good."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.formats import date_format

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.care.errors import CannotHandOver, NotOnCareTeam
from sinew.apps.care.models import CareTeamMember, Cover
from sinew.apps.care.teams import (
    close_places,
    join_care_team,
    leave_care_team,
    practice_group,
    tell_lists,
)
from sinew.apps.live.announce import announce
from sinew.apps.members.models import Member
from sinew.apps.notifications.actions import queue_email
from sinew.vocabulary import Role

DAY = timedelta(days=1)
MOST_AHEAD = timedelta(days=366)


def may_cover(colleague: User, away: User) -> bool:
    """Whether a colleague can look after members of another: a coach never stands in for a therapist."""
    if not colleague.is_practitioner or not colleague.is_active or colleague.pk == away.pk:
        return False
    return colleague.role == Role.PHYSICAL_THERAPIST or away.role == Role.COACH


def colleagues_of(away: User) -> list[User]:
    """Everybody of this installation who can look after members of `away`."""
    people = User.objects.filter(role__in=(Role.PHYSICAL_THERAPIST, Role.COACH), is_active=True)
    return [person for person in people.order_by("display_name", "email") if may_cover(person, away)]


def cover_span(away: User, first_on: date, last_on: date, *, at: datetime) -> tuple[datetime, datetime]:
    """``[start, end)`` of a cover of whole days, from midnight to midnight where the person is who is away.

    Raises:
        CannotHandOver: the first day has passed, or the last is before it or too far ahead.
    """
    zone = ZoneInfo(away.timezone)
    today = at.astimezone(zone).date()
    if not today <= first_on <= last_on <= today + MOST_AHEAD:
        raise CannotHandOver("Choose a first day from today on, and a last day after it and within a year.")
    start, end = (datetime.combine(day, time(), tzinfo=zone) for day in (first_on, last_on + DAY))
    return start, end


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
        CannotHandOver: the colleague cannot stand in or does so already, nobody is handed over, or the time
            is no time ahead.
        NotOnCareTeam: `away` has no lasting place with one of them.
    """
    members = list(members)
    _check(away, covering, members)
    if not starts_at < until_at or until_at <= at:
        raise CannotHandOver("Choose a last day that has not passed, and not before the first.")
    _refuse_twice(away, covering, members, starts_at, until_at)
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
    """Call a cover off, running or ahead; from now on it opens nothing. A second click changes nothing.

    The other of the two is told by mail.
    """
    if Cover.objects.standing(at).filter(pk=cover.pk).update(ended_at=at, closed_at=at):
        close_places(cover.places.all(), at=at, by=by)
        announce(practice_group(cover.covering_id), "caseload")
        _tell_the_other(cover, by)


def close_past_covers(*, at: datetime) -> int:
    """Write down the end of covers whose time is over; they opened nothing any more from that instant on."""
    past = Cover.objects.filter(closed_at=None, until_at__lte=at)
    return sum(_close_past(cover) for cover in past)


@transaction.atomic
def _close_past(cover: Cover) -> int:
    if not Cover.objects.filter(pk=cover.pk, closed_at=None).update(closed_at=cover.until_at):
        return 0
    close_places(cover.places.all(), at=cover.until_at, by=None)
    return 1


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


def _refuse_twice(
    away: User, covering: User, members: Sequence[Member], starts_at: datetime, until_at: datetime
) -> None:
    """One colleague covers for a member once at a time, also after a second click."""
    User.objects.select_for_update().get(pk=away.pk)
    known = CareTeamMember.objects.filter(
        member__in=members,
        practitioner=covering,
        ended_at=None,
        cover__away=away,
        cover__starts_at__lt=until_at,
        cover__until_at__gt=starts_at,
    )
    if known.exists():
        raise CannotHandOver(
            f"{covering.name} covers for you at that time already. Call that off first, or choose other days."
        )


def _tell_the_other(cover: Cover, by: User | None) -> None:
    """Mail whoever did not call it off themselves that they look after their members again, or no more."""
    for person in (cover.away, cover.covering):
        if by is None or person.pk != by.pk:
            queue_email(
                to=person,
                template="cover_called_off",
                context={"name": person.name, "away": cover.away.name, "covering": cover.covering.name},
                key=f"cover-called-off:{cover.pk}:{person.pk}",
            )


def _tell(cover: Cover) -> None:
    """Mail the colleague that they stand in, from when and until when; no member is named."""
    queue_email(
        to=cover.covering,
        template="cover_arranged",
        context={
            "name": cover.covering.name,
            "away": cover.away.name,
            "starts_on": date_format(cover.first_on, "F j, Y"),
            "last_on": date_format(cover.last_on, "F j, Y"),
        },
        key=f"cover:{cover.pk}",
    )
