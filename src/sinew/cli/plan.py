"""``sinew plan``: the plan the web would give for an intake and a history, with every reason."""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from sinew.content import default_root, load
from sinew.errors import InputRefused, Problem
from sinew.program import (
    EXPECTED_DAY,
    Plan,
    PlannedExercise,
    Program,
    Reason,
    as_date,
    default_day,
    events_from_dicts,
    intake_from_dict,
    plan,
    refused_changes,
)

T = TypeVar("T")
EXIT_OK = 0
EXIT_USAGE = 2
EXIT_REFUSED = 3


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command to the ``sinew`` parser."""
    parser = subparsers.add_parser("plan", help="the plan the web would give for an intake and a history")
    parser.add_argument("intake", type=Path, metavar="INTAKE.json", help='{"as_of": date, "answers": {...}}')
    parser.add_argument("--history", type=Path, metavar="HISTORY.json", help='{"events": [...]}')
    parser.add_argument(
        "--day", type=_day, metavar="YYYY-MM-DD", help="default: the later of intake and last event"
    )
    parser.add_argument("--root", type=Path, default=None, help="the content folder (default: ours)")
    parser.add_argument("--json", action="store_true", help="print one JSON document and nothing else")


def _day(text: str) -> date:
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{text!r} is no day; write YYYY-MM-DD")


def run(args: argparse.Namespace) -> int:
    """Print the plan; 2 when a file is missing, 3 when something in it was refused."""
    for path in (args.intake, args.history):
        if path is not None and not path.is_file():
            print(f"sinew plan: there is no file {path}. Check the path.", file=sys.stderr)
            return EXIT_USAGE
    try:
        program = load(args.root or default_root()).program
        found = _plan(args, program)
    except InputRefused as refused:
        return _refuse(refused, as_json=args.json)
    if args.json:
        print(json.dumps(found.to_json(), indent=2, ensure_ascii=sys.stdout.encoding != "utf-8"))
    else:
        print("\n".join(_lines(found, program)))
    return EXIT_OK


def _plan(args: argparse.Namespace, program: Program) -> Plan:
    """The plan the files ask for.

    Raises:
        InputRefused: with every problem of both files and of the day.
    """
    problems: list[Problem] = []
    raw = _read(args.intake, problems)
    history = _read(args.history, problems) if args.history is not None else {"events": []}
    as_of = as_date(raw.get("as_of")) if isinstance(raw, dict) else None
    intake = _checked(raw, lambda: intake_from_dict(raw, program), problems)
    events = _checked(history, lambda: events_from_dicts(history, program, as_of or date.min), problems)
    if args.day is not None and as_date(args.day) is None:
        problems.append(Problem("day", "out-of-range", EXPECTED_DAY))
    elif args.day is not None and as_of is not None and args.day < as_of:
        problems.append(
            Problem("day", "before-intake", f"The intake is of {as_of}: choose that day or a later one.")
        )
    if problems or intake is None or events is None:
        raise InputRefused(tuple(problems))
    day = args.day or default_day(intake, events)
    refused = refused_changes(program, intake, events, day)
    if refused:
        raise InputRefused(tuple(refused))
    return plan(program, intake, events, day)


def _checked(raw: Any, check: Callable[[], T], problems: list[Problem]) -> T | None:
    """What `check` makes of a file; its problems are noted. A file that was not read has its own already."""
    if raw is _UNREAD:
        return None
    try:
        return check()
    except InputRefused as refused:
        problems += refused.problems
        return None


_UNREAD = object()


def _read(path: Path, problems: list[Problem]) -> Any:
    """What the file says; `_UNREAD`, and a problem, where it is no JSON or says one thing twice."""
    twice: list[str] = []

    def mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        names = Counter(name for name, _ in pairs)
        twice.extend(name for name, times in names.items() if times > 1)
        return dict(pairs)

    try:
        text = path.read_text(encoding="utf-8")
        found = json.loads(text, object_pairs_hook=mapping, parse_int=_whole)
    except UnicodeDecodeError:
        problem = Problem(str(path), "not-utf-8", "Save this file as UTF-8 text.")
    except json.JSONDecodeError as error:
        problem = Problem(f"{path}:{error.lineno}", "not-json", f"This is no JSON: {error.msg}.")
    except RecursionError:
        problem = Problem(str(path), "not-json", "This is nested too deeply to be an intake or a history.")
    except OSError as error:
        problem = Problem(str(path), "unreadable", f"This file cannot be read: {error.strerror}.")
    else:
        says = "The key {!r} stands twice in one place: keep one."
        problems += [Problem(str(path), "duplicate-key", says.format(name)) for name in twice]
        return found
    problems.append(problem)
    return _UNREAD


def _whole(digits: str) -> int | float:
    """A whole number; one with more digits than anything has reads as a float, which every range refuses."""
    return int(digits) if len(digits) <= 15 else float(digits)


def _refuse(refused: InputRefused, *, as_json: bool) -> int:
    if as_json:
        print(json.dumps({"problems": [problem.to_json() for problem in refused.problems]}, indent=2))
    else:
        for problem in refused.problems:
            print(problem, file=sys.stderr)
    return EXIT_REFUSED


# for people


def _lines(found: Plan, program: Program) -> Iterator[str]:
    hours = f" within {found.within_hours} hours" if found.within_hours else ""
    yield f"{found.day}  {str(found.disposition).replace('_', ' ')}{hours}"
    yield f"Answers fit best with: {found.presentation_name or 'unclear'}"
    yield f"Track {found.track or '-'}, phase {found.phase or '-'}"
    yield from _reasons(found.triage_reasons, program)
    yield ""
    yield f"Decision: {str(found.decision.outcome).replace('_', ' ')}"
    yield from _reasons(found.decision.reasons, program)
    for advice in (program.advice[name] for name in found.advice):
        yield ""
        yield f"{advice.title}. {advice.text}"
        yield from (f"  - {step}" for step in (*advice.steps, *advice.avoid))
    yield from _session(found, program)
    yield from _outlook(found, program)


def _reasons(reasons: tuple[Reason, ...], program: Program) -> Iterator[str]:
    for reason in reasons:
        source = f" [{', '.join(reason.source)}]" if reason.source else ""
        yield f"  {reason.rule}: {program.wording.get(reason.rule, '')} ({'; '.join(reason.because)}){source}"


def _session(found: Plan, program: Program) -> Iterator[str]:
    if found.session is None:
        return
    yield ""
    yield f"Session, about {found.session.minutes} minutes"
    for planned in found.session.exercises:
        yield f"  {planned.exercise:34} {planned.side!s:6} {_dosage(planned)}"
    for left in found.session.left_out:
        yield f"  left out: {left.exercise}: {program.wording.get(left.reasons[0].rule, '')}"


def _dosage(planned: PlannedExercise) -> str:
    dose = planned.dose
    hold = f"{dose.hold_s} s" if dose.hold_s is not None else ""
    parts = [str(dose.sets), str(dose.repetitions) if dose.repetitions is not None else "", hold]
    load = f", {dose.load}" if dose.load else ""
    return f"{' x '.join(part for part in parts if part)}, rest {dose.rest_s} s, {dose.per_week} a week{load}"


def _outlook(found: Plan, program: Program) -> Iterator[str]:
    yield ""
    yield "Week: " + ", ".join(f"{day.on:%a} {len(day.exercises) or '-'}" for day in found.week)
    if found.gate is not None:
        yield f"To {found.gate.next}: {len(found.gate.met)} met, {len(found.gate.unmet)} to go"
        yield from (f"  {found.criteria.get(name, name)}" for name in found.gate.unmet)
    for due in found.tests_due:
        sides = f" ({', '.join(due.sides)})" if due.sides else ""
        yield f"Test: {program.texts.tests[due.test]}{sides}"
    for asked in found.questions_due:
        yield f"Ask: {', '.join(asked.questions)}. {program.wording[asked.reason.rule]}"
    if found.outlook is not None:
        yield f"Outlook: {program.wording[found.outlook.reason.rule]}"
