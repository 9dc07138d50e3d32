"""One measured limb, or two that move together: from landmarks to a filtered angle to attempts."""

from sinew.motion.faults import FaultMonitor
from sinew.motion.filters import AngleFilter
from sinew.motion.geometry import LEFT, RIGHT, SIGNALS, Pose
from sinew.motion.repetitions import Attempt, RepetitionMachine
from sinew.motion.tracking import Bound, Phase, TrackingDefinition
from sinew.vocabulary import Side

Place = tuple[float, float, float]
"""Middle of the hips and length of the trunk in the picture, in pixels."""

SIDE_OF = {(LEFT,): Side.LEFT, (RIGHT,): Side.RIGHT, (LEFT, RIGHT): Side.BOTH}


class Limb:
    """Follows the definition's signal on one side, or as the mean of both.

    Args:
        definition: what is measured.
        offsets: ``(LEFT,)``, ``(RIGHT,)`` or both.
    """

    _SEED_TOLERANCE_DEG = 25.0
    _ASYMMETRY = 0.6
    _LARGEST_SHIFT, _LARGEST_GROWTH = 0.4, 0.25

    def __init__(self, definition: TrackingDefinition, offsets: tuple[int, ...]) -> None:
        self.offsets = offsets
        self.filter = AngleFilter()
        self.machine = RepetitionMachine(
            max(10.0, definition.amplitude_deg), definition.direction, definition.min_s, definition.max_s
        )
        self.faults = FaultMonitor(definition.faults)
        self.raw_deg: float | None = None
        self.lead_at_peak = 0.0
        self.is_seeded = False
        self._definition = definition
        self._signal = SIGNALS[definition.signal]
        self._difference_deg = 0.0
        self._difference_at_peak_deg = 0.0
        self._fits_at_peak = True
        self._left_rest_at: Place | None = None

    @property
    def side(self) -> Side:
        """Whose limb this is."""
        return SIDE_OF[self.offsets]

    def restart(self, offsets: tuple[int, ...]) -> None:
        """Measure other points from now on: forget the filters' memory and the resting position."""
        self.offsets = offsets
        self.filter.reset()
        self.faults.start_over()
        self.is_seeded = False
        self.raw_deg = None

    def measure(self, t_ms: int, pose: Pose) -> bool:
        """Take one frame; ``False`` if the signal cannot be known from it."""
        values = [self._signal.read(pose, offset) for offset in self.offsets]
        known = [value for value in values if value is not None]
        if len(known) < len(values):
            return False
        self.raw_deg = sum(known) / len(known)
        self._difference_deg = known[0] - known[-1]
        self.filter.update(t_ms, self.raw_deg)
        return True

    def seed(self, *, from_definition: bool) -> None:
        """Set the resting position: what is measured now, or the definition's where that is far off."""
        now_deg, start_deg = self.filter.measure_deg, self._definition.start_deg
        is_plausible = abs(now_deg - start_deg) <= self._SEED_TOLERANCE_DEG
        self.machine.seed(now_deg if is_plausible or not from_definition else start_deg)
        self._left_rest_at = None
        self.is_seeded = True

    def advance(self, t_ms: int, pose: Pose, where: Place | None) -> Attempt | None:
        """Move the repetition machine on; return the attempt it closes.

        Args:
            t_ms: the frame's time.
            pose: the body now.
            where: middle of the hips and length of the trunk in pixels, ``None`` in motion capture.
        """
        machine = self.machine
        attempt = machine.update(t_ms, self.filter.measure_deg)
        if machine.is_out and machine.peak_ms == t_ms:
            self._note_peak(pose)
        if self._left_rest_at is None or (attempt is None and not machine.is_out):
            self._left_rest_at = where
        return attempt

    def is_this_exercise(self, attempt: Attempt, where: Place | None) -> bool:
        """Whether a closed attempt met the definition's bounds, evenly on both limbs, on the spot."""
        uneven = abs(self._difference_at_peak_deg) > self._ASYMMETRY * attempt.travel_deg
        is_even = len(self.offsets) == 1 or not uneven
        return self._fits_at_peak and is_even and not self._has_walked(where)

    def _has_walked(self, where: Place | None) -> bool:
        """Whether the person is somewhere else than before the movement, to the side or in distance."""
        before = self._left_rest_at
        if where is None or before is None:
            return False
        is_aside = abs(where[0] - before[0]) > self._LARGEST_SHIFT * before[2]
        return is_aside or abs(where[2] - before[2]) > self._LARGEST_GROWTH * before[2]

    def _note_peak(self, pose: Pose) -> None:
        self._difference_at_peak_deg = self._difference_deg
        self._fits_at_peak = self.fits(pose)
        if self._definition.lead is not None:
            lead = SIGNALS[self._definition.lead].read(pose, self.offsets[0])
            self.lead_at_peak = lead if lead is not None else 0.0
        else:
            self.lead_at_peak = self.machine.peak_deg

    def fits(self, pose: Pose) -> bool:
        """Whether the definition's bounds are met now."""
        return all(self._is_within(bound, pose) for bound in self._definition.bounds)

    def _is_within(self, bound: Bound, pose: Pose) -> bool:
        offsets = (LEFT, RIGHT) if bound.reduce == "largest" else self.offsets
        values = [SIGNALS[bound.signal].read(pose, offset) for offset in offsets]
        known = [value for value in values if value is not None]
        if not known:
            return True
        value = max(known) if bound.reduce == "largest" else sum(known) / len(known)
        return (bound.low is None or value >= bound.low) and (bound.high is None or value <= bound.high)

    def phase(self) -> Phase:
        """Where in the repetition the limb is."""
        machine = self.machine
        if machine.displacement_deg >= 0.85 * machine.peak_deg:
            is_far = machine.peak_deg >= 0.6 * self._definition.amplitude_deg
            return Phase.PEAK if is_far else Phase.OUT
        return Phase.BACK if machine.peak_ms > machine.start_ms else Phase.OUT
