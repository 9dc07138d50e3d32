"""The later phases: what leads into them, and what leads out into staying strong."""

import pytest

from sinew.program import Plan
from sinew.vocabulary import Outcome
from tests.support.stories import MILD_STRAIN, SORE_TENDON, TIGHTNESS, Story, doses, rules, story

RUNNER = {"goal": ["running"], "started_on": "2026-11-10", "minutes_per_day": 60, "pain_average": 2}
GYM = ["mat", "chair", "wall", "step", "bed", "bench", "weights", "band", "anchor", "smooth-floor", "bike"]


def unmet(found: Plan) -> tuple[str, ...]:
    assert found.gate is not None
    return found.gate.unmet


def strong(person: Story, on: int, **changes: float) -> Story:
    """Every test that leads from S2 to S3, passed on one day unless changed; ``None`` leaves one out."""
    values: dict[str, float] = {"heel-dig-max": 95, "jog-forward": 1, "jog-backward": 1, "run-70-percent": 70}
    values.update({name.replace("_", "-"): value for name, value in changes.items()})
    for test, value in values.items():
        person.test(on, test, value)
    for side in ("left", "right"):
        person.test(on, "single-leg-bridge", 12, side=side)
        person.test(on, "active-knee-extension", 160, side=side)
    return person


def in_phase(phase: str, base: dict[str, object] = MILD_STRAIN, **changes: object) -> Story:
    """Somebody whom a practitioner has put into a phase on the first day."""
    person = story(base, **{"equipment": GYM, **RUNNER, **changes})
    return person.practitioner(0, "set_phase", phase=phase)


def busy(person: Story, first: int, sessions: int, *, pain: float = 0) -> int:
    """So many sessions with good mornings, whenever one is due; returns the day after the last."""
    number = first
    while sessions:
        if person.plan(number).session is not None:
            person.session(number, pain=pain).morning(number + 1)
            sessions -= 1
        number += 1
    return number


# strain


def test_strength_range_and_a_fast_run_on_two_days_lead_to_the_third_phase_of_a_strain() -> None:
    person = strong(in_phase("S2"), 5)
    assert person.plan(5).phase == "S2"
    plan = strong(person, 6).plan(6)
    assert (plan.phase, plan.decision.outcome) == ("S3", Outcome.PROGRESS)


@pytest.mark.parametrize(
    ("weak", "criterion"),
    [
        ({"heel_dig_max": 89}, "heel-dig-max"),
        ({"jog_backward": 0}, "jog-backward"),
        ({"run_70_percent": 65}, "run-70-percent"),
    ],
)
def test_one_weak_test_keeps_the_second_phase(weak: dict[str, float], criterion: str) -> None:
    plan = strong(strong(in_phase("S2"), 5), 6, **weak).plan(6)
    assert plan.phase == "S2"
    assert unmet(plan) == (criterion,)


def test_sides_that_differ_on_one_of_the_two_days_keep_the_second_phase() -> None:
    person = strong(strong(in_phase("S2"), 5), 6)
    person.test(6, "active-knee-extension", 149, side="left")
    assert unmet(person.plan(6)) == ("active-knee-extension",)


def test_a_second_phase_lasts_five_days_at_least() -> None:
    person = strong(strong(in_phase("S2"), 1), 2)
    assert [person.plan(number).phase for number in (4, 5)] == ["S2", "S3"]


def test_six_sessions_at_long_length_and_a_week_lead_back_to_running() -> None:
    person = strong(strong(in_phase("S3"), 1), 2)
    after = busy(person, 2, 5)
    assert unmet(person.plan(after)) == ("lengthened-sessions",)
    plan = person.plan(busy(person, after, 1))
    assert plan.phase == "R"


def test_a_third_phase_lasts_a_week_at_least() -> None:
    plan = strong(strong(in_phase("S3"), 1), 2).plan(6)
    assert "days-in-phase-7" in unmet(plan)
    assert "days-in-phase-14" not in unmet(plan)


@pytest.mark.parametrize("reason", [{"hurt_before": "two-or-more"}, {"scan": "BAMIC 2c"}])
def test_a_strain_that_heals_slowly_needs_ten_such_sessions_and_a_second_look(reason: dict[str, str]) -> None:
    person = story(MILD_STRAIN, equipment=GYM, **{**RUNNER, **reason}).practitioner(0, "cleared")
    person.practitioner(0, "set_phase", phase="S3")
    plan = strong(strong(person, 1), 2).plan(busy(person, 2, 6))
    assert {"lengthened-sessions-10", "practitioner-reviewed"} <= set(unmet(plan))
    after = busy(person, 25, 4)
    assert unmet(person.plan(after)) == ("practitioner-reviewed",)
    assert person.practitioner(after, "cleared", scope="running").plan(after).phase == "R"


def test_who_does_not_run_graduates_from_the_third_phase_when_cleared_for_sport() -> None:
    person = strong(strong(in_phase("S3", goal=["daily-life"]), 1), 2)
    after = busy(person, 2, 6)
    plan = person.plan(after)
    assert plan.gate is not None
    assert (plan.gate.next, plan.gate.unmet) == ("M", ("cleared-sport",))
    plan = person.practitioner(after, "cleared", scope="sport").plan(after)
    assert (plan.phase, plan.track) == ("M", "M")


def test_pain_above_two_on_average_keeps_graduation_waiting() -> None:
    person = strong(strong(in_phase("S3", goal=["daily-life"], pain_average=3), 1), 2)
    after = busy(person, 2, 6)
    person.practitioner(after, "cleared", scope="sport")
    assert unmet(person.plan(after)) == ("pain-average",)
    assert person.check_in(after + 1, pain_average=1).plan(after + 1).phase == "M"


def test_who_runs_does_not_graduate_before_the_runs_are_done_and_a_practitioner_agrees() -> None:
    plan = in_phase("R").plan(1)
    assert plan.gate is not None
    assert plan.gate.next == "M"
    assert {"running-r7", "cleared-sport"} <= set(plan.gate.unmet)
    assert "running-r8" not in plan.gate.unmet
    assert "running-r8" in unmet(in_phase("R", goal=["sprint-sport"]).plan(1))


# tightness


def test_tightness_is_strong_after_four_weeks_and_five_bridges_a_side() -> None:
    person = in_phase("T2", TIGHTNESS)
    for number in (26, 27):
        for side in ("left", "right"):
            person.test(number, "single-leg-bridge", 5, side=side)
    assert [person.plan(number).phase for number in (27, 28)] == ["T2", "T3"]


def test_tightness_graduates_after_four_weeks_of_its_last_phase() -> None:
    person = in_phase("T3", TIGHTNESS)
    after = busy(person, 0, 6)
    assert unmet(person.plan(after)) == ("days-in-phase-28",)
    late = busy(person, 25, 2)
    assert person.plan(max(late, 28)).phase == "M"


def test_a_session_in_the_amber_zone_keeps_graduation_waiting() -> None:
    person = in_phase("T3", TIGHTNESS)
    busy(person, 0, 6)
    after = busy(person, 26, 1, pain=4)
    assert "all-green" in unmet(person.plan(max(after, 29)))


# tendon


def calm_tendon(person: Story, on: int, *, load: float = 2, sitting: float = 3) -> Story:
    return person.test(on, "load-test", 3, pain=load).test(on, "sitting-20-min", 20, pain=sitting)


def test_a_tendon_needs_four_weeks_of_slow_strength_and_easy_sitting() -> None:
    person = calm_tendon(calm_tendon(in_phase("H2", SORE_TENDON), 26), 27)
    assert [person.plan(number).phase for number in (27, 28)] == ["H2", "H3"]
    sore = calm_tendon(calm_tendon(in_phase("H2", SORE_TENDON), 26), 27, load=3)
    assert unmet(sore.plan(28)) == ("load-test-2",)
    stiff = calm_tendon(calm_tendon(in_phase("H2", SORE_TENDON), 26), 27, sitting=4)
    assert unmet(stiff.plan(28)) == ("sitting-20-min",)


def test_a_runner_with_a_tendon_comes_to_spring_and_speed_only_with_a_practitioners_word() -> None:
    person = in_phase("H3", SORE_TENDON)
    for number in (20, 28):
        person.test(number, "loaded-hinge", 8, pain=2)
    plan = person.plan(28)
    assert plan.gate is not None
    assert (plan.gate.next, plan.gate.unmet) == ("H4", ("cleared-running",))
    assert person.practitioner(28, "cleared").plan(28).phase == "H3"
    assert person.practitioner(29, "cleared", scope="running").plan(29).phase == "H4"


def test_who_does_not_run_graduates_from_the_third_tendon_phase() -> None:
    person = in_phase("H3", SORE_TENDON, goal=["walking"])
    assert person.plan(1).gate is not None
    busy(person, 0, 2)
    after = busy(person, 18, 4)
    plan = person.plan(max(after, 28))
    assert plan.phase == "M"


def test_a_runner_with_a_tendon_graduates_after_four_weeks_of_speed() -> None:
    plan = in_phase("H4", SORE_TENDON).plan(1)
    assert plan.gate is not None
    assert plan.gate.next == "M"
    assert {"days-in-phase-28", "all-green", "completed-fraction"} <= set(plan.gate.unmet)


# what the phases hold


@pytest.mark.parametrize(
    ("phase", "base", "some"),
    [
        ("S3", MILD_STRAIN, {"bridge-single-chair", "rdl-double", "slider-curl"}),
        ("R", MILD_STRAIN, {"bridge-single-chair", "slider-curl-single"}),
        ("T3", TIGHTNESS, {"bridge-single", "rdl-double", "lunge-forward"}),
        ("H2", SORE_TENDON, {"bridge-single", "bridge-walkout"}),
        ("H3", SORE_TENDON, {"hip-thrust-bench", "rdl-double"}),
        ("H4", SORE_TENDON, {"a-skip", "step-up"}),
        ("M", TIGHTNESS, {"bridge-single-chair", "rdl-double"}),
    ],
)
def test_a_first_session_of_a_later_phase_holds_its_main_exercises(
    phase: str, base: dict[str, object], some: set[str]
) -> None:
    plan = in_phase(phase, base).plan(0)
    assert plan.phase == phase
    assert some <= set(doses(plan))


def test_what_would_let_somebody_move_on_is_always_answered() -> None:
    people = [(MILD_STRAIN, "S1 S2 S3 R"), (TIGHTNESS, "T1 T2 T3"), (SORE_TENDON, "H1 H2 H3 H4")]
    for base, phases in people:
        for phase in phases.split():
            gate = in_phase(phase, base).plan(0).gate
            assert gate is not None
            assert gate.unmet
    assert in_phase("M", TIGHTNESS).plan(0).gate is None


def test_the_decision_names_the_gate_that_was_met() -> None:
    assert "gate-met" in rules(strong(strong(in_phase("S2"), 5), 6).plan(6))
