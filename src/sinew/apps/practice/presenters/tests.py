"""Results of tests over time, one line for each test and side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sinew.apps.care import test_results
from sinew.apps.care.models import CareEvent
from sinew.apps.care.test_results import TestReading
from sinew.apps.practice.presenters.plan import SIDES
from sinew.apps.web import content as shown
from sinew.program import Plan

RESULTS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One result: ``139° (± 6°), by camera, pain 1, no real change (real from 15°)``."""

    on: date
    says: str


@dataclass(frozen=True, slots=True)
class TestLine:
    """One test of one side.

    Attributes:
        results: the last few, newest first.
        standing: on how many of the days the gate asks for it was passed; empty for tests of earlier gates.
    """

    name: str
    side: str
    results: tuple[ResultLine, ...]
    standing: str

    __test__ = False


def test_lines(events: Sequence[CareEvent], today: Plan | None) -> list[TestLine]:
    """The tests that were done, the one done last first."""
    found = test_results.readings(events)
    last_first = sorted(found.items(), key=lambda item: item[1][-1].on, reverse=True)
    return [
        TestLine(
            name=_name(test),
            side=SIDES.get(side, ""),
            results=tuple(_result(reading) for reading in reversed(told[-RESULTS_SHOWN:])),
            standing=_standing(test, today),
        )
        for (test, side), told in last_first
    ]


def _name(test: str) -> str:
    guided = shown.current().guided_tests
    known = guided.tests.get(test) if guided is not None else None
    return known.title if known is not None else test


def _result(reading: TestReading) -> ResultLine:
    by = "by camera" if reading.is_by_camera else ""
    pain = "" if reading.pain is None else f"pain {reading.pain:g}"
    return ResultLine(reading.on, ", ".join(filter(None, (reading.amount, by, pain, _became(reading)))))


def _became(reading: TestReading) -> str:
    """The change with what it would take: "no real change (from 15°)"."""
    changed = reading.change
    if changed is None:
        return ""
    needed = test_results.with_unit(changed.needed, reading.unit, is_bare=True)
    return f"{reading.change_in_words.lower()} (real from {needed})"


def _standing(test: str, today: Plan | None) -> str:
    rows = [row for row in today.test_progress if row.test == test] if today is not None else []
    if not rows:
        return ""
    least = min(rows, key=lambda row: row.passed / row.needed)
    return f"{min(least.passed, least.needed)} of {least.needed} days"
