"""What stands still around the body: floor line, mat and furniture, in thin neutral lines."""

from collections.abc import Sequence
from math import cos, hypot, pi, sin

from sinew.motion.body import Vec
from sinew.motion.figure_outline import Point, Shape
from sinew.motion.movement_props import CHAIR_BACK_HEIGHT, SEAT_HEIGHT, Scene

MAT_THICKNESS = 0.018
SEAT_DEPTH = 0.26
THIN = 0.018


def box(name: str, across: tuple[float, float], low: float, high: float, role: str = "prop") -> Shape:
    """An upright rectangle."""
    left, right = sorted(across)
    return Shape(name, role, ((left, low), (right, low), (right, high), (left, high)), smooth=False)


def bar(name: str, start: Point, end: Point, thick: float, role: str = "prop") -> Shape:
    """A straight bar or band between two points."""
    length = max(hypot(end[0] - start[0], end[1] - start[1]), 1e-6)
    x, y = -(end[1] - start[1]) / length * thick / 2, (end[0] - start[0]) / length * thick / 2
    points = (
        (start[0] + x, start[1] + y), (end[0] + x, end[1] + y), (end[0] - x, end[1] - y),
        (start[0] - x, start[1] - y),
    )  # fmt: skip
    return Shape(name, role, points, smooth=False)


def disc(name: str, at: Point, radius: float, role: str = "prop") -> Shape:
    """A round thing seen from its side."""
    return oval(name, at, (radius, radius), 0.0, role)


def oval(name: str, at: Point, radii: tuple[float, float], turned: float, role: str) -> Shape:
    """An ellipse, its long axis turned by radians."""
    c, s, points = cos(turned), sin(turned), []
    for step in range(12):
        along, across = radii[0] * cos(step * pi / 6), radii[1] * sin(step * pi / 6)
        points.append((at[0] + along * c - across * s, at[1] + along * s + across * c))
    return Shape(name, role, tuple(points))


def _chair(scene: Scene, floor: float) -> list[Shape]:
    """A plain chair from the side; its back stands at ``at`` and the seat reaches toward its front."""
    back, faces = scene.number("chair", "at"), scene.faces("chair")
    front = back + faces * SEAT_DEPTH
    leg = front - faces * 0.012
    under = SEAT_HEIGHT - 0.024
    return [
        box("chair-back", (back - 0.009, back + 0.009), floor, CHAIR_BACK_HEIGHT),
        box("chair-front", (leg - 0.009, leg + 0.009), floor, under),
        box("chair-rail", (back - 0.014, back + 0.014), CHAIR_BACK_HEIGHT - 0.075, CHAIR_BACK_HEIGHT),
        box("seat", (back - faces * 0.01, front + faces * 0.01), under, SEAT_HEIGHT),
    ]


def _bench(scene: Scene, floor: float) -> list[Shape]:
    """A padded bench; ``at`` is its middle."""
    at, high = scene.number("bench", "at"), scene.number("bench", "height")
    half = scene.number("bench", "width") / 2
    legs = [at - half + 0.03, at + half - 0.03]
    return [
        *(box(f"bench-leg-{n}", (x - 0.011, x + 0.011), floor, high) for n, x in enumerate(legs)),
        box("bench-top", (at - half, at + half), high - 0.045, high),
    ]


def _bike(scene: Scene, floor: float) -> list[Shape]:
    """An upright exercise bike facing right; cranks and pedals turn and are drawn with the legs."""
    axle = (scene.number("bike", "at"), scene.number("bike", "crank_height"))
    handle = (scene.number("bike", "bar_at"), scene.number("bike", "bar_height"))
    saddle = scene.number("bike", "saddle")
    wheel = (axle[0] + 0.22, floor + 0.17)
    head = (handle[0] - 0.04, handle[1] - 0.09)
    return [
        disc("wheel", wheel, 0.15),
        disc("wheel-hub", wheel, 0.125, "mat"),
        bar("base", (-0.2, floor + 0.012), (wheel[0] + 0.16, floor + 0.012), 0.024),
        bar("seat-post", (axle[0] - 0.02, floor + 0.02), (-0.01, saddle - 0.01), 0.026),
        bar("frame", axle, (head[0] + 0.01, head[1] - 0.12), 0.03),
        bar("fork", (wheel[0], wheel[1]), head, 0.026),
        bar("stem", head, (handle[0] - 0.01, handle[1]), 0.022),
        bar("handlebar", (handle[0] - 0.035, handle[1]), (handle[0] + 0.045, handle[1]), 0.022),
        Shape("saddle", "prop", _saddle(saddle)),
    ]  # fmt: skip


def _saddle(high: float) -> tuple[Point, ...]:
    return (
        (-0.085, high + 0.004), (-0.03, high), (0.05, high - 0.002), (0.085, high - 0.012),
        (0.05, high - 0.022), (-0.02, high - 0.034), (-0.075, high - 0.034),
    )  # fmt: skip


def _back_bench(scene: Scene, floor: float) -> list[Shape]:
    """The frame of a 45-degree bench; its pads are drawn where the body rests on them."""
    high = scene.number("back_bench", "height")
    return [
        bar("back-bench-base", (-0.42, floor + 0.012), (0.16, floor + 0.012), 0.024),
        bar("back-bench-beam", (-0.3, floor + 0.02), (0.07, high - 0.09), 0.03),
        bar("back-bench-post", (0.1, floor + 0.02), (0.05, high - 0.11), 0.026),
    ]


def ground_y(scene: Scene) -> float:
    """Height of the floor line; a mat lies under the body's floor."""
    return -MAT_THICKNESS if "mat" in scene else 0.0


def pillow(x: float, top: float, half: float) -> Shape:
    """A soft pillow on the floor, as wide as two halves."""
    low = 0.002
    right_rim = ((1, 0.5), (0.9, 0.95), (0.4, 1))
    upper = (*right_rim, *((-a, b) for a, b in reversed(right_rim)))
    rim = (*upper, *((-a, 1 - b) for a, b in upper[1:-1]))
    return Shape("pillow", "mat", tuple((x + half * a, low + (top - low) * b) for a, b in rim))


def arrow(start: Vec, toward: Point) -> Shape:
    """An arrow that shows where an effort without motion goes; it glows with the muscles."""
    (ux, uy), (vx, vy) = toward, (-toward[1], toward[0])
    x, y = start.x + 0.055 * ux, start.y + 0.04 * uy + 0.032 * abs(ux)
    half = ((0, 0.011), (0.06, 0.011), (0.06, 0.03))
    outline = (*half, (0.105, 0), *((a, -b) for a, b in reversed(half)))
    points = tuple((x + a * ux + b * vx, y + a * uy + b * vy) for a, b in outline)
    return Shape("push", "muscle", points, smooth=False)


def _furniture(scene: Scene, left: float, right: float, low: float) -> list[Shape]:
    shapes: list[Shape] = []
    if "mat" in scene:
        start, end = scene.optional("mat", "left"), scene.optional("mat", "right")
        across = (left - 0.05 if start is None else start, right + 0.05 if end is None else end)
        shapes.append(box("mat", across, low, 0.0, "mat"))
    if "wall" in scene:
        at = scene.number("wall", "at")
        outward = 0.03 if at > (left + right) / 2 else -0.03
        shapes.append(box("wall", (at, at + outward), low, scene.number("wall", "height")))
    if "step" in scene:
        at = scene.number("step", "at")
        shapes.append(box("step", (at - 0.1, at + 0.16), low, scene.number("step", "height")))
    if "band" in scene:
        at, high = scene.number("band", "at"), scene.number("band", "height")
        shapes.append(box("band-post", (at, at + 0.02), low, high + 0.05))
        shapes.append(box("band-foot", (at - 0.05, at + 0.07), low, low + 0.018))
    for name, draw in (("chair", _chair), ("bench", _bench), ("bike", _bike), ("back_bench", _back_bench)):
        if name in scene:
            shapes += draw(scene, low)
    return shapes


def shapes(scene: Scene, left: float, right: float) -> list[Shape]:
    """The surroundings of a body that reaches from ``left`` to ``right``."""
    low = ground_y(scene)
    furniture = _furniture(scene, left, right, low)
    xs = [left - 0.05, right + 0.05, *(x for shape in furniture for x, _ in shape.points)]
    line: Sequence[Point] = ((min(xs) - 0.08, low), (max(xs) + 0.08, low))
    return [Shape("ground", "ground", tuple(line), closed=False, smooth=False), *furniture]
