"""One measured limb, or two that move together: from landmarks to a filtered angle to attempts."""

from typing import Protocol

from sinew.motion.cues import CueVoice
from sinew.motion.faults import FaultMonitor
from sinew.motion.filters import AngleFilter, JumpGuard, LowPass
from sinew.motion.geometry import LEFT, RIGHT, SIGNALS, Pose
from sinew.motion.person import Place
from sinew.motion.repetitions import Attempt, RepetitionMachine
from sinew.motion.tracking import Bound, Phase, TrackingDefinition
from sinew.vocabulary import Side

SIDE_OF = {(LEFT,): Side.LEFT, (RIGHT,): Side.RIGHT, (LEFT, RIGHT): Side.BOTH}


class Machine(Protocol):
    """What an engine asks of the machine that finds a limb's attempts, whatever it follows."""

    is_out: bool
    displacement_deg: float
    peak_deg: float

    @property
    def is_resting(self) -> bool:
        """Whether the limb is in the start position, not just on its way out of it."""

    @property
    def rest_deg(self) -> float:
        """The shown signal where this person rests."""

    def cancel(self) -> None:
        """Forget a movement that was under way; rest stays where it was."""

    def abandon(self) -> None:
        """Forget a movement that was under way; it was none."""

    def close(self, t_ms: int) -> Attempt | None:
        """End the movement under way at this time."""


class Limb:
    """Follows the definition's signal on one side, or as the mean of both.

    Args:
        definition: what is measured.
        offsets: ``(LEFT,)``, ``(RIGHT,)`` or both.
        voice: what is said about its form faults.
    """

    _REST_TOLERANCE_DEG, _SEED_TOLERANCE, _LEAST_SEED_TOLERANCE_DEG = 25.0, 0.25, 8.0
    _STILL_MS, _STILL_DEG = 800, 4.0
    _ASYMMETRY, _EVENING_S = 1 / 3, 0.15
    _MOVED_DEG, _MOVED = 12.0, 0.3
    _DOUBT_MS = 1000

    def __init__(self, definition: TrackingDefinition, offsets: tuple[int, ...], voice: CueVoice) -> None:
        self.offsets = offsets
        self.filter = AngleFilter()
        self._guard = JumpGuard()
        self._repetitions = RepetitionMachine(
            max(10.0, definition.amplitude_deg), definition.direction, definition.min_s, definition.max_s
        )
        self.machine: Machine = self._repetitions
        self.faults = FaultMonitor(definition.faults, voice)
        self.raw_deg: float | None = None
        self.seen_frames = 0
        self.lead_at_peak = 0.0
        self.is_seeded = False
        self._definition = definition
        self._signal = SIGNALS[definition.signal]
        self._difference = LowPass(self._EVENING_S)
        self._unevenness = _Mean()
        self._fitting = LowPass(self._EVENING_S)
        self._fits_at_peak = True
        self._whereabouts = Whereabouts(hips_travel=definition.hips_travel)
        self._lowest_deg = self._highest_deg = 0.0
        self._now_ms = self._seeded_ms = self._certain_ms = 0
        self._may_rest_at_deg: float | None = None
        self._certain_deg: float | None = None

    @property
    def side(self) -> Side:
        """Whose limb this is."""
        return SIDE_OF[self.offsets]

    @property
    def is_engaged(self) -> bool:
        """Whether a movement is under way, so that the way of measuring must not change."""
        return self.machine.is_out

    def restart(self, offsets: tuple[int, ...]) -> None:
        """Measure other points from now on: forget the filters' memory and the resting position."""
        self.offsets = offsets
        self.filter.reset()
        self._guard.reset()
        self.faults.restart()
        self.is_seeded = False
        self.raw_deg = self._certain_deg = None

    def measure(self, t_ms: int, pose: Pose) -> bool:
        """Take one frame; ``False`` if the signal cannot be known from it."""
        values = [self._signal.value(pose, offset) for offset in self.offsets]
        if pose.doubted and None in values:
            if t_ms - self._certain_ms <= self._DOUBT_MS:
                self.raw_deg = self._certain_deg
                return self.raw_deg is not None
            values = [self._signal.read(pose, offset) for offset in self.offsets]
        else:
            self._certain_ms = t_ms
        known = [value for value in values if value is not None]
        if len(known) < len(values):
            return False
        mean_deg = sum(known) / len(known)
        if not self._guard.accepts(t_ms, mean_deg):
            return False
        self.raw_deg = self._certain_deg = mean_deg
        self._difference.update(t_ms, known[0] - known[-1])
        self.filter.update(t_ms, self.raw_deg)
        self._now_ms = t_ms
        self.seen_frames += 1
        return True

    def seed(self, *, from_definition: bool) -> None:
        """Set the resting position: what is measured now, or the definition's where that is further on.

        A limb that then keeps still not far from the definition's start turns out to rest there.
        """
        now_deg, definition = self.filter.measure_deg, self._definition
        on_the_way_deg = definition.direction * (now_deg - definition.start_deg)
        tolerance_deg = max(self._LEAST_SEED_TOLERANCE_DEG, self._SEED_TOLERANCE * definition.amplitude_deg)
        is_near = abs(on_the_way_deg) <= self._REST_TOLERANCE_DEG
        is_rest = not from_definition or (is_near and on_the_way_deg <= tolerance_deg)
        self._repetitions.seed(now_deg if is_rest else definition.start_deg)
        self._may_rest_at_deg = None if is_rest or not is_near else now_deg
        self._seeded_ms = self._now_ms
        self._whereabouts = Whereabouts(hips_travel=definition.hips_travel)
        self._lowest_deg = self._highest_deg = now_deg
        self.is_seeded = True

    def _take_rest(self, t_ms: int) -> None:
        """Once a limb has kept still for long enough since the start, call that its rest."""
        now_deg = self.filter.measure_deg
        if self._may_rest_at_deg is None:
            return
        if abs(now_deg - self._may_rest_at_deg) > self._STILL_DEG:
            self._may_rest_at_deg = None
        elif t_ms - self._seeded_ms >= self._STILL_MS:
            self._may_rest_at_deg = None
            self._repetitions.seed(now_deg)

    def advance(self, t_ms: int, pose: Pose, where: Place | None) -> Attempt | None:
        """Move the repetition machine on; return the attempt it closes.

        Args:
            t_ms: the frame's time.
            pose: the body now.
            where: the person's place in the picture, ``None`` in motion capture.
        """
        self._take_rest(t_ms)
        machine, now_deg = self._repetitions, self.filter.measure_deg
        was_out = machine.is_out
        attempt = machine.update(t_ms, now_deg)
        if not was_out:
            self._fitting.reset()
        if machine.is_out:
            self._fitting.update(t_ms, 1.0 if self.fits(pose) else 0.0)
            self._unevenness.take(abs(self._difference.value or 0.0), is_first=not was_out)
            if machine.peak_ms == t_ms:
                self._note_peak(pose)
        self._whereabouts.note(where, is_out=machine.is_out or attempt is not None)
        if not was_out and not machine.is_out:
            self._lowest_deg = self._highest_deg = now_deg
        self._lowest_deg = min(self._lowest_deg, now_deg)
        self._highest_deg = max(self._highest_deg, now_deg)
        return attempt

    def has_moved(self, travel_deg: float = 0.0) -> bool:
        """Whether it moved since it left rest, beside another movement of this size.

        A recording may begin with a limb away from the start position: out, but not moving.
        """
        return self._highest_deg - self._lowest_deg >= max(self._MOVED_DEG, self._MOVED * travel_deg)

    def outdoes(self, other: "Limb", attempt: Attempt) -> bool:
        """Whether it is in the middle of a larger movement that the attempt's limb only goes along with."""
        is_moving = self._repetitions.is_out and self.has_moved(attempt.travel_deg)
        if not is_moving or self._repetitions.start_ms >= attempt.end_ms:
            return False
        return self.lead_at_peak > other.lead_at_peak

    def share_of(self, attempt: Attempt) -> float:
        """How much of a whole repetition a closed attempt was, 1 = all of it."""
        return attempt.travel_deg / max(10.0, self._definition.amplitude_deg)

    def is_this_exercise(self, attempt: Attempt) -> bool:
        """Whether a closed attempt met the definition's bounds, evenly on both limbs, on the spot."""
        is_even = len(self.offsets) == 1 or self._unevenness.value <= self._ASYMMETRY * attempt.travel_deg
        return self._fits_at_peak and is_even and not self._whereabouts.has_walked()

    def _note_peak(self, pose: Pose) -> None:
        self._fits_at_peak = (self._fitting.value or 0.0) >= 0.5
        if self._definition.lead is not None:
            lead = SIGNALS[self._definition.lead].value(pose, self.offsets[0])
            if lead is not None or not pose.doubted:  # else as it was before it was doubted
                self.lead_at_peak = lead if lead is not None else 0.0
        else:
            self.lead_at_peak = self._repetitions.peak_deg

    def fits(self, pose: Pose) -> bool:
        """Whether the definition's bounds are met now."""
        return all(self._is_within(bound, pose) for bound in self._definition.bounds)

    def _is_within(self, bound: Bound, pose: Pose) -> bool:
        offsets = (LEFT, RIGHT) if bound.reduce == "largest" else self.offsets
        values = [SIGNALS[bound.signal].value(pose, offset) for offset in offsets]
        known = [value for value in values if value is not None]
        if not known:
            return True
        value = max(known) if bound.reduce == "largest" else sum(known) / len(known)
        return (bound.low is None or value >= bound.low) and (bound.high is None or value <= bound.high)

    def phase(self) -> Phase:
        """Where in the repetition the limb is."""
        machine = self._repetitions
        if machine.displacement_deg >= 0.85 * machine.peak_deg:
            is_far = machine.peak_deg >= 0.6 * self._definition.amplitude_deg
            return Phase.PEAK if is_far else Phase.OUT
        return Phase.BACK if machine.peak_ms > machine.start_ms else Phase.OUT


class _Mean:
    """The mean of what was taken since the first."""

    __slots__ = ("_count", "value")

    def __init__(self) -> None:
        self._count, self.value = 0, 0.0

    def take(self, value: float, *, is_first: bool) -> None:
        self._count = 1 if is_first else self._count + 1
        self.value += (value - self.value) / self._count


class Whereabouts:
    """Where a person is during a movement: walking away, or away and back, is no repetition.

    Args:
        hips_travel: the exercise moves the hips; they are still on their way back when a movement closes.
    """

    __slots__ = ("_before", "_excursion", "_furthest_aside", "_most_growth", "_now", "_shift")

    _ON_THE_SPOT, _TRAVELING = (0.4, 1.2), (1.0, 2.0)  # lengths of the trunk: start to end, at the furthest
    _GROWTH, _MOVED_NEARER = 0.15, 0.07  # of the body's size: at the furthest, and from start to end
    _TRUNK_GROWTH = 0.25  # of the trunk as seen, from start to end: bending shortens it in between

    def __init__(self, *, hips_travel: bool = False) -> None:
        self._shift, self._excursion = self._TRAVELING if hips_travel else self._ON_THE_SPOT
        self._before: Place | None = None
        self._now: Place | None = None
        self._furthest_aside = self._most_growth = 0.0

    def note(self, where: Place | None, *, is_out: bool) -> None:
        """Take the place at one frame of rest, or of a movement under way."""
        self._now = where
        if self._before is None or not is_out:
            self._before = where
            self._furthest_aside = self._most_growth = 0.0
        elif where is not None:
            self._furthest_aside = max(self._furthest_aside, abs(where.hip_x - self._before.hip_x))
            if where.size is not None and self._before.size:
                growth = abs(where.size - self._before.size) / self._before.size
                self._most_growth = max(self._most_growth, growth)

    def has_walked(self) -> bool:
        """Whether the person went somewhere in the last movement, to the side or in distance."""
        before, now = self._before, self._now
        if before is None or now is None:
            return False
        is_aside = abs(now.hip_x - before.hip_x) > self._shift * before.trunk
        is_nearer = abs(now.trunk - before.trunk) > self._TRUNK_GROWTH * before.trunk
        if now.size is not None and before.size:
            is_nearer = is_nearer or abs(now.size - before.size) > self._MOVED_NEARER * before.size
        is_away = self._furthest_aside > self._excursion * before.trunk or self._most_growth > self._GROWTH
        return is_aside or is_nearer or is_away
