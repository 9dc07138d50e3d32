"""Without the consents the program needs nothing starts, nothing is exercised and nothing is recorded."""

import json
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sinew.apps.care import actions as care
from sinew.apps.care.models import CareEvent, CarePlan
from sinew.apps.exercise import actions as exercise
from sinew.apps.exercise.models import ExerciseSession
from sinew.apps.members import actions as members
from sinew.apps.members import consents
from sinew.apps.members.errors import ConsentMissing, IntakeClosed
from sinew.apps.members.models import Consent, IntakeAnswer, IntakeRecord, Member
from tests.apps.members import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def answered(today) -> IntakeRecord:
    """Every question is answered, Finish was not pressed."""
    intake = world.begun(day=today)
    world.answer_all(intake, today)
    return intake


def withdraw_all(client: Client, member: Member) -> None:
    client.force_login(member.user)
    for what in consents.REQUIRED:
        client.post(reverse("members:withdraw", args=[what]))
    assert not member.consents.standing().exists()


def new_wording(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(consents.VERSIONS, Consent.What.HEALTH_DATA, "2027-01")


@pytest.mark.parametrize("method", ["get", "post"])
def test_finish_makes_no_plan_after_everything_is_withdrawn(client, answered, method):
    withdraw_all(client, answered.member)
    getattr(client, method)(reverse("today:intake_finish"))
    answer = client.post(reverse("today:intake_finish"))
    assert (answer.status_code, answer.url) == (302, reverse("members:intake"))
    assert not CarePlan.objects.exists()
    assert client.get(reverse("members:intake")).url == reverse("members:consent")


def test_the_action_itself_refuses(answered, today):
    members.withdraw_consent(
        member=answered.member, what=Consent.What.HEALTH_DATA, at=timezone.now(), by=answered.member.user
    )
    with pytest.raises(ConsentMissing):
        care.start_care_plan(intake=answered, day=today, at=timezone.now(), by=answered.member.user)


def test_a_screen_sent_after_the_withdrawal_leads_to_consent_and_stores_nothing(client, today):
    intake = world.begun(day=today)
    withdraw_all(client, intake.member)
    first = client.get(reverse("today:intake"))
    answer = client.post(first.url, {"age": "34", "none": "1"})
    assert answer.status_code in {302, 422}
    answer = client.post(first.url, {"age": "34", "sex": "female", "side": "left", "country": "US"})
    assert answer.status_code == 302
    assert not IntakeAnswer.objects.exists()


def test_a_second_click_on_finish_makes_no_second_plan(client, answered):
    client.force_login(answered.member.user)
    for _click in range(2):
        answer = client.post(reverse("today:intake_finish"), follow=True)
        assert answer.redirect_chain[-1][0] == reverse("today:intake_result")
    assert CarePlan.objects.count() == 1


def test_a_finish_that_overlaps_another_is_refused(answered, today):
    who = answered.member.user
    stale = IntakeRecord.objects.get(pk=answered.pk)
    care.start_care_plan(intake=answered, day=today, at=timezone.now(), by=who)
    with pytest.raises(IntakeClosed):
        care.start_care_plan(intake=stale, day=today, at=timezone.now(), by=who)


def test_no_session_starts_and_nothing_is_told_until_a_new_wording_is_agreed_to(client, today, monkeypatch):
    plan = world.planned(day=today)
    client.force_login(plan.member.user)
    new_wording(monkeypatch)
    check_in = {"sudden_sharp_pain": "no", "night_waking": "no", "symptoms_spread": "no", "fever": "no"}
    for page, sent in (("start_session", {}), ("morning", {"compared": "same"}), ("check_in", check_in)):
        assert client.post(reverse(f"today:{page}"), sent).url == reverse("today:today")
    assert not ExerciseSession.objects.exists()
    assert not CareEvent.objects.exists()


def test_a_result_waits_for_the_new_wording_and_then_counts(client, today, monkeypatch):
    plan = world.planned(day=today)
    who = plan.member.user
    session = exercise.start_session(plan=plan, day=today, at=timezone.now(), by=who)
    client.force_login(who)
    key, body = str(uuid4()), json.dumps(world.report(session, today))

    def send():
        url = reverse("exercise:result", args=[session.pk])
        headers = {"Idempotency-Key": key}
        return client.post(url, body, content_type="application/json", headers=headers)

    with monkeypatch.context() as newer:
        new_wording(newer)
        refused = send()
        assert refused.status_code == 409
        assert [problem["code"] for problem in refused.json()["problems"]] == ["consent-missing"]
        assert not CareEvent.objects.exists()
        session.refresh_from_db()
        assert session.status == ExerciseSession.Status.STARTED
    assert send().status_code == 201


def test_a_result_after_a_withdrawal_is_refused_for_good(client, today):
    plan = world.planned(day=today)
    session = exercise.start_session(plan=plan, day=today, at=timezone.now(), by=plan.member.user)
    withdraw_all(client, plan.member)
    refused = client.post(
        reverse("exercise:result", args=[session.pk]),
        json.dumps(world.report(session, today)),
        content_type="application/json",
        headers={"Idempotency-Key": str(uuid4())},
    )
    assert refused.status_code == 400
    assert refused.json()["problems"][0]["code"] == "plan-ended"
