"""Runs every movement test on the drawn body and prints the table; ``--publish`` puts it into the page."""

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from statistics import mean
from typing import NamedTuple

import pytest

from sinew.motion.trials.result import TestResult
from sinew.motion.trials.run import result_in
from tests.movement_tests.performances import SHOWN, Performance, movement_test, shown
from tests.movement_tests.recordings import Recorded, recorded
from tests.proof.drawn import CONDITIONS, Condition
from tests.proof.library import REPOSITORY

PAGE = REPOSITORY / "docs" / "motion" / "tests.md"
LIMITS = {
    "active-knee-extension": 5.0,
    "straight-leg-raise": 5.0,
    "single-leg-bridge": 0.0,
    "sit-to-stand-30s": 0.0,
    "sit-to-stand-5-times": 0.5,
    "single-leg-balance": 0.5,
}
"""How far a trial of the drawn body may be off, in the unit of the test."""


class Run(NamedTuple):
    """One recording of one performance."""

    performance: Performance
    condition: Condition
    result: TestResult

    @property
    def values(self) -> list[float]:
        """What the trials read that count; what comes after the trials that were performed is left out."""
        counted = [t.value for t in self.result.trials if t.counts and t.value is not None]
        return counted[: self.performance.trials]

    @property
    def errors(self) -> list[float]:
        return [value - self.performance.true for value in self.values]


def runs_of(test: str, conditions: Iterable[Condition] = CONDITIONS) -> Iterator[Run]:
    """The test under every condition; its performances take turns."""
    for index, condition in enumerate(conditions):
        performance = shown(test, (index + index // len(SHOWN[test])) % len(SHOWN[test]))
        frames = performance.frames(condition, seed=index)
        yield Run(
            performance,
            condition,
            result_in(frames, movement_test(test), performance.side(condition.near_side)),
        )


class Row(NamedTuple):
    """A test over all conditions."""

    test: str
    recordings: int
    trials: int
    counted: int
    true: tuple[float, float]
    bias: float
    worst: float
    repeat: float
    given: float

    @property
    def is_proven(self) -> bool:
        """Every trial counts, and none is off by more than its limit."""
        return self.counted == self.trials and self.worst <= LIMITS[self.test] + 0.51


def row_of(test: str, runs: Iterable[Run]) -> Row:
    """The row of a test in the table."""
    found = list(runs)
    errors = [error for run in found for error in run.errors]
    true = [run.performance.true for run in found]
    repeats = [max(run.values) - min(run.values) for run in found if len(run.values) > 1]
    return Row(
        test=test,
        recordings=len(found),
        trials=sum(run.performance.trials for run in found),
        counted=len(errors),
        true=(min(true), max(true)),
        bias=mean(errors) if errors else float("nan"),
        worst=max((abs(error) for error in errors), default=float("nan")),
        repeat=max(repeats, default=0.0),
        given=movement_test(test).camera_error,
    )


HEAD = ("test", "recordings", "trials that count", "true", "mean error", "worst", "repeat", "error we tell")


def table(rows: Iterable[Row]) -> str:
    """The published table of the drawn body."""
    lines = [_line(HEAD), _line(tuple("---" for _ in HEAD))]
    for row in rows:
        unit = {"deg": "°", "s": " s", "repetitions": ""}[movement_test(row.test).unit]
        lines.append(
            _line(
                (
                    row.test, str(row.recordings), f"{row.counted} of {row.trials}",
                    f"{row.true[0]:.3g} to {row.true[1]:.3g}{unit}", f"{row.bias:+.1f}", f"{row.worst:.1f}",
                    f"{row.repeat:.1f}", f"{row.given:g}{unit}",
                )
            )
        )  # fmt: skip
    return "\n".join(lines)


def recorded_table(rows: Iterable[Recorded]) -> str:
    """The published table of recordings of people."""
    head = ("recording", "test", "sessions", "what is known", "what was read")
    cells = [(row.recording, row.test, str(row.sessions), row.known, row.read) for row in rows]
    return "\n".join([_line(head), _line(tuple("---" for _ in head)), *map(_line, cells)])


def _line(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def published(text: str, name: str, made: str) -> str:
    """The page with a table between its marks."""
    marks = f"<!-- {name} -->", f"<!-- /{name} -->"
    pattern = re.compile(f"{re.escape(marks[0])}.*{re.escape(marks[1])}", re.DOTALL)
    if not pattern.search(text):
        raise ValueError(f"{PAGE}: the marks of {name} are missing")
    return pattern.sub(f"{marks[0]}\n{made}\n{marks[1]}", text)


def _people() -> str:
    """The table of recordings; empty where there are none on this machine."""
    try:
        return recorded_table(recorded())
    except pytest.skip.Exception as reason:
        sys.stderr.write(f"recordings of people are left out: {reason}\n")
        return ""


def main() -> None:
    """Print both tables; with ``--publish`` write them into the page."""
    parser = argparse.ArgumentParser(prog="python -m tests.movement_tests", description=__doc__)
    parser.add_argument("--publish", action="store_true", help="write docs/motion/tests.md")
    parser.add_argument("tests", nargs="*", help="default: every movement test")
    args = parser.parse_args()
    rows = []
    for test in args.tests or SHOWN:
        runs = list(runs_of(test))
        rows.append(row_of(test, runs))
        sys.stderr.write(f"{test}: {rows[-1].counted} of {rows[-1].trials}, worst {rows[-1].worst:.1f}\n")
        for run in runs:
            if len(run.values) < run.performance.trials or max(map(abs, run.errors)) > LIMITS[test] + 0.51:
                told = [(t.value, t.problems, t.ended_by) for t in run.result.trials]
                sys.stderr.write(f"  {run.condition}: {run.performance.label}: {told}\n")
    drawn = table(rows)
    sys.stdout.write(f"{drawn}\n")
    people = _people() if not args.tests else ""
    sys.stdout.write(f"{people}\n")
    if args.publish and people:
        text = published(PAGE.read_text("utf-8"), "drawn", drawn)
        PAGE.write_text(published(text, "recorded", people), encoding="utf-8")


if __name__ == "__main__":
    main()
