"""Every reason is made in one place, so a source that content gives to a rule always reaches the reader."""

import ast
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from sinew import program as package
from sinew.program import Program, Reason, events_from_dicts, plan
from tests.support.stories import DAY_0, MILD_STRAIN, TIGHTNESS, Story, day, program, story

# Their items have a source of their own: red flags, presentations, questions asked again, outlooks.
OF_AN_ITEM = {"flags.py", "triage.py", "safety.py", "outlook.py"}
FACTORY = "progression.py"
SOURCE = "a-source-of-this-test"


def test_reasons_of_rules_are_made_by_the_factory_that_adds_their_source() -> None:
    makers = set()
    for path in Path(package.__file__).parent.glob("*.py"):
        calls = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
        if any(isinstance(call.func, ast.Name) and call.func.id == "Reason" for call in calls):
            makers.add(path.name)
    assert makers == OF_AN_ITEM | {FACTORY}


def sourced() -> Program:
    """Our program, as if every rule of it had a source."""
    ours = program()
    sources = dict.fromkeys(ours.wording, (SOURCE,))
    return replace(ours, progression=replace(ours.progression, sources=sources))


def reasons_of(person: Story, on: int) -> list[Reason]:
    """All reasons of the session of a day, those of what is left out too."""
    events = events_from_dicts(person.events, program(), DAY_0)
    session = plan(sourced(), person.intake, events, day(on)).session
    assert session is not None
    return [reason for item in (*session.exercises, *session.left_out) for reason in item.reasons]


CASES: dict[str, Callable[[], tuple[Story, int]]] = {
    "template": lambda: (story(MILD_STRAIN), 0),
    "dose-start": lambda: (story(MILD_STRAIN), 0),
    "early-days": lambda: (story(MILD_STRAIN, started_on="2026-11-22"), 0),
    "stands-in": lambda: (story(TIGHTNESS, floor="no"), 0),
    "not-on-floor": lambda: (story(TIGHTNESS, floor="no"), 0),
    "no-time": lambda: (story(TIGHTNESS, minutes_per_day=5), 0),
    "flare": lambda: (story(TIGHTNESS).check_in(0, pain_now=6), 0),
    "flare-rests": lambda: (story(TIGHTNESS).check_in(0, pain_now=6), 0),
}


@pytest.mark.parametrize("rule", CASES)
def test_a_source_given_to_a_rule_appears_in_its_reason(rule: str) -> None:
    found = [reason for reason in reasons_of(*CASES[rule]()) if reason.rule == rule]
    assert found, f"no reason {rule}: the case does not lead to it any more"
    assert all(SOURCE in reason.source for reason in found)


def test_the_reason_of_a_choice_names_the_sources_of_the_exercise_itself() -> None:
    session = story(TIGHTNESS).plan(0).session
    assert session is not None
    chosen = {e.exercise: e.reasons[0] for e in session.exercises if e.reasons[0].rule == "template"}
    assert chosen
    for exercise, reason in chosen.items():
        assert set(program().exercises[exercise].references) <= set(reason.source)
    assert any(program().exercises[exercise].references for exercise in chosen)
