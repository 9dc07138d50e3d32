"""A body that is watched from afar: the points and joint angles of an instant, in one short message.

Made on the device whose camera sees the body, shown on another, and read once more by the server for what is
kept. Numbers are whole, so that a message is some seven hundred bytes; reading one trusts nothing.
Source: docs/visits.md, "Measuring".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypedDict

from sinew.motion.angles import SIGNAL_OF, AngleReader
from sinew.motion.frame import LANDMARK_COUNT, Frame, Landmark
from sinew.motion.geometry import SIGNALS
from sinew.vocabulary import View

VERSION = 1
NAMES: tuple[str, ...] = tuple(SIGNAL_OF)
"""The angles of a message, in its order."""
STEP = 10_000
"""Steps a picture's width and height are divided into."""
_LOW, _HIGH = -STEP, 2 * STEP
_ANGLE_STEPS = 10
_MOST_ANGLE = 3_600
_WIDEST = 10_000
_LATEST_MS = 2**40


class WireFrame(TypedDict):
    """An instant as it is sent.

    `p` is x, y (in ten-thousandths of the picture) and how well it was seen (in hundredths) of each of the 33
    points, null where nobody was seen. `a` are the angles in tenths of a degree, in their fixed order, null
    where a joint was not seen, `s` how well the worst point of each was seen, in hundredths.
    """

    v: int
    t: int
    w: int
    h: int
    view: View
    p: list[int] | None
    a: list[int | None]
    s: list[int]


@dataclass(frozen=True, slots=True)
class LiveFrame:
    """What was seen and measured at one instant.

    Attributes:
        t_ms: on the clock of the camera's device.
        width, height: of the picture, in pixels.
        points: x and y as shares of the picture and how well each was seen, 0 to 1; ``None`` = nobody there.
        angles_deg: by name; ``None`` where a joint was not seen.
        seen: by the same names, how well the worst of its points was seen, 0 to 1.
    """

    t_ms: int
    width: int
    height: int
    view: View
    points: tuple[tuple[float, float, float], ...] | None
    angles_deg: Mapping[str, float | None]
    seen: Mapping[str, float]

    def to_dict(self) -> WireFrame:
        """The message."""
        return {
            "v": VERSION,
            "t": self.t_ms,
            "w": self.width,
            "h": self.height,
            "view": self.view,
            "p": None
            if self.points is None
            else [number for point in self.points for number in _packed(point)],
            "a": [_tenths(self.angles_deg[name]) for name in NAMES],
            "s": [round(100 * self.seen[name]) for name in NAMES],
        }


def _packed(point: tuple[float, float, float]) -> tuple[int, int, int]:
    x, y, seen = point
    return _step(x), _step(y), round(100 * seen)


def _step(share: float) -> int:
    return min(_HIGH, max(_LOW, round(STEP * share)))


def _tenths(angle_deg: float | None) -> int | None:
    return None if angle_deg is None else round(_ANGLE_STEPS * angle_deg)


class LiveReader:
    """Makes a message of each frame; the angles are those of ``sinew angles``."""

    def __init__(self) -> None:
        self._angles = AngleReader()

    def read(self, frame: Frame) -> LiveFrame:
        """What is sent of this frame."""
        angles = self._angles.read(frame)
        return LiveFrame(
            t_ms=frame.t_ms,
            width=frame.width,
            height=frame.height,
            view=self._angles.view,
            points=None if frame.image is None else tuple(_point(landmark) for landmark in frame.image),
            angles_deg={name: angles[name] for name in NAMES},
            seen={name: _seen(frame, name) for name in NAMES},
        )


def _point(landmark: Landmark) -> tuple[float, float, float]:
    return landmark.x, landmark.y, 1.0 if landmark.visibility is None else landmark.visibility


def _seen(frame: Frame, name: str) -> float:
    """How well the worst point of an angle was seen; one outside the picture was not."""
    if frame.image is None:
        return 0.0
    signal, side = SIGNAL_OF[name]
    points = (_point(frame.image[part]) for part in SIGNALS[signal].landmarks(side))
    return min(seen if 0.0 <= x <= 1.0 and 0.0 <= y <= 1.0 else 0.0 for x, y, seen in points)


def live_frame_from_dict(raw: object) -> LiveFrame:
    """Read a message, whoever sent it.

    Raises:
        ValueError: it is none of this version; the message says which part is wrong.
    """
    if not isinstance(raw, Mapping) or raw.keys() != WireFrame.__annotations__.keys():
        raise ValueError("a frame has the fields v, t, w, h, view, p, a and s")
    _whole(raw, "v", VERSION, VERSION)
    angles = _list(raw, "a", len(NAMES), -_MOST_ANGLE, _MOST_ANGLE, may_lack=True)
    seen = _list(raw, "s", len(NAMES), 0, 100)
    return LiveFrame(
        t_ms=_whole(raw, "t", 0, _LATEST_MS),
        width=_whole(raw, "w", 1, _WIDEST),
        height=_whole(raw, "h", 1, _WIDEST),
        view=View(raw["view"]),
        points=None if raw["p"] is None else _points(raw),
        angles_deg={
            name: None if tenths is None else tenths / _ANGLE_STEPS
            for name, tenths in zip(NAMES, angles, strict=True)
        },
        seen={name: (hundredths or 0) / 100 for name, hundredths in zip(NAMES, seen, strict=True)},
    )


def _points(raw: Mapping[Any, Any]) -> tuple[tuple[float, float, float], ...]:
    numbers = [number or 0 for number in _list(raw, "p", 3 * LANDMARK_COUNT, _LOW, _HIGH)]
    if any(not 0 <= seen <= 100 for seen in numbers[2::3]):
        raise ValueError("p: how well a point was seen is 0 to 100")
    triples = zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True)
    return tuple((x / STEP, y / STEP, seen / 100) for x, y, seen in triples)


def _list(
    raw: Mapping[Any, Any], name: str, length: int, low: int, high: int, *, may_lack: bool = False
) -> list[int | None]:
    rows = raw[name]
    if not isinstance(rows, list) or len(rows) != length:
        raise ValueError(f"{name}: a list of {length} numbers")
    if not all((may_lack and row is None) or _is_whole(row, low, high) for row in rows):
        raise ValueError(f"{name}: whole numbers from {low} to {high}")
    return rows


def _whole(raw: Mapping[Any, Any], name: str, low: int, high: int) -> int:
    value = raw[name]
    if not _is_whole(value, low, high):
        raise ValueError(f"{name}: a whole number from {low} to {high}")
    return int(value)


def _is_whole(value: object, low: int, high: int) -> bool:
    return type(value) is int and low <= value <= high
