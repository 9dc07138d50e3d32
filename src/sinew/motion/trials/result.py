"""What trials add up to, and whether one result really differs from another."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from typing import TypedDict

from sinew.motion.trials.definition import Aggregate, Better, MovementTest
from sinew.vocabulary import Side

BY_CAMERA, BY_HAND = "camera", "hand"


class TrialTold(TypedDict):
    """One trial in JSON; `value` is null where it is worth nothing, times where it never began."""

    value: float | None
    counts: bool
    problems: list[str]
    ended_by: str
    start_ms: int | None
    end_ms: int | None


class ResultTold(TypedDict):
    """The result of a test on one side in JSON; `value` is null while no trial counts."""

    test: str
    side: Side | None
    value: float | None
    error: float
    spread: float
    counted: int
    complete: bool
    trials: list[TrialTold]


class ChangeTold(TypedDict):
    """What became of a result in JSON: `kind` is better, worse or no-real-change."""

    kind: str
    difference: float
    needed: float
    reason: str


@dataclass(frozen=True, slots=True)
class TrialOutcome:
    """One trial.

    Attributes:
        value: what it read, in the unit of the test; ``None`` if the trial is worth nothing.
        problems: ids of what made it worth nothing; empty where it counts.
        ended_by: what ended it.
        start_ms, end_ms: when it was done; ``None`` if it never began.
    """

    value: float | None
    problems: tuple[str, ...]
    ended_by: str
    start_ms: int | None
    end_ms: int | None

    @property
    def counts(self) -> bool:
        return self.value is not None and not self.problems

    def to_dict(self) -> TrialTold:
        return {
            "value": self.value,
            "counts": self.counts,
            "problems": list(self.problems),
            "ended_by": self.ended_by,
            "start_ms": self.start_ms,
            "end_ms": self.end_ms,
        }


@dataclass(frozen=True, slots=True)
class TestResult:
    """The result of a test on one side.

    Attributes:
        value: in the unit of the test; ``None`` while no trial counts.
        error: how far it may be off.
        spread: by how much the trials it was made from differ.
        counted: how many trials count.
        is_complete: as many trials count as the test asks for.
    """

    __test__ = False

    test: str
    side: Side | None
    value: float | None
    error: float
    spread: float
    counted: int
    is_complete: bool
    trials: tuple[TrialOutcome, ...]

    def to_dict(self) -> ResultTold:
        return {
            "test": self.test,
            "side": self.side,
            "value": self.value,
            "error": self.error,
            "spread": self.spread,
            "counted": self.counted,
            "complete": self.is_complete,
            "trials": [trial.to_dict() for trial in self.trials],
        }


def wants_another(test: MovementTest, values: Sequence[float]) -> bool:
    """Whether one more trial is asked for, after trials that gave these values."""
    if len(values) < test.trials:
        return True
    if test.third_if is None or len(values) > test.trials:
        return False
    return max(values) - min(values) > test.third_if


def summed_up(test: MovementTest, side: Side | None, trials: Sequence[TrialOutcome]) -> TestResult:
    """The result of these trials; their order makes no difference."""
    values = [trial.value for trial in trials if trial.counts and trial.value is not None]
    value, spread = value_of_trials(test, values)
    return TestResult(
        test=test.id,
        side=side,
        value=value,
        error=error_of(test, spread),
        spread=test.rounded(spread),
        counted=len(values),
        is_complete=not wants_another(test, values),
        trials=tuple(trials),
    )


def error_of(test: MovementTest, spread: float) -> float:
    """Expected error of a result by the camera: what it is known for, or half of what trials differed by."""
    return max(test.camera_error, test.rounded(spread / 2))


def value_of_trials(test: MovementTest, values: Sequence[float]) -> tuple[float | None, float]:
    """The result of trials with these values, and by how much those it was made from differ."""
    if not values:
        return None, 0.0
    ordered = sorted(values)
    if test.aggregate is Aggregate.BEST:
        best = ordered[-1] if test.better is Better.HIGHER else ordered[0]
        return test.rounded(best), ordered[-1] - ordered[0]
    low, high = min(pairwise(ordered), key=lambda pair: pair[1] - pair[0], default=(ordered[0], ordered[0]))
    return test.rounded((low + high) / 2), high - low


@dataclass(frozen=True, slots=True)
class Reading:
    """A result on a day: its value, how far it may be off, and ``camera`` or ``hand``."""

    value: float
    error: float
    by: str


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a result.

    Attributes:
        kind: ``better``, ``worse`` or ``no-real-change``.
        difference: after minus before.
        needed: the smallest difference that would be real.
        reason: ``beyond`` what is needed; ``within-change`` (less than the minimal detectable change); or
            ``within-error`` (less than the errors of both readings together).
    """

    kind: str
    difference: float
    needed: float
    reason: str

    @property
    def is_real(self) -> bool:
        return self.kind != "no-real-change"

    def to_dict(self) -> ChangeTold:
        return {
            "kind": self.kind,
            "difference": self.difference,
            "needed": self.needed,
            "reason": self.reason,
        }


def change(before: Reading, after: Reading, test: MovementTest) -> Change:
    """Whether a later result is better, worse, or no real change, and why.

    A change is real from the minimal detectable change on, and only if it is also more than the errors of
    both readings together: a result by hand and one by the camera need more than two by the camera.
    """
    difference = round(after.value - before.value, 3)
    together = round(hypot(before.error, after.error), 1)
    needed = max(test.change.value, together)
    if abs(difference) < needed:
        reason = "within-change" if abs(difference) < test.change.value else "within-error"
        return Change("no-real-change", difference, needed, reason)
    is_better = (difference > 0) == (test.better is Better.HIGHER)
    return Change("better" if is_better else "worse", difference, needed, "beyond")
