"""One trial: waits until it can be measured, reads it, and says what it is worth."""

from enum import StrEnum

from sinew.motion.events import Prompt
from sinew.motion.frame import Frame
from sinew.motion.trials.angle import OUT_OF_VIEW, AngleReader
from sinew.motion.trials.balance import BalanceReader
from sinew.motion.trials.definition import MovementTest, Reads
from sinew.motion.trials.readers import Reader
from sinew.motion.trials.repeats import repetition_reader
from sinew.motion.trials.result import TrialOutcome
from sinew.motion.trials.watch import FACE_THE_PHONE, Watch
from sinew.vocabulary import Side, View

WRONG_VIEW, WRONG_POSTURE = "wrong-view", "wrong-posture"


class TrialState(StrEnum):
    """``setup`` waits for the start position, ``ready`` for the person to begin, ``moving`` reads."""

    SETUP = "setup"
    READY = "ready"
    MOVING = "moving"
    DONE = "done"


class Trial:
    """One trial of a test.

    Args:
        test: what is measured.
        side: the tested side; ``None`` for a test of both legs together.
        clip: the frames come from a recording: no stillness is waited for.
        watch: the eyes of the trial before, so that filters and view are not learned anew.
    """

    _NEAR_START, _STILL, _STILL_MS = 25.0, 10.0, 1000
    _POSTURE_MS = 1500

    def __init__(
        self, test: MovementTest, side: Side | None, *, clip: bool = False, watch: Watch | None = None
    ) -> None:
        self._test, self._side, self._is_clip = test, side, clip
        self.watch = watch if watch is not None else Watch(test, side, clip=clip)
        self._reader: Reader = _reader(test, side)
        self._still_since_ms: int | None = None
        self._still_at = (0.0, 0.0)
        self._fitting_ms: int | None = None
        self._wrong_view_ms = self._seen_ms = 0
        self._t_ms: int | None = None
        self.state = TrialState.SETUP
        self.missing: str | None = Prompt.STEP_INTO_VIEW.value
        self.outcome: TrialOutcome | None = None

    @property
    def start_ms(self) -> int | None:
        """When it began; ``None`` before."""
        return self._reader.start_ms

    @property
    def shown(self) -> float | None:
        """The number to show now, in the unit of the test."""
        now = self._reader.shown()
        return now if now is None or self._test.reads is not Reads.ANGLE else self._test.value_of(now)

    @property
    def best(self) -> float | None:
        """What was read so far, in the unit of the test."""
        return self._told(self._reader.value)

    def _told(self, value: float | None) -> float | None:
        if value is None:
            return None
        is_angle = self._test.reads is Reads.ANGLE
        return self._test.rounded(max(0.0, self._test.value_of(value) if is_angle else value))

    def update(self, frame: Frame) -> None:
        """Take the next frame; one that is not later than the last is ignored, as is any after the end."""
        if self.outcome is not None or (self._t_ms is not None and frame.t_ms <= self._t_ms):
            return
        dt_ms = 0 if self._t_ms is None else min(500, frame.t_ms - self._t_ms)
        self._t_ms = frame.t_ms
        moment = self.watch.take(frame)
        if self.state is TrialState.SETUP:
            self.missing = self.watch.missing(is_at_start=self._is_at_start)
            if self.missing is None and not self._is_still(frame.t_ms):
                self.missing = Prompt.HOLD_STILL.value
            if self.missing is not None:
                self._still_since_ms = self._still_since_ms if moment is not None else None
                if self.missing != Prompt.HOLD_STILL.value:
                    self._still_since_ms = None
                return
            self.state, self._fitting_ms = TrialState.READY, frame.t_ms
        self._reader.take(self.watch.frame or frame, moment)
        if moment is not None:
            self._note_quality(frame.t_ms, dt_ms)
        if self._reader.start_ms is not None and self.state is TrialState.READY:
            self.state = TrialState.MOVING
        if self._reader.ended_by:
            self._finish()

    def _is_at_start(self) -> bool:
        """Whether the limb is where the trial begins; standing on one leg begins on both."""
        moment = self.watch.moment
        if moment is None:
            return False
        if self._test.reads is Reads.BALANCE:
            return True
        return abs(moment.signal - self._test.start) <= self._NEAR_START

    def _is_still(self, t_ms: int) -> bool:
        moment = self.watch.moment
        if self._is_clip or moment is None:
            return self._is_clip
        low, high = self._still_at
        low, high = min(low, moment.signal), max(high, moment.signal)
        if self._still_since_ms is None or high - low > self._STILL:
            self._still_since_ms, low, high = t_ms, moment.signal, moment.signal
        self._still_at = (low, high)
        return t_ms - self._still_since_ms >= self._STILL_MS

    def _note_quality(self, t_ms: int, dt_ms: int) -> None:
        """Remember how long the camera saw the body as it should."""
        if self.watch.is_in_posture:
            self._fitting_ms = t_ms
        if self._reader.start_ms is None:
            return
        self._seen_ms += dt_ms
        if not self.watch.is_view_right:
            self._wrong_view_ms += dt_ms
        if self._fitting_ms is not None and t_ms - self._fitting_ms > self._POSTURE_MS:
            self._reader.stop(by_hand=False)
            self._finish(WRONG_POSTURE)

    def stop(self, *, by_hand: bool = True) -> None:
        """End the trial: the person says so, or the recording is over. One that never began is none."""
        if self.outcome is not None:
            return
        self._reader.stop(by_hand=by_hand)
        if self._reader.ended_by:
            self._finish()

    def _finish(self, *problems: str) -> None:
        reader, found = self._reader, [*problems, *self._reader.problems]
        if self._wrong_view_ms > 0.5 * self._seen_ms and OUT_OF_VIEW not in found:
            found.append(WRONG_VIEW if View.SIDE in self._test.views else FACE_THE_PHONE)
        value = self._told(reader.value)
        self.outcome = TrialOutcome(
            value=None if found else value,
            problems=tuple(dict.fromkeys(found)),
            ended_by=reader.ended_by,
            start_ms=reader.start_ms,
            end_ms=reader.end_ms,
        )
        self.state = TrialState.DONE


def _reader(test: MovementTest, side: Side | None) -> Reader:
    if test.reads is Reads.ANGLE:
        return AngleReader(test)
    if test.reads is Reads.BALANCE:
        return BalanceReader(test, side if side is not None else Side.LEFT)
    return repetition_reader(test, side)
