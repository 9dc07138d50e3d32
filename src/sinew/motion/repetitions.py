"""Cuts a joint angle into repetitions, relative to the person's own resting position.

Hysteresis keeps jitter from counting twice: a repetition opens well away from rest and closes near it,
both measured from where *this* person rests, and the opening adapts to how far they move.
Source: docs/motion/methods.md, "Repetitions".
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attempt:
    """One movement out and back, before anyone judges it.

    Attributes:
        start_ms, peak_ms, end_ms: left rest, furthest point, back near rest.
        start_deg, peak_deg: the signal there.
        travel_deg: how far it went, always positive.
        seen_out_deg: how much of that was seen on the way out; a recording may begin in the middle.
        out_s, back_s: seconds of the way out and of the way back, without the pause between;
            ``None`` where that way was not seen.
    """

    start_ms: int
    peak_ms: int
    end_ms: int
    start_deg: float
    peak_deg: float
    travel_deg: float
    seen_out_deg: float
    out_s: float | None
    back_s: float | None


class RepetitionMachine:
    """Finds attempts in one angle.

    Args:
        amplitude_deg: travel of a full repetition.
        direction: +1 if the angle grows on the way out, -1 if it falls.
        min_s, max_s: durations outside which a movement is no repetition.
    """

    __slots__ = (
        "_amplitude_deg",
        "_back_ms",
        "_direction",
        "_first_deg",
        "_knows_rest",
        "_level",
        "_low_ms",
        "_lowest_deg",
        "_max_ms",
        "_min_ms",
        "_out_ms",
        "_passed",
        "_personal_deg",
        "_settled_at",
        "_settled_since_ms",
        "_since_ms",
        "_t_ms",
        "_top_level",
        "displacement_deg",
        "is_out",
        "peak_deg",
        "peak_ms",
        "rest_deg",
        "start_ms",
    )

    _OPEN, _CLOSE, _SMALLEST_DEG = 0.40, 0.25, 12.0
    _LEAVING = 0.15
    _LEVELS, _STEP = 60, 0.05
    _SETTLED_MS, _SETTLED_DEG = 800, 4.0
    _UNSEEN_MS = 300

    def __init__(self, amplitude_deg: float, direction: int, min_s: float, max_s: float) -> None:
        self._amplitude_deg = amplitude_deg
        self._personal_deg = amplitude_deg
        self._direction = direction
        self._min_ms, self._max_ms = min_s * 1000, max_s * 1000
        self._t_ms: int | None = None
        self._since_ms = 0
        self.rest_deg = 0.0
        self._knows_rest = False
        self.displacement_deg = 0.0
        self.is_out = False
        self.start_ms = self.peak_ms = self._low_ms = 0
        self.peak_deg = 0.0
        self._lowest_deg = self._first_deg = 0.0
        self._out_ms: list[float | None] = [None] * self._LEVELS
        self._back_ms: list[float | None] = [None] * self._LEVELS
        self._level = self._top_level = 0
        self._passed: tuple[int, float] | None = None
        self._settled_at = 0.0
        self._settled_since_ms = 0

    @property
    def is_resting(self) -> bool:
        """Whether the limb is in the start position, not just on its way out of it."""
        return not self.is_out and self.displacement_deg < self._LEAVING * self._personal_deg

    def seed(self, rest_deg: float) -> None:
        """Say where this person rests; forget a movement that was under way."""
        self.rest_deg = rest_deg
        self._knows_rest = True
        self.is_out = False
        self._t_ms = None

    def cancel(self) -> None:
        """Forget a movement that was under way; rest stays where it was."""
        self.is_out = False
        self._t_ms = None

    def abandon(self) -> None:
        """Forget a movement that was under way; what is now becomes rest."""
        if self.is_out:
            self.rest_deg += self._direction * self.displacement_deg
            self.displacement_deg = 0.0
            self.is_out = False
            self._t_ms = None

    def update(self, t_ms: int, angle_deg: float) -> Attempt | None:
        """Take one angle; return the attempt it closes."""
        if not self._knows_rest:
            self.seed(angle_deg)
        dt_s = min(0.5, (t_ms - self._t_ms) / 1000) if self._t_ms is not None else 0.0
        if self._t_ms is None:
            self._low_ms, self._lowest_deg = t_ms, 1e9
            self._level, self._top_level, self._passed = 0, 0, None
            self._since_ms = t_ms
        self._t_ms = t_ms
        self.displacement_deg = d = self._direction * (angle_deg - self.rest_deg)
        if self.is_out:
            return self._follow(t_ms, d)
        self._rest(t_ms, dt_s, d)
        return None

    def _rest(self, t_ms: int, dt_s: float, d: float) -> None:
        amplitude = self._personal_deg
        if d < 0:
            self.rest_deg += self._direction * d * dt_s / (dt_s + 0.3)
        elif d < 0.25 * amplitude:
            self.rest_deg += self._direction * d * dt_s / (dt_s + 4.0)
        if d < self._LEAVING * amplitude or d <= self._lowest_deg:
            self._low_ms = t_ms
            self._lowest_deg = d
            self._top_level = min(self._top_level, self._level_of(d))
        self._note_levels(t_ms, d)
        if d > max(self._SMALLEST_DEG, self._OPEN * amplitude):
            self.is_out = True
            self.start_ms, self._first_deg = self._low_ms, self._lowest_deg
            self.peak_deg, self.peak_ms = d, t_ms
            self._settled_at, self._settled_since_ms = d, t_ms

    def _follow(self, t_ms: int, d: float) -> Attempt | None:
        self._note_levels(t_ms, d)
        if d > self.peak_deg:
            self.peak_deg, self.peak_ms = d, t_ms
        if d < self._CLOSE * self.peak_deg or self._has_settled(t_ms, d):
            return self.close(t_ms)
        if t_ms - self.start_ms > self._max_ms:
            self.abandon()
        return None

    def _has_settled(self, t_ms: int, d: float) -> bool:
        """Whether the limb has come to rest half-way back: a new resting position."""
        if abs(d - self._settled_at) > self._SETTLED_DEG:
            self._settled_at, self._settled_since_ms = d, t_ms
        return d < 0.5 * self.peak_deg and t_ms - self._settled_since_ms > self._SETTLED_MS

    def close(self, t_ms: int) -> Attempt | None:
        """End the movement under way at this time; ``None`` if it was too short to be one."""
        rest_deg, peak_deg = self.rest_deg, self.peak_deg
        out_s, back_s = self._phases_s()
        first_deg = self._first_deg
        self.is_out = False
        self._level = self._top_level = 0
        self._low_ms, self._lowest_deg = t_ms, self.displacement_deg
        if self.displacement_deg >= self._CLOSE * peak_deg:
            self.rest_deg += self._direction * self.displacement_deg
        if t_ms - self.start_ms < self._min_ms:
            return None
        adapted = 0.7 * self._personal_deg + 0.3 * peak_deg
        self._personal_deg = min(max(adapted, 0.5 * self._amplitude_deg), 1.6 * self._amplitude_deg)
        return Attempt(
            start_ms=self.start_ms,
            peak_ms=self.peak_ms,
            end_ms=t_ms,
            start_deg=rest_deg,
            peak_deg=rest_deg + self._direction * peak_deg,
            travel_deg=peak_deg,
            seen_out_deg=peak_deg - max(0.0, first_deg),
            out_s=out_s,
            back_s=back_s,
        )

    def _level_of(self, d: float) -> int:
        return min(self._LEVELS - 1, max(0, int(d / (self._STEP * self._amplitude_deg))))

    def _note_levels(self, t_ms: int, d: float) -> None:
        """Remember when each twentieth of the amplitude was first passed outward, last inward."""
        level = self._level_of(d)
        while self._top_level < level:
            self._top_level += 1
            self._out_ms[self._top_level] = self._passing_ms(self._top_level, t_ms, d)
            self._back_ms[self._top_level] = None
        for passed in range(level + 1, self._level + 1):
            self._back_ms[passed] = self._passing_ms(passed, t_ms, d)
        self._level = level
        self._passed = (t_ms, d)

    def _passing_ms(self, level: int, t_ms: int, d: float) -> float | None:
        """When a level was passed between the last angle and this one; ``None`` if nobody looked then."""
        if self._passed is None or t_ms - self._passed[0] > self._UNSEEN_MS:
            return None
        before_ms, before = self._passed
        share = (level * self._STEP * self._amplitude_deg - before) / (d - before) if d != before else 1.0
        return before_ms + min(1.0, max(0.0, share)) * (t_ms - before_ms)

    def _phases_s(self) -> tuple[float | None, float | None]:
        """Seconds out and back between 10 % and 90 % of the travel.

        Read between about 30 % and 90 % and extended evenly: a repetition is closed before it is back at
        10 %.
        """
        step = self._STEP * self._amplitude_deg
        low = max(1, min(self._top_level, round(0.3 * self.peak_deg / step)))
        high = max(low, min(self._top_level, int(0.9 * self.peak_deg / step)))
        spanned = (high - low) * step / self.peak_deg
        was_at_rest = self.start_ms - self._since_ms >= self._UNSEEN_MS
        return (
            _between_s(self._out_ms[low], self._out_ms[high], spanned) if was_at_rest else None,
            _between_s(self._back_ms[high], self._back_ms[low], spanned),
        )


def _between_s(start_ms: float | None, end_ms: float | None, spanned: float) -> float | None:
    """Seconds for 80 % of the travel, from the time a share of it took."""
    if start_ms is None or end_ms is None or spanned <= 0:
        return None
    return max(0.0, end_ms - start_ms) * 0.8 / spanned / 1000
