"""Puts legs back that the pose model has exchanged: one that lies behind the other is easily taken for it."""

from math import hypot

from sinew.motion.frame import MIRRORED_INDEX, Frame, Landmark, Part

_LEG = range(Part.LEFT_KNEE, Part.RIGHT_TOE + 1)
_COMPARED = (Part.LEFT_KNEE, Part.RIGHT_KNEE, Part.LEFT_ANKLE, Part.RIGHT_ANKLE)
Landmarks = tuple[Landmark, ...]


class Legs:
    """Exchanges knees and feet where that halves the way they have come since the frame before.

    Legs that cross move far either way and are left alone, as are those not seen for a while: what they were
    before says nothing then. Source: docs/motion/tests.md, "A trial".
    """

    _HALF, _FORGET_MS = 0.5, 700
    _MOVED = 0.12

    def __init__(self) -> None:
        self._before: Landmarks | None = None
        self._t_ms = 0

    def take(self, frame: Frame) -> Frame:
        """The frame with each leg on its own side."""
        image = frame.image
        if image is None:
            return frame
        before, gap_ms = self._before, frame.t_ms - self._t_ms
        self._t_ms = frame.t_ms
        if before is not None and gap_ms <= self._FORGET_MS:
            kept, turned = _way(before, image, frame), _way(before, exchanged(image), frame)
            if kept > self._MOVED * _trunk(image, frame) and turned < self._HALF * kept:
                world = None if frame.world is None else exchanged(frame.world)
                frame = Frame(frame.t_ms, frame.width, frame.height, exchanged(image), world)
        self._before = frame.image
        return frame


def exchanged(landmarks: Landmarks) -> Landmarks:
    """The same body with its legs, from the knees down, on the other sides."""
    return tuple(
        landmarks[MIRRORED_INDEX[index]] if index in _LEG else point for index, point in enumerate(landmarks)
    )


def _way(before: Landmarks, after: Landmarks, frame: Frame) -> float:
    """How far knees and ankles have come, in pixels."""
    return sum(
        hypot((after[part].x - before[part].x) * frame.width, (after[part].y - before[part].y) * frame.height)
        for part in _COMPARED
    )


def _trunk(landmarks: Landmarks, frame: Frame) -> float:
    """Length of the trunk in pixels, of the better side."""
    return max(
        hypot(
            (landmarks[hip].x - landmarks[shoulder].x) * frame.width,
            (landmarks[hip].y - landmarks[shoulder].y) * frame.height,
        )
        for hip, shoulder in ((Part.LEFT_HIP, Part.LEFT_SHOULDER), (Part.RIGHT_HIP, Part.RIGHT_SHOULDER))
    )
