"""A standing person from the waist down, from the front and from behind, to point at where it hurts.

Source: docs/motion/figure.md, "Where it hurts".
"""

from dataclasses import replace
from math import hypot, pi, sin

from sinew.motion import body, figure_front
from sinew.motion.figure import UNITS_PER_HEIGHT, paths, standalone_svg
from sinew.motion.figure_outline import Point, Shape

_LIMBS = body.Limbs(hip_out=-2, shoulder_out=16, elbow=6)
STANDING = body.Pose(turn=90, near=_LIMBS, far=_LIMBS)
AREA = (-0.22, 0.16, 0.44, 0.62)
"""Left, top, width and height around the pelvis, in body heights: from the waist to the calves."""
_CREASES: dict[str, tuple[tuple[Point, Point, float], ...]] = {
    "back": (
        ((0.0, -0.01), (0.0, -0.066), 0.0),
        ((0.035, -0.085), (0.135, -0.08), -0.02),
        ((0.07, -0.246), (0.104, -0.246), -0.006),
    ),
    "front": (
        ((0.045, -0.07), (0.125, 0.02), -0.012),
        ((0.07, -0.236), (0.104, -0.236), 0.01),
    ),
}
"""Folds and hollows of the right half that tell both views apart: two ends, and how far the middle sags."""
_CREASE_WIDTH = 0.005
CREASE_STEPS = 6


def standing_svg(seen_from: str, alt: str) -> str:
    """The person as a standalone ``<svg>``.

    Args:
        seen_from: ``front`` or ``back``; the picture area is the same.
    """
    drawn = [_near(shape) for shape in figure_front.shapes(body.skeleton(STANDING), ())]
    lines = [_crease(*line) for line in _CREASES[seen_from]]
    mirrored = [tuple((-x, y) for x, y in line) for line in lines]
    creases = [Shape(f"crease-{n}", "far", line, smooth=False) for n, line in enumerate([*lines, *mirrored])]
    left, top, width, height = (round(value * UNITS_PER_HEIGHT) for value in AREA)
    return standalone_svg(f"{left} {-top} {width} {height}", alt, paths([*drawn, *creases], 0.0))


def _crease(start: Point, end: Point, sag: float) -> tuple[Point, ...]:
    """A thin shape from one point to another that is widest in the middle."""
    shares = [n / CREASE_STEPS for n in range(CREASE_STEPS + 1)]
    (x, y), (across, up) = start, (end[0] - start[0], end[1] - start[1])
    length = hypot(across, up)
    aside = (-up / length, across / length)
    middle = [(x + across * s, y + up * s + sag * 4 * s * (1 - s)) for s in shares]
    half = [_CREASE_WIDTH / 2 * sin(pi * s) for s in shares]
    one = [(px + aside[0] * w, py + aside[1] * w) for (px, py), w in zip(middle, half, strict=True)]
    other = [(px - aside[0] * w, py - aside[1] * w) for (px, py), w in zip(middle, half, strict=True)]
    return (*one, *reversed(other[1:-1]))


def _near(shape: Shape) -> Shape:
    """Both sides in the same colors: here neither is the one that works."""
    return replace(shape, role={"far": "near"}.get(shape.role, shape.role.replace("-far", "-near")))
