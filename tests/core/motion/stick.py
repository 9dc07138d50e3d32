"""A stick person for tests: exact angles in, frames out."""

from collections.abc import Callable, Iterable, Iterator
from math import cos, pi, radians, sin

from sinew.motion.frame import Frame, Landmark
from sinew.motion.tracking import TrackingDefinition, tracking_from_dict

WIDTH, HEIGHT = 720, 1280


def squat_definition(**changes: object) -> TrackingDefinition:
    """A squat: knee flexion from 5 to 45 degrees."""
    raw = {
        "exercise": "test-squat",
        "signal": "knee_flexion",
        "start_deg": 5,
        "target_deg": 45,
        "sides": "both",
        "views": ["side", "oblique"],
        "posture": "standing",
    }
    return tracking_from_dict({**raw, **changes})


def standing(
    t_ms: int,
    knee_deg: float,
    *,
    other_knee_deg: float | None = None,
    trunk_deg: float = 5.0,
    visibility: float | None = 0.98,
    far_visibility: float | None = 0.7,
    shift: float = 0.0,
    scale: float = 1.0,
    hidden: Iterable[int] = (),
) -> Frame:
    """A person seen from their right side, facing right, both feet on one spot.

    Args:
        knee_deg: flexion of the right knee, shared evenly by thigh and shank.
        other_knee_deg: flexion of the left knee, by default the same.
        shift: how far to the right in the picture, in picture widths.
        hidden: landmarks to give visibility 0.05.
    """
    left_deg = knee_deg if other_knee_deg is None else other_knee_deg
    hip = (0.5 + shift, 0.55)
    unit = 0.12 * HEIGHT * scale  # thigh and shank, pixels
    points: dict[int, tuple[float, float]] = {}

    def place(index: int, base: tuple[float, float], tilt_deg: float, length: float, up: int) -> None:
        points[index] = (
            base[0] + sin(radians(tilt_deg)) * length / WIDTH,
            base[1] - up * cos(radians(tilt_deg)) * length / HEIGHT,
        )

    for offset, deg in ((0, left_deg), (1, knee_deg)):
        points[23 + offset] = hip
        place(11 + offset, hip, trunk_deg, 1.4 * unit, 1)
        place(25 + offset, hip, deg / 2, unit, -1)
        place(27 + offset, points[25 + offset], -deg / 2, unit, -1)
        ankle = points[27 + offset]
        points[29 + offset] = (ankle[0] - 0.2 * unit / WIDTH, ankle[1] + 0.05)
        points[31 + offset] = (ankle[0] + 0.5 * unit / WIDTH, ankle[1] + 0.05)
        shoulder = points[11 + offset]
        points[13 + offset] = (shoulder[0], shoulder[1] + 0.08 * scale)
        points[15 + offset] = (shoulder[0], shoulder[1] + 0.15 * scale)
    place(0, points[11], trunk_deg, 0.5 * unit, 1)
    image, world = [], []
    for index in range(33):
        x, y = points.get(index, points[0])
        seen = far_visibility if index >= 11 and index % 2 else visibility
        image.append(Landmark(x, y, 0.0, 0.05 if index in set(hidden) else seen))
        meters = 0.42 / unit
        depth = 0.0 if index < 11 else (0.12 if index % 2 else -0.12)
        world.append(Landmark((x - hip[0]) * WIDTH * meters, (y - hip[1]) * HEIGHT * meters, depth, seen))
    return Frame(t_ms, WIDTH, HEIGHT, tuple(image), tuple(world))


def empty(t_ms: int) -> Frame:
    """A frame in which nobody is seen."""
    return Frame(t_ms, WIDTH, HEIGHT, None, None)


def wave(
    repetitions: int, low: float = 5.0, high: float = 50.0, period_s: float = 3.0, lead_s: float = 2.0
) -> Callable[[float], float]:
    """An angle over time: still, then smooth repetitions, then still."""

    def at(t_s: float) -> float:
        into = t_s - lead_s
        if not 0 <= into <= repetitions * period_s:
            return low
        return low + (high - low) * (1 - cos(2 * pi * into / period_s)) / 2

    return at


def film(
    angle: Callable[[float], float],
    duration_s: float,
    *,
    fps: float = 30.0,
    t0_ms: int = 0,
    body: Callable[..., Frame] = standing,
    **how: object,
) -> Iterator[Frame]:
    """Frames of a body whose knee follows an angle over time."""
    for index in range(int(duration_s * fps)):
        t_s = index / fps
        yield body(t0_ms + round(t_s * 1000), angle(t_s), **how)
