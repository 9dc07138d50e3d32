"""Consents come in versions; answers are only ever added."""

from datetime import timedelta

import pytest
from django.urls import reverse

from sinew.apps.care.models import CarePlan
from sinew.apps.members import actions as members
from sinew.apps.members import consents
from sinew.apps.members.errors import ConsentMissing, IntakeClosed
from sinew.apps.members.models import Consent, Member
from tests.apps.members import world

pytestmark = pytest.mark.django_db

LATER = world.at() + timedelta(days=1)


def test_agreeing_twice_to_the_same_wording_adds_nothing():
    member = world.joined()
    members.grant_consents(member=member, whats=consents.REQUIRED, at=LATER, by=member.user)
    assert member.consents.count() == len(consents.REQUIRED)


def test_a_new_wording_replaces_the_old_and_keeps_it(monkeypatch):
    member = world.joined()
    monkeypatch.setitem(consents.VERSIONS, Consent.What.CARE_TEAM, "2027-01")
    members.grant_consents(member=member, whats=[Consent.What.CARE_TEAM], at=LATER, by=member.user)
    rows = member.consents.filter(what=Consent.What.CARE_TEAM)
    assert [(row.version, row.withdrawn_at) for row in rows] == [("2026-11", LATER), ("2027-01", None)]


def test_an_older_wording_does_not_count_and_is_asked_again(monkeypatch, client):
    member = world.planned().member
    monkeypatch.setitem(consents.VERSIONS, Consent.What.CARE_TEAM, "2027-01")
    assert consents.missing(member) == [Consent.What.CARE_TEAM]
    client.force_login(member.user)
    assert client.get(reverse("today:today")).url == reverse("members:consent")
    again = {"consent": [Consent.What.HEALTH_DATA, Consent.What.CARE_TEAM]}
    assert client.post(reverse("members:consent"), again).url == reverse("today:today")
    assert consents.missing(member) == []
    assert client.get(reverse("today:today")).status_code == 200


def test_without_consent_there_is_no_intake():
    user = world.account("ada@example.org")
    member = members.join(user=user, at=world.at(), by=user)
    with pytest.raises(ConsentMissing):
        members.open_intake(member=member, questionnaire_version="v", at=world.at(), by=user)


def test_withdrawing_what_the_program_needs_ends_the_plan():
    plan = world.planned()
    members.withdraw_consent(member=plan.member, what=Consent.What.CARE_TEAM, at=LATER, by=plan.member.user)
    plan.refresh_from_db()
    assert plan.end_reason == "consent_withdrawn"
    assert not CarePlan.objects.active().exists()


def test_withdrawing_reminders_leaves_the_plan_alone():
    plan = world.planned()
    user = plan.member.user
    members.grant_consents(member=plan.member, whats=[Consent.What.REMINDERS], at=world.at(), by=user)
    members.withdraw_consent(member=plan.member, what=Consent.What.REMINDERS, at=LATER, by=user)
    assert CarePlan.objects.active().get() == plan


def test_the_same_answer_again_adds_no_row_and_a_changed_one_does():
    intake = world.begun()
    for value in (30, 30, 31):
        members.answer_questions(intake=intake, answers={"age": value}, at=world.at(), by=intake.member.user)
    assert [answer.value for answer in intake.answers.all()] == [30, 31]
    assert intake.current_answers == {"age": 31}


def test_a_question_left_out_on_purpose_is_remembered():
    intake = world.begun()
    members.answer_questions(intake=intake, answers={"country": None}, at=world.at(), by=intake.member.user)
    assert intake.current_answers == {"country": None}


def test_a_complete_intake_takes_no_more_answers():
    plan = world.planned()
    with pytest.raises(IntakeClosed):
        members.answer_questions(intake=plan.intake, answers={"age": 40}, at=LATER, by=plan.member.user)


def test_the_consent_page_asks_again_for_what_is_needed(client):
    client.force_login(world.account("ada@example.org"))
    answer = client.post(reverse("members:consent"), {"consent": ["health_data"]})
    assert answer.status_code == 422
    assert not Member.objects.exists()


def test_agreeing_leads_to_the_questions(client):
    client.force_login(world.account("ada@example.org"))
    client.post(reverse("members:consent"), {"consent": ["health_data", "care_team"]})
    assert client.get(reverse("members:intake"), follow=True).redirect_chain[-1][0] == reverse(
        "today:intake_start"
    )
