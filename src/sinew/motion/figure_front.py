"""The body seen from the front (or lying on its side, facing the viewer)."""

from collections.abc import Sequence
from dataclasses import replace

from sinew.motion import body, figure_side
from sinew.motion.body import Axes, Skeleton, Vec
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
    (0.0, 0.056, 0.056), (0.25, 0.054, 0.054), (0.55, 0.045, 0.045), (0.82, 0.036, 0.036),
    (1, 0.033, 0.033),
)  # fmt: skip
SHANK: tuple[Station, ...] = (
    (0.13, 0.033, 0.033), (0.32, 0.036, 0.036), (0.55, 0.029, 0.029), (0.82, 0.02, 0.02),
    (0.97, 0.018, 0.018),
)  # fmt: skip
TORSO: tuple[tuple[float, float], ...] = (
    (0.16, 0.099), (0.36, 0.09), (0.55, 0.087), (0.74, 0.1), (0.9, 0.116), (1.0, 0.118), (1.075, 0.052),
)  # fmt: skip
PELVIS: tuple[tuple[float, float], ...] = ((-0.22, 0.045), (-0.1, 0.112), (0.06, 0.112), (0.24, 0.098))
HEAD: tuple[Point, ...] = (
    (0.0, 0.066), (0.034, 0.056), (0.051, 0.026), (0.05, -0.012), (0.041, -0.042), (0.02, -0.062),
    (0.0, -0.065),
    (-0.02, -0.062), (-0.041, -0.042), (-0.05, -0.012), (-0.051, 0.026), (-0.034, 0.056),
)  # fmt: skip
HAIR: tuple[Point, ...] = (
    (0.0, 0.077), (0.042, 0.066), (0.061, 0.03), (0.058, -0.008), (0.051, -0.012), (0.047, 0.012),
    (0.036, 0.03),
    (0.012, 0.037), (-0.014, 0.035), (-0.037, 0.027), (-0.047, 0.01), (-0.051, -0.012), (-0.058, -0.008),
    (-0.061, 0.03), (-0.042, 0.066),
)  # fmt: skip
HAND: tuple[Point, ...] = (
    (0.013, 0.004), (0.019, -0.02), (0.022, -0.045), (0.016, -0.078), (0.0, -0.09), (-0.013, -0.078),
    (-0.018, -0.045),
    (-0.016, -0.018), (-0.013, 0.004),
)  # fmt: skip
SHOE = (
    (0.0, 0.02, 0.0),
    (0.0, 0.014, 0.024),
    (0.0, -0.012, 0.03),
    (0.05, -0.036, 0.033),
    (0.112, -0.039, 0.027),
)
"""Half of a shoe: ahead of the ankle, above it, and to the side."""
SOLE = ((0.0, -0.033, 0.033), (0.112, -0.032, 0.03), (0.112, -0.042, 0.026), (0.112, -0.044, 0.0))
ABDUCTORS: tuple[Point, ...] = (
    (-0.016, 0.05), (0.016, 0.038), (0.03, 0.01), (0.034, -0.03), (0.026, -0.07), (0.01, -0.03),
    (-0.004, 0.02),
)  # fmt: skip
FLANK: tuple[tuple[float, float, float], ...] = (
    (0.26, 0.04, 0.088), (0.42, 0.036, 0.08), (0.58, 0.038, 0.08), (0.74, 0.052, 0.086),
)  # fmt: skip
"""Share of the way up the spine, then inner and outer edge to one side."""


ABDUCTORS_STANDING: tuple[Point, ...] = (
    (-0.03, 0.046), (0.004, 0.04), (0.03, 0.014), (0.045, -0.026), (0.036, -0.07), (0.014, -0.036),
    (-0.01, 0.01),
)  # fmt: skip
QUADRICEPS: tuple[Station, ...] = (
    (0.28, 0.026, 0.026), (0.4, 0.033, 0.033), (0.58, 0.03, 0.03), (0.78, 0.024, 0.022), (0.92, 0.014, 0.014),
)  # fmt: skip


def _facing(axes: Axes) -> Axes:
    """Axes whose forward is the body's near side, so that drawings made for the front can be placed."""
    return Axes(axes.near, axes.up, axes.forward)


def _is_upright(figure: Skeleton) -> bool:
    """Facing the viewer on both feet or one, as opposed to lying on a side."""
    return abs(figure.pose.lean) < 45


def _leg_line(figure: Skeleton, side: str) -> LimbLine:
    return figure_side.leg_line(figure, side)


def _level(foot: Axes) -> Axes:
    """A foot whose sole does not tip to the side with the shank: the joints below the ankle give way."""
    side = Vec(foot.near.x, 0, foot.near.z)
    across = side * (1 / max(side.length(), 1e-6))
    up, forward = (axis - across * axis.dot(across) for axis in (foot.up, foot.forward))
    return Axes(forward * (1 / max(forward.length(), 1e-6)), up * (1 / max(up.length(), 1e-6)), across)


def foot(figure: Skeleton, side: str) -> list[Shape]:
    """A shoe as it looks from where the viewer is: short when its toes point at the viewer."""
    at, axes = figure[f"{side}_ankle"], figure.feet[side]
    if _is_upright(figure):
        axes = _level(axes)

    def outline(half: tuple[tuple[float, float, float], ...]) -> tuple[Point, ...]:
        whole = (*half, *((ahead, up, -wide) for ahead, up, wide in reversed(half)))
        return tuple(flat(at + axes.world(*place)) for place in whole)

    return [
        Shape(f"{side}-shoe", f"shoe-{side}", outline(SHOE)),
        Shape(f"{side}-sole", f"sole-{side}", outline(SOLE)),
    ]


def _leg(figure: Skeleton, side: str) -> list[Shape]:
    return [Shape(f"{side}-leg", side, _leg_line(figure, side).outline(THIGH, SHANK)), *foot(figure, side)]


def _standing_arm_line(figure: Skeleton, side: str) -> LimbLine:
    """Shoulder, elbow and wrist, the arm hung a little lower and further in so that the shoulder slopes."""
    line = figure_side.arm_line(figure, side)
    inward = figure["shoulders"] - figure[f"{side}_shoulder"]
    moved = figure[f"{side}_shoulder"] + inward * 0.1 - figure.trunk.up * 0.026
    return LimbLine(flat(moved), line.joint, line.end)


def _hand(figure: Skeleton, side: str, line: LimbLine) -> tuple[Point, ...]:
    if not _is_upright(figure):
        return local(flat(figure[f"{side}_wrist"]), _facing(figure.hands[side]), HAND)
    along = toward(line.joint, line.end)
    across = ahead_of(along)
    return tuple(offset(offset(line.end, across, a), along, -b) for a, b in HAND)


def _arm(figure: Skeleton, side: str) -> list[Shape]:
    upright = _is_upright(figure)
    line = _standing_arm_line(figure, side) if upright else figure_side.arm_line(figure, side)
    skin, sleeve = f"skin-{side}", "sleeve" if side == "near" else "cloth-far"
    if upright:
        skin, sleeve = "skin-near", "sleeve"
    return [
        Shape(f"{side}-hand", skin, _hand(figure, side, line)),
        Shape(f"{side}-arm", skin, line.outline(figure_side.UPPER_ARM, figure_side.FOREARM)),
        Shape(f"{side}-sleeve", sleeve, figure_side.sleeve(line)),
    ]


def _across_spine(figure: Skeleton, stations: Sequence[tuple[float, float]]) -> tuple[Point, ...]:
    near, far = [], []
    for share, half in stations:
        at, axes = body.spine_point(figure, share)
        near.append(flat(at + axes.near * half))
        far.append(flat(at - axes.near * half))
    return (*near, *reversed(far))


def _neck(figure: Skeleton) -> Shape:
    at, axes = body.spine_point(figure, 1.0)
    low = local(flat(at), _facing(axes), ((-0.05, 0.012), (0.05, 0.012)))
    high = local(flat(figure["head"]), _facing(figure.head), ((0.029, -0.035), (-0.029, -0.035)))
    return Shape(
        "neck",
        "skin-near",
        (low[0], low[1], between(low[1], high[0], 0.5), high[0], high[1], between(low[0], high[1], 0.5)),
    )


def _head(figure: Skeleton) -> list[Shape]:
    at, axes = flat(figure["head"]), _facing(figure.head)
    eyes = [
        Shape(
            f"{side}-eye",
            "face",
            local(
                at, axes, [(x + shift, y) for x, y in ((0, 0.0055), (0.0045, 0), (0, -0.0055), (-0.0045, 0))]
            ),
        )
        for side, shift in (("near", 0.02), ("far", -0.02))
    ]
    mouth = Shape(
        "mouth", "line", local(at, axes, ((-0.013, -0.036), (0.0, -0.0395), (0.013, -0.036))), closed=False
    )
    return [
        Shape("head", "skin-near", local(at, axes, HEAD)),
        Shape("hair", "hair", local(at, axes, HAIR)),
        *eyes,
        mouth,
    ]


def _abductors(figure: Skeleton, side: str) -> tuple[Point, ...]:
    sign = 1 if side == "near" else -1
    own = ABDUCTORS_STANDING if _is_upright(figure) else ABDUCTORS
    points = [(x * sign, y) for x, y in own]
    return local(flat(figure[f"{side}_hip"]), _facing(figure.trunk), points)


def _quadriceps(figure: Skeleton, side: str) -> tuple[Point, ...]:
    line = _leg_line(figure, side)
    ahead = ahead_of(line.directions[0])
    edges: tuple[list[Point], list[Point]] = ([], [])
    for share, one, other in QUADRICEPS:
        at = between(line.top, line.joint, share)
        edges[0].append(offset(at, ahead, one))
        edges[1].append(offset(at, ahead, -other))
    return (*edges[0], *reversed(edges[1]))


def _flank(figure: Skeleton, working: str) -> tuple[Point, ...]:
    sign = 1 if working == "near" else -1
    inner, outer = [], []
    for share, inside, outside in FLANK:
        at, axes = body.spine_point(figure, share)
        inner.append(flat(at + axes.near * (inside * sign)))
        outer.append(flat(at + axes.near * (outside * sign)))
    return (*inner, *reversed(outer))


MUSCLES = {"hip_abductors": _abductors, "quadriceps": _quadriceps, "abdominals": _flank}
"""The muscles that can be drawn from the front."""


def _muscles(figure: Skeleton, names: Sequence[str], working: Sequence[str]) -> list[Shape]:
    return [
        Shape(
            f"muscle-{name}" if side == "near" else f"muscle-{name}-far",
            "muscle",
            MUSCLES[name](figure, side),
        )
        for name in names
        if name in MUSCLES
        for side in working
    ]


def _crossed_leg(figure: Skeleton) -> list[Shape]:
    """The near leg once more over the far one; while it passes behind, only a point inside the hip."""
    leg, hip = _leg(figure, "near"), flat(figure["near_hip"])
    is_behind = figure["near_ankle"].z < figure["far_ankle"].z
    return [
        replace(
            shape, id=f"{shape.id}-over", points=(hip,) * len(shape.points) if is_behind else shape.points
        )
        for shape in leg
    ]


def shapes(
    figure: Skeleton, muscles: Sequence[str], working: Sequence[str] = ("near",), *, legs_cross: bool = False
) -> list[Shape]:
    """All shapes of the body in paint order.

    Args:
        muscles: ids of the working muscles; those not to be seen from the front are left out.
        working: the sides they work on.
        legs_cross: one leg passes now before and now behind the other, so the near one has two places in the
            paint order and is hidden in the upper one while it is behind.
    """
    far, near = _leg(figure, "far"), _leg(figure, "near")
    return [
        _neck(figure),
        *_arm(figure, "far"),
        Shape("pelvis", "near", _across_spine(figure, PELVIS)),
        *([*near, *far, *_crossed_leg(figure)] if legs_cross else [*far, *near]),
        Shape("torso", "cloth", _across_spine(figure, TORSO)),
        *_muscles(figure, muscles, working),
        *_head(figure),
        *_arm(figure, "near"),
    ]
