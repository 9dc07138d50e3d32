"""Flat outlines: smooth closed curves, limbs with volume, and the shapes a figure is made of.

Points are (x, y) in body heights, y up, until :mod:`figure` turns them into picture coordinates.

Source: docs/motion/figure.md, "Drawing".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import acos, cos, hypot, tan

from sinew.motion.body import Axes, Vec

Point = tuple[float, float]
Station = tuple[float, float, float]
"""Share of the way along a segment, then half thickness ahead of and behind its axis."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One filled area or line of the drawing.

    Attributes:
        role: what it is, which decides its color (``near``, ``far``, ``skin-near``, ``prop``, ...).
        closed: an area; otherwise a line.
        smooth: drawn as a curve through its points; otherwise with corners.
    """

    id: str
    role: str
    points: tuple[Point, ...]
    closed: bool = True
    smooth: bool = True


def flat(point: Vec) -> Point:
    """A world point as the viewer sees it."""
    return point.x, point.y


def toward(start: Point, end: Point) -> Point:
    """Unit direction between two points; down where they coincide."""
    length = hypot(end[0] - start[0], end[1] - start[1])
    return ((end[0] - start[0]) / length, (end[1] - start[1]) / length) if length > 1e-6 else (0.0, -1.0)


def offset(at: Point, direction: Point, by: float) -> Point:
    """The point so far away in a direction."""
    return at[0] + direction[0] * by, at[1] + direction[1] * by


def between(start: Point, end: Point, share: float) -> Point:
    """The point that lies at a share of the way."""
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def ahead_of(direction: Point) -> Point:
    """Left of a direction: the front of a limb that hangs down from a body facing right."""
    return -direction[1], direction[0]


def local(at: Point, axes: Axes, points: Sequence[Point]) -> tuple[Point, ...]:
    """Points given as (forward, up) of a body part, placed in the picture."""
    f, u = axes.forward, axes.up
    return tuple((at[0] + f.x * a + u.x * b, at[1] + f.y * a + u.y * b) for a, b in points)


@dataclass(frozen=True, slots=True)
class LimbLine:
    """The three joints of a limb as seen, and what its bend does to its outline."""

    top: Point
    joint: Point
    end: Point

    @property
    def directions(self) -> tuple[Point, Point]:
        return toward(self.top, self.joint), toward(self.joint, self.end)

    @property
    def bend(self) -> tuple[float, int]:
        """Angle in radians, and the side (1 ahead, -1 behind) that is inside it."""
        (ax, ay), (bx, by) = self.directions
        return acos(min(max(ax * bx + ay * by, -1.0), 1.0)), 1 if ax * by - ay * bx > 0 else -1

    def crease(self, side: int, thickness: float) -> Point:
        """Where both segments' edges on one side meet at the joint."""
        first, second = (ahead_of(d) for d in self.directions)
        angle, _ = self.bend
        across = toward((0, 0), (first[0] + second[0], first[1] + second[1]))
        reach = min(thickness / max(cos(angle / 2), 0.2), 0.13)
        return offset(self.joint, across, side * reach)

    def edge(self, upper: Sequence[Station], lower: Sequence[Station], side: int) -> list[Point]:
        """Outline points of one side from top to end; on the inside of a bend they stop at the crease."""
        thick = upper[-1][1 if side > 0 else 2]
        angle, inner = self.bend
        folded = thick * tan(min(angle, 2.6) / 2) if side == inner else 0.0
        crease = self.crease(side, thick if side == inner else thick * cos(angle / 2))
        first, second = self.directions
        points = self._stations(self.top, self.joint, upper[:-1], side, (folded, crease), from_joint=False)
        if side == inner:
            points += [crease] * 3
        else:
            sides = [offset(self.joint, ahead_of(d), side * thick) for d in (first, second)]
            points += [sides[0], self.crease(side, thick * cos(angle / 2) * 1.02), sides[1]]
        return points + self._stations(self.joint, self.end, lower, side, (folded, crease), from_joint=True)

    def _stations(
        self, start: Point, end: Point, stations: Sequence[Station], side: int,
        fold: tuple[float, Point], *, from_joint: bool,
    ) -> list[Point]:  # fmt: skip
        ahead, length = ahead_of(toward(start, end)), hypot(end[0] - start[0], end[1] - start[1])
        points = []
        for share, front, back in stations:
            distance = length * (share if from_joint else 1 - share)
            at = between(start, end, share)
            thick = front if side > 0 else back
            points.append(fold[1] if distance < fold[0] else offset(at, ahead, side * thick))
        return points

    def outline(self, upper: Sequence[Station], lower: Sequence[Station]) -> tuple[Point, ...]:
        """The whole limb as one closed outline, rounded at its top.

        The last upper station is the joint's own thickness.
        """
        front, back = self.edge(upper, lower, 1), self.edge(upper, lower, -1)
        down = self.directions[0]
        cap = offset(self.top, down, -(upper[0][1] + upper[0][2]) * 0.42)
        return (cap, *front, *reversed(back))


def controls(points: Sequence[Point], *, closed: bool) -> list[tuple[Point, Point, Point]]:
    """Cubic segments of a smooth curve: for each, two control points and the end.

    Tangents follow the neighbors and reach a third of each chord, so sharp creases do not loop.
    """
    count, segments = len(points), []
    for index in range(count if closed else count - 1):
        start, end = points[index], points[(index + 1) % count]
        before = points[index - 1] if closed or index else start
        after = points[(index + 2) % count] if closed or index + 2 < count else end
        third = hypot(end[0] - start[0], end[1] - start[1]) / 3
        segments.append((_handle(before, end, start, third), _handle(after, start, end, third), end))
    return segments


def _handle(before: Point, after: Point, at: Point, reach: float) -> Point:
    length = hypot(after[0] - before[0], after[1] - before[1])
    share = reach / length if length > 1e-9 else 0.0
    return at[0] + (after[0] - before[0]) * share, at[1] + (after[1] - before[1]) * share


def flattened(points: Sequence[Point], *, closed: bool, steps: int = 5) -> list[Point]:
    """The smooth curve as a polygon, for renderers without curves."""
    result, start = [points[0]], points[0]
    for first, second, end in controls(points, closed=closed):
        for step in range(1, steps + 1):
            t = step / steps
            a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
            result.append(
                (
                    a * start[0] + b * first[0] + c * second[0] + d * end[0],
                    a * start[1] + b * first[1] + c * second[1] + d * end[1],
                )
            )
        start = end
    return result


def svg_path(shape: Shape) -> str:
    """The ``d`` attribute of a shape already in picture coordinates."""
    points = shape.points
    parts = [f"M{points[0][0]:.0f} {points[0][1]:.0f}"]
    if shape.smooth:
        curves = controls(points, closed=shape.closed)
        parts += ["C" + " ".join(f"{x:.0f} {y:.0f}" for x, y in curve) for curve in curves]
    else:
        parts += [f"L{x:.0f} {y:.0f}" for x, y in points[1:]]
    return "".join(parts) + ("Z" if shape.closed else "")
