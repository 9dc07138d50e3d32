"""The body model as a solid, clothed person seen by a camera with perspective: from any side, in a room.

The drawn figure is flat and shows two views only. Here every part of the body is a round cone (two spheres
and their hull), met by the ray of each pixel in closed form, so that feet-first and low cameras are true.
Method: Inigo Quilez, "rounded cone - intersection" (iquilezles.org/articles/intersectors).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import cos, radians, sin, tan
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sinew.motion.body import SIDES, Skeleton, Vec, spine_point

Array = npt.NDArray[np.float64]
Image = npt.NDArray[np.uint8]

_COLORS: Mapping[str, tuple[int, int, int]] = {
    "skin": (200, 150, 120),
    "hair": (50, 38, 30),
    "face": (60, 35, 32),
    "shirt": (176, 62, 58),
    "trousers": (52, 66, 104),
    "shoe": (228, 226, 222),
    "wall": (206, 208, 204),
    "floor": (158, 138, 116),
    "mat": (96, 128, 140),
}
"""Red, green, blue. Left and right wear the same: nothing but their shape tells the legs apart."""
_LIGHT = np.array((-0.35, 0.8, 0.5)) / np.linalg.norm((-0.35, 0.8, 0.5))
_WALL_BEHIND = 1.6
_MAT = (1.15, 0.24)


@dataclass(frozen=True, slots=True)
class Lens:
    """Where the phone stands and how it is held; lengths in body heights.

    Attributes:
        at: the place of the lens.
        toward: the point in the middle of the picture.
        roll_deg: turn of the phone about its own axis; above zero the picture turns clockwise.
        view_deg: how wide it sees along the longer edge of the picture.
        size: width and height in pixels.
    """

    at: Vec
    toward: Vec
    roll_deg: float = 0.0
    view_deg: float = 62.0
    size: tuple[int, int] = (640, 480)

    @property
    def focal_px(self) -> float:
        """Distance of the picture from the lens, in pixels."""
        return max(self.size) / 2 / tan(radians(self.view_deg / 2))

    def axes(self) -> Array:
        """Right, down and ahead of the picture, in the world."""
        ahead = _array(self.toward - self.at)
        ahead /= np.linalg.norm(ahead)
        right = np.cross(ahead, (0.0, 1.0, 0.0))
        right /= np.linalg.norm(right)
        down = np.cross(ahead, right)
        c, s = cos(radians(self.roll_deg)), sin(radians(self.roll_deg))
        return np.array((right * c - down * s, down * c + right * s, ahead))

    def pixel(self, point: Vec) -> tuple[float, float]:
        """Where a point of the world is seen."""
        x, y, z = self.axes() @ _array(point - self.at)
        width, height = self.size
        return (width / 2 + self.focal_px * x / z, height / 2 + self.focal_px * y / z)


class _Cone(NamedTuple):
    """A part of the body: two spheres and what is between them."""

    start: Array
    end: Array
    start_radius: float
    end_radius: float
    color: str


def _array(point: Vec) -> Array:
    return np.array((point.x, point.y, point.z))


def _parts(body: Skeleton) -> Iterator[_Cone]:
    yield from _head(body)
    yield from _trunk(body)
    for side in SIDES:
        yield from _arm(body, side)
        yield from _leg(body, side)


def _cone(start: Vec, end: Vec, start_radius: float, end_radius: float, color: str) -> _Cone:
    return _Cone(_array(start), _array(end), start_radius, end_radius, color)


def _head(body: Skeleton) -> Iterator[_Cone]:
    def at(forward: float, up: float, near: float = 0.0) -> Vec:
        return body["head"] + body.head.world(forward, up, near)

    yield _cone(body["neck"], at(-0.005, -0.03), 0.034, 0.032, "skin")
    yield _cone(at(0.018, -0.032), at(0.006, 0.012), 0.036, 0.053, "skin")
    yield _cone(at(-0.014, 0.02), at(0.0, 0.028), 0.052, 0.05, "hair")
    yield _cone(at(0.058, -0.012), at(0.052, 0.006), 0.009, 0.006, "skin")
    yield _cone(at(0.049, -0.038, -0.012), at(0.049, -0.038, 0.012), 0.006, 0.006, "face")
    for side in (-1, 1):
        yield _cone(at(0.05, 0.004, 0.02 * side), at(0.049, 0.004, 0.026 * side), 0.007, 0.007, "face")
        yield _cone(at(0.0, 0.004, 0.052 * side), at(-0.004, -0.014, 0.05 * side), 0.012, 0.009, "skin")


def _trunk(body: Skeleton) -> Iterator[_Cone]:
    middle = (body["near_shoulder"] + body["far_shoulder"]) * 0.5
    for side in SIDES:
        shoulder = middle + (body[f"{side}_shoulder"] - middle) * 0.82
        chest, axes = spine_point(body, 0.78)
        waist, _ = spine_point(body, 0.3)
        aside = axes.near * (0.05 if side == "near" else -0.05)
        yield _cone(middle, shoulder, 0.045, 0.042, "shirt")
        yield _cone(chest + aside, waist + aside * 0.8, 0.068, 0.056, "shirt")
        hip = body["pelvis"] + (body[f"{side}_hip"] - body["pelvis"]) * 0.55
        yield _cone(waist + aside * 0.8, hip, 0.057, 0.064, "shirt")
        yield _cone(body["pelvis"], hip, 0.064, 0.066, "trousers")


def _arm(body: Skeleton, side: str) -> Iterator[_Cone]:
    shoulder, elbow, wrist = (body[f"{side}_{name}"] for name in ("shoulder", "elbow", "wrist"))
    sleeve = shoulder + (elbow - shoulder) * 0.6
    yield _cone(shoulder, sleeve, 0.037, 0.034, "shirt")
    yield _cone(sleeve, elbow, 0.028, 0.025, "skin")
    yield _cone(elbow, wrist, 0.026, 0.017, "skin")
    yield _cone(wrist, wrist + (body[f"{side}_hand"] - wrist) * 0.8, 0.018, 0.016, "skin")


def _leg(body: Skeleton, side: str) -> Iterator[_Cone]:
    hip, knee, ankle = (body[f"{side}_{name}"] for name in ("hip", "knee", "ankle"))
    heel, ball, toe = (body[f"{side}_{name}"] for name in ("heel", "ball", "toe"))
    lift = body.feet[side].up * 0.022
    calf = knee + (ankle - knee) * 0.3
    yield _cone(hip, knee, 0.058, 0.038, "trousers")
    yield _cone(knee, calf, 0.037, 0.036, "trousers")
    yield _cone(calf, ankle, 0.036, 0.024, "trousers")
    yield _cone(heel + lift, ball + lift, 0.024, 0.024, "shoe")
    yield _cone(ball + lift, toe + lift * 0.8, 0.024, 0.017, "shoe")


class Room:
    """A plain room with a mat, photographed again and again by one phone that does not move.

    Args:
        lens: the phone.
        mat_at: middle of the mat along x.
    """

    def __init__(self, lens: Lens, mat_at: float) -> None:
        self.lens = lens
        width, height = lens.size
        self._axes = lens.axes()
        self._eye = _array(lens.at)
        x, y = np.meshgrid(np.arange(width) + 0.5 - width / 2, np.arange(height) + 0.5 - height / 2)
        rays = np.stack((x, y, np.full_like(x, lens.focal_px)), axis=-1)
        self._rays: Array = rays / np.linalg.norm(rays, axis=-1, keepdims=True)
        self._empty = self._background(mat_at)

    def _background(self, mat_at: float) -> Array:
        rays = self._rays @ self._axes
        with np.errstate(divide="ignore", invalid="ignore"):
            to_floor = np.where(rays[..., 1] < -1e-6, -self._eye[1] / rays[..., 1], np.inf)
            to_floor = np.minimum(to_floor, 1e3)
        spot = self._eye + rays * to_floor[..., None]
        is_floor = (rays[..., 1] < -1e-6) & (spot[..., 2] > -_WALL_BEHIND) & (to_floor < 12)
        length, breadth = _MAT
        is_mat = is_floor & (np.abs(spot[..., 0] - mat_at) < length / 2) & (np.abs(spot[..., 2]) < breadth)
        picture = np.where(is_floor[..., None], _COLORS["floor"], _COLORS["wall"]).astype(float)
        boards = 0.94 + 0.06 * (np.floor(spot[..., 2] * 9) % 2)
        picture = np.where(is_floor[..., None], picture * boards[..., None], picture)
        return np.where(is_mat[..., None], _COLORS["mat"], picture)

    def picture(self, body: Skeleton) -> Image:
        """The person as the phone sees them now (RGB)."""
        picture = self._empty.copy()
        depth = np.full(picture.shape[:2], np.inf)
        light = self._axes @ _LIGHT
        for part in _parts(body):
            self._paint(part, picture, depth, light)
        return np.clip(picture, 0, 255).astype(np.uint8)

    def _paint(self, part: _Cone, picture: Array, depth: Array, light: Array) -> None:
        start, end = self._axes @ (part.start - self._eye), self._axes @ (part.end - self._eye)
        window = self._window(start, end, part)
        if window is None:
            return
        rays = self._rays[window]
        distance, normal = _met(rays, start, end, part.start_radius, part.end_radius)
        is_nearer = distance < depth[window]
        depth[window] = np.where(is_nearer, distance, depth[window])
        shade = 0.5 + 0.5 * np.clip(normal @ light, 0, 1)
        color = np.array(_COLORS[part.color], dtype=float) * shade[..., None]
        picture[window] = np.where(is_nearer[..., None], color, picture[window])

    def _window(self, start: Array, end: Array, part: _Cone) -> Any:
        """The pixels that may show a part, ``None`` where it is outside the picture or behind the lens."""
        width, height = self.lens.size
        lows, highs = [], []
        for point, radius in ((start, part.start_radius), (end, part.end_radius)):
            nearest = point[2] - radius
            if nearest <= 0.02:
                return None
            reach = radius * 1.3 * self.lens.focal_px / nearest
            at = np.array((width / 2, height / 2)) + self.lens.focal_px * point[:2] / point[2]
            lows.append(at - reach)
            highs.append(at + reach)
        low, high = np.min(lows, axis=0), np.max(highs, axis=0)
        x0, x1 = max(0, int(low[0])), min(width, int(high[0]) + 2)
        y0, y1 = max(0, int(low[1])), min(height, int(high[1]) + 2)
        return (slice(y0, y1), slice(x0, x1)) if x0 < x1 and y0 < y1 else None


def _met(rays: Array, pa: Array, pb: Array, ra: float, rb: float) -> tuple[Array, Array]:
    """Where rays from the origin meet a round cone: distance (infinite if not) and normal."""
    ba, oa, ob, rr = pb - pa, -pa, -pb, ra - rb
    m0, m1, m5, m7 = ba @ ba, ba @ oa, oa @ oa, ob @ ob
    m2, m3, m6 = rays @ ba, rays @ oa, rays @ ob
    d2 = m0 - rr * rr
    distance = np.full(rays.shape[:2], np.inf)
    normal = np.zeros_like(rays)
    for middle, radius, m, size in ((oa, ra, m3, m5), (ob, rb, m6, m7)):
        h = m * m - size + radius * radius
        t = np.where(h > 0, -m - np.sqrt(np.maximum(h, 0)), np.inf)
        is_nearer = (t > 0) & (t < distance)
        distance = np.where(is_nearer, t, distance)
        ball = (middle + np.where(is_nearer, t, 0)[..., None] * rays) / radius
        normal = np.where(is_nearer[..., None], ball, normal)
    if d2 <= 1e-9:
        return distance, normal
    k2 = d2 - m2 * m2
    k1 = d2 * m3 - m1 * m2 + m2 * rr * ra
    k0 = d2 * m5 - m1 * m1 + m1 * rr * ra * 2 - m0 * ra * ra
    h = k1 * k1 - k0 * k2
    with np.errstate(divide="ignore", invalid="ignore"):
        t = (-np.sqrt(np.maximum(h, 0)) - k1) / k2
    y = m1 - ra * rr + t * m2
    is_side = (h > 0) & (y > 0) & (y < d2) & (t > 0)
    side = d2 * (oa + np.where(is_side, t, 0)[..., None] * rays) - y[..., None] * ba
    size = np.linalg.norm(side, axis=-1, keepdims=True)
    side = np.divide(side, size, out=np.zeros_like(side), where=size > 0)
    distance = np.where(is_side, t, distance)
    return distance, np.where(is_side[..., None], side, normal)
