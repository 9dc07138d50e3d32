"""Conditions as content writes them."""

from typing import Any

import pytest

from sinew.program.conditions import condition_from, describe, named_conditions, plain, questions_of
from sinew.program.values import Node, Problems

ANSWERS = {"a": "yes", "n": 4, "l": ["x", "y"], "t": "It's the Tendon!", "empty": []}


def facts(raw: Any, named: dict[str, Any] | None = None) -> tuple[str, ...] | None:
    problems = Problems()
    known = named_conditions(Node(named or {}, "named", problems))
    condition = condition_from(Node(raw, "test", problems), known)
    assert not problems.found
    found = condition.facts(ANSWERS)
    return None if found is None else describe(found)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"answer": "a", "is": "yes"}, ("a: yes",)),
        ({"answer": "a", "is": ["no", "unsure"]}, None),
        ({"answer": "missing", "is": "no"}, None),
        ({"answer": "l", "is": ["y", "z"]}, ("l: y",)),
        ({"answer": "n", "at_least": 4}, ("n: 4",)),
        ({"answer": "n", "above": 4}, None),
        ({"answer": "n", "below": 5, "at_least": 3}, ("n: 4",)),
        ({"answer": "missing", "at_least": 0}, None),
        ({"count": "l", "at_least": 2}, ("l: x, y",)),
        ({"count": "l", "at_least": 3}, None),
        (
            {"count": "l", "at_least": 3, "also": [{"counts_as": "z", "answer": "a", "is": "yes"}]},
            ("l: x, y", "a: yes"),
        ),
        ({"count": "l", "at_least": 3, "also": [{"counts_as": "x", "answer": "a", "is": "yes"}]}, None),
        ({"unanswered": "missing"}, ("missing: not answered",)),
        ({"unanswered": "empty"}, None),
        ({"text": ["t"], "mentions": ["tendon"]}, ("t: matching wording",)),
        ({"text": ["t"], "mentions": ["ten"]}, None),
        ({"text": ["t"], "mentions": ["ten*"]}, ("t: matching wording",)),
        ({"all": [{"answer": "a", "is": "yes"}, {"answer": "n", "at_most": 4}]}, ("a: yes", "n: 4")),
        ({"all": [{"answer": "a", "is": "yes"}, {"answer": "n", "at_most": 3}]}, None),
        ({"all": []}, ()),
        ({"any": [{"answer": "a", "is": "no"}, {"answer": "n", "at_most": 4}]}, ("n: 4",)),
        ({"any": []}, None),
        ({"none": [{"answer": "a", "is": "no"}]}, ()),
        ({"none": [{"answer": "a", "is": "yes"}]}, None),
    ],
)
def test_a_condition_gives_the_facts_that_fulfill_it(raw: Any, expected: tuple[str, ...] | None) -> None:
    assert facts(raw) == expected


def test_a_condition_may_be_named_and_used_again() -> None:
    assert facts({"condition": "fine"}, {"fine": {"answer": "a", "is": "yes"}}) == ("a: yes",)


@pytest.mark.parametrize(
    "raw", [{}, {"answer": "a"}, {"condition": "nowhere"}, {"answer": "a", "is": "x", "iss": 1}, 3]
)
def test_what_is_no_condition_is_a_problem(raw: Any) -> None:
    problems = Problems()
    condition_from(Node(raw, "here", problems), {})
    assert problems.found


def test_the_questions_of_a_condition_can_be_listed() -> None:
    raw = {
        "any": [{"answer": "a", "is": "x"}, {"none": [{"count": "b", "at_least": 1}]}, {"unanswered": "c"}]
    }
    assert questions_of(condition_from(Node(raw, "x", Problems()), {})) == {"a", "b", "c"}


def test_text_is_compared_without_case_accents_of_style_and_punctuation() -> None:
    assert plain("I don’t -- want to LIVE!") == "i dont want to live"
