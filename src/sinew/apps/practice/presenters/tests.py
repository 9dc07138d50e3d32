"""Results of gate tests over time, one line for each test and side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sinew.apps.care.models import CareEvent
from sinew.apps.practice.presenters.plan import SIDES
from sinew.apps.web import content as shown
from sinew.content import Content
from sinew.program import Plan

RESULTS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One result: ``10 minutes``, and the pain it came with."""

    on: date
    says: str
    pain: str


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


def test_lines(events: Sequence[CareEvent], today: Plan | None, content: Content) -> list[TestLine]:
    """The tests that were done, the one done last first."""
    grouped: dict[tuple[str, str], list[CareEvent]] = {}
    for event in reversed(events):
        key = (event.payload["test"], event.payload.get("side") or "")
        grouped.setdefault(key, []).append(event)
    return [
        TestLine(
            name=_name(test),
            side=SIDES.get(side, ""),
            results=tuple(_result(event, test, content) for event in found[:RESULTS_SHOWN]),
            standing=_standing(test, today),
        )
        for (test, side), found in grouped.items()
    ]


def _name(test: str) -> str:
    guided = shown.current().guided_tests
    known = guided.tests.get(test) if guided is not None else None
    return known.title if known is not None else test


def _result(event: CareEvent, test: str, content: Content) -> ResultLine:
    told: Mapping[str, Any] = event.payload
    definition = content.program.tests.get(test)
    unit = definition.unit if definition is not None else ""
    value = ("done" if told["value"] else "not done") if unit == "done" else f"{told['value']:g} {unit}"
    pain = told.get("pain")
    return ResultLine(event.on, value, "" if pain is None else f"pain {pain:g}")


def _standing(test: str, today: Plan | None) -> str:
    rows = [row for row in today.test_progress if row.test == test] if today is not None else []
    if not rows:
        return ""
    least = min(rows, key=lambda row: row.passed / row.needed)
    return f"{min(least.passed, least.needed)} of {least.needed} days"
