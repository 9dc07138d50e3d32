"""Whether the joints an exercise needs can be trusted right now, with hysteresis.

A model's visibility is necessary, not sufficient: a point outside the picture is never seen, whatever
its score. Source: docs/motion/methods.md, "Visibility".
"""

from sinew.motion.frame import Landmark

_UNKNOWN = 0.7
"""Score of a point whose visibility the model did not give."""


class VisibilityGate:
    """Says whether a chain of points can be measured; it does not flicker.

    Args:
        parts: indices of the points of the chain.
        is_prompt: trust a well seen chain from its first frame on (recordings) instead of after 0.2 s.
    """

    __slots__ = ("_changing_since_ms", "_is_prompt", "_scores", "_t_ms", "is_open", "parts", "score")

    _ON, _OFF = 0.6, 0.45
    _ON_MS, _OFF_MS = 200, 300
    _TAU_MS = 200.0

    def __init__(self, parts: tuple[int, ...], *, is_prompt: bool = False) -> None:
        self.parts = parts
        self.is_open = False
        self.score = 0.0
        self._is_prompt = is_prompt
        self._scores: list[float] | None = None
        self._t_ms = 0
        self._changing_since_ms: int | None = None

    def weakest(self) -> int | None:
        """Index of the point seen worst, ``None`` before the first frame."""
        if self._scores is None:
            return None
        return self.parts[min(range(len(self.parts)), key=self._scores.__getitem__)]

    def update(self, t_ms: int, landmarks: tuple[Landmark, ...] | None) -> bool:
        """Take one frame and say whether the chain can be measured now.

        ``None`` (nobody was found in this frame) says nothing about the joints: the scores stay as they are.
        """
        if landmarks is None:
            return False
        scores = self._scores
        fresh = [_score(landmarks[part]) for part in self.parts]
        dt_ms = t_ms - self._t_ms
        if scores is None or dt_ms > 1000:
            self._scores = scores = fresh
        else:
            weight = dt_ms / (dt_ms + self._TAU_MS)
            for index, value in enumerate(fresh):
                scores[index] += weight * (value - scores[index])
        self._t_ms = t_ms
        self.score = min(scores)
        self._switch(t_ms)
        return self.is_open

    def _switch(self, t_ms: int) -> None:
        wants_change = self.score < self._OFF if self.is_open else self.score >= self._ON
        if not wants_change:
            self._changing_since_ms = None
            return
        if self._changing_since_ms is None:
            self._changing_since_ms = t_ms
        patience_ms = self._OFF_MS if self.is_open else (0 if self._is_prompt else self._ON_MS)
        if t_ms - self._changing_since_ms >= patience_ms:
            self.is_open = not self.is_open
            self._changing_since_ms = None


def _score(landmark: Landmark) -> float:
    x, y, _, visibility = landmark
    if not (0.0 <= x <= 1.0 and 0.0 <= y <= 1.0):
        return 0.0
    return _UNKNOWN if visibility is None else visibility


class WorldGate(VisibilityGate):
    """The gate of motion-capture input, where there is no picture a point could be outside of."""

    __slots__ = ()

    def update(self, t_ms: int, landmarks: tuple[Landmark, ...] | None) -> bool:
        """Take one frame; a body that is there is seen."""
        self._t_ms = t_ms
        self.is_open = landmarks is not None
        self.score = 1.0 if self.is_open else 0.0
        return self.is_open
