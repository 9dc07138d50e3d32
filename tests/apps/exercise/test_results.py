"""A result counts once, whatever the network does, and is stored only when every field fits."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from sinew.apps.care import planning
from sinew.apps.exercise import actions as exercise
from sinew.apps.exercise.errors import AlreadyRecorded, KeyUsedElsewhere, NoSessionToday
from sinew.apps.exercise.models import ExerciseSession, MeasuredSet
from sinew.apps.exercise.results import SessionResult
from sinew.errors import InputRefused
from sinew.program import pain_lights
from tests.apps.members import world

pytestmark = pytest.mark.django_db

NEXT_DAY = world.DAY + timedelta(days=1)


def started(plan, day=world.DAY):
    return exercise.start_session(plan=plan, day=day, at=world.at(day), by=plan.member.user)


def record(session, payload, key=None):
    by = session.plan.member.user
    return exercise.record_result(
        session=session, payload=payload, key=key or uuid4(), at=world.at(hour=12), by=by
    )


def test_the_same_result_sent_twice_counts_once():
    plan = world.planned()
    session, key = started(plan), uuid4()
    payload = world.report(session)
    _first, is_new = record(session, payload, key)
    _again, is_new_again = record(session, payload, key)
    assert (is_new, is_new_again) == (True, False)
    assert plan.events.count() == 1
    sets = sum(int(row["dosage"]["sets"] or 1) for row in session.prescribed["exercises"])
    assert MeasuredSet.objects.count() == sets


def test_a_key_belongs_to_one_session():
    plan = world.planned()
    key = uuid4()
    world.exercised(plan, key=key)
    second = started(plan, NEXT_DAY)
    with pytest.raises(KeyUsedElsewhere):
        record(second, world.report(second), key)
    second.refresh_from_db()
    assert second.status == ExerciseSession.Status.STARTED


def test_a_session_takes_one_result_only():
    session = world.exercised(world.planned())
    with pytest.raises(AlreadyRecorded):
        record(session, world.report(session))


def test_what_was_measured_is_stored_set_by_set():
    session = world.exercised(world.planned())
    measured = session.measured_sets.first()
    assert (measured.counted_by, measured.joint, measured.view) == ("camera", "knee_flexion", "side")
    assert measured.rom_deg == pytest.approx(66.75)
    assert measured.repetitions[0]["peak_deg"] == 71.25


def test_every_problem_of_a_result_is_listed():
    session = started(world.planned())
    payload = world.report(session, effort=11, surprise=1, comment="x" * 2001)
    payload["exercises"][0]["sets"][0]["tracked_fraction"] = 1.5
    with pytest.raises(InputRefused) as refused:
        record(session, payload)
    places = {problem.where for problem in refused.value.problems}
    assert places == {"effort", "surprise", "comment", "exercises.0.sets.0.tracked_fraction"}
    assert not session.plan.events.exists()


def test_an_exercise_that_was_not_prescribed_is_refused_unless_it_stands_in_for_one():
    session = started(world.planned())
    payload = world.report(session)
    prescribed = payload["exercises"][0]["exercise"]
    payload["exercises"][0]["exercise"] = "downward-dog"
    with pytest.raises(InputRefused):
        record(session, payload)
    payload["exercises"][0]["replaced"] = prescribed
    _session, is_new = record(session, payload)
    assert is_new


def test_a_clock_far_ahead_is_refused():
    session = started(world.planned())
    later = world.at() + timedelta(days=3)
    payload = world.report(session, started_at=later.isoformat(), finished_at=later.isoformat())
    with pytest.raises(InputRefused, match="in-the-future"):
        record(session, payload)


def test_pressing_this_hurts_makes_it_the_pain_of_the_session():
    session = started(world.planned())
    hurting = session.prescribed["exercises"][0]["exercise"]
    hurts = [{"exercise": hurting, "pain": 8, "action": "stop"}]
    session, _is_new = record(session, world.report(session, pain=1, hurts=hurts, stopped_reason="pain"))
    assert session.pain_during == 8
    facts = session.event.payload
    assert facts["pain_during"] == 8
    assert {row["exercise"]: row["pain"] for row in facts["exercises"]}[hurting] == 8


def test_a_rest_day_has_no_session():
    plan = world.planned(days_per_week=1)
    world.exercised(plan)
    with pytest.raises(NoSessionToday):
        started(plan, NEXT_DAY)


def test_starting_again_gives_the_session_that_is_not_finished():
    plan = world.planned()
    assert started(plan) == started(plan)


@given(
    st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists)
    | st.dictionaries(st.text(), st.text())
)
def test_nonsense_is_refused_and_never_breaks(payload):
    with pytest.raises(ValueError, match="validation error"):
        SessionResult.model_validate(payload)


# the address the player posts to


def post(client, session, payload, key=None):
    headers = {"Idempotency-Key": str(key or uuid4())}
    address = reverse("exercise:result", args=[session.pk])
    return client.post(address, json.dumps(payload), content_type="application/json", headers=headers)


def test_the_address_answers_201_then_200(client):
    session, key = started(world.planned()), uuid4()
    client.force_login(session.plan.member.user)
    payload = world.report(session)
    first, second = post(client, session, payload, key), post(client, session, payload, key)
    assert (first.status_code, first.json()["status"]) == (201, "stored")
    assert (second.status_code, second.json()["status"]) == (200, "already_stored")
    assert first.json()["after_url"] == f"/today/after/{session.pk}/"


def test_strangers_get_401_and_other_members_403(client):
    session = started(world.planned())
    assert post(client, session, {}).status_code == 401
    client.force_login(world.joined("eve@example.org").user)
    assert post(client, session, world.report(session)).status_code == 403
    session.refresh_from_db()
    assert session.result is None


@pytest.mark.parametrize("body", ["{", "[]", '{"mode": "camera"}'])
def test_a_result_that_does_not_fit_gets_400_with_its_problems(client, body):
    session = started(world.planned())
    client.force_login(session.plan.member.user)
    answer = client.post(
        reverse("exercise:result", args=[session.pk]),
        body,
        content_type="application/json",
        headers={"Idempotency-Key": str(uuid4())},
    )
    assert answer.status_code == 400
    assert answer.json()["problems"]


DEEP = "[" * 100_000 + "]" * 100_000


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("comment", '"a\\u0000b"'),
        ("comment", '"\\ud800"'),
        ("comment", DEEP),
        ("pain_after", "9" * 5000),
        ("pain_after", "NaN"),
        ("started_at", '"0001-01-01T00:00:00+14:00"'),
        ("finished_at", '"9999-12-31T23:59:59-14:00"'),
        ("hurts", '[{"exercise": "mini-squat", "pain": 5, "action": "\\u0000"}]'),
    ],
    ids=lambda value: value[:30],
)
def test_what_nobody_could_store_gets_400(client, field, value):
    session = started(world.planned())
    client.force_login(session.plan.member.user)
    fields = {name: json.dumps(told) for name, told in world.report(session).items()} | {field: value}
    body = "{" + ", ".join(f'"{name}": {told}' for name, told in fields.items()) + "}"
    answer = client.post(
        reverse("exercise:result", args=[session.pk]),
        body,
        content_type="application/json",
        headers={"Idempotency-Key": str(uuid4())},
    )
    assert answer.status_code == 400
    assert answer.json()["problems"]
    session.refresh_from_db()
    assert session.result is None


def test_a_device_that_forgot_what_year_it_is_is_believed_to_have_exercised(client):
    session = started(world.planned())
    client.force_login(session.plan.member.user)
    times = {"started_at": "1970-01-01T00:00:00Z", "finished_at": "1970-01-01T00:10:00Z"}
    assert post(client, session, world.report(session) | times).status_code == 201


def test_a_result_without_a_token_against_forged_requests_is_refused():
    from django.test import Client

    session = started(world.planned())
    client = Client(enforce_csrf_checks=True)
    client.force_login(session.plan.member.user)
    assert post(client, session, world.report(session)).status_code == 403


def carried(page):
    """The session as the page carries it."""
    start = 'id="session-data" type="application/json">'
    return json.loads(page.content.decode().partition(start)[2].partition("</script>")[0])


def test_the_player_page_carries_everything_the_player_needs(client):
    session = started(world.planned())
    client.force_login(session.plan.member.user)
    page = client.get(reverse("exercise:player", args=[session.pk]))
    data = carried(page)
    assert data["result_url"] == reverse("exercise:result", args=[session.pk])
    first = data["exercises"][0]
    assert {
        "exercise",
        "name",
        "side",
        "steps",
        "dosage",
        "figure",
        "tracking",
        "cues",
        "easier",
        "why",
    } <= set(first)
    assert data["figures"][first["figure"]]["frames"]
    assert {exercise["figure"] for exercise in data["exercises"]} <= set(data["figures"])
    assert len(data["prompts"]) == 13
    assert "easier" not in (first["easier"] or {})


def test_the_player_gets_the_pain_limits_of_every_exercise_and_what_may_be_done(client):
    session = started(world.planned())
    client.force_login(session.plan.member.user)
    data = carried(client.get(reverse("exercise:player", args=[session.pk])))
    program = planning.content_of(session.plan).program
    phase = planning.current_plan(session.plan, world.DAY).phase
    for prescribed in data["exercises"]:
        for one in filter(None, (prescribed, prescribed["easier"])):
            assert one["pain_lights"] == list(pain_lights(program, phase, one["exercise"]))
    rules = data["pain_rules"]
    assert len(rules["lights"]) == 11
    assert rules["before"]["red"] == ["decline"]
    assert rules["hurts"]["red"] == ["stop", "skip"]
    assert set(rules["advice"]) == {"green", "amber", "red"}


def test_a_finished_session_leads_to_what_was_recorded(client):
    session = world.exercised(world.planned())
    client.force_login(session.plan.member.user)
    assert client.get(reverse("exercise:player", args=[session.pk])).url == reverse(
        "today:after", args=[session.pk]
    )
