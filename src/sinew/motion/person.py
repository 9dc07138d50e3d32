"""Whether this is still the same person, where they are, and how large they are in the picture."""

from math import hypot, log
from typing import NamedTuple

from sinew.motion.frame import Frame, Landmark, Part
from sinew.motion.geometry import Pose, image_pose


class Place(NamedTuple):
    """Where a person is in the picture.

    Attributes:
        hip_x: middle of the hips, in pixels from the left.
        trunk: length of the trunk as seen, in pixels; shorter when the person bends.
        size: pixels a meter of the body takes, whatever its posture; ``None`` where no world is known.
    """

    hip_x: float
    trunk: float
    size: float | None


class PersonLock:
    """Ignores frames in which the skeleton has jumped to somebody or something else.

    A body moves and grows by little from one frame to the next. A jump is ignored; if what follows it
    is consistent for half a second, it is the person from then on.
    Source: docs/motion/methods.md, "Person".
    """

    __slots__ = ("_candidate", "_candidate_since_ms", "_last")

    _JUMP_TORSOS, _SCALE = 0.5, 0.3
    _SPEED_TORSOS_S, _SCALE_S = 1.5, 1.0
    _REACQUIRE_MS = 500

    def __init__(self) -> None:
        self._last: _Torso | None = None
        self._candidate: _Torso | None = None
        self._candidate_since_ms = 0

    @property
    def torso(self) -> "_Torso | None":
        """Where the locked person was last, ``None`` before anybody was seen."""
        return self._last

    def accepts(self, t_ms: int, pose: Pose) -> bool:
        """Take one pose in the image; ``False`` if it is not the person followed so far."""
        torso = _Torso(t_ms, pose)
        if self._last is None or t_ms - self._last.t_ms > 1000 or self._is_near(self._last, torso):
            self._last, self._candidate = torso, None
            return True
        if self._candidate is None or not self._is_near(self._candidate, torso):
            self._candidate_since_ms = t_ms
        self._candidate = torso
        if t_ms - self._candidate_since_ms < self._REACQUIRE_MS:
            return False
        self._last, self._candidate = torso, None
        return True

    def _is_near(self, before: "_Torso", now: "_Torso") -> bool:
        dt_s = (now.t_ms - before.t_ms) / 1000
        step = hypot(now.x - before.x, now.y - before.y) / before.length
        growth = abs(log(now.length / before.length))
        return (
            step <= self._JUMP_TORSOS + self._SPEED_TORSOS_S * dt_s
            and growth <= self._SCALE + self._SCALE_S * dt_s
        )


class _Torso:
    """Middle of the trunk in pixels, where the hips' middle is across, and the trunk's length."""

    __slots__ = ("hip_x", "length", "t_ms", "x", "y")

    def __init__(self, t_ms: int, pose: Pose) -> None:
        left, right = pose[Part.LEFT_HIP], pose[Part.RIGHT_HIP]
        trunk_x, trunk_y, _ = pose.trunk
        self.t_ms = t_ms
        self.hip_x = (left[0] + right[0]) / 2
        self.x, self.y = self.hip_x + trunk_x / 2, (left[1] + right[1] + trunk_y) / 2
        self.length = max(1.0, hypot(trunk_x, trunk_y))


_OUTLINE = tuple(
    int(part)
    for part in (
        Part.NOSE,
        Part.LEFT_SHOULDER,
        Part.RIGHT_SHOULDER,
        Part.LEFT_HIP,
        Part.RIGHT_HIP,
        Part.LEFT_KNEE,
        Part.RIGHT_KNEE,
        Part.LEFT_ANKLE,
        Part.RIGHT_ANKLE,
    )
)


def size_in_picture(frame: Frame) -> float:
    """Share of the picture the body fills, along the direction it fills most; 0 if nobody is seen."""
    if frame.image is None:
        return 0.0
    xs = [frame.image[part].x for part in _OUTLINE]
    ys = [frame.image[part].y for part in _OUTLINE]
    return max(max(xs) - min(xs), max(ys) - min(ys))


def is_sideways(frame: Frame) -> bool:
    """Whether the whole stretched body lies across the picture, as when the phone lies on its side."""
    pose = image_pose(frame)
    if pose is None:
        return False
    trunk_x, trunk_y, _ = pose.trunk
    legs = [
        pose[ankle][i] - pose[hip][i] for i in (0, 1) for hip, ankle in ((Part.LEFT_HIP, Part.LEFT_ANKLE),)
    ]
    return abs(trunk_x) > 2 * abs(trunk_y) and abs(legs[0]) > 2 * abs(legs[1]) and trunk_x * legs[0] < 0


def is_cut_off(landmarks: tuple[Landmark, ...], parts: tuple[int, ...]) -> bool:
    """Whether any of these points lies outside the picture."""
    return any(not (0.0 <= landmarks[i].x <= 1.0 and 0.0 <= landmarks[i].y <= 1.0) for i in parts)
