"""A reminder goes to members who agreed and have a session today that is not done, once, in their daytime."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from sinew.apps.members import actions as members
from sinew.apps.members.models import Consent, Member
from sinew.apps.practice.demo.people import NEW_YORK, Person
from sinew.apps.practice.operations.reminders import remind_of_today

pytestmark = pytest.mark.django_db


@pytest.fixture
def ben(settle) -> Member:
    """Joined yesterday, did nothing yet: there is a session today. Agreed to reminders."""
    ben = Person(
        key="ben", name="Ben", age=40, side="left", joined_days_ago=1, adherence=0, wants_reminders=True
    )
    return settle(ben)


def at(hour: int) -> datetime:
    """An hour of today where Ben is."""
    today = datetime.now(UTC).astimezone(ZoneInfo(NEW_YORK)).date()
    return datetime.combine(today, time(hour), tzinfo=ZoneInfo(NEW_YORK))


def test_a_reminder_is_queued_once_a_day_and_says_nothing_about_health(ben):
    (message,) = remind_of_today(at=at(10))
    assert message.to == "ben@example.org"
    assert remind_of_today(at=at(15)) == []
    assert ben.user.name
    for word in ("pain", "hamstring", "injury"):
        assert word not in (message.subject + message.body).lower()


@pytest.mark.parametrize("hour", [3, 8, 19, 23])
def test_nobody_is_reminded_at_night(ben, hour):
    assert remind_of_today(at=at(hour)) == []


def test_whoever_withdraws_is_not_reminded(ben):
    members.withdraw_consent(member=ben, what=Consent.What.REMINDERS, at=datetime.now(UTC), by=ben.user)
    assert remind_of_today(at=at(10)) == []


def test_a_rest_day_or_a_paused_plan_brings_no_reminder(settle):
    settle(
        Person(
            key="eve",
            name="Eve",
            age=40,
            side="left",
            joined_days_ago=1,
            adherence=0,
            wants_reminders=True,
            answers={"pain_average": 9, "pain_worst": 9},
        )
    )
    assert remind_of_today(at=at(10)) == []
    assert remind_of_today(at=at(10) + timedelta(days=1)) == []


def test_a_plan_that_cannot_be_read_is_logged_and_the_others_are_reminded(settle, ben, caplog):
    eve = settle(
        Person(
            key="eve", name="Eve", age=40, side="left", joined_days_ago=1, adherence=0, wants_reminders=True
        )
    )
    broken = ben.care_plans.get()
    broken.answers = {"no-such-question": 1}
    broken.save()
    (message,) = remind_of_today(at=at(10))
    assert message.to == eve.user.email
    (line,) = [record for record in caplog.records if record.msg == "operations.reminder.plan_failed"]
    assert line.care_plan_id == broken.pk


def test_what_was_sent_and_done_is_asked_once_for_all_plans(settle, ben, django_assert_num_queries):
    settle(
        Person(
            key="eve", name="Eve", age=40, side="left", joined_days_ago=1, adherence=0, wants_reminders=True
        )
    )
    assert len(remind_of_today(at=at(10))) == 2
    with django_assert_num_queries(3):
        assert remind_of_today(at=at(11)) == []
