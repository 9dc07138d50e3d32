"""What is refused: every problem of an intake or a history, in one pass."""

from typing import Any

import pytest

from sinew.errors import InputRefused
from sinew.program import default_day, events_from_dicts, intake_from_dict, plan
from tests.support.stories import DAY_0, TIGHTNESS, answers_of, day, intake_of, program

AS_OF = DAY_0.isoformat()


def problems_of_intake(raw: Any) -> dict[str, str]:
    with pytest.raises(InputRefused) as refused:
        intake_from_dict(raw, program())
    return {problem.where: problem.code for problem in refused.value.problems}


def problems_of(*events: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(InputRefused) as refused:
        events_from_dicts({"events": list(events)}, program(), DAY_0)
    return {problem.where: problem.code for problem in refused.value.problems}


def test_an_intake_names_everything_wrong_at_once() -> None:
    raw = {
        "as_of": "tomorrow",
        "surprise": 1,
        "answers": {"age": 200, "rf-01": "maybe", "shoe_size": 44, "location": ["moon"], "fever": "yes"},
    }
    assert problems_of_intake(raw) == {
        "intake.surprise": "unknown-field",
        "intake.as_of": "wrong-type",
        "intake.answers.age": "out-of-range",
        "intake.answers.rf-01": "unknown-code",
        "intake.answers.shoe_size": "unknown-question",
        "intake.answers.location": "unknown-code",
        "intake.answers.fever": "unknown-question",
    }


@pytest.mark.parametrize(
    ("question", "value"),
    [("age", "35"), ("age", 10**400), ("psfs", [{"activity": "Running", "score": "4"}])],
)
def test_a_number_has_to_be_one(question: str, value: Any) -> None:
    raw = {"as_of": AS_OF, "answers": answers_of(TIGHTNESS, **{question: value})}
    assert problems_of_intake(raw) == {f"intake.answers.{question}": "wrong-type"}


@pytest.mark.parametrize("raw", [None, [], "x", 3, {}, {"as_of": AS_OF}, {"as_of": AS_OF, "answers": []}])
def test_what_is_no_intake_is_refused(raw: Any) -> None:
    assert problems_of_intake(raw)


def test_a_problem_cannot_have_started_after_the_intake() -> None:
    raw = {"as_of": AS_OF, "answers": answers_of(TIGHTNESS, started_on="2026-11-23")}
    assert problems_of_intake(raw) == {"intake.answers.started_on": "in-the-future"}


def test_a_null_counts_as_not_answered() -> None:
    intake = intake_from_dict({"as_of": AS_OF, "answers": {**answers_of(TIGHTNESS), "scan": None}}, program())
    assert "scan" not in intake.answers


@pytest.mark.parametrize(
    ("event", "where", "code"),
    [
        ({"type": "party"}, "type", "unknown-type"),
        ({}, "type", "missing"),
        ({"type": "morning", "compared": "+4"}, "compared", "unknown-code"),
        ({"type": "morning", "compared": "same", "on": "2026-11-21"}, "on", "before-intake"),
        ({"type": "morning", "compared": "same", "on": "soon"}, "on", "wrong-type"),
        ({"type": "morning", "compared": "same", "mood": "good"}, "mood", "unknown-field"),
        ({"type": "morning", "compared": "same", "at": "25:00"}, "at", "wrong-type"),
        ({"type": "session", "pain_during": 11}, "pain_during", "out-of-range"),
        ({"type": "session", "effort": "hard"}, "effort", "wrong-type"),
        ({"type": "session", "completed_fraction": 1.5}, "completed_fraction", "out-of-range"),
        ({"type": "session", "pain_during": float("nan")}, "pain_during", "out-of-range"),
        ({"type": "session", "pain_during": 10**400}, "pain_during", "out-of-range"),
        ({"type": "morning", "compared": "same", "on": "9999-12-31"}, "on", "wrong-type"),
        (
            {"type": "session", "exercises": [{"exercise": "juggling"}]},
            "exercises[0].exercise",
            "unknown-exercise",
        ),
        (
            {"type": "session", "exercises": [{"exercise": "mini-squat", "sets_done": -1}]},
            "exercises[0].sets_done",
            "out-of-range",
        ),
        ({"type": "check_in", "answers": {"rf-99": "yes"}}, "answers.rf-99", "unknown-question"),
        ({"type": "check_in"}, "answers", "not-a-mapping"),
        (
            {"type": "test", "test": "walk-10-min", "value": 1, "measured": {"by": "guess", "error": 1}},
            "measured.by",
            "unknown-code",
        ),
        (
            {"type": "test", "test": "walk-10-min", "value": 1, "measured": {"by": "camera"}},
            "measured.error",
            "missing",
        ),
        (
            {
                "type": "test",
                "test": "walk-10-min",
                "value": 1,
                "measured": {"by": "camera", "error": 1, "video": 1},
            },
            "measured.video",
            "unknown-field",
        ),
        ({"type": "test", "test": "cartwheel", "value": 1}, "test", "unknown-test"),
        ({"type": "test", "test": "jog-forward", "value": 2}, "value", "out-of-range"),
        ({"type": "test", "test": "jog-forward"}, "value", "missing"),
        ({"type": "test", "test": "single-leg-bridge", "value": 9}, "side", "missing"),
        ({"type": "test", "test": "load-test", "value": 3, "side": "middle"}, "side", "unknown-code"),
        ({"type": "practitioner", "decision": "guess"}, "decision", "unknown-code"),
        ({"type": "practitioner", "decision": "set_phase", "phase": "S9"}, "phase", "unknown-code"),
        ({"type": "practitioner", "decision": "exclude_exercise"}, "exercise", "missing"),
        ({"type": "practitioner", "decision": "strike_test", "done_on": AS_OF}, "test", "missing"),
        ({"type": "practitioner", "decision": "strike_test", "test": "load-test"}, "done_on", "missing"),
        (
            {"type": "practitioner", "decision": "strike_test", "test": "x", "done_on": AS_OF},
            "test",
            "unknown-test",
        ),
        ({"type": "practitioner", "decision": "cleared", "scope": "all"}, "scope", "unknown-code"),
    ],
)
def test_an_event_that_makes_no_sense_is_refused(event: dict[str, Any], where: str, code: str) -> None:
    assert problems_of({"on": AS_OF, **event}).get(f"events[0].{where}") == code


def test_all_bad_events_are_named_together() -> None:
    found = problems_of(
        {"on": AS_OF, "type": "party"}, {"on": "2020-01-01", "type": "morning", "compared": "x"}
    )
    assert set(found) == {"events[0].type", "events[1].on", "events[1].compared"}


@pytest.mark.parametrize("raw", [None, 3, "x", {}, {"events": {}}, {"events": [3]}])
def test_what_is_no_history_is_refused(raw: Any) -> None:
    with pytest.raises(InputRefused):
        events_from_dicts(raw, program(), DAY_0)


def test_an_exercise_planned_for_the_library_may_be_reported() -> None:
    event = {"on": AS_OF, "type": "session", "exercises": [{"exercise": "bridge-single", "pain": 1}]}
    assert events_from_dicts([event], program(), DAY_0)


def test_a_day_before_the_intake_is_refused() -> None:
    with pytest.raises(InputRefused):
        plan(program(), intake_of(TIGHTNESS), (), day(-1))


def test_events_are_read_in_date_order_and_later_ones_do_not_count() -> None:
    late = {"on": day(5).isoformat(), "type": "check_in", "answers": {"rf-01": "yes"}}
    early = {"on": day(2).isoformat(), "type": "morning", "compared": "same"}
    events = events_from_dicts([late, early], program(), DAY_0)
    assert [event.on for event in events] == [day(2), day(5)]
    intake = intake_of(TIGHTNESS)
    assert plan(program(), intake, events, day(4)).session is not None
    assert plan(program(), intake, events, day(5)).session is None
    assert default_day(intake, events) == day(5)


def test_events_of_one_day_follow_their_time_where_one_is_given() -> None:
    stop = {"on": AS_OF, "at": "09:00", "type": "check_in", "answers": {"sudden_sharp_pain": "yes"}}
    clear = {"on": AS_OF, "at": "15:30", "type": "practitioner", "decision": "cleared"}
    intake = intake_of(TIGHTNESS)
    timed = events_from_dicts([clear, stop], program(), DAY_0)
    assert plan(program(), intake, timed, DAY_0).session is not None
    untimed = [{k: v for k, v in event.items() if k != "at"} for event in (clear, stop)]
    assert plan(program(), intake, events_from_dicts(untimed, program(), DAY_0), DAY_0).session is None
