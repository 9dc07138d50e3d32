"""Reads trials that are made of repetitions: how many in a time, how long for some, how many in good form.

What a repetition is, the motion engine decides. Source: docs/motion/tests.md, "Repetitions".
"""

from abc import ABC, abstractmethod

from sinew.motion.engine import Engine
from sinew.motion.events import RepetitionCompleted, State, StateChanged
from sinew.motion.frame import Frame
from sinew.motion.trials.angle import OUT_OF_VIEW
from sinew.motion.trials.definition import MovementTest, Reads
from sinew.motion.trials.readers import Gaps, Track, crossing_ms, filled_in
from sinew.motion.trials.watch import Moment
from sinew.vocabulary import Side

TOO_SHORT = "too-short"


class RepetitionReader(ABC):
    """Follows repetitions; what they add up to is for those below.

    The clock starts when the person leaves the start position for the first time, complete or not.
    """

    _KEPT_MS, _LATE_MS, _NOTICED_MS = 4000, 30, 400

    def __init__(self, test: MovementTest, side: Side | None) -> None:
        if test.tracking is None:
            raise ValueError(f"{test.id}: repetitions need a tracking definition")
        self._test, self._tracking = test, test.tracking
        self._engine = Engine(test.tracking, clip=True, side=side)
        self._gaps = Gaps()
        self._way = Track(self._KEPT_MS)
        self._now_ms = 0
        self._before: Frame | None = None
        self._is_moving = False
        self.done: list[RepetitionCompleted] = []
        self.start_ms: int | None = None
        self.end_ms: int | None = None
        self.ended_by = ""
        self.problems: tuple[str, ...] = ()
        self.value: float | None = None

    def take(self, frame: Frame, moment: Moment | None) -> None:  # noqa: ARG002 - the engine looks for itself
        """Take one frame."""
        for each in filled_in(self._before, frame):
            if not self.ended_by:
                self._take(each)
        self._before = frame

    def _take(self, frame: Frame) -> None:
        self._now_ms = frame.t_ms
        events = self._engine.update(frame)
        now = self._engine.snapshot()
        angle = now["angle_deg"]
        if angle is not None:
            whole = now["target_deg"] - now["start_deg"]
            self._way.add(frame.t_ms - self._LATE_MS, (angle - now["start_deg"]) / whole if whole else 0.0)
        if self._gaps.take(frame.t_ms, is_seen=angle is not None) and self.start_ms is not None:
            self._end(frame.t_ms, OUT_OF_VIEW, OUT_OF_VIEW)
            return
        for event in events:
            if isinstance(event, StateChanged):
                self._is_moving = event.state is State.MOVING
                if self._is_moving and self.start_ms is None:
                    self.start_ms = frame.t_ms - self._NOTICED_MS
            elif isinstance(event, RepetitionCompleted):
                if not self.done:
                    self.start_ms = event.start_ms
                self.done.append(event)
        self._go_on()

    @abstractmethod
    def _go_on(self) -> None:
        """See what the frame makes of the trial."""

    def shown(self) -> float | None:
        """Complete repetitions so far."""
        return float(sum(repetition.is_complete for repetition in self.done))

    def stop(self, *, by_hand: bool) -> None:
        """End the trial before it is over: what it would have read is not known."""
        if self.start_ms is not None and not self.ended_by:
            self._end(self._now_ms, "stopped" if by_hand else "recording-ended", TOO_SHORT)

    def _end(self, t_ms: int, why: str, *problems: str) -> None:
        self.ended_by, self.end_ms, self.problems = why, t_ms, problems


class CountReader(RepetitionReader):
    """Counts complete repetitions in a time; one that is over half-way out when the time is up counts too.

    Source: CDC STEADI, 30-second chair stand: over halfway to standing when 30 seconds have elapsed counts.
    """

    _HALF_WAY, _PATIENCE_MS = 0.5, 4000

    def __init__(self, test: MovementTest, side: Side | None) -> None:
        super().__init__(test, side)
        self._is_out_at_end: bool | None = None
        self._way_at_end = 0.0

    def _go_on(self) -> None:
        if self.start_ms is None:
            return
        end_ms = self.start_ms + round(self._test.window_s * 1000)
        way = self._way.at(end_ms)
        if self._is_out_at_end is None:
            if way is None or self._now_ms < end_ms:
                return
            self._is_out_at_end, self._way_at_end = self._is_moving, way
        is_waiting = self._is_out_at_end and self._is_moving and self._now_ms - end_ms < self._PATIENCE_MS
        if not is_waiting:
            self.value = float(self._counted(end_ms))
            self._end(end_ms, "time-up")

    def _counted(self, end_ms: int) -> int:
        within = sum(each.is_complete for each in self.done if each.end_ms <= end_ms)
        last = next((each for each in self.done if each.start_ms < end_ms < each.end_ms), None)
        if last is not None and last.is_complete and last.peak_ms <= end_ms:
            return within + 1
        is_under_way = last is not None or bool(self._is_out_at_end)
        return within + (is_under_way and self._way_at_end > self._HALF_WAY)

    def shown(self) -> float | None:
        """Repetitions so far."""
        return self.value if self.value is not None else super().shown()


class TimeReader(RepetitionReader):
    """Takes the time for a number of complete repetitions, until the person is back after the last one."""

    _BACK, _PATIENCE_MS = 0.1, 1500

    def __init__(self, test: MovementTest, side: Side | None) -> None:
        super().__init__(test, side)
        self._last: RepetitionCompleted | None = None

    def _go_on(self) -> None:
        if self.start_ms is None:
            return
        if self._last is None:
            complete = [each for each in self.done if each.is_complete]
            if len(complete) >= self._test.repetitions:
                self._last = complete[self._test.repetitions - 1]
            elif self._now_ms - self.start_ms > self._test.longest_s * 1000:
                self._end(self._now_ms, "limit", TOO_SHORT)
        if self._last is not None:
            self._look_for_the_end(self._last)

    def _look_for_the_end(self, last: RepetitionCompleted) -> None:
        """The person is back where the way is nearly over, or no longer gets shorter."""
        before: tuple[int, float] | None = None
        for sample in self._way.samples:
            if before is not None and sample[0] > last.peak_ms and before[1] > self._BACK >= sample[1]:
                self._finish(crossing_ms(before, sample, self._BACK))
                return
            before = sample
        if self._now_ms - last.end_ms > self._PATIENCE_MS:
            after = [sample for sample in self._way.samples if sample[0] >= last.end_ms]
            lowest = min((way for _, way in after), default=0.0)
            back = next((t for t, way in after if way <= lowest + self._BACK / 2), last.end_ms)
            self._finish(back)

    def _finish(self, end_ms: int) -> None:
        if self.start_ms is not None:
            self.value = (end_ms - self.start_ms) / 1000
            self._end(end_ms, "finished")

    def stop(self, *, by_hand: bool) -> None:
        """End the trial; after the last repetition its end is taken as the engine saw it."""
        if self._last is not None and not self.ended_by:
            self._finish(self._last.end_ms)
        super().stop(by_hand=by_hand)


class FormReader(RepetitionReader):
    """Counts good repetitions until the form is lost: some in a row that are not good, or a long pause."""

    def _go_on(self) -> None:
        if self.start_ms is None:
            return
        good = [self._is_good(each) for each in self.done]
        self.value = float(sum(good))
        last_ms = self.done[-1].end_ms if self.done else self.start_ms
        if len(good) >= self._test.misses and not any(good[-self._test.misses :]):
            self._end(last_ms, "form-lost")
        elif not self._is_moving and self._now_ms - last_ms > self._test.pause_s * 1000:
            self._end(last_ms, "paused", *self._nothing_good())
        elif self._now_ms - self.start_ms > self._test.longest_s * 1000:
            self._end(self._now_ms, "limit")

    def _is_good(self, repetition: RepetitionCompleted) -> bool:
        goal = self._test.good if self._test.good is not None else self._tracking.target_deg
        return self._tracking.direction * (repetition.peak_deg - goal) >= 0

    def shown(self) -> float | None:
        """Good repetitions so far."""
        return self.value or 0.0

    def stop(self, *, by_hand: bool) -> None:
        """End the trial: the person has done what they could."""
        if self.start_ms is not None and not self.ended_by and self.value is not None:
            self._end(self._now_ms, "stopped" if by_hand else "recording-ended", *self._nothing_good())

    def _nothing_good(self) -> tuple[str, ...]:
        """A single movement that was not good says nothing yet."""
        return () if self.value or len(self.done) >= self._test.misses else (TOO_SHORT,)


def repetition_reader(test: MovementTest, side: Side | None) -> RepetitionReader:
    """The reader of a test that is made of repetitions."""
    kinds: dict[Reads, type[CountReader | TimeReader | FormReader]] = {
        Reads.COUNT: CountReader,
        Reads.TIME: TimeReader,
        Reads.FORM: FormReader,
    }
    return kinds[test.reads](test, side)
