"""A change of the plan is no way around what was taken off: after pain, after a gap, when it is undone."""

from typing import Any

import pytest

from sinew.program import course_until, fits, preview, refused_changes
from sinew.program.history import events_from_dicts
from sinew.program.tailoring.listing import Listed
from tests.support.stories import DAY_0, MILD_STRAIN, TIGHTNESS, Story, day, doses, intake_of, program, story

LOWEST, OTHER = "heel-slide", "pelvic-tilt"
"""An exercise with nothing easier below it, and one that can take its place."""
BRIDGE = "bridge-double"
S1_TESTS = {"walk-10-min": 10, "jog-on-spot-30s": 30, "heel-dig-moderate": 5, "knee-straight-lying": 178}


def strain(**changes: Any) -> Story:
    return Story(intake_of(MILD_STRAIN, **{"started_on": "2026-11-10", "minutes_per_day": 45, **changes}))


def known(person: Story) -> Any:
    return events_from_dicts(person.events, program(), DAY_0)


def refusals(person: Story, on: int) -> list[str]:
    problems = refused_changes(program(), person.intake, known(person), day(on))
    return [problem.code for problem in problems]


def listed(person: Story, on: int) -> dict[str, Listed]:
    now = preview(program(), person.intake, known(person), (), day(on)).was
    return {one.exercise: one for one in now.exercises}


def rests() -> tuple[Story, int]:
    """Somebody whose exercise was so sore at its lowest that it rests, and the next day with a session."""
    person = strain()
    for number in range(2):
        person.session(number, of={LOWEST: {"pain": 6}})
    person.practitioner(1, "cleared", reason="seen", at="23:00")
    assert listed(person, 2)[LOWEST].is_resting
    return person, 2


# after pain


def test_an_exercise_that_rests_still_rests_after_it_was_swapped_out_and_back() -> None:
    person, on = rests()
    person.session(on).morning(on := on + 1)
    person.practitioner(on, "swap_exercise", exercise=LOWEST, to=OTHER, at="10:00")
    person.practitioner(on, "swap_exercise", exercise=OTHER, to=LOWEST, at="10:01")
    assert refusals(person, on) == []
    assert LOWEST not in doses(person.plan(on))
    assert listed(person, on)[LOWEST].is_resting


def test_an_exercise_that_rests_still_rests_after_it_was_taken_out_and_added() -> None:
    person, on = rests()
    person.practitioner(on, "remove_exercise", exercise=LOWEST).session(on).morning(on + 1)
    person.practitioner(on + 1, "put_back_exercise", exercise=LOWEST, at="12:00")
    assert refusals(person, on + 1) == []
    assert listed(person, on + 1)[LOWEST].is_resting


@pytest.mark.parametrize("change", [{"rest_s": 90}, {"per_week": 2}, {"sets": 1}])
def test_less_is_always_possible_and_gives_nothing_back_that_pain_took_off(change: dict[str, int]) -> None:
    person = strain().session(0, of={LOWEST: {"pain": 6}})
    eased = doses(person.plan(1))[LOWEST]
    person.practitioner(1, "set_dose", exercise=LOWEST, **change)
    assert refusals(person, 1) == []
    sets, repetitions, *_ = doses(person.plan(3 if "per_week" in change else 1))[LOWEST]
    assert sets * (repetitions or 1) <= eased[0] * (eased[1] or 1)


@pytest.mark.parametrize("change", [{"minutes": 30}, {"days_per_week": 7}])
def test_no_more_time_and_no_more_days_after_pain(change: dict[str, int]) -> None:
    person = Story(intake_of(MILD_STRAIN, started_on="2026-11-10", minutes_per_day=10, days_per_week=3))
    person.session(0, pain=6)
    person.practitioner(1, "set_time", **change, reason="more", override=True)
    assert "not-after-pain" in refusals(person, 1)
    fewer = {name: 5 if name == "minutes" else 2 for name in change}
    person.practitioner(1, "set_time", **fewer, at="13:00")
    assert refusals(person, 1).count("not-after-pain") == 1


def test_nothing_goes_up_after_a_session_that_was_declined_in_pain() -> None:
    person = strain().session(0).morning(1)
    person.happens(2, "session", exercises=[], pain_before=7, completed_fraction=0)
    person.practitioner(2, "set_dose", exercise=BRIDGE, repetitions=12, at="20:00")
    assert refusals(person, 2) == ["not-after-pain"]


def test_what_hurt_does_not_come_in_for_something_else() -> None:
    person = strain().session(0, of={BRIDGE: {"pain": 6}})
    assert BRIDGE not in listed(person, 1)
    person.practitioner(1, "swap_exercise", exercise="prone-isometric-curl", to=BRIDGE)
    assert refusals(person, 1) == ["not-after-pain"]


def test_a_sore_exercise_that_is_excluded_makes_no_room_for_a_harder_one() -> None:
    above = program().exercises[LOWEST].harder
    assert above is not None
    person = strain().practitioner(0, "remove_exercise", exercise=above, at="06:00")
    person.session(0, of={LOWEST: {"pain": 6}})
    person.practitioner(1, "exclude_exercise", exercise=LOWEST, reason="it cramps")
    assert above in listed(person, 1)
    assert above not in doses(person.plan(1))


# when a phase is left again


def test_what_was_excluded_stays_out_when_a_gate_closes_again() -> None:
    person = story(TIGHTNESS)
    for number in range(0, 10, 2):
        person.session(number).morning(number + 1)
    person.session(10)
    name = next(iter(listed(person, 8)))
    assert name in listed(person, 8)
    person.practitioner(11, "exclude_exercise", exercise=name, reason="it cramps", at="06:00")
    person.happens(11, "morning", compared="+2", at="07:00")
    assert person.plan(12).phase == "T1"
    assert name not in listed(person, 12)
    assert all(name not in planned.exercises for planned in person.plan(12).week)


def test_what_was_excluded_stays_out_when_a_struck_result_closes_a_phase() -> None:
    person = strain()
    for on in (3, 4):
        for test, value in S1_TESTS.items():
            person.test(on, test, value)
    assert person.plan(4).phase == "S2"
    person.practitioner(5, "exclude_exercise", exercise=LOWEST, reason="it cramps", at="06:00")
    wrong = {"test": "knee-straight-lying", "done_on": day(4).isoformat()}
    person.practitioner(5, "strike_test", **wrong, reason="wrong leg", at="07:00")
    assert person.plan(5).phase == "S1"
    assert LOWEST not in listed(person, 5)


# taking back


def test_a_change_that_is_left_out_later_still_counts_among_those_taken_back() -> None:
    """Pain of the day before comes in late, so that one of two changes does not stand any more."""
    person = strain().session(0).morning(1)
    person.practitioner(2, "exclude_exercise", exercise="heel-slide", reason="it cramps", at="09:00")
    person.practitioner(2, "set_cue", exercise=BRIDGE, cue="Slowly.", at="10:00")
    person.practitioner(2, "set_dose", exercise=BRIDGE, repetitions=12, at="10:01")
    assert refusals(person, 2) == []
    person.session(1, of={LOWEST: {"pain": 6}})
    assert refusals(person, 2) == ["not-after-pain"]
    person.practitioner(2, "take_back", count=2, at="11:00")
    assert listed(person, 2)[BRIDGE].cue == ""
    assert "heel-slide" not in listed(person, 2)


# where two exercises have come down to the same one


def test_what_two_places_have_come_down_to_stands_in_the_list_once() -> None:
    person = story(TIGHTNESS).session(0).morning(1, "+2")
    names = list(listed(person, 1))
    person.practitioner(1, "set_order", exercises=names[::-1], at="10:00")
    assert refusals(person, 1) == []
    assert list(listed(person, 1)) == names[::-1]
    shared = "heel-slide"
    course = course_until(program(), person.intake, known(person), day(1))
    assert course.places is not None
    assert [place.exercise for place in course.places.items].count(shared) > 1
    near = next(fit.exercise for fit in fits(course, shared) if not fit.objections)
    person.practitioner(1, "swap_exercise", exercise=shared, to=near, at="10:01")
    assert refusals(person, 1) == []
    assert shared not in listed(person, 1)


# after a gap


def test_a_change_after_a_gap_is_made_of_the_list_as_the_member_sees_it() -> None:
    person = strain().session(0).morning(1)
    name = next(one for one in listed(person, 9) if one not in listed(person, 0))
    before = doses(person.plan(9))
    person.practitioner(9, "set_cue", exercise=name, cue="Slowly.")
    assert refusals(person, 9) == []
    assert doses(person.plan(9)) == before
    for later in (10, 12, 20):
        alone = Story(person.intake, [e for e in person.events if e["type"] != "practitioner"])
        assert doses(person.plan(later)) == doses(alone.plan(later))


def test_a_dose_that_is_lowered_after_a_gap_is_lowered_once() -> None:
    person = strain().session(0).morning(1).session(2).morning(3).session(4).morning(5)
    shown = listed(person, 13)
    name = next(one for one in shown if one not in listed(person, 5) and shown[one].dose.sets > 1)
    person.practitioner(13, "set_dose", exercise=name, sets=1)
    assert refusals(person, 13) == []
    assert listed(person, 13)[name].dose.sets == 1
    assert listed(person, 14)[name].dose.sets == 1
