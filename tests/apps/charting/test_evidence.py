"""What is read for the report: days where the member is, from their own device, in few queries."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sinew.apps.accounts.models import User
from sinew.apps.care import actions as care
from sinew.apps.charting.evidence import evidence_of, evidence_of_many, month_named
from sinew.apps.members.models import Member
from sinew.monitoring import calendar_month
from tests.apps.charting.conftest import NOW
from tests.apps.members import world

NOVEMBER = calendar_month(world.DAY)


def reached(member: Member) -> dict[str, int]:
    found = evidence_of(member, NOVEMBER, at=NOW)
    assert found.month is not None
    return {each.rule.code: each.units for each in (*found.periods[0].codes, *found.month.codes)}


def test_what_the_member_s_own_device_sent_makes_a_day_and_what_others_entered_does_not(
    member: Member, therapist: User
):
    plan = member.care_plans.get()
    next_day = world.DAY + timedelta(days=1)
    care.record_morning(plan=plan, compared="same", on=next_day, at=world.at(next_day), by=member.user)
    hold_on = world.DAY + timedelta(days=2)
    care.decide(plan=plan, decision="hold", reason="Wait.", on=hold_on, at=world.at(hold_on), by=therapist)
    (period,) = evidence_of(member, NOVEMBER, at=NOW).periods
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
    assert evidence_of(plan.member, NOVEMBER, at=NOW).periods[0].days == ()


def test_before_a_plan_there_is_no_period_and_before_2022_no_rule(db: None):
    member = world.joined()
    found = evidence_of(member, NOVEMBER, at=NOW)
    assert (found.began_on, found.periods) == (None, ())
    assert found.month is not None
    assert evidence_of(member, calendar_month(date(2021, 5, 1)), at=NOW).month is None


def test_a_caseload_takes_as_many_queries_as_one_member(db: None):
    for number in range(3):
        world.planned(f"m{number}@example.org")
    members = list(Member.objects.select_related("user"))
    counts = []
    for some in (members[:1], members):
        with CaptureQueriesContext(connection) as asked:
            evidence_of_many(some, NOVEMBER, at=NOW)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 6


@pytest.mark.parametrize(
    ("text", "month"),
    [("2026-10", 10), ("2026-11", 11), ("2026-12", 11), ("", 11), ("x", 11), ("2026-13", 11)],
)
def test_a_month_to_come_or_a_wrong_one_is_this_month(text: str, month: int):
    assert month_named(text, NOW.date()).begins_on == date(2026, month, 1)
