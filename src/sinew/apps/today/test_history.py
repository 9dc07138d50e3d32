"""Results of tests as a member reads them: newest first, a row for each test and side."""

from collections.abc import Iterable
from dataclasses import dataclass

from sinew.apps.care import test_results
from sinew.apps.care.models import CareEvent
from sinew.apps.care.session_words import SIDES
from sinew.apps.care.test_results import TestReading
from sinew.apps.web import content as shown

RESULTS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class TestHistory:
    """The results of one test and side, newest first."""

    __test__ = False

    title: str
    side: str
    results: tuple[TestReading, ...]


def histories(events: Iterable[CareEvent]) -> list[TestHistory]:
    """A row for each test and side, the one done last first.

    Args:
        events: tests, oldest first.
    """
    guided = shown.current().guided_tests
    titles = {name: test.title for name, test in guided.tests.items()} if guided is not None else {}
    rows = [
        TestHistory(
            title=titles.get(test, test),
            side=str(SIDES[told[-1].side]).capitalize() if told[-1].side is not None else "",
            results=tuple(reversed(told[-RESULTS_SHOWN:])),
        )
        for (test, _), told in test_results.readings(events).items()
    ]
    return sorted(rows, key=lambda row: row.results[0].on, reverse=True)
