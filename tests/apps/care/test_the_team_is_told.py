"""Wherever a member reads "your care team knows", the care team has been told."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail

from sinew.apps.care import actions as care
from sinew.apps.care.errors import AlreadyTold
from sinew.apps.exercise import actions as exercise
from sinew.apps.exercise.models import ExerciseSession
from sinew.apps.practice.caseload import caseload
from sinew.apps.web import content as shown
from sinew.attention import Kind
from tests.apps.members import world

pytestmark = pytest.mark.django_db

NEXT_DAY = world.DAY + timedelta(days=1)
LATER = world.at(NEXT_DAY, hour=12)


def told(to="therapist@example.org"):
    return [message for message in mail.outbox if message.to == [to]]


def news(therapist, at=LATER):
    """What the caseload of this therapist has to say of its only member: kind and rule."""
    (case,) = caseload(therapist, shown.attention_rules(), at=at)
    return [(reason.kind, reason.rule) for reason in case.attention]


def decline(plan, *, pain, day=world.DAY):
    """Open the session, say how strong the pain is, and leave it."""
    by = plan.member.user
    session = exercise.start_session(plan=plan, day=day, at=world.at(day), by=by)
    left = {"exercises": [], "pain_before": pain, "pain_during": None, "pain_after": None, "effort": None}
    payload = world.report(session, day) | left | {"completed_fraction": 0, "stopped_reason": "declined"}
    exercise.record_result(session=session, payload=payload, key=uuid4(), at=world.at(day, 11), by=by)
    session.refresh_from_db()
    return session


@pytest.mark.parametrize(
    ("kind", "rule", "answers"),
    [
        (Kind.WORSE_AFTER, "pain-over-48h", {"pain_lasted": "over-48h"}),
        (Kind.WORSE_AFTER, "night-waking", {"night_waking": "yes"}),
        (Kind.TOLD, "RF-31", {"phq2": 4}),
    ],
)
def test_news_of_a_check_in_reaches_the_team(kind, rule, answers, django_capture_on_commit_callbacks):
    therapist = world.therapist()
    plan = world.planned()
    world.exercised(plan)
    by = plan.member.user
    with django_capture_on_commit_callbacks(execute=True):
        care.record_check_in(plan=plan, answers=answers, on=NEXT_DAY, at=world.at(NEXT_DAY), by=by)
    assert len(told()) == 1
    assert news(therapist) == [(kind, rule)]


def test_a_much_worse_morning_reaches_the_team_once(django_capture_on_commit_callbacks):
    therapist = world.therapist()
    plan = world.planned()
    world.exercised(plan)
    by = plan.member.user
    with django_capture_on_commit_callbacks(execute=True):
        care.record_morning(plan=plan, compared="+3", on=NEXT_DAY, at=world.at(NEXT_DAY), by=by)
        with pytest.raises(AlreadyTold):
            care.record_morning(plan=plan, compared="+3", on=NEXT_DAY, at=world.at(NEXT_DAY), by=by)
    assert len(told()) == 1
    assert plan.adjustments.filter(team_news="morning-plus-3").count() == 1
    assert news(therapist) == [(Kind.WORSE_AFTER, "morning-plus-3")]


def test_a_morning_like_any_other_tells_nobody(django_capture_on_commit_callbacks):
    therapist = world.therapist()
    plan = world.planned()
    world.exercised(plan)
    with django_capture_on_commit_callbacks(execute=True):
        care.record_morning(
            plan=plan, compared="same", on=NEXT_DAY, at=world.at(NEXT_DAY), by=plan.member.user
        )
    assert told() == []
    assert news(therapist) == []


def test_low_mood_in_the_intake_reaches_the_team(django_capture_on_commit_callbacks):
    therapist = world.therapist()
    with django_capture_on_commit_callbacks(execute=True):
        world.planned(phq2=4)
    assert len(told()) == 1
    assert news(therapist, at=world.at(hour=12)) == [(Kind.TOLD, "RF-31")]


def test_what_a_practitioner_has_answered_is_no_news_any_more():
    therapist = world.therapist()
    plan = world.planned(phq2=4)
    care.decide(plan=plan, decision="hold", reason="Called her.", on=NEXT_DAY, at=LATER, by=therapist)
    assert news(therapist, at=LATER + timedelta(hours=1)) == []


def test_a_session_declined_in_pain_is_no_session_and_reaches_the_team(django_capture_on_commit_callbacks):
    therapist = world.therapist()
    plan = world.planned()
    with django_capture_on_commit_callbacks(execute=True):
        session = decline(plan, pain=8)
    assert session.status == ExerciseSession.Status.DECLINED
    assert not plan.exercise_sessions.done().exists()
    assert len(told()) == 1
    assert news(therapist) == [(Kind.TOLD, "declined-in-pain")]


def test_after_a_declined_session_the_day_is_still_open():
    plan = world.planned()
    declined = decline(plan, pain=8)
    again = exercise.start_session(plan=plan, day=world.DAY, at=world.at(hour=15), by=plan.member.user)
    assert again.pk != declined.pk
