"""Reads what was recorded of members into `sinew.monitoring`, a calendar month at a time, in few queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F

from sinew import monitoring
from sinew.apps.accounts.models import User
from sinew.apps.care.models import CareEvent, CarePlan
from sinew.apps.charting.models import MinuteEntry
from sinew.apps.charting.team import day_where
from sinew.apps.exercise.models import ExerciseSession
from sinew.apps.members.models import Member
from sinew.apps.outcomes.models import AnsweredQuestionnaire
from sinew.apps.web import content as shown
from sinew.monitoring import MonthEvidence, Period, PeriodEvidence, TimeSpent, calendar_month

LONGEST_PERIOD = timedelta(days=31)
EARLIEST_MONTH = date(2000, 1, 1)
"""An address that names an earlier one names none."""
OWN_EVENTS = (CareEvent.Type.MORNING, CareEvent.Type.CHECK_IN, CareEvent.Type.TEST)
Transmissions = dict[object, list[tuple[date, str]]]


@dataclass(frozen=True, slots=True)
class PlanPeriod:
    """One period of one care plan.

    Attributes:
        plan_ended_on: the day the plan ended, where the member is; ``None`` while it goes on.
    """

    found: PeriodEvidence
    plan_ended_on: date | None


@dataclass(frozen=True, slots=True)
class MemberEvidence:
    """One member's month.

    Attributes:
        today: the day it is where the member is.
        has_plan: whether there is, or ever was, a care plan.
        periods: those of any of their plans that have a day in the month, oldest first.
        month: ``None`` where no rules are known for it.
        rows: the ledger's entries of the month, those that were taken back among them.
    """

    member: Member
    today: date
    has_plan: bool
    periods: tuple[PlanPeriod, ...]
    month: MonthEvidence | None
    rows: tuple[MinuteEntry, ...]


def evidence_of(member: Member, month: Period, *, at: datetime) -> MemberEvidence:
    """One member's month."""
    return evidence_of_many([member], month, at=at)[0]


def minutes_of(member: Member, month: Period) -> int:
    """Whole minutes of a month that count, in one query."""
    span = (month.begins_on - LONGEST_PERIOD, month.ends_on)
    rows = MinuteEntry.objects.filter(member=member, on__gte=span[0], on__lt=span[1])
    found = _month(list(rows), month)
    return found.minutes if found is not None else 0


def time_spent_by(people: Iterable[User], month: Period) -> dict[object, TimeSpent]:
    """What each practitioner wrote down in a month, for whomever: numbers, in one query."""
    rules = monitoring.rules_on(month.begins_on, shown.monitoring().sets)
    live = rules.live if rules is not None else frozenset()
    entries: dict[object, list[monitoring.MinuteEntry]] = {person.pk: [] for person in people}
    # Two entries that overlap may begin on two days.
    span = (month.begins_on - LONGEST_PERIOD, month.ends_on)
    for row in MinuteEntry.objects.filter(practitioner__in=list(entries), on__gte=span[0], on__lt=span[1]):
        entries[row.practitioner_id].append(_entry(row))
    return {person: monitoring.time_spent(found, month, live) for person, found in entries.items()}


def evidence_of_many(members: Sequence[Member], month: Period, *, at: datetime) -> list[MemberEvidence]:
    """The month of each of these members, in their order."""
    plans = _plans(members)
    data = _transmissions(members, month)
    entries: dict[object, list[MinuteEntry]] = defaultdict(list)
    span = (month.begins_on - LONGEST_PERIOD, month.ends_on)
    for row in MinuteEntry.objects.filter(member__in=members, on__gte=span[0], on__lt=span[1]):
        entries[row.member_id].append(row)
    return [
        MemberEvidence(
            member=member,
            today=day_where(member.user, at),
            has_plan=bool(plans[member.pk]),
            periods=tuple(_periods(member, plans[member.pk], data, month)),
            month=_month(entries[member.pk], month),
            rows=tuple(row for row in entries[member.pk] if row.on in month),
        )
        for member in members
    ]


def _plans(members: Sequence[Member]) -> dict[object, list[CarePlan]]:
    """Every care plan of each member, oldest first."""
    found: dict[object, list[CarePlan]] = defaultdict(list)
    for plan in CarePlan.objects.filter(member__in=members).defer("answers").order_by("started_at"):
        found[plan.member_id].append(plan)
    return found


def _transmissions(members: Sequence[Member], month: Period) -> Transmissions:
    """What the members' own devices sent around a month, for each plan: day and kind."""
    span = (month.begins_on - LONGEST_PERIOD, month.ends_on + LONGEST_PERIOD)
    found: Transmissions = defaultdict(list)
    done = ExerciseSession.objects.done().filter(plan__member__in=members, planned_on__range=span)
    for plan, on in done.values_list("plan_id", "planned_on"):
        found[plan].append((on, "session"))
    told = CareEvent.objects.filter(
        plan__member__in=members, on__range=span, type__in=OWN_EVENTS, created_by=F("plan__member__user")
    )
    for plan, on, kind in told.values_list("plan_id", "on", "type"):
        found[plan].append((on, str(kind)))
    answered = AnsweredQuestionnaire.objects.filter(
        plan__member__in=members, on__range=span, created_by=F("plan__member__user")
    )
    for plan, on in answered.exclude(score=None, event=None).values_list("plan_id", "on"):
        found[plan].append((on, "questionnaire"))
    return found


def _periods(
    member: Member, plans: Iterable[CarePlan], data: Transmissions, month: Period
) -> Iterable[PlanPeriod]:
    """The periods of every plan with a day in the month: a plan that began later hides no earlier one."""
    found = [
        PlanPeriod(period, day_where(member.user, plan.ended_at) if plan.ended_at else None)
        for plan in plans
        for period in _periods_of(plan, data[plan.pk], month)
    ]
    return sorted((one for one in found if not _is_past_its_plan(one)), key=lambda one: one.found.period)


def _periods_of(
    plan: CarePlan, transmissions: Sequence[tuple[date, str]], month: Period
) -> Iterable[PeriodEvidence]:
    first_rules = monitoring.rules_on(max(plan.as_of, month.begins_on), shown.monitoring().sets)
    if first_rules is None:
        return
    for period in monitoring.periods(month, first_on=plan.as_of, days=first_rules.period_days):
        rules = monitoring.rules_on(period.begins_on, shown.monitoring().sets)
        if rules is not None:
            is_first = period.begins_on == plan.as_of
            yield monitoring.period_evidence(transmissions, period, rules, is_first=is_first)


def _is_past_its_plan(one: PlanPeriod) -> bool:
    """Whether the plan had ended before the period began, or in it without a day of data."""
    if one.plan_ended_on is None:
        return False
    period = one.found.period
    return period.begins_on > one.plan_ended_on or (one.plan_ended_on in period and not one.found.count)


def _month(rows: Sequence[MinuteEntry], month: Period) -> MonthEvidence | None:
    rules = monitoring.rules_on(month.begins_on, shown.monitoring().sets)
    return None if rules is None else monitoring.month_evidence(map(_entry, rows), month, rules)


def _entry(row: MinuteEntry) -> monitoring.MinuteEntry:
    return monitoring.MinuteEntry(
        id=str(row.pk),
        on=row.on,
        seconds=row.seconds,
        kind=row.kind,
        by=str(row.practitioner_id or row.practitioner_name),
        role=row.role,
        begins_at=row.begins_at,
        ends_at=row.ends_at,
        reverses=str(row.reverses_id) if row.reverses_id else None,
    )


def month_named(text: str, today: date) -> Period:
    """The month ``2026-11`` names; this one where it names none, or one to come."""
    try:
        first_on = date.fromisoformat(f"{text}-01")
    except ValueError:
        return calendar_month(today)
    return calendar_month(first_on if EARLIEST_MONTH <= first_on <= today else today)
