"""Movement tests with the camera: offered, measured, stored with their error, told as changed or not."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from sinew.apps.practice.presenters.tests import test_lines as lines_of
from sinew.apps.today.self_tests import TestPage
from sinew.apps.web import content as shown
from sinew.motion.trials.definition import movement_test_from_dict
from sinew.program import events_from_dicts
from tests.apps.members import world
from tests.apps.today.test_self_tests import in_first_phase, in_second_phase, send, text_of, today

pytestmark = pytest.mark.django_db

KNEE, CHAIR = "active-knee-extension", "sit-to-stand-30s"


def camera(client, plan, test=KNEE, side="left"):
    client.force_login(plan.member.user)
    return client.get(reverse("today:camera_test", args=[test, side]))


def told(client, plan, values, *, test=KNEE, side="left", pain="1"):
    trials = [
        {"value": value, "problems": ["not-held"] if value is None else [], "ended_by": "returned"}
        for value in values
    ]
    client.force_login(plan.member.user)
    return client.post(
        reverse("today:camera_test", args=[test, side]), {"trials": json.dumps(trials), "pain": pain}
    )


def earlier(plan, value, *, test=KNEE, side="left", days=3, measured=None):
    day = today() - timedelta(days=days)
    world.care.record_test(
        plan=plan, test=test, value=value, pain=0, side=side, on=day, at=world.at(day), by=plan.member.user,
        measured=measured,
    )  # fmt: skip


def test_the_page_of_a_test_offers_the_camera_for_each_side(client):
    page = text_of(client, in_second_phase(), "today:self_test", [KNEE])
    assert "Measure it with the camera" in page
    for side in ("left", "right"):
        assert reverse("today:camera_test", args=[KNEE, side]) in page
    assert "Save the result" in page


def test_the_camera_page_carries_the_test_for_the_engine_in_the_browser(client):
    plan = in_second_phase()
    earlier(plan, 135, measured={"by": "camera", "error": 6, "trials": []})
    answer = camera(client, plan)
    data = answer.context["test_data"]
    assert movement_test_from_dict(json.loads(json.dumps(data["test"]))).id == KNEE
    assert (data["side"], data["unit"], data["trials"]) == ("left", "deg", 2)
    assert data["before"]["told"] == "135° (± 6°)"
    assert camera(client, plan, side="right").context["test_data"]["before"] is None


def test_what_the_camera_measured_is_added_up_here_and_stored_with_its_error_and_trials(client):
    plan = in_second_phase()
    assert told(client, plan, [140, None, 142]).status_code == 302
    payload = plan.events.get(type="test").payload
    assert (payload["value"], payload["pain"], payload["side"]) == (141, 1, "left")
    assert payload["measured"]["by"] == "camera"
    assert payload["measured"]["error"] == 7
    assert [trial["value"] for trial in payload["measured"]["trials"]] == [140, None, 142]
    page = text_of(client, plan, "today:self_test", [KNEE])
    assert "Saved: left leg: 141° (± 7°), pain 1 of 10" in page
    assert reverse("today:camera_test", args=[KNEE, "left"]) not in page


def test_the_program_reads_a_measured_result_as_it_reads_one_by_hand(client):
    plan = in_second_phase()
    told(client, plan, [140, 142])
    (event,) = [e for e in plan.history if e["type"] == "test"]
    by_hand = {key: value for key, value in event.items() if key != "measured"}
    read = [events_from_dicts([each], shown.current().program, plan.as_of) for each in (event, by_hand)]
    assert read[0] == read[1]


@pytest.mark.parametrize(
    ("before", "by", "now", "says"),
    [
        (135, "camera", 140, "No real change"),
        (120, "camera", 140, "Better than last time"),
        (160, "camera", 140, "Less than last time"),
        (126, "hand", 140, "No real change"),
    ],
)
def test_a_change_below_the_detectable_one_is_called_no_real_change(client, before, by, now, says):
    plan = in_second_phase()
    measured = {"by": "camera", "error": 6, "trials": []} if by == "camera" else None
    earlier(plan, before, measured=measured)
    told(client, plan, [now, now])
    assert says in text_of(client, plan, "today:self_test", [KNEE])
    assert says in text_of(client, plan, "today:tests")
    line = lines_of(list(plan.events.of_type("test")), None)[0]
    assert f"140° (± 7°), by camera, pain 1, {says.lower()} (real from 15°)" == line.results[0].says


def test_the_list_tells_how_each_result_was_measured(client):
    plan = in_second_phase()
    earlier(plan, 130)
    told(client, plan, [140, 141])
    page = text_of(client, plan, "today:tests")
    assert page.count("by the camera") == 1
    assert page.count("by hand") == 1


@pytest.mark.parametrize(
    "sent",
    [
        {"trials": "[]", "pain": "1"},
        {"trials": "not json", "pain": "1"},
        {
            "trials": json.dumps([{"value": None, "problems": ["not-held"], "ended_by": "returned"}]),
            "pain": "1",
        },
        {"trials": json.dumps([{"value": 140, "problems": [], "ended_by": "returned"}]), "pain": "11"},
        {"trials": json.dumps([{"value": 140, "problems": [], "ended_by": "returned"}])},
        {"trials": json.dumps([{"value": 900, "problems": [], "ended_by": "returned"}]), "pain": "1"},
        {"trials": json.dumps([{"value": -4, "problems": [], "ended_by": "returned"}]), "pain": "1"},
        {"trials": json.dumps([{"value": 140, "problems": ["<b>"], "ended_by": "returned"}]), "pain": "1"},
        {"trials": '[{"value": NaN, "problems": [], "ended_by": "returned"}]', "pain": "1"},
        {"trials": "[" * 3000, "pain": "1"},
    ],
)
def test_what_cannot_be_a_result_is_refused_and_stores_nothing(client, sent):
    plan = in_second_phase()
    client.force_login(plan.member.user)
    answer = client.post(reverse("today:camera_test", args=[KNEE, "left"]), sent)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not plan.events.of_type("test").exists()


def test_a_second_result_of_the_day_adds_nothing(client):
    plan = in_second_phase()
    told(client, plan, [140, 142])
    assert told(client, plan, [150, 152]).status_code == 302
    assert plan.events.of_type("test").count() == 1


def test_a_movement_test_may_be_done_unasked_where_the_phase_allows_it(client):
    plan = in_second_phase()
    assert "When you like" in text_of(client, plan, "today:tests")
    assert told(client, plan, [11, 12], test=CHAIR, side="both").status_code == 302
    assert plan.events.of_type("test").get().payload["value"] == 12
    assert send(client, plan, "sit-to-stand-5-times", value="12.5", pain="0").status_code == 302
    assert plan.events.of_type("test").count() == 2


def test_no_test_that_the_phase_does_not_allow(client):
    plan = in_first_phase()
    page = text_of(client, plan, "today:tests")
    assert "Stand on one leg" in page
    assert "Raise the straight leg" not in page
    assert camera(client, plan, test="straight-leg-raise").status_code == 302
    assert told(client, plan, [70, 71], test="straight-leg-raise").status_code == 302
    assert not plan.events.of_type("test").exists()


def test_no_test_with_the_camera_where_there_is_none(client):
    plan = in_first_phase()
    assert camera(client, plan, test="walk-10-min", side="both").status_code == 302
    assert camera(client, plan, test="handstand").status_code == 404
    assert camera(client, plan, side="middle").status_code == 302
    assert TestPage.of(plan, "handstand", today()) is None
