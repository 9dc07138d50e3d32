"""Whole courses: doing what the plan asks for leads from the first day to staying strong."""

from itertools import pairwise

from tests.spec.test_later_phases import GYM
from tests.support.stories import MILD_STRAIN, SORE_TENDON, TIGHTNESS, Story, program, story

GOOD = {
    "walk-10-min": 10, "jog-on-spot-30s": 30, "heel-dig-moderate": 5, "heel-dig-max": 95,
    "knee-straight-lying": 178, "jog-forward": 1, "jog-backward": 1, "single-leg-bridge": 12,
    "active-knee-extension": 160, "run-70-percent": 75, "isometric-hold": 40, "load-test": 3,
    "sitting-20-min": 20, "loaded-hinge": 8,
}  # fmt: skip
AT_EASE = {"equipment": GYM, "minutes_per_day": 45, "days_per_week": 5}


def followed(person: Story, days: int) -> list[str]:
    """Do every session and every test that is on offer, well; the phases in the order they came."""
    phases: list[str] = []
    for number in range(days):
        plan = person.plan(number)
        if plan.phase is not None and plan.phase not in phases[-1:]:
            phases.append(plan.phase)
        if plan.phase == "M":
            break
        for due in plan.tests_due:
            for side in due.sides or (None,):
                named = {"side": str(side)} if side is not None else {}
                person.test(number, due.test, GOOD[due.test], **named)
        if plan.session is not None:
            person.session(number).morning(number + 1)
        if number % 7 == 6:
            person.check_in(number, pain_average=1, sudden_sharp_pain="no")
    return phases


def test_a_mild_strain_of_somebody_who_does_not_run_leads_to_staying_strong() -> None:
    person = story(MILD_STRAIN, **AT_EASE).practitioner(10, "cleared", scope="sport")
    assert followed(person, 90) == ["S1", "S2", "S3", "M"]


def test_a_mild_strain_of_a_sprinter_leads_over_all_steps_to_full_speed() -> None:
    person = story(MILD_STRAIN, **AT_EASE, goal=["sprint-sport"])
    for scope in ("sprinting", "sport"):
        person.practitioner(10, "cleared", scope=scope)
    assert followed(person, 160) == ["S1", "S2", "S3", "R", "M"]
    steps = [
        r.because[1] for a in person.plan(160).adjustments for r in a.reasons if r.rule == "step-running"
    ]
    assert steps == [f"step: R{number}" for number in range(1, 9)]


def test_without_clearance_a_sprinter_stays_before_full_speed() -> None:
    phases = followed(story(MILD_STRAIN, **AT_EASE, goal=["sprint-sport"]), 110)
    assert phases == ["S1", "S2", "S3", "R"]


def test_a_strain_that_came_back_takes_longer_and_asks_for_a_second_look() -> None:
    first, again = (
        story(MILD_STRAIN, **AT_EASE, goal=["running"], hurt_before=before).practitioner(0, "cleared")
        for before in ("never", "two-or-more")
    )
    again.practitioner(5, "cleared", scope="running")
    assert followed(first, 45)[-1] == "R"
    assert followed(again, 70)[-1] == "R"
    assert _day_of(again, "R") > _day_of(first, "R")


def _day_of(person: Story, phase: str) -> int:
    return next(number for number in range(80) if person.plan(number).phase == phase)


def test_tightness_leads_to_full_strength_in_about_ten_weeks() -> None:
    assert followed(story(TIGHTNESS, **AT_EASE), 90) == ["T1", "T2", "T3", "M"]


def test_a_sore_tendon_leads_to_staying_strong_in_months_and_not_in_weeks() -> None:
    person = story(SORE_TENDON, **AT_EASE)
    assert followed(person, 100) == ["H1", "H2", "H3", "M"]
    assert _day_of_last_gate(person) >= 7 + 28 + 28


def test_a_runner_with_a_sore_tendon_comes_through_spring_and_speed() -> None:
    person = story(SORE_TENDON, **AT_EASE, goal=["running"]).practitioner(40, "cleared", scope="running")
    assert followed(person, 140) == ["H1", "H2", "H3", "H4", "M"]


def _day_of_last_gate(person: Story) -> int:
    met = [a for a in person.plan(120).adjustments if any(r.rule == "gate-met" for r in a.reasons)]
    return (met[-1].on - person.intake.as_of).days


def test_the_doses_of_a_whole_course_stay_within_their_phases() -> None:
    person = story(TIGHTNESS, **AT_EASE)
    followed(person, 60)
    seen = [person.plan(number) for number in range(60)]
    for plan in seen:
        for item in plan.session.exercises if plan.session is not None else ():
            if item.step is None:
                assert item.dose.sets <= program().exercises[item.exercise].dosage[plan.phase or ""].sets.high
    assert all(later.day > earlier.day for earlier, later in pairwise(seen))
