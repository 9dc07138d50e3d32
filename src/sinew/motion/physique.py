"""Bodies of other proportions that do the same movement with the same joint angles.

Source: docs/motion/figure.md, "Synthetic traces".
"""

from dataclasses import dataclass

from sinew.motion.body import Vec

_EARS = range(11)
_SHOULDERS, _HIPS = (11, 12), (23, 24)
_ARM = ((11, 13), (13, 15))
_LEG = ((23, 25), (25, 27))
_HAND, _FOOT = (17, 19, 21), (29, 31)


@dataclass(frozen=True, slots=True)
class Physique:
    """Lengths and widths as factors of the average body's.

    Attributes:
        trunk, arm, leg: along the bones.
        width: of shoulders and hips.
    """

    trunk: float = 1.0
    arm: float = 1.0
    leg: float = 1.0
    width: float = 1.0


AVERAGE = Physique()
LONG_LEGGED = Physique(trunk=0.95, arm=1.08, leg=1.1, width=0.88)
BROAD = Physique(trunk=1.06, arm=0.95, leg=0.9, width=1.22)


def reshaped(points: tuple[Vec, ...], physique: Physique) -> tuple[Vec, ...]:
    """The 33 body points of a body with other proportions, every bone in the direction it had.

    The middle of the hips stays where it is; feet and hands go where the bones lead.
    """
    if physique == AVERAGE:
        return points
    new = list(points)
    hips, shoulders = _middle(points, _HIPS), _middle(points, _SHOULDERS)
    neck = hips + (shoulders - hips) * physique.trunk
    for part in _HIPS:
        new[part] = hips + (points[part] - hips) * physique.width
    for part in _SHOULDERS:
        new[part] = neck + (points[part] - shoulders) * physique.width
    for part in _EARS:
        new[part] = neck + (points[part] - shoulders)
    for side in (0, 1):
        for bones, factor, tips in ((_ARM, physique.arm, _HAND), (_LEG, physique.leg, _FOOT)):
            for start, end in bones:
                new[end + side] = new[start + side] + (points[end + side] - points[start + side]) * factor
            last = bones[-1][1] + side
            for tip in tips:
                new[tip + side] = new[last] + (points[tip + side] - points[last])
    return tuple(new)


def _middle(points: tuple[Vec, ...], pair: tuple[int, int]) -> Vec:
    return (points[pair[0]] + points[pair[1]]) * 0.5
