"""From where the camera sees the body, told by the shoulders' width.

Source: docs/motion/methods.md, "View": the width of the shoulders over the length of the trunk is
0.02-0.05 from the side, 0.38 at 30 degrees off it, 0.7 from the front.
"""

from collections import deque

from sinew.motion.geometry import Pose, shoulder_ratio
from sinew.vocabulary import View


class ViewEstimator:
    """Median of about a second, with hysteresis, so that one odd frame does not turn the camera."""

    __slots__ = ("_pending", "_pending_since_ms", "_ratios", "_t_ms", "times_ms", "view")

    _SIDE, _FRONT, _MARGIN = 0.25, 0.65, 0.05
    _HOLD_MS = 1000
    _STEP_MS = 66

    def __init__(self) -> None:
        self.view = View.UNKNOWN
        self.times_ms = {View.SIDE: 0, View.OBLIQUE: 0, View.FRONT: 0}
        self._ratios: deque[float] = deque(maxlen=15)
        self._t_ms: int | None = None
        self._pending = View.UNKNOWN
        self._pending_since_ms = 0

    @property
    def most_seen(self) -> View:
        """The view the body was seen from for most of the time so far."""
        longest = max(self.times_ms, key=self.times_ms.__getitem__)
        return longest if self.times_ms[longest] else self.view

    def update(self, t_ms: int, pose: Pose) -> View:
        """Take one pose and return the view."""
        if self._t_ms is not None and t_ms - self._t_ms < self._STEP_MS:
            return self.view
        ratio = shoulder_ratio(pose)
        if ratio is None:
            return self.view
        if self._t_ms is not None and self.view is not View.UNKNOWN:
            self.times_ms[self.view] += min(t_ms - self._t_ms, 500)
        self._t_ms = t_ms
        self._ratios.append(ratio)
        self._decide(t_ms, sorted(self._ratios)[len(self._ratios) // 2])
        return self.view

    def _decide(self, t_ms: int, ratio: float) -> None:
        seen = self._classify(ratio)
        if self.view is View.UNKNOWN:
            self.view = seen
        if seen is self.view:
            self._pending = View.UNKNOWN
        elif seen is not self._pending:
            self._pending, self._pending_since_ms = seen, t_ms
        elif t_ms - self._pending_since_ms >= self._HOLD_MS:
            self.view = seen

    def _classify(self, ratio: float) -> View:
        side = self._SIDE + (self._MARGIN if self.view is View.SIDE else 0.0)
        front = self._FRONT - (self._MARGIN if self.view is View.FRONT else 0.0)
        if ratio <= side:
            return View.SIDE
        return View.FRONT if ratio >= front else View.OBLIQUE
