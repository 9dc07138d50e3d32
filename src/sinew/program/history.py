"""Reads a history: every event checked, every problem of every event named at once."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sinew.errors import InputRefused
from sinew.program.events import (
    COMPARED,
    DECISIONS,
    SCOPES,
    CheckIn,
    Event,
    ExerciseResult,
    Morning,
    PractitionerDecision,
    SessionResult,
    StruckTest,
    TestResult,
)
from sinew.program.intake import checked_answers
from sinew.program.program import Program
from sinew.program.questionnaire import MAX_TEXT_CHARACTERS
from sinew.program.tailoring.changes import TAILORING, change_from
from sinew.program.values import EXPECTED_DAY, Node, Problems, Range, as_date
from sinew.vocabulary import Side

SCALE = Range(0, 10)
SHARE = Range(0, 1)
COUNT = Range(0, 1000)
SECONDS = Range(0, 4 * 3600)

_SAME_DAY_ORDER = (PractitionerDecision, Morning, TestResult, SessionResult, CheckIn)
"""On one day, unless events carry a time: mornings before sessions, and what stops a plan last.

A practitioner's wish to move up is read after everything that may speak against it, and a test result is
struck after it was told.
"""

MEASURED_BY = ("camera", "hand")
_IGNORED = ("id", "by")
"""Fields an event may carry that decide nothing."""


def events_from_dicts(raw: Any, program: Program, as_of: date) -> tuple[Event, ...]:
    """Read ``{"events": [...]}`` or the bare list; events come back in date order.

    An event may carry ``at``, its time of day, for when several happened on one day.

    Args:
        as_of: the day of the intake; nothing may have happened before it.

    Raises:
        InputRefused: with every unknown type, id, code or field and every value out of range.
    """
    problems = Problems()
    if isinstance(raw, Mapping):
        for key in sorted(set(map(str, raw)) - {"events"}):
            problems.add(f"history.{key}", "unknown-field", "expected only `events`")
        raw = raw.get("events")
    if not isinstance(raw, list | tuple):
        problems.add("history.events", "wrong-type", "expected a list of events")
        raise InputRefused(tuple(problems.found))
    read = [_event(item, f"events[{n}]", program, as_of, problems) for n, item in enumerate(raw)]
    problems.refuse_if_any()
    events = sorted((pair for pair in read if pair is not None), key=_order)
    return tuple(event for event, _ in events)


def _order(pair: tuple[Event, str]) -> tuple[date, str, int, str]:
    """Sorts by day, then by time where one is given, then in the order the rules need.

    What is left equal is sorted by what it says, so that the order in a file never matters; spelled out, "no"
    comes before "unsure" and "yes", and little pain before much: the careful answer is read last.
    """
    event, at = pair
    waits = isinstance(event, PractitionerDecision) and event.decision in ("progress", "strike_test")
    kind = len(_SAME_DAY_ORDER) if waits else _SAME_DAY_ORDER.index(type(event))
    return event.on, at, kind, _spelled_out(event)


def _spelled_out(event: Event) -> str:
    match event:
        case CheckIn():
            return repr(sorted(event.answers.items()))
        case TestResult():  # the weaker of two results is read last
            return f"{event.test} {event.side} {1e6 - event.value:014.4f} {event.pain or 0:05.2f}"
        case _:
            return repr(event)


def _event(
    raw: object, where: str, program: Program, as_of: date, problems: Problems
) -> tuple[Event, str] | None:
    """One event and its time of day; events without a time come first on their day."""
    node = Node(raw, where, problems)
    for key in _IGNORED:
        node.raw(key, None)
    kind, on = node.raw("type"), _on(node, as_of)
    read = _READERS.get(kind) if isinstance(kind, str) else None
    if read is None:
        if kind is not None:
            problems.add(f"{where}.type", "unknown-type", f"expected one of {', '.join(_READERS)}")
        return None
    event = replace(read(node, on, program), note=_note(node, "note"))
    at = node.text("at", "")
    if at and not _TIME.fullmatch(at):
        problems.add(f"{where}.at", "wrong-type", "expected a time of day as HH:MM or HH:MM:SS")
    node.refuse_unread()
    return event, at


def _on(node: Node, as_of: date) -> date:
    """The day of an event; the day of the intake stands in for one that was refused."""
    raw = node.raw("on")
    on = as_date(raw)
    if on is None and raw is not None:
        node.problems.add(f"{node.where}.on", "wrong-type", EXPECTED_DAY)
    elif on is not None and on < as_of:
        node.problems.add(f"{node.where}.on", "before-intake", f"before the intake of {as_of.isoformat()}")
    return on or as_of


_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?")


def _number(node: Node, key: str, limits: Range, *, required: bool = False) -> float | None:
    if key not in node:
        if required:
            node.raw(key)
        return None
    value = node.number(key)
    if value not in limits:
        node.problems.add(
            f"{node.where}.{key}", "out-of-range", f"expected {limits.low:g} to {limits.high:g}"
        )
        return None
    return value


def _code(node: Node, key: str, codes: tuple[str, ...], default: str | None = None) -> str:
    value = node.text(key, default)
    if value and value not in codes:
        node.problems.add(f"{node.where}.{key}", "unknown-code", f"expected one of {', '.join(codes)}")
    return value


def _side(node: Node) -> Side | None:
    if "side" not in node:
        return None
    value = _code(node, "side", tuple(Side))
    return Side(value) if value in set(Side) else None


def _exercise(node: Node, program: Program) -> str:
    exercise = node.text("exercise")
    if exercise and not program.knows_exercise(exercise):
        node.problems.add(f"{node.where}.exercise", "unknown-exercise", f"no exercise {exercise!r}")
    return exercise


def _note(node: Node, key: str) -> str:
    text = node.text(key, "")
    if len(text) > MAX_TEXT_CHARACTERS:
        node.problems.add(f"{node.where}.{key}", "too-long", f"at most {MAX_TEXT_CHARACTERS} characters")
    return text


def _session(node: Node, on: date, program: Program) -> SessionResult:
    completed = _number(node, "completed_fraction", SHARE)
    return SessionResult(
        on=on,
        exercises=tuple(
            _exercise_result(child, program) for child in node.nodes("exercises", required=False)
        ),
        pain_before=_number(node, "pain_before", SCALE),
        pain_during=_number(node, "pain_during", SCALE),
        pain_after=_number(node, "pain_after", SCALE),
        effort=_number(node, "effort", SCALE),
        completed_fraction=_done(node) if completed is None else completed,
        comment=_note(node, "comment"),
    )


def _done(node: Node) -> float:
    """How much was done where only the exercises tell: all of what they name, else nothing."""
    return 1.0 if node.raw("exercises", None) else 0.0


def _exercise_result(node: Node, program: Program) -> ExerciseResult:
    result = ExerciseResult(
        exercise=_exercise(node, program),
        side=_side(node),
        sets_done=_number(node, "sets_done", COUNT),
        repetitions_done=_number(node, "repetitions_done", COUNT),
        hold_s_done=_number(node, "hold_s_done", SECONDS),
        pain=_number(node, "pain", SCALE),
        effort=_number(node, "effort", SCALE),
        form_faults_fraction=_number(node, "form_faults_fraction", SHARE),
    )
    node.refuse_unread()
    return result


def _morning(node: Node, on: date, _program: Program) -> Morning:
    return Morning(on, _code(node, "compared", COMPARED))


def _check_in(node: Node, on: date, program: Program) -> CheckIn:
    raw, where = node.raw("answers", None), f"{node.where}.answers"
    answers = checked_answers(raw, program.questionnaire, where, node.problems, in_program=True)
    started = as_date(answers.get("started_on"))
    if started is not None and started > on:
        node.problems.add(
            f"{node.where}.answers.started_on", "in-the-future", "it cannot start after this day"
        )
    return CheckIn(on, answers)


def _test_name(node: Node, program: Program) -> str:
    test = node.text("test")
    if test and test not in program.tests:
        node.problems.add(f"{node.where}.test", "unknown-test", f"expected one of {', '.join(program.tests)}")
    return test


def _test(node: Node, on: date, program: Program) -> TestResult:
    test = _test_name(node, program)
    definition = program.tests.get(test)
    value = _number(node, "value", definition.values if definition else COUNT, required=True)
    side = _side(node)
    if definition is not None and definition.per_side and side is None:
        node.problems.add(f"{node.where}.side", "missing", "this test is done on each side: say which")
    if "measured" in node:
        _measured(node.node("measured"))
    return TestResult(on, test, value or 0, side, _number(node, "pain", SCALE))


def _measured(node: Node) -> None:
    """How a result was measured; it decides nothing, but a mistake in it is one."""
    _code(node, "by", MEASURED_BY)
    _number(node, "error", COUNT, required=True)
    for trial in node.nodes("trials", required=False):
        _number(trial, "value", COUNT)
        trial.texts("problems", ())
        trial.text("ended_by", "")
        trial.refuse_unread()
    node.refuse_unread()


def _decision(node: Node, on: date, program: Program) -> PractitionerDecision:
    decision = _code(node, "decision", DECISIONS)
    phase = exercise = None
    if decision == "set_phase":
        phase = _code(node, "phase", tuple(program.phases))
    if decision == "exclude_exercise":
        exercise = _exercise(node, program)
    scope = _code(node, "scope", SCOPES, "program") if decision == "cleared" else "program"
    tailors = decision in TAILORING
    struck = _struck(node, on, program) if decision == "strike_test" else None
    return PractitionerDecision(
        on=on,
        decision=decision,
        scope=scope,
        phase=phase,
        exercise=exercise,
        reason=_note(node, "reason"),
        change=change_from(decision, node, program.knows_exercise) if tailors else None,
        override=node.flag("override") if tailors else False,
        struck=struck,
    )


def _struck(node: Node, on: date, program: Program) -> StruckTest:
    raw = node.raw("done_on")
    done_on = as_date(raw)
    if done_on is None and raw is not None:
        node.problems.add(f"{node.where}.done_on", "wrong-type", EXPECTED_DAY)
    return StruckTest(_test_name(node, program), done_on or on, _side(node))


_READERS: Mapping[str, Callable[[Node, date, Program], Event]] = {
    "session": _session,
    "morning": _morning,
    "check_in": _check_in,
    "test": _test,
    "practitioner": _decision,
}
