"""Adding to the record what was measured in a visit, and correcting it."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.care import actions as care
from sinew.apps.care.errors import AlreadyTold, CarePlanEnded, ResultAlreadyStruck
from sinew.apps.care.models import CareEvent
from sinew.apps.measuring.errors import (
    AlreadyStruck,
    KeyUsedElsewhere,
    NoTestResult,
    NotOffered,
    NotTheTherapist,
    RoomClosed,
    TooPoor,
)
from sinew.apps.measuring.exercises import exercise_of
from sinew.apps.measuring.measures import Measure, measures
from sinew.apps.measuring.models import VisitMeasurement, VisitSet
from sinew.apps.measuring.sent import SetSent
from sinew.apps.members import actions as members
from sinew.apps.visits.models import Visit
from sinew.apps.web import content as shown
from sinew.motion.live import LiveFrame
from sinew.motion.steady import Steady, steady_reading
from sinew.motion.trials.result import BY_CAMERA
from sinew.vocabulary import Role, Side

Entry = TypeVar("Entry", VisitMeasurement, VisitSet)


@transaction.atomic
def mark(
    *,
    visit: Visit,
    measure: str,
    side: Side | None,
    frames: Sequence[LiveFrame],
    note: str,
    key: UUID,
    at: datetime,
    by: User,
) -> VisitMeasurement:
    """Keep the steady reading of the last seconds. The same key twice is one measurement.

    Raises:
        NotTheTherapist, RoomClosed: `by` may not, or not now.
        NotOffered: there is no such measure or side.
        TooPoor: what was seen gives no number; it says why.
        KeyUsedElsewhere: the key belongs to another visit, measure or side.
        ConsentMissing: the member has to agree to the wording of today first.
    """
    visit = _open_visit(visit, at, by)
    known = VisitMeasurement.objects.filter(key=key).first()
    if known is not None:
        return _same(known, visit, measure=measure, side=side or "")
    what = measures().get(measure)
    if what is None or side not in (what.sides or (None,)):
        raise NotOffered
    reading = steady_reading(frames, what.wanted(side))
    if not isinstance(reading, Steady):
        raise TooPoor(reading)
    entry = VisitMeasurement(key=key, visit=visit, member=visit.member, note=note.strip(), at=at, by=by)
    _read_into(entry, what, side, reading)
    entry.save()
    audit.record("measuring.measurement.recorded", on=entry, by=by, member=visit.member_id)
    return entry


def _read_into(entry: VisitMeasurement, what: Measure, side: Side | None, reading: Steady) -> None:
    """Take over what was read, how well, and the body at that instant."""
    entry.measure, entry.angle, entry.side = what.id, what.angle(side), side or ""
    entry.degrees = what.value_of(reading.angle_deg)
    entry.error_deg = what.error_deg(reading.view, reading.tracked)
    entry.spread_deg = round(reading.spread_deg, 1)
    entry.confidence, entry.tracked_fraction = round(reading.seen, 2), round(reading.tracked, 2)
    entry.view = reading.view
    sent = reading.frame.to_dict()
    entry.landmarks = {"w": sent["w"], "h": sent["h"], "p": sent["p"]}


@transaction.atomic
def save_set(*, visit: Visit, done: SetSent, key: UUID, at: datetime, by: User) -> VisitSet:
    """Keep a set that the member's device counted; see `mark`."""
    visit = _open_visit(visit, at, by)
    known = VisitSet.objects.filter(key=key).first()
    if known is not None:
        return _same(known, visit, exercise=done.exercise, side=done.side)
    exercise = exercise_of(visit.member, done.exercise)
    if exercise is None or exercise.tracking is None or exercise.tracking.signal != done.joint:
        raise NotOffered
    entry = VisitSet.objects.create(
        key=key,
        visit=visit,
        member=visit.member,
        exercise=done.exercise,
        side=done.side,
        joint=done.joint,
        count=done.count,
        partial_count=done.partial_count,
        hold_s=max((hold.seconds for hold in done.holds), default=None),
        low_deg=done.low_deg,
        high_deg=done.high_deg,
        error_deg=shown.expected_error_deg(done.exercise, done.joint, done.view, done.tracked_fraction),
        view=done.view,
        tracked_fraction=done.tracked_fraction,
        repetitions=[one.model_dump(mode="json", exclude={"type"}) for one in done.repetitions],
        holds=[one.model_dump(mode="json", exclude={"type"}) for one in done.holds],
        note=done.note.strip(),
        at=at,
        by=by,
    )
    audit.record("measuring.set.recorded", on=entry, by=by, member=visit.member_id)
    return entry


@transaction.atomic
def strike(
    *, entry: VisitMeasurement | VisitSet, reason: str, at: datetime, by: User
) -> VisitMeasurement | VisitSet:
    """Strike an entry through: it stays readable, and counts no more. The first reason stands.

    A result of a test that was made of it is struck as well, and the plan says so. A plan that has ended
    keeps its results as they were.

    Raises:
        NotTheTherapist: `by` is not the physical therapist of the visit.
        NotOnCareTeam: they look after the member no more.
        ValueError: there is no reason.
    """
    if not reason.strip():
        raise ValueError("reason: say why")
    entry = _locked(entry)
    _require_therapist(entry.visit, by)
    if entry.stands:
        entry.struck_at, entry.struck_by, entry.strike_reason = at, by, reason.strip()
        entry.save(update_fields=["struck_at", "struck_by", "strike_reason"])
        audit.record("measuring.entry.struck", on=entry, by=by, member=entry.member_id)
        if isinstance(entry, VisitMeasurement) and entry.test_event is not None:
            _strike_result(entry, entry.test_event, at=at, by=by)
    return entry


def _strike_result(entry: VisitMeasurement, result: CareEvent, *, at: datetime, by: User) -> None:
    on = at.astimezone(ZoneInfo(entry.member.user.timezone)).date()
    with suppress(CarePlanEnded, ResultAlreadyStruck):
        care.strike_test(result=result, reason=entry.strike_reason, on=on, at=at, by=by)


@transaction.atomic
def use_as_test_result(
    *, measurement: VisitMeasurement, pain: int, at: datetime, by: User
) -> VisitMeasurement:
    """Record a marked angle as a result of its test, so that the plan sees it; twice is one result.

    Args:
        pain: while the test was done, 0 to 10.

    Raises:
        NotTheTherapist: `by` is not the physical therapist of the visit.
        AlreadyStruck: it was struck through.
        NoTestResult: it is no test's, there is no plan, or the test was told on that day before.
    """
    rows = VisitMeasurement.objects.select_for_update(of=("self",)).select_related("visit", "member__user")
    measurement = rows.get(pk=measurement.pk)
    _require_therapist(measurement.visit, by)
    if not measurement.stands:
        raise AlreadyStruck
    if measurement.test_event_id is not None:
        return measurement
    test = shown.current().program.tests.get(measurement.measure)
    plan = measurement.member.care_plans.active().first()
    if test is None or measurement.degrees not in test.values:
        raise NoTestResult(_("This angle is no result of a test of the program."))
    if plan is None:
        raise NoTestResult(_("There is no plan that could use it."))
    zone = ZoneInfo(measurement.member.user.timezone)
    try:
        adjustment = care.record_test(
            plan=plan,
            test=measurement.measure,
            side=measurement.side or None,
            value=measurement.degrees,
            pain=pain,
            measured={"by": BY_CAMERA, "error": measurement.error_deg, "trials": []},
            on=measurement.at.astimezone(zone).date(),
            at=at,
            by=by,
        )
    except AlreadyTold:
        raise NoTestResult(
            _("This test was recorded for this side today. The first result stands.")
        ) from None
    except CarePlanEnded:
        raise NoTestResult(_("The plan has ended; it takes no more results.")) from None
    measurement.test_event = adjustment.event
    measurement.save(update_fields=["test_event"])
    audit.record("measuring.measurement.used", on=measurement, by=by, member=measurement.member_id)
    return measurement


def _open_visit(visit: Visit, at: datetime, by: User) -> Visit:
    """The visit, locked, so that one key is seen by one request at a time."""
    visit = Visit.objects.select_for_update(of=("self",)).select_related("member__user").get(pk=visit.pk)
    _require_therapist(visit, by)
    if not visit.door_is_open_at(at):
        raise RoomClosed
    members.require_consents(visit.member)
    return visit


def _require_therapist(visit: Visit, by: User) -> None:
    if visit.practitioner_id != by.pk or by.role != Role.PHYSICAL_THERAPIST:
        raise NotTheTherapist


def _locked(entry: VisitMeasurement | VisitSet) -> VisitMeasurement | VisitSet:
    if isinstance(entry, VisitMeasurement):
        rows = VisitMeasurement.objects.select_for_update(of=("self",))
        return rows.select_related("visit", "member__user", "test_event__plan").get(pk=entry.pk)
    return VisitSet.objects.select_for_update(of=("self",)).select_related("visit").get(pk=entry.pk)


def _same(entry: Entry, visit: Visit, **said: str) -> Entry:
    """An entry that is there already, if it is what is sent again: nothing else is taken for it."""
    if entry.visit_id != visit.pk or any(getattr(entry, name) != value for name, value in said.items()):
        raise KeyUsedElsewhere
    return entry
