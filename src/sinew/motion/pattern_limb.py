"""One limb, or two that move together, followed by the pattern of several signals instead of one angle."""

from sinew.motion.cues import CueVoice
from sinew.motion.exemplar import Row, Table, template_of
from sinew.motion.filters import AngleFilter, JumpGuard, MovingMedian, OneEuro
from sinew.motion.geometry import SIGNALS, Pose
from sinew.motion.limb import Limb, Whereabouts
from sinew.motion.pattern import Moment, PatternMachine
from sinew.motion.person import Place
from sinew.motion.repetitions import Attempt
from sinew.motion.tracking import Phase, TrackingDefinition


class PatternLimb(Limb):
    """Follows a definition's signals on one side, or as the means of both.

    Args:
        definition: what is compared, with its exemplar.
        offsets: ``(LEFT,)``, ``(RIGHT,)`` or both.

    Raises:
        ValueError: the definition has no exemplar.
    """

    _PEAK = 0.12
    _INCOMPLETE = 0.7

    def __init__(self, definition: TrackingDefinition, offsets: tuple[int, ...], voice: CueVoice) -> None:
        super().__init__(definition, offsets, voice)
        names = (definition.signal, *(name for name in definition.signals if name != definition.signal))
        self._template = template_of(_ordered(definition.exemplar, definition.signals, names))
        self._pattern = PatternMachine(
            self._template, definition.direction, definition.min_s, definition.max_s
        )
        self.machine = self._pattern
        self._others = [SIGNALS[name] for name in names[1:]]
        self._filters = [_MeasurePath() for _ in self._others]
        self._guards = [JumpGuard() for _ in self._others]
        self._has_phases = any(rule.phase is not Phase.ANY for rule in definition.faults)
        self._still_since: tuple[int, Row] | None = None

    @property
    def is_engaged(self) -> bool:
        """Whether a movement is under way or just over: shoulders that turned change the view late."""
        return self._pattern.is_out or self._pattern.is_lately

    def restart(self, offsets: tuple[int, ...]) -> None:
        """Measure other points from now on: forget the filters' memory and the resting position."""
        super().restart(offsets)
        self._pattern.cancel()
        for path, guard in zip(self._filters, self._guards, strict=True):
            path.reset()
            guard.reset()

    def measure(self, t_ms: int, pose: Pose) -> bool:
        """Take one frame; ``False`` if a signal cannot be known from it."""
        values = []
        for signal, guard in zip(self._others, self._guards, strict=True):
            known = [signal.read(pose, offset) for offset in self.offsets]
            mean = sum(value for value in known if value is not None) / len(known)
            if None in known or not guard.accepts(t_ms, mean):
                return False
            values.append(mean)
        if not super().measure(t_ms, pose):
            return False
        for path, value in zip(self._filters, values, strict=True):
            path.update(t_ms, value)
        return True

    @property
    def _now(self) -> Row:
        return (self.filter.measure_deg, *[path.value for path in self._filters])

    def seed(self, *, from_definition: bool) -> None:
        """Set the resting position: where the signals are now, if they are near the exemplar's start."""
        super().seed(from_definition=from_definition)
        start, now = self._template.start, self._now
        near = [max(self._REST_TOLERANCE_DEG, self._SEED_TOLERANCE * base) for base in self._template.bases]
        near[0] = max(self._LEAST_SEED_TOLERANCE_DEG, self._SEED_TOLERANCE * self._template.bases[0])
        is_rest = all(abs(v - rest) <= limit for v, rest, limit in zip(now, start, near, strict=True))
        self._pattern.seed(now if is_rest or not from_definition else start)
        self._still_since = None if is_rest else (self._now_ms, now)

    def _settle(self, t_ms: int, now: Row) -> None:
        """Once the limb has kept still not far from the exemplar's start, call that its rest."""
        if self._still_since is None:
            return
        since_ms, at = self._still_since
        if any(abs(value - before) > self._STILL_DEG for value, before in zip(now, at, strict=True)):
            self._still_since = (t_ms, now)
        elif t_ms - since_ms >= self._STILL_MS:
            start = self._template.start
            if all(abs(v - s) <= self._REST_TOLERANCE_DEG for v, s in zip(now, start, strict=True)):
                self._pattern.seed(now)
                self._still_since = None

    def advance(self, t_ms: int, pose: Pose, where: Place | None) -> Attempt | None:
        """Move the matching on; return the attempt it closes."""
        now = self._now
        self._settle(t_ms, now)
        fits = not self._definition.bounds or self.fits(pose)
        return self._pattern.update(Moment(t_ms, now, fits, abs(self._difference.value or 0.0), where))

    def is_this_exercise(self, attempt: Attempt) -> bool:
        """Whether a closed attempt met the definition's bounds, evenly on both limbs, on the spot."""
        match = self._pattern.match
        if match is None:
            return False
        moments = self._pattern.moments(match)
        fits = sum(moment.fits for moment in moments if abs(moment.t_ms - attempt.peak_ms) <= 300)
        at_peak = sum(abs(moment.t_ms - attempt.peak_ms) <= 300 for moment in moments)
        unevenness = sum(moment.difference for moment in moments) / len(moments)
        is_even = len(self.offsets) == 1 or unevenness <= self._ASYMMETRY * attempt.travel_deg
        places = Whereabouts(hips_travel=self._definition.hips_travel)
        for index, moment in enumerate(moments):
            places.note(moment.where, is_out=index > 0)
        return fits >= 0.5 * at_peak and is_even and not places.has_walked()

    def share_of(self, attempt: Attempt) -> float:
        """How much of a whole repetition it was: its travel, and less where a part is missing."""
        share, match = super().share_of(attempt), self._pattern.match
        if match is None or match.share == 1.0:
            return share
        return min(share, self._INCOMPLETE * match.share)

    def outdoes(self, other: Limb, attempt: Attempt) -> bool:  # noqa: ARG002 - costs decide, not the travel
        """Whether it fits the pattern better than the limb that made this attempt."""
        made = other._pattern.match if isinstance(other, PatternLimb) else None
        return made is not None and self._pattern.best_cost() < made.cost

    def phase(self) -> Phase:
        """Where in the repetition the limb is."""
        if not self._has_phases:
            return Phase.ANY
        row, peak = self._pattern.row(), self._template.peak
        if abs(row - peak) <= self._PEAK * len(self._template.rows):
            return Phase.PEAK
        return Phase.OUT if row < peak else Phase.BACK


class _MeasurePath:
    """The measure path of one more signal: what an ``AngleFilter`` does, without its live path."""

    __slots__ = ("_measure", "_median", "value")

    def __init__(self) -> None:
        self._median = MovingMedian()
        self._measure = OneEuro(*AngleFilter.MEASURE)
        self.value = 0.0

    def reset(self) -> None:
        """Forget everything seen."""
        self._median.reset()
        self._measure.reset()

    def update(self, t_ms: int, value: float) -> None:
        """Take one sample."""
        self.value = self._measure.update(t_ms, self._median.update(t_ms, value))


def _ordered(table: Table, names: tuple[str, ...], wanted: tuple[str, ...]) -> Table:
    """The table with its columns in another order, after the seconds."""
    columns = [0, *(names.index(name) + 1 for name in wanted)]
    return tuple(tuple(row[column] for column in columns) for row in table)
