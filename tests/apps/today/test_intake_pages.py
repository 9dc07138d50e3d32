"""The intake as a member meets it: one screen at a time, back works, nothing is lost, a flag ends it."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sinew.apps.care.models import CarePlan
from sinew.apps.members.models import IntakeAnswer
from sinew.apps.web import content as shown
from sinew.program import next_screen
from tests.apps.members import world

pytestmark = pytest.mark.django_db


def address(screen):
    return reverse("today:intake_screen", args=[screen])


@pytest.fixture
def ada(client):
    """A member in front of the first question, signed in."""
    intake = world.begun(day=timezone.localdate())
    client.force_login(intake.member.user)
    return intake


def form_for(screen, **other):
    """What a browser would send for this screen."""
    given = {
        **screen.none_of_these(),
        **world.MILD_STRAIN,
        "started_on": timezone.localdate().isoformat(),
        **other,
    }
    sent = {}
    for question in screen.questions:
        value = given[question.id]
        if value is None:
            sent["skip"] = "1"
        elif question.kind == "choices":
            sent[question.id] = value or ["none-of-these"]
        elif question.items:
            sent |= {f"{question.id}-{n}": "0" for n in range(len(question.items))}
        elif question.kind == "activities":
            sent |= {f"{question.id}-activity-1": value[0]["activity"], f"{question.id}-score-1": "4"}
        else:
            sent[question.id] = value
    return sent


def walk(client, intake, **other):
    """Answer until the last page; returns where it ended."""
    while screen := next_screen(shown.current().intake, intake.current_answers):
        page = client.get(address(screen.id))
        assert page.status_code == 200
        answer = client.post(address(screen.id), form_for(screen, **other))
        assert answer.status_code == 302, answer.context["form"].errors
        if "/intake/stopped/" in answer.url:
            return answer.url
    return answer.url


def test_answering_every_screen_ends_with_a_result_and_a_session(client, ada):
    assert walk(client, ada) == reverse("today:intake_result")
    page = client.get(reverse("today:intake_result")).content.decode()
    assert "Your answers fit best with a mild hamstring strain" in page
    assert "Start today&#x27;s session" in page or "Start today's session" in page
    assert "What would let me move on" in page


def test_a_red_flag_ends_on_the_advice_with_the_number_to_call(client, ada):
    assert walk(client, ada, **{"rf-10": "yes"}) == reverse("today:intake_stopped")
    page = client.get(reverse("today:intake_stopped")).content.decode()
    assert "Call 911" in page
    assert "I tapped the wrong answer" in page
    assert address("red-flags-circulation") in page
    assert client.get(reverse("members:intake"), follow=True).redirect_chain[-1][0] == reverse(
        "today:intake_stopped"
    )


def test_correcting_the_answer_goes_on_where_it_stopped(client, ada):
    walk(client, ada, **{"rf-10": "yes"})
    screen = next(s for s in _screens(ada) if s.id == "red-flags-circulation")
    client.post(address("red-flags-circulation"), form_for(screen))
    assert walk(client, ada) == reverse("today:intake_result")
    assert IntakeAnswer.objects.filter(question_id="rf-10").count() == 2


def _screens(intake):
    from sinew.program import screens

    return screens(shown.current().intake, intake.current_answers)


def test_without_a_country_a_red_flag_says_how_to_find_the_number(client, ada):
    walk(client, ada, **{"rf-10": "yes", "country": ""})
    page = client.get(reverse("today:intake_stopped")).content.decode()
    assert "tel:" not in page
    assert shown.current().emergency.elsewhere in page


def test_a_swollen_leg_is_asked_for_risks_before_the_advice(client, ada):
    for screen in ("age", "sex", "side", "country", "red-flags-nerves"):
        found = next(s for s in _screens(ada) if s.id == screen)
        client.post(address(screen), form_for(found))
    found = next(s for s in _screens(ada) if s.id == "red-flags-circulation")
    again = client.post(address(found.id), form_for(found, **{"rf-07": "yes"}))
    assert again.url == address("red-flags-circulation")
    assert "The pill or hormones" in client.get(again.url).content.decode()


def test_none_of_these_answers_every_row_that_was_left_open(client, ada):
    client.post(address("age"), {"age": "34"})
    client.post(address("red-flags-nerves"), {"none": "1", "rf-05": "unsure"})
    answers = ada.current_answers
    assert answers["rf-01"] == "no"
    assert answers["rf-05"] == "unsure"


def test_a_row_left_open_is_asked_for_and_nothing_is_stored(client, ada):
    client.post(address("age"), {"age": "34"})
    answer = client.post(address("red-flags-nerves"), {"rf-01": "no"})
    assert answer.status_code == 422
    assert {item.name for item in answer.context["form"].errors} == {
        "rf-02",
        "rf-03",
        "rf-04",
        "rf-05",
        "rf-06",
    }
    assert "rf-01" not in ada.current_answers
    assert 'value="no" checked' in answer.content.decode()


@pytest.mark.parametrize(
    ("screen", "sent"),
    [("age", {"age": "old"}), ("age", {"age": ""}), ("age", {"age": "200"}), ("age", {"age": "-1"})],
)
def test_an_answer_that_cannot_be_is_explained(client, ada, screen, sent):
    answer = client.post(address(screen), sent)
    assert answer.status_code == 422
    assert "field__error" in answer.content.decode()
    assert not ada.current_answers


def test_a_day_still_to_come_is_refused(client, ada):
    walk_until(client, ada, "started_on")
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert client.post(address("started_on"), {"started_on": tomorrow}).status_code == 422


def walk_until(client, intake, name):
    while (screen := next_screen(shown.current().intake, intake.current_answers)).id != name:
        client.post(address(screen.id), form_for(screen))


def test_the_intake_resumes_where_it_was_left(client, ada):
    client.post(address("age"), {"age": "34"})
    assert client.get(reverse("members:intake"), follow=True).redirect_chain[-1][0] == address("sex")


def test_back_shows_what_was_answered(client, ada):
    client.post(address("age"), {"age": "34"})
    assert 'value="34"' in client.get(address("age")).content.decode()
    assert address("age") in client.get(address("sex")).content.decode()


def test_somebody_under_18_reads_that_the_program_is_for_adults(client, ada):
    assert walk(client, ada, age=15, onset="gradual") == reverse("today:intake_stopped")
    page = client.get(reverse("today:intake_stopped")).content.decode()
    assert "adults" in page
    heading = re.search(r"<h1>(.*?)</h1>", page)
    assert heading is not None
    assert f"<title>{heading[1]}" in page
    assert re.findall(r'href="/intake/(\w+)/"', page) == ["age"]
    assert not CarePlan.objects.exists()


def test_answers_that_need_a_practitioner_say_what_happens_and_when(client, ada):
    world.therapist()
    walk(client, ada, **{"rf-26": "yes"})
    page = client.get(reverse("today:intake_result")).content.decode()
    assert "A physical therapist looks at this first" in page
    assert "within 3 days" in page
    assert "Therapist has been told" in page
    assert "session is ready" not in page


def test_a_screen_nobody_is_asked_leads_back_to_the_intake(client, ada):
    assert client.get(address("no-such-screen")).url == reverse("members:intake")
