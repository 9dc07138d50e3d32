"""The running plan, step by step, and the Nordics: when they begin, when they climb, when they go back."""

import itertools

import pytest

from sinew.program import Plan
from sinew.vocabulary import Disposition, Outcome
from tests.spec.test_later_phases import RUNNER, in_phase, strong
from tests.support.stories import MILD_STRAIN, SORE_TENDON, TIGHTNESS, Story, rules, story


def step(found: Plan, ladder: str = "R") -> str | None:
    """The step of a ladder that a session holds; its letter tells the ladder."""
    exercises = found.session.exercises if found.session is not None else ()
    return next((e.step for e in exercises if e.step is not None and e.step.startswith(ladder)), None)


def left_out(found: Plan) -> dict[str, str]:
    items = found.session.left_out if found.session is not None else ()
    return {item.exercise: item.reasons[0].rule for item in items}


def jogs(person: Story, on: int = 0) -> Story:
    """Has passed the test of jogging on the spot on two days."""
    return person.test(on, "jog-on-spot-30s", 30).test(on + 1, "jog-on-spot-30s", 30)


def steps_until(person: Story, last: int, first: int = 0, ladder: str = "R") -> list[str]:
    """Do every session well until a day; the steps of a ladder that were done."""
    found = []
    for number in range(first, last):
        plan = person.plan(number)
        if plan.session is not None:
            found += [step(plan, ladder) or ""]
            person.session(number).morning(number + 1)
    return [name for name in found if name]


def run_day(person: Story, first: int) -> int:
    """Do sessions well until the first day that holds a run; that day is left open."""
    number = first
    while step(person.plan(number)) is None:
        if person.plan(number).session is not None:
            person.session(number).morning(number + 1)
        number += 1
        assert number < first + 20, "no run came"
    return number


# how it begins


def test_running_waits_for_the_test_of_jogging_on_the_spot_on_two_days() -> None:
    person = in_phase("S2")
    person.session(1).morning(2)
    assert step(person.plan(2)) is None
    assert left_out(person.plan(2))["walk-brisk"] == "running-waits"
    jogs(person, 2)
    assert step(person.plan(run_day(person, 3))) == "R0"


def test_the_first_step_of_the_running_plan_is_a_brisk_walk_and_says_so() -> None:
    person = jogs(in_phase("S2"))
    plan = person.plan(run_day(person, 2))
    assert plan.session is not None
    run = next(e for e in plan.session.exercises if e.step == "R0")
    assert run.exercise == "walk-brisk"
    assert run.dose.load is not None
    assert run.dose.load.startswith("R0")
    assert run.reasons[0].rule == "running-step"
    assert "step: R0" in run.reasons[0].because
    assert run.reasons[0].source


def test_a_day_of_strength_lies_between_two_runs() -> None:
    person = jogs(in_phase("S2"))
    days = [day.exercises for day in person.plan(2).week if day.exercises]
    runs = [bool({"walk-brisk"} & set(ids)) for ids in days]
    assert any(runs)
    assert not any(one and other for one, other in itertools.pairwise(runs))


# how it climbs


def test_two_good_runs_open_the_next_step_and_the_second_phase_ends_at_r2() -> None:
    done = steps_until(jogs(in_phase("S2")), 30, first=2)
    assert done[:6] == ["R0", "R0", "R1", "R1", "R2", "R2"]
    assert set(done[6:]) == {"R2"}


def test_a_run_with_a_morning_slightly_worse_does_not_count_but_does_not_go_back() -> None:
    person = jogs(in_phase("S2"))
    first = run_day(person, 2)
    person.session(first).morning(first + 1, "+1")
    second = run_day(person, first + 1)
    person.session(second).morning(second + 1)
    third = run_day(person, second + 1)
    assert step(person.plan(third)) == "R0"


def test_pain_of_two_repeats_the_step_and_pain_of_four_goes_two_back() -> None:
    person = jogs(in_phase("S2"))
    steps_until(person, 12, first=2)
    day = run_day(person, 12)
    now = step(person.plan(day))
    assert now in ("R1", "R2")
    mild = Story(person.intake, list(person.events))
    mild.session(day, of={"walk-jog-intervals": {"pain": 2}}).morning(day + 1)
    assert step(mild.plan(run_day(mild, day + 1))) == now
    assert "running-repeat" in [reason.rule for item in mild.plan(day).adjustments for reason in item.reasons]
    sore = Story(person.intake, list(person.events))
    sore.session(day, of={"walk-jog-intervals": {"pain": 4}}).morning(day + 1)
    assert step(sore.plan(run_day(sore, day + 1))) == "R0"
    assert "running-back" in [reason.rule for item in sore.plan(day).adjustments for reason in item.reasons]


def test_a_clearly_worse_morning_after_a_run_goes_two_steps_back() -> None:
    person = jogs(in_phase("S2"))
    steps_until(person, 14, first=2)
    day = run_day(person, 14)
    assert step(person.plan(day)) == "R2"
    person.session(day).morning(day + 1, "+2")
    assert "running-back" in rules(person.plan(day + 1))
    assert step(person.plan(run_day(person, day + 1))) == "R0"


def test_pain_in_the_run_alone_does_not_make_the_strength_work_easier() -> None:
    person = jogs(in_phase("S2"))
    day = run_day(person, 2)
    person.session(day, of={"walk-brisk": {"pain": 3}})
    moved = [r.rule for item in person.plan(day).adjustments for r in item.reasons if r.rule == "amber-once"]
    assert moved == []


def test_the_third_phase_brings_longer_runs_for_those_who_want_to_run() -> None:
    done = steps_until(strong(strong(jogs(in_phase("S3")), 1), 2), 60, first=2)
    assert list(dict.fromkeys(done))[:6] == ["R0", "R1", "R2", "R3", "R4", "R5"]


def test_the_third_phase_stays_at_short_runs_for_those_who_do_not() -> None:
    done = steps_until(jogs(in_phase("S3", goal=["walking"])), 40)
    assert set(done) <= {"R0", "R1", "R2"}


def test_fast_runs_keep_two_days_between_them() -> None:
    person = strong(strong(jogs(in_phase("R")), 1), 2)
    steps_until(person, 45, first=2)
    fast = [on for on in range(2, 45) for e in person.events if _is_fast(e, person, on)]
    assert fast
    assert all(later - on >= 2 for on, later in itertools.pairwise(fast))


def _is_fast(event: dict[str, object], person: Story, on: int) -> bool:
    ids = [item["exercise"] for item in event.get("exercises", [])]  # type: ignore[attr-defined]
    return "run-throughs" in ids and event["on"] == person.plan(on).day.isoformat()


def test_runs_near_full_speed_wait_for_strength_and_range() -> None:
    weak = steps_until(jogs(in_phase("R")), 60, first=2)
    assert "R5" in weak
    assert "R6" not in weak
    ready = steps_until(strong(strong(jogs(in_phase("R")), 1), 2), 60, first=2)
    assert "R7" in ready


def test_sprints_wait_for_a_practitioner_whatever_the_phase() -> None:
    person = strong(strong(jogs(in_phase("R")), 1), 2)
    assert "R8" not in steps_until(person, 60, first=2)
    for scope in ("program", "running", "sport"):
        person.practitioner(60, "cleared", scope=scope)
    assert "R8" not in steps_until(person, 70, first=60)
    person.practitioner(70, "cleared", scope="sprinting")
    assert "R8" in steps_until(person, 90, first=70)


def test_a_clearance_to_sprint_does_not_skip_steps() -> None:
    person = jogs(in_phase("R")).practitioner(1, "cleared", scope="sprinting")
    assert steps_until(person, 8, first=2)[0] == "R0"


# what sets it back


def test_a_new_injury_begins_the_running_plan_anew_and_takes_the_clearance_back() -> None:
    person = strong(strong(jogs(in_phase("R")), 1), 2).practitioner(1, "cleared", scope="sprinting")
    assert "R8" in steps_until(person, 70, first=2)
    person.check_in(70, sudden_sharp_pain="yes").practitioner(72, "cleared")
    later = steps_until(person, 140, first=72)
    assert later[0] == "R0"
    assert "R8" not in later


def test_two_weeks_away_go_two_steps_back_on_the_running_plan() -> None:
    person = jogs(in_phase("S2"))
    steps_until(person, 16, first=2)
    assert step(person.plan(run_day(person, 16))) == "R2"
    assert steps_until(person, 60, first=40)[0] == "R0"


def test_running_is_not_offered_in_pregnancy() -> None:
    person = jogs(in_phase("S2", rf_28="pregnant").practitioner(0, "cleared"))
    person.session(0).morning(1)
    plan = person.plan(2)
    assert step(plan) is None
    assert "pregnancy-ladder" in left_out(plan).values()


def test_no_answer_about_running_defeats_a_red_flag() -> None:
    person = strong(strong(jogs(in_phase("R")), 1), 2).practitioner(1, "cleared", scope="sprinting")
    plan = person.check_in(3, rf_07="yes").plan(3)
    assert (plan.disposition, plan.session) == (Disposition.URGENT, None)


# other tracks


def test_tightness_has_no_running_plan() -> None:
    assert steps_until(jogs(in_phase("T3", TIGHTNESS)), 20) == []


def test_a_sore_tendon_runs_from_its_third_phase_with_its_own_traffic_light() -> None:
    person = in_phase("H3", SORE_TENDON)
    day = run_day(person, 0)
    assert step(person.plan(day)) == "R0"
    person.session(day, of={"walk-jog-intervals": {"pain": 3}}).morning(day + 1)
    after = [reason.rule for item in person.plan(day).adjustments for reason in item.reasons]
    assert "running-repeat" not in after
    assert steps_until(in_phase("H3", SORE_TENDON, goal=["gym"]), 20) == []


def test_a_sore_tendon_does_not_sprint_in_its_third_phase() -> None:
    assert set(steps_until(in_phase("H3", SORE_TENDON), 50)) <= {"R0", "R1", "R2", "R3", "R4"}


# Nordics


def nordics(person: Story, last: int, first: int = 0) -> list[str]:
    return steps_until(person, last, first, ladder="N")


@pytest.mark.parametrize(
    ("phase", "base"),
    [("S1", MILD_STRAIN), ("S2", MILD_STRAIN), ("T3", TIGHTNESS), ("H2", SORE_TENDON), ("H3", SORE_TENDON)],
)
def test_nordics_are_never_done_outside_their_phases(phase: str, base: dict[str, object]) -> None:
    person = strong(strong(in_phase(phase, base, goal=["gym"]), 0), 1, heel_dig_max=80)
    for number in range(12):
        plan = person.plan(number)
        assert not any("nordic" in name for day in plan.week for name in day.exercises)
        if plan.session is not None:
            person.session(number).morning(number + 1)


def test_nordics_wait_for_the_strength_tests_even_in_their_phases() -> None:
    plan = in_phase("S3").plan(0)
    assert step(plan, "N") is None
    assert left_out(plan)["nordic-assisted"] == "nordic-waits"
    assert step(strong(strong(in_phase("S3"), 0), 1).plan(1), "N") == "N1"


def test_nordics_grow_by_the_week_with_small_sets() -> None:
    person = strong(strong(in_phase("R"), 0), 1)
    done = nordics(person, 60)
    assert list(dict.fromkeys(done))[:5] == ["N1", "N2", "N3", "N4", "N5"]
    assert done.count("N1") == 1


def test_sore_nordics_are_repeated_or_go_back_a_week() -> None:
    person = strong(strong(in_phase("R"), 0), 1)
    nordics(person, 16)
    number = 16
    while step(person.plan(number), "N") is None:
        number += 1
    now = step(person.plan(number), "N")
    person.session(number, of={"nordic-eccentric": {"pain": 4}, "nordic-assisted": {"pain": 4}})
    assert "nordic-back" in [r.rule for item in person.plan(number).adjustments for r in item.reasons]
    later = nordics(person.morning(number + 1), number + 12, first=number + 1)
    assert now is not None
    assert later[0] < now


def test_nordics_need_something_to_hold_the_feet() -> None:
    person = story(MILD_STRAIN, **RUNNER).practitioner(0, "set_phase", phase="S3")
    plan = strong(strong(person, 0), 1).plan(1)
    assert left_out(plan)["nordic-assisted"] == "no-equipment"


def test_staying_strong_goes_on_with_nordics_for_runners_and_old_strains() -> None:
    assert step(in_phase("M", MILD_STRAIN, goal=["gym"]).plan(0), "N") == "N1"
    assert step(in_phase("M", TIGHTNESS).plan(0), "N") == "N1"
    assert step(in_phase("M", TIGHTNESS, goal=["gym"]).plan(0), "N") is None


def test_no_exercise_becomes_a_run_or_a_nordic_by_getting_harder() -> None:
    person = in_phase("S3", goal=["gym"])
    for number in range(80):
        plan = person.plan(number)
        if plan.session is None:
            continue
        for planned in plan.session.exercises:
            owned = planned.exercise in (
                "run-throughs",
                "sprint-build",
                "nordic-assisted",
                "nordic-eccentric",
            )
            assert not owned
        person.session(number).morning(number + 1)
    assert person.plan(80).decision.outcome in (Outcome.KEEP, Outcome.PROGRESS)
