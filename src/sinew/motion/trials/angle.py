"""Reads the furthest angle that was held.

Source: docs/motion/tests.md, "The furthest angle held".
"""

from collections import deque
from itertools import pairwise

from sinew.motion.frame import Frame
from sinew.motion.trials.definition import MovementTest
from sinew.motion.trials.readers import Gaps
from sinew.motion.trials.watch import Moment

NOT_HELD, TOO_FAST, OUT_OF_VIEW = "not-held", "too-fast", "out-of-view"


class AngleReader:
    """Takes the furthest angle that stayed within `steady` for `hold_s` while every check was met.

    It begins when the limb leaves its start and ends when it is half-way back, or after `longest_s`.
    """

    _MOVED, _BACK = 15.0, 0.5
    _GAP_MS, _FAST_MS = 500, 200
    _MET = 0.8

    def __init__(self, test: MovementTest) -> None:
        self._test = test
        self._window: deque[tuple[int, float, tuple[str, ...]]] = deque()
        self._gaps = Gaps()
        self._best: float | None = None
        self._furthest = 0.0
        self._now = 0.0
        self._t_ms: int | None = None
        self._was_at_start = False
        self._fast_ms = 0
        self._bad_ms: dict[str, int] = {}
        self._out_ms = 0
        self.start_ms: int | None = None
        self.end_ms: int | None = None
        self.ended_by = ""
        self.problems: tuple[str, ...] = ()

    @property
    def value(self) -> float | None:
        return None if self._best is None else self._test.start + self._test.direction * self._best

    def shown(self) -> float | None:
        """The angle now."""
        return self._test.start + self._test.direction * self._now if self._t_ms is not None else None

    def take(self, frame: Frame, moment: Moment | None) -> None:
        """Take one frame."""
        if self._gaps.take(frame.t_ms, is_seen=moment is not None) and self.start_ms is not None:
            self._end(frame.t_ms, OUT_OF_VIEW, OUT_OF_VIEW)
        elif moment is not None:
            self._look(moment)

    def _look(self, moment: Moment) -> None:
        t_ms = moment.t_ms
        dt_ms = 0 if self._t_ms is None else min(self._GAP_MS, t_ms - self._t_ms)
        self._t_ms = t_ms
        self._now = d = self._test.direction * (moment.signal - self._test.start)
        if self.start_ms is None and (d < self._MOVED or not self._was_at_start):
            self._was_at_start = self._was_at_start or d < self._MOVED
            self._window.clear()
            return
        if self.start_ms is None:
            self.start_ms = t_ms
        self._note(moment, dt_ms, d)
        self._furthest = max(self._furthest, d)
        held = self._held()
        if held is not None and (self._best is None or held > self._best):
            self._best, self.end_ms = held, t_ms
        if d < self._BACK * (self._best if self._best is not None else self._furthest):
            self._end(t_ms, "returned")
        elif t_ms - self.start_ms > self._test.longest_s * 1000:
            self._end(t_ms, "limit")

    def _note(self, moment: Moment, dt_ms: int, d: float) -> None:
        """Remember the sample, and for how long what was not as it should be."""
        self._window.append((moment.t_ms, d, moment.failed))
        if d > self._MOVED:
            self._out_ms += dt_ms
            for check in moment.failed:
                self._bad_ms[check] = self._bad_ms.get(check, 0) + dt_ms
        limit = self._test.fastest
        if limit is not None and self._test.direction * moment.speed > limit:
            self._fast_ms += dt_ms

    def _held(self) -> float | None:
        """The angle that was held for the time asked for until now; ``None`` if none was."""
        window, span_ms = self._window, round(self._test.hold_s * 1000)
        last_ms = window[-1][0]
        while len(window) > 1 and window[1][0] <= last_ms - span_ms:
            window.popleft()
        if last_ms - window[0][0] < span_ms:
            return None
        times = [sample[0] for sample in window]
        if max(after - before for before, after in pairwise(times)) > self._GAP_MS:
            return None
        angles = sorted(sample[1] for sample in window)
        if angles[-1] - angles[0] > self._test.steady or angles[0] < self._MOVED:
            return None
        met = sum(not sample[2] for sample in window) / len(window)
        return angles[len(angles) // 2] if met >= self._MET else None

    def stop(self, *, by_hand: bool) -> None:
        """End the trial now; what was held counts."""
        if self.start_ms is not None and not self.ended_by and self._t_ms is not None:
            self._end(self._t_ms, "stopped" if by_hand else "recording-ended")

    def _end(self, t_ms: int, why: str, *problems: str) -> None:
        self.ended_by = why
        if self.end_ms is None:
            self.end_ms = t_ms
        found = list(problems)
        if self._fast_ms >= self._FAST_MS:
            found.append(TOO_FAST)
        if self._best is None and not found:
            bad = [check for check, ms in self._bad_ms.items() if ms > (1 - self._MET) * self._out_ms]
            found += sorted(bad, key=lambda check: -self._bad_ms[check]) or [NOT_HELD]
        self.problems = tuple(found)
