"""What the camera sees now: the person, the view, the space to measure in, and which joints to trust."""

from collections.abc import Callable

from sinew.motion.bones import BoneLengths, LiftedPose
from sinew.motion.frame import Frame
from sinew.motion.geometry import (
    LEFT,
    RIGHT,
    SIGNALS,
    Pose,
    facing_evidence,
    image_pose,
    world_pose,
)
from sinew.motion.person import PersonLock, Place
from sinew.motion.tracking import TrackingDefinition
from sinew.motion.view import ViewEstimator
from sinew.motion.visibility import VisibilityGate, WorldGate
from sinew.vocabulary import View

TRUE_VIEW = {"sagittal": View.SIDE, "frontal": View.FRONT, "space": None}
"""From where the picture shows a plane truly."""


def _needed(definition: TrackingDefinition, side: int) -> tuple[int, ...]:
    """Every point that must be seen to measure one side."""
    return tuple(sorted({part for name in definition.measured for part in SIGNALS[name].landmarks(side)}))


class Sight:
    """Prepares each frame for measuring.

    The angle of a joint is read in the picture where the view shows it truly (a bending joint from the
    side), and from the world landmarks elsewhere. The choice, the near side and the facing are kept for
    the whole set; they change only between repetitions.
    Source: docs/motion/methods.md, "View" and "Near side".
    """

    _NEAR_SIDE_MS = 500
    _FACING_STEP_MS, _FACING_CERTAIN = 66, 3.0

    def __init__(self, definition: TrackingDefinition, *, is_clip: bool) -> None:
        self._definition = definition
        self._is_clip = is_clip
        self._plane = SIGNALS[definition.signal].plane
        self._gates: list[VisibilityGate] | None = None
        self._is_open = [False, False]
        self._lock = PersonLock()
        self._bones = BoneLengths()
        self._is_flat: bool | None = None
        self._near: int | None = None
        self._near_balance = 0.0
        self._near_since_ms: int | None = None
        self._facing_sum = 0.0
        self._facing_ms: int | None = None
        self.views = ViewEstimator()
        self.image: Pose | None = None
        self.world: Pose | None = None
        self.pose: Pose | None = None
        self.has_person = False
        self.has_picture = False
        self.has_turned = False

    def take(self, frame: Frame, *, is_free: bool) -> None:
        """Take one frame.

        Args:
            frame: the frame.
            is_free: no repetition or hold is under way, so the way of measuring may change.
        """
        facing = (self._facing_sum > 0) - (self._facing_sum < 0)
        self.image = image_pose(frame, facing=facing)
        self.world = world_pose(frame)
        self.has_picture = self.image is not None
        self.has_person = self._follow_person(frame.t_ms)
        self._update_gates(frame)
        self.has_turned = False
        self.pose = None
        body = self.image or self.world
        if body is None or not self.has_person:
            return
        self.views.update(frame.t_ms, body)
        if self.image is not None and self.world is not None:
            self._bones.update(frame.t_ms, self.image, self.world)
            self.world = LiftedPose(self.world, self.image, self._bones)
        self._choose_space(is_free=is_free)
        self._choose_near_side(frame.t_ms)
        self._choose_facing(frame.t_ms)
        self.pose = self.image if self._is_flat and self.image is not None else self.world or self.image
        if self.pose is self.image is not None and self.views.view is View.SIDE:
            self.image.doubted = self._bones.doubted(self.image)

    def _follow_person(self, t_ms: int) -> bool:
        if self.image is None:
            return self.world is not None
        return self._lock.accepts(t_ms, self.image)

    def _update_gates(self, frame: Frame) -> None:
        if self._gates is None:
            if frame.image is None and frame.world is None:
                return
            kind = VisibilityGate if frame.image is not None else WorldGate
            parts = [_needed(self._definition, side) for side in (LEFT, RIGHT)]
            self._gates = [kind(needed, is_prompt=self._is_clip) for needed in parts]
        is_world = isinstance(self._gates[0], WorldGate)
        landmarks = frame.world if is_world else frame.image
        if not self.has_person:
            landmarks = None
        self._is_open = [gate.update(frame.t_ms, landmarks) for gate in self._gates]

    def _choose_space(self, *, is_free: bool) -> None:
        if self.image is None or self.world is None:
            is_flat = self.image is not None
        else:
            is_flat = self.views.view is TRUE_VIEW[self._plane]
        if is_flat is not self._is_flat and (is_free or self._is_flat is None):
            self.has_turned = self._is_flat is not None
            self._is_flat = is_flat

    def _choose_near_side(self, t_ms: int) -> None:
        """Take the side seen better over the first half second, and keep it while it can be seen."""
        if self._gates is None or self._near_since_ms == -1:
            return
        if self._near_since_ms is None:
            self._near_since_ms = t_ms
        self._near_balance += self._gates[LEFT].score - self._gates[RIGHT].score
        self._near = LEFT if self._near_balance > 0 else RIGHT
        if t_ms - self._near_since_ms >= self._NEAR_SIDE_MS:
            self._near_since_ms = -1

    def _choose_facing(self, t_ms: int) -> None:
        is_early = self._facing_ms is not None and t_ms - self._facing_ms < self._FACING_STEP_MS
        if self.image is None or is_early:
            return
        self._facing_ms = t_ms
        evidence = facing_evidence(self.image, self._near if self._near is not None else LEFT)
        limit = self._FACING_CERTAIN
        self._facing_sum = min(limit, max(-limit, self._facing_sum + evidence))

    def best_offsets(self) -> tuple[int, ...]:
        """Which limbs to measure where both move together."""
        near = self._near if self._near is not None else LEFT
        left, right = self._is_open
        view, is_on_floor = self.views.view, self._definition.posture.is_on_floor
        if self.has_picture and (view is View.SIDE or (view is View.OBLIQUE and is_on_floor)):
            return (near,) if self._is_open[near] or not self._is_open[1 - near] else (1 - near,)
        if left == right:
            return (LEFT, RIGHT)
        return (LEFT,) if left else (RIGHT,)

    def is_seen(self, offsets: tuple[int, ...]) -> bool:
        """Whether the measured joints of these sides can be trusted now."""
        return self.has_person and all(self._is_open[offset] for offset in offsets)

    def shown_gate(self, offsets: tuple[int, ...]) -> VisibilityGate:
        """The gate to explain to the person: the one in the way, or the better seen of two."""
        if self._gates is None:
            return VisibilityGate(_needed(self._definition, offsets[0]))
        return min((self._gates[offset] for offset in offsets), key=lambda gate: gate.score)

    def confidence(self, offsets: tuple[int, ...]) -> float:
        """How well the measured joints are seen, 0..1."""
        return min(self._gates[offset].score for offset in offsets) if self._gates else 0.0

    @property
    def trunk_inclination_deg(self) -> float:
        """Inclination of the trunk in the picture (0 = upright), or in the world without a picture."""
        body = self.image or self.world
        value = SIGNALS["trunk_inclination"].read(body, LEFT) if body is not None else None
        return value if value is not None else 0.0

    @property
    def where(self) -> Place | None:
        """Where the person is in the picture; ``None`` in motion capture."""
        torso = self._lock.torso
        if torso is None or not self.has_picture:
            return None
        return Place(torso.hip_x, torso.length, self._bones.pixels_per_meter)

    def reader(self, offsets: tuple[int, ...]) -> Callable[[str], float | None]:
        """A function that reads any signal by name for these sides, in the space that shows it truly."""

        def read(name: str) -> float | None:
            signal = SIGNALS[name]
            is_true = self.views.view is TRUE_VIEW[signal.plane]
            flat = self.image if is_true else None
            body = flat or self.world or self.image
            if body is None:
                return None
            values = [signal.read(body, offset) for offset in offsets]
            known = [value for value in values if value is not None]
            return sum(known) / len(known) if known else None

        return read
