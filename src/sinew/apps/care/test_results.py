"""Results of tests over time: value, error, how it was measured, and whether it really changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from sinew.apps.care.models import CareEvent
from sinew.apps.web import content as shown
from sinew.content import MovementTests
from sinew.motion.trials.definition import MovementTest
from sinew.motion.trials.result import BY_CAMERA, BY_HAND, Change, Reading, change
from sinew.vocabulary import Side

Key = tuple[str, str]
"""Test and side; the side is empty where a test is not done on each."""


@dataclass(frozen=True, slots=True)
class TestReading:
    """One result of a test.

    Attributes:
        by: ``camera`` or ``hand``.
        error: how far it may be off; ``None`` for tests the camera knows nothing of.
        change: against the result before; ``None`` for the first, and where no change is known to be real.
    """

    __test__ = False

    on: date
    test: str
    side: Side | None
    value: float
    unit: str
    pain: float | None
    by: str
    error: float | None
    change: Change | None

    @property
    def is_by_camera(self) -> bool:
        return self.by == BY_CAMERA

    @property
    def amount(self) -> str:
        """The value with its unit and error: "139° (± 6°)", "12 repetitions"."""
        if self.unit == "done":
            return _("done") if self.value else _("not yet")
        told = with_unit(self.value, self.unit)
        if self.error is None or not self.is_by_camera:
            return told
        return f"{told} (± {with_unit(self.error, self.unit, is_bare=True)})"

    @property
    def change_in_words(self) -> str:
        """What became of it: "No real change"; empty where nothing can be said."""
        found = shown.current().movement_tests
        return "" if self.change is None or found is None else words_for(self.change, found)


def with_unit(value: float, unit: str, *, is_bare: bool = False) -> str:
    """A number with its unit; ``is_bare`` leaves out the word "repetitions"."""
    if unit == "deg":
        return f"{value:g}°"
    return f"{value:g}" if is_bare and unit != "s" else f"{value:g} {unit}"


def words_for(changed: Change, found: MovementTests) -> str:
    """The words for a change."""
    words = found.words
    return {"better": words.better, "worse": words.worse}.get(changed.kind, words.no_real_change)


def readings(events: Iterable[CareEvent]) -> dict[Key, list[TestReading]]:
    """Results by test and side, oldest first; tests keep the order in which they were first done.

    Args:
        events: tests, oldest first.
    """
    found: dict[Key, list[TestReading]] = {}
    for event in events:
        told = event.payload
        key = (told["test"], told.get("side") or "")
        before = found.get(key, [])
        found.setdefault(key, []).append(_reading(event, before[-1] if before else None))
    return found


def _reading(event: CareEvent, before: TestReading | None) -> TestReading:
    told = event.payload
    test, unit = told["test"], unit_of(told["test"])
    measured: dict[str, Any] = told.get("measured") or {}
    by = measured.get("by", BY_HAND)
    known = movement_test(test)
    error = measured.get("error", known.hand_error if known is not None else None)
    value = float(told["value"])
    changed = None
    if known is not None and before is not None and before.error is not None and error is not None:
        changed = change(Reading(before.value, before.error, before.by), Reading(value, error, by), known)
    side = Side(told["side"]) if told.get("side") else None
    return TestReading(event.on, test, side, value, unit, told.get("pain"), by, error, changed)


def movement_test(name: str) -> MovementTest | None:
    """The test the camera measures, ``None`` for all others."""
    found = shown.current().movement_tests
    known = found.tests.get(name) if found is not None else None
    return known.test if known is not None else None


def unit_of(name: str) -> str:
    """The unit of a test of the program; empty where it is not known any more."""
    known = shown.current().program.tests.get(name)
    return known.unit if known is not None else ""
