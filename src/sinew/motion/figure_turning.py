"""The body while it rolls about its own length: between the drawing from the side and the one from the front.

Cross-sections count as ellipses; heads, hands and feet blend point by point from one drawing to the other.

Source: docs/motion/figure.md, "Drawing".
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from math import cos, hypot, radians, sin

from sinew.motion import body, figure_front, figure_side
from sinew.motion.body import Axes, Skeleton, Vec
from sinew.motion.figure_muscles import ABDOMINALS
from sinew.motion.figure_outline import Point, Shape, Station, between, flat, local, offset, toward

_OUTLINE_POINTS = 20
_ON_FLOOR = 0.06


def front_share(figure: Skeleton) -> float:
    """How much of the front is seen: 0 from the side, 1 with the chest toward the viewer."""
    return sin(radians(figure.pose.roll)) ** 2


def _in_plane(axes: Axes) -> Axes:
    """Axes laid into the picture: up as it is seen, forward where it is before the body rolls."""
    x, y = toward((0, 0), flat(axes.up))
    return Axes(Vec(y, -x), Vec(x, y), Vec(0, 0, 1))


def _blend(side: Sequence[Point], front: Sequence[Point], share: float) -> tuple[Point, ...]:
    """Two closed outlines mixed, both walked from their first point."""
    return tuple(between(start, end, share) for start, end in zip(_spread(side), _spread(front), strict=True))


def _spread(points: Sequence[Point]) -> list[Point]:
    """A closed outline as evenly spaced points along its edge."""
    closed = [*points, points[0]]
    lengths = [hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(closed)]
    step, result, index, passed = sum(lengths) / _OUTLINE_POINTS, [], 0, 0.0
    for number in range(_OUTLINE_POINTS):
        while index < len(lengths) - 1 and passed + lengths[index] < number * step:
            passed += lengths[index]
            index += 1
        share = (number * step - passed) / lengths[index] if lengths[index] else 0.0
        result.append(between(closed[index], closed[index + 1], share))
    return result


def _mixed(side: Sequence[Station], front: Sequence[Station], share: float) -> tuple[Station, ...]:
    return tuple(
        (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share)
        for a, b in zip(side, front, strict=True)
    )


def _around_spine(
    figure: Skeleton, side: Sequence[Station], front: Sequence[tuple[float, float]]
) -> tuple[Point, ...]:
    """Outline of trunk or pelvis: each cross-section an ellipse of both drawings' widths."""
    share, front_edge, back_edge = front_share(figure), [], []
    seen, hidden = cos(radians(figure.pose.roll)), sin(radians(figure.pose.roll))
    for (at_side, ahead, behind), (at_front, half) in zip(side, front, strict=True):
        at, axes = body.spine_point(figure, at_side + (at_front - at_side) * share)
        forward = flat(_in_plane(axes).forward)
        front_edge.append(offset(flat(at), forward, hypot(ahead * seen, half * hidden)))
        back_edge.append(offset(flat(at), forward, -hypot(behind * seen, half * hidden)))
    return (*front_edge, *reversed(back_edge))


def _arm(figure: Skeleton, side: str) -> list[Shape]:
    shapes = figure_side.arm(figure, side)
    wrist, hand = figure[f"{side}_wrist"], figure.hands[side]
    if wrist.y < _ON_FLOOR:  # a supporting hand stays as it was put down
        hand = Axes(Vec(0, 1), Vec(-1 if figure.trunk.up.x > 0 else 1, 0), Vec(0, 0, 1))
    points = local(flat(wrist), _in_plane(hand), figure_side.HAND)
    return [replace(shapes[0], points=points), *shapes[1:]]


def _leg(figure: Skeleton, side: str) -> list[Shape]:
    share = front_share(figure)
    thigh = _mixed(figure_side.THIGH, figure_front.THIGH, share)
    shank = _mixed(figure_side.SHANK, figure_front.SHANK, share)
    ankle, axes = flat(figure[f"{side}_ankle"]), _in_plane(figure.feet[side])
    feet = [
        replace(front, points=_blend(local(ankle, axes, points), front.points, share))
        for front, points in zip(figure_front.foot(figure, side), _shoe(figure, side), strict=True)
    ]
    return [Shape(f"{side}-leg", side, figure_side.leg_line(figure, side).outline(thigh, shank)), *feet]


def _shoe(figure: Skeleton, side: str) -> tuple[list[Point], list[Point]]:
    """Shoe and sole from the side, toes bent."""
    toes = figure.pose.limbs(side).toes
    return figure_side.bent_toes(figure_side.SHOE, toes), figure_side.bent_toes(figure_side.SOLE, toes)


def _head(figure: Skeleton) -> list[Shape]:
    """A face that turns from its profile toward the viewer, the near eye moving to the upper half."""
    at, axes, share = flat(figure["head"]), _in_plane(figure.head), front_share(figure)

    def placed(name: str, role: str, points: Sequence[Point], *, closed: bool = True) -> Shape:
        return Shape(name, role, local(at, axes, points), closed=closed)

    def mixed(side: Sequence[Point], front: Sequence[Point]) -> list[Point]:
        return [between(a, b, share) for a, b in zip(side, front, strict=True)]

    def eye(x: float) -> list[Point]:
        return [(x, 0.0055), (x + 0.0045, 0.0), (x, -0.0055), (x - 0.0045, 0.0)]

    edge, lips = (0.05, 0.004), ((-0.013, -0.036), (0.0, -0.0395), (0.013, -0.036))
    return [
        placed("head", "skin-near", _blend(figure_side.HEAD, figure_front.HEAD, share)),
        placed("hair", "hair", _blend(figure_side.HAIR, _hair_from_brow(), share)),
        placed("ear", "ear", mixed(figure_side.EAR, [(-0.05, -0.004)] * len(figure_side.EAR))),
        placed("near-eye", "face", mixed(figure_side.EYE, eye(-0.02))),
        placed("far-eye", "face", mixed([edge] * 4, eye(0.02))),
        placed("mouth", "line", mixed([(0.05, -0.04)] * 3, lips), closed=False),
    ]


def _hair_from_brow() -> tuple[Point, ...]:
    """The hair of the front, walked from the brow over the top as that of the side is."""
    hair = figure_front.HAIR
    start = min(range(len(hair)), key=lambda n: hypot(hair[n][0] - 0.047, hair[n][1] - 0.012))
    turned = (*hair[start:], *hair[:start])
    return (turned[0], *reversed(turned[1:]))


def _neck(figure: Skeleton) -> Shape:
    share = front_share(figure)
    at, axes = body.spine_point(figure, 0.98)
    low, high = _in_plane(axes), _in_plane(figure.head)
    ends = _mixed(((0.0, -0.036, 0.024),), ((0.0, -0.05, 0.05),), share)[0][1:]
    tops = _mixed(((-0.022, -0.034, 0.018),), ((-0.035, -0.029, 0.029),), share)[0]
    below = local(flat(at), low, ((ends[0], 0.0), (ends[1], 0.0)))
    above = local(flat(figure["head"]), high, ((tops[2], tops[0] - 0.006), (tops[1], tops[0] + 0.006)))
    middles = (between(below[1], above[0], 0.55), between(below[0], above[1], 0.55))
    return Shape("neck", "skin-near", (*below, middles[0], *above, middles[1]))


def _muscles(figure: Skeleton, names: Sequence[str]) -> list[Shape]:
    """The abdominals: below the trunk from the side, in its middle from the front."""
    if "abdominals" not in names:
        return []
    share = front_share(figure)
    stations = _mixed(ABDOMINALS, [(at, 0.032, 0.032) for at, _, _ in ABDOMINALS], share)
    front, back = [], []
    for along, ahead, behind in stations:
        at, axes = body.spine_point(figure, along)
        forward = flat(_in_plane(axes).forward)
        front.append(offset(flat(at), forward, ahead))
        back.append(offset(flat(at), forward, -behind))
    return [Shape("muscle-abdominals", "muscle", (*front, *reversed(back)))]


def shapes(figure: Skeleton, muscles: Sequence[str]) -> list[Shape]:
    """All shapes of the body in paint order."""
    return [
        *_arm(figure, "far"),
        *_leg(figure, "far"),
        _neck(figure),
        Shape("pelvis", "near", _around_spine(figure, figure_side.PELVIS, figure_front.PELVIS)),
        *_leg(figure, "near"),
        Shape("torso", "cloth", _around_spine(figure, figure_side.TORSO, figure_front.TORSO)),
        *_muscles(figure, muscles),
        *_head(figure),
        *_arm(figure, "near"),
    ]
