"""Depth of trunk and legs from their bones' lengths, for views in which a bent knee is seen foreshortened.

A thigh that points toward the camera looks short by as much as it is turned away from the picture.
Once a bone was seen at its full length, its depth follows from what is seen of it. The world landmarks
say whether it points toward the camera or away, and their own depth is the least that is taken: they
flatten a body, they do not deepen it.
Source: docs/motion/methods.md, "Bones".
"""

from math import hypot, sqrt

from sinew.motion.filters import LowPass
from sinew.motion.frame import Part
from sinew.motion.geometry import LEFT, NOTHING_DOUBTED, RIGHT, Point, Pose

_ANCHORS = tuple(
    int(part) + side
    for part in (Part.LEFT_SHOULDER, Part.LEFT_HIP, Part.LEFT_KNEE, Part.LEFT_ANKLE)
    for side in (LEFT, RIGHT)
)
_TRUNK, _THIGH, _SHANK = 0, 1, 3
"""Numbers of the bones; the right thigh and shank are one further than the left."""
_BONES = 5
_BEYOND = {
    bone + side: frozenset(int(part) + side for part in parts)
    for bone, parts in ((_THIGH, (Part.LEFT_KNEE, Part.LEFT_ANKLE)), (_SHANK, (Part.LEFT_ANKLE,)))
    for side in (LEFT, RIGHT)
}
"""The joints that are wrong if a bone is."""


class BoneLengths:
    """Learns how long trunk, thighs and shanks are, in meters of the world landmarks, as the picture shows.

    A length is the longest seen lately: it rises at once and falls slowly, and only while the bone lies
    in the picture, for a foreshortened bone says nothing about its length. It is trusted as far as it
    agrees with the world landmarks.
    """

    __slots__ = ("_lengths", "_scale", "_seen", "_t_ms", "_true")

    _RISE_S, _FALL_S = 0.5, 15.0
    _UNSTEADY = 0.05  # somebody whose size in the picture changes by more is walking: nothing is learned
    _FLAT = 0.2  # a bone whose depth is below this share of its length lies in the picture
    _SHORT = 0.8  # a bone of a leg seen from the side that is shorter than this is misread
    _DOUBTED, _TRUSTED, _LONGEST = 0.85, 0.95, 1.15  # of the length in the world
    _NOISE, _CERTAIN = 0.04, 0.12  # below: a bone seen 2 % short lies in the picture; from 6 % on it does not
    # Both chosen on drawn bodies: tests/bench/bench_bones.py, docs/motion/methods.md, "Bones".

    def __init__(self) -> None:
        self._lengths: list[float | None] = [None] * _BONES
        self._true = [LowPass(1.0) for _ in range(_BONES)]
        self._seen = [LowPass(0.2) for _ in range(_BONES)]
        self._scale = LowPass(0.5)
        self._t_ms: int | None = None

    @property
    def pixels_per_meter(self) -> float | None:
        """Size of the body in the picture, ``None`` before it was seen in both spaces."""
        return self._scale.value

    def update(self, t_ms: int, image: Pose, world: Pose) -> None:
        """Take one frame's body in pixels and in meters."""
        pixels_per_meter = _pixels_per_meter(image, world)
        if pixels_per_meter is None:
            return
        scale = self._scale.update(t_ms, pixels_per_meter)
        dt_s = 0.0 if self._t_ms is None else max(0, t_ms - self._t_ms) / 1000
        self._t_ms = t_ms
        if abs(pixels_per_meter - scale) > self._UNSTEADY * scale:
            return
        for bone in range(_BONES):
            x, y, z = _vector(world, bone)
            true = sqrt(x * x + y * y + z * z)
            if true > 0:
                self._true[bone].update(t_ms, true)
                x, y, _ = _vector(image, bone)
                seen = self._seen[bone].update(t_ms, hypot(x, y) / scale)
                self._learn(bone, seen, dt_s, is_flat=abs(z) < self._FLAT * true)

    def _learn(self, bone: int, seen: float, dt_s: float, *, is_flat: bool) -> None:
        known = self._lengths[bone]
        if known is None:
            self._lengths[bone] = seen
        elif seen > known or is_flat:
            tau_s = self._RISE_S if seen > known else self._FALL_S
            self._lengths[bone] = known + (seen - known) * dt_s / (dt_s + tau_s)

    def doubted(self, image: Pose) -> frozenset[int]:
        """Knees and ankles at the end of a bone that the picture shows much shorter than it is.

        From the side a leg lies in the picture. Where the model mixes up two legs it puts a knee or an
        ankle between them, and a bone comes out short.
        """
        found = NOTHING_DOUBTED
        if self._scale.value:
            for bone in range(_THIGH, _BONES):
                known = self._lengths[bone]
                x, y, _ = _vector(image, bone)
                if known is not None and hypot(x, y) < self._SHORT * known * self._scale.value:
                    found |= _BEYOND[bone]
        return found

    def lifted(self, bone: int, image: Pose, world: Pose) -> Point:
        """A bone as a vector in meters: as seen in the picture, with depth; the world's where unknown."""
        flat = _vector(world, bone)
        scale, known, true = self._scale.value, self._lengths[bone], self._true[bone].value
        if not scale or not known or not true:
            return flat
        seen = _vector(image, bone)
        x, y = seen[0] / scale, seen[1] / scale
        length = min(known, self._LONGEST * true)
        missing = max(0.0, 1.0 - (x * x + y * y) / (length * length))
        trust = _ramp(missing, self._NOISE, self._CERTAIN) * _ramp(known / true, self._DOUBTED, self._TRUSTED)
        depth = max(abs(flat[2]), length * sqrt(missing) * trust)
        return (x, y, depth if flat[2] > 0 else -depth)


class LiftedPose(Pose):
    """A body in the world whose trunk and legs are rebuilt from the picture."""

    __slots__ = ("_bones", "_image", "_lifted")

    def __init__(self, world: Pose, image: Pose, bones: BoneLengths) -> None:
        super().__init__(world.landmarks)
        self._image = image
        self._bones = bones
        self._lifted: dict[int, Point] = {}

    def thigh(self, side: int) -> Point:
        """Vector from hip to knee."""
        return self._bone(_THIGH + side)

    def shank(self, side: int) -> Point:
        """Vector from knee to ankle."""
        return self._bone(_SHANK + side)

    @property
    def spine(self) -> Point:
        """The trunk as it is compared with the thighs."""
        return self._bone(_TRUNK)

    def _bone(self, bone: int) -> Point:
        vector = self._lifted.get(bone)
        if vector is None:
            vector = self._lifted[bone] = self._bones.lifted(bone, self._image, self)
        return vector


def _vector(pose: Pose, bone: int) -> Point:
    """A bone as it is in this pose: downward along the legs, upward along the trunk."""
    if bone == _TRUNK:
        return pose.trunk
    side = (bone - _THIGH) % 2
    return Pose.thigh(pose, side) if bone < _SHANK else Pose.shank(pose, side)


def _ramp(value: float, low: float, high: float) -> float:
    return min(1.0, max(0.0, (value - low) / (high - low)))


def _pixels_per_meter(image: Pose, world: Pose) -> float | None:
    """Size of the body in the picture over its size in the world; ``None`` for a body without size."""
    seen = _spread([image[part] for part in _ANCHORS])
    true = _spread([world[part] for part in _ANCHORS])
    return seen / true if true > 0 and seen > 0 else None


def _spread(points: list[Point]) -> float:
    """Root of the summed squared distances from the middle, in the plane of the picture."""
    count = len(points)
    x, y = sum(p[0] for p in points) / count, sum(p[1] for p in points) / count
    return sqrt(sum([hypot(p[0] - x, p[1] - y) ** 2 for p in points]))
