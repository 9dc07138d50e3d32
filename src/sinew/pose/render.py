"""Films the figure as a flat, clothed test person that the real pose model finds.

The same body and the same shapes as the demonstrating figure, in colors that separate the near from the
far side, in a plain room: videos with exact ground truth for every exercise, on any machine.

Source: docs/motion/figure.md, "The test person".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from sinew.errors import InputRefused, Problem
from sinew.motion import figure
from sinew.motion.figure_outline import Shape
from sinew.motion.movement import Movement
from sinew.pose.paint import PERSON, Camera, Image, paint, rgb
from sinew.vocabulary import Side

FPS = 30
FILLED = 0.8
"""Share of the picture that the whole movement fills, in its tighter direction."""
_FLOOR = rgb("#a9a49c")
_JPEG_QUALITY = 88


@dataclass(frozen=True, slots=True)
class Film:
    """What to film.

    Attributes:
        repetitions: whole loops of the movement.
        lead_in_s: seconds of stillness before; a fake camera needs 20 or more to outlast the set-up.
        tail_s: seconds of stillness after.
        pace: how many times faster than authored.
        near_side: side of the person that the camera sees; the left one faces left.
        size: width and height in pixels; ``None``: 720 x 960, or 960 x 720 for movements on the floor.
        fps: frames a second; a ``.mjpeg`` is always played at 30.
    """

    repetitions: int = 5
    lead_in_s: float = 20.0
    tail_s: float = 4.0
    pace: float = 1.0
    near_side: Side = Side.RIGHT
    size: tuple[int, int] | None = None
    fps: int = FPS


def _size(movement: Movement, film: Film) -> tuple[int, int]:
    left, low, right, top = figure.reach(movement)
    return film.size or ((960, 720) if right - left > (top - low) * 1.1 else (720, 960))


def _camera(movement: Movement, size: tuple[int, int]) -> Camera:
    """The camera that keeps the whole movement in the middle of the picture, the floor below it."""
    left, low, right, top = figure.reach(movement)
    width, height = size
    scale = FILLED * min(width / (right - left), height / (top - low))
    return Camera(scale, width / 2 - scale * (left + right) / 2, height / 2 + scale * (low + top) / 2)


class _Studio:
    """Paints moments of one movement; a moment that looks like the last one is not painted again."""

    def __init__(self, movement: Movement, film: Film) -> None:
        self._movement, self._mirrored = movement, film.near_side is Side.LEFT
        self.size = _size(movement, film)
        self._camera = _camera(movement, self.size)
        self._bounds = figure.reach(movement)
        self._last: tuple[list[Shape], Image] | None = None

    def picture(self, t_s: float) -> Image:
        """The person at a time of the movement."""
        shapes = figure.shapes_at(self._movement, t_s, bounds=self._bounds)
        if self._last and self._last[0] == shapes:
            return self._last[1]
        person = [shape for shape in shapes if shape.role not in {"muscle", "ground"}]
        image = paint(self.size, [self._floor(), *person], self._camera, {**PERSON, "floor": _FLOOR})
        image = np.ascontiguousarray(image[:, ::-1]) if self._mirrored else image
        self._last = (shapes, image)
        return image

    def _floor(self) -> Shape:
        wide = 20.0
        return Shape(
            "floor", "floor", ((-wide, 0.03), (wide, 0.03), (wide, -wide), (-wide, -wide)), smooth=False
        )


def pictures(movement: Movement, film: Film) -> Iterator[Image]:
    """The frames of a film: still, then moving, then still."""
    studio = _Studio(movement, film)
    moving_s = film.repetitions * movement.duration_s / film.pace
    for index in range(round((film.lead_in_s + moving_s + film.tail_s) * film.fps)):
        into_s = min(max(index / film.fps - film.lead_in_s, 0.0), moving_s)
        yield studio.picture(0.0 if into_s >= moving_s - 1e-9 else into_s * film.pace)


def render(movement: Movement, path: Path, film: Film | None = None) -> int:
    """Write a film to ``.mp4`` or raw ``.mjpeg`` (as Chromium's fake camera plays it).

    Returns:
        how many frames were written.

    Raises:
        InputRefused: the file name ends in something else, or the file cannot be written.
    """
    how = film or Film()
    if path.suffix not in {".mp4", ".mjpeg"}:
        raise _refused(path, "film-format", "write to a file that ends in .mp4 or .mjpeg")
    try:
        path.touch()
    except OSError as reason:
        raise _refused(path, "unwritable-file", f"cannot be written: {reason.strerror or reason}") from reason
    frames = pictures(movement, how)
    return (
        _write_jpegs(path, frames)
        if path.suffix == ".mjpeg"
        else _write_mp4(path, frames, _size(movement, how), how.fps)
    )


def _refused(path: Path, code: str, message: str) -> InputRefused:
    return InputRefused((Problem(str(path), code, message),))


def _write_jpegs(path: Path, frames: Iterator[Image]) -> int:
    count, last, data = 0, None, b""
    with path.open("wb") as file:
        for image in frames:
            if image is not last:
                _, encoded = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
                last, data = image, encoded.tobytes()
            file.write(data)
            count += 1
    return count


def _write_mp4(path: Path, frames: Iterator[Image], size: Sequence[int], fps: int) -> int:
    codec: Any = cv2.VideoWriter.fourcc(*"mp4v")
    writer, count = cv2.VideoWriter(str(path), codec, fps, tuple(size)), 0
    try:
        for image in frames:
            writer.write(image)
            count += 1
    finally:
        writer.release()
    return count
