"""One instant of a body as the pose model saw it: 33 landmarks in the image and in space.

The landmark order is that of MediaPipe Pose (BlazePose). Nothing here is mirrored: *left* is the
person's left side.
Source: google-ai-edge/mediapipe, docs/solutions/pose.md, "Pose landmark model".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, NamedTuple, cast

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


_FURTHEST = 1000.0
"""Coordinates beyond this many picture widths or meters are no body's."""
_LATEST_MS, _WIDEST = 10**15, 100_000


def frame_from_dict(raw: Mapping[str, Any]) -> Frame:
    """Read one line of a ``*.landmarks.jsonl`` recording.

    Raises:
        ValueError: a field is missing or has the wrong shape; the message names it.
    """
    image, world = _landmarks("image", raw.get("image")), _landmarks("world", raw.get("world"))
    smallest = 0 if image is None else 1  # without a picture its size does not matter
    return Frame(
        t_ms=round(_number(raw, "t_ms", -_LATEST_MS, _LATEST_MS)),
        width=int(_number(raw, "width", smallest, _WIDEST)),
        height=int(_number(raw, "height", smallest, _WIDEST)),
        image=image,
        world=world,
    )


def _number(raw: Mapping[str, Any], name: str, low: float, high: float) -> float:
    value = raw.get(name)
    if not _is_number(value, low, high):
        wanted = "a number" if not _is_number(value, -1e300, 1e300) else f"{low} to {high}"
        raise ValueError(f"{name}: expected {wanted}, found {_shown(value)}")
    return cast("float", value)


def _is_number(value: object, low: float, high: float) -> bool:
    """Whether it is a plain number between two limits; not NaN, and not a truth value."""
    return (type(value) is float or type(value) is int) and low <= value <= high


def _shown(value: object) -> str:
    """A value as a message shows it, cut short."""
    if type(value) is int and abs(value) > 10**20:
        return "a number of more than 20 digits"
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:40]}…"


def _landmarks(name: str, rows: object) -> tuple[Landmark, ...] | None:
    if rows is None:
        return None
    if not isinstance(rows, list | tuple):
        raise ValueError(f"{name}: expected a list of {LANDMARK_COUNT} landmarks, found {_shown(rows)}")
    if len(rows) != LANDMARK_COUNT:
        raise ValueError(f"{name}: expected {LANDMARK_COUNT} landmarks, found {len(rows)}")
    return tuple([_landmark(name, index, row) for index, row in enumerate(rows)])


def _landmark(name: str, index: int, row: object) -> Landmark:
    if not isinstance(row, list | tuple) or len(row) != 4:
        raise ValueError(f"{name}[{index}]: expected [x, y, z, visibility], found {_shown(row)}")
    for axis, value in zip("xyz", row, strict=False):
        if not _is_number(value, -_FURTHEST, _FURTHEST):
            limits = f"{-_FURTHEST:.0f} to {_FURTHEST:.0f}"
            raise ValueError(f"{name}[{index}].{axis}: expected a number, {limits}, found {_shown(value)}")
    if row[3] is not None and not _is_number(row[3], 0, 1):
        raise ValueError(f"{name}[{index}].visibility: expected 0 to 1 or null, found {_shown(row[3])}")
    return Landmark(*row)


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
