"""Parts of the drawn body that a fault moves: what turns about which joint in the picture, and how far."""

from collections.abc import Callable, Iterable
from math import cos, radians, sin

from sinew.motion.body import Vec
from sinew.motion.frame import Part
from sinew.motion.geometry import LEFT, RIGHT

Points = tuple[Vec, ...]
Move = Callable[[Points, float], Points]
"""The points after a part was moved by an amount: degrees, or body heights."""

_UPPER_BODY = range(23)
_SHANK = (Part.LEFT_ANKLE, Part.LEFT_HEEL, Part.LEFT_TOE)


def turned_trunk(points: Points, angle_deg: float) -> Points:
    """The upper body turned about the middle of the hips."""
    return _turned(points, _middle(points, Part.LEFT_HIP), _UPPER_BODY, angle_deg)


def turned_hips(points: Points, angle_deg: float) -> Points:
    """The line between the hips turned about its middle."""
    return _turned(points, _middle(points, Part.LEFT_HIP), (Part.LEFT_HIP, Part.LEFT_HIP + 1), angle_deg)


def turned_thighs(*sides: int) -> Move:
    """These legs turned about their hips, the knees as they were."""
    return _turner(sides, Part.LEFT_HIP, (Part.LEFT_KNEE, *_SHANK))


def turned_shanks(*sides: int) -> Move:
    """The lower legs turned about their knees."""
    return _turner(sides, Part.LEFT_KNEE, _SHANK)


def narrowed_knees(points: Points, amount: float) -> Points:
    """Both knees nearer to each other, by an amount each, in the picture."""
    new = list(points)
    left, right = Part.LEFT_KNEE + LEFT, Part.LEFT_KNEE + RIGHT
    sense = 1 if points[right].x > points[left].x else -1
    new[left] = points[left] + Vec(sense * amount, 0)
    new[right] = points[right] - Vec(sense * amount, 0)
    return tuple(new)


def _turner(sides: tuple[int, ...], joint: int, parts: tuple[int, ...]) -> Move:
    def move(points: Points, angle_deg: float) -> Points:
        for side in sides:
            points = _turned(points, points[joint + side], [part + side for part in parts], angle_deg)
        return points

    return move


def _turned(points: Points, about: Vec, parts: Iterable[int], angle_deg: float) -> Points:
    c, s = cos(radians(angle_deg)), sin(radians(angle_deg))
    new = list(points)
    for part in parts:
        way = points[part] - about
        new[part] = about + Vec(way.x * c - way.y * s, way.x * s + way.y * c, way.z)
    return tuple(new)


def _middle(points: Points, left: int) -> Vec:
    return (points[left] + points[left + 1]) * 0.5
