"""Every named joint angle of a frame, for looking at a recording without an exercise in mind."""

from sinew.motion.bones import BoneLengths, LiftedPose
from sinew.motion.frame import Frame
from sinew.motion.geometry import LEFT, RIGHT, SIGNALS, image_pose, world_pose
from sinew.motion.view import ViewEstimator
from sinew.vocabulary import View

_PAIRED = (
    "knee_flexion",
    "hip_flexion",
    "leg_raise",
    "thigh_inclination",
    "shank_inclination",
    "shoulder_flexion",
    "elbow_flexion",
)
_SINGLE = ("trunk_inclination", "pelvis_tilt")
_VISIBLE = 0.5

SIGNAL_OF: dict[str, tuple[str, int]] = {
    **{
        f"{name}_{side}": (name, offset)
        for name in _PAIRED
        for side, offset in (("left", LEFT), ("right", RIGHT))
    },
    **{name: (name, LEFT) for name in _SINGLE},
}
"""Every angle a reader names, in its order, with the signal it is and the side it is read on."""


class AngleReader:
    """Reads the angles of one frame after another, in the space that shows them truly.

    From the side they are read in the picture, from elsewhere from the world landmarks; the choice
    follows the view, as the engine's does.
    """

    def __init__(self) -> None:
        self._views = ViewEstimator()
        self._bones = BoneLengths()

    @property
    def view(self) -> View:
        """From where the body has been seen of late."""
        return self._views.view

    def read(self, frame: Frame) -> dict[str, int | float | None]:
        """Angles in degrees by name, ``None`` where a joint is not visible; ``t_ms`` first."""
        image, world = image_pose(frame), world_pose(frame)
        body = image or world
        if body is not None:
            self._views.update(frame.t_ms, body)
        if image is not None and world is not None:
            self._bones.update(frame.t_ms, image, world)
            world = LiftedPose(world, image, self._bones)
        pose = image if image is not None and self._views.view is View.SIDE else world or image
        angles: dict[str, int | float | None] = {"t_ms": frame.t_ms}
        for name, (signal, side) in SIGNAL_OF.items():
            is_seen = pose is not None and _is_seen(frame, SIGNALS[signal].landmarks(side))
            angles[name] = _rounded(SIGNALS[signal].read(pose, side)) if pose and is_seen else None
        return angles


def _rounded(angle_deg: float | None) -> float | None:
    return None if angle_deg is None else round(angle_deg, 3)


def _is_seen(frame: Frame, parts: tuple[int, ...]) -> bool:
    if frame.image is None:
        return frame.world is not None
    for part in parts:
        x, y, _, visibility = frame.image[part]
        if not (0.0 <= x <= 1.0 and 0.0 <= y <= 1.0) or (visibility is not None and visibility < _VISIBLE):
            return False
    return True
