"""How somebody gets to the next phase, and what a practitioner can and cannot decide."""

from datetime import timedelta

import pytest

from sinew.vocabulary import Disposition, Outcome
from tests.support.stories import DAY_0, MILD_STRAIN, SORE_TENDON, TIGHTNESS, Story, day, doses, rules, story

S1_TESTS = {"walk-10-min": 10, "jog-on-spot-30s": 30, "heel-dig-moderate": 5, "knee-straight-lying": 178}


def passes_s1_tests(person: Story, on: int, **values: float) -> Story:
    named = {key.replace("_", "-"): value for key, value in values.items()}
    for test, value in {**S1_TESTS, **named}.items():
        person.test(on, test, value)
    return person


# gates


def test_a_strain_moves_on_when_all_tests_were_passed_on_two_days() -> None:
    person = passes_s1_tests(story(MILD_STRAIN), 3)
    assert person.plan(3).phase == "S1"
    plan = passes_s1_tests(person, 4).plan(4)
    assert (plan.phase, plan.decision.outcome) == ("S2", Outcome.PROGRESS)
    assert "gate-met" in rules(plan)


@pytest.mark.parametrize(
    ("test", "value"),
    [("walk-10-min", 9), ("jog-on-spot-30s", 20), ("heel-dig-moderate", 4), ("knee-straight-lying", 174)],
)
def test_one_test_below_its_mark_keeps_the_gate_closed(test: str, value: float) -> None:
    person = passes_s1_tests(story(MILD_STRAIN), 3)
    plan = passes_s1_tests(person, 4, **{test.replace("-", "_"): value}).plan(4)
    assert plan.phase == "S1"
    assert plan.gate is not None
    assert test in plan.gate.unmet


def test_a_test_passed_with_pain_does_not_count() -> None:
    person = passes_s1_tests(story(MILD_STRAIN), 3)
    passes_s1_tests(person, 4).test(4, "jog-on-spot-30s", 30, pain=2)
    assert person.plan(4).phase == "S1"


def test_a_red_session_keeps_the_gate_closed_for_two_days() -> None:
    person = story(MILD_STRAIN).session(3, pain=5)
    passes_s1_tests(passes_s1_tests(person, 3), 4)
    assert person.plan(4).phase == "S1"
    assert person.plan(5).phase == "S2"


def test_a_gate_that_waits_only_for_its_day_opens_on_that_day() -> None:
    fresh = story(MILD_STRAIN, started_on=DAY_0.isoformat())
    passes_s1_tests(passes_s1_tests(fresh, 0), 1)
    assert [fresh.plan(number).phase for number in (1, 2, 3, 4)] == ["S1", "S1", "S2", "S2"]


def test_no_phase_is_left_by_time_alone() -> None:
    assert story(MILD_STRAIN).plan(60).phase == "S1"


def test_tightness_moves_on_after_six_green_sessions_of_little_effort() -> None:
    person = story(TIGHTNESS)
    for number in range(0, 12, 2):
        assert person.plan(number).phase == "T1"
        person.session(number).morning(number + 1)
    assert person.plan(12).phase == "T2"


def test_one_good_session_says_nothing_yet_about_six() -> None:
    plan = story(TIGHTNESS).session(0, effort=3).plan(1)
    assert plan.gate is not None
    assert plan.gate.met == ()


def test_a_bad_morning_after_the_last_session_takes_the_new_phase_back() -> None:
    person = story(TIGHTNESS)
    for number in range(0, 10, 2):
        person.session(number).morning(number + 1)
    person.session(10)
    assert person.plan(10).phase == "T2"
    plan = person.morning(11, "+2").plan(12)
    assert plan.phase == "T1"
    assert "gate-closed-again" in rules(plan)


def test_effort_above_five_keeps_tightness_in_its_first_phase() -> None:
    person = story(TIGHTNESS)
    for number in range(0, 14, 2):
        person.session(number, effort=6).morning(number + 1)
    plan = person.plan(14)
    assert plan.phase == "T1"
    assert plan.gate is not None
    assert plan.gate.unmet == ("effort",)


def test_a_sore_tendon_moves_on_when_holds_and_the_load_test_are_easy_on_two_days() -> None:
    person = story(SORE_TENDON)
    for number in (6, 7):
        assert person.plan(number).phase == "H1"
        person.test(number, "isometric-hold", 40, pain=2).test(number, "load-test", 3, pain=3)
    plan = person.plan(7)
    assert (plan.phase, plan.decision.outcome) == ("H2", Outcome.PROGRESS)
    assert plan.session is not None


def test_a_worse_morning_closes_the_tendon_gate_for_a_week() -> None:
    person = story(SORE_TENDON).session(2).morning(3, "+2")
    for number in (6, 7):
        person.test(number, "isometric-hold", 40, pain=2).test(number, "load-test", 3, pain=3)
    gate = person.plan(8).gate
    assert gate is not None
    assert gate.unmet == ("24-hour-rule",)


def test_a_moderate_strain_needs_a_practitioner_in_its_gate() -> None:
    gate = story(MILD_STRAIN, bruise="spreading").practitioner(1, "cleared").plan(4).gate
    assert gate is not None
    assert "practitioner-cleared" in gate.met


# practitioners


def test_clearing_a_moderate_strain_starts_its_first_phase() -> None:
    plan = story(MILD_STRAIN, bruise="spreading").practitioner(2, "cleared").plan(2)
    assert (plan.disposition, plan.phase) == (Disposition.SELF_CARE, "S1")
    assert plan.triage_reasons[0].rule == "practitioner-cleared"
    assert plan.session is not None


@pytest.mark.parametrize("flag", [{"rf_01": "yes"}, {"rf_21": "yes"}, {"rf_20": "yes"}])
def test_clearing_does_not_lift_an_answer_that_still_stands(flag: dict[str, str]) -> None:
    person = story(MILD_STRAIN, **flag).practitioner(1, "cleared")
    assert person.plan(2).session is None
    assert "answer-again" in rules(person.plan(2))
    person.check_in(3, **dict.fromkeys(flag, "no"))
    assert person.plan(3).session is not None


def test_an_answer_taken_back_still_waits_for_a_practitioner() -> None:
    person = story(MILD_STRAIN, rf_01="yes").check_in(1, rf_01="no")
    assert person.plan(1).disposition is Disposition.PRACTITIONER_FIRST
    assert person.practitioner(2, "cleared").plan(2).session is not None


@pytest.mark.parametrize("decision", ["cleared", "progress", "regress", "hold"])
def test_no_decision_defeats_a_later_red_flag(decision: str) -> None:
    plan = story(TIGHTNESS).check_in(2, rf_08="yes").practitioner(3, decision).plan(4)
    assert (plan.disposition, plan.session) == (Disposition.EMERGENCY, None)


def test_setting_a_phase_moves_there_but_not_past_a_red_flag() -> None:
    assert story(MILD_STRAIN).practitioner(3, "set_phase", phase="S2").plan(3).phase == "S2"
    stopped = story(MILD_STRAIN, rf_02="yes").practitioner(3, "set_phase", phase="S2").plan(3)
    assert stopped.session is None


def test_nerve_pain_gets_no_session_even_when_cleared() -> None:
    plan = story(TIGHTNESS, tingling="foot").practitioner(1, "cleared").plan(1)
    assert (plan.disposition, plan.track, plan.session) == (Disposition.SELF_CARE, "N", None)
    assert rules(plan) == ["plan-by-practitioner"]


def test_hold_keeps_everything_where_it_is() -> None:
    person = story(MILD_STRAIN, started_on="2026-11-10").practitioner(0, "hold").good_day(0).good_day(1)
    assert person.plan(2).decision.outcome is Outcome.KEEP
    assert "practitioner-hold" in rules(person.plan(2))


def test_progress_moves_up_without_waiting_for_two_sessions() -> None:
    plan = story(TIGHTNESS, days_per_week=4).good_day(0).practitioner(2, "progress").plan(2)
    assert plan.decision.outcome is Outcome.PROGRESS


def test_progress_waits_after_a_bad_session() -> None:
    person = story(MILD_STRAIN, started_on="2026-11-10").session(0, pain=3).practitioner(1, "progress")
    before, after = doses(story(MILD_STRAIN, started_on="2026-11-10").plan(0)), doses(person.plan(1))
    in_both = before.keys() & after.keys()  # which of equal rank fits the time changes from day to day
    assert len(in_both) >= 3
    assert {e: after[e] for e in in_both} == {e: before[e] for e in in_both}
    assert "practitioner-progress-waits" in rules(person.plan(1))


def test_an_exercise_taken_out_is_replaced_or_left_out() -> None:
    plan = story(TIGHTNESS).practitioner(0, "exclude_exercise", exercise="mini-squat", reason="knee").plan(0)
    assert "mini-squat" not in doses(plan)
    assert "sit-to-stand" in doses(plan)


def struck(person: Story, on: int, done_on: int, test: str = "knee-straight-lying") -> Story:
    return person.practitioner(
        on, "strike_test", test=test, done_on=day(done_on).isoformat(), reason="wrong leg"
    )


def in_the_second_phase() -> Story:
    """Moved on by the tests of two days."""
    person = passes_s1_tests(passes_s1_tests(story(MILD_STRAIN), 3), 4)
    assert person.plan(4).phase == "S2"
    return person


def test_a_struck_result_closes_the_phase_it_opened_until_the_test_is_done_again() -> None:
    person = struck(in_the_second_phase(), 5, done_on=4)
    plan = person.plan(5)
    assert (plan.phase, plan.decision.outcome) == ("S1", Outcome.REGRESS)
    assert rules(plan)[:2] == ["practitioner-strike_test", "gate-closed-struck"]
    assert "reason: wrong leg" in plan.decision.reasons[0].because
    assert person.test(6, "knee-straight-lying", 178).plan(6).phase == "S2"


def test_a_result_struck_on_its_own_day_opens_nothing() -> None:
    person = passes_s1_tests(passes_s1_tests(story(MILD_STRAIN), 3), 4)
    assert struck(person, 4, done_on=4).plan(5).phase == "S1"


def test_a_struck_result_leaves_a_phase_in_which_somebody_has_exercised() -> None:
    plan = struck(in_the_second_phase().session(5), 6, done_on=4).plan(6)
    assert plan.phase == "S2"
    assert "practitioner-strike_test" in rules(plan)


def test_a_struck_result_that_opened_nothing_changes_no_phase() -> None:
    person = in_the_second_phase().test(4, "sit-to-stand-30s", 9)
    assert struck(person, 5, done_on=4, test="sit-to-stand-30s").plan(5).phase == "S2"


def test_a_struck_result_leaves_a_phase_that_a_practitioner_chose() -> None:
    person = in_the_second_phase().practitioner(5, "set_phase", phase="S2")
    assert struck(person, 5, done_on=4).plan(5).phase == "S2"


def test_a_practitioner_can_stop_a_program() -> None:
    plan = story(TIGHTNESS).practitioner(1, "stop", reason="wait for the scan").plan(2)
    assert (plan.disposition, plan.session) == (Disposition.PRACTITIONER_FIRST, None)
    assert "reason: wait for the scan" in plan.decision.reasons[0].because


def test_pregnancy_leaves_lying_on_the_back_out_after_clearance() -> None:
    plan = story(TIGHTNESS, rf_28="pregnant").practitioner(1, "cleared").plan(1)
    assert plan.session is not None
    assert "bridge-double" not in doses(plan)
    assert timedelta(minutes=plan.session.minutes) <= timedelta(minutes=20)
