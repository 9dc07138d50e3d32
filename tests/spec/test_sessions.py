"""What a session is made of: the template of the phase, fitted to the person."""

from dataclasses import replace

import pytest

from sinew.program import Plan, plan
from sinew.vocabulary import Side
from tests.support.stories import MILD_STRAIN, SORE_TENDON, TIGHTNESS, day, doses, program, story


def left_out(found: Plan) -> dict[str, str]:
    """Exercise and rule of what the session leaves out."""
    items = found.session.left_out if found.session is not None else ()
    return {item.exercise: item.reasons[0].rule for item in items}


def test_the_first_days_after_a_strain_hold_only_gentle_moves() -> None:
    plan = story(MILD_STRAIN).plan(0)
    assert set(doses(plan)) == {"walk-easy", "heel-slide", "heel-dig-isometric"}
    assert left_out(plan)["bridge-double"] == "early-days"
    assert "bridge-double" in doses(story(MILD_STRAIN).plan(1))


def test_what_the_library_does_not_have_is_said() -> None:
    missing = {"plank-front", "prone-isometric-curl"}
    library = {name: spec for name, spec in program().exercises.items() if name not in missing}
    strained = story(MILD_STRAIN, minutes_per_day=60)
    without = plan(replace(program(), exercises=library), strained.intake, (), day(3))
    assert left_out(without)["plank-front"] == "not-in-library"
    assert without.session is not None
    stand_in = next(e for e in without.session.exercises if e.exercise == "hamstring-curl-prone")
    assert [reason.rule for reason in stand_in.reasons][:2] == ["stands-in", "not-in-library"]


def test_both_legs_are_trained_the_sore_one_first() -> None:
    plan = story(MILD_STRAIN, side="right").plan(0)
    assert plan.session is not None
    sides = [e.side for e in plan.session.exercises if e.exercise == "heel-slide"]
    assert sides == [Side.RIGHT, Side.LEFT]


def test_both_sore_legs_are_trained_left_first() -> None:
    plan = story(MILD_STRAIN, side="both").plan(0)
    assert plan.session is not None
    assert [e.side for e in plan.session.exercises if e.exercise == "heel-slide"] == [Side.LEFT, Side.RIGHT]


def test_the_session_fits_the_time_there_is() -> None:
    for minutes in (8, 12, 20):
        plan = story(TIGHTNESS, minutes_per_day=minutes).plan(0)
        assert plan.session is not None
        assert plan.session.minutes <= minutes
    assert "no-time" in left_out(story(TIGHTNESS, minutes_per_day=8).plan(0)).values()


@pytest.mark.parametrize("floor", ["no", "with-help"])
def test_without_a_safe_floor_nothing_is_done_on_it(floor: str) -> None:
    for base in (TIGHTNESS, MILD_STRAIN, SORE_TENDON):
        plan = story(base, floor=floor, equipment=["chair", "wall"]).plan(3)
        assert plan.session is not None
        for planned in plan.session.exercises:
            spec = program().exercises[planned.exercise]
            assert not spec.needs_floor
            assert not any("mat" in group and not {"chair", "wall"} & set(group) for group in spec.equipment)


def test_missing_equipment_is_worked_around() -> None:
    bare = story(TIGHTNESS, equipment=[]).plan(0)
    assert "mini-squat" not in doses(bare)
    assert "no-equipment" in left_out(bare).values()


def test_the_tendon_is_not_bent_further_than_its_phase_allows() -> None:
    plan = story(SORE_TENDON, minutes_per_day=60).plan(0)
    assert plan.session is not None
    assert all(program().exercises[e.exercise].hip_flexion_max_deg <= 30 for e in plan.session.exercises)


def test_the_strained_muscle_is_not_stretched_further_than_its_phase_allows() -> None:
    plan = story(MILD_STRAIN, minutes_per_day=60).plan(5)
    assert plan.session is not None
    assert all(program().exercises[e.exercise].elongation_deg <= 45 for e in plan.session.exercises)


def test_the_week_follows_the_days_somebody_wants_within_the_phase() -> None:
    def days(**answers: object) -> int:
        return sum(bool(day.exercises) for day in story(TIGHTNESS, **answers).plan(0).week)

    assert days() == 4
    assert days(days_per_week=2) == 2
    assert days(days_per_week=7) == 4  # T1 allows no more
    assert sum(bool(day.exercises) for day in story(MILD_STRAIN).plan(0).week) == 7


def test_exercises_that_need_rest_are_not_done_every_day() -> None:
    week = story(TIGHTNESS).plan(0).week
    assert sum("bridge-double" in day.exercises for day in week) == 3


def test_short_sessions_vary_over_the_week() -> None:
    person = story(MILD_STRAIN).practitioner(0, "set_phase", phase="S2")
    week = person.plan(0).week
    assert len({day.exercises for day in week if day.exercises}) > 1


def test_every_exercise_says_why_it_is_there() -> None:
    for base in (TIGHTNESS, MILD_STRAIN, SORE_TENDON):
        session = story(base).plan(0).session
        assert session is not None
        for item in (*session.exercises, *session.left_out):
            assert item.reasons
            assert all(reason.rule in program().wording and reason.because for reason in item.reasons)


def test_a_step_up_names_the_source_of_its_rule() -> None:
    person = story(MILD_STRAIN, started_on="2026-11-10").practitioner(0, "progress")
    session = person.plan(0).session
    assert session is not None
    steps = [r for item in session.exercises for r in item.reasons if r.rule.startswith("step-")]
    assert steps
    assert all(reason.source for reason in steps)


def test_the_answer_has_the_shape_of_the_contract() -> None:
    answer = story(TIGHTNESS).plan(0).to_json()
    assert set(answer) == {
        "triage", "presentation", "track", "phase", "decision", "gate", "session", "week",
        "tests_due", "questions_due", "outlook",
    }  # fmt: skip
    first = answer["session"]["exercises"][0]
    assert {"exercise", "side", "dosage", "reasons"} <= set(first)
    assert set(first["dosage"]) == {"sets", "repetitions", "hold_s", "rest_s", "load", "per_week"}
    assert len(answer["week"]) == 7
    assert set(answer["gate"]) == {"next", "met", "unmet"}
