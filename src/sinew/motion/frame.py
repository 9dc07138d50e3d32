"""One instant of a body as the pose model saw it: 33 landmarks in the image and in space.

The landmark order is that of MediaPipe Pose (BlazePose). Nothing here is mirrored: *left* is the
person's left side.
Source: google-ai-edge/mediapipe, docs/solutions/pose.md, "Pose landmark model".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, NamedTuple

LANDMARK_COUNT = 33


class Part(IntEnum):
    """Index of a body point among the 33; right is always left + 1 for paired points."""

    NOSE = 0
    LEFT_EYE = 2
    RIGHT_EYE = 5
    LEFT_EAR = 7
    RIGHT_EAR = 8
    LEFT_SHOULDER = 11
    RIGHT_SHOULDER = 12
    LEFT_ELBOW = 13
    RIGHT_ELBOW = 14
    LEFT_WRIST = 15
    RIGHT_WRIST = 16
    LEFT_HIP = 23
    RIGHT_HIP = 24
    LEFT_KNEE = 25
    RIGHT_KNEE = 26
    LEFT_ANKLE = 27
    RIGHT_ANKLE = 28
    LEFT_HEEL = 29
    RIGHT_HEEL = 30
    LEFT_TOE = 31
    RIGHT_TOE = 32


MIRRORED_INDEX: tuple[int, ...] = (
    *(0, 4, 5, 6, 1, 2, 3, 8, 7, 10, 9),
    *(index + 1 if index % 2 else index - 1 for index in range(11, LANDMARK_COUNT)),
)  # fmt: skip
"""For every landmark, the index of the same point on the other side of the body."""


class Landmark(NamedTuple):
    """One body point.

    Attributes:
        x: in an image, 0..1 of its width from the left; in the world, meters to the image's right.
        y: in an image, 0..1 of its height from the top; in the world, meters downward.
        z: in the world, meters away from the camera, from the middle of the hips.
        visibility: 0..1, how sure the model is that the point can be seen; ``None`` when not given.
    """

    x: float
    y: float
    z: float
    visibility: float | None


@dataclass(frozen=True, slots=True)
class Frame:
    """All landmarks at one instant.

    Attributes:
        t_ms: time on one clock that only goes forward.
        width: image width in pixels (angles in the image need the true shape of a pixel grid).
        height: image height in pixels.
        image: 33 landmarks in the image, or ``None`` (nobody seen, or motion-capture input).
        world: 33 landmarks in meters around the middle of the hips, or ``None``.
    """

    t_ms: int
    width: int
    height: int
    image: tuple[Landmark, ...] | None
    world: tuple[Landmark, ...] | None


def frame_from_dict(raw: Mapping[str, Any]) -> Frame:
    """Read one line of a ``*.landmarks.jsonl`` recording.

    Raises:
        ValueError: a field is missing or has the wrong shape; the message names it.
    """
    for name in ("t_ms", "width", "height"):
        value = raw.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError(f"{name}: expected a number, found {value!r}")
    return Frame(
        t_ms=round(raw["t_ms"]),
        width=int(raw["width"]),
        height=int(raw["height"]),
        image=_landmarks("image", raw.get("image")),
        world=_landmarks("world", raw.get("world")),
    )


def _landmarks(name: str, rows: Sequence[Sequence[Any]] | None) -> tuple[Landmark, ...] | None:
    if rows is None:
        return None
    try:
        landmarks = tuple([Landmark(*row) for row in rows])
        for x, y, z, visibility in landmarks:
            x + y + z + (visibility or 0.0)  # anything but numbers fails here
    except TypeError:
        raise ValueError(f"{name}: every landmark must be four numbers [x, y, z, visibility]") from None
    if len(landmarks) != LANDMARK_COUNT:
        raise ValueError(f"{name}: expected {LANDMARK_COUNT} landmarks, found {len(landmarks)}")
    return landmarks


def frame_to_dict(frame: Frame) -> dict[str, Any]:
    """The JSON form of a frame: one line of a ``*.landmarks.jsonl`` recording."""
    return {
        "t_ms": frame.t_ms,
        "width": frame.width,
        "height": frame.height,
        "image": None if frame.image is None else [list(point) for point in frame.image],
        "world": None if frame.world is None else [list(point) for point in frame.world],
    }


def mirrored(frame: Frame) -> Frame:
    """The same body as a mirror would show it: left and right change places."""
    image, world = frame.image, frame.world
    return Frame(
        t_ms=frame.t_ms,
        width=frame.width,
        height=frame.height,
        image=image and tuple([image[i]._replace(x=1.0 - image[i].x) for i in MIRRORED_INDEX]),
        world=world and tuple([world[i]._replace(x=-world[i].x) for i in MIRRORED_INDEX]),
    )
