"""The body seen from its side: a calm, clothed person facing right."""

from collections.abc import Sequence
from math import cos, hypot, radians, sin

from sinew.motion import body
from sinew.motion.body import Axes, Skeleton
from sinew.motion.figure_outline import (
    LimbLine,
    Point,
    Shape,
    Station,
    ahead_of,
    between,
    flat,
    local,
    offset,
    toward,
)

THIGH: tuple[Station, ...] = (
    (0.0, 0.058, 0.064), (0.22, 0.058, 0.06), (0.5, 0.05, 0.051), (0.8, 0.04, 0.039), (1, 0.036, 0.034),
)  # fmt: skip
SHANK: tuple[Station, ...] = (
    (0.13, 0.033, 0.038), (0.32, 0.029, 0.046), (0.55, 0.025, 0.036), (0.82, 0.02, 0.022),
    (0.97, 0.019, 0.021),
)  # fmt: skip
UPPER_ARM: tuple[Station, ...] = (
    (0.0, 0.035, 0.036),
    (0.35, 0.031, 0.032),
    (0.7, 0.026, 0.027),
    (1, 0.024, 0.025),
)
FOREARM: tuple[Station, ...] = ((0.2, 0.026, 0.026), (0.5, 0.023, 0.022), (1, 0.0155, 0.0155))
SLEEVE: tuple[Station, ...] = ((0.0, 0.041, 0.041), (0.3, 0.0385, 0.039), (0.56, 0.0365, 0.0365))
TORSO: tuple[Station, ...] = (
    (0.2, 0.061, 0.07), (0.34, 0.058, 0.058), (0.52, 0.058, 0.052), (0.7, 0.063, 0.056), (0.86, 0.062, 0.06),
    (0.99, 0.043, 0.053), (1.07, 0.03, 0.04),
)  # fmt: skip
TORSO_ACROSS = (0.099, 0.09, 0.087, 0.1, 0.116, 0.118, 0.052)
"""Half width of the torso at the same places, which shows where the shoulders are twisted."""
PELVIS: tuple[Station, ...] = (
    (-0.2, 0.032, 0.056), (-0.08, 0.053, 0.077), (0.08, 0.06, 0.08), (0.24, 0.059, 0.066),
)  # fmt: skip
BUTTOCK: tuple[Point, ...] = (
    (0.03, 0.036), (-0.02, 0.062), (-0.062, 0.046), (-0.077, 0.004), (-0.066, -0.044), (-0.03, -0.067),
    (0.024, -0.05),
)  # fmt: skip
HAND: tuple[Point, ...] = (
    (0.014, 0.004), (0.019, -0.02), (0.023, -0.036), (0.02, -0.05), (0.013, -0.07), (0.007, -0.088),
    (-0.003, -0.092),
    (-0.012, -0.074), (-0.016, -0.045), (-0.0155, -0.015), (-0.014, 0.004),
)  # fmt: skip
THINNEST_HAND = 0.6
"""Share of its breadth that a hand shows at least."""
SHOE: tuple[Point, ...] = (
    (-0.029, 0.018), (0.0, 0.021), (0.025, 0.014), (0.05, -0.006), (0.078, -0.016), (0.1, -0.023),
    (0.111, -0.031),
    (0.104, -0.0385), (0.072, -0.039), (0.02, -0.039), (-0.034, -0.039), (-0.045, -0.029), (-0.038, -0.004),
)  # fmt: skip
SOLE: tuple[Point, ...] = (
    (-0.045, -0.031), (0.02, -0.0315), (0.072, -0.0315), (0.109, -0.0315), (0.11, -0.036), (0.104, -0.04),
    (0.072, -0.0405),
    (0.02, -0.0405), (-0.034, -0.0405), (-0.044, -0.037),
)  # fmt: skip
HEAD: tuple[Point, ...] = (
    (0.0, 0.066), (0.03, 0.058), (0.048, 0.036), (0.0525, 0.014), (0.0515, 0.004), (0.058, -0.008),
    (0.0655, -0.018),
    (0.0585, -0.0235), (0.0555, -0.029), (0.0575, -0.035), (0.0545, -0.0405), (0.0545, -0.05),
    (0.048, -0.061),
    (0.032, -0.0625), (0.01, -0.05), (-0.006, -0.035), (-0.032, -0.034), (-0.052, -0.018), (-0.06, 0.01),
    (-0.05, 0.042), (-0.028, 0.061),
)  # fmt: skip
HAIR: tuple[Point, ...] = (
    (0.047, 0.034), (0.05, 0.048), (0.034, 0.066), (0.002, 0.075), (-0.034, 0.067), (-0.06, 0.042),
    (-0.069, 0.01),
    (-0.06, -0.022), (-0.042, -0.044), (-0.027, -0.043), (-0.021, -0.026), (-0.013, -0.004), (0.0, 0.006),
    (0.012, 0.014), (0.022, 0.03), (0.034, 0.036),
)  # fmt: skip
EAR: tuple[Point, ...] = (
    (-0.006, 0.008), (0.004, 0.003), (0.003, -0.009), (-0.004, -0.018), (-0.012, -0.008), (-0.013, 0.003),
)  # fmt: skip
EYE: tuple[Point, ...] = ((0.039, 0.0115), (0.0425, 0.006), (0.039, 0.0005), (0.0355, 0.006))


def leg_line(figure: Skeleton, side: str) -> LimbLine:
    """Hip, knee and ankle as seen."""
    return LimbLine(*(flat(figure[f"{side}_{joint}"]) for joint in ("hip", "knee", "ankle")))


def arm_line(figure: Skeleton, side: str) -> LimbLine:
    """Shoulder, elbow and wrist as seen."""
    return LimbLine(*(flat(figure[f"{side}_{joint}"]) for joint in ("shoulder", "elbow", "wrist")))


def bent_toes(points: Sequence[Point], toes_deg: float) -> list[Point]:
    """Foot points with those ahead of the ball turned up."""
    hinge = (body.BALL_AHEAD_OF_ANKLE, -body.ANKLE_HEIGHT)
    axes = body.trunk_axes(body.Pose(trunk=-toes_deg))
    turned = local(hinge, axes, [(x - hinge[0], y - hinge[1]) for x, y in points])
    return [new if old[0] > hinge[0] + 0.001 else old for old, new in zip(points, turned, strict=True)]


def _buttock(figure: Skeleton) -> Shape:
    """The flesh that joins pelvis and near thigh; it turns halfway with the thigh."""
    axes = figure.trunk.pitched(-figure.pose.spine / 2 - figure.pose.near.hip / 2)
    return Shape("buttock", "near", local(flat(figure["near_hip"]), axes, BUTTOCK))


def leg(figure: Skeleton, side: str) -> list[Shape]:
    """Leg in leggings, then the shoe."""
    ankle, axes, toes = flat(figure[f"{side}_ankle"]), figure.feet[side], figure.pose.limbs(side).toes
    return [
        Shape(f"{side}-leg", side, leg_line(figure, side).outline(THIGH, SHANK)),
        Shape(f"{side}-shoe", f"shoe-{side}", local(ankle, axes, bent_toes(SHOE, toes))),
        Shape(f"{side}-sole", f"sole-{side}", local(ankle, axes, bent_toes(SOLE, toes))),
    ]


def sleeve(line: LimbLine) -> tuple[Point, ...]:
    """A short sleeve over the upper arm, rounded over the shoulder."""
    down = toward(line.top, line.joint)
    front = [offset(between(line.top, line.joint, at), ahead_of(down), thick) for at, thick, _ in SLEEVE]
    back = [offset(between(line.top, line.joint, at), ahead_of(down), -thick) for at, _, thick in SLEEVE]
    return (offset(line.top, down, -SLEEVE[0][1]), *front, *reversed(back))


def _hand(figure: Skeleton, side: str) -> tuple[Point, ...]:
    """A hand from its side; the forearm turns it so that it is never seen on edge."""
    axes = figure.hands[side]
    seen = axes.up.y * axes.forward.x - axes.up.x * axes.forward.y
    if abs(seen) < THINNEST_HAND * hypot(axes.up.x, axes.up.y):
        x, y = ahead_of(toward((0, 0), (-axes.up.x, -axes.up.y)))
        axes = Axes(body.Vec(x, y), axes.up, axes.near)
    return local(flat(figure[f"{side}_wrist"]), axes, HAND)


def arm(figure: Skeleton, side: str) -> list[Shape]:
    """Hand, arm, then the short sleeve over it."""
    line = arm_line(figure, side)
    return [
        Shape(f"{side}-hand", f"skin-{side}", _hand(figure, side)),
        Shape(f"{side}-arm", f"skin-{side}", line.outline(UPPER_ARM, FOREARM)),
        Shape(f"{side}-sleeve", "sleeve" if side == "near" else "cloth-far", sleeve(line)),
    ]


def along_spine(figure: Skeleton, stations: Sequence[Station]) -> tuple[Point, ...]:
    """Closed outline of stations given along the curve of the back."""
    front, back = [], []
    for share, ahead, behind in stations:
        at, axes = body.spine_point(figure, share)
        front.append(flat(at + axes.forward * ahead))
        back.append(flat(at - axes.forward * behind))
    return (*front, *reversed(back))


def _torso(figure: Skeleton) -> tuple[Point, ...]:
    """The torso's outline, wider where the shoulders are twisted against the hips."""
    stations = []
    for (share, ahead, behind), half in zip(TORSO, TORSO_ACROSS, strict=True):
        twist = radians(figure.pose.twist * min(share, 1.0))
        across = half * sin(twist)
        stations.append((share, hypot(ahead * cos(twist), across), hypot(behind * cos(twist), across)))
    return along_spine(figure, stations)


def neck(figure: Skeleton) -> Shape:
    """From the collar to below the ear."""
    at, axes = body.spine_point(figure, 0.97)
    low = local(flat(at), axes, ((-0.036, 0.0), (0.024, 0.0)))
    high = local(flat(figure["head"]), figure.head, ((0.018, -0.03), (-0.034, -0.014)))
    middle_front = between(low[1], high[0], 0.55)
    middle_back = between(low[0], high[1], 0.55)
    throat = offset(middle_front, toward(middle_front, middle_back), 0.005)
    nape = offset(middle_back, toward(middle_back, middle_front), 0.004)
    points = (low[0], low[1], throat, high[0], high[1], nape)
    return Shape("neck", "skin-near", points)


def head(figure: Skeleton) -> list[Shape]:
    """Head in profile, hair, ear and an eye."""
    at, axes = flat(figure["head"]), figure.head
    return [
        Shape("head", "skin-near", local(at, axes, HEAD)),
        Shape("hair", "hair", local(at, axes, HAIR)),
        Shape("ear", "ear", local(at, axes, EAR)),
        Shape("eye", "face", local(at, axes, EYE)),
    ]


def shapes(figure: Skeleton, muscles: Sequence[Shape]) -> list[Shape]:
    """All shapes of the body in paint order, the working muscles over the near leg."""
    return [
        *arm(figure, "far"),
        *leg(figure, "far"),
        neck(figure),
        Shape("pelvis", "near", along_spine(figure, PELVIS)),
        Shape("torso", "cloth", _torso(figure)),
        _buttock(figure),
        *leg(figure, "near"),
        *muscles,
        *head(figure),
        *arm(figure, "near"),
    ]
