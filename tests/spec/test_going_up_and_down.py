"""What pain, effort, form, mornings and missed days do to the next session."""

from datetime import timedelta

import pytest

from sinew.vocabulary import Disposition, Outcome
from tests.support.stories import DAY_0, MILD_STRAIN, SORE_TENDON, TIGHTNESS, Story, doses, rules, story

RECENT = {"started_on": (DAY_0 - timedelta(days=5)).isoformat()}


def strained() -> Story:
    """A mild strain five days old, past the first days."""
    return story(MILD_STRAIN, **RECENT)


def changed(before: Story, after: Story, on: int) -> set[str]:
    """Exercises whose dose differs between two stories."""
    old, new = doses(before.plan(on)), doses(after.plan(on))
    return {exercise for exercise in old.keys() & new.keys() if old[exercise] != new[exercise]}


# up


def test_two_green_sessions_and_good_mornings_move_up() -> None:
    plan = strained().good_day(0).good_day(1).plan(2)
    assert plan.decision.outcome is Outcome.PROGRESS
    assert rules(plan)[0] == "two-green-sessions"


def test_one_green_session_is_not_enough() -> None:
    plan = strained().good_day(0).plan(1)
    assert plan.decision.outcome is Outcome.KEEP


def test_a_morning_nobody_told_about_is_not_a_good_morning() -> None:
    plan = strained().session(0).session(1).morning(2).plan(2)
    assert plan.decision.outcome is Outcome.KEEP
    assert "morning-missing" in rules(plan)


def test_at_most_two_exercises_change_and_each_in_one_variable() -> None:
    before, after = strained().good_day(0).session(1), strained().good_day(0).good_day(1)
    assert 1 <= len(changed(before, after, 2)) <= 2
    old, new = doses(before.plan(2)), doses(after.plan(2))
    for exercise in changed(before, after, 2):
        assert sum(a != b for a, b in zip(old[exercise], new[exercise], strict=True)) == 1


def test_effort_above_the_target_repeats_the_level() -> None:
    plan = strained().session(0, effort=7).morning(1).session(1, effort=7).morning(2).plan(2)
    assert plan.decision.outcome is Outcome.KEEP
    assert "effort-above-target" in rules(plan)


def test_what_was_not_all_done_is_repeated() -> None:
    part = {"bridge-double": {"repetitions_done": 1}}
    plan = strained().session(0, of=part).morning(1).session(1, of=part).morning(2).plan(2)
    assert doses(plan)["bridge-double"] == doses(strained().plan(0))["bridge-double"]


def test_nothing_ever_goes_beyond_the_phase() -> None:
    person = story(TIGHTNESS)
    for number in range(0, 40, 2):
        person.session(number, effort=6).morning(number + 1)
    sets, repetitions, _, _ = doses(person.plan(40))["bridge-double"]
    assert (sets, repetitions) == (2, 10)  # all that T1 allows


def test_the_hard_sets_of_a_week_grow_by_a_fifth_at_most() -> None:
    person, weekly = strained(), []
    for number in range(21):
        found = person.plan(number)
        strength = {"heel-dig-isometric", "bridge-double", "hamstring-curl-prone", "mini-squat"}
        weekly.append(sum(d[0] for e, d in doses(found).items() if e in strength))
        person.good_day(number)
    steps = [a for a in person.plan(21).adjustments for r in a.reasons if r.rule == "step-sets"]
    assert steps, "sets do go up in three weeks"


# down


def test_amber_once_repeats_the_level() -> None:
    plan = strained().good_day(0).session(1, pain=3).plan(1)
    assert plan.decision.outcome is Outcome.KEEP
    assert "amber-once" in rules(plan)


def test_amber_twice_in_a_row_goes_one_step_down() -> None:
    sore = {"bridge-double": {"pain": 3}}
    plan = strained().session(0, of=sore).session(1, of=sore).plan(2)
    assert plan.decision.outcome is Outcome.REGRESS
    assert "bridge-hold-double" in doses(plan)
    assert "bridge-double" not in doses(plan)


def test_red_goes_one_step_down_at_once() -> None:
    plan = strained().session(0, of={"bridge-double": {"pain": 5}}).plan(1)
    assert plan.decision.outcome is Outcome.REGRESS
    assert "bridge-hold-double" in doses(plan)


def test_red_at_the_lowest_place_takes_a_third_off_and_then_rests() -> None:
    sore = {"heel-slide": {"pain": 4}}
    person = strained().session(0, of=sore)
    assert doses(person.plan(1))["heel-slide"][1] == 7  # of 10
    rested = person.practitioner(1, "cleared").session(8, of=sore).practitioner(9, "cleared").plan(9)
    assert "heel-slide" not in doses(rested)


@pytest.mark.parametrize(
    ("base", "amber", "red"), [(MILD_STRAIN, 3, 4), (TIGHTNESS, 4, 6), (SORE_TENDON, 4, 6)]
)
def test_the_traffic_light_differs_by_track(base: dict[str, object], amber: int, red: int) -> None:
    def outcome(pain: int) -> Outcome:
        return story(base).session(0, pain=pain).plan(0).decision.outcome

    assert outcome(amber - 1) is Outcome.KEEP
    assert outcome(amber) is Outcome.KEEP
    assert outcome(red) is Outcome.REGRESS


def test_two_red_sessions_in_a_week_wait_for_a_practitioner() -> None:
    plan = strained().session(0, pain=5).session(3, pain=5).plan(4)
    assert plan.decision.outcome is Outcome.PAUSE_FOR_PRACTITIONER
    assert (plan.disposition, plan.session) == (Disposition.PRACTITIONER_FIRST, None)
    assert "two-reds" in rules(plan)


def test_two_red_sessions_more_than_a_week_apart_do_not() -> None:
    person = strained().session(0, pain=5)
    person.session(7, pain=5)
    assert person.plan(8).disposition is Disposition.SELF_CARE


def test_pain_that_nobody_laid_to_an_exercise_counts_for_all_of_them() -> None:
    done = strained().plan(0).session
    assert done is not None
    named = [{"exercise": e.exercise, "pain": 0, "effort": 4} for e in done.exercises]
    plan = strained().happens(0, "session", exercises=named, pain_during=1, pain_after=6, effort=4).plan(1)
    assert rules(plan).count("red") >= 3


def test_effort_near_the_limit_takes_a_fifth_of_the_repetitions_off() -> None:
    plan = strained().session(0, of={"bridge-double": {"effort": 9}}).plan(1)
    assert plan.decision.outcome is Outcome.REGRESS
    assert doses(plan)["bridge-double"][1] == 6  # of 8


def test_form_that_slips_on_many_repetitions_takes_the_easier_version() -> None:
    plan = strained().session(0, of={"bridge-double": {"form_faults_fraction": 0.4}}).plan(1)
    assert "bridge-hold-double" in doses(plan)
    assert "form-faults" in rules(plan)


# the morning after


@pytest.mark.parametrize("compared", ["better", "same", "+1"])
def test_a_morning_like_any_other_is_no_objection(compared: str) -> None:
    plan = strained().good_day(0).session(1).morning(2, compared).plan(2)
    assert plan.decision.outcome is Outcome.PROGRESS


def test_a_clearly_worse_morning_goes_one_step_down() -> None:
    plan = strained().session(0).morning(1, "+2").plan(1)
    assert plan.decision.outcome is Outcome.REGRESS
    assert "bridge-hold-double" in doses(plan)


def test_a_much_worse_morning_goes_two_steps_down_and_tells_the_team() -> None:
    plan = strained().session(0).morning(1, "+3").plan(1)
    assert "morning-plus-3" in rules(plan)
    assert "heel-slide" not in doses(plan)  # two places below the lowest: it rests
    assert plan.adjustments[-1].tells_team


def test_a_session_that_was_not_begun_because_of_pain_stays_due_and_tells_the_team() -> None:
    person = strained().happens(0, "session", exercises=[], pain_before=8, completed_fraction=0)
    plan = person.plan(0)
    assert plan.session is not None
    assert "declined-in-pain" in rules(plan)
    assert plan.adjustments[-1].tells_team


def test_a_session_that_was_left_out_without_pain_only_stays_due() -> None:
    plan = strained().happens(0, "session", exercises=[], pain_before=1, completed_fraction=0).plan(0)
    assert plan.session is not None
    assert "declined" in rules(plan)
    assert not any(adjustment.tells_team for adjustment in plan.adjustments)


def test_a_session_given_up_in_the_first_set_counts_as_begun() -> None:
    hurt = [{"exercise": "heel-slide", "sets_done": 0, "pain": 8}]
    plan = strained().happens(0, "session", exercises=hurt, pain_before=1, completed_fraction=0).plan(1)
    assert "red" in rules(plan)


@pytest.mark.parametrize(
    ("answers", "rule"),
    [
        ({"pain_lasted": "over-24h"}, "pain-over-24h"),
        ({"pain_lasted": "over-48h"}, "pain-over-48h"),
        ({"night_waking": "yes"}, "night-waking"),
    ],
)
def test_pain_that_lasts_or_wakes_goes_down(answers: dict[str, str], rule: str) -> None:
    plan = strained().session(0).check_in(1, **answers).plan(1)
    assert plan.decision.outcome is Outcome.REGRESS
    assert rule in rules(plan)


def test_what_one_session_led_to_is_not_counted_twice() -> None:
    red_only = strained().session(0, pain=5).plan(1)
    red_and_morning = strained().session(0, pain=5).morning(1, "+2").plan(1)
    assert doses(red_only) == doses(red_and_morning)


def test_a_step_up_is_taken_back_when_the_session_turns_out_bad() -> None:
    person = strained().good_day(0).good_day(1)
    assert person.plan(2).decision.outcome is Outcome.PROGRESS
    plan = person.check_in(2, pain_lasted="over-24h").plan(2)
    assert plan.decision.outcome is Outcome.REGRESS
    first = doses(strained().plan(0))
    assert all(new[:3] <= first[name][:3] for name, new in doses(plan).items() if name in first)


# time


def test_a_few_missed_days_repeat_the_last_level() -> None:
    plan = strained().good_day(0).session(1).plan(6)
    assert "missed-3-days" in rules(plan)
    assert doses(plan)["bridge-double"] == doses(strained().plan(0))["bridge-double"]


def test_a_missed_week_goes_one_step_down_and_two_weeks_two() -> None:
    week, fortnight = strained().good_day(0).plan(9), strained().good_day(0).plan(16)
    assert (week.decision.outcome, rules(week)[0]) == (Outcome.REGRESS, "missed-7-days")
    assert rules(fortnight)[0] == "missed-14-days"
    assert "bridge-hold-double" in doses(week)
    assert fortnight.session is not None
    assert "bridge-hold-double" not in doses(fortnight)


def test_days_on_which_nothing_was_planned_are_not_missed() -> None:
    plan = story(TIGHTNESS, days_per_week=1).session(0).plan(7)
    assert not any(rule.startswith("missed") for rule in rules(plan))


def test_a_fever_pauses_until_two_days_without_it() -> None:
    ill = strained().good_day(0).check_in(2, fever="yes")
    for number in (2, 3, 4):
        plan = ill.plan(number)
        assert (plan.decision.outcome, plan.session) == (Outcome.KEEP, None)
        assert "fever" in rules(plan)
    assert ill.plan(5).session is not None


def test_a_rest_day_keeps_the_plan_and_says_so() -> None:
    plan = story(TIGHTNESS).session(0).plan(1)
    assert (plan.decision.outcome, plan.session) == (Outcome.KEEP, None)
    assert rules(plan)[0] == "rest-day"


def test_a_strain_that_is_not_better_after_a_week_is_looked_at() -> None:
    plan = strained().good_day(0).check_in(7, pain_average=3).plan(7)
    assert plan.disposition is Disposition.PRACTITIONER_FIRST
    assert "RF-34" in rules(plan)
    assert strained().good_day(0).check_in(7, pain_average=2).plan(7).disposition is Disposition.SELF_CARE


def test_any_plan_must_have_helped_in_time() -> None:
    assert story(TIGHTNESS).check_in(43, pain_average=2).plan(43).session is None
    assert story(TIGHTNESS).check_in(43, pain_average=1).plan(43).session is not None
    assert story(SORE_TENDON).check_in(43, pain_average=3).plan(43).session is not None
    assert story(SORE_TENDON).check_in(85, pain_average=3).plan(85).session is None
