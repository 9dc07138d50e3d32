"""The body seen from the front (or lying on its side, facing the viewer)."""

from collections.abc import Sequence

from sinew.motion import body, figure_side
from sinew.motion.body import Axes, Skeleton
from sinew.motion.figure_outline import LimbLine, Point, Shape, Station, between, flat, local

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


def _facing(axes: Axes) -> Axes:
    """Axes whose forward is the body's near side, so that drawings made for the front can be placed."""
    return Axes(axes.near, axes.up, axes.forward)


def _leg_line(figure: Skeleton, side: str) -> LimbLine:
    return figure_side.leg_line(figure, side)


def _foot(figure: Skeleton, side: str) -> list[Shape]:
    """A shoe as it looks from where the viewer is: short when its toes point at the viewer."""
    at, axes = figure[f"{side}_ankle"], figure.feet[side]

    def outline(half: tuple[tuple[float, float, float], ...]) -> tuple[Point, ...]:
        whole = (*half, *((ahead, up, -wide) for ahead, up, wide in reversed(half)))
        return tuple(flat(at + axes.world(*place)) for place in whole)

    return [
        Shape(f"{side}-shoe", f"shoe-{side}", outline(SHOE)),
        Shape(f"{side}-sole", f"sole-{side}", outline(SOLE)),
    ]


def _leg(figure: Skeleton, side: str) -> list[Shape]:
    return [Shape(f"{side}-leg", side, _leg_line(figure, side).outline(THIGH, SHANK)), *_foot(figure, side)]


def _arm(figure: Skeleton, side: str) -> list[Shape]:
    line = figure_side.arm_line(figure, side)
    hand = local(flat(figure[f"{side}_wrist"]), _facing(figure.hands[side]), HAND)
    return [
        Shape(f"{side}-hand", f"skin-{side}", hand),
        Shape(f"{side}-arm", f"skin-{side}", line.outline(figure_side.UPPER_ARM, figure_side.FOREARM)),
        Shape(f"{side}-sleeve", "sleeve" if side == "near" else "cloth-far", figure_side.sleeve(line)),
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


def _muscles(figure: Skeleton, names: Sequence[str], working: str) -> list[Shape]:
    """The hip abductors of the working side, the only muscle that is drawn from the front."""
    if "hip_abductors" not in names:
        return []
    sign = 1 if working == "near" else -1
    points = [(x * sign, y) for x, y in ABDUCTORS]
    return [
        Shape(
            "muscle-hip_abductors",
            "muscle",
            local(flat(figure[f"{working}_hip"]), _facing(figure.trunk), points),
        )
    ]


def shapes(figure: Skeleton, muscles: Sequence[str], working: str) -> list[Shape]:
    """All shapes of the body in paint order."""
    return [
        _neck(figure),
        *_arm(figure, "far"),
        Shape("pelvis", "near", _across_spine(figure, PELVIS)),
        *_leg(figure, "far"),
        *_leg(figure, "near"),
        Shape("torso", "cloth", _across_spine(figure, TORSO)),
        *_muscles(figure, muscles, working),
        *_head(figure),
        *_arm(figure, "near"),
    ]
