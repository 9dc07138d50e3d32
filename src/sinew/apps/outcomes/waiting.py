"""Which plans have outcome measures overdue on a day, for hundreds of plans in two queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from django.db.models import Max

from sinew.apps.care.models import CareEvent, CarePlan
from sinew.apps.outcomes.course import wording_of
from sinew.apps.outcomes.models import AnsweredQuestionnaire
from sinew.apps.web import content as shown
from sinew.outcomes import Measure, given_to, weeks_open, window
from sinew.outcomes.schedule import WEEK, Asking


@dataclass(frozen=True, slots=True)
class OverdueOutcomes:
    """Answers that are late (`Asking.late_after_days`) and still count: asked since when, until when."""

    since: date
    until: date


@dataclass(frozen=True, slots=True)
class _Unanswered:
    """A point of a measure's schedule that no row answers."""

    plan: CarePlan
    measure: Measure
    due_on: date
    first_on: date
    last_on: date


def overdue_outcomes(plans: Iterable[tuple[CarePlan, date]]) -> Mapping[UUID, OverdueOutcomes]:
    """What is overdue in each of these plans on its day; plans with nothing overdue are left out.

    Args:
        plans: each with today where its member is, and its summary.
    """
    plans = list(plans)
    told = _last_answers(plan for plan, _ in plans)
    asked = cache(_asked)
    phases, asking = shown.current().program.phases, shown.outcomes().asking
    points: list[_Unanswered] = []
    for plan, day in plans:
        phase = phases.get(plan.summary.first_phase)
        measures = asked(phase.track if phase is not None else None)
        points += _unanswered(plan, day, measures, asking, told)
    found: dict[UUID, list[_Unanswered]] = {}
    for point in _not_in_check_ins(points):
        found.setdefault(point.plan.pk, []).append(point)
    return {
        plan: OverdueOutcomes(min(p.due_on for p in late), min(p.last_on for p in late))
        for plan, late in found.items()
    }


def _unanswered(
    plan: CarePlan,
    day: date,
    measures: tuple[Measure, ...],
    asking: Asking,
    told: Mapping[tuple[UUID, str], date],
) -> Iterable[_Unanswered]:
    """A question of the program was answered in the intake, so its first point is never open."""
    for measure in measures:
        from_start = plan.as_of if measure.question else None
        for week in weeks_open(measure.schedule, plan.as_of, day, asking):
            first_on, last_on = window(week, plan.as_of, asking)
            due_on = plan.as_of + week * WEEK
            answered_on = told.get((plan.pk, measure.id), from_start)
            is_late = (day - due_on).days >= asking.late_after_days
            if is_late and (answered_on is None or answered_on < first_on):
                yield _Unanswered(plan, measure, due_on, first_on, last_on)


def _not_in_check_ins(points: list[_Unanswered]) -> Iterable[_Unanswered]:
    """Those that no check-in of their days has answered either."""
    asked = [point for point in points if point.measure.question]
    events = CareEvent.objects.of_type(CareEvent.Type.CHECK_IN).filter(
        plan__in={point.plan.pk for point in asked},
        on__gte=min((point.first_on for point in asked), default=date.max),
    )
    given: dict[UUID, list[tuple[date, dict[str, object]]]] = {}
    for plan, on, payload in events.values_list("plan", "on", "payload"):
        given.setdefault(plan, []).append((on, payload["answers"]))
    for point in points:
        question, own = point.measure.question, given.get(point.plan.pk, ())
        if not any(on >= point.first_on and question in answers for on, answers in own):
            yield point


def _asked(track: str | None) -> tuple[Measure, ...]:
    """The measures a person of this track is asked outside the check-in and after the intake."""
    known = shown.outcomes().measures.values()
    ready = [measure.id for measure in known if wording_of(measure) is not None]
    return tuple(each for each in given_to(known, track, ready) if not each.schedule.is_in_check_in)


def _last_answers(plans: Iterable[CarePlan]) -> dict[tuple[UUID, str], date]:
    answers = AnsweredQuestionnaire.objects.filter(plan__in=[plan.pk for plan in plans])
    rows = answers.order_by().values_list("plan", "measure").annotate(last=Max("on"))
    return {(plan, measure): last for plan, measure, last in rows}
