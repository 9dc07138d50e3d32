"""Beside the sessions: flares, tests on offer, questions asked again, and how long it may take."""

from datetime import date

import pytest

from sinew.program import Plan
from sinew.vocabulary import Outcome
from tests.spec.test_back_to_running import jogs, step, steps_until
from tests.spec.test_later_phases import in_phase, strong
from tests.support.stories import (
    DAY_0,
    MILD_STRAIN,
    SORE_TENDON,
    TIGHTNESS,
    Story,
    day,
    doses,
    program,
    rules,
    story,
)

PAST = {"started_on": "2026-11-10"}


def due(found: Plan) -> dict[str, tuple[str, ...]]:
    return {item.reason.rule: item.questions for item in found.questions_due}


def on_offer(found: Plan) -> set[str]:
    return {item.test for item in found.tests_due}


def weeks(found: Plan) -> tuple[float, float] | None:
    return (found.outlook.weeks.low, found.outlook.weeks.high) if found.outlook is not None else None


# a flare


def test_a_flare_makes_the_day_small_and_tells_the_team() -> None:
    before = doses(story(TIGHTNESS).plan(0))
    person = story(TIGHTNESS).check_in(0, pain_now=6)
    plan = person.plan(0)
    assert plan.decision.outcome is Outcome.REGRESS
    assert "flare" in rules(plan)
    assert any(item.tells_team for item in plan.adjustments)
    now = doses(plan)
    assert now
    for exercise in now.keys() & before.keys():
        assert _volume(now[exercise]) <= _volume(before[exercise]) / 2 + 1


def _volume(dose: tuple[int, int | None, int | None, str | None]) -> int:
    return dose[0] * (dose[1] or 1) * (dose[2] or 1)


def test_a_flare_passes_and_nothing_is_lost() -> None:
    calm = doses(story(TIGHTNESS).plan(2))
    flared = doses(story(TIGHTNESS).check_in(0, pain_now=6).plan(2))
    assert flared == calm


def test_a_flare_leaves_out_runs_and_work_at_long_length() -> None:
    person = strong(strong(jogs(in_phase("S3")), 1), 2)
    steps_until(person, 10, first=2)
    plan = person.check_in(10, pain_now=5).plan(10)
    assert step(plan) is None
    assert step(plan, "N") is None
    assert not any(program().exercises[name].lengthened for name in doses(plan))


def test_nothing_goes_up_while_a_flare_lasts() -> None:
    person = story(TIGHTNESS).good_day(0).session(2).check_in(3, pain_now=6).morning(3)
    assert "flare" in rules(person.plan(3))
    before = doses(story(TIGHTNESS).good_day(0).session(2).plan(5))
    assert doses(person.plan(5)) == before


def test_a_flare_takes_back_what_just_went_up_and_the_words_about_it() -> None:
    person = story(TIGHTNESS).good_day(0).session(2).morning(3)
    assert "two-green-sessions" in rules(person.plan(3))
    found = person.check_in(3, pain_now=6).plan(3)
    assert "flare" in rules(found)
    assert "two-green-sessions" not in rules(found)
    assert went_up(person.plan(4)) == went_up(person.plan(6)) == set()


def went_up(found: Plan) -> set[str]:
    """The rules of steps up among the reasons of the exercises of a day."""
    exercises = found.session.exercises if found.session is not None else ()
    return {r.rule for each in exercises for r in each.reasons if r.rule.startswith("step-")}


def flared_and_exercised() -> Story:
    """A good session, then a flare in the morning and all of the lighter session in the evening."""
    person = story(TIGHTNESS).good_day(0)
    person.happens(2, "check_in", answers={"pain_now": 6}, at="08:00").session(2)
    person.events[-1]["at"] = "18:00"
    return person


def test_who_does_all_of_a_lighter_day_is_not_told_that_something_was_missing() -> None:
    person = flared_and_exercised()
    assert "not-all-done" not in rules(person.plan(3))
    for each in person.events[-1]["exercises"]:
        each["repetitions_done"] -= 1
    assert "not-all-done" in rules(person.plan(3))


def test_a_lighter_day_is_no_good_session_for_going_up() -> None:
    person = flared_and_exercised()
    lighter = {each["exercise"] for each in person.events[-1]["exercises"]}
    before = doses(person.morning(3).plan(4))
    after = doses(person.session(4).morning(5).plan(6))
    both = lighter & before.keys() & after.keys()
    assert both
    assert {name: after[name] for name in both} == {name: before[name] for name in both}


def test_pain_that_rose_by_three_into_the_amber_zone_is_a_flare_too() -> None:
    rose = story(TIGHTNESS, pain_now=1).check_in(1, pain_now=4).plan(1)
    known = story(TIGHTNESS, pain_now=3).check_in(1, pain_now=4).plan(1)
    assert "flare" in rules(rose)
    assert "flare" not in rules(known)


def test_a_flare_asks_the_safety_questions_again_until_they_are_answered() -> None:
    person = story(TIGHTNESS).check_in(1, pain_now=6)
    questions = due(person.plan(1))["check-flare"]
    assert {"rf-01", "rf-07", "sudden_sharp_pain"} <= set(questions)
    answers = {name.replace("-", "_"): "no" for name in questions if name not in ("rf-06", "rf-12-signs")}
    answers.update(rf_06="no", rf_12_signs=[], bruise="none", walk_without_limp="at-once", pain_at_rest=2)
    assert "check-flare" not in due(person.check_in(1, **answers).plan(1))


def test_two_weeks_away_are_followed_by_questions_and_a_week_is_not() -> None:
    person = story(TIGHTNESS).good_day(0)
    assert "check-back-again" not in due(person.plan(9))
    assert "pain_average" in due(person.plan(18))["check-back-again"]
    person.check_in(
        18, pain_now=2, pain_average=2, psfs=[{"activity": "stairs", "score": 5}], sudden_sharp_pain="no",
        rf_01="no", rf_07="no",
    )  # fmt: skip
    assert "check-back-again" not in due(person.plan(19))


def test_a_flare_never_hides_a_red_flag() -> None:
    plan = story(TIGHTNESS).check_in(1, pain_now=6, rf_07="yes").plan(1)
    assert plan.session is None
    assert plan.decision.outcome is Outcome.STOP_AND_REFER


# questions asked again


def test_the_weekly_safety_questions_are_due_after_seven_days() -> None:
    person = story(TIGHTNESS)
    assert "check-weekly" not in due(person.plan(6))
    questions = due(person.plan(7))["check-weekly"]
    assert {"rf-01", "rf-03", "rf-07", "rf-08", "sudden_sharp_pain", "pain_average"} <= set(questions)
    person.check_in(
        7, rf_01="no", rf_03="no", rf_07="no", rf_08="no", sudden_sharp_pain="no", pain_average=2,
        psfs=[{"activity": "stairs", "score": 7}],
    )  # fmt: skip
    assert "check-weekly" not in due(person.plan(8))
    assert "check-weekly" in due(person.plan(14))


def test_a_fresh_strain_is_looked_at_after_one_three_and_seven_days() -> None:
    person = story(MILD_STRAIN, started_on=DAY_0.isoformat())
    assert "check-first-days" not in due(person.plan(0))
    assert "check-first-days" in due(person.plan(1))
    person.check_in(
        1, walk_without_limp="at-once", bruise="none", knee_bend_strength="same", rf_07="no", rf_12_signs=[]
    )
    assert "check-first-days" not in due(person.plan(2))
    assert "check-first-days" in due(person.plan(3))


def test_eight_weeks_after_graduation_signs_of_a_new_injury_are_asked_about_each_week() -> None:
    person = in_phase("M", MILD_STRAIN)
    assert "check-new-injury" in due(person.plan(7))
    assert "check-new-injury" in due(person.plan(56))
    assert "check-new-injury" not in due(person.plan(60))
    assert "check-new-injury" not in due(in_phase("M", TIGHTNESS).plan(7))


def test_a_new_injury_after_graduation_stops_the_plan() -> None:
    plan = in_phase("M", MILD_STRAIN).check_in(8, sudden_sharp_pain="yes").plan(8)
    assert plan.session is None
    assert plan.decision.reasons[0].rule == "RF-33"


# tests on offer


def test_the_tests_that_would_open_the_next_phase_are_offered() -> None:
    assert on_offer(story(MILD_STRAIN, **PAST).plan(1)) == {
        "walk-10-min", "jog-on-spot-30s", "heel-dig-moderate", "knee-straight-lying"
    }  # fmt: skip


def test_tests_wait_for_the_first_three_days_after_an_injury() -> None:
    fresh = story(MILD_STRAIN, started_on=DAY_0.isoformat())
    assert on_offer(fresh.plan(2)) == set()
    assert on_offer(fresh.plan(3))


def test_a_test_done_today_comes_again_tomorrow() -> None:
    person = story(MILD_STRAIN, **PAST).test(1, "walk-10-min", 10)
    assert "walk-10-min" not in on_offer(person.plan(1))
    assert "walk-10-min" in on_offer(person.plan(2))
    assert "walk-10-min" not in on_offer(person.test(2, "walk-10-min", 10).plan(3))


def test_a_test_of_each_side_names_the_side_that_is_left() -> None:
    person = in_phase("S2").test(1, "single-leg-bridge", 12, side="left")
    left = next(item for item in person.plan(1).tests_due if item.test == "single-leg-bridge")
    assert [str(side) for side in left.sides] == ["right"]


def test_the_fast_run_is_offered_after_two_good_runs_at_r2() -> None:
    person = jogs(in_phase("S2"))
    done: list[str] = []
    number = 2
    while done.count("R2") < 2:
        assert "run-70-percent" not in on_offer(person.plan(number))
        done += steps_until(person, number + 1, first=number)
        number += 1
    assert "run-70-percent" in on_offer(person.plan(number))


def test_no_test_is_offered_while_a_practitioner_has_to_look_first() -> None:
    assert on_offer(story(MILD_STRAIN, bruise="spreading").plan(3)) == set()


# how long it may take


@pytest.mark.parametrize(
    ("base", "changes", "expected"),
    [
        (TIGHTNESS, {}, (4, 12)),
        (MILD_STRAIN, {}, (1, 4)),
        (MILD_STRAIN, {"bruise": "spreading"}, (2, 8)),
        (MILD_STRAIN, {"scan": "BAMIC 3c"}, (4, 10)),
        (MILD_STRAIN, {"hurt_before": "two-or-more"}, (3, 12)),
        (SORE_TENDON, {}, (12, 26)),
        (TIGHTNESS, {"tingling": "foot"}, None),
    ],
)
def test_how_long_it_takes_is_a_range_and_never_one_date(
    base: dict[str, object], changes: dict[str, object], expected: tuple[int, int] | None
) -> None:
    assert weeks(story(base, **changes).plan(0)) == expected


def test_what_the_person_expects_stands_beside_the_range() -> None:
    plan = story(MILD_STRAIN, expected_weeks=3).plan(0)
    assert plan.outlook is not None
    assert plan.outlook.expected_weeks == 3
    assert plan.outlook.reason.source


def test_the_answer_for_the_app_says_what_is_due_in_plain_data() -> None:
    answer = story(MILD_STRAIN, **PAST).plan(7).to_json()
    assert answer["tests_due"][0] == {"test": "walk-10-min", "sides": []}
    assert answer["questions_due"][0]["check"] == "check-weekly"
    assert answer["outlook"]["weeks"] == [1, 4]
    assert date.fromisoformat(answer["week"][0]["on"]) == day(7)
