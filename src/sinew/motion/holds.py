"""Times how long a position is kept; a wobble or a hidden joint pauses the clock and never resets it.

Source: docs/motion/methods.md, "Holds".
"""

from sinew.motion.events import Event, HoldEnded, HoldPaused, HoldResumed, HoldStarted


class HoldTimer:
    """Counts the seconds a signal stays in a band.

    Args:
        low_deg, high_deg: the band to get into; it is left five degrees further out.
    """

    __slots__ = (
        "_end_ms",
        "_high_deg",
        "_inside_since_ms",
        "_left_ms",
        "_low_deg",
        "_start_ms",
        "_sum_deg_ms",
        "_t_ms",
        "_was_seen",
        "held_ms",
        "is_paused",
        "is_running",
    )

    _MARGIN_DEG = 5.0
    _ENTER_SPEED_DEG_S, _STAY_SPEED_DEG_S = 20.0, 40.0
    _ENTER_MS, _LEAVE_MS = 500, 300
    _PATIENCE_MS, _HIDDEN_PATIENCE_MS = 1500, 3000

    def __init__(self, low_deg: float, high_deg: float) -> None:
        self._low_deg, self._high_deg = low_deg, high_deg
        self.is_running = False
        self.is_paused = False
        self.held_ms = 0
        self._inside_since_ms: int | None = None
        self._left_ms: int | None = None
        self._start_ms = self._end_ms = 0
        self._t_ms: int | None = None
        self._sum_deg_ms = 0.0
        self._was_seen = True

    def update(self, t_ms: int, angle_deg: float | None, speed_deg_s: float, *, fits: bool) -> list[Event]:
        """Take one sample.

        Args:
            t_ms: the frame's time.
            angle_deg: the signal, ``None`` while it cannot be seen.
            speed_deg_s: how fast it changes.
            fits: whether everything else the exercise asks for is true now.
        """
        dt_ms = 0 if self._t_ms is None else min(500, t_ms - self._t_ms)
        self._t_ms = t_ms
        if not self.is_running:
            return self._wait(t_ms, dt_ms, angle_deg, speed_deg_s, fits=fits)
        margin = 0.0 if self.is_paused else self._MARGIN_DEG
        limit = self._ENTER_SPEED_DEG_S if self.is_paused else self._STAY_SPEED_DEG_S
        if angle_deg is not None and fits and abs(speed_deg_s) < limit and self._is_inside(angle_deg, margin):
            return self._keep(t_ms, dt_ms, angle_deg)
        self._was_seen = angle_deg is not None
        return self._miss(t_ms)

    def contains(self, angle_deg: float) -> bool:
        """Whether an angle is in the band."""
        return self._is_inside(angle_deg, 0.0)

    def _is_inside(self, angle_deg: float, margin_deg: float) -> bool:
        return self._low_deg - margin_deg <= angle_deg <= self._high_deg + margin_deg

    def _wait(
        self, t_ms: int, dt_ms: int, angle_deg: float | None, speed_deg_s: float, *, fits: bool
    ) -> list[Event]:
        still = abs(speed_deg_s) < self._ENTER_SPEED_DEG_S
        if angle_deg is None or not fits or not still or not self._is_inside(angle_deg, 0.0):
            self._inside_since_ms = None
            return []
        if self._inside_since_ms is None:
            self._inside_since_ms, self._sum_deg_ms = t_ms, 0.0
            return []
        self._sum_deg_ms += angle_deg * dt_ms
        if t_ms - self._inside_since_ms < self._ENTER_MS:
            return []
        self.is_running, self.is_paused = True, False
        self._start_ms, self._end_ms = self._inside_since_ms, t_ms
        self.held_ms = t_ms - self._inside_since_ms
        self._left_ms = None
        return [HoldStarted(self._start_ms)]

    def _keep(self, t_ms: int, dt_ms: int, angle_deg: float) -> list[Event]:
        events: list[Event] = [HoldResumed(t_ms)] if self.is_paused else []
        if self.is_paused:
            dt_ms = 0
        elif self._left_ms is not None:
            dt_ms = t_ms - self._end_ms
        self.is_paused, self._left_ms = False, None
        self.held_ms += dt_ms
        self._sum_deg_ms += angle_deg * dt_ms
        self._end_ms = t_ms
        return events

    def _miss(self, t_ms: int) -> list[Event]:
        if self._left_ms is None:
            self._left_ms = t_ms
        away_ms = t_ms - self._end_ms
        if away_ms >= (self._PATIENCE_MS if self._was_seen else self._HIDDEN_PATIENCE_MS):
            return self.finish()
        if not self.is_paused and t_ms - self._left_ms >= self._LEAVE_MS:
            self.is_paused = True
            return [HoldPaused(self._left_ms)]
        return []

    def finish(self) -> list[Event]:
        """End the hold under way, if any."""
        if not self.is_running:
            return []
        self.is_running = self.is_paused = False
        self._inside_since_ms = self._left_ms = None
        mean_deg = self._sum_deg_ms / self.held_ms if self.held_ms else 0.0
        ended = HoldEnded(self._start_ms, self._end_ms, self.held_ms / 1000, mean_deg)
        self.held_ms = 0
        return [ended]
