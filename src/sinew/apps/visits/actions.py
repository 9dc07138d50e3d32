"""Booking, moving and cancelling visits, and saying when one can be met."""

from collections.abc import Sequence
from datetime import datetime, time
from itertools import pairwise
from typing import NamedTuple

from django.db import IntegrityError, transaction

from sinew import visits as calendar
from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.live.announce import announce
from sinew.apps.members import actions as members
from sinew.apps.members.models import Member
from sinew.apps.visits import invitations
from sinew.apps.visits.errors import (
    HoursRefused,
    NotBookable,
    TimeTaken,
    TooManyAhead,
    VisitClosed,
)
from sinew.apps.visits.models import BookableHours, TimeOff, Visit, VisitQuarter
from sinew.apps.visits.team import looks_after_until
from sinew.apps.visits.times import DURATIONS, HORIZON, free_times

MOST_AHEAD = 4
"""Visits a member may have ahead at once, so that nobody empties a practitioner's week."""


class Hours(NamedTuple):
    """Hours of one day of the week; midnight as the end is the end of the day."""

    weekday: int
    opens: time
    closes: time


def book_visit(
    *, member: Member, practitioner: User, kind: str, begins_at: datetime, at: datetime, by: User
) -> Visit:
    """Book a visit, and invite both. The same booking twice is one visit.

    Raises:
        NotOnTheTeam: the practitioner does not look after the member.
        NotBookable: the time is not among those offered.
        TimeTaken: one of the two is booked then.
        TooManyAhead: the member has enough ahead.
        ConsentMissing: the member has to agree to the wording of today first.
    """
    try:
        with transaction.atomic():
            visit = Visit(member=member, practitioner=practitioner, kind=kind, booked_at=at, booked_by=by)
            visit, is_new = _book(visit, begins_at, at)
    except IntegrityError:
        raise TimeTaken from None
    if is_new:
        invitations.invite(visit)
    return visit


def _book(visit: Visit, begins_at: datetime, at: datetime) -> tuple[Visit, bool]:
    """Store the visit at this time; or give the one that is booked just so."""
    member, practitioner = Member.objects.locked().get(pk=visit.member.pk), visit.practitioner
    members.require_consents(member)
    until = looks_after_until(member, practitioner)
    ahead = member.visits.ahead(at)
    same = ahead.filter(practitioner=practitioner, begins_at=begins_at, kind=visit.kind).first()
    if same is not None:
        return same, False
    if ahead.count() >= MOST_AHEAD:
        raise TooManyAhead(MOST_AHEAD)
    _require_offered(visit, begins_at, at, until=until)
    _take(visit, begins_at)
    audit.record("visits.visit.booked", on=visit, by=visit.booked_by, member=member.pk)
    return visit, True


def _require_offered(
    visit: Visit, begins_at: datetime, at: datetime, *, until: datetime | None, but: Visit | None = None
) -> None:
    """Raise TimeTaken where only a booking stands in the way, NotBookable where it is anything else."""
    if not at <= begins_at <= at + HORIZON:
        raise NotBookable
    day, practitioner = begins_at.date(), visit.practitioner
    if begins_at in free_times(practitioner, visit.kind, first=day, last=day, at=at, but=but, until=until):
        return
    try:
        wanted = calendar.quarters(begins_at, DURATIONS[Visit.Kind(visit.kind)])
    except ValueError:
        raise NotBookable from None
    taken = VisitQuarter.objects.filter(practitioner=practitioner, begins_at__in=wanted)
    raise TimeTaken if taken.exists() else NotBookable


def _take(visit: Visit, begins_at: datetime) -> None:
    """Give a visit its time. Everybody takes quarters in order, so that no two wait for each other."""
    duration = DURATIONS[Visit.Kind(visit.kind)]
    visit.begins_at, visit.ends_at = begins_at, begins_at + duration
    visit.save()
    VisitQuarter.objects.bulk_create(
        VisitQuarter(visit=visit, practitioner=visit.practitioner, member=visit.member, begins_at=quarter)
        for quarter in calendar.quarters(begins_at, duration)
    )


def move_visit(*, visit: Visit, begins_at: datetime, at: datetime, by: User) -> Visit:
    """Give a booked visit another time, and tell both.

    Raises:
        VisitClosed: it has begun or was cancelled.
        NotOnTheTeam, NotBookable, TimeTaken, ConsentMissing: see `book_visit`; the visit keeps its time.
    """
    try:
        with transaction.atomic():
            visit = _locked(visit)
            if not visit.can_change_at(at):
                raise VisitClosed
            if visit.begins_at == begins_at:
                return visit
            members.require_consents(visit.member)
            until = looks_after_until(visit.member, visit.practitioner)
            _require_offered(visit, begins_at, at, until=until, but=visit)
            visit.quarters.all().delete()
            visit.version += 1
            _take(visit, begins_at)
            audit.record("visits.visit.moved", on=visit, by=by, member=visit.member_id)
            announce(visit.group, "visit")
    except IntegrityError:
        raise TimeTaken from None
    invitations.invite(visit)
    return visit


@transaction.atomic
def cancel_visit(*, visit: Visit, reason: str, at: datetime, by: User | None) -> Visit:
    """Cancel a visit, free its time and tell both; one that is cancelled already stays so.

    Raises:
        VisitClosed: it has begun.
    """
    visit = _locked(visit)
    if visit.state == Visit.State.CANCELLED:
        return visit
    if not visit.can_change_at(at):
        raise VisitClosed
    visit.state, visit.cancelled_at, visit.cancelled_by = Visit.State.CANCELLED, at, by
    visit.cancel_reason = reason.strip()
    visit.version += 1
    visit.save()
    visit.quarters.all().delete()
    audit.record("visits.visit.cancelled", on=visit, by=by, member=visit.member_id)
    announce(visit.group, "visit")
    invitations.take_back(visit)
    return visit


def _locked(visit: Visit) -> Visit:
    rows = Visit.objects.select_for_update(of=("self",)).select_related("member__user", "practitioner")
    return rows.get(pk=visit.pk)


@transaction.atomic
def set_hours(*, practitioner: User, hours: Sequence[Hours], by: User) -> None:
    """Replace the hours of every week. Visits that are booked stay.

    Raises:
        HoursRefused: a line closes before it opens, or two of a day overlap.
    """
    rows = sorted(hours)
    for one in rows:
        if one.closes != time.min and one.opens >= one.closes:
            raise HoursRefused("The end of the hours must be later than their beginning.")
    for one, following in pairwise(rows):
        if one.weekday == following.weekday and (one.closes == time.min or following.opens < one.closes):
            raise HoursRefused("Two lines of one day overlap. Make them one.")
    practitioner.bookable_hours.all().delete()
    BookableHours.objects.bulk_create(
        BookableHours(practitioner=practitioner, **one._asdict()) for one in rows
    )
    audit.record("visits.hours.set", on=practitioner, by=by)


@transaction.atomic
def add_time_off(*, practitioner: User, begins_at: datetime, ends_at: datetime, by: User) -> list[Visit]:
    """Note an absence; gives back the booked visits in it, which somebody has to move or cancel.

    Raises:
        HoursRefused: it ends before it begins.
    """
    if ends_at <= begins_at:
        raise HoursRefused("The absence must end after it begins.")
    TimeOff.objects.create(practitioner=practitioner, begins_at=begins_at, ends_at=ends_at)
    audit.record("visits.time_off.added", on=practitioner, by=by)
    hit = Visit.objects.booked().filter(
        practitioner=practitioner, begins_at__lt=ends_at, ends_at__gt=begins_at
    )
    return list(hit.order_by("begins_at"))


@transaction.atomic
def remove_time_off(*, time_off: TimeOff, by: User) -> None:
    """Take an absence back."""
    audit.record("visits.time_off.removed", on=time_off.practitioner, by=by)
    time_off.delete()
