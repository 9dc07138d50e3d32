"""Everything that starts, changes or ends a care plan."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.care import planning
from sinew.apps.care.answers import answers_that_count
from sinew.apps.care.changes import changes_between, team_news
from sinew.apps.care.errors import (
    AlreadyTold,
    CarePlanEnded,
    ChangesRefused,
    IntakeStopped,
    IntakeUnfinished,
    NotOnCareTeam,
    PlanChanged,
    ResultAlreadyStruck,
)
from sinew.apps.care.models import Adjustment, CareEvent, CarePlan, ContentSnapshot, RedFlagRaised
from sinew.apps.care.red_flags import raise_flags, reconcile_intake_flags, resolve_red_flag
from sinew.apps.care.summaries import summarize
from sinew.apps.care.tailoring import preview_of
from sinew.apps.care.teams import ensure_care_team, join_care_team, leave_care_team, tell_care_team
from sinew.apps.members import actions as members
from sinew.apps.members.errors import IntakeClosed
from sinew.apps.members.models import IntakeRecord, Member
from sinew.apps.notifications.actions import queue_email
from sinew.apps.web import content as shown
from sinew.content import Content, snapshot
from sinew.program import Plan, intake_from_dict, next_screen, red_flags, triage
from sinew.vocabulary import Disposition

__all__ = [
    "answer_intake",
    "decide",
    "end_care_plan",
    "ensure_care_team",
    "join_care_team",
    "leave_care_team",
    "record_check_in",
    "record_morning",
    "record_session",
    "record_test",
    "resolve_red_flag",
    "start_care_plan",
    "strike_test",
    "tailor",
]

DAY = timedelta(days=1)
MAY_START = (Disposition.SELF_CARE, Disposition.PRACTITIONER_FIRST)


@transaction.atomic
def answer_intake(
    *, intake: IntakeRecord, answers: Mapping[str, Any], at: datetime, by: User
) -> list[RedFlagRaised]:
    """Store answers and judge at once whether they stop the intake.

    Returns the red flags that stand now; while there are any, the intake is stopped and takes only a
    correction.

    Raises:
        IntakeClosed, ConsentMissing: see `members.actions.answer_questions`.
    """
    members.answer_questions(intake=intake, answers=answers, at=at, by=by)
    content = shown.current()
    fired = red_flags(answers_that_count(content.intake, intake.current_answers), content.program)
    standing = reconcile_intake_flags(intake=intake, fired=fired, at=at, by=by)
    if standing:
        members.stop_intake(intake=intake, at=at, by=by)
    else:
        members.resume_intake(intake=intake, by=by)
    return standing


def freeze_content(content: Content, *, at: datetime) -> ContentSnapshot:
    """The stored snapshot of this content; stores it at the first call for its version."""
    frozen, _is_new = ContentSnapshot.objects.get_or_create(
        hash=content.version, defaults={"data": snapshot(content), "created_at": at}
    )
    return frozen


@transaction.atomic
def start_care_plan(*, intake: IntakeRecord, day: date, at: datetime, by: User) -> CarePlan:
    """Complete the intake and start the plan its answers give; an earlier plan of the member ends.

    Args:
        day: the calendar day where the member is.

    Raises:
        ConsentMissing: a consent the program needs does not stand.
        IntakeClosed: it is complete already; a second click on Finish makes no second plan.
        IntakeUnfinished: a question is still open.
        IntakeStopped: the answers say emergency, urgent or not eligible; there is no plan.
    """
    members.require_consents(Member.objects.locked().get(pk=intake.member_id))
    intake = IntakeRecord.objects.select_related("member").get(pk=intake.pk)
    if intake.completed_at is not None:
        raise IntakeClosed(intake.pk)
    content = shown.current()
    answers = answers_that_count(content.intake, intake.current_answers)
    if next_screen(content.intake, answers) is not None:
        raise IntakeUnfinished(intake.pk)
    facts = intake_from_dict({"as_of": day.isoformat(), "answers": answers}, content.program)
    if triage(facts, content.program).disposition not in MAY_START:
        raise IntakeStopped(intake.pk)
    for earlier in intake.member.care_plans.active():
        end_care_plan(plan=earlier, reason="new_intake", at=at, by=by)
    members.complete_intake(intake=intake, at=at, by=by)
    plan = CarePlan.objects.create(
        member=intake.member,
        intake=intake,
        content_snapshot=freeze_content(content, at=at),
        as_of=day,
        answers=answers,
        started_at=at,
    )
    audit.record("care.plan.started", on=plan, by=by, member=plan.member_id)
    ensure_care_team(member=plan.member, at=at, by=by)
    started = planning.current_plan(plan, day)
    adjustment = _adjust(plan, event=None, on=day, for_day=day, before=None, after=started, at=at)
    summarize(plan)
    _tell_if_needed(plan, adjustment)
    return plan


@transaction.atomic
def end_care_plan(*, plan: CarePlan, reason: str, at: datetime, by: User | None) -> None:
    """End the plan; it takes no more events and gives no more sessions."""
    if CarePlan.objects.filter(pk=plan.pk, ended_at=None).update(ended_at=at, end_reason=reason):
        audit.record("care.plan.ended", on=plan, by=by, member=plan.member_id, detail={"reason": reason})


def record_morning(*, plan: CarePlan, compared: str, on: date, at: datetime, by: User) -> Adjustment:
    """How this morning compares with before the last session: ``better``, ``same``, ``+1``, ``+2`` or ``+3``.

    Raises:
        AlreadyTold: this morning was told before; the first answer stands.
        CarePlanEnded: the plan takes no more events.
        ConsentMissing: the member has not agreed to the wording of today.
        InputRefused: the program does not know this answer.
    """
    return _record(plan, CareEvent.Type.MORNING, {"compared": compared}, on=on, at=at, by=by)


def record_check_in(
    *, plan: CarePlan, answers: Mapping[str, Any], on: date, at: datetime, by: User
) -> Adjustment:
    """Answers given during the program, by intake or ``during_program`` id; see `record_morning`."""
    return _record(plan, CareEvent.Type.CHECK_IN, {"answers": dict(answers)}, on=on, at=at, by=by)


def record_test(
    *,
    plan: CarePlan,
    test: str,
    value: float,
    pain: int,
    on: date,
    at: datetime,
    by: User,
    side: str | None = None,
    measured: Mapping[str, Any] | None = None,
) -> Adjustment:
    """A test that was done.

    Args:
        measured: how the camera measured it: ``by``, ``error`` and ``trials``; ``None`` = by hand.

    Raises:
        AlreadyTold: this test of this side was told on that day before; the first result stands.
        CarePlanEnded, InputRefused: see `record_morning`.
    """
    payload: dict[str, Any] = {"test": test, "value": value, "pain": pain}
    payload |= ({"side": side} if side else {}) | ({"measured": dict(measured)} if measured else {})
    return _record(plan, CareEvent.Type.TEST, payload, on=on, at=at, by=by)


def record_session(
    *, plan: CarePlan, facts: Mapping[str, Any], on: date, at: datetime, by: User
) -> Adjustment:
    """What was done in an exercise session, as the history contract has it; see `record_morning`.

    The adjustment compares the session just done with the next one.
    """
    return _record(plan, CareEvent.Type.SESSION, facts, on=on, at=at, by=by)


def decide(
    *,
    plan: CarePlan,
    decision: str,
    reason: str,
    on: date,
    at: datetime,
    by: User,
    detail: Mapping[str, Any] | None = None,
    seen: int | None = None,
) -> Adjustment:
    """A practitioner's decision, with the reason they give.

    Args:
        seen: id of the newest adjustment they saw; ``None`` where nobody looked at a page.
        decision: ``cleared``, ``hold``, ``progress``, ``regress``, ``set_phase``, ``exclude_exercise`` or
            ``stop``.
        detail: what the decision needs: ``scope``, ``phase`` or ``exercise``.

    Raises:
        NotOnCareTeam: `by` is not on this member's care team, or the member lets it read no more.
        PlanChanged: there is a newer adjustment than `seen`: a second click, or news to read first.
        CarePlanEnded, InputRefused: see `record_morning`.
    """
    _require_team(plan, by)
    payload = {"decision": decision, "reason": reason, **(detail or {})}
    adjustment = _record(plan, CareEvent.Type.PRACTITIONER, payload, on=on, at=at, by=by, seen=seen)
    _tell_member(plan, adjustment)
    return adjustment


@transaction.atomic
def strike_test(*, result: CareEvent, reason: str, on: date, at: datetime, by: User) -> Adjustment:
    """Let a test result that was wrong count no more; it stays in the history, and the plan says why.

    Raises:
        ResultAlreadyStruck: it was struck before; the first reason stands.
        NotOnCareTeam, CarePlanEnded, InputRefused: see `decide`.
        ValueError: `result` is no test result.
    """
    if result.type != CareEvent.Type.TEST:
        raise ValueError("result: a test")
    _require_team(result.plan, by)
    plan = CarePlan.objects.select_for_update().get(pk=result.plan_id)
    if not plan.events.tests().filter(pk=result.pk).exists():
        raise ResultAlreadyStruck(result.pk)
    side = {"side": result.payload["side"]} if result.payload.get("side") else {}
    payload = {"decision": "strike_test", "test": result.payload["test"], **side, "reason": reason}
    payload["done_on"] = result.on.isoformat()
    adjustment = _record(
        plan, CareEvent.Type.PRACTITIONER, payload, on=max(on, result.on), at=at, by=by, strikes=result
    )
    _tell_member(plan, adjustment)
    return adjustment


@transaction.atomic
def tailor(
    *,
    plan: CarePlan,
    changes: Sequence[Mapping[str, Any]],
    reason: str,
    on: date,
    at: datetime,
    by: User,
    seen: int | None = None,
) -> list[Adjustment]:
    """Several changes of a plan at once, with one reason: all of them, or none.

    Args:
        changes: as the history contract has them, each with its ``decision``.
        seen: id of the newest adjustment they saw; see `decide`.

    Raises:
        ChangesRefused: one of them does not fit; nothing was changed.
        NotOnCareTeam, PlanChanged, CarePlanEnded, InputRefused: see `decide`.
        ValueError: there are no changes.
    """
    if not changes:
        raise ValueError("changes: there are none")
    _require_team(plan, by)
    CarePlan.objects.select_for_update().get(pk=plan.pk)
    if seen is not None and plan.adjustments.filter(pk__gt=seen).exists():
        raise PlanChanged(plan.pk)
    refusals = preview_of(plan, [{**change, "reason": reason} for change in changes], on).refusals
    if refusals:
        raise ChangesRefused(plan.pk, refusals)
    saving = uuid4().hex
    made: list[Adjustment] = []
    for number, change in enumerate(changes):
        payload = {**change, "reason": reason, "id": saving}
        moment = at + number * timedelta(microseconds=1)  # the order in which they are read again
        made.append(_record(plan, CareEvent.Type.PRACTITIONER, payload, on=on, at=moment, by=by))
    _tell_member(plan, made[-1])
    return made


def _require_team(plan: CarePlan, by: User) -> None:
    if not plan.member.care_team.current().visible_to(by).filter(practitioner=by).exists():
        raise NotOnCareTeam(plan.pk)


def _tell_member(plan: CarePlan, adjustment: Adjustment) -> None:
    """Mail the member that their care team has decided something."""
    user = plan.member.user
    key = f"care-team-news:{adjustment.pk}"
    queue_email(to=user, template="care_team_news", context={"name": user.name}, key=key)


@transaction.atomic
def _record(
    plan: CarePlan,
    kind: CareEvent.Type,
    payload: Mapping[str, Any],
    *,
    on: date,
    at: datetime,
    by: User,
    seen: int | None = None,
    strikes: CareEvent | None = None,
) -> Adjustment:
    """Add an event, recompute the plan, store what changed and why, and call the team where it is needed."""
    plan = CarePlan.objects.select_for_update(of=("self",)).select_related("member__user").get(pk=plan.pk)
    if plan.ended_at is not None:
        raise CarePlanEnded(plan.pk)
    if kind != CareEvent.Type.PRACTITIONER:  # who may stop a plan also while a new wording waits for a yes
        members.require_consents(plan.member)
    if seen is not None and plan.adjustments.filter(pk__gt=seen).exists():
        raise PlanChanged(plan.pk)
    if _is_told(plan, kind, payload, on):
        raise AlreadyTold(plan.pk)
    event = CareEvent(
        plan=plan, type=kind, on=on, payload=dict(payload), created_at=at, created_by=by, strikes=strikes
    )
    earlier = plan.history
    facts = [*earlier, event.as_fact()]
    first_day = on + DAY if kind == CareEvent.Type.SESSION else on
    for_day = _next_session_day(planning.plan_from(plan, facts, first_day), first_day)
    after = planning.plan_from(plan, facts, for_day)
    before = planning.plan_from(plan, earlier, on if kind == CareEvent.Type.SESSION else for_day)
    event.save()
    audit.record(f"care.{kind.value}.recorded", on=event, by=by, member=plan.member_id)
    adjustment = _adjust(plan, event=event, on=on, for_day=for_day, before=before, after=after, at=at)
    _raise_new_flags(plan, after, at=at, by=by)
    summarize(plan)
    _tell_if_needed(plan, adjustment)
    return adjustment


def _is_told(plan: CarePlan, kind: CareEvent.Type, payload: Mapping[str, Any], on: date) -> bool:
    """Whether a morning, or a test of one side, is there already; both are told once a day."""
    if kind == CareEvent.Type.TEST:
        told = [event.payload for event in plan.events.tests().filter(on=on)]
        return any(
            each["test"] == payload["test"] and each.get("side") == payload.get("side") for each in told
        )
    return kind == CareEvent.Type.MORNING and plan.events.of_type(kind).filter(on=on).exists()


def _next_session_day(plan: Plan, default: date) -> date:
    """The first day of the coming week that has a session, else `default`."""
    days = (date.fromisoformat(entry["on"]) for entry in plan.to_json()["week"] if entry["exercises"])
    return next(days, default)


def _adjust(
    plan: CarePlan,
    *,
    event: CareEvent | None,
    on: date,
    for_day: date,
    before: Plan | None,
    after: Plan,
    at: datetime,
) -> Adjustment:
    given = after.to_json()
    return plan.adjustments.create(
        event=event,
        on=on,
        for_day=for_day,
        outcome=given["decision"]["outcome"],
        disposition=given["triage"]["disposition"],
        phase=given["phase"] or "",
        reasons=given["decision"]["reasons"] or given["triage"]["reasons"],
        changes=changes_between(before, after) if before is not None else [],
        team_news=team_news(before, after),
        sign_off=after.sign_off.criterion if after.sign_off is not None and after.sign_off.is_last else "",
        created_at=at,
    )


def _raise_new_flags(plan: CarePlan, after: Plan, *, at: datetime, by: User) -> None:
    """Raise the stopping flags that stand now and were not raised before."""
    raised = set(plan.red_flags.open().values_list("rule", flat=True))
    new = [flag for flag in after.flags if flag.stops_intake and flag.rule not in raised]
    raise_flags(member=plan.member, fired=new, at=at, by=by, plan=plan)


def _tell_if_needed(plan: CarePlan, adjustment: Adjustment) -> None:
    """Tell the team what it should know, and when the plan now waits for it and did not before."""
    before = plan.adjustments.exclude(pk=adjustment.pk).last()
    newly_waits = adjustment.waits_for_team and (before is None or not before.waits_for_team)
    newly_asks = bool(adjustment.sign_off) and (before is None or not before.sign_off)
    if adjustment.team_news or newly_waits or newly_asks:
        tell_care_team(member=plan.member, occasion=f"adjustment-{adjustment.pk}")
