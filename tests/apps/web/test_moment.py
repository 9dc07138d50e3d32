"""When a request happens: by the clock, or by what it says where a course is rehearsed."""

from datetime import datetime, timedelta

import pytest
from django.core.checks import run_checks
from django.urls import reverse
from django.utils import timezone

from sinew.apps.care import actions as care
from sinew.apps.care.models import CareEvent
from sinew.apps.web import content as shown
from sinew.cli.serve import standing_duties
from sinew.program import next_screen
from tests.apps.members import world
from tests.apps.web.test_settings import GOOD, start
from tests.support.sign_in import signed_in

STORY_DAY = world.DAY + timedelta(days=20)


def morning_of(user, **headers: str) -> CareEvent:
    """What is stored of a morning that is told now, or at the moment a header says."""
    signed_in(user).post("/today/morning/", {"compared": "same"}, headers=headers)
    return CareEvent.objects.get()


@pytest.mark.django_db
def test_a_request_happens_now_whatever_it_says():
    told = morning_of(world.planned().member.user, **{"Sinew-At": f"{STORY_DAY}T09:00:00+00:00"})
    assert abs(told.created_at - timezone.now()) < timedelta(minutes=1)


@pytest.mark.django_db
def test_in_a_rehearsal_it_happens_when_it_says(settings):
    settings.MOMENT_FROM_REQUESTS = True
    told = morning_of(world.planned().member.user, **{"Sinew-At": f"{STORY_DAY}T09:00:00+00:00"})
    assert (told.on, told.created_at) == (STORY_DAY, world.at(STORY_DAY))


@pytest.mark.django_db
def test_the_day_of_a_moment_is_the_one_where_the_person_is(settings):
    settings.MOMENT_FROM_REQUESTS = True
    user = world.planned().member.user
    user.timezone = "America/New_York"
    user.save()
    told = morning_of(user, **{"Sinew-At": f"{STORY_DAY}T02:30:00+00:00"})
    assert told.on == STORY_DAY - timedelta(days=1)
    assert told.created_at == datetime.fromisoformat(f"{STORY_DAY}T02:30:00+00:00")


@pytest.mark.django_db
def test_in_a_rehearsal_a_request_that_says_nothing_happens_now(settings):
    settings.MOMENT_FROM_REQUESTS = True
    told = morning_of(world.planned().member.user)
    assert abs(told.created_at - timezone.now()) < timedelta(minutes=1)


@pytest.mark.django_db
@pytest.mark.parametrize("told", ["tomorrow", "2026-03-05T09:00:00", "2026-13-45T09:00:00+00:00"])
def test_what_is_no_moment_is_refused(settings, client, told):
    settings.MOMENT_FROM_REQUESTS = True
    assert client.get("/", headers={"Sinew-At": told}).status_code == 400


@pytest.mark.django_db
def test_a_date_question_offers_no_day_after_the_moment(settings):
    settings.MOMENT_FROM_REQUESTS = True
    record = world.begun()
    user, questionnaire = record.member.user, shown.current().intake
    while (screen := next_screen(questionnaire, record.current_answers)) and "started_on" not in {
        question.id for question in screen.questions
    }:
        given = {**screen.none_of_these(), **world.MILD_STRAIN}
        answers = {question.id: given[question.id] for question in screen.questions}
        care.answer_intake(intake=record, answers=answers, at=world.at(), by=user)
    address = reverse("today:intake_screen", args=[screen.id])
    page = signed_in(user).get(address, headers={"Sinew-At": f"{STORY_DAY}T09:00:00+00:00"})
    assert f'max="{STORY_DAY}"'.encode() in page.content


def test_a_real_service_does_not_start_with_it():
    result = start("pass", **GOOD, SINEW_MOMENT_FROM_REQUESTS="1")
    assert result.returncode != 0
    assert "Unset SINEW_MOMENT_FROM_REQUESTS" in result.stderr


def test_the_demo_lets_requests_say_their_moment_only_when_asked_to(tmp_path):
    code = "print(s.MOMENT_FROM_REQUESTS)"
    demo = {"DJANGO_SETTINGS_MODULE": "sinew.config.settings.dev", "SINEW_VAR": str(tmp_path)}
    assert start(code, **demo).stdout.split() == ["False"]
    assert start(code, **demo, SINEW_MOMENT_FROM_REQUESTS="1").stdout.split() == ["True"]


def test_a_rehearsal_sends_no_reminders_by_itself(settings):
    assert "remind_of_today" in standing_duties()
    settings.MOMENT_FROM_REQUESTS = True
    assert "remind_of_today" not in standing_duties()
    assert "prune" in standing_duties()


def test_a_check_reports_it_where_people_are_real(settings):
    settings.DEMO_ACCOUNTS_ALLOWED = False
    assert "sinew.E003" not in {problem.id for problem in run_checks()}
    settings.MOMENT_FROM_REQUESTS = True
    assert "sinew.E003" in {problem.id for problem in run_checks()}
