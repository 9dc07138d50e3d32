"""``sinew test``: a movement test in a recording: its trials, what they are worth, and the result."""

import argparse
import json
import math
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sinew.cli.recordings import EXIT_OK, EXIT_USAGE, SOURCE_HELP, answer, frames_of, report_problems
from sinew.content import MovementTests, default_root, load
from sinew.errors import Problem
from sinew.motion.trials.definition import MovementTest
from sinew.motion.trials.result import BY_CAMERA, BY_HAND, Change, Reading, TestResult, change
from sinew.motion.trials.run import result_in
from sinew.vocabulary import Side

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

UNIT = {"deg": "°", "s": " s", "repetitions": ""}


def add_parser(subparsers: "Subparsers") -> None:
    """Declare the command's arguments."""
    parser = subparsers.add_parser(
        "test",
        help="a movement test in a recording: trials, quality and result",
        description="Measure a movement test in a recording. Every trial is told, also those that are worth"
        " nothing and why; the result comes with its expected error and its minimal detectable change.",
    )
    parser.add_argument("source", type=Path, metavar="SOURCE", help=SOURCE_HELP)
    parser.add_argument(
        "--test", required=True, metavar="ID", help="a movement test, for example active-knee-extension"
    )
    parser.add_argument(
        "--side", choices=("left", "right"), help="the tested side (default: as the recording shows)"
    )
    parser.add_argument(
        "--before", type=_number, metavar="VALUE", help="an earlier result, to say what has become of it"
    )
    parser.add_argument(
        "--before-by",
        choices=(BY_CAMERA, BY_HAND),
        default=BY_CAMERA,
        help="how the earlier result was measured (default: camera)",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def _number(text: str) -> float:
    """A plain number; anything else is refused by the parser."""
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def run(args: argparse.Namespace) -> int:
    """Measure the test; 0 ok, 2 no such test, 3 the input was refused."""
    return answer(args, _run)


def _run(args: argparse.Namespace) -> int:
    found = load(default_root()).movement_tests
    if found is None or args.test not in found.tests:
        return _refuse(args, "--test", "unknown-test", _unknown(args.test, found))
    test = found.tests[args.test].test
    if args.side and not test.per_side:
        message = f"{test.id} is done with both legs; leave --side out"
        return _refuse(args, "--side", "no-side", message)
    result = result_in(
        frames_of(args.source, is_json=args.json), test, Side(args.side) if args.side else None
    )
    changed = _changed(test, result, args.before, args.before_by)
    if args.json:
        print(json.dumps(_json(test, result, changed), indent=2))
    else:
        print(_report(test, result, changed, found))
    return EXIT_OK


def _unknown(name: str, found: MovementTests | None) -> str:
    known = sorted(found.tests) if found is not None else []
    nearest = get_close_matches(name, known, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(nearest)}?" if nearest else f"known: {', '.join(known)}"
    return f"no movement test is called {name!r}; {hint}"


def _refuse(args: argparse.Namespace, where: str, code: str, message: str) -> int:
    return report_problems(args, (Problem(where, code, message),), EXIT_USAGE)


def _changed(test: MovementTest, result: TestResult, before: float | None, by: str) -> Change | None:
    if before is None or result.value is None:
        return None
    error = test.camera_error if by == BY_CAMERA else test.hand_error
    return change(Reading(before, error, by), Reading(result.value, result.error, BY_CAMERA), test)


def _json(test: MovementTest, result: TestResult, changed: Change | None) -> dict[str, Any]:
    return {
        **result.to_dict(),
        "unit": test.unit,
        "aggregate": test.aggregate.value,
        "better": test.better.value,
        "minimal_detectable_change": {
            "value": test.change.value,
            "evidence": test.change.evidence.value,
            "source": list(test.change.source),
        },
        "change": None if changed is None else changed.to_dict(),
    }


def _report(test: MovementTest, result: TestResult, changed: Change | None, found: MovementTests) -> str:
    unit, words = UNIT[test.unit], found.words
    side = f", {result.side.value} side" if result.side is not None else ""
    lines = [f"{test.id}{side}: {_told(test, result)}"]
    for number, trial in enumerate(result.trials, start=1):
        if trial.counts:
            lines.append(f"  trial {number}: {trial.value:g}{unit}  {words.ends.get(trial.ended_by, '')}")
        else:
            said = " ".join(words.problems.get(problem, problem) for problem in trial.problems)
            lines.append(f"  trial {number}: does not count. {said}")
    if not result.trials:
        lines.append("  no trial was seen: the start position was not taken, or nothing moved")
    lines.append(f"  a change of less than {test.change.value:g}{unit} is no real change")
    if changed is not None:
        kind = {"better": words.better, "worse": words.worse}.get(changed.kind, words.no_real_change)
        lines.append(f"  {changed.difference:+g}{unit}: {kind}. {words.reasons[changed.reason]}")
    return "\n".join(lines)


def _told(test: MovementTest, result: TestResult) -> str:
    if result.value is None:
        return "no result"
    unit = UNIT[test.unit]
    short = "" if result.is_complete else f", from {result.counted} of {test.trials} trials"
    return f"{result.value:g}{unit} (± {result.error:g}{unit}){short}"
