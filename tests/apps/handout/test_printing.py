"""Who may print a plan, what the answer carries, and what is written down about it."""

import re

import pytest

from sinew.apps.audit.models import AuditEntry
from sinew.apps.care import actions as care
from sinew.apps.care import teams
from sinew.apps.members import actions as members
from sinew.apps.members.models import Consent
from sinew.apps.web import content as shown
from tests.apps.handout.conftest import texts
from tests.apps.handout.test_handout import DOSE, codes
from tests.apps.members import world
from tests.support.sign_in import signed_in

pytestmark = pytest.mark.django_db
ADDRESS = "/today/plan.pdf"


@pytest.fixture
def plan(settings, monkeypatch):
    settings.SITE_URL = "https://sinew.example.org"
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_zone: world.DAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: world.at(hour=12))
    return world.planned()


def test_a_member_prints_their_plan_and_nobody_keeps_a_copy(plan, opened):
    answer = signed_in(plan.member.user).get(ADDRESS)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="my-plan.pdf"'
    assert answer["Cache-Control"] == "private, no-store"
    text = " ".join(texts(opened(answer.content)))
    assert "For Ada," in text
    assert DOSE.search(text)
    assert f"Content {shown.current().version[:10]}, not yet clinically reviewed" in text


def test_codes_carry_the_public_address_and_no_id_of_the_member(plan, opened):
    read = codes(opened(signed_in(plan.member.user).get(ADDRESS).content))
    assert "https://sinew.example.org/today/" in read
    assert {re.sub(r"/library/[a-z-]+/$", "/…", one) for one in read} == {
        "https://sinew.example.org/today/",
        "https://sinew.example.org/…",
    }


@pytest.mark.parametrize(
    ("country", "asked", "width"), [("US", "", 612), ("DE", "", 595), ("US", "a4", 595), ("DE", "x", 595)]
)
def test_the_paper_is_that_of_the_country_unless_another_is_asked_for(opened, country, asked, width):
    user = world.planned(country=country).member.user
    document = opened(signed_in(user).get(ADDRESS, {"paper": asked}).content)
    assert round(document.get_page_size(0)[0]) == width


def test_after_a_red_flag_there_is_no_dose_to_print(plan, opened):
    care.record_check_in(
        plan=plan, answers={"rf-01": "yes"}, on=world.DAY, at=world.at(hour=11), by=plan.member.user
    )
    text = " ".join(texts(opened(signed_in(plan.member.user).get(ADDRESS).content)))
    assert not DOSE.search(text)
    assert "No exercise until you have been seen" in text
    assert "Go to an emergency department now" in text


def test_without_a_plan_there_is_nothing_to_print():
    assert signed_in(world.joined().user).get(ADDRESS).status_code == 404


def test_today_offers_it_beside_the_week(plan):
    assert f'href="{ADDRESS}"' in signed_in(plan.member.user).get("/today/").content.decode()


def test_a_therapist_prints_it_for_their_member_and_that_is_written_down(plan, opened):
    therapist = world.therapist()
    teams.join_care_team(member=plan.member, practitioner=therapist, at=world.at(), by=therapist)
    address = f"/practice/members/{plan.member.pk}/plan.pdf"
    client = signed_in(therapist)
    assert f'href="{address}"' in client.get(f"/practice/members/{plan.member.pk}/").content.decode()
    answer = client.get(address)
    assert answer["Cache-Control"] == "private, no-store"
    assert "For Ada," in texts(opened(answer.content))[0]
    entry = AuditEntry.objects.get(event="practice.plan.printed")
    assert (entry.by_id, entry.member_id, entry.target_id) == (therapist.pk, plan.member.pk, str(plan.pk))


def test_a_therapist_of_another_team_prints_nothing(plan):
    stranger = signed_in(world.therapist("other@example.org"))
    assert stranger.get(f"/practice/members/{plan.member.pk}/plan.pdf").status_code == 404
    assert not AuditEntry.objects.filter(event="practice.plan.printed").exists()


def test_a_member_who_no_longer_agrees_takes_the_plan_away_from_the_team(plan):
    therapist = world.therapist()
    teams.join_care_team(member=plan.member, practitioner=therapist, at=world.at(), by=therapist)
    members.withdraw_consent(
        member=plan.member, what=Consent.What.CARE_TEAM, at=world.at(hour=11), by=plan.member.user
    )
    assert signed_in(therapist).get(f"/practice/members/{plan.member.pk}/plan.pdf").status_code == 404
