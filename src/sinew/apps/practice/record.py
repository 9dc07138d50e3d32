"""Everything a practitioner sees of one member, read in a handful of queries."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch

from sinew.apps.accounts.models import User
from sinew.apps.care.models import Adjustment, CareEvent, CarePlan, RedFlagRaised
from sinew.apps.care.planning import content_of, current_plan
from sinew.apps.exercise.models import ExerciseSession, MeasuredSet, Replay
from sinew.apps.members.models import IntakeRecord, Member
from sinew.apps.practice.caseload import Case, caseload, local_day
from sinew.apps.web import content as shown
from sinew.content import Content
from sinew.program import Plan


@dataclass(frozen=True, slots=True)
class MemberRecord:
    """One member's record.

    Attributes:
        plan: the active care plan, or the last one; ``None`` before the first.
        today: the plan of today; ``None`` without an active plan.
        sessions: done sessions of this plan, newest first, with their measured sets.
        adjustments: decisions about this plan, newest first.
        tests: results of gate tests, oldest first.
    """

    member: Member
    day: date
    case: Case
    content: Content
    plan: CarePlan | None
    today: Plan | None
    flags: list[RedFlagRaised]
    intakes: list[IntakeRecord]
    sessions: list[ExerciseSession]
    adjustments: list[Adjustment]
    tests: list[CareEvent]


def read_record(member: Member, reader: User, *, at: datetime) -> MemberRecord:
    """Gather the record of a member `reader` may read."""
    day = local_day(member, at)
    plan = member.care_plans.select_related("member__user").order_by("started_at").last()
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
        sessions=_sessions(plan) if plan else [],
        adjustments=_adjustments(plan) if plan else [],
        tests=list(plan.events.of_type(CareEvent.Type.TEST)) if plan else [],
    )


def _sessions(plan: CarePlan) -> list[ExerciseSession]:
    shared = Prefetch("replay", Replay.objects.without_trace())
    known = MeasuredSet.objects.order_by("id").prefetch_related(shared)
    sets = Prefetch("measured_sets", known, to_attr="sets")
    return list(
        plan.exercise_sessions.recorded().prefetch_related(sets).order_by("-planned_on", "-opened_at")
    )


def _adjustments(plan: CarePlan) -> list[Adjustment]:
    return list(plan.adjustments.select_related("event__created_by").order_by("-on", "-id"))


def newest_decision(record: MemberRecord) -> CareEvent | None:
    """The newest decision a practitioner made about this plan."""
    made = (a.event for a in record.adjustments if a.event and a.event.type == CareEvent.Type.PRACTITIONER)
    return next(made, None)
