"""How much there is to do for each practitioner, as numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.accounts.models import User
from sinew.apps.accounts.permissions import role_required
from sinew.apps.care.teams import count_without_practitioner
from sinew.apps.charting.evidence import time_spent_by
from sinew.apps.practice.caseload import Case, caseload
from sinew.apps.web import content as shown
from sinew.apps.web.moment import day_of
from sinew.attention import Kind, Rules
from sinew.monitoring import TimeSpent, calendar_month
from sinew.vocabulary import Role

FIRST_KINDS = frozenset({Kind.ALARM, Kind.EMERGENCY, Kind.URGENT})


@dataclass(frozen=True, slots=True)
class Load:
    """One practitioner's work.

    Attributes:
        led: members they lead; covered: those they stand in for.
        urgent: with words of an emergency or a red flag.
        due_today: with a deadline before the day ends; late: with one that has passed.
        spent: minutes of the ledger in this month.
    """

    name: str
    role: str
    members: int
    led: int
    covered: int
    needing: int
    urgent: int
    due_today: int
    late: int
    spent: TimeSpent


ROLES = {Role.PHYSICAL_THERAPIST: "Physical therapist", Role.COACH: "Coach"}


@require_GET
@role_required(Role.PHYSICAL_THERAPIST, Role.OPERATOR)
def workload(request: SignedInRequest) -> HttpResponse:
    """Members for each practitioner, by need: numbers only, no member is named."""
    people = User.objects.filter(role__in=tuple(ROLES), is_active=True).order_by("display_name", "email")
    rules, month = shown.attention_rules(), calendar_month(day_of(request))
    spent = time_spent_by(people, month)
    loads = [load_of(person, rules, spent[person.pk], at=request.at) for person in people]
    context = {"loads": loads, "month": month, "without": count_without_practitioner()}
    return render(request, "practice/queue/workload.html", context)


def load_of(person: User, rules: Rules, spent: TimeSpent, *, at: datetime) -> Load:
    """The work of one practitioner at this moment."""
    cases = caseload(person, rules, at=at)
    return Load(
        name=person.name,
        role=ROLES[Role(person.role)],
        members=len(cases),
        led=sum(case.team.is_led_by_reader for case in cases),
        covered=sum(case.team.is_covered_by_reader for case in cases),
        needing=sum(bool(case.attention) for case in cases),
        urgent=sum(any(reason.kind in FIRST_KINDS for reason in case.attention) for case in cases),
        due_today=_due_today(cases, at),
        late=sum(case.is_late(at) for case in cases),
        spent=spent,
    )


def _due_today(cases: Sequence[Case], at: datetime) -> int:
    """Cases with a deadline ahead that is on the reader's day."""
    today = timezone.localtime(at).date()
    return sum(
        any(
            (
                reason.due_at is not None
                and reason.due_at >= at
                and timezone.localtime(reason.due_at).date() == today
            )
            or reason.due_on == today
            for reason in case.attention
        )
        for case in cases
    )
