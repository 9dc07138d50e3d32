"""Questions between sessions: a short check when it is due, and a flare that makes the day lighter."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sinew.apps.care import planning
from sinew.apps.notifications.models import OutboxEmail
from sinew.apps.today.check_in import CheckIn
from sinew.apps.web import content as shown
from tests.apps.members import world

pytestmark = pytest.mark.django_db


def today():
    return timezone.localdate()


def started_days_ago(days):
    day = today() - timedelta(days=days)
    return world.planned(day=day, started_on=(day - timedelta(days=6)).isoformat())


def answers_to(asked, **other):
    """Harmless answers to every question, as a form sends them."""
    given = {}
    for question in asked.screen.questions:
        if question.kind == "yes_no":
            given[question.id] = "no"
        elif question.kind == "choices":
            given[question.id] = ["none-of-these"]
        elif question.kind == "choice":
            given[question.id] = question.codes[0]
        elif question.kind == "number":
            given[question.id] = "1"
    return given | other


def text_of(client, plan, name):
    client.force_login(plan.member.user)
    return client.get(reverse(name)).content.decode()


def session_of(plan):
    return planning.current_plan(plan, today()).to_json()["session"]


def sets_in(session):
    return sum(row["dosage"]["sets"] or 1 for row in session["exercises"])


def test_the_short_check_is_offered_once_a_week_and_goes_when_it_is_answered(client):
    plan = started_days_ago(7)
    says = shown.current().program.wording["check-weekly"]
    assert says in text_of(client, plan, "today:today")
    page = text_of(client, plan, "today:short_check")
    assert 'name="rf-01"' in page
    assert 'value="Running for the bus"' in page
    sent = client.post(reverse("today:short_check"), answers_to(CheckIn.due(plan, today())))
    assert sent.status_code == 302
    assert plan.events.get().payload["answers"]["rf-01"] == "no"
    assert says not in text_of(client, plan, "today:today")
    assert client.get(reverse("today:short_check")).url == reverse("today:today")


def test_a_plan_of_today_asks_nothing_again(client):
    plan = started_days_ago(0)
    assert "A short check" not in text_of(client, plan, "today:today")


def test_a_warning_sign_in_the_short_check_stops_the_day(client):
    plan = started_days_ago(7)
    client.force_login(plan.member.user)
    data = answers_to(CheckIn.due(plan, today()), **{"rf-08": "yes"})
    client.post(reverse("today:short_check"), data)
    assert "No exercise until you have been seen" in text_of(client, plan, "today:today")


def test_a_flare_makes_a_lighter_day_and_tells_the_care_team(client):
    plan = started_days_ago(3)
    world.care.join_care_team(
        member=plan.member, practitioner=world.therapist(), at=world.at(plan.as_of), by=None
    )
    before = sets_in(session_of(plan))
    assert reverse("today:flare") in text_of(client, plan, "today:today")
    assert shown.current().coaching.checks["flare"] in text_of(client, plan, "today:flare")
    told = OutboxEmail.objects.count()
    client.post(reverse("today:flare"), answers_to(CheckIn.about_flare(plan), pain_now="6"))
    page = text_of(client, plan, "today:today")
    assert shown.current().coaching.checks["flare-counts"] in page
    assert shown.current().program.wording["flare"] in page
    assert sets_in(session_of(plan)) < before
    assert OutboxEmail.objects.count() > told


def test_a_flare_asks_the_safety_questions_again_and_they_stand_above_it(client):
    plan = started_days_ago(3)
    assert 'name="rf-06"' in text_of(client, plan, "today:flare")
    client.post(
        reverse("today:flare"), answers_to(CheckIn.about_flare(plan), pain_now="6", **{"rf-07": "yes"})
    )
    page = text_of(client, plan, "today:today")
    assert "No exercise until you have been seen" in page
    assert shown.current().coaching.checks["flare-counts"] not in page


def test_little_pain_is_no_flare_and_the_day_stays(client):
    plan = started_days_ago(3)
    before = session_of(plan)
    client.force_login(plan.member.user)
    client.post(reverse("today:flare"), answers_to(CheckIn.about_flare(plan), pain_now="1"))
    assert shown.current().coaching.checks["no-flare"] in text_of(client, plan, "today:today")
    assert sets_in(session_of(plan)) == sets_in(before)


def test_a_flare_without_pain_told_is_asked_again(client):
    plan = started_days_ago(3)
    client.force_login(plan.member.user)
    data = answers_to(CheckIn.about_flare(plan))
    del data["pain_now"]
    assert client.post(reverse("today:flare"), data).status_code == 422
    assert not plan.events.exists()
