"""What is read for the report: days where the member is, from their own device, in few queries."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sinew.apps.accounts.models import User
from sinew.apps.care import actions as care
from sinew.apps.care.models import CarePlan
from sinew.apps.charting.actions.minutes import note_visit_time
from sinew.apps.charting.evidence import evidence_of, evidence_of_many, month_named
from sinew.apps.members import actions as members
from sinew.apps.members.models import Member
from sinew.apps.visits.models import Visit
from sinew.apps.web import content
from sinew.monitoring import Period, calendar_month
from tests.apps.charting.conftest import NOW
from tests.apps.members import world

NOVEMBER = calendar_month(world.DAY)


def reached(member: Member) -> dict[str, int]:
    found = evidence_of(member, NOVEMBER, at=NOW)
    assert found.month is not None
    return {each.rule.code: each.units for each in (*found.periods[0].found.codes, *found.month.codes)}


def test_what_the_member_s_own_device_sent_makes_a_day_and_what_others_entered_does_not(
    member: Member, therapist: User
):
    plan = member.care_plans.get()
    next_day = world.DAY + timedelta(days=1)
    care.record_morning(plan=plan, compared="same", on=next_day, at=world.at(next_day), by=member.user)
    hold_on = world.DAY + timedelta(days=2)
    care.decide(plan=plan, decision="hold", reason="Wait.", on=hold_on, at=world.at(hold_on), by=therapist)
    (period,) = (one.found for one in evidence_of(member, NOVEMBER, at=NOW).periods)
    assert [(day.on, day.kinds) for day in period.days] == [
        (world.DAY, ("session",)),
        (next_day, ("morning",)),
    ]
    assert period.period.begins_on == plan.as_of
    assert reached(member) == {"98975": 1, "98985": 1, "98977": 0, "98979": 0, "98980": 0, "98981": 0}


def test_a_session_that_was_declined_is_no_day(db: None):
    plan = world.planned()
    nothing = {"pain_before": 6, "pain_during": None, "pain_after": None, "effort": None}
    world.exercised(plan, stopped_reason="declined", completed_fraction=0, exercises=[], **nothing)
    assert evidence_of(plan.member, NOVEMBER, at=NOW).periods[0].found.days == ()


def test_before_a_plan_there_is_no_period_and_before_2022_no_rule(db: None):
    member = world.joined()
    found = evidence_of(member, NOVEMBER, at=NOW)
    assert (found.has_plan, found.periods) == (False, ())
    assert found.month is not None
    assert evidence_of(member, calendar_month(date(2021, 5, 1)), at=NOW).month is None


def restarted(member: Member, on: date) -> CarePlan:
    """A second care plan of a member, which ends the first."""
    intake = members.open_intake(
        member=member, questionnaire_version=content.current().version, at=world.at(on), by=member.user
    )
    world.answer_all(intake, on)
    return care.start_care_plan(intake=intake, day=on, at=world.at(on), by=member.user)


def told(member: Member, month: Period, at: datetime) -> list[tuple[str, int, str | None]]:
    """First day, days with data and end of the plan, of each period of a month."""
    found = evidence_of(member, month, at=at)
    return [
        (f"{one.found.period.begins_on:%m-%d}", one.found.count, str(one.plan_ended_on or "") or None)
        for one in found.periods
    ]


def test_a_new_care_plan_hides_no_period_of_the_one_before(member: Member):
    """Given a plan of November 2 and a new one of December 12, when December is read, then it has both."""
    second = restarted(member, date(2026, 12, 12))
    care.record_morning(
        plan=second, compared="same", on=date(2026, 12, 13), at=world.at(date(2026, 12, 13)), by=member.user
    )
    later = world.at(date(2027, 2, 20))
    first = ("11-02", 1, "2026-12-12")
    assert told(member, NOVEMBER, later) == [first]
    # It had its last day on December 1. The next one, from December 2, had no day of data: nothing to show.
    assert told(member, calendar_month(date(2026, 12, 1)), later) == [first, ("12-12", 1, None)]
    assert told(member, calendar_month(date(2027, 2, 1)), later) == [("01-11", 0, None), ("02-10", 0, None)]


def test_after_a_plan_ended_no_period_begins(member: Member):
    care.end_care_plan(
        plan=member.care_plans.get(), reason="finished", at=world.at(date(2026, 11, 20)), by=member.user
    )
    later = world.at(date(2027, 2, 20))
    assert told(member, NOVEMBER, later) == [("11-02", 1, "2026-11-20")]
    assert told(member, calendar_month(date(2027, 1, 1)), later) == []
    assert evidence_of(member, calendar_month(date(2027, 1, 1)), at=later).has_plan


@pytest.mark.parametrize(
    ("zone", "call", "day"),
    [
        # 23:50 on October 31 in New York, for an hour into November.
        ("America/New_York", ("2026-11-01T03:50Z", "2026-11-01T04:50Z"), date(2026, 10, 31)),
        # 0:10 on November 1 in New York.
        ("America/New_York", ("2026-11-01T04:10Z", "2026-11-01T04:20Z"), date(2026, 11, 1)),
        # 1:50 summer time to 1:50 winter time: the hour that comes twice.
        ("America/New_York", ("2026-11-01T05:50Z", "2026-11-01T06:50Z"), date(2026, 11, 1)),
        # 0:30 on November 1 in Auckland, which is still October in London and in New York.
        ("Pacific/Auckland", ("2026-10-31T11:30Z", "2026-10-31T11:40Z"), date(2026, 11, 1)),
    ],
)
def test_a_visit_counts_on_the_day_and_in_the_month_it_began_where_the_member_is(
    member: Member, therapist: User, zone: str, call: tuple[str, str], day: date
):
    member.user.timezone = zone
    member.user.save()
    begin, end = map(datetime.fromisoformat, call)
    visit = Visit.objects.create(
        member=member, practitioner=therapist, kind="follow_up", begins_at=begin, ends_at=end, booked_at=begin
    )
    entry = note_visit_time(visit=visit, begins_at=begin, ends_at=end, at=end, by=None)
    assert entry.on == day
    for number in (10, 11):
        found = evidence_of(member, calendar_month(date(2026, number, 1)), at=NOW).month
        assert found is not None
        assert found.minutes == ((end - begin).seconds // 60 if number == day.month else 0)


def test_what_a_practitioner_answered_for_a_member_makes_no_day(member: Member, therapist: User):
    plan = member.care_plans.get()
    for on, by in ((date(2026, 11, 5), therapist), (date(2026, 11, 6), member.user)):
        plan.answered_questionnaires.create(
            measure="fash", definition_version="x", on=on, score=50, created_at=world.at(on), created_by=by
        )
    (period,) = evidence_of(member, NOVEMBER, at=NOW).periods
    assert [day.on.day for day in period.found.days] == [2, 6]


def test_a_caseload_takes_as_many_queries_as_one_member(db: None):
    for number in range(3):
        world.planned(f"m{number}@example.org")
    everybody = list(Member.objects.select_related("user"))
    counts = []
    for some in (everybody[:1], everybody):
        with CaptureQueriesContext(connection) as asked:
            evidence_of_many(some, NOVEMBER, at=NOW)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 6


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2026-10", 10),
        ("2026-11", 11),
        *((x, 11) for x in ("2026-12", "", "x", "2026-13", "0001-01", "9999-12")),
    ],
)
def test_a_month_to_come_or_a_wrong_one_is_this_month(text: str, month: int):
    assert month_named(text, NOW.date()).begins_on == date(2026, month, 1)
