"""Landmark traces of the body model: what a perfect (or a noisy) pose model would see of a movement.

The camera looks at the body without perspective, so that in a side view the angles in the picture are
the joint angles themselves. Ground truth for every instant comes from :func:`truth`.

Source: docs/motion/figure.md, "Synthetic traces".
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import cos, radians, sin
from random import Random

from sinew.motion.body import SIDES, Skeleton, Vec
from sinew.motion.frame import Frame, Landmark
from sinew.motion.movement import Movement
from sinew.motion.physique import AVERAGE, Physique, reshaped
from sinew.vocabulary import Side

PIXELS_FILLED = 0.84
"""Share of the picture that the whole movement fills, in its tighter direction."""
_CLEAR = 0.98
"""What the model says of a point it sees well."""
_FACE: tuple[tuple[float, float, float], ...] = (
    (0.062, -0.014, 0.0),  # nose
    (0.042, 0.006, -0.014), (0.041, 0.006, -0.02), (0.039, 0.006, -0.027),  # left eye: inner, middle, outer
    (0.042, 0.006, 0.014), (0.041, 0.006, 0.02), (0.039, 0.006, 0.027),  # right eye
    (-0.006, -0.004, -0.045), (-0.006, -0.004, 0.045),  # ears
    (0.05, -0.036, -0.012), (0.05, -0.036, 0.012),  # corners of the mouth
)  # fmt: skip
"""Forward, up and toward the right of the head's center, landmarks 0 to 10, in body heights."""
_LIMB_ORDER = ("shoulder", "elbow", "wrist", "pinky", "index", "thumb", "hip", "knee", "ankle", "heel", "toe")


@dataclass(frozen=True, slots=True)
class Filming:
    """How a movement is filmed.

    Attributes:
        width, height: picture size in pixels.
        view_deg: 0 sees the near side; 90 looks at the front of a body that stood side-on.
        near_side: which side of the person is near; the left one faces the other way.
        body_height_m: for world coordinates.
        noise_px: standard deviation of every image coordinate (world coordinates get it in proportion).
        far_visibility: what the model says of points hidden behind the body.
        far_noise: how many times noisier those points are.
        roll_deg: how far the camera is tilted to its side.
        physique: proportions of the body.
        seed: of the noise; the same seed gives the same trace.
    """

    width: int = 720
    height: int = 960
    view_deg: float = 0.0
    near_side: Side = Side.RIGHT
    body_height_m: float = 1.72
    noise_px: float = 0.0
    far_visibility: float = 0.75
    far_noise: float = 1.0
    roll_deg: float = 0.0
    physique: Physique = AVERAGE
    seed: int = 0

    def seen(self, points: tuple[Vec, ...]) -> tuple[Vec, ...]:
        """The points of the average right-sided body, in the camera's axes, as this camera shows them."""
        sided = points if self.near_side is Side.RIGHT else _mirrored(points)
        shaped = reshaped(sided, self.physique)
        return tuple(_rolled(point, self.roll_deg) for point in shaped) if self.roll_deg else shaped


def truth(body: Skeleton, near_side: Side = Side.RIGHT) -> dict[str, float]:
    """The true angles in degrees, named as the motion engine names them.

    ``hip_flexion`` and ``shoulder_flexion`` are without sign, as an angle between two lines is.
    """
    angles = {"trunk_inclination": abs(body.pose.trunk) if not body.pose.lean else abs(body.pose.lean)}
    for side, name in zip(SIDES, (near_side, near_side.other), strict=True):
        limbs = body.pose.limbs(side)
        angles[f"knee_flexion_{name}"] = limbs.knee
        angles[f"hip_flexion_{name}"] = abs(limbs.hip)
        angles[f"hip_flexion_signed_{name}"] = limbs.hip
        angles[f"shoulder_flexion_{name}"] = abs(limbs.shoulder)
        angles[f"elbow_flexion_{name}"] = limbs.elbow
    return angles


def landmarks(body: Skeleton, filming: Filming) -> tuple[Vec, ...]:
    """The 33 body points in the camera's axes (body heights, x right, y up, z toward the camera)."""
    points = [body["head"] + body.head.world(*place) for place in _FACE]
    points += [_limb_point(body, side, name) for name in _LIMB_ORDER for side in ("far", "near")]
    c, s = cos(radians(filming.view_deg)), sin(radians(filming.view_deg))
    return filming.seen(tuple(Vec(p.x * c - p.z * s, p.y, p.x * s + p.z * c) for p in points))


def _rolled(point: Vec, roll_deg: float) -> Vec:
    c, s = cos(radians(roll_deg)), sin(radians(roll_deg))
    return Vec(point.x * c - point.y * s, point.x * s + point.y * c, point.z)


def _limb_point(body: Skeleton, side: str, name: str) -> Vec:
    hand = body.hands[side]
    places = {"pinky": (0.0, -0.8, -0.012), "index": (0.0, -0.85, 0.012), "thumb": (0.018, -0.4, 0.018)}
    if name not in places:
        return body[f"{side}_{name}"]
    forward, up, near = places[name]
    return body[f"{side}_wrist"] + hand.world(forward, up * 0.108, near)


def _mirrored(points: tuple[Vec, ...]) -> tuple[Vec, ...]:
    """The mirror image: left becomes right."""
    order = (0, 4, 5, 6, 1, 2, 3, 8, 7, 10, 9, *(i + 1 if i % 2 else i - 1 for i in range(11, 33)))
    return tuple(Vec(-points[i].x, points[i].y, points[i].z) for i in order)


@dataclass(frozen=True, slots=True)
class Lens:
    """Pixels per body height, and the body coordinates of the picture's upper left corner."""

    scale: float
    left: float
    top: float

    def pixel(self, point: Vec) -> tuple[float, float]:
        return (point.x - self.left) * self.scale, (self.top - point.y) * self.scale


def _fit(movement: Movement, filming: Filming) -> Lens:
    """The lens that keeps the whole movement in the middle of the picture."""
    loop = [movement.duration_s * step / 40 for step in range(40)]
    return lens_for((p for t_s in loop for p in landmarks(movement.body_at(t_s), filming)), filming)


def lens_for(points: Iterable[Vec], filming: Filming) -> Lens:
    """The lens that keeps all these points in the middle of the picture."""
    seen = list(points)
    left, right = min(p.x for p in seen), max(p.x for p in seen)
    low, top = min(p.y for p in seen), max(p.y for p in seen) + 0.05
    scale = PIXELS_FILLED * min(filming.width / (right - left), filming.height / (top - low))
    margin_x = (filming.width / scale - (right - left)) / 2
    margin_y = (filming.height / scale - (top - low)) / 2
    return Lens(scale, left - margin_x, top + margin_y)


def _seen(points: tuple[Vec, ...], filming: Filming) -> list[float]:
    """Visibility of each point: points on the far side are hidden in a view from the side."""
    hidden = abs(cos(radians(filming.view_deg)))
    far = _CLEAR - (_CLEAR - filming.far_visibility) * hidden
    near_odd = filming.near_side is Side.LEFT
    return [_CLEAR if i < 11 or (i % 2 == 1) == near_odd else far for i in range(len(points))]


def frame_of(points: tuple[Vec, ...], t_ms: int, filming: Filming, lens: Lens, random: Random) -> Frame:
    """One instant as the pose model would report it, from the points of :func:`landmarks`."""
    visible = _seen(points, filming)
    image, world = [], []
    middle, meters = (points[23] + points[24]) * 0.5, filming.body_height_m
    width, height, noise = filming.width, filming.height, meters / lens.scale
    for point, visibility in zip(points, visible, strict=True):
        spread = filming.noise_px * (filming.far_noise if visibility < _CLEAR else 1.0)
        dx = dy = dz = 0.0
        if spread:
            dx, dy, dz = random.gauss(0, spread), random.gauss(0, spread), random.gauss(0, spread)
        x, y = lens.pixel(point)
        right, up, near = point.x - middle.x, point.y - middle.y, point.z - middle.z
        image.append(Landmark((x + dx) / width, (y + dy) / height, -near * lens.scale / width, visibility))
        world.append(
            Landmark(
                right * meters + dx * noise,
                -(up * meters) + dy * noise,
                -(near * meters) + dz * noise,
                visibility,
            )
        )
    return Frame(t_ms, width, height, tuple(image), tuple(world))


def bodies(
    movement: Movement,
    *,
    fps: float,
    repetitions: int,
    pace: float = 1.0,
    lead_in_s: float = 1.0,
    tail_s: float = 1.0,
) -> Iterator[tuple[int, Skeleton]]:
    """Time in milliseconds and body: still at the start, then whole loops, then still again.

    Args:
        pace: how many times faster than authored.
    """
    moving_s = repetitions * movement.duration_s / pace
    for index in range(round((lead_in_s + moving_s + tail_s) * fps) + 1):
        t_s = index / fps
        into = min(max(t_s - lead_in_s, 0.0), moving_s) * pace
        ended = into >= repetitions * movement.duration_s - 1e-9
        yield round(t_s * 1000), movement.body_at(0.0 if ended else into)


def trace(
    movement: Movement,
    *,
    fps: float = 30.0,
    repetitions: int = 3,
    pace: float = 1.0,
    lead_in_s: float = 1.0,
    tail_s: float = 1.0,
    filming: Filming | None = None,
) -> Iterator[Frame]:
    """Frames of a person doing a movement exactly ``repetitions`` times.

    Args:
        fps: frames per second.
        pace: how many times faster than authored.
        lead_in_s, tail_s: seconds of rest in the first pose before and after.
        filming: camera, side and noise; default a clean side view of the right side.
    """
    how = filming or Filming()
    lens, random = _fit(movement, how), Random(how.seed)  # noqa: S311 - repeatable noise, not a secret
    moments = bodies(
        movement, fps=fps, repetitions=repetitions, pace=pace, lead_in_s=lead_in_s, tail_s=tail_s
    )
    for t_ms, body in moments:
        yield frame_of(landmarks(body, how), t_ms, how, lens, random)
