"""Causal filters that work in seconds, never in frames, so 6 and 60 frames a second read alike.

Source: Casiez, Roussel, Vogel 2012, "1 Euro Filter", doi:10.1145/2207676.2208639; the parameters for
joint angles are measured in docs/motion/methods.md, "Filters".
"""

from collections import deque
from math import pi

_GAP_S = 0.5
"""After a longer silence, or when time goes back, a filter starts anew: its memory says nothing about now."""


def _weight(dt_s: float, cutoff_hz: float) -> float:
    """Share of the new sample in a first-order low-pass."""
    r = 2.0 * pi * cutoff_hz * dt_s
    return r / (r + 1.0)


class OneEuro:
    """Low-pass whose cut-off rises with speed: calm at rest, quick in motion.

    Args:
        cutoff_hz: cut-off at rest.
        beta: Hz of cut-off added for each unit a second.
    """

    __slots__ = ("_beta", "_cutoff_hz", "_speed", "_t_ms", "_value")

    _SPEED_CUTOFF_HZ = 1.0

    def __init__(self, cutoff_hz: float, beta: float) -> None:
        self._cutoff_hz = cutoff_hz
        self._beta = beta
        self._t_ms: int | None = None
        self._value = 0.0
        self._speed = 0.0

    def reset(self) -> None:
        """Forget everything seen."""
        self._t_ms = None

    def update(self, t_ms: int, value: float) -> float:
        """Take one sample and return the filtered value."""
        if self._t_ms is None or not 0 < t_ms - self._t_ms <= _GAP_S * 1000:
            self._value, self._speed = value, 0.0
        else:
            dt_s = (t_ms - self._t_ms) / 1000
            raw_speed = (value - self._value) / dt_s
            self._speed += _weight(dt_s, self._SPEED_CUTOFF_HZ) * (raw_speed - self._speed)
            cutoff_hz = self._cutoff_hz + self._beta * abs(self._speed)
            self._value += _weight(dt_s, cutoff_hz) * (value - self._value)
        self._t_ms = t_ms
        return self._value


class MovingMedian:
    """Median of the samples of the last moments; it removes single wild readings.

    At least three samples are used if they are not too old, so it works at 6 frames a second too.
    """

    __slots__ = ("_samples",)

    _WINDOW_MS = 170
    _OLDEST_MS = 400
    _MOST_SAMPLES = 15

    def __init__(self) -> None:
        self._samples: deque[tuple[int, float]] = deque(maxlen=self._MOST_SAMPLES)

    def reset(self) -> None:
        """Forget everything seen."""
        self._samples.clear()

    def update(self, t_ms: int, value: float) -> float:
        """Take one sample and return the median of the window."""
        samples = self._samples
        samples.append((t_ms, value))
        while len(samples) > 3 and t_ms - samples[0][0] > self._WINDOW_MS:
            samples.popleft()
        while t_ms - samples[0][0] > self._OLDEST_MS:
            samples.popleft()
        if len(samples) < 3:
            return value
        return sorted([sample[1] for sample in samples])[len(samples) // 2]


class LowPass:
    """First-order low-pass with a time constant in seconds."""

    __slots__ = ("_t_ms", "_tau_s", "value")

    def __init__(self, tau_s: float) -> None:
        self._tau_s = tau_s
        self._t_ms: int | None = None
        self.value: float | None = None

    def reset(self) -> None:
        """Forget everything seen."""
        self._t_ms = self.value = None

    def update(self, t_ms: int, value: float) -> float:
        """Take one sample and return the filtered value."""
        if self.value is None or self._t_ms is None or not 0 < t_ms - self._t_ms <= _GAP_S * 1000:
            self.value = value
        else:
            dt_s = (t_ms - self._t_ms) / 1000
            self.value += dt_s / (dt_s + self._tau_s) * (value - self.value)
        self._t_ms = t_ms
        return self.value


class JumpGuard:
    """Leaves out readings no limb can have reached since the last: the model lost a joint, or swapped two.

    What keeps coming for a quarter of a second is true after all.
    """

    __slots__ = ("_candidate_deg", "_deg", "_doubt_since_ms", "_t_ms")

    _FASTEST_DEG_S, _SLACK_DEG = 900.0, 15.0
    _PATIENCE_MS = 250

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget everything seen."""
        self._t_ms: int | None = None
        self._deg = self._candidate_deg = 0.0
        self._doubt_since_ms: int | None = None

    def accepts(self, t_ms: int, angle_deg: float) -> bool:
        """Take one reading; ``False`` if it is to be left out."""
        if self._t_ms is None or self._is_reachable(self._deg, t_ms - self._t_ms, angle_deg):
            return self._take(t_ms, angle_deg)
        is_new = self._doubt_since_ms is None or abs(angle_deg - self._candidate_deg) > 2 * self._SLACK_DEG
        if self._doubt_since_ms is None or is_new:
            self._doubt_since_ms = t_ms
        self._candidate_deg = angle_deg
        return t_ms - self._doubt_since_ms >= self._PATIENCE_MS and self._take(t_ms, angle_deg)

    def _is_reachable(self, from_deg: float, dt_ms: int, angle_deg: float) -> bool:
        return abs(angle_deg - from_deg) <= self._SLACK_DEG + self._FASTEST_DEG_S * dt_ms / 1000

    def _take(self, t_ms: int, angle_deg: float) -> bool:
        self._t_ms, self._deg, self._doubt_since_ms = t_ms, angle_deg, None
        return True


class AngleFilter:
    """The two paths of one joint angle.

    ``live_deg`` follows quickly (about 30 ms behind) for the picture and for form; ``measure_deg`` is
    for counting and for range of motion: a median first, then a calmer low-pass, so that a peak is not
    read too large (bias -0.3 degrees under 2-5 degrees of noise).
    Source: docs/motion/methods.md, "Filters".
    """

    __slots__ = ("_live", "_measure", "_median", "_speed", "_t_ms", "live_deg", "measure_deg")

    MEASURE = (1.2, 0.02)
    _SPEED_TAU_S = 0.08

    def __init__(self) -> None:
        self._live = OneEuro(1.5, 0.03)
        self._measure = OneEuro(*self.MEASURE)
        self._median = MovingMedian()
        self._speed = LowPass(self._SPEED_TAU_S)
        self._t_ms: int | None = None
        self.live_deg = 0.0
        self.measure_deg = 0.0

    @property
    def speed_deg_s(self) -> float:
        """Smoothed speed of the live path."""
        return self._speed.value or 0.0

    def reset(self) -> None:
        """Forget everything seen."""
        self._live.reset()
        self._measure.reset()
        self._median.reset()
        self._speed.reset()
        self._t_ms = None

    def update(self, t_ms: int, angle_deg: float) -> None:
        """Take one angle."""
        before_deg = self.live_deg
        self.live_deg = self._live.update(t_ms, angle_deg)
        if self._t_ms is not None and t_ms > self._t_ms:
            self._speed.update(t_ms, (self.live_deg - before_deg) * 1000 / (t_ms - self._t_ms))
        self._t_ms = t_ms
        self.measure_deg = self._measure.update(t_ms, self._median.update(t_ms, angle_deg))
