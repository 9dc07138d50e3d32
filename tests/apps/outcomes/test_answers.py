"""Answering outcome measures: one home for each answer, corrections as new rows, and who may read them."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
import yaml
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from sinew.apps.audit.models import AuditEntry
from sinew.apps.care import actions as care
from sinew.apps.care.errors import CarePlanEnded
from sinew.apps.members import actions as members
from sinew.apps.members.errors import ConsentMissing
from sinew.apps.members.export import export_archive
from sinew.apps.outcomes import actions
from sinew.apps.outcomes.course import Course
from sinew.apps.outcomes.errors import MeasureNotAsked
from sinew.apps.outcomes.models import AnsweredQuestionnaire
from sinew.apps.web import content as shown
from sinew.errors import InputRefused
from tests.apps.members import world
from tests.core.outcomes.test_outcomes import made_up

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def plan():
    """Four weeks into a plan."""
    day = timezone.localdate() - 28 * DAY
    return world.planned(day=day, started_on=(day - 6 * DAY).isoformat())


@pytest.fixture
def licensed(settings, tmp_path):
    """An operator who has (made-up) wording for FASH."""
    text = yaml.safe_dump(made_up("fash"))
    (tmp_path / "fash.en.yaml").write_text(text, encoding="utf-8")
    settings.LICENSED_WORDING = str(tmp_path)


def answer(plan, measure, on=None, **answers):
    day = on or timezone.localdate()
    names = {name.replace("_", "-"): value for name, value in answers.items()}
    return actions.answer_measure(
        plan=plan, measure=measure, answers=names, on=day, at=timezone.now(), by=plan.member.user
    )


def course(plan):
    return Course(type(plan).objects.get(pk=plan.pk), timezone.localdate())


def values(plan, measure):
    return [each.value for each in course(plan).readings[measure]]


def test_an_answer_is_kept_with_its_score_and_the_version_it_was_asked_in(plan):
    row = answer(plan, "pgic", change="much-improved")
    assert (row.answers, row.score) == ({"change": "much-improved"}, 2)
    assert row.definition_version == shown.outcomes().versions["pgic"]
    assert AuditEntry.objects.filter(event="outcomes.measure.answered", member_id=plan.member.pk).count() == 1


def test_a_correction_is_a_new_row_and_the_first_stays(plan):
    first = answer(plan, "pgic", change="no-change")
    second = answer(plan, "pgic", change="much-improved")
    assert second.corrects == first
    assert values(plan, "pgic") == [2]
    assert AnsweredQuestionnaire.objects.count() == 2
    assert answer(plan, "pgic", change="much-improved") == second


def test_mood_is_kept_in_the_care_plan_alone_and_its_rule_hears_of_it(plan):
    row = answer(plan, "phq2", phq2=[2, 1])
    assert (row.answers, row.score) == ({}, None)
    assert row.event.payload == {"answers": {"phq2": 3}}
    assert values(plan, "phq2") == [0, 3]
    assert row.event.adjustment.team_news == "RF-31"


def test_the_database_refuses_a_second_home_for_an_answer(plan):
    row = answer(plan, "phq2", phq2=[0, 1])
    with pytest.raises(IntegrityError), transaction.atomic():
        AnsweredQuestionnaire.objects.filter(pk=row.pk).update(score=1)


def test_pain_and_activities_come_from_the_intake_and_the_check_ins(plan):
    day = timezone.localdate()
    told = {"pain_average": 5, "psfs": [{"activity": "running for the bus", "score": 7}]}
    care.record_check_in(plan=plan, answers=told, on=day, at=timezone.now(), by=plan.member.user)
    assert values(plan, "nprs") == [2, 5]
    assert values(plan, "psfs") == [4, 7]
    with pytest.raises(MeasureNotAsked):
        answer(plan, "nprs", pain_average=3)


def test_what_is_left_out_is_not_asked_again_and_gives_no_score(plan):
    day = timezone.localdate()
    actions.leave_out(plan=plan, measure="phq2", on=day, at=timezone.now(), by=plan.member.user)
    assert "phq2" not in [each.id for each in course(plan).due]
    assert values(plan, "phq2") == [0]
    answer(plan, "phq2", phq2=[0, 1])
    assert values(plan, "phq2") == [0, 1]


def test_the_baseline_of_mood_is_the_intake_and_it_is_not_asked_again_at_the_start():
    fresh = world.planned(day=timezone.localdate(), started_on=timezone.localdate().isoformat())
    assert [each.id for each in course(fresh).due] == ["medicine-use", "work-days"]


def test_mood_left_out_in_the_intake_is_left_out_for_the_start():
    day = timezone.localdate()
    fresh = world.planned(day=day, started_on=day.isoformat(), phq2=None)
    assert "phq2" not in [each.id for each in course(fresh).due]
    assert values(fresh, "phq2") == []


def test_a_licensed_form_waits_until_its_wording_is_there(plan):
    found = course(plan)
    assert [each.id for each in found.waiting] == ["fash", "lefs"]
    with pytest.raises(MeasureNotAsked):
        answer(plan, "fash", **{f"item_{n:02}": 5 for n in range(1, 11)})


def test_with_its_wording_a_licensed_form_is_asked_and_scored(plan, licensed):
    found = course(plan)
    assert "fash" in [each.id for each in found.due]
    row = answer(plan, "fash", **{f"item_{n:02}": 5 for n in range(1, 11)})
    assert row.score == 50
    assert row.wording_version == shown.licensed().versions["fash"]


def test_answers_that_are_missing_or_impossible_are_all_named(plan, licensed):
    with pytest.raises(InputRefused) as refused:
        answer(plan, "fash", item_01=11, **{f"item_{n:02}": 5 for n in range(2, 10)})
    assert [problem.where for problem in refused.value.problems] == ["item-01", "item-10"]
    assert not AnsweredQuestionnaire.objects.exists()


def test_an_ended_plan_and_a_withdrawn_consent_take_no_answers(plan):
    care.end_care_plan(plan=plan, reason="test", at=timezone.now(), by=plan.member.user)
    with pytest.raises(CarePlanEnded):
        answer(plan, "pgic", change="no-change")
    other = world.planned("ben@example.org")
    members.withdraw_consent(member=other.member, what="health_data", at=timezone.now(), by=other.member.user)
    with pytest.raises((ConsentMissing, CarePlanEnded)):
        answer(other, "pgic", change="no-change")


def test_only_the_member_and_the_care_team_read_the_answers(plan):
    answer(plan, "pgic", change="no-change")
    seen = AnsweredQuestionnaire.objects.visible_to
    therapist, stranger = world.therapist(), world.therapist("other@example.org")
    assert seen(plan.member.user).count() == 1
    assert seen(therapist).count() == 0
    care.join_care_team(member=plan.member, practitioner=therapist, at=timezone.now(), by=therapist)
    assert (seen(therapist).count(), seen(stranger).count()) == (1, 0)


def test_the_export_holds_every_answer_and_deleting_the_account_removes_them(plan):
    answer(plan, "pgic", change="no-change")
    answer(plan, "pgic", change="much-improved")
    packed = zipfile.ZipFile(io.BytesIO(export_archive(plan.member, at=timezone.now())))
    rows = json.loads(packed.read("answered_questionnaires.json"))
    assert [row["score"] for row in rows] == [4, 2]
    assert rows[1]["corrects"] == rows[0]["answered_questionnaire"]
    user = plan.member.user
    members.delete_account(user=user, typed=user.email, by=user)
    assert not AnsweredQuestionnaire.objects.exists()


def test_who_responded_at_a_week_counts_the_answers_of_its_days(plan):
    day = timezone.localdate()
    answer(plan, "pgic", change="much-improved")
    told = {"psfs": [{"activity": "Running for the bus", "score": 7}]}
    care.record_check_in(plan=plan, answers=told, on=day, at=timezone.now(), by=plan.member.user)
    assert course(plan).responder_at(4).responded is True
    assert course(plan).responder_at(8).responded is None
    assert course(plan).responder_at(4).criteria["lefs"] is None


# The member's pages


@pytest.fixture
def browser(client, plan):
    client.force_login(plan.member.user)
    return client


def test_today_offers_the_questions_and_leads_through_them_to_what_they_say(browser, plan):
    card = shown.outcomes().words.card
    assert card["title"] in browser.get(reverse("today:today")).text
    sent = {
        "pgic": {"change": "much-improved"},
        "phq2": {"phq2-0": "0", "phq2-1": "1"},
        "gad2": {"gad2-0": "0", "gad2-1": "0"},
        "medicine-use": {"days": "2"},
        "work-days": {"days": "0"},
        "satisfaction": {"satisfaction": "9"},
    }
    for measure, data in sent.items():
        address = reverse("today:outcome", args=[measure])
        assert browser.get(reverse("today:outcomes")).url == address
        assert browser.get(address).status_code == 200
        assert browser.post(address, data).url == reverse("today:outcomes")
    assert browser.get(reverse("today:outcomes")).url == reverse("today:outcomes_result")
    page = browser.get(reverse("today:outcomes_result")).text
    assert "You said: much improved." in page
    assert "You used it on 2 of the last 7 days." in page
    assert card["title"] not in browser.get(reverse("today:today")).text
    assert "How you have changed" in browser.get(reverse("today:progress")).text


def test_a_positive_screening_offers_the_support_of_the_program(browser, plan):
    support = shown.current().program.advice["support"].text
    browser.post(reverse("today:outcome", args=["phq2"]), {"phq2-0": "2", "phq2-1": "1"})
    assert support in browser.get(reverse("today:outcomes_result")).text


def test_going_back_shows_the_answer_and_a_new_one_counts(browser, plan):
    address = reverse("today:outcome", args=["pgic"])
    browser.post(address, {"change": "no-change"})
    page = browser.get(address).text
    assert "You have answered this today" in page
    assert 'value="no-change" checked' in page
    browser.post(address, {"change": "much-improved"})
    assert values(plan, "pgic") == [2]


def test_an_empty_form_is_asked_again_and_leaving_out_goes_on(browser, plan):
    address = reverse("today:outcome", args=["pgic"])
    assert browser.post(address, {}).status_code == 422
    assert browser.post(address, {"skip": "1"}).status_code == 302
    assert browser.get(reverse("today:outcomes")).url == reverse("today:outcome", args=["phq2"])


def test_what_is_not_due_has_no_page(browser, plan):
    for measure in ("nprs", "lefs", "nonsense"):
        assert browser.get(reverse("today:outcome", args=[measure])).status_code == 404


def test_a_long_licensed_form_keeps_what_was_filled_in(browser, plan, licensed):
    address = reverse("today:outcome", args=["fash"])
    answer_page = browser.post(address, {f"item-{n:02}": "5" for n in range(1, 10)})
    assert answer_page.status_code == 422
    assert answer_page.text.count('value="5" checked') == 9
    assert "Nobody, for a test" in answer_page.text


def test_nobody_without_answers_due_sees_the_card(client):
    day = timezone.localdate() - 20 * DAY
    plan = world.planned(day=day, started_on=(day - 6 * DAY).isoformat())
    client.force_login(plan.member.user)
    assert shown.outcomes().words.card["title"] not in client.get(reverse("today:today")).text
    assert client.get(reverse("today:outcomes")).url == reverse("today:today")
