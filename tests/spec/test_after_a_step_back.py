"""After a step back nothing new comes in, no gate opens, and nobody calls a day good that nobody told of."""

import pytest

from sinew.vocabulary import Disposition, Outcome
from tests.support.stories import MILD_STRAIN, SORE_TENDON, TIGHTNESS, doses, rules, story

S1_TESTS = {"walk-10-min": 10, "jog-on-spot-30s": 30, "heel-dig-moderate": 5, "knee-straight-lying": 178}


@pytest.mark.parametrize("worse", ["+2", "+3"])
def test_no_gate_opens_on_a_bad_morning(worse: str) -> None:
    person = story(MILD_STRAIN, started_on="2026-11-18").session(1)
    for on in (1, 2):
        for test, value in S1_TESTS.items():
            person.test(on, test, value)
    plan = person.morning(2, worse).plan(3)
    assert plan.phase == "S1"
    assert plan.gate is not None
    assert "settled" in plan.gate.unmet
    assert person.session(3).morning(4).plan(4).phase == "S2"


def test_a_phase_that_begins_after_a_gap_stays_as_low_as_its_first_session() -> None:
    person = story(MILD_STRAIN, started_on="2026-11-18").session(1).morning(2)
    for on in (1, 12):
        for test, value in S1_TESTS.items():
            person.test(on, test, value)
    back = person.plan(12)
    assert back.phase == "S2"
    assert "missed-7-days" in rules(back)
    shown = doses(back)
    later = doses(person.session(12).morning(13).session(13).morning(14).plan(14))
    assert shown.keys() & later.keys()
    assert all(later[name] == shown[name] for name in shown.keys() & later.keys())


def test_a_sore_exercise_makes_no_room_for_what_was_never_tried() -> None:
    person = story(SORE_TENDON)
    first = set(doses(person.plan(0)))
    sore = person.session(0, of={"bridge-hold-double": {"pain": 7}}).plan(1)
    assert set(doses(sore)) <= first | {"heel-dig-isometric"}
    assert "bridge-hold-long-lever" not in doses(sore)


def test_an_exercise_that_two_places_came_down_to_is_given_as_the_lesser_of_them() -> None:
    person = story(TIGHTNESS, days_per_week=7)
    added = {"exercise": "active-knee-extension", "reason": "reach", "override": True}
    person.practitioner(0, "add_exercise", **added).session(0).morning(1, "+3")
    hurt = doses(person.plan(2))
    later = doses(person.session(2, pain=4).plan(4))
    assert hurt["heel-slide"][1] == later["heel-slide"][1] == 7
    assert all(later[name] <= hurt[name] for name in hurt.keys() & later.keys())


def test_a_much_worse_morning_brings_nothing_new() -> None:
    person = story(MILD_STRAIN, started_on="2026-11-10")
    first = person.plan(0).session
    plan = person.session(0).morning(1, "+3").plan(1)
    assert first is not None
    assert plan.session is not None
    assert {e.place for e in plan.session.exercises} <= {e.place for e in first.exercises}
    assert plan.decision.outcome is Outcome.REGRESS


def test_pain_nobody_told_of_opens_no_gate() -> None:
    person = story(TIGHTNESS)
    for on in range(0, 12, 2):
        person.happens(on, "session", exercises=[], pain_before=2, effort=3, completed_fraction=1)
    assert person.plan(14).phase == "T1"


def test_fever_does_not_soften_a_worse_morning() -> None:
    plan = story(TIGHTNESS).session(0).morning(1, "+2").check_in(1, fever="yes").plan(1)
    assert plan.session is None
    assert plan.decision.outcome is Outcome.REGRESS
    assert {"fever", "morning-plus-2"} <= set(rules(plan))


def test_a_much_worse_morning_before_any_session_goes_down_and_tells_the_team() -> None:
    plan = story(TIGHTNESS).morning(1, "+3").plan(1)
    assert "morning-plus-3" in rules(plan)
    assert plan.adjustments[-1].tells_team


@pytest.mark.parametrize("minutes", [5, 10, 15])
@pytest.mark.parametrize("base", [MILD_STRAIN, TIGHTNESS, SORE_TENDON])
def test_a_session_fits_into_the_time_somebody_has(base: dict[str, object], minutes: int) -> None:
    plan = story(
        base, started_on="2026-08-01" if base is not MILD_STRAIN else "2026-11-10", minutes_per_day=minutes
    ).plan(0)
    assert plan.session is not None
    assert plan.session.minutes <= minutes


def test_a_practitioner_may_lead_somebody_back_out_of_maintenance() -> None:
    person = story(TIGHTNESS).practitioner(1, "set_phase", phase="M").practitioner(2, "set_phase", phase="T1")
    assert (person.plan(3).phase, person.plan(3).disposition) == ("T1", Disposition.SELF_CARE)
