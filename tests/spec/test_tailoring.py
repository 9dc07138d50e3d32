"""What a practitioner can change about one plan, and which limits stand whatever they say."""

from typing import Any

import pytest

from sinew.program import Plan, limit_in_words, preview, refused_changes
from sinew.program.history import events_from_dicts
from sinew.vocabulary import Disposition, Outcome
from tests.support.stories import DAY_0, MILD_STRAIN, TIGHTNESS, Story, day, doses, intake_of, program, rules

NERVE: dict[str, Any] = {**TIGHTNESS, "tingling": "foot"}
OPERATED: dict[str, Any] = {**TIGHTNESS, "rf-27": "hamstring-or-acl-graft-under-12-months"}


def strain(**changes: Any) -> Story:
    """Somebody with a mild strain, some days after it happened."""
    return Story(intake_of(MILD_STRAIN, **{"started_on": "2026-11-10", "minutes_per_day": 20, **changes}))


def ids(plan: Plan) -> tuple[str, ...]:
    assert plan.session is not None
    return plan.session.exercise_ids


def refusals(person: Story, on: int) -> list[str]:
    """Rules that speak against changes of this person's history."""
    events = events_from_dicts(person.events, program(), DAY_0)
    return [problem.code for problem in refused_changes(program(), person.intake, events, day(on))]


# the list


def test_an_exercise_is_swapped_for_another_that_fits() -> None:
    person = strain().practitioner(0, "swap_exercise", exercise="bridge-double", to="bridge-hold-double")
    assert "bridge-double" in ids(strain().plan(0))
    assert "bridge-double" not in ids(person.plan(0))
    assert "bridge-hold-double" in ids(person.plan(0))
    assert "practitioner-swap_exercise" in rules(person.plan(0))


def test_an_exercise_is_added_at_its_smallest_dose() -> None:
    person = strain(minutes_per_day=45).practitioner(0, "add_exercise", exercise="glute-squeeze")
    limits = program().exercises["glute-squeeze"].dosage["S1"]
    assert doses(person.plan(0))["glute-squeeze"][0] == limits.sets.low


def test_an_exercise_is_taken_out_of_the_phase_and_put_back() -> None:
    person = strain().practitioner(0, "remove_exercise", exercise="heel-slide")
    assert "heel-slide" not in ids(person.plan(0))
    person.practitioner(1, "put_back_exercise", exercise="heel-slide")
    assert "heel-slide" in ids(person.plan(1))


def test_the_last_exercise_stays() -> None:
    person = strain()
    while len(ids(person.plan(0))) > 1:
        listed = preview(program(), person.intake, events(person), (), day(0)).was.ids
        if len(listed) == 1:
            break
        person.practitioner(0, "remove_exercise", exercise=listed[0], at=f"10:{len(listed):02d}")
    person.practitioner(0, "remove_exercise", exercise=ids(person.plan(0))[0], at="11:00")
    assert refusals(person, 0) == ["last-exercise"]
    assert len(ids(person.plan(0))) == 1


def events(person: Story) -> Any:
    return events_from_dicts(person.events, program(), DAY_0)


def test_an_excluded_exercise_can_be_put_back() -> None:
    person = strain().practitioner(0, "exclude_exercise", exercise="bridge-double", reason="it cramps")
    assert "bridge-double" not in ids(person.plan(0))
    person.practitioner(1, "put_back_exercise", exercise="bridge-double", reason="no cramps any more")
    assert "bridge-double" in ids(person.plan(1))


def test_the_exercises_come_in_the_order_a_practitioner_wants() -> None:
    listed = preview(program(), strain().intake, (), (), day(0)).was.ids
    person = strain(minutes_per_day=45).practitioner(0, "set_order", exercises=list(listed[::-1]))
    shown = [name for name in listed[::-1] if name in ids(person.plan(0))]
    assert list(ids(person.plan(0))) == shown


def test_what_was_changed_in_one_phase_is_not_changed_in_the_next() -> None:
    person = strain().practitioner(0, "remove_exercise", exercise="single-leg-balance")
    person.practitioner(1, "set_phase", phase="S2").practitioner(2, "set_phase", phase="S1")
    listed = preview(program(), person.intake, events(person), (), day(2)).was
    assert listed.removed == ("single-leg-balance",)


# the dose


def test_a_dose_is_set_and_the_program_steps_up_from_there() -> None:
    person = strain(minutes_per_day=45).practitioner(0, "set_dose", exercise="bridge-double", repetitions=12)
    assert doses(person.plan(0))["bridge-double"][1] == 12
    for number in range(6):
        person.session(number).morning(number + 1)
    assert (doses(person.plan(6))["bridge-double"][1] or 0) > 12


def test_rest_days_tempo_and_a_tip_are_set_too() -> None:
    tempo = {"out_s": 3, "hold_s": 1, "back_s": 4}
    person = strain(minutes_per_day=45).practitioner(
        0, "set_dose", exercise="bridge-double", rest_s=90, per_week=3, tempo=tempo
    )
    person.practitioner(0, "set_cue", exercise="bridge-double", cue="Push through your heels.")
    session = person.plan(0).session
    assert session is not None
    planned = next(item for item in session.exercises if item.exercise == "bridge-double")
    assert (planned.dose.rest_s, planned.dose.per_week) == (90, 3)
    assert planned.to_json()["tempo"] == tempo
    assert planned.to_json()["cue"] == "Push through your heels."


def test_a_bad_morning_takes_a_raised_dose_back() -> None:
    person = strain(minutes_per_day=45).session(0)
    before = doses(person.plan(1))["bridge-double"]
    person.practitioner(0, "set_dose", exercise="bridge-double", repetitions=14, at="20:00")
    assert doses(person.plan(1))["bridge-double"][1] == 14
    after = doses(person.morning(1, "+2").plan(2))
    assert "bridge-double" not in after or (after["bridge-double"][1] or 0) <= (before[1] or 0)


# limits that stand


@pytest.mark.parametrize(
    ("decision", "what", "rule"),
    [
        ("add_exercise", {"exercise": "nordic-assisted"}, "too-early-in-phase"),
        ("add_exercise", {"exercise": "l-glider"}, "too-early-in-phase"),
        ("set_dose", {"exercise": "bridge-double", "repetitions": 16}, "above-dose"),
        ("set_dose", {"exercise": "bridge-double", "hold_s": 10}, "not-counted-so"),
        ("set_dose", {"exercise": "bridge-double", "rest_s": 600}, "outside-pace"),
        ("set_time", {"minutes": 40}, "above-phase-minutes"),
        ("swap_exercise", {"exercise": "rdl-double", "to": "glute-squeeze"}, "not-in-list"),
        ("set_cue", {"exercise": "heel-slide", "cue": "x" * 141}, "cue-too-long"),
        ("pause", {"until": "2028-01-01"}, "pause-too-long"),
        ("compose_phase", {"phase": "OP1", "exercises": [{"exercise": "walk-easy"}]}, "other-track"),
        ("set_order", {"exercises": ["heel-slide"]}, "not-the-same-list"),
    ],
)
def test_a_limit_that_protects_stands_also_against_a_stated_reason(
    decision: str, what: dict[str, Any], rule: str
) -> None:
    person = strain().practitioner(0, decision, **what, reason="I know her well", override=True)
    assert rule in refusals(person, 0)
    assert ids(person.plan(0)) == ids(strain().plan(0))
    assert "tailoring-left-out" in rules(person.plan(0))


def test_a_refusal_says_why_and_from_when() -> None:
    person = strain().practitioner(0, "add_exercise", exercise="nordic-assisted")
    found = preview(program(), person.intake, (), events(person), day(0))
    reason = found.refusals[0].objections[0].reason
    assert limit_in_words(reason, program()) == "nordic-assisted is not offered before S3."
    assert reason.source


def test_nothing_goes_up_after_a_red_session_but_less_is_always_possible() -> None:
    person = strain().session(0, pain=6)
    person.practitioner(1, "add_exercise", exercise="plank-side", reason="r", override=True)
    assert refusals(person, 1) == ["not-after-pain"]
    calmer = strain().session(0, pain=6)
    calmer.practitioner(1, "remove_exercise", exercise="heel-slide")
    assert refusals(calmer, 1) == []


def test_no_change_brings_back_a_session_that_a_red_flag_has_stopped() -> None:
    person = strain().check_in(0, rf_10="yes")
    for number, change in enumerate(({"decision": "set_cue", "exercise": "heel-slide", "cue": "Slow."},)):
        person.practitioner(1, **change, reason="r", override=True, at=f"09:0{number}")
    person.practitioner(1, "set_dose", exercise="bridge-double", repetitions=9, reason="r", override=True)
    plan = person.plan(1)
    assert (plan.disposition, plan.session) == (Disposition.EMERGENCY, None)


# limits that a stated reason lifts


def test_something_missing_is_lifted_with_a_reason_until_the_member_answers_anew() -> None:
    needs: dict[str, Any] = {"floor": "no", "equipment": [], "minutes_per_day": 45}
    person = strain(**needs).practitioner(0, "add_exercise", exercise="plank-side", reason="r")
    assert refusals(person, 0) == ["not-on-floor", "no-equipment"]
    stated = strain(**needs).practitioner(
        0, "add_exercise", exercise="plank-side", reason="she has a firm mat on a low bed", override=True
    )
    assert "plank-side" in ids(stated.plan(0))
    assert "plank-side" not in ids(stated.check_in(1, floor="no").plan(1))


def test_more_than_the_member_has_time_for_needs_a_reason() -> None:
    person = strain(minutes_per_day=10).practitioner(0, "set_time", minutes=20)
    assert refusals(person, 0) == ["above-wanted-minutes"]
    stated = strain(minutes_per_day=10).practitioner(
        0, "set_time", minutes=20, reason="she has a week off", override=True
    )
    assert refusals(stated, 0) == []
    first, longer = strain(minutes_per_day=10).plan(0).session, stated.plan(0).session
    assert first is not None
    assert longer is not None
    assert longer.minutes > first.minutes


def test_what_the_member_answers_anew_counts_again() -> None:
    person = strain(minutes_per_day=10).practitioner(
        0, "set_time", minutes=20, reason="week off", override=True
    )
    session = person.check_in(1, minutes_per_day=10).plan(1).session
    assert session is not None
    assert session.minutes <= 10


# a pause


def test_a_pause_ends_by_itself_on_its_day() -> None:
    person = strain().practitioner(0, "pause", until=day(3).isoformat(), reason="a wedding")
    assert [person.plan(number).session is None for number in range(4)] == [True, True, True, False]
    plan = person.plan(1)
    assert (plan.decision.outcome, plan.decision.reasons[0].rule) == (Outcome.KEEP, "practitioner-pause")


def test_a_pause_can_end_early() -> None:
    person = strain().practitioner(0, "pause", until=day(9).isoformat()).practitioner(2, "resume")
    assert person.plan(2).session is not None


# taking back


def test_the_latest_changes_can_be_taken_back_together() -> None:
    person = strain().practitioner(0, "swap_exercise", exercise="bridge-double", to="bridge-hold-double")
    person.events[-1]["at"] = "09:00"
    person.practitioner(0, "set_cue", exercise="heel-slide", cue="Slow.", at="09:01")
    person.practitioner(0, "exclude_exercise", exercise="side-step", reason="knee", at="09:02")
    person.practitioner(0, "take_back", count=3, at="09:05")
    assert person.plan(0).session == strain().plan(0).session


def test_what_happened_since_cannot_be_taken_back() -> None:
    person = strain().practitioner(0, "remove_exercise", exercise="heel-slide")
    person.session(0).practitioner(1, "take_back")
    assert refusals(person, 1) == ["cannot-take-back"]


# plans that a practitioner builds


def waiting(base: dict[str, Any]) -> Story:
    return Story(intake_of(base)).practitioner(0, "cleared", at="09:00")


def test_a_nerve_plan_waits_until_it_is_built_and_then_has_sessions() -> None:
    person = waiting(NERVE)
    assert (person.plan(0).track, person.plan(0).session) == ("N", None)
    wanted = [{"exercise": "walk-easy"}, {"exercise": "pelvic-tilt", "repetitions": 8}]
    person.practitioner(0, "compose_phase", phase="N", exercises=wanted, at="10:00")
    plan = person.plan(0)
    assert (plan.phase, plan.decision.outcome) == ("N", Outcome.START)
    assert ids(plan) == ("walk-easy", "pelvic-tilt")
    assert doses(plan)["pelvic-tilt"][1] == 8


@pytest.mark.parametrize("phase", ["OP1", "OP2", "OP3"])
def test_a_plan_after_an_operation_needs_the_protocol_of_the_surgeon(phase: str) -> None:
    tailoring = program().tailoring
    assert tailoring is not None
    wanted = [{"exercise": name} for name in tailoring.suggested[phase]]
    person = waiting(OPERATED).practitioner(0, "compose_phase", phase=phase, exercises=wanted, at="10:00")
    assert refusals(person, 0) == ["surgeon-protocol"]
    stated = waiting(OPERATED).practitioner(
        0, "compose_phase", phase=phase, exercises=wanted, at="10:00", reason="Protocol B", override=True
    )
    assert refusals(stated, 0) == []
    assert stated.plan(0).phase == phase
    assert ids(stated.plan(0))


def test_after_an_operation_nothing_goes_up_by_itself() -> None:
    wanted = [{"exercise": "heel-slide"}]
    person = waiting(OPERATED).practitioner(
        0, "compose_phase", phase="OP1", exercises=wanted, at="10:00", reason="Protocol B", override=True
    )
    for number in range(4):
        person.session(number).morning(number + 1)
    assert doses(person.plan(5))["heel-slide"] == doses(person.plan(0))["heel-slide"]
    assert "steps-by-practitioner" in rules(person.plan(5))


def test_a_phase_with_long_muscle_work_is_not_built_early_after_an_operation() -> None:
    wanted = [{"exercise": "hamstring-stretch-seated"}]
    person = waiting(OPERATED).practitioner(
        0, "compose_phase", phase="OP1", exercises=wanted, at="10:00", reason="Protocol B", override=True
    )
    assert "surgeon-protocol" not in refusals(person, 0)
    assert refusals(person, 0)
