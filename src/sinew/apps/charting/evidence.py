"""Reads what was recorded of members into `sinew.monitoring`, a calendar month at a time, in few queries."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F

from sinew import monitoring
from sinew.apps.care.models import CareEvent, CarePlan
from sinew.apps.charting.models import MinuteEntry
from sinew.apps.charting.team import day_where
from sinew.apps.exercise.models import ExerciseSession
from sinew.apps.members.models import Member
from sinew.apps.outcomes.models import AnsweredQuestionnaire
from sinew.apps.web import content as shown
from sinew.monitoring import MonthEvidence, Period, PeriodEvidence, calendar_month

LONGEST_PERIOD = timedelta(days=31)
OWN_EVENTS = (CareEvent.Type.MORNING, CareEvent.Type.CHECK_IN, CareEvent.Type.TEST)
Transmissions = dict[object, list[tuple[date, str]]]


@dataclass(frozen=True, slots=True)
class MemberEvidence:
    """One member's month.

    Attributes:
        today: the day it is where the member is.
        began_on: the first day of the first period; ``None`` before there is a care plan.
        periods: those that have a day in the month, oldest first.
        month: ``None`` where no rules are known for it.
        rows: the ledger's entries of the month, those that were taken back among them.
    """

    member: Member
    today: date
    began_on: date | None
    periods: tuple[PeriodEvidence, ...]
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


def evidence_of_many(members: Sequence[Member], month: Period, *, at: datetime) -> list[MemberEvidence]:
    """The month of each of these members, in their order."""
    begun = _first_days(members)
    data = _transmissions(members, month)
    entries: dict[object, list[MinuteEntry]] = defaultdict(list)
    span = (month.begins_on - LONGEST_PERIOD, month.ends_on)
    for row in MinuteEntry.objects.filter(member__in=members, on__gte=span[0], on__lt=span[1]):
        entries[row.member_id].append(row)
    return [
        MemberEvidence(
            member=member,
            today=day_where(member.user, at),
            began_on=begun.get(member.pk),
            periods=_periods(begun.get(member.pk), data[member.pk], month),
            month=_month(entries[member.pk], month),
            rows=tuple(row for row in entries[member.pk] if row.on in month),
        )
        for member in members
    ]


def _first_days(members: Sequence[Member]) -> dict[object, date]:
    """The day each member's newest care plan began."""
    rows = CarePlan.objects.filter(member__in=members).order_by("started_at")
    return dict(rows.values_list("member_id", "as_of"))


def _transmissions(members: Sequence[Member], month: Period) -> Transmissions:
    """What the members' own devices sent around a month: day and kind."""
    span = (month.begins_on - LONGEST_PERIOD, month.ends_on + LONGEST_PERIOD)
    found: Transmissions = defaultdict(list)
    done = ExerciseSession.objects.done().filter(plan__member__in=members, planned_on__range=span)
    for member, on in done.values_list("plan__member_id", "planned_on"):
        found[member].append((on, "session"))
    told = CareEvent.objects.filter(
        plan__member__in=members, on__range=span, type__in=OWN_EVENTS, created_by=F("plan__member__user")
    )
    for member, on, kind in told.values_list("plan__member_id", "on", "type"):
        found[member].append((on, str(kind)))
    answered = AnsweredQuestionnaire.objects.filter(plan__member__in=members, on__range=span)
    for row in answered.exclude(score=None, event=None).values_list("plan__member_id", "on"):
        found[row[0]].append((row[1], "questionnaire"))
    return found


def _periods(
    began_on: date | None, transmissions: list[tuple[date, str]], month: Period
) -> tuple[PeriodEvidence, ...]:
    if began_on is None:
        return ()
    first_rules = monitoring.rules_on(max(began_on, month.begins_on), shown.monitoring().sets)
    if first_rules is None:
        return ()
    found = []
    for period in monitoring.periods(month, first_on=began_on, days=first_rules.period_days):
        rules = monitoring.rules_on(period.begins_on, shown.monitoring().sets)
        if rules is not None:
            is_first = period.begins_on == began_on
            found.append(monitoring.period_evidence(transmissions, period, rules, is_first=is_first))
    return tuple(found)


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
        month = calendar_month(date.fromisoformat(f"{text}-01"))
    except ValueError:
        return calendar_month(today)
    return month if month.begins_on <= today else calendar_month(today)
