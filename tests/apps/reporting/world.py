"""A sponsor with many people: one member's course as the product makes it, and copies for the others."""

import copy
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from sinew.apps.accounts.models import User
from sinew.apps.care.models import CareEvent, CarePlan
from sinew.apps.coverage.models import Coverage, ListedPerson, Sponsor
from sinew.apps.exercise.models import ExerciseSession
from sinew.apps.members.models import IntakeRecord, Member
from sinew.apps.outcomes.models import AnsweredQuestionnaire
from sinew.apps.reporting.demo import publish_invented
from sinew.apps.reporting.models import Release
from sinew.disclosure import Quarter
from tests.apps.members import world

START = date(2026, 1, 5)
WEEK_12 = START + timedelta(days=84)


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def listed(sponsor: Sponsor, count: int, begins_on: date = date(2026, 1, 1), **other) -> None:
    """People on a sponsor's roster."""
    first = ListedPerson.objects.filter(sponsor=sponsor).count()
    ListedPerson.objects.bulk_create(
        ListedPerson(
            sponsor=sponsor,
            key=str(number),
            family=str(number),
            last_name="Invented",
            is_subscriber=True,
            begins_on=begins_on,
            **{"born_on": date(1980, 1, 1), **other},
        )
        for number in range(first, first + count)
    )


def members(sponsor: Sponsor, count: int, day: date = START, **coverage) -> list[CarePlan]:
    """Members with a plan and coverage, each at the start of the same course."""
    first = CarePlan.objects.first() or world.planned(
        email="model@example.org", day=day, started_on=(day - timedelta(days=6)).isoformat()
    )
    plans = [_copied(first) for _number in range(count)]
    for plan in plans:
        Coverage.objects.create(
            member=plan.member,
            sponsor=sponsor,
            proven_by="contact",
            created_at=at(day),
            checked_at=at(day),
            **{"begins_on": day, **coverage},
        )
    return plans


def _copied(plan: CarePlan) -> CarePlan:
    name = uuid4()
    user = User.objects.create_user(email=f"{name}@example.org", password=None)
    member = Member.objects.create(user=user)
    intake = _new(IntakeRecord.objects.get(pk=plan.intake_id), member=member)
    made = _new(CarePlan.objects.get(pk=plan.pk), member=member, intake=intake)
    for adjustment in plan.adjustments.all():
        _new(adjustment, plan=made, event=None)
    return made


def _new(row, **other):
    made = copy.copy(row)
    made.pk, made._state = None, copy.copy(row._state)
    made._state.adding = True
    if hasattr(made, "id") and type(made)._meta.pk.default is not None and not isinstance(row.pk, int):
        made.pk = uuid4()
    for name, value in other.items():
        if name in {field.name for field in made._meta.fields}:
            setattr(made, name, value)
    made.save(force_insert=True)
    return made


def exercised(plan: CarePlan, *days: date) -> None:
    """Sessions that were done."""
    for day in days:
        ExerciseSession.objects.create(
            plan=plan, planned_on=day, prescribed={}, opened_at=at(day), status="done", result={},
            idempotency_key=uuid4(),
        )  # fmt: skip


def at_the_start(plan: CarePlan, pain: int, function: int) -> None:
    """What a member told in the intake."""
    psfs = [{"activity": "Running for the bus", "score": function}]
    CarePlan.objects.filter(pk=plan.pk).update(answers={**plan.answers, "pain_average": pain, "psfs": psfs})


def told(plan: CarePlan, pain: int, function: int = 7, satisfaction: int = 8, on: date = WEEK_12) -> None:
    """What a member tells at week 12."""
    answers = {"pain_average": pain, "psfs": [{"activity": "Running for the bus", "score": function}]}
    CareEvent.objects.create(
        plan=plan, on=on, type=CareEvent.Type.CHECK_IN, payload={"answers": answers}, created_at=at(on)
    )
    AnsweredQuestionnaire.objects.create(
        plan=plan, measure="satisfaction", definition_version="x", on=on, score=satisfaction,
        answers={"satisfaction": satisfaction}, created_at=at(on),
    )  # fmt: skip


def releases(sponsor: Sponsor, covered: int = 1240) -> list[Release]:
    """A year of reports made from invented facts, for pages."""
    closed = [Quarter(2026, number) for number in range(1, 5)]
    at_last = at(date(2027, 1, 20))
    return publish_invented(sponsor=sponsor, closed=closed, covered=covered, people=190, at=at_last)
