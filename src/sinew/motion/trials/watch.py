"""What a trial sees of a body in one frame: the measured signal, the checks, and what is in the way."""

from collections.abc import Callable
from dataclasses import dataclass

from sinew.motion.events import Prompt
from sinew.motion.filters import AngleFilter, JumpGuard
from sinew.motion.frame import Frame
from sinew.motion.geometry import LEFT, RIGHT, SIGNALS, Pose
from sinew.motion.prompts import what_delays_the_start, what_hides_the_body
from sinew.motion.sight import Sight
from sinew.motion.trials.definition import Check, MovementTest
from sinew.vocabulary import Side, View

FACE_THE_PHONE = "face-the-phone"
"""The test is measured from the front."""
TESTED_LEG_NEAR = "tested-leg-near"
"""The camera sees the other leg better: the tested one has to be next to it."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One frame in which the measured points were seen.

    Attributes:
        signal: the signal as filtered for measuring, ``live`` for a screen, ``raw`` as read.
        speed: how fast it changes, units a second.
        failed: ids of the checks that are not met now.
        body: the body to read more from: the picture where there is one.
    """

    t_ms: int
    signal: float
    live: float
    raw: float
    speed: float
    failed: tuple[str, ...]
    body: Pose


class Watch:
    """Follows one side of a body through a test.

    Args:
        test: what is measured.
        side: the tested side; ``None`` for a test of both legs together.
        clip: the frames come from a recording.
    """

    _MUCH_BETTER = 0.15

    def __init__(self, test: MovementTest, side: Side | None, *, clip: bool) -> None:
        self._test, self._is_clip = test, clip
        self._definition = test.seen_as()
        self._sight = Sight(self._definition, is_clip=clip)
        self._offset = {Side.LEFT: LEFT, Side.RIGHT: RIGHT}.get(side) if side is not None else None
        self._filter, self._guard = AngleFilter(), JumpGuard()
        self._measures = SIGNALS[test.signal]
        self.frame: Frame | None = None
        self._seen_ms = 0
        self.moment: Moment | None = None

    @property
    def offsets(self) -> tuple[int, ...]:
        """The limbs that are measured now: the tested one, or the better seen of two that move together."""
        return self._sight.best_offsets() if self._offset is None else (self._offset,)

    @property
    def view(self) -> View:
        """From where the body is seen."""
        return self._sight.views.view

    def take(self, frame: Frame) -> Moment | None:
        """Take one frame; what it shows, or ``None`` where the measured points are not seen."""
        if self.frame is None:
            self._seen_ms = frame.t_ms
        self.frame = frame
        self._sight.take(frame, is_free=False)
        self.moment = self._look(frame.t_ms) if self._sight.is_seen(self.offsets) else None
        if self.moment is not None:
            self._seen_ms = frame.t_ms
        return self.moment

    def _look(self, t_ms: int) -> Moment | None:
        value = self._sight.reader(self.offsets)(self._test.signal)
        body = self._sight.image or self._sight.world
        if value is None or body is None or not self._guard.accepts(t_ms, value):
            return None
        self._filter.update(t_ms, value)
        return Moment(
            t_ms=t_ms,
            signal=self._filter.measure_deg,
            live=self._filter.live_deg,
            raw=value,
            speed=self._filter.speed_deg_s,
            failed=tuple(check.id for check in self._test.checks if not self._is_met(check)),
            body=body,
        )

    def _is_met(self, check: Check) -> bool:
        """Whether a check holds; what cannot be seen is not held against anybody."""
        offsets = self.offsets if check.of == "tested" else tuple(1 - offset for offset in self.offsets)
        value = self._sight.reader(offsets)(check.signal)
        if value is None:
            return True
        return (check.low is None or value >= check.low) and (check.high is None or value <= check.high)

    @property
    def is_in_posture(self) -> bool:
        """Whether the trunk is as the test asks for."""
        low, high = self._definition.posture.trunk_limits_deg
        return low <= self._sight.trunk_inclination_deg <= high

    @property
    def is_view_right(self) -> bool:
        """Whether the camera sees the body from where the test can be measured."""
        has_no_picture = not self._sight.has_picture
        return has_no_picture or self.view is View.UNKNOWN or self.view in self._test.views

    @property
    def is_other_leg_nearer(self) -> bool:
        """Whether the camera clearly sees the other leg better, where one leg is measured from the side."""
        if self._offset is None or self.view is not View.SIDE or not self._sight.has_picture:
            return False
        other = self._sight.confidence((1 - self._offset,))
        return other - self._sight.confidence((self._offset,)) > self._MUCH_BETTER

    def missing(self, *, is_at_start: Callable[[], bool]) -> str | None:
        """What keeps a trial from beginning, most important first; ``None`` if nothing does."""
        frame = self.frame
        if frame is None:
            return Prompt.STEP_INTO_VIEW.value
        if frame.image is not None and not self.is_view_right:
            return Prompt.TURN_SIDE_ON.value if View.SIDE in self._test.views else FACE_THE_PHONE
        if frame.image is not None or frame.world is None:
            gate = self._sight.shown_gate(self.offsets)
            hidden = what_hides_the_body(frame, gate, self._definition, unseen_ms=frame.t_ms - self._seen_ms)
            hidden = hidden or what_delays_the_start(frame, self.view, self._definition)
            if hidden is not None:
                return hidden.value
        if self.moment is None:
            return Prompt.STEP_INTO_VIEW.value
        if self.is_other_leg_nearer:
            return TESTED_LEG_NEAR
        if not self.is_in_posture or not is_at_start():
            return Prompt.TAKE_START_POSITION.value
        return self.moment.failed[0] if self.moment.failed and not self._is_clip else None
