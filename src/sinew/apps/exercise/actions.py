"""Starting an exercise session and recording what came of it, once."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.care import actions as care
from sinew.apps.care import planning
from sinew.apps.care.errors import CarePlanEnded
from sinew.apps.care.models import CarePlan
from sinew.apps.exercise.errors import AlreadyRecorded, KeyUsedElsewhere, NoSessionToday
from sinew.apps.exercise.models import ExerciseSession, MeasuredSet
from sinew.apps.exercise.results import (
    ExerciseDone,
    SessionResult,
    SetDone,
    read_result,
    without_traces,
)
from sinew.apps.members import actions as members


@transaction.atomic
def start_session(*, plan: CarePlan, day: date, at: datetime, by: User) -> ExerciseSession:
    """The session of this day, ready to be played; one that was started and not finished is given again.

    Raises:
        CarePlanEnded: the plan gives no more sessions.
        ConsentMissing: the member has not agreed to the wording of today.
        NoSessionToday: a rest day, or the plan waits for a practitioner.
    """
    plan = CarePlan.objects.select_for_update(of=("self",)).select_related("member__user").get(pk=plan.pk)
    if plan.ended_at is not None:
        raise CarePlanEnded(plan.pk)
    members.require_consents(plan.member)
    prescribed = planning.current_plan(plan, day).to_json()["session"]
    if not prescribed:
        raise NoSessionToday(plan.pk)
    started = plan.exercise_sessions.open().filter(planned_on=day, prescribed=prescribed).first()
    if started is not None:
        return started
    session = plan.exercise_sessions.create(planned_on=day, prescribed=prescribed, opened_at=at)
    audit.record("exercise.session.started", on=session, by=by, member=plan.member_id)
    return session


@transaction.atomic
def record_result(
    *, session: ExerciseSession, payload: Any, key: UUID, at: datetime, by: User
) -> tuple[ExerciseSession, bool]:
    """Store a result, add it to the plan's history and adjust the plan; sent twice, it counts once.

    Args:
        payload: the parsed JSON of the report, unchecked.
        key: the sender's idempotency key.

    Returns the session and whether this call stored it.

    Raises:
        InputRefused: the report does not fit; every problem is listed.
        KeyUsedElsewhere: the key belongs to another session.
        AlreadyRecorded: the session has a result under another key.
        CarePlanEnded: the plan ended meanwhile.
        ConsentMissing: the member has to agree to a new wording first; the report may be sent again then.
    """
    session = ExerciseSession.objects.select_for_update().select_related("plan__member").get(pk=session.pk)
    if session.idempotency_key == key:
        return session, False
    if ExerciseSession.objects.filter(idempotency_key=key).exists():
        raise KeyUsedElsewhere(session.pk)
    if session.status != ExerciseSession.Status.STARTED:
        raise AlreadyRecorded(session.pk)
    known = frozenset(planning.content_of(session.plan).exercises)
    result = read_result(payload, prescribed=session.prescribed, known_exercises=known, now=at)
    _store(session, result, without_traces(payload), key=key, at=at)
    MeasuredSet.objects.bulk_create(_measured(session, result.exercises))
    audit.record("exercise.session.recorded", on=session, by=by, member=session.plan.member_id)
    adjustment = care.record_session(
        plan=session.plan, facts=session_facts(result), on=session.planned_on, at=at, by=by
    )
    session.event = adjustment.event
    session.save(update_fields=["event"])
    return session, True


def _store(session: ExerciseSession, result: SessionResult, payload: Any, *, key: UUID, at: datetime) -> None:
    is_declined = result.stopped_reason == "declined"
    session.status = ExerciseSession.Status.DECLINED if is_declined else ExerciseSession.Status.DONE
    session.idempotency_key, session.recorded_at, session.result = key, at, payload
    session.started_at, session.finished_at = result.started_at, result.finished_at
    session.mode, session.comment = result.mode, result.comment
    session.pain_before, session.pain_during = result.pain_before, result.worst_pain
    session.pain_after, session.effort = result.pain_after, result.effort
    session.completed_fraction, session.stopped_reason = (
        result.completed_fraction,
        result.stopped_reason or "",
    )
    try:
        with transaction.atomic():
            session.save()
    except IntegrityError:  # somebody else's report came with this key at the same moment
        raise KeyUsedElsewhere(session.pk) from None


def _measured(session: ExerciseSession, exercises: Iterable[ExerciseDone]) -> Iterable[MeasuredSet]:
    for done in exercises:
        for number, performed in enumerate(done.sets, start=1):
            yield _measured_set(session, done, number, performed)


def _measured_set(
    session: ExerciseSession, done: ExerciseDone, number: int, performed: SetDone
) -> MeasuredSet:
    motion = performed.range_of_motion
    return MeasuredSet(
        session=session,
        exercise=done.exercise,
        replaced=done.replaced or "",
        side=performed.side or done.side,
        set_number=number,
        counted_by=performed.counted_by,
        repetitions_done=performed.repetitions_done,
        hold_s_done=performed.hold_s_done,
        repetitions=[repetition.model_dump(mode="json") for repetition in performed.repetitions],
        holds=[hold.model_dump(mode="json") for hold in performed.holds],
        joint=motion.joint if motion else "",
        rom_min_deg=motion.min_deg if motion else None,
        rom_max_deg=motion.max_deg if motion else None,
        view=performed.view or "",
        tracked_fraction=performed.tracked_fraction,
        pain=done.pain,
    )


def session_facts(result: SessionResult) -> Mapping[str, Any]:
    """The ``session`` event the program reads: what was done of each exercise, and how it felt.

    Repetitions and seconds are those of the smallest set, since a dosage is per set; what was skipped
    without a set is left out.

    "This hurts" counts: the pain of a session is the worst that was reported anywhere in it. A declined
    session is only the pain it was declined with.
    """
    if result.stopped_reason == "declined":
        nothing: dict[str, Any] = {"exercises": [], "completed_fraction": 0}
        return nothing | {"pain_before": result.pain_before} | _comment(result)
    hurts: dict[str, int] = {}
    for hurt in result.hurts:
        if hurt.pain is not None:
            hurts[hurt.exercise] = max(hurt.pain, hurts.get(hurt.exercise, 0))
    return {
        "exercises": [
            _exercise_facts(done, hurts) for done in result.exercises if done.sets or not done.skipped
        ],
        "pain_before": result.pain_before,
        "pain_during": result.worst_pain,
        "pain_after": result.pain_after,
        "effort": result.effort,
        "completed_fraction": result.completed_fraction,
    } | _comment(result)


def _comment(result: SessionResult) -> dict[str, str]:
    return {"comment": result.comment} if result.comment else {}


def _exercise_facts(done: ExerciseDone, hurts: Mapping[str, int]) -> dict[str, Any]:
    told = [pain for pain in (done.pain, hurts.get(done.exercise)) if pain is not None]
    held = [performed.hold_s_done for performed in done.sets if performed.hold_s_done is not None]
    repetitions = [repetition for performed in done.sets for repetition in performed.repetitions]
    faulty = sum(bool(repetition.faults) for repetition in repetitions)
    facts: dict[str, Any] = {
        "exercise": done.exercise,
        "side": done.side,
        "sets_done": len(done.sets),
        "repetitions_done": min((performed.repetitions_done for performed in done.sets), default=None),
        "hold_s_done": min(held, default=None),
        "pain": max(told, default=None),
        "effort": done.effort,
    }
    return facts | ({"form_faults_fraction": round(faulty / len(repetitions), 3)} if repetitions else {})
