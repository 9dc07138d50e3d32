"""Where the working muscles lie on the drawn body: bands that follow the limb as it bends."""

from collections.abc import Callable, Sequence
from math import tan

from sinew.motion import body, figure_side
from sinew.motion.body import Skeleton
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

HAMSTRINGS: tuple[Station, ...] = (
    (0.1, 0.0, 0.046), (0.24, 0.004, 0.054), (0.5, 0.001, 0.045), (0.78, -0.006, 0.034),
    (0.92, -0.014, 0.028),
)  # fmt: skip
QUADRICEPS: tuple[Station, ...] = (
    (0.1, 0.046, -0.012), (0.24, 0.052, -0.006), (0.5, 0.044, -0.004), (0.76, 0.035, -0.01),
    (0.9, 0.03, -0.014),
)  # fmt: skip
CALF: tuple[Station, ...] = (
    (0.07, -0.012, 0.03), (0.2, -0.002, 0.039), (0.34, 0.0, 0.041), (0.5, -0.004, 0.034),
    (0.64, -0.009, 0.026),
)  # fmt: skip
GLUTES: tuple[Point, ...] = (
    (-0.012, 0.05), (-0.04, 0.056), (-0.064, 0.04), (-0.073, 0.012), (-0.07, -0.02), (-0.053, -0.042),
    (-0.026, -0.044),
    (-0.012, -0.016),
)  # fmt: skip
ABDUCTORS: tuple[Point, ...] = (
    (0.02, 0.052), (-0.006, 0.062), (-0.034, 0.05), (-0.04, 0.022), (-0.018, -0.012), (0.004, -0.03),
    (0.02, -0.008),
    (0.028, 0.024),
)  # fmt: skip
HIP_FLEXORS: tuple[Point, ...] = (
    (0.01, 0.062), (0.036, 0.058), (0.05, 0.03), (0.052, -0.004), (0.048, -0.04), (0.038, -0.078),
    (0.022, -0.092), (0.012, -0.06), (0.01, -0.02), (0.006, 0.03),
)  # fmt: skip
NERVE_BEHIND_THIGH = ((-0.06, 0.03), (0.15, 0.03), (0.4, 0.025), (0.7, 0.018))
NERVE_BEHIND_KNEE = 0.012
NERVE_BEHIND_SHANK = ((0.25, 0.012), (0.6, 0.009), (0.95, 0.006))
NERVE_HALF_WIDTH = 0.006
BACK: tuple[Station, ...] = (
    (0.24, -0.026, 0.056), (0.4, -0.018, 0.046), (0.6, -0.018, 0.046), (0.78, -0.022, 0.05),
    (0.9, -0.028, 0.05),
)  # fmt: skip
ABDOMINALS: tuple[Station, ...] = (
    (0.24, 0.05, -0.02), (0.42, 0.05, -0.016), (0.6, 0.05, -0.018), (0.74, 0.05, -0.024),
)  # fmt: skip


def _band(
    start: Point, end: Point, stations: Sequence[Station], shorten: tuple[float, float]
) -> tuple[Point, ...]:
    """A closed band along a segment, its stations squeezed away from a folded joint."""
    ahead = ahead_of(toward(start, end))
    low, high = shorten
    front, back = [], []
    for share, in_front, behind in stations:
        at = between(start, end, low + share * (high - low))
        front.append(offset(at, ahead, in_front))
        back.append(offset(at, ahead, -behind))
    return (*front, *reversed(back))


def _fold(line: LimbLine, length: float) -> float:
    """Share of a segment that the crease of its bent joint takes up."""
    angle, _ = line.bend
    return min(0.036 * tan(min(angle, 2.5) / 2) / length, 0.4)


def _thigh(stations: Sequence[Station]) -> Callable[[Skeleton, str], tuple[Point, ...]]:
    def outline(figure: Skeleton, side: str) -> tuple[Point, ...]:
        line = figure_side.leg_line(figure, side)
        return _band(line.top, line.joint, stations, (0.0, 1 - _fold(line, body.THIGH) * 0.8))

    return outline


def _calf(figure: Skeleton, side: str) -> tuple[Point, ...]:
    line = figure_side.leg_line(figure, side)
    return _band(line.joint, line.end, CALF, (_fold(line, body.SHANK) * 0.8, 1.0))


def _buttock(points: Sequence[Point]) -> Callable[[Skeleton, str], tuple[Point, ...]]:
    def outline(figure: Skeleton, side: str) -> tuple[Point, ...]:
        half_hip = figure.pose.limbs(side).hip * 0.35 + figure.pose.spine / 2
        return local(flat(figure[f"{side}_hip"]), figure.trunk.pitched(-half_hip), points)

    return outline


def _nerve(figure: Skeleton, side: str) -> tuple[Point, ...]:
    """The sciatic nerve: a thin cord from the buttock behind thigh, knee and shank to the foot."""
    line = figure_side.leg_line(figure, side)
    thigh, shank = (ahead_of(direction) for direction in line.directions)
    across_knee = toward((0, 0), (thigh[0] + shank[0], thigh[1] + shank[1]))
    path = [(between(line.top, line.joint, at), thigh, behind) for at, behind in NERVE_BEHIND_THIGH]
    path.append((line.joint, across_knee, NERVE_BEHIND_KNEE))
    path += [(between(line.joint, line.end, at), shank, behind) for at, behind in NERVE_BEHIND_SHANK]
    front, back = (
        [offset(at, ahead, half - behind) for at, ahead, behind in path]
        for half in (NERVE_HALF_WIDTH, -NERVE_HALF_WIDTH)
    )
    return (*front, *reversed(back))


def _trunk(stations: Sequence[Station]) -> Callable[[Skeleton, str], tuple[Point, ...]]:
    return lambda figure, _: figure_side.along_spine(figure, stations)


OUTLINES: dict[str, Callable[[Skeleton, str], tuple[Point, ...]]] = {
    "hamstrings": _thigh(HAMSTRINGS),
    "quadriceps": _thigh(QUADRICEPS),
    "calf": _calf,
    "glutes": _buttock(GLUTES),
    "hip_abductors": _buttock(ABDUCTORS),
    "back": _trunk(BACK),
    "abdominals": _trunk(ABDOMINALS),
    "hip_flexors": _buttock(HIP_FLEXORS),
    "sciatic_nerve": _nerve,
}


def shapes(figure: Skeleton, muscles: Sequence[str]) -> list[Shape]:
    """The working muscles of the near side as seen from the side."""
    return [Shape(f"muscle-{name}", "muscle", OUTLINES[name](figure, "near")) for name in muscles]
