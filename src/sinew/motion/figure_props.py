"""Floor line, mat, chair, wall and step, in thin neutral lines around the body."""

from sinew.motion.body import Vec
from sinew.motion.figure_outline import Point, Shape
from sinew.motion.movement_contacts import CHAIR_BACK_HEIGHT, SEAT_HEIGHT, Scene

MAT_THICKNESS = 0.018
SEAT_DEPTH = 0.26
WALL_HEIGHT = 1.12


def _box(name: str, left: float, right: float, low: float, high: float, role: str = "prop") -> Shape:
    return Shape(name, role, ((left, low), (right, low), (right, high), (left, high)), smooth=False)


def _chair(scene: Scene) -> list[Shape]:
    """A plain chair from the side; its back stands at ``chair_x`` and the seat reaches toward its front."""
    assert scene.chair_x is not None
    back, faces = scene.chair_x, scene.chair_faces
    front = back + faces * SEAT_DEPTH
    floor = -MAT_THICKNESS if scene.has_mat else 0.0

    def bar(name: str, x: float, low: float, high: float) -> Shape:
        return _box(name, x - 0.009, x + 0.009, low, high)

    seat = _box("seat", min(back, front) - 0.01, max(back, front) + 0.01, SEAT_HEIGHT - 0.024, SEAT_HEIGHT)
    return [
        bar("chair-back", back, floor, CHAIR_BACK_HEIGHT),
        bar("chair-front", front - faces * 0.012, floor, SEAT_HEIGHT - 0.024),
        _box("chair-rail", back - 0.014, back + 0.014, CHAIR_BACK_HEIGHT - 0.075, CHAIR_BACK_HEIGHT),
        seat,
    ]


def ground_y(scene: Scene) -> float:
    """Height of the floor line; a mat lies under the body's floor."""
    return -MAT_THICKNESS if scene.has_mat else 0.0


def pillow(head: Vec) -> Shape:
    """A soft pillow between the floor and a resting head."""
    top, half = max(head.y - 0.05, 0.03), 0.085
    low = 0.002
    rim = ((-1, 0.5), (-0.9, 0.95), (-0.4, 1), (0.4, 1), (0.9, 0.95), (1, 0.5), (0.9, 0.05), (0.4, 0), (-0.4, 0), (-0.9, 0.05))
    return Shape("pillow", "mat", tuple((head.x + half * x, low + (top - low) * y) for x, y in rim))


def shapes(scene: Scene, left: float, right: float) -> list[Shape]:
    """The surroundings of a body that reaches from ``left`` to ``right``."""
    low = ground_y(scene)
    furniture = [_box("mat", left - 0.05, right + 0.05, low, 0.0, "mat")] if scene.has_mat else []
    if scene.wall_x is not None:
        outward = 0.03 if scene.wall_x > (left + right) / 2 else -0.03
        furniture.append(_box("wall", *sorted((scene.wall_x, scene.wall_x + outward)), low, WALL_HEIGHT))
    if scene.step_x is not None:
        furniture.append(_box("step", scene.step_x - 0.1, scene.step_x + 0.16, low, scene.step_height))
    if scene.chair_x is not None:
        furniture += _chair(scene)
    xs = [left - 0.05, right + 0.05, *(x for shape in furniture for x, _ in shape.points)]
    line: tuple[Point, ...] = ((min(xs) - 0.08, low), (max(xs) + 0.08, low))
    return [Shape("ground", "ground", line, closed=False, smooth=False), *furniture]
