"""Who takes back "Let my care team read them" is read by nobody on it from then on."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sinew.apps.accounts.models import User
from sinew.apps.care import actions as care
from sinew.apps.care import teams
from sinew.apps.care.errors import NotOnCareTeam
from sinew.apps.care.models import CareEvent, CarePlan, RedFlagRaised
from sinew.apps.exercise.models import ExerciseSession, MeasuredSet
from sinew.apps.members import actions as members
from sinew.apps.members import consents
from sinew.apps.members.models import Consent, IntakeRecord, Member
from sinew.vocabulary import Role
from tests.apps.members import world
from tests.support.sign_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def therapist() -> User:
    return world.therapist()


@pytest.fixture
def ada(therapist: User) -> Member:
    """A member with a session, an open red flag and a team of two."""
    coach = world.account("coach@example.org", Role.COACH)
    day = timezone.localdate()
    plan = world.planned(day=day)
    teams.join_care_team(member=plan.member, practitioner=coach, at=world.at(day), by=None)
    world.exercised(plan, day)
    who = plan.member.user
    care.record_check_in(plan=plan, answers={"rf-08": "yes"}, on=day, at=world.at(day, 12), by=who)
    return plan.member


def take_back(member: Member) -> None:
    """As the member does it, on the page."""
    page = reverse("members:withdraw", args=[Consent.What.CARE_TEAM])
    assert signed_in(member.user).post(page).status_code == 302


def answers(client: Client, member: Member, plan: CarePlan, flag: RedFlagRaised) -> dict[str, int]:
    decision = {"decision": "hold", "reason": "Wait."}
    return {
        "record": client.get(reverse("practice:member", args=[member.pk])).status_code,
        "decision": client.post(reverse("practice:decide", args=[member.pk]), decision).status_code,
        "flag": client.post(
            reverse("practice:resolve_flag", args=[member.pk, flag.pk]), {"resolution": "Seen."}
        ).status_code,
    }


def test_the_care_team_opens_nothing_after_the_consent_is_taken_back(ada: Member, therapist: User):
    plan, flag = ada.care_plans.get(), ada.red_flags.open().get()
    client = signed_in(therapist)
    assert client.get(reverse("practice:member", args=[ada.pk])).status_code == 200
    take_back(ada)
    assert set(answers(client, ada, plan, flag).values()) == {404}
    assert ada.display_name.encode() not in client.get(reverse("practice:caseload")).content
    coach = signed_in(User.objects.get(email="coach@example.org"))
    assert coach.get(reverse("practice:member", args=[ada.pk])).status_code == 404
    assert ada.display_name.encode() not in coach.get(reverse("practice:caseload")).content


def test_no_row_of_the_record_is_visible_to_the_team_and_all_of_it_to_the_member(
    ada: Member, therapist: User
):
    models = (Member, Consent, IntakeRecord, CarePlan, CareEvent, RedFlagRaised, ExerciseSession, MeasuredSet)
    assert all(model.objects.visible_to(therapist).exists() for model in models)
    take_back(ada)
    assert [model for model in models if model.objects.visible_to(therapist).exists()] == []
    assert all(model.objects.visible_to(ada.user).exists() for model in models)


def test_agreeing_again_opens_the_record_again(ada: Member, therapist: User):
    take_back(ada)
    page = reverse("members:consent")
    signed_in(ada.user).post(page, {"consent": [Consent.What.HEALTH_DATA, Consent.What.CARE_TEAM]})
    assert signed_in(therapist).get(reverse("practice:member", args=[ada.pk])).status_code == 200
    assert Member.objects.visible_to(therapist).count() == 1


def test_reading_stays_one_query(ada: Member, therapist: User):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert list(Member.objects.visible_to(therapist)) == [ada]
    assert len(queries) == 1


def test_a_flag_cannot_be_closed_by_a_team_that_may_not_read(ada: Member, therapist: User):
    flag = ada.red_flags.open().get()
    take_back(ada)
    with pytest.raises(NotOnCareTeam):
        care.resolve_red_flag(flag=flag, resolution="Seen.", at=timezone.now(), by=therapist)


def test_a_therapist_stops_a_plan_also_while_a_new_wording_waits_for_a_yes(
    ada: Member, therapist: User, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(consents.VERSIONS, Consent.What.HEALTH_DATA, "2027-01")
    assert consents.missing(ada)
    day = timezone.localdate() + timedelta(days=1)
    plan = ada.care_plans.get()
    care.decide(plan=plan, decision="stop", reason="Wait.", on=day, at=world.at(day), by=therapist)
    assert plan.events.of_type(CareEvent.Type.PRACTITIONER).exists()


def test_withdrawing_reminders_changes_nothing_for_the_team(ada: Member, therapist: User):
    whats = [Consent.What.REMINDERS]
    members.grant_consents(member=ada, whats=whats, at=timezone.now(), by=ada.user)
    members.withdraw_consent(member=ada, what=whats[0], at=timezone.now(), by=ada.user)
    assert Member.objects.visible_to(therapist).get() == ada
