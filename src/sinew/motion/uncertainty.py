"""How far off a measured angle is expected to be: from the view, from what was lost, from what was measured.

The numbers are content (``content/accuracy/expected-error.yaml``); this module only combines them.
Source: docs/motion/methods.md, "Expected error".
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypedDict

from sinew.motion.geometry import SIGNALS
from sinew.motion.shown import STEP_DEG, unit_of
from sinew.motion.sight import TRUE_VIEW
from sinew.vocabulary import View


@dataclass(frozen=True, slots=True)
class ErrorRule:
    """What an angle of a person is expected to be off by, whatever the exercise.

    Attributes:
        true_view_deg: seen from where the picture shows the angle truly.
        oblique_deg: seen obliquely, or an angle no picture shows: read from the 3-D estimate.
        across_deg: seen from where the angle points at the camera, or from nobody knows where.
        unproven_deg: the least for an exercise whose own figure was not measured.
        partly_from, hardly_below: shares of the frames in which the joints were seen, 0 to 1.
        partly_factor: below `partly_from`, the error is this many times as large.
        hardly_factor: below `hardly_below`, this many times.
    """

    true_view_deg: float
    oblique_deg: float
    across_deg: float
    unproven_deg: float
    partly_from: float
    partly_factor: float
    hardly_below: float
    hardly_factor: float


class ErrorRow(TypedDict):
    """One row of a table of expected errors: it holds from this share of seen frames on."""

    view: View
    tracked_from: float
    error_deg: int


@dataclass(frozen=True, slots=True)
class ExpectedError:
    """The expected error of one exercise's angle.

    Attributes:
        signal: what is measured.
        rule: what holds for every exercise.
        figure_deg: the largest error found on the exercise's own figure, ``None`` if it was not measured.
    """

    signal: str
    rule: ErrorRule
    figure_deg: float | None

    def degrees(self, view: View, tracked_fraction: float | None) -> int | None:
        """What an angle is expected to be off by, in whole degrees, rounded up.

        Args:
            view: from where the body was seen.
            tracked_fraction: share of the frames in which the joints were seen; ``None`` = not known, which
                is read as all.

        ``None`` for a signal that is no angle, whose percentages are not shown as measured.
        """
        if unit_of(self.signal) != "°":
            return None
        figure_deg = self.rule.unproven_deg if self.figure_deg is None else self.figure_deg
        least_deg = max(figure_deg, self._of_view(view))
        return math.ceil(least_deg * self._factor(1.0 if tracked_fraction is None else tracked_fraction))

    def table(self) -> list[ErrorRow]:
        """The same as rows, to be looked up: of a view's rows the first that applies holds."""
        if unit_of(self.signal) != "°":
            return []
        shares = (self.rule.partly_from, self.rule.hardly_below, 0.0)
        return [
            {"view": view, "tracked_from": share, "error_deg": self.degrees(view, share) or 0}
            for view in View
            for share in shares
        ]

    def _of_view(self, view: View) -> float:
        signal = SIGNALS.get(self.signal)
        true = TRUE_VIEW[signal.plane] if signal is not None else None
        if view is View.UNKNOWN:
            return self.rule.across_deg
        if view is true:
            return self.rule.true_view_deg
        return self.rule.oblique_deg if true is None or view is View.OBLIQUE else self.rule.across_deg

    def _factor(self, tracked_fraction: float) -> float:
        if tracked_fraction >= self.rule.partly_from:
            return 1.0
        is_partly = tracked_fraction >= self.rule.hardly_below
        return self.rule.partly_factor if is_partly else self.rule.hardly_factor


def worst_of(errors_deg: Iterable[int | None]) -> int | None:
    """The largest of several expected errors; ``None`` if none is known."""
    return max((error for error in errors_deg if error is not None), default=None)


def plus_minus(error_deg: int | None) -> str:
    """How an expected error is written behind an angle: ``(± 7°)``; empty where none is known.

    The space does not break, so that a narrow column never parts the sign from its number.
    """
    return "" if error_deg is None else f"(±\N{NO-BREAK SPACE}{error_deg}°)"


def smallest_change_deg(error_deg: int | None) -> int:
    """The smallest difference of two angles that is called a change, in steps angles are shown in.

    Two readings, each off by as much as is expected: √2 times that, and never less than 10 degrees.
    """
    least_deg = 10.0 if error_deg is None else max(10.0, math.sqrt(2) * error_deg)
    return STEP_DEG * math.ceil(least_deg / STEP_DEG - 1e-9)
