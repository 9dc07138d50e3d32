"""Floor line, mat, chair, wall and step, in thin neutral lines around the body."""

from sinew.motion.body import Vec
from sinew.motion.figure_outline import Point, Shape
from sinew.motion.movement_contacts import CHAIR_BACK_HEIGHT, SEAT_HEIGHT, Scene

MAT_THICKNESS = 0.018
SEAT_DEPTH = 0.26
WALL_HEIGHT = 1.12


def _box(name: str, across: tuple[float, float], low: float, high: float, role: str = "prop") -> Shape:
    left, right = sorted(across)
    return Shape(name, role, ((left, low), (right, low), (right, high), (left, high)), smooth=False)


def _chair(back: float, faces: int, floor: float) -> list[Shape]:
    """A plain chair from the side; its back stands at ``back`` and the seat reaches toward its front."""
    front = back + faces * SEAT_DEPTH
    leg = front - faces * 0.012
    under = SEAT_HEIGHT - 0.024
    return [
        _box("chair-back", (back - 0.009, back + 0.009), floor, CHAIR_BACK_HEIGHT),
        _box("chair-front", (leg - 0.009, leg + 0.009), floor, under),
        _box("chair-rail", (back - 0.014, back + 0.014), CHAIR_BACK_HEIGHT - 0.075, CHAIR_BACK_HEIGHT),
        _box("seat", (back - faces * 0.01, front + faces * 0.01), under, SEAT_HEIGHT),
    ]


def ground_y(scene: Scene) -> float:
    """Height of the floor line; a mat lies under the body's floor."""
    return -MAT_THICKNESS if scene.has_mat else 0.0


def pillow(head: Vec) -> Shape:
    """A soft pillow between the floor and a resting head."""
    top, half = max(head.y - 0.05, 0.03), 0.085
    low = 0.002
    right_rim = ((1, 0.5), (0.9, 0.95), (0.4, 1))
    upper = (*right_rim, *((-x, y) for x, y in reversed(right_rim)))
    rim = (*upper, *((-x, 1 - y) for x, y in upper[1:-1]))
    return Shape("pillow", "mat", tuple((head.x + half * x, low + (top - low) * y) for x, y in rim))


def arrow(start: Vec, toward: Point) -> Shape:
    """An arrow that shows where an effort without motion goes; it glows with the muscles."""
    (ux, uy), (vx, vy) = toward, (-toward[1], toward[0])
    x, y = start.x + 0.055 * ux, start.y + 0.04 * uy + 0.032 * abs(ux)
    half = ((0, 0.011), (0.06, 0.011), (0.06, 0.03))
    outline = (*half, (0.105, 0), *((a, -b) for a, b in reversed(half)))
    points = tuple((x + a * ux + b * vx, y + a * uy + b * vy) for a, b in outline)
    return Shape("push", "muscle", points, smooth=False)


def shapes(scene: Scene, left: float, right: float) -> list[Shape]:
    """The surroundings of a body that reaches from ``left`` to ``right``."""
    low = ground_y(scene)
    furniture = [_box("mat", (left - 0.05, right + 0.05), low, 0.0, "mat")] if scene.has_mat else []
    if scene.wall_x is not None:
        outward = 0.03 if scene.wall_x > (left + right) / 2 else -0.03
        furniture.append(_box("wall", (scene.wall_x, scene.wall_x + outward), low, WALL_HEIGHT))
    if scene.step_x is not None:
        furniture.append(_box("step", (scene.step_x - 0.1, scene.step_x + 0.16), low, scene.step_height))
    if scene.chair_x is not None:
        furniture += _chair(scene.chair_x, scene.chair_faces, low)
    xs = [left - 0.05, right + 0.05, *(x for shape in furniture for x, _ in shape.points)]
    line: tuple[Point, ...] = ((min(xs) - 0.08, low), (max(xs) + 0.08, low))
    return [Shape("ground", "ground", line, closed=False, smooth=False), *furniture]
