"""All trials of a test on one side, one after the other, and what they add up to."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TypedDict

from sinew.motion.frame import Frame
from sinew.motion.trials.definition import MovementTest
from sinew.motion.trials.result import (
    BY_CAMERA,
    ChangeTold,
    Reading,
    ResultTold,
    TestResult,
    TrialOutcome,
    change,
    summed_up,
    wants_another,
)
from sinew.motion.trials.trial import Trial, TrialState
from sinew.vocabulary import Side

MOST_FAILED = 3
"""So many trials that failed, and the camera is given up: the test can be done by hand."""


class RunState(StrEnum):
    """What a test is doing: its trial waits or runs, the person rests between two, or it is over."""

    SETUP = "setup"
    READY = "ready"
    MOVING = "moving"
    REST = "rest"
    DONE = "done"


class TestSnapshot(TypedDict):
    """What a screen shows of a test now; numbers are in its unit.

    `trial` is the number of the one under way, `missing` what keeps it from beginning, `shown` the number
    now, `best` what was read so far; `change` is null without an earlier result.
    """

    t_ms: int
    state: RunState
    trial: int
    missing: str | None
    shown: float | None
    best: float | None
    start_ms: int | None
    given_up: bool
    result: ResultTold
    change: ChangeTold | None


class TestRun:
    """A test from the first trial to its result.

    In front of a camera, `begin` starts each trial after its rest; in a recording they follow each other.

    Args:
        test: what is measured.
        side: the tested side; ``None`` for a test of both legs together.
        clip: the frames come from a recording.
        before: the earlier result to compare with.
    """

    __test__ = False

    def __init__(
        self,
        test: MovementTest,
        side: Side | None,
        *,
        clip: bool = False,
        before: Reading | None = None,
    ) -> None:
        self._test, self._side, self._is_clip = test, side, clip
        self._before = before
        self._now_ms = 0
        self.trials: list[TrialOutcome] = []
        self._trial = Trial(test, side, clip=clip)
        self._rests = False

    @property
    def values(self) -> list[float]:
        """What the trials that count have read."""
        return [trial.value for trial in self.trials if trial.counts and trial.value is not None]

    @property
    def is_done(self) -> bool:
        """Whether no further trial is asked for."""
        return not wants_another(self._test, self.values) or self.is_given_up

    @property
    def is_given_up(self) -> bool:
        """Whether too many trials failed."""
        return sum(not trial.counts for trial in self.trials) >= MOST_FAILED and not self._is_clip

    def update(self, frame: Frame) -> None:
        """Take the next frame."""
        self._now_ms = frame.t_ms
        if not self.is_done and not self._rests:
            self._trial.update(frame)
            self._collect()

    def begin(self) -> None:
        """Start the next trial: the rest is over."""
        if self._rests and not self.is_done:
            self._rests = False
            self._trial = Trial(self._test, self._side, clip=self._is_clip, watch=self._trial.watch)

    def stop(self, *, by_hand: bool = True) -> None:
        """End the trial under way."""
        self._trial.stop(by_hand=by_hand)
        self._collect()

    def _collect(self) -> None:
        if self._trial.outcome is None or self._rests:
            return
        self.trials.append(self._trial.outcome)
        self._rests = True
        if self._is_clip:
            self.begin()

    def result(self) -> TestResult:
        """What the trials so far add up to."""
        return summed_up(self._test, self._side, self.trials)

    def snapshot(self) -> TestSnapshot:
        """What a screen shows now."""
        trial, result = self._trial, self.result()
        state = RunState(trial.state.value)
        if self._rests:
            state = RunState.DONE if self.is_done else RunState.REST
        return {
            "t_ms": self._now_ms,
            "state": state,
            "trial": len(self.values) + 1 if not self.is_done else len(self.values),
            "missing": trial.missing if trial.state is TrialState.SETUP and not self._rests else None,
            "shown": trial.shown,
            "best": trial.best,
            "start_ms": trial.start_ms,
            "given_up": self.is_given_up,
            "result": result.to_dict(),
            "change": self._change(result),
        }

    def _change(self, result: TestResult) -> ChangeTold | None:
        if self._before is None or result.value is None:
            return None
        now = Reading(result.value, result.error, BY_CAMERA)
        return change(self._before, now, self._test).to_dict()


def result_in(frames: Iterable[Frame], test: MovementTest, side: Side | None = None) -> TestResult:
    """The result of a test in a recording.

    Args:
        frames: in order of time.
        test: what to look for.
        side: the tested side; ``None`` = the one that was tested, by what the recording shows.
    """
    if not test.per_side or side is not None:
        return _of_side(list(frames), test, side if test.per_side else None)
    seen = list(frames)
    found = [_of_side(seen, test, each) for each in (Side.LEFT, Side.RIGHT)]
    return max(found, key=lambda result: (result.counted, len(result.trials)))


def _of_side(frames: Sequence[Frame], test: MovementTest, side: Side | None) -> TestResult:
    run = TestRun(test, side, clip=True)
    for frame in frames:
        run.update(frame)
    if not run.is_done:
        run.stop(by_hand=False)
    return run.result()
