"""A gate that waits for nothing but a practitioner: the team is asked, and one decision opens it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sinew.apps.care import actions as care
from sinew.apps.care.planning import current_plan
from sinew.apps.notifications.models import OutboxEmail
from tests.apps.members import world
from tests.support.sign_in import signed_in

pytestmark = pytest.mark.django_db

SORE_TENDON = {
    "onset": "gradual",
    "mechanism": "none",
    "location": ["sit-bone"],
    "tennis_ball_spot": "yes",
    "sitting_30_min": "aches-sit-bone",
    "brings_it_on": ["lunge-or-deep-squat"],
    "goal": ["running"],
}


def today():
    return timezone.localdate()


@pytest.fixture
def therapist():
    return world.therapist()


@pytest.fixture
def plan(therapist):
    """Five weeks in the third phase of the tendon track, nothing tested yet."""
    begun = today() - timedelta(days=36)
    long_ago = (begun - timedelta(days=90)).isoformat()
    plan = world.planned(day=begun, started_on=long_ago, **SORE_TENDON)
    care.join_care_team(member=plan.member, practitioner=therapist, at=world.at(begun), by=None)
    for decision, detail in (("cleared", {"scope": "program"}), ("set_phase", {"phase": "H3"})):
        care.decide(
            plan=plan, decision=decision, reason="Ready.", on=begun, at=world.at(begun), by=therapist,
            detail=detail,
        )  # fmt: skip
    return plan


def bend(plan, days_ago):
    day = today() - timedelta(days=days_ago)
    care.record_test(
        plan=plan, test="loaded-hinge", value=5, pain=1, on=day, at=world.at(day), by=plan.member.user
    )


def opened(user, name, *args):
    return signed_in(user).get(reverse(name, args=args)).content.decode()


def test_a_gate_that_still_asks_for_more_does_not_bother_the_team(plan, therapist):
    bend(plan, 2)
    assert current_plan(plan, today()).sign_off.is_last is False
    assert "Waits for sign-off" not in opened(therapist, "practice:caseload")
    assert "Waits for sign-off" not in opened(plan.member.user, "today:today")


def test_when_only_the_sign_off_is_missing_everybody_sees_it_and_the_team_is_told_once(plan, therapist):
    bend(plan, 2)
    told = OutboxEmail.objects.filter(template="member_needs_you").count()
    bend(plan, 1)
    bend(plan, 0)
    assert OutboxEmail.objects.filter(template="member_needs_you").count() == told + 1
    assert "Waits for sign-off" in opened(therapist, "practice:caseload")
    assert "Waits for sign-off" in opened(plan.member.user, "today:today")
    record = opened(therapist, "practice:member", plan.member.pk)
    assert "The next phase waits for your sign-off." in record
    assert '<option value="running" selected>' in record


def test_the_sign_off_opens_the_gate(plan, therapist):
    for days_ago in (2, 1):
        bend(plan, days_ago)
    data = {"decision": "cleared", "scope": "running", "reason": "Hinge is fine on two days."}
    data["seen"] = str(plan.adjustments.order_by("pk").last().pk)
    client = signed_in(therapist)
    assert client.post(reverse("practice:decide", args=[plan.member.pk]), data).status_code == 302
    assert current_plan(plan, today() + timedelta(days=1)).phase == "H4"
    assert "Waits for sign-off" not in opened(therapist, "practice:caseload")


def test_the_record_lists_test_results_over_time(plan, therapist):
    for days_ago in (2, 1):
        bend(plan, days_ago)
    record = opened(therapist, "practice:member", plan.member.pk)
    assert "Bend at the hips with a weight" in record
    assert record.count("5 repetitions, pain 1") == 2
    assert "2 of 2 days" in record


def test_the_outlook_is_a_range_with_its_sources_for_both(plan, therapist):
    record = opened(therapist, "practice:member", plan.member.pk)
    assert "12 to 26 weeks to usual activity; the member expects 4" in record
    result = opened(plan.member.user, "today:intake_result")
    assert "12 to 26 weeks" in result
    assert "A sore tendon often needs 3 to 6 months." in result
    assert "Where this range comes from" in result
