"""Who was in the room of a visit and how long the call took: the only things about a call that are kept."""

from datetime import datetime

from django.db import transaction

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.visits.errors import DoorClosed
from sinew.apps.visits.models import Attendance, Visit


def _locked(visit: Visit, at: datetime) -> Visit:
    found = Visit.objects.select_for_update(of=("self",)).select_related("member").get(pk=visit.pk)
    if not found.door_is_open_at(at):
        raise DoorClosed
    return found


@transaction.atomic
def enter_room(*, visit: Visit, at: datetime, by: User) -> int:
    """Count a page of one of the two that enters the room; gives back its number.

    Raises:
        DoorClosed: it is not the time of this visit.
    """
    visit = _locked(visit, at)
    attendance, _is_new = Attendance.objects.get_or_create(visit=visit, person=by)
    attendance.entries += 1
    attendance.save(update_fields=["entries"])
    return attendance.entries


@transaction.atomic
def join_call(*, visit: Visit, at: datetime, by: User) -> None:
    """Note that one of the two is in the call; when the other is too, that they met.

    Raises:
        DoorClosed: it is not the time of this visit.
    """
    visit = _locked(visit, at)
    attendance, _is_new = Attendance.objects.get_or_create(visit=visit, person=by)
    if attendance.joined_at is None:
        audit.record("visits.call.joined", on=visit, by=by, member=visit.member_id)
    attendance.joined_at, attendance.left_at = attendance.joined_at or at, None
    attendance.save(update_fields=["joined_at", "left_at"])
    others = visit.attendances.exclude(person=by).filter(joined_at__isnull=False, left_at=None)
    if others.exists():
        visit.met_at, visit.ended_at = visit.met_at or at, None
        visit.save(update_fields=["met_at", "ended_at"])


@transaction.atomic
def leave_call(*, visit: Visit, entry: int, at: datetime, by: User) -> None:
    """Note that one of the two is in the call no more, unless a newer page of theirs is."""
    own = visit.attendances.filter(person=by, entries=entry)
    own.filter(joined_at__isnull=False, left_at=None).update(left_at=at)


@transaction.atomic
def end_call(*, visit: Visit, at: datetime, by: User) -> None:
    """End the call for both; if they met, the visit took place.

    Both may still go back in until the room closes.

    Raises:
        DoorClosed: it is not the time of this visit.
    """
    visit = _locked(visit, at)
    visit.attendances.filter(joined_at__isnull=False, left_at=None).update(left_at=at)
    if visit.met_at is None:
        return
    visit.state, visit.ended_at = Visit.State.TOOK_PLACE, at
    visit.save(update_fields=["state", "ended_at"])
    audit.record("visits.call.ended", on=visit, by=by, member=visit.member_id)


def settle_visits(*, at: datetime) -> int:
    """The background worker's duty: visits whose room has closed took place or were missed; how many.

    Nobody pressed "End": the call was over when the first of the two left it for good. Where the service
    went down and neither was heard leaving, no more is claimed than the booked time.
    """
    rows = list(Visit.objects.to_settle(at))
    for row in rows:
        _settle(row, at)
    return len(rows)


@transaction.atomic
def _settle(visit: Visit, at: datetime) -> None:
    found = Visit.objects.to_settle(at).select_for_update(of=("self",)).filter(pk=visit.pk).first()
    if found is None:
        return
    if found.met_at is None:
        found.state = Visit.State.MISSED
    else:
        left = [one.left_at for one in found.attendances.all() if one.left_at is not None]
        found.state = Visit.State.TOOK_PLACE
        found.ended_at = max(found.met_at, min(left, default=found.ends_at))
    found.save(update_fields=["state", "ended_at"])
    audit.record("visits.visit.settled", on=found, by=None, member=found.member_id)
