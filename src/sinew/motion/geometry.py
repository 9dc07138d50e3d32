"""Angles between body points, and the signals an exercise is measured by.

Every signal is written once, for points with three coordinates. In the image the points are pixels
(normalized coordinates times width and height, z = 0), so that a joint is measured with its true
shape whatever the format of the picture; in the world they are meters.

Convention: flexion angles, 0 = straight limb. Interior angle = 180 - flexion.
Source: docs/motion/methods.md, "Angles".
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import atan2, degrees, hypot, sqrt

from sinew.motion.frame import Frame, Landmark, Part

Point = tuple[float, float, float]

LEFT, RIGHT = 0, 1
"""Offset of a paired landmark: ``Part.LEFT_KNEE + RIGHT`` is the right knee."""

_SHOULDER, _ELBOW, _WRIST = int(Part.LEFT_SHOULDER), int(Part.LEFT_ELBOW), int(Part.LEFT_WRIST)
_HIP, _KNEE, _ANKLE, _TOE = int(Part.LEFT_HIP), int(Part.LEFT_KNEE), int(Part.LEFT_ANKLE), int(Part.LEFT_TOE)
_HEEL = int(Part.LEFT_HEEL)
_EAR, _MOUTH = 7, 9  # the left ear and the left corner of the mouth; on the right side one more
_DOWN: Point = (0.0, 1.0, 0.0)
_UP: Point = (0.0, -1.0, 0.0)
_NOWHERE: Point = (0.0, 0.0, 0.0)
NOTHING_DOUBTED: frozenset[int] = frozenset()


def angle_between_deg(u: Point, v: Point) -> float:
    """Angle between two vectors, 0..180 degrees; 0 for a vector without length.

    ``atan2`` of cross and dot product keeps its precision near 0 and 180 degrees, where an arc
    cosine loses it.
    """
    ux, uy, uz = u
    vx, vy, vz = v
    cx, cy, cz = uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx
    return degrees(atan2(sqrt(cx * cx + cy * cy + cz * cz), ux * vx + uy * vy + uz * vz))


def flexion_deg(a: Point, b: Point, c: Point) -> float:
    """How far the chain a-b-c is bent at b: 0 = straight, 180 = folded."""
    return angle_between_deg(_minus(b, a), _minus(c, b))


def _minus(a: Point, b: Point) -> Point:
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def _middle(a: Point, b: Point) -> Point:
    return ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2)


def _cross(u: Point, v: Point) -> Point:
    return (u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0])


def _dot(u: Point, v: Point) -> float:
    return u[0] * v[0] + u[1] * v[1] + u[2] * v[2]


def _length(u: Point) -> float:
    return sqrt(_dot(u, u))


class Pose:
    """The landmarks of one frame in one space, with cached points.

    Args:
        landmarks: 33 landmarks.
        width: factor for x: the image width in pixels, or 1 in the world.
        height: factor for y: the image height in pixels, or 1 in the world.
        is_flat: the landmarks are in the image; depth is ignored.
        facing: +1 or -1, the sense in the image in which the hips bend; 0 = not known.
    """

    __slots__ = ("_height", "_points", "_trunk", "_width", "doubted", "facing", "is_flat", "landmarks")

    def __init__(
        self,
        landmarks: tuple[Landmark, ...],
        width: float = 1.0,
        height: float = 1.0,
        *,
        is_flat: bool = False,
        facing: int = 0,
    ) -> None:
        self.landmarks = landmarks
        self._width = width
        self._height = height
        self._points: dict[int, Point] = {}
        self._trunk: Point | None = None
        self.is_flat = is_flat
        self.facing = facing
        self.doubted: frozenset[int] = NOTHING_DOUBTED

    def __getitem__(self, part: int) -> Point:
        """One point: pixels in the image (z = 0), meters in the world; y down."""
        point = self._points.get(part)
        if point is None:
            x, y, z, _ = self.landmarks[part]
            point = (x * self._width, y * self._height, 0.0 if self.is_flat else z)
            self._points[part] = point
        return point

    def thigh(self, side: int) -> Point:
        """Vector from hip to knee."""
        return _minus(self[_KNEE + side], self[_HIP + side])

    def shank(self, side: int) -> Point:
        """Vector from knee to ankle."""
        return _minus(self[_ANKLE + side], self[_KNEE + side])

    @property
    def trunk(self) -> Point:
        """Vector from the middle of the hips to the middle of the shoulders."""
        if self._trunk is None:
            shoulders = _middle(self[_SHOULDER], self[_SHOULDER + 1])
            self._trunk = _minus(shoulders, _middle(self[_HIP], self[_HIP + 1]))
        return self._trunk

    @property
    def spine(self) -> Point:
        """The trunk as it is compared with the thighs."""
        return self.trunk

    def trunk_line(self, side: int) -> Point:
        """The line the hips bend from, upward.

        In the picture from hip to shoulder of one side. In space along the middle of the trunk: shoulders
        are wider than hips, and the line between them leans outward by about ten degrees.
        """
        return _minus(self[_SHOULDER + side], self[_HIP + side]) if self.is_flat else self.spine


def image_pose(frame: Frame, *, facing: int = 0) -> Pose | None:
    """The frame's body in pixels, or ``None`` where the picture shows nobody."""
    if frame.image is None:
        return None
    return Pose(frame.image, frame.width, frame.height, is_flat=True, facing=facing)


def world_pose(frame: Frame) -> Pose | None:
    """The frame's body in meters, or ``None``."""
    return None if frame.world is None else Pose(frame.world)


def _knee_flexion(pose: Pose, side: int) -> float:
    return angle_between_deg(pose.thigh(side), pose.shank(side))


def _hip_flexion(pose: Pose, side: int) -> float:
    return angle_between_deg(_minus(_NOWHERE, pose.trunk_line(side)), pose.thigh(side))


def _hip_flexion_signed(pose: Pose, side: int) -> float | None:
    """Hip flexion with its direction: below zero the thigh is behind the line of the trunk."""
    sense = _forward_sense(pose, pose.trunk_line(side), pose.thigh(side))
    return None if sense is None else _hip_flexion(pose, side) * sense


def _forward_sense(pose: Pose, trunk: Point, leg: Point) -> float | None:
    """+1 if a leg is before the line of the trunk, -1 behind it; ``None`` if the facing is not known."""
    if pose.is_flat and pose.facing == 0:
        return None
    to_the_left = (0.0, 0.0, float(pose.facing)) if pose.is_flat else _minus(pose[_HIP], pose[_HIP + 1])
    return 1.0 if _dot(_cross(trunk, leg), to_the_left) >= 0 else -1.0


def _body_line(pose: Pose, side: int) -> float:
    leg = _minus(pose[_ANKLE + side], pose[_HIP + side])
    return angle_between_deg(_minus(_NOWHERE, pose.trunk_line(side)), leg)


def _side_line(pose: Pose, side: int) -> float:  # noqa: ARG001 - every signal has the same shape
    hips = _middle(pose[_HIP], pose[_HIP + 1])
    feet = _middle(pose[_ANKLE], pose[_ANKLE + 1])
    return angle_between_deg(_minus(_NOWHERE, pose.trunk), _minus(feet, hips))


def _leg_raise(pose: Pose, side: int) -> float:
    x, y, z = pose.trunk
    return angle_between_deg((-x, -y, -z), _minus(pose[_ANKLE + side], pose[_HIP + side]))


def _leg_raise_signed(pose: Pose, side: int) -> float | None:
    """Leg raise with its direction: below zero the leg is behind the line of the trunk."""
    sense = _forward_sense(pose, pose.trunk, _minus(pose[_ANKLE + side], pose[_HIP + side]))
    return None if sense is None else _leg_raise(pose, side) * sense


def _thigh_inclination(pose: Pose, side: int) -> float:
    return angle_between_deg(_DOWN, _minus(pose[_KNEE + side], pose[_HIP + side]))


def _shank_inclination(pose: Pose, side: int) -> float:
    return angle_between_deg(_DOWN, _minus(pose[_ANKLE + side], pose[_KNEE + side]))


def _leg_inclination(pose: Pose, side: int) -> float:
    return angle_between_deg(_DOWN, _minus(pose[_ANKLE + side], pose[_HIP + side]))


def _trunk_inclination(pose: Pose, side: int) -> float:  # noqa: ARG001 - every signal has the same shape
    return angle_between_deg(_UP, pose.trunk)


def _shoulder_flexion(pose: Pose, side: int) -> float:
    shoulder = pose[_SHOULDER + side]
    return angle_between_deg(_minus(pose[_HIP + side], shoulder), _minus(pose[_ELBOW + side], shoulder))


def _shoulder_flexion_signed(pose: Pose, side: int) -> float | None:
    """How far the upper arm is before the trunk (above zero) or behind it, whatever it is to the side.

    From -135 to 225 degrees: an arm goes further forward and up than it goes behind.
    """
    if pose.is_flat and pose.facing == 0:
        return None
    up = pose.trunk
    to_the_left = (
        (0.0, 0.0, float(pose.facing)) if pose.is_flat else _minus(pose[_SHOULDER], pose[_SHOULDER + 1])
    )
    forward = _cross(to_the_left, up)
    arm = _minus(pose[_ELBOW + side], pose[_SHOULDER + side])
    size_up, size_forward = _length(up), _length(forward)
    if size_up == 0 or size_forward == 0:
        return None
    angle = degrees(atan2(_dot(arm, forward) / size_forward, -_dot(arm, up) / size_up))
    return angle if angle >= -135 else angle + 360


def _elbow_flexion(pose: Pose, side: int) -> float:
    return flexion_deg(pose[_SHOULDER + side], pose[_ELBOW + side], pose[_WRIST + side])


def _pelvis_tilt(pose: Pose, side: int) -> float:  # noqa: ARG001 - every signal has the same shape
    x, y, z = _minus(pose[_HIP], pose[_HIP + 1])
    return degrees(atan2(abs(y), sqrt(x * x + z * z)))


def _leg_length(pose: Pose, side: int) -> float:
    knee = pose[_KNEE + side]
    return _length(_minus(pose[_HIP + side], knee)) + _length(_minus(pose[_ANKLE + side], knee))


def _foot_lift(pose: Pose, side: int) -> float | None:
    length = max(_leg_length(pose, LEFT), _leg_length(pose, RIGHT))
    lift = pose[_ANKLE + 1 - side][1] - pose[_ANKLE + side][1]
    return 100.0 * lift / length if length > 0 else None


def _knee_gap(pose: Pose, side: int) -> float | None:  # noqa: ARG001 - every signal has the same shape
    """How far apart the knees are, in percent of the lines from the hips to the feet, which the knees halve.

    Source: Winter, figure 4.1: thigh 0.245, shank 0.246 of body height.
    """
    hips, knees, feet = (pose[part][0] - pose[part + 1][0] for part in (_HIP, _KNEE, _ANKLE))
    return 200.0 * knees / (hips + feet) if hips + feet else None


def _leg_spread(pose: Pose, side: int) -> float:  # noqa: ARG001 - every signal has the same shape
    left, right = (_minus(pose[_ANKLE + offset], pose[_HIP + offset]) for offset in (LEFT, RIGHT))
    return angle_between_deg(left, right)


def _forearm_inclination(pose: Pose, side: int) -> float:
    return angle_between_deg(_DOWN, _minus(pose[_WRIST + side], pose[_ELBOW + side]))


def _forearm_turn(pose: Pose, side: int) -> float | None:
    """Where the forearm points in the plane across the trunk: 0 straight ahead, above zero outward."""
    if pose.is_flat:
        return None
    outward = _minus(pose[_SHOULDER + side], pose[_SHOULDER + 1 - side])
    ahead = _cross(outward, pose.trunk) if side == LEFT else _cross(pose.trunk, outward)
    forearm = _minus(pose[_WRIST + side], pose[_ELBOW + side])
    sizes = _length(outward), _length(ahead)
    if min(sizes) == 0:
        return None
    return degrees(atan2(_dot(forearm, outward) / sizes[0], _dot(forearm, ahead) / sizes[1]))


def _hand_height(pose: Pose, side: int) -> float | None:
    trunk = _length(pose.trunk)
    return 100.0 * (pose[_SHOULDER + side][1] - pose[_WRIST + side][1]) / trunk if trunk > 0 else None


def _hip_height(pose: Pose, side: int) -> float | None:
    length = _leg_length(pose, side)
    return 100.0 * (pose[_ANKLE + side][1] - pose[_HIP + side][1]) / length if length > 0 else None


def _heel_rise(pose: Pose, side: int) -> float | None:
    """How far the heel is off the sole's line to the toes, along the shank, in percent of the shank."""
    shank = pose.shank(side)
    length = _length(shank)
    if length == 0:
        return None
    return 100.0 * _dot(_minus(pose[_TOE + side], pose[_HEEL + side]), shank) / length**2


def _head_nod(pose: Pose, side: int) -> float | None:
    """How far the mouth is below the ear along the trunk, in percent of their distance."""
    trunk, face = pose.trunk_line(side), _minus(pose[_MOUTH + side], pose[_EAR + side])
    size = _length(trunk) * _length(face)
    return -100.0 * _dot(trunk, face) / size if size > 0 else None


@dataclass(frozen=True, slots=True)
class Signal:
    """A quantity read from one pose.

    Attributes:
        name: how tracking definitions call it.
        unit: ``deg`` or ``pct``.
        parts: left-side indices of the points it needs on the measured side.
        both: left-side indices of the points it needs on both sides.
        plane: ``sagittal`` or ``frontal``: seen truly in the picture from the side, or from the front;
            ``space``: in no picture, only from the world landmarks.
        read: the value of one side (``LEFT`` or ``RIGHT``), or ``None`` if it cannot be known.
    """

    name: str
    unit: str
    parts: tuple[int, ...]
    both: tuple[int, ...]
    plane: str
    read: Callable[[Pose, int], float | None]

    def landmarks(self, side: int) -> tuple[int, ...]:
        """Indices of every point the signal needs to measure one side."""
        shared = [part + offset for part in self.both for offset in (LEFT, RIGHT)]
        return tuple(sorted({part + side for part in self.parts} | set(shared)))

    def value(self, pose: Pose, side: int) -> float | None:
        """The value of one side; ``None`` too where a point it needs is doubted."""
        if pose.doubted and not pose.doubted.isdisjoint(self.landmarks(side)):
            return None
        return self.read(pose, side)


_TRUNK = (_SHOULDER, _HIP)
SIGNALS: dict[str, Signal] = {
    signal.name: signal
    for signal in (
        Signal("knee_flexion", "deg", (_HIP, _KNEE, _ANKLE), (), "sagittal", _knee_flexion),
        Signal("hip_flexion", "deg", (_SHOULDER, _HIP, _KNEE), (), "sagittal", _hip_flexion),
        Signal("hip_flexion_signed", "deg", (_SHOULDER, _HIP, _KNEE), (), "sagittal", _hip_flexion_signed),
        Signal("body_line", "deg", (_SHOULDER, _HIP, _ANKLE), (), "sagittal", _body_line),
        Signal("side_line", "deg", (), (_SHOULDER, _HIP, _ANKLE), "frontal", _side_line),
        Signal("leg_raise", "deg", (_ANKLE,), _TRUNK, "sagittal", _leg_raise),
        Signal("leg_raise_signed", "deg", (_ANKLE,), _TRUNK, "sagittal", _leg_raise_signed),
        Signal("hip_abduction", "deg", (_ANKLE,), _TRUNK, "frontal", _leg_raise),
        Signal("thigh_inclination", "deg", (_HIP, _KNEE), (), "sagittal", _thigh_inclination),
        Signal("shank_inclination", "deg", (_KNEE, _ANKLE), (), "sagittal", _shank_inclination),
        Signal("leg_inclination", "deg", (_HIP, _ANKLE), (), "sagittal", _leg_inclination),
        Signal("trunk_inclination", "deg", (), _TRUNK, "sagittal", _trunk_inclination),
        Signal("shoulder_flexion", "deg", (_SHOULDER, _ELBOW, _HIP), (), "sagittal", _shoulder_flexion),
        Signal("shoulder_flexion_signed", "deg", (_ELBOW,), _TRUNK, "sagittal", _shoulder_flexion_signed),
        Signal("elbow_flexion", "deg", (_SHOULDER, _ELBOW, _WRIST), (), "sagittal", _elbow_flexion),
        Signal("forearm_inclination", "deg", (_ELBOW, _WRIST), (), "sagittal", _forearm_inclination),
        Signal("forearm_turn", "deg", (_ELBOW, _WRIST), _TRUNK, "space", _forearm_turn),
        Signal("leg_spread", "deg", (), (_HIP, _ANKLE), "sagittal", _leg_spread),
        Signal("hand_height", "pct", (_WRIST,), _TRUNK, "sagittal", _hand_height),
        Signal("hip_height", "pct", (_HIP, _KNEE, _ANKLE), (), "sagittal", _hip_height),
        Signal("heel_rise", "pct", (_KNEE, _ANKLE, _HEEL, _TOE), (), "sagittal", _heel_rise),
        Signal("head_nod", "pct", (_EAR, _MOUTH, _SHOULDER, _HIP), (), "sagittal", _head_nod),
        Signal("pelvis_tilt", "deg", (), (_HIP,), "frontal", _pelvis_tilt),
        Signal("foot_lift", "pct", (), (_HIP, _KNEE, _ANKLE), "frontal", _foot_lift),
        Signal("knee_gap", "pct", (), (_HIP, _KNEE, _ANKLE), "frontal", _knee_gap),
    )
}
"""Every signal a tracking definition may name."""


def facing_evidence(pose: Pose, side: int) -> float:
    """Which way the hips bend in the image, from the toes and the bend of the knee.

    Above zero: a body that stands upright faces the right edge of the picture; about -2..2. The toes
    lie before the shank and the knee folds behind it, in any position of the body.
    """
    hip, knee, ankle, toe = (pose[part + side] for part in (_HIP, _KNEE, _ANKLE, _TOE))
    return _turn(_minus(knee, ankle), _minus(toe, ankle)) - _turn(_minus(hip, knee), _minus(ankle, knee))


def _turn(u: Point, v: Point) -> float:
    """Sine of the angle from u to v in the image plane, 0 if either has no length."""
    size = hypot(u[0], u[1]) * hypot(v[0], v[1])
    return (u[0] * v[1] - u[1] * v[0]) / size if size > 0 else 0.0


def shoulder_ratio(pose: Pose) -> float | None:
    """Width of the shoulders over the length of the trunk, as seen: 0 from the side, about 0.7 in front."""
    x, y, _ = pose.trunk
    length = hypot(x, y)
    left, right = pose[_SHOULDER], pose[_SHOULDER + 1]
    return hypot(left[0] - right[0], left[1] - right[1]) / length if length > 0 else None
