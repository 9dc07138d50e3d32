"""A care plan is a fold over events: every event recomputes it and leaves an adjustment with reasons."""

from datetime import timedelta

import pytest
from django.core import mail

from sinew.apps.care import actions as care
from sinew.apps.care import planning
from sinew.apps.care.changes import is_paused
from sinew.apps.care.errors import CarePlanEnded, NotOnCareTeam
from sinew.apps.care.models import CarePlan, ContentSnapshot
from sinew.apps.web import content as shown
from sinew.content import snapshot
from sinew.errors import InputRefused
from sinew.vocabulary import Disposition, Outcome
from tests.apps.members import world

pytestmark = pytest.mark.django_db

NEXT_DAY = world.DAY + timedelta(days=1)


def test_a_plan_starts_with_a_session_and_says_why():
    plan = world.planned()
    adjustment = plan.adjustments.get()
    assert adjustment.outcome == Outcome.START
    assert adjustment.reasons
    assert planning.current_plan(plan, world.DAY).to_json()["session"]["exercises"]


def test_pain_in_the_red_zone_takes_the_next_session_a_step_back_with_reasons():
    plan = world.planned()
    session = world.exercised(plan, pain=7)
    adjustment = session.event.adjustment
    assert adjustment.outcome == Outcome.REGRESS
    assert "red" in {reason["rule"] for reason in adjustment.reasons}
    assert adjustment.changes
    after = planning.current_plan(plan, adjustment.for_day).to_json()["session"]
    assert after != session.prescribed


def test_a_session_without_pain_takes_nothing_back():
    adjustment = world.exercised(world.planned()).event.adjustment
    assert adjustment.outcome in (Outcome.KEEP, Outcome.PROGRESS)
    assert adjustment.for_day > world.DAY


def test_two_sessions_in_the_red_zone_pause_the_plan_and_tell_the_team(django_capture_on_commit_callbacks):
    world.therapist()
    plan = world.planned()
    with django_capture_on_commit_callbacks(execute=True):
        world.exercised(plan, pain=7)
        world.exercised(plan, NEXT_DAY, pain=8)
    later = planning.current_plan(plan, NEXT_DAY + timedelta(days=1)).to_json()
    assert is_paused(later)
    assert later["session"] is None
    assert [m.subject for m in mail.outbox if "therapist" in m.to[0]] == ["A member needs you"]


def test_a_red_flag_in_a_check_in_stops_the_plan():
    plan = world.planned()
    care.record_check_in(
        plan=plan, answers={"rf-08": "yes"}, on=NEXT_DAY, at=world.at(NEXT_DAY), by=plan.member.user
    )
    assert plan.red_flags.open().get().disposition == Disposition.EMERGENCY
    now = planning.current_plan(plan, NEXT_DAY).to_json()
    assert now["session"] is None
    assert now["decision"]["outcome"] == Outcome.STOP_AND_REFER


def test_a_practitioner_on_the_team_clears_somebody_who_had_to_wait(django_capture_on_commit_callbacks):
    therapist = world.therapist()
    plan = world.planned(location=["sit-bone"], pain_worst=9)
    assert is_paused(planning.current_plan(plan, world.DAY).to_json())
    with django_capture_on_commit_callbacks(execute=True):
        care.decide(plan=plan, decision="cleared", reason="Seen.", on=world.DAY, at=world.at(), by=therapist)
    assert planning.current_plan(plan, world.DAY).disposition == Disposition.SELF_CARE
    assert [m.subject for m in mail.outbox if "ada" in m.to[0]] == ["News from your care team"]


def test_a_practitioner_who_is_not_on_the_team_decides_nothing():
    plan = world.planned()
    stranger = world.therapist("stranger@example.org")
    with pytest.raises(NotOnCareTeam):
        care.decide(plan=plan, decision="hold", reason="", on=world.DAY, at=world.at(), by=stranger)
    assert not plan.events.exists()


def test_an_exercise_a_practitioner_takes_out_is_gone():
    therapist = world.therapist()
    plan = world.planned()
    first = planning.current_plan(plan, world.DAY).to_json()["session"]["exercises"][0]["exercise"]
    care.decide(
        plan=plan,
        decision="exclude_exercise",
        reason="Hurts the back.",
        detail={"exercise": first},
        on=world.DAY,
        at=world.at(),
        by=therapist,
    )
    left = planning.current_plan(plan, world.DAY).to_json()["session"]["exercises"]
    assert first not in {row["exercise"] for row in left}


def test_an_event_the_program_does_not_know_changes_nothing():
    plan = world.planned()
    with pytest.raises(InputRefused):
        care.record_morning(
            plan=plan, compared="worse", on=NEXT_DAY, at=world.at(NEXT_DAY), by=plan.member.user
        )
    assert not plan.events.exists()


def test_an_ended_plan_takes_no_events():
    plan = world.planned()
    care.end_care_plan(plan=plan, reason="new_intake", at=world.at(), by=None)
    with pytest.raises(CarePlanEnded):
        care.record_morning(
            plan=plan, compared="same", on=NEXT_DAY, at=world.at(NEXT_DAY), by=plan.member.user
        )


def test_a_new_intake_ends_the_plan_before():
    first = world.planned()
    member = first.member
    intake = world.members.open_intake(
        member=member, questionnaire_version="v", at=world.at(NEXT_DAY), by=member.user
    )
    world.answer_all(intake, NEXT_DAY)
    second = care.start_care_plan(intake=intake, day=NEXT_DAY, at=world.at(NEXT_DAY), by=member.user)
    assert list(CarePlan.objects.active()) == [second]


def test_a_plan_follows_the_content_it_started_with():
    plan = world.planned()
    today = planning.current_plan(plan, world.DAY).to_json()
    stored = ContentSnapshot.objects.get(pk=plan.content_snapshot_id)
    assert stored.data == snapshot(shown.current())
    older = ContentSnapshot.objects.create(hash="0" * 64, data=stored.data, created_at=world.at())
    plan.content_snapshot = older
    plan.save()
    assert planning.current_plan(plan, world.DAY).to_json() == today


def test_records_are_visible_to_the_member_and_the_team_only():
    therapist = world.therapist()
    plan = world.planned()
    other, stranger = world.joined("eve@example.org").user, world.therapist("stranger@example.org")
    assert CarePlan.objects.visible_to(plan.member.user).get() == plan
    assert CarePlan.objects.visible_to(therapist).get() == plan
    assert not CarePlan.objects.visible_to(other).exists()
    assert not CarePlan.objects.visible_to(stranger).exists()
    care.leave_care_team(member=plan.member, practitioner=therapist, at=world.at(), by=None)
    assert not CarePlan.objects.visible_to(therapist).exists()


def test_a_day_is_read_in_the_order_it_happened():
    plan = world.planned()
    user = plan.member.user
    care.record_check_in(plan=plan, answers={"pain_now": 2}, on=world.DAY, at=world.at(hour=10), by=user)
    assert [fact["at"] for fact in plan.history] == ["10:00:00.000000"]


def test_what_was_recorded_on_a_later_day_comes_last_on_its_own():
    plan = world.planned()
    care.record_morning(plan=plan, compared="same", on=world.DAY, at=world.at(NEXT_DAY), by=plan.member.user)
    assert [fact["at"] for fact in plan.history] == ["23:59:59.999999"]
