"""Everything that adds an answer to an outcome measure."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.care import actions as care
from sinew.apps.care.errors import CarePlanEnded
from sinew.apps.care.models import CareEvent, CarePlan
from sinew.apps.members.actions import require_consents
from sinew.apps.outcomes.course import wording_of
from sinew.apps.outcomes.errors import MeasureNotAsked
from sinew.apps.outcomes.models import AnsweredQuestionnaire
from sinew.apps.web import content as shown
from sinew.errors import InputRefused, Problem
from sinew.outcomes import Measure, score
from sinew.program import check_answer


@transaction.atomic
def answer_measure(
    *, plan: CarePlan, measure: str, answers: Mapping[str, Any], on: date, at: datetime, by: User
) -> AnsweredQuestionnaire:
    """Store the answers to one measure; on the same day they correct those given before.

    The answer to a question of the program is recorded as a check-in, so that its rules hear of it.

    Args:
        answers: by item id (or the program's question id), as web forms send them.

    Raises:
        MeasureNotAsked: there is no such measure, it waits for a license, or the check-in asks it.
        InputRefused: an answer is not possible, or too many are missing.
        CarePlanEnded: the plan takes no more answers.
        ConsentMissing: the member has not agreed to the wording of today.
    """
    plan, asked = _ready(plan, measure)
    checked = _checked(asked, answers)
    before = _of_today(plan, asked, on)
    if before is not None and not before.is_left_out and _is_same(before, checked):
        return before
    if asked.question:
        event = care.record_check_in(plan=plan, answers=checked, on=on, at=at, by=by).event
        return _store(plan, asked, before, on=on, at=at, by=by, event=event)
    value = score(asked, checked).value
    return _store(plan, asked, before, on=on, at=at, by=by, answers=checked, value=value)


@transaction.atomic
def leave_out(*, plan: CarePlan, measure: str, on: date, at: datetime, by: User) -> AnsweredQuestionnaire:
    """Note that the member chose not to answer; it is not asked again at this point of the schedule.

    What was answered today stays as it is.

    Raises:
        MeasureNotAsked, CarePlanEnded, ConsentMissing: see `answer_measure`.
    """
    plan, asked = _ready(plan, measure)
    before = _of_today(plan, asked, on)
    return before or _store(plan, asked, None, on=on, at=at, by=by)


def _ready(plan: CarePlan, name: str) -> tuple[CarePlan, Measure]:
    """The plan, locked, and the measure, if both take answers."""
    plan = CarePlan.objects.select_for_update(of=("self",)).select_related("member__user").get(pk=plan.pk)
    if plan.ended_at is not None:
        raise CarePlanEnded(plan.pk)
    require_consents(plan.member)
    measure = shown.outcomes().measures.get(name)
    if measure is None or measure.schedule.is_in_check_in or wording_of(measure) is None:
        raise MeasureNotAsked(name)
    return plan, measure


def _checked(measure: Measure, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers in their stored form; every problem is listed."""
    words = wording_of(measure)
    if words is None:
        raise MeasureNotAsked(measure.id)
    found: dict[str, Any] = {}
    problems: list[Problem] = []
    for question in measure.questions(words, shown.current().intake):
        try:
            found[question.id] = check_answer(question, answers.get(question.id))
        except InputRefused as refused:
            problems += refused.problems
    given = {name: value for name, value in found.items() if value is not None}
    result = score(measure, given)
    if not problems and result.value is None:
        message = f"at most {measure.missing_at_most} answers can be missing"
        problems += [Problem(item, "too-many-missing", message) for item in result.missing]
    if problems:
        raise InputRefused(tuple(problems))
    return given


def _of_today(plan: CarePlan, measure: Measure, on: date) -> AnsweredQuestionnaire | None:
    rows = plan.answered_questionnaires.standing().filter(measure=measure.id, on=on)
    return rows.select_related("event").first()


def _is_same(before: AnsweredQuestionnaire, answers: Mapping[str, Any]) -> bool:
    return {name: before.given.get(name) for name in answers} == answers and (
        before.event is not None or before.answers.keys() == answers.keys()
    )


def _store(
    plan: CarePlan,
    measure: Measure,
    before: AnsweredQuestionnaire | None,
    *,
    on: date,
    at: datetime,
    by: User,
    answers: Mapping[str, Any] | None = None,
    value: float | None = None,
    event: CareEvent | None = None,
) -> AnsweredQuestionnaire:
    row: AnsweredQuestionnaire = plan.answered_questionnaires.create(
        measure=measure.id,
        definition_version=shown.outcomes().versions[measure.id],
        wording_version=shown.licensed().versions.get(measure.id, ""),
        on=on,
        answers=dict(answers or {}),
        score=value,
        event=event,
        corrects=before,
        created_at=at,
        created_by=by,
    )
    happened = "left_out" if row.is_left_out else "corrected" if before is not None else "answered"
    audit.record(
        f"outcomes.measure.{happened}", on=row, by=by, member=plan.member_id, detail={"measure": measure.id}
    )
    return row
