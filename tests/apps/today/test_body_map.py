"""Where it hurts can be tapped on a body; the checkboxes below it are what counts."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

from sinew.apps.today.intake_form import BODY_MAP
from sinew.apps.web import content as shown
from sinew.apps.web.figures import standing_picture
from sinew.program import next_screen
from tests.apps.members import world

STYLES = Path(__file__).resolve().parents[3] / "frontend" / "src" / "styles" / "body-map.css"
CODES = [code for codes in BODY_MAP.values() for code in codes]


def test_every_place_that_can_be_chosen_is_on_the_body_but_all_over():
    assert set(shown.current().intake.by_id["location"].codes) == {*CODES, "all-over"}


@pytest.mark.parametrize("code", CODES)
def test_every_place_has_its_spot_and_lights_up_when_it_is_chosen(code):
    styles = STYLES.read_text(encoding="utf-8")
    assert f".body-map__spot--{code} {{" in styles
    assert f".field:has(#location-{code}:checked) .body-map__spot--{code}" in styles


def test_both_views_are_drawn_with_classes_only_and_differ():
    views = [standing_picture(seen) for seen in BODY_MAP]
    assert views[0] != views[1]
    assert not re.search(r"\bstyle=|\bfill=", "".join(views))


@pytest.mark.django_db
def test_the_screen_has_a_label_on_the_body_for_each_checkbox(client):
    intake = world.begun()
    questionnaire = shown.current().intake
    while (screen := next_screen(questionnaire, intake.current_answers)).id != "location":
        given = {**screen.none_of_these(), **world.MILD_STRAIN}
        answers = {question.id: given[question.id] for question in screen.questions}
        world.care.answer_intake(intake=intake, answers=answers, at=world.at(), by=intake.member.user)
    client.force_login(intake.member.user)
    page = client.get(reverse("today:intake_screen", args=["location"])).content.decode()
    for code in CODES:
        assert page.count(f'for="location-{code}"') == 2
        assert page.count(f'id="location-{code}"') == 1
