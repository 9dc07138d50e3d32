"""Tests of a gate that a member does alone: offered when due, stored once, explained, shown to the team."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sinew.apps.web import content as shown
from tests.apps.members import world

pytestmark = pytest.mark.django_db

WALK = "today:self_test", ["walk-10-min"]


def today():
    return timezone.localdate()


def in_first_phase(days=4):
    day = today() - timedelta(days=days)
    return world.planned(day=day, started_on=(day - timedelta(days=2)).isoformat())


def in_second_phase():
    plan = in_first_phase()
    therapist = world.therapist("second@example.org")
    world.care.join_care_team(member=plan.member, practitioner=therapist, at=world.at(plan.as_of), by=None)
    world.care.decide(
        plan=plan, decision="set_phase", reason="Ready.", on=today(), at=timezone.now(), by=therapist,
        detail={"phase": "S2"},
    )  # fmt: skip
    return plan


def words():
    return shown.current().guided_tests.words


def text_of(client, plan, name, args=()):
    client.force_login(plan.member.user)
    return client.get(reverse(name, args=args)).content.decode()


def send(client, plan, test, **data):
    client.force_login(plan.member.user)
    return client.post(reverse("today:self_test", args=[test]), data)


def passed_on(plan, test, day, value, pain=0):
    world.care.record_test(
        plan=plan, test=test, value=value, pain=pain, on=day, at=world.at(day), by=plan.member.user
    )


def test_today_offers_the_tests_that_are_due(client):
    page = text_of(client, in_first_phase(), "today:today")
    assert "Test yourself" in page
    for test in ("walk-10-min", "jog-on-spot-30s", "heel-dig-moderate", "knee-straight-lying"):
        assert reverse("today:self_test", args=[test]) in page


def test_a_test_has_a_guide_a_clock_and_says_when_to_stop(client):
    page = text_of(client, in_first_phase(), *WALK)
    assert "Start the clock and walk at your normal pace." in page
    assert 'data-controller="test-timer"' in page
    assert 'data-aim="10"' in page
    assert 'data-seconds-per-unit="60"' in page
    assert words().two_days in page


def test_a_test_that_went_well_once_asks_for_another_day(client):
    plan = in_first_phase()
    assert send(client, plan, "walk-10-min", value="10", pain="1").status_code == 302
    page = text_of(client, plan, *WALK)
    assert words().met_once in page
    assert "Next test day: tomorrow" in page
    assert "1 of 2 days" in page
    assert reverse("today:self_test", args=["walk-10-min"]) not in text_of(client, plan, "today:today")


def test_on_the_second_good_day_the_criterion_is_met(client):
    plan = in_first_phase()
    passed_on(plan, "walk-10-min", today() - timedelta(days=1), 10)
    assert "Went well once" in text_of(client, plan, "today:today")
    send(client, plan, "walk-10-min", value="12", pain="0")
    assert words().met in text_of(client, plan, *WALK)


def test_too_much_pain_is_not_yet(client):
    plan = in_first_phase()
    send(client, plan, "walk-10-min", value="10", pain="3")
    assert words().not_yet in text_of(client, plan, *WALK)


def test_a_result_sent_twice_is_stored_once(client):
    plan = in_first_phase()
    for _tap in range(2):
        send(client, plan, "walk-10-min", value="10", pain="1")
    assert plan.events.of_type("test").count() == 1


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"value": "10"},
        {"value": "ten", "pain": "1"},
        {"value": "601", "pain": "1"},
        {"value": "10", "pain": "11"},
        {"value": "nan", "pain": "1"},
    ],
)
def test_a_result_without_number_or_pain_is_asked_again(client, data):
    plan = in_first_phase()
    answer = send(client, plan, "walk-10-min", **data)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not plan.events.exists()


def test_both_legs_are_asked_the_sore_one_first(client):
    plan = in_second_phase()
    page = text_of(client, plan, "today:self_test", ["single-leg-bridge"])
    assert page.index('name="value-left"') < page.index('name="value-right"')
    sent = {"value-left": "9", "pain-left": "1", "value-right": "11", "pain-right": "0"}
    assert send(client, plan, "single-leg-bridge", **sent).status_code == 302
    told = [event.payload for event in plan.events.of_type("test")]
    assert [(each["side"], each["value"], each["pain"]) for each in told] == [
        ("left", 9, 1),
        ("right", 11, 0),
    ]


def test_the_knee_is_compared_with_pictures(client):
    plan = in_second_phase()
    page = text_of(client, plan, "today:self_test", ["active-knee-extension"])
    assert page.count('<svg class="figure__still"') >= 2 * 7
    sent = {"value-left": "150", "pain-left": "1", "value-right": "155", "pain-right": "0"}
    assert send(client, plan, "active-knee-extension", **sent).status_code == 422
    assert send(client, plan, "active-knee-extension", **(sent | {"value-right": "160"})).status_code == 302


@pytest.mark.parametrize(("test", "asked"), [("heel-dig-max", 'type="range"'), ("jog-forward", "Not yet")])
def test_each_test_is_asked_its_own_way(client, test, asked):
    assert asked in text_of(client, in_second_phase(), "today:self_test", [test])


def test_a_test_that_is_not_due_says_so_and_stores_nothing(client):
    plan = in_first_phase()
    assert "nothing to test here today" in text_of(client, plan, "today:self_test", ["sitting-20-min"])
    assert send(client, plan, "sitting-20-min", value="20", pain="0").status_code == 302
    assert not plan.events.exists()


def test_a_test_nobody_knows_is_not_found(client):
    plan = in_first_phase()
    client.force_login(plan.member.user)
    assert client.get(reverse("today:self_test", args=["handstand"])).status_code == 404


def test_every_aim_reaches_what_its_gate_asks_for():
    program, guided = shown.current().program, shown.current().guided_tests.tests
    asked = [c for ways in program.gates.values() for way in ways for c in way.criteria if c.kind == "test"]
    timed = [c for c in asked if guided[c.test].way == "timer"]
    assert timed
    assert all((guided[c.test].aim or 0) >= (c.at_least or 0) for c in timed)
