"""A trace in a few kilobytes: where the joints were in the picture and what was measured, not the picture.

Made on the member's device for a set they may share, read by the server for its replay. 17 points in
steps of 1/2048 of the picture, how well each was seen in four steps, the measured angle in steps of half
a degree, at most 12 times a second. Every column is written as differences in time and packed with zlib.
Reading trusts nothing: whatever the bytes are, the answer is a trace or a `TraceRefused`, in bounded memory.
Source: docs/motion/replay.md.
"""

import struct
import zlib
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sinew.motion.frame import Frame, Landmark, Part

PARTS: tuple[Part, ...] = (
    Part.NOSE,
    *(Part.LEFT_SHOULDER, Part.RIGHT_SHOULDER, Part.LEFT_ELBOW, Part.RIGHT_ELBOW),
    *(Part.LEFT_WRIST, Part.RIGHT_WRIST, Part.LEFT_HIP, Part.RIGHT_HIP, Part.LEFT_KNEE, Part.RIGHT_KNEE),
    *(Part.LEFT_ANKLE, Part.RIGHT_ANKLE, Part.LEFT_HEEL, Part.RIGHT_HEEL, Part.LEFT_TOE, Part.RIGHT_TOE),
)
"""The points a trace keeps, in its order."""

STEP = 2048
"""Steps a picture's width and height are divided into."""
MOST_HZ = 12
MOST_MOMENTS = MOST_HZ * 60 * 10
"""Ten minutes; of a longer set the last ten are kept."""
MOST_BYTES = 300_000
_MOST_UNPACKED = 2_000_000
_HEAD = struct.Struct("<4sBHHII")
_MAGIC, _VERSION = b"SNWT", 1
_LOW, _HIGH = -STEP, 2 * STEP
_ANGLE_STEP, _ANGLE_LIMIT = 0.5, 720
_LEVELS = 3
_LATEST_MS = 2**32 - 1
_CLOCK_MS = 1000
_LONGEST_MS = 6 * 3600 * 1000
_UNSEEN, _KNOWN = 0, 1


class TraceRefused(ValueError):
    """These bytes are no trace this version can read; the message says what is wrong with them."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One instant of a trace.

    Attributes:
        t_ms: on the clock of the frames it was made of.
        points: for each of `PARTS`, x and y as shares of the picture's width and height, and how well it was
            seen, 0 to 1; empty where nobody was.
        angle_deg: the measured signal, ``None`` where the joints were not seen.
    """

    t_ms: int
    points: tuple[tuple[float, float, float], ...]
    angle_deg: float | None


@dataclass(frozen=True, slots=True)
class Trace:
    """A recorded series of moments.

    Attributes:
        width, height: of the picture, in pixels.
        moments: in order of time.
    """

    width: int
    height: int
    moments: tuple[Moment, ...]

    @property
    def duration_ms(self) -> int:
        """From the first moment to the last."""
        return self.moments[-1].t_ms - self.moments[0].t_ms if self.moments else 0


class TraceRecorder:
    """Collects a set frame by frame; remembers no more than its last ten minutes."""

    def __init__(self) -> None:
        self._moments: deque[Moment] = deque(maxlen=MOST_MOMENTS)
        self._size = (1, 1)

    def take(self, frame: Frame, angle_deg: float | None) -> None:
        """Take a frame and what was measured in it; frames closer than a twelfth of a second are left out.

        A clock that falls by more than a second has begun anew, and so does the trace.
        """
        if not 0 <= frame.t_ms <= _LATEST_MS:
            return
        if self._moments:
            since_ms = frame.t_ms - self._moments[-1].t_ms
            if since_ms < -_CLOCK_MS or frame.t_ms - self._moments[0].t_ms > _LONGEST_MS:
                self._moments.clear()
            elif since_ms < 950 / MOST_HZ:
                return
        if frame.image is not None:
            self._size = (frame.width, frame.height)
        points = tuple(_point(frame.image[part]) for part in PARTS) if frame.image is not None else ()
        self._moments.append(Moment(frame.t_ms, points, angle_deg))

    def packed(self, since_ms: int = 0) -> bytes:
        """The trace from a time on; empty if nobody was seen in it."""
        kept = tuple(moment for moment in self._moments if moment.t_ms >= since_ms)
        return pack(Trace(*self._size, kept)) if any(moment.points for moment in kept) else b""


def _point(landmark: Landmark) -> tuple[float, float, float]:
    seen = landmark.visibility
    return landmark.x, landmark.y, 1.0 if seen is None else seen


def pack(trace: Trace) -> bytes:
    """The trace as bytes.

    Raises:
        ValueError: it has no moment or too many, its times do not rise, or its picture has no size.
    """
    moments = trace.moments
    if not 0 < len(moments) <= MOST_MOMENTS:
        raise ValueError(f"moments: expected 1 to {MOST_MOMENTS}, found {len(moments)}")
    if not (0 < trace.width < 65536 and 0 < trace.height < 65536):
        raise ValueError(f"width and height: expected 1 to 65535, found {trace.width} and {trace.height}")
    times = [moment.t_ms for moment in moments]
    if any(b <= a for a, b in pairwise(times)) or not 0 <= times[0] <= _LATEST_MS:
        raise ValueError("t_ms: expected times from 0 on that rise")
    seen = [moment for moment in moments if moment.points]
    columns = [
        [b - a for a, b in pairwise(times)],
        [_KNOWN if moment.points else _UNSEEN for moment in moments],
        [_UNSEEN if moment.angle_deg is None else _KNOWN for moment in moments],
        _differences(
            _limited(round(moment.angle_deg / _ANGLE_STEP), -_ANGLE_LIMIT, _ANGLE_LIMIT)
            for moment in moments
            if moment.angle_deg is not None
        ),
    ]
    for index in range(len(PARTS)):
        for axis in (0, 1):
            places = (round(moment.points[index][axis] * STEP) for moment in seen)
            columns.append(_differences(_limited(place, _LOW, _HIGH) for place in places))
        columns.append([round(moment.points[index][2] * _LEVELS) for moment in seen])
    body = b"".join(_written(column) for column in columns)
    head = _HEAD.pack(_MAGIC, _VERSION, trace.width, trace.height, times[0], len(moments))
    return head + zlib.compress(body, 9)


def unpack(data: bytes) -> Trace:
    """The trace these bytes hold.

    Raises:
        TraceRefused: they hold none, are too many, or come from a newer version.
    """
    if len(data) > MOST_BYTES:
        raise TraceRefused(f"a trace has at most {MOST_BYTES} bytes, this has {len(data)}")
    if len(data) < _HEAD.size or not data.startswith(_MAGIC):
        raise TraceRefused("these bytes do not begin like a trace")
    _, version, width, height, start_ms, count = _HEAD.unpack_from(data)
    if version != _VERSION:
        raise TraceRefused(f"this is a trace of version {version}; version {_VERSION} can be read")
    if not width or not height or not 0 < count <= MOST_MOMENTS:
        raise TraceRefused(f"a trace has a picture and 1 to {MOST_MOMENTS} moments")
    reader = _Reader(_inflated(data[_HEAD.size :]))
    moments = tuple(_moments(reader, start_ms, count))
    reader.end()
    return Trace(width, height, moments)


def _moments(reader: "_Reader", start_ms: int, count: int) -> Iterator[Moment]:
    steps = reader.column(count - 1, 1, _LONGEST_MS)
    if sum(steps) > _LONGEST_MS:
        raise TraceRefused("a trace lasts at most six hours")
    is_seen, is_measured = reader.column(count, 0, 1), reader.column(count, 0, 1)
    angles = reader.places(sum(is_measured), -_ANGLE_LIMIT, _ANGLE_LIMIT)
    columns = []
    for _part in PARTS:
        xs, ys = (reader.places(sum(is_seen), _LOW, _HIGH) for _axis in (0, 1))
        levels = reader.column(sum(is_seen), 0, _LEVELS)
        columns.append(
            [(x / STEP, y / STEP, seen / _LEVELS) for x, y, seen in zip(xs, ys, levels, strict=True)]
        )
    bodies, measured, t_ms = zip(*columns, strict=True), iter(angles), start_ms
    for index in range(count):
        t_ms += steps[index - 1] if index else 0
        points = next(bodies) if is_seen[index] else ()
        yield Moment(t_ms, points, next(measured) * _ANGLE_STEP if is_measured[index] else None)


def _inflated(packed: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        body = unpacker.decompress(packed, _MOST_UNPACKED)
    except zlib.error:
        raise TraceRefused("the trace is damaged: it cannot be unpacked") from None
    if not unpacker.eof or unpacker.unused_data or unpacker.unconsumed_tail:
        raise TraceRefused("the trace is damaged: it ends too early, or too much follows it")
    return body


class _Reader:
    """Reads columns of numbers and refuses whatever is none."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._at = 0

    def column(self, count: int, low: int, high: int) -> list[int]:
        """So many numbers within these limits."""
        found = [self._number() for _ in range(count)]
        if any(not low <= value <= high for value in found):
            raise TraceRefused("the trace is damaged: a number in it is out of its limits")
        return found

    def places(self, count: int, low: int, high: int) -> list[int]:
        """So many places, each written as the difference from the one before."""
        places, place = [], 0
        for _ in range(count):
            place += self._number()
            if not low <= place <= high:
                raise TraceRefused("the trace is damaged: a place in it is out of its limits")
            places.append(place)
        return places

    def end(self) -> None:
        """Refuse bytes that are left."""
        if self._at != len(self._body):
            raise TraceRefused("the trace is damaged: it holds more than it says")

    def _number(self) -> int:
        value = shift = 0
        while True:
            if self._at >= len(self._body) or shift > 35:
                raise TraceRefused("the trace is damaged: a number in it has no end")
            byte = self._body[self._at]
            self._at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return (value >> 1) ^ -(value & 1)
            shift += 7


def _written(numbers: Sequence[int]) -> bytes:
    """Whole numbers, small ones in one byte, the sign in the lowest bit."""
    out = bytearray()
    for number in numbers:
        value = number << 1 if number >= 0 else (-number << 1) - 1
        while value >= 0x80:
            out.append(value & 0x7F | 0x80)
            value >>= 7
        out.append(value)
    return bytes(out)


def _differences(places: Iterable[int]) -> list[int]:
    before, found = 0, []
    for place in places:
        found.append(place - before)
        before = place
    return found


def _limited(value: int, low: int, high: int) -> int:
    return min(high, max(low, value))
