"""The intake as a person meets it: order, skipping, resuming, and what counts as an answer."""

from datetime import date
from typing import Any

import pytest

from sinew.errors import InputRefused
from sinew.program import (
    Question,
    Screen,
    check_answer,
    next_screen,
    progress,
    questionnaire_from_dicts,
    screens,
)
from tests.support.stories import MILD_STRAIN, SORE_TENDON, TIGHTNESS, answers_of, program

INTAKE = program().questionnaire
SECONDS_A_QUESTION, SECONDS_A_GROUP = 6, 15
"""Assumed reading and answering times; nobody has been timed yet."""


def plausible(question: Question) -> Any:
    """Some answer to a question nobody in the story cares about."""
    return {
        "choice": question.codes[0] if question.codes else None,
        "choices": [],
        "yes_no": "no",
        "number": question.limits.low if question.limits else 0,
        "date": date(2026, 11, 1).isoformat(),
        "text": None,
        "activities": None,
    }[question.kind]


def walk(answers: dict[str, Any]) -> list[Screen]:
    """Answer screen by screen, as the web does."""
    given: dict[str, Any] = {}
    seen: list[Screen] = []
    while (screen := next_screen(INTAKE, given)) is not None:
        assert len(seen) < 100, "the questionnaire ends"
        seen.append(screen)
        if screen.is_group:
            given |= screen.none_of_these()
        for question in screen.questions:
            if not screen.is_group or question.id in answers:
                given[question.id] = answers.get(question.id, plausible(question))
    return seen


def asked(answers: dict[str, Any]) -> list[str]:
    return [question.id for screen in walk(answers) for question in screen.questions]


def test_age_comes_first_then_the_red_flags_then_everything_else() -> None:
    seen = walk(MILD_STRAIN)
    groups = [n for n, screen in enumerate(seen) if screen.is_group]
    assert seen[0].id == "age"
    assert [screen.id for screen in seen[: groups[0]]] == ["age", "sex", "side", "country"]
    assert groups == list(range(groups[0], groups[0] + len(groups)))
    assert seen[groups[-1] + 1].id == "onset"


def test_the_red_flags_take_at_most_six_screens_and_the_rest_is_one_question_each() -> None:
    seen = walk(MILD_STRAIN)
    assert sum(screen.is_group for screen in seen) <= 6
    assert all(len(screen.questions) == 1 for screen in seen if not screen.is_group)


def test_every_red_flag_row_of_the_contract_is_asked() -> None:
    rows = {q.id for q in INTAKE.questions if q.id.startswith("rf-")} - {"rf-07b"}
    assert rows <= set(asked(TIGHTNESS))


@pytest.mark.parametrize("base", [MILD_STRAIN, TIGHTNESS, SORE_TENDON])
def test_the_intake_takes_less_than_six_minutes(base: dict[str, Any]) -> None:
    seen = walk(base)
    seconds = sum(SECONDS_A_GROUP if screen.is_group else SECONDS_A_QUESTION for screen in seen)
    assert seconds < 6 * 60


def test_questions_that_cannot_matter_are_skipped() -> None:
    slow, sudden = asked(TIGHTNESS), asked(MILD_STRAIN)
    injury = {"pop", "mechanism", "carried_on", "bruise", "walk_without_limp", "knee_bend_strength"}
    assert not injury & set(slow)
    assert injury <= set(sudden)
    assert "rf-07b" not in slow
    assert "rf-07b" in asked({**TIGHTNESS, "rf-07": "yes"})
    assert "morning_stiffness" in slow
    assert "morning_stiffness" not in sudden
    assert "visa_h" not in slow


def test_a_minor_is_only_asked_what_decides_about_help() -> None:
    assert asked({"age": 15, "onset": "gradual"})[-1] == "onset"
    assert asked({"age": 15, "onset": "sudden"})[-1] == "location"


def test_no_question_is_asked_twice() -> None:
    for base in (MILD_STRAIN, TIGHTNESS, SORE_TENDON):
        questions = asked(base)
        assert len(questions) == len(set(questions))


def test_an_answered_intake_can_be_resumed_and_gone_back_in() -> None:
    given = {"age": 34, "sex": "female"}
    screen = next_screen(INTAKE, given)
    assert screen is not None
    assert screen.id == "side"
    assert [s.id for s in screens(INTAKE, given)][:3] == ["age", "sex", "side"]


def test_an_optional_question_is_left_out_with_none() -> None:
    given = {"age": 34, "sex": "female", "side": "left"}
    assert next_screen(INTAKE, given).id == "country"  # type: ignore[union-attr]
    assert next_screen(INTAKE, {**given, "country": None}).is_group  # type: ignore[union-attr]


def test_progress_grows_from_nothing_to_all() -> None:
    given: dict[str, Any] = {}
    done = progress(INTAKE, given)
    assert done == 0
    full = {q.id: answers_of(MILD_STRAIN).get(q.id, plausible(q)) for q in INTAKE.questions}
    assert progress(INTAKE, full) == 1


def test_a_group_is_answered_when_every_row_is() -> None:
    group = next(screen for screen in screens(INTAKE, {"age": 30}) if screen.is_group)
    assert group.is_answered(group.none_of_these())
    assert not group.is_answered({"rf-01": "no"})


@pytest.mark.parametrize(
    ("question", "raw", "value"),
    [
        ("age", "34", 34),
        ("pain_now", "3.5", 3.5),
        ("pain_now", "3,5", 3.5),
        ("pain_now", 10, 10),
        ("location", ["calf", "sit-bone", "calf"], ["sit-bone", "calf"]),
        ("location", [], []),
        ("rf-01", "unsure", "unsure"),
        ("started_on", "2026-01-31", "2026-01-31"),
        ("phq2", [1, "2"], 3),
        ("phq2", 5, 5),
        ("country", " US ", "US"),
        ("country", "", None),
        ("psfs", [{"activity": "run", "score": "4"}], [{"activity": "run", "score": 4}]),
    ],
)
def test_answers_are_stored_in_one_form(question: str, raw: Any, value: Any) -> None:
    assert check_answer(INTAKE.by_id[question], raw) == value


@pytest.mark.parametrize(
    ("question", "raw"),
    [
        ("age", None),
        ("age", -1),
        ("age", 121),
        ("age", "old"),
        ("age", True),
        ("pain_now", 11),
        ("pain_now", float("nan")),
        ("pain_now", float("inf")),
        ("rf-01", "maybe"),
        ("rf-01", True),
        ("rf-05", "yes"),
        ("location", "calf"),
        ("location", ["moon"]),
        ("location", [["calf"]]),
        ("started_on", "2026-02-30"),
        ("started_on", "yesterday"),
        ("country", "USA"),
        ("phq2", [1]),
        ("phq2", [1, 4]),
        ("scan", "x" * 2001),
        ("psfs", [{"activity": "run"}]),
        ("psfs", "run"),
    ],
)
def test_what_is_no_answer_is_refused_naming_the_question(question: str, raw: Any) -> None:
    with pytest.raises(InputRefused) as refused:
        check_answer(INTAKE.by_id[question], raw)
    assert refused.value.problems[0].where == question


def test_a_broken_questionnaire_is_refused_with_every_problem() -> None:
    facts = {
        "id": "x",
        "groups": [{"id": "g", "questions": ["nowhere"]}],
        "questions": [
            {"id": "a", "kind": "riddle", "typo": 1},
            {"id": "b", "kind": "number", "asked_when": {"answer": "zzz", "is": "q"}},
        ],
    }
    with pytest.raises(InputRefused) as refused:
        questionnaire_from_dicts(facts, {"title": "t", "groups": {}, "questions": {}})
    codes = {problem.code for problem in refused.value.problems}
    assert {"not-in-list", "unknown-field", "unknown-question", "missing"} <= codes


def test_labels_are_what_people_read() -> None:
    assert INTAKE.by_id["side"].label("left") == "Left"
    assert INTAKE.by_id["age"].label(34) == "34 years"
    assert INTAKE.by_id["location"].label(["sit-bone", "calf"]) == "At the bone I sit on, Calf"
    assert INTAKE.by_id["location"].label([]) == "None of these"
    assert INTAKE.by_id["rf-01"].label(None) == "Not answered"
