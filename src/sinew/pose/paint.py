"""Paints figure shapes into pixels (OpenCV): for contact sheets and for videos of a test person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from sinew.motion.figure import muscle_opacity
from sinew.motion.figure_outline import Point, Shape, flattened

Image = npt.NDArray[np.uint8]
Color = tuple[int, int, int]
ENLARGED = 3
"""Painted this much larger and then averaged down, for smooth edges."""


def rgb(text: str) -> Color:
    """Blue, green, red of ``#rrggbb``, the order OpenCV paints in."""
    red, green, blue = (int(text[i : i + 2], 16) for i in (1, 3, 5))
    return blue, green, red


DRAWING: Mapping[str, Color] = {
    "paper": rgb("#faf6ef"),
    "ground": rgb("#b9b1a4"),
    "mat": rgb("#d9d2c4"),
    "prop": rgb("#cdc5b8"),
    "strap": rgb("#a3846a"),
    "ball": rgb("#b9c3c2"),
    "weight": rgb("#5b6266"),
    "near": rgb("#36545f"),
    "far": rgb("#93aab1"),
    "skin-near": rgb("#cf9a78"),
    "skin-far": rgb("#e2c3ae"),
    "ear": rgb("#b98363"),
    "hair": rgb("#4b3a33"),
    "cloth": rgb("#8fb5a8"),
    "cloth-far": rgb("#bdd3ca"),
    "sleeve": rgb("#83ab9d"),
    "shoe-near": rgb("#6d7478"),
    "shoe-far": rgb("#b3b9bb"),
    "sole-near": rgb("#f1ece2"),
    "sole-far": rgb("#e4dfd5"),
    "face": rgb("#3a2c27"),
    "line": rgb("#7d5443"),
    "muscle": rgb("#e8743b"),
}
"""Colors of the drawn figure on light paper, as in frontend/src/styles/figure.css."""

PERSON: Mapping[str, Color] = {
    "paper": rgb("#cfd3d4"),
    "ground": rgb("#8d8a86"),
    "mat": rgb("#6f8c98"),
    "prop": rgb("#a08f7c"),
    "strap": rgb("#6b4a2f"),
    "ball": rgb("#93a59b"),
    "weight": rgb("#4a4f52"),
    "near": rgb("#2b3f66"),
    "far": rgb("#1d2b47"),
    "skin-near": rgb("#d8a27f"),
    "skin-far": rgb("#a87a5d"),
    "ear": rgb("#b9805f"),
    "hair": rgb("#3a2a22"),
    "cloth": rgb("#b8443f"),
    "cloth-far": rgb("#7f2f2c"),
    "sleeve": rgb("#a23a36"),
    "shoe-near": rgb("#efefef"),
    "shoe-far": rgb("#b5b5b5"),
    "sole-near": rgb("#555555"),
    "sole-far": rgb("#444444"),
    "face": rgb("#1c1512"),
    "line": rgb("#7d3b34"),
    "muscle": rgb("#2b3f66"),
}
"""Colors of the test person: saturated, the near side over a darker far side (docs/motion/figure.md)."""


@dataclass(frozen=True, slots=True)
class Camera:
    """How body heights become pixels.

    Attributes:
        scale: pixels per body height.
        left_px: column of x = 0.
        floor_px: row of y = 0.
    """

    scale: float
    left_px: float
    floor_px: float

    def pixels(self, points: Sequence[Point]) -> Any:
        """Pixel coordinates on the enlarged canvas."""
        at = [(self.left_px + x * self.scale, self.floor_px - y * self.scale) for x, y in points]
        return np.round(np.array(at) * ENLARGED).astype(np.int32)


def paint(
    size: tuple[int, int],
    shapes: Sequence[Shape],
    camera: Camera,
    colors: Mapping[str, Color],
    glow: float = 0.0,
) -> Image:
    """A picture (width, height in pixels) of shapes painted in their order, muscles as strong as ``glow``."""
    width, height = size
    canvas: Image = np.full((height * ENLARGED, width * ENLARGED, 3), colors["paper"], np.uint8)
    muscles = [shape for shape in shapes if shape.role == "muscle"]
    for shape in shapes:
        if shape.role != "muscle":
            _fill(canvas, shape, camera, colors[shape.role])
        elif shape is muscles[0]:
            over = canvas.copy()
            for muscle in muscles:
                _fill(over, muscle, camera, colors["muscle"])
            share = muscle_opacity(glow)
            cv2.addWeighted(over, share, canvas, 1 - share, 0, dst=canvas)
    return cv2.resize(canvas, size, interpolation=cv2.INTER_AREA)  # type: ignore[return-value]  # same dtype


def _fill(canvas: Image, shape: Shape, camera: Camera, color: Color) -> None:
    points = flattened(shape.points, closed=shape.closed) if shape.smooth else list(shape.points)
    if shape.closed:
        cv2.fillPoly(canvas, [camera.pixels(points)], color)
    else:
        width = max(round(camera.scale * ENLARGED / 260), 1)
        cv2.polylines(canvas, [camera.pixels(points)], False, color, width)
