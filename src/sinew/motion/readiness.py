"""The gate before a set: the start position, taken and kept still, so that getting ready never counts."""

from sinew.motion.events import Prompt
from sinew.motion.tracking import Mode, TrackingDefinition


class StartGate:
    """Opens when a limb has rested in the start position for a second, and no limb has moved meanwhile.

    The other limb may be anywhere: a leg that helps or rests has no start position.

    Where a position is held, it opens as soon as the joints have been seen for that long: the way into
    the position is free.
    """

    _TOLERANCE_DEG = 25.0
    _STILL_DEG, _STILL_MS = 10.0, 1000

    def __init__(self, definition: TrackingDefinition) -> None:
        self._definition = definition
        self._since_ms: int | None = None
        self._lowest: list[float] = []
        self._highest: list[float] = []
        self.missing: Prompt | None = Prompt.TAKE_START_POSITION

    def restart(self) -> None:
        """Begin to wait anew."""
        self._since_ms = None
        self.missing = Prompt.TAKE_START_POSITION

    def update(self, t_ms: int, angles_deg: list[float], *, is_view_accepted: bool) -> bool:
        """Take the angles of the limbs that are seen; ``True`` once the set may begin."""
        if not is_view_accepted:
            self.restart()
            return False
        if not self._is_in_position(angles_deg):
            self.restart()
            return False
        if self._since_ms is None or len(angles_deg) != len(self._lowest) or not self._is_still(angles_deg):
            self._since_ms = t_ms
            self._lowest, self._highest = list(angles_deg), list(angles_deg)
        self.missing = Prompt.HOLD_STILL
        return t_ms - self._since_ms >= self._STILL_MS

    def _is_in_position(self, angles_deg: list[float]) -> bool:
        if self._definition.mode is Mode.HOLD:
            return True
        return any(abs(angle - self._definition.start_deg) <= self._TOLERANCE_DEG for angle in angles_deg)

    def _is_still(self, angles_deg: list[float]) -> bool:
        if self._definition.mode is Mode.HOLD:
            return True
        self._lowest = [min(pair) for pair in zip(self._lowest, angles_deg, strict=True)]
        self._highest = [max(pair) for pair in zip(self._highest, angles_deg, strict=True)]
        spans = zip(self._lowest, self._highest, strict=True)
        return all(high - low <= self._STILL_DEG for low, high in spans)
