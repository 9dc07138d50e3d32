"""Each kind of criterion, just met and just missed, on either side, and where nothing was measured."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest

from sinew.program.criteria import CRITERIA, Criterion, criteria_from, is_met
from sinew.program.events import ExerciseResult, SessionResult, TestResult
from sinew.program.gates import Gate, gate_state, is_open
from sinew.program.phases import Light
from sinew.program.values import Node, Problems
from sinew.vocabulary import Side

TODAY = date(2026, 12, 1)
GREEN, AMBER, RED = Light.GREEN, Light.AMBER, Light.RED


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@dataclass
class Facts:
    """What a gate may look at, written down; nothing has happened unless a case says so."""

    day: date = TODAY
    started_on: date = TODAY
    phase_since: date = TODAY
    injured_on: date = TODAY
    side: Side = Side.LEFT
    presentation: str | None = "C2"
    answers: Mapping[str, Any] = field(default_factory=dict)
    cleared_scopes: Sequence[str] = ()
    tests: list[TestResult] = field(default_factory=list)
    bad_mornings: list[date] = field(default_factory=list)
    sessions: Sequence[SessionResult] = ()
    lights: Sequence[tuple[date, Light]] = ()
    in_phase: Sequence[tuple[SessionResult, Light]] = ()
    lengthened: int = 0
    steps: Sequence[tuple[str, str]] = ()

    def phase_sessions(self) -> Sequence[tuple[SessionResult, Light]]:
        return self.in_phase

    def lengthened_sessions(self) -> int:
        return self.lengthened

    def has_done_step(self, ladder: str, step: str) -> bool:
        return (ladder, step) in self.steps


def criterion(kind: str, **fields: Any) -> Criterion:
    """A criterion as ``gates.yaml`` writes it."""
    problems = Problems()
    raw = {"criteria": [{"id": "it", "kind": kind, **fields}]}
    found = criteria_from(Node(raw, "gates", problems), {})
    assert not problems.found
    return found[0]


def result(value: float, days: int = 0, side: Side | None = None, pain: float | None = 0) -> TestResult:
    return TestResult(ago(days), test="it", value=value, side=side, pain=pain)


def both(left: float, right: float, days: int = 0) -> list[TestResult]:
    return [result(left, days, Side.LEFT), result(right, days, Side.RIGHT)]


def measured(*results: TestResult, side: Side = Side.LEFT) -> Facts:
    return Facts(tests=list(results), side=side)


def sat(*lights: Light, completed: float = 1, effort: float | None = 5) -> Facts:
    """Sessions of the phase, one for each light, oldest first."""
    done = SessionResult(ago(1), completed_fraction=completed, effort=effort)
    return Facts(in_phase=[(done, light) for light in lights])


def curled(sets: float | None, repetitions: float | None, effort: float | None = 7) -> Facts:
    done = ExerciseResult("curl", sets_done=sets, repetitions_done=repetitions, effort=effort)
    return Facts(sessions=[SessionResult(ago(1), exercises=(done,))])


LEFT, RIGHT, BOTH = Side.LEFT, Side.RIGHT, Side.BOTH
TEN = criterion("test", at_least=10)
TWICE = criterion("test", at_least=10, days=2)
CALM = criterion("test", at_least=10, pain_at_most=1)
INJURED = criterion("test", at_least=10, side="injured")
EACH = criterion("test", at_least=10, side="each")
ALIKE = criterion("sides_alike", margin=10)
ALIKE_TWICE = criterion("sides_alike", margin=10, days=2)
SHARE = criterion("sides_alike", margin=0.2, relative=True)
STEADY = criterion("not_worse", margin=15, side="injured")
CURL = criterion("exercise_done", exercise="curl", sets=3, repetitions=8, effort_at_most=7)
EITHER = criterion(
    "any_of",
    any_of=[
        {"id": "a", "kind": "sessions", "at_least": 2},
        {"id": "b", "kind": "lengthened", "at_least": 2},
    ],
)

MET: list[tuple[str, Criterion, Facts]] = [
    ("an answer at its limit", criterion("answer", question="pain", at_most=2), Facts(answers={"pain": 2})),
    (
        "an answer of nothing at all",
        criterion("answer", question="pain", at_most=2),
        Facts(answers={"pain": 0}),
    ),
    ("the first of two ways", EITHER, sat(GREEN, RED)),
    ("the second of two ways", EITHER, Facts(lengthened=2)),
    (
        "cleared for what is asked",
        criterion("cleared", scope=["sprinting"]),
        Facts(cleared_scopes=["sprinting"]),
    ),
    (
        "cleared for one of several",
        criterion("cleared", scope=["running", "sport"]),
        Facts(cleared_scopes=["sport"]),
    ),
    ("cleared for the program, where none is named", criterion("cleared"), Facts(cleared_scopes=["program"])),
    ("four of five done", criterion("completed", at_least=0.8, last=2), sat(GREEN, RED, completed=0.8)),
    ("days in the phase", criterion("days_in_phase", at_least=5), Facts(phase_since=ago(5))),
    ("days in the plan", criterion("days_in_plan", at_least=28), Facts(started_on=ago(28))),
    ("days since the injury", criterion("days_since_injury", at_least=3), Facts(injured_on=ago(3))),
    ("effort at its limit", criterion("effort", at_most=5, last=2), sat(GREEN, GREEN, effort=5)),
    ("an exercise done whole", CURL, curled(3, 8)),
    ("the latest sessions green", criterion("green", last=2), sat(RED, GREEN, GREEN)),
    ("sessions at long length", criterion("lengthened", at_least=6), Facts(lengthened=6)),
    ("a bad morning long enough ago", criterion("mornings", days=2), Facts(bad_mornings=[ago(2)])),
    ("no morning at all", criterion("mornings", days=2), Facts()),
    ("a red session long enough ago", criterion("no_red", days=2), Facts(lights=[(ago(2), RED)])),
    ("an amber one today", criterion("no_red", days=2), Facts(lights=[(ago(0), AMBER)])),
    ("worse by the margin", STEADY, measured(result(160, 9, LEFT), result(145, 0, LEFT))),
    (
        "worse on the side that is well",
        STEADY,
        measured(result(160, 9, LEFT), *both(160, 90), result(160, 9, RIGHT)),
    ),
    ("sessions of the phase", criterion("sessions", at_least=2), sat(RED, RED)),
    ("sides apart by the margin", ALIKE, measured(*both(150, 160))),
    ("the other side behind by the margin", ALIKE, measured(*both(160, 150))),
    ("sides apart by the share", SHARE, measured(*both(8, 10))),
    ("sides alike on two days", ALIKE_TWICE, measured(*both(150, 160, 3), *both(150, 160))),
    (
        "a step of a ladder",
        criterion("step_done", ladder="running", step="R2"),
        Facts(steps=[("running", "R2")]),
    ),
    ("a test at its limit", TEN, measured(result(10))),
    ("pain at its limit", CALM, measured(result(10, pain=1))),
    ("the latest two days", TWICE, measured(result(3, 9), result(10, 4), result(10))),
    ("the left side, where it is sore", INJURED, measured(*both(10, 0))),
    ("the right side, where it is sore", INJURED, measured(*both(0, 10), side=RIGHT)),
    ("both sides, where both are sore", INJURED, measured(*both(10, 10), side=BOTH)),
    ("each side", EACH, measured(*both(10, 10))),
    ("a result of both sides at once", EACH, measured(result(10, side=BOTH))),
]

MISSED: list[tuple[str, Criterion, Facts]] = [
    ("an answer over its limit", criterion("answer", question="pain", at_most=2), Facts(answers={"pain": 3})),
    ("no answer", criterion("answer", question="pain", at_most=2), Facts()),
    (
        "an answer that is no number",
        criterion("answer", question="pain", at_most=2),
        Facts(answers={"pain": True}),
    ),
    ("neither of two ways", EITHER, sat(GREEN)),
    ("not cleared", criterion("cleared"), Facts()),
    (
        "cleared for something else",
        criterion("cleared", scope=["sprinting"]),
        Facts(cleared_scopes=["running"]),
    ),
    (
        "less than four of five",
        criterion("completed", at_least=0.8, last=2),
        sat(GREEN, GREEN, completed=0.79),
    ),
    ("too few sessions for a share", criterion("completed", at_least=0.8, last=2), sat(GREEN)),
    ("no session for a share", criterion("completed", at_least=0.8, last=2), Facts()),
    ("a day short in the phase", criterion("days_in_phase", at_least=5), Facts(phase_since=ago(4))),
    ("a day short in the plan", criterion("days_in_plan", at_least=28), Facts(started_on=ago(27))),
    ("a day short since the injury", criterion("days_since_injury", at_least=3), Facts(injured_on=ago(2))),
    ("effort over its limit", criterion("effort", at_most=5, last=2), sat(GREEN, GREEN, effort=6)),
    ("effort that nobody told", criterion("effort", at_most=5, last=2), sat(GREEN, GREEN, effort=None)),
    ("effort of too few sessions", criterion("effort", at_most=5, last=2), sat(GREEN)),
    ("a set short", CURL, curled(2, 8)),
    ("a repetition short", CURL, curled(3, 7)),
    ("an exercise that was too hard", CURL, curled(3, 8, effort=8)),
    ("an exercise of which nobody told the effort", CURL, curled(3, 8, effort=None)),
    ("an exercise of which nobody told the sets", CURL, curled(None, None)),
    ("an exercise never done", CURL, Facts()),
    ("the latest session amber", criterion("green", last=2), sat(GREEN, GREEN, AMBER)),
    ("too few green sessions", criterion("green", last=2), sat(GREEN)),
    ("one session too few at long length", criterion("lengthened", at_least=6), Facts(lengthened=5)),
    ("a bad morning yesterday", criterion("mornings", days=2), Facts(bad_mornings=[ago(1)])),
    ("a red session yesterday", criterion("no_red", days=2), Facts(lights=[(ago(1), RED)])),
    ("worse by more than the margin", STEADY, measured(result(160, 9, LEFT), result(144, 0, LEFT))),
    (
        "worse on the right, where it is sore",
        STEADY,
        measured(*both(160, 160, 9), *both(160, 144), side=RIGHT),
    ),
    ("worse on one of two sore sides", STEADY, measured(*both(160, 160, 9), *both(160, 144), side=BOTH)),
    ("no earlier and no later result", STEADY, Facts()),
    ("only the other side measured", STEADY, measured(result(160, side=RIGHT))),
    ("one session too few", criterion("sessions", at_least=2), sat(GREEN)),
    ("the left side too far behind", ALIKE, measured(*both(149, 160))),
    ("the right side too far behind", ALIKE, measured(*both(160, 149))),
    ("sides too far apart for the share", SHARE, measured(*both(7, 10))),
    ("one side tested today, the other yesterday", ALIKE, measured(result(9, 1, LEFT), result(9, 0, RIGHT))),
    ("one side never tested", ALIKE, measured(result(150, side=LEFT))),
    ("alike on one of two days", ALIKE_TWICE, measured(*both(100, 160, 3), *both(150, 160))),
    ("alike on one day only", ALIKE_TWICE, measured(*both(150, 160))),
    (
        "an earlier step",
        criterion("step_done", ladder="running", step="R2"),
        Facts(steps=[("running", "R1")]),
    ),
    ("a test just missed", TEN, measured(result(9))),
    ("a test never done", TEN, Facts()),
    ("too much pain", CALM, measured(result(10, pain=2))),
    ("pain that nobody told", CALM, measured(result(10, pain=None))),
    ("one day of two", TWICE, measured(result(10))),
    ("the same day twice", TWICE, measured(result(10), result(10))),
    ("passed earlier, missed on the latest day", TWICE, measured(result(10, 9), result(10, 4), result(9))),
    ("passed and missed on one day", TEN, measured(result(10), result(9))),
    ("the left side, where it is sore, just missed", INJURED, measured(*both(9, 10))),
    ("the right side, where it is sore, just missed", INJURED, measured(*both(10, 9), side=RIGHT)),
    ("the left of two sore sides", INJURED, measured(*both(9, 10), side=BOTH)),
    ("the right of two sore sides", INJURED, measured(*both(10, 9), side=BOTH)),
    ("the left of each side", EACH, measured(*both(9, 10))),
    ("the right of each side", EACH, measured(*both(10, 9))),
    ("one of each side untested", EACH, measured(result(10, side=LEFT))),
]


def named(cases: list[tuple[str, Criterion, Facts]]) -> Callable[..., Any]:
    return pytest.mark.parametrize(
        ("asked", "facts"), [pytest.param(c, f, id=f"{c.kind}: {name}") for name, c, f in cases]
    )


@named(MET)
def test_a_criterion_that_is_just_met_is_met(asked: Criterion, facts: Facts) -> None:
    assert is_met(asked, facts)


@named(MISSED)
def test_a_criterion_that_is_just_missed_or_was_never_measured_is_not_met(
    asked: Criterion, facts: Facts
) -> None:
    assert not is_met(asked, facts)


@pytest.mark.parametrize("kind", CRITERIA)
def test_every_kind_of_criterion_is_tried_met_and_missed(kind: str) -> None:
    assert kind in {c.kind for _, c, _ in MET} & {c.kind for _, c, _ in MISSED}


def test_a_gate_opens_when_all_that_applies_is_met_and_names_what_is_not() -> None:
    criteria = (
        criterion("sessions", at_least=2),
        criterion("cleared", presentations=["C7"]),
    )
    gate = Gate("S1", criteria, ())
    shut, open_now = sat(GREEN), sat(GREEN, GREEN)
    came_back = sat(GREEN, GREEN)
    came_back.presentation = "C7"
    assert (is_open(gate, shut), is_open(gate, open_now), is_open(gate, came_back)) == (False, True, False)
    assert gate_state(gate, "S2", open_now).unmet == ()
    assert gate_state(gate, "S2", shut).unmet == ("it",)
