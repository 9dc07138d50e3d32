"""Everything a practitioner sees of one member, read in a handful of queries however long the history is."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch

from sinew.apps.accounts.models import User
from sinew.apps.care.models import Adjustment, CareEvent, CarePlan, RedFlagRaised
from sinew.apps.care.planning import content_of, current_plan
from sinew.apps.exercise.models import ExerciseSession, MeasuredSet, Replay
from sinew.apps.members.models import IntakeRecord, Member
from sinew.apps.practice.caseload import Case, caseload, local_day
from sinew.apps.visits.models import Visit
from sinew.apps.web import content as shown
from sinew.content import Content
from sinew.program import Plan

SESSIONS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class MemberRecord:
    """One member's record.

    Attributes:
        plan: the active care plan, or the last one; ``None`` before the first.
        today: the plan of today; ``None`` without an active plan.
        course: every session of this plan that has a result, oldest first, without details.
        measured: the sets of these sessions in which the camera measured repetitions, without details.
        sessions: some of them, newest first, with all that was measured in them.
        adjustments: decisions about this plan, newest first, without their reasons.
        tests: results of gate tests, oldest first.
        next_visit: the visit that comes next; ``None`` where none is booked.
    """

    member: Member
    day: date
    case: Case
    content: Content
    plan: CarePlan | None
    today: Plan | None
    flags: list[RedFlagRaised]
    intakes: list[IntakeRecord]
    course: list[ExerciseSession]
    measured: list[MeasuredSet]
    sessions: list[ExerciseSession]
    adjustments: list[Adjustment]
    tests: list[CareEvent]
    next_visit: Visit | None


def read_record(
    member: Member, reader: User, *, at: datetime, sessions_before: date | None = None
) -> MemberRecord:
    """Gather the record of a member `reader` may read.

    Args:
        sessions_before: show details of sessions before this day, instead of the newest.
    """
    day = local_day(member, at)
    plan = _plan_of(member)
    content = content_of(plan) if plan else shown.current()
    case = next(
        c
        for c in caseload(reader, shown.attention().rules(content.program), at=at, only=member)
        if c.member == member
    )
    return MemberRecord(
        member=member,
        day=day,
        case=case,
        content=content,
        plan=plan,
        today=current_plan(plan, day) if plan and plan.ended_at is None else None,
        flags=list(member.red_flags.select_related("resolved_by")),
        intakes=list(member.intakes.prefetch_related("answers").order_by("-started_at")),
        course=list(plan.exercise_sessions.recorded().without_details()) if plan else [],
        measured=_measured(plan) if plan else [],
        sessions=_sessions(plan, sessions_before) if plan else [],
        adjustments=_adjustments(plan) if plan else [],
        tests=[event for event in plan.events.all() if event.is_result] if plan else [],
        next_visit=member.visits.ahead(at).select_related("practitioner").first(),
    )


def _plan_of(member: Member) -> CarePlan | None:
    """The newest plan with what is read of it more than once."""
    plans = member.care_plans.select_related("member__user").order_by("-started_at")
    decided = Adjustment.objects.defer("reasons", "changes")
    events = CareEvent.objects.select_related("created_by", "struck_by")
    return plans.prefetch_related(
        Prefetch("events", events), Prefetch("adjustments", decided), "answered_questionnaires"
    ).first()


def _sessions(plan: CarePlan, before: date | None) -> list[ExerciseSession]:
    shared = Prefetch("replay", Replay.objects.without_trace())
    known = MeasuredSet.objects.order_by("id").prefetch_related(shared)
    sessions = plan.exercise_sessions.recorded()
    if before is not None:
        sessions = sessions.filter(planned_on__lt=before)
    with_sets = sessions.prefetch_related(Prefetch("measured_sets", known, to_attr="sets"))
    return list(
        with_sets.defer("prescribed", "result").order_by("-planned_on", "-opened_at")[:SESSIONS_SHOWN]
    )


def _measured(plan: CarePlan) -> list[MeasuredSet]:
    sets = MeasuredSet.objects.filter(session__plan=plan, rom_max_deg__isnull=False).exclude(repetitions=[])
    return list(sets.without_details().order_by("id"))


def _adjustments(plan: CarePlan) -> list[Adjustment]:
    """Newest first, each with its event as it was read with the plan."""
    events = {event.pk: event for event in plan.events.all()}
    decided = list(plan.adjustments.all())
    for one in decided:
        if one.event_id is not None:
            one.event = events[one.event_id]
    return decided[::-1]


def newest_decision(record: MemberRecord) -> CareEvent | None:
    """The newest decision a practitioner made about this plan."""
    made = (a.event for a in record.adjustments if a.event and a.event.type == CareEvent.Type.PRACTITIONER)
    return next(made, None)
