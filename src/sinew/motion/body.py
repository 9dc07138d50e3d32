"""A simple kinematic human: where every joint is, given the angles of a pose.

Lengths are fractions of body height (Drillis & Contini 1966, as reproduced in Winter, *Biomechanics and
Motor Control of Human Movement*, figure 4.1). World axes: x to the right of the picture, y up, z toward
the viewer. A body at yaw 0 faces +x, so its right side is the near one.

Source: docs/motion/figure.md, "The body".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import acos, asin, atan2, cos, degrees, hypot, pi, radians, sin, sqrt

SIDES = ("near", "far")
TRUNK_ANGLES = ("trunk", "lean", "turn", "twist", "roll", "spine", "neck")

THIGH = 0.245
SHANK = 0.246
ANKLE_HEIGHT = 0.039
FOOT_LENGTH = 0.152
HEEL_BEHIND_ANKLE = 0.042
BALL_AHEAD_OF_ANKLE = 0.072
TRUNK = 0.288
UPPER_ARM = 0.186
FOREARM = 0.146
HAND = 0.108
HIP_HALF_WIDTH = 0.0955
SHOULDER_HALF_WIDTH = 0.1295
NECK_ABOVE_SHOULDERS = 0.022
NECK_TO_HEAD_CENTER = 0.1
NECK_LEANS_DEG = 9.0
"""How far ahead of the upper back the neck leads to the head when standing straight."""


@dataclass(frozen=True, slots=True)
class Vec:
    """A point or direction in body heights."""

    x: float
    y: float
    z: float = 0.0

    def __add__(self, other: "Vec") -> "Vec":
        return Vec(self.x + other.x, self.y + other.y, self.z + other.z)

    def __sub__(self, other: "Vec") -> "Vec":
        return Vec(self.x - other.x, self.y - other.y, self.z - other.z)

    def __mul__(self, factor: float) -> "Vec":
        return Vec(self.x * factor, self.y * factor, self.z * factor)

    def dot(self, other: "Vec") -> float:
        return self.x * other.x + self.y * other.y + self.z * other.z

    def length(self) -> float:
        return sqrt(self.dot(self))


@dataclass(frozen=True, slots=True)
class Limbs:
    """The joint angles of one side of the body, in degrees; 0 is standing straight with arms hanging.

    Attributes:
        hip: flexion between the shoulder-hip line and the thigh, as a camera measures it.
        hip_out: abduction of the thigh.
        knee: flexion, never below zero.
        ankle: dorsiflexion; negative points the foot.
        toes: upward bend at the ball of the foot.
        shoulder: flexion between the shoulder-hip line and the upper arm; backward is negative.
        shoulder_out: abduction of the upper arm.
        shoulder_turn: rotation of the upper arm about itself; a bent forearm goes outward, below zero inward.
        elbow: flexion.
        wrist: extension (back of the hand toward the forearm).
    """

    hip: float = 0.0
    hip_out: float = 0.0
    knee: float = 0.0
    ankle: float = 0.0
    toes: float = 0.0
    shoulder: float = 0.0
    shoulder_out: float = 0.0
    shoulder_turn: float = 0.0
    elbow: float = 0.0
    wrist: float = 0.0


@dataclass(frozen=True, slots=True)
class Pose:
    """All angles of the body in degrees, without a place in the world.

    Attributes:
        trunk: forward pitch of the hip-to-shoulder line from vertical; 90 is face down, -90 on the back.
        lean: sideways tilt toward the near side; -90 lies on the far side.
        turn: rotation about the vertical; 90 faces the viewer.
        twist: rotation of the shoulders against the hips about the spine, positive toward the near side.
        roll: rotation about the body's own length; 90 opens the chest toward the near side.
        spine: forward bend along the whole back; negative arches it.
        neck: flexion of head against the upper back.
    """

    trunk: float = 0.0
    lean: float = 0.0
    turn: float = 0.0
    twist: float = 0.0
    roll: float = 0.0
    spine: float = 0.0
    neck: float = 0.0
    near: Limbs = field(default_factory=Limbs)
    far: Limbs = field(default_factory=Limbs)

    def limbs(self, side: str) -> Limbs:
        return self.near if side == "near" else self.far

    def with_trunk(self, **angles: float) -> "Pose":
        """The same pose with some of the angles that are not a limb's replaced."""
        trunk = {name: angles.get(name, getattr(self, name)) for name in TRUNK_ANGLES}
        return Pose(near=self.near, far=self.far, **trunk)

    def with_limbs(self, side: str, **angles: float) -> "Pose":
        """The same pose with some angles of one side replaced."""
        changed = replace(self.limbs(side), **angles)
        return replace(self, near=changed) if side == "near" else replace(self, far=changed)


JOINT_LIMITS_DEG: dict[str, tuple[float, float]] = {
    "hip": (-25, 135), "hip_out": (-30, 50), "knee": (0, 150), "ankle": (-60, 40), "toes": (-5, 75),
    "shoulder": (-65, 185), "shoulder_out": (-45, 170), "shoulder_turn": (-90, 90), "elbow": (0, 150),
    "wrist": (-85, 95),
    "trunk": (-130, 150), "lean": (-95, 95), "turn": (-180, 180), "twist": (-60, 60), "roll": (-95, 95),
    "spine": (-50, 80), "neck": (-60, 70),
}  # fmt: skip
"""How far each angle may go, active range of a supple adult; docs/motion/figure.md, "Joint limits"."""


@dataclass(frozen=True, slots=True)
class Axes:
    """Three unit directions that a segment calls forward, up and toward its near side."""

    forward: Vec
    up: Vec
    near: Vec

    def world(self, forward: float, up: float, near: float) -> Vec:
        """The world direction of local components."""
        return self.forward * forward + self.up * up + self.near * near

    def local(self, direction: Vec) -> tuple[float, float, float]:
        """Components (forward, up, near) of a world direction."""
        return direction.dot(self.forward), direction.dot(self.up), direction.dot(self.near)

    def pitched(self, angle_deg: float) -> "Axes":
        """These axes tipped forward about their own near-side axis."""
        c, s = cos(radians(angle_deg)), sin(radians(angle_deg))
        return Axes(self.forward * c - self.up * s, self.up * c + self.forward * s, self.near)

    def twisted(self, angle_deg: float) -> "Axes":
        """These axes turned about their own up axis, forward toward the near side."""
        c, s = cos(radians(angle_deg)), sin(radians(angle_deg))
        return Axes(self.forward * c + self.near * s, self.up, self.near * c - self.forward * s)


def trunk_axes(pose: Pose) -> Axes:
    """Axes of the hip-to-shoulder line: turned, then pitched, then leaned, then rolled about itself."""
    yaw, lean = radians(pose.turn), radians(pose.lean)
    level = Axes(Vec(cos(yaw), 0, sin(yaw)), Vec(0, 1, 0), Vec(-sin(yaw), 0, cos(yaw)))
    axes = level.pitched(pose.trunk)
    c, s = cos(lean), sin(lean)
    up, near = axes.up * c + axes.near * s, axes.near * c - axes.up * s
    c, s = cos(radians(pose.roll)), sin(radians(pose.roll))
    return Axes(axes.forward * c + near * s, up, near * c - axes.forward * s)


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Joint centers in world coordinates (body heights), plus the axes that drawing needs.

    Attributes:
        points: ``pelvis``, ``shoulders``, ``neck``, ``head`` and, per side, ``near_hip``, ``near_knee``,
            ``near_ankle``, ``near_heel``, ``near_ball``, ``near_toe``, ``near_shoulder``, ``near_elbow``,
            ``near_wrist``, ``near_hand``.
        pose: the angles it was made from.
    """

    points: dict[str, Vec]
    pose: Pose
    trunk: Axes
    head: Axes
    feet: dict[str, Axes]
    hands: dict[str, Axes]

    def __getitem__(self, name: str) -> Vec:
        return self.points[name]

    def moved(self, by: Vec) -> "Skeleton":
        """The same body somewhere else."""
        points = {name: point + by for name, point in self.points.items()}
        return replace(self, points=points)


def spine_chord(spine_deg: float) -> float:
    """Straight distance from hips to shoulders of a back of constant length bent into an arc."""
    half = radians(abs(spine_deg)) / 2
    return TRUNK if half < 1e-6 else TRUNK * sin(half) / half


def spine_point(skeleton: Skeleton, share: float) -> tuple[Vec, Axes]:
    """Point and axes at a share of the way from hips (0) to shoulders (1); both ends may be overrun."""
    spine = skeleton.pose.spine
    along = min(max(share, 0.0), 1.0)
    start = skeleton.trunk.pitched(-spine / 2)
    middle = skeleton.trunk.pitched(-spine / 2 + spine * along / 2)
    at = skeleton["pelvis"] + middle.up * (spine_chord(spine * along) * along)
    axes = start.pitched(spine * along)
    return at + axes.up * ((share - along) * TRUNK), axes


def _limb(
    frame: Axes,
    origin: Vec,
    lengths: tuple[float, float],
    angles: tuple[float, float, float, float],
    bend: int,
) -> tuple[Vec, Vec, Axes]:
    """Joint, end and axes of the end segment of a two-bone limb (``bend`` -1: knee, 1: elbow).

    Args:
        angles: flexion, abduction and rotation of the first segment, then the bend of the joint.
    """
    flex, out, turn, joint = (radians(a) for a in angles)
    down = frame.world(sin(flex) * cos(out), -cos(flex) * cos(out), sin(out))
    ahead = frame.world(cos(flex), sin(flex), 0)
    near = frame.near
    if turn:
        aside = frame.world(-sin(flex) * sin(out), cos(flex) * sin(out), cos(out))
        ahead, near = ahead * cos(turn) + aside * sin(turn), aside * cos(turn) - ahead * sin(turn)
    lower = down * cos(joint) + ahead * (bend * sin(joint))
    lower_ahead = ahead * cos(joint) - down * (bend * sin(joint))
    middle = origin + down * lengths[0]
    return middle, middle + lower * lengths[1], Axes(lower_ahead, lower * -1, near)


def _leg(points: dict[str, Vec], pose: Pose, axes: Axes, side: str) -> Axes:
    sign = 1 if side == "near" else -1
    limbs = pose.limbs(side)
    hip = points["pelvis"] + axes.near * (HIP_HALF_WIDTH * sign)
    own = Axes(axes.forward, axes.up, axes.near * sign)
    knee, ankle, shank = _limb(own, hip, (THIGH, SHANK), (limbs.hip, limbs.hip_out, 0.0, limbs.knee), -1)
    foot = shank.pitched(-limbs.ankle)
    sole = ankle - foot.up * ANKLE_HEIGHT
    points[f"{side}_hip"], points[f"{side}_knee"], points[f"{side}_ankle"] = hip, knee, ankle
    points[f"{side}_heel"] = sole - foot.forward * HEEL_BEHIND_ANKLE
    points[f"{side}_ball"] = sole + foot.forward * BALL_AHEAD_OF_ANKLE
    toes = foot.pitched(-limbs.toes)
    reach = FOOT_LENGTH - HEEL_BEHIND_ANKLE - BALL_AHEAD_OF_ANKLE
    points[f"{side}_toe"] = points[f"{side}_ball"] + toes.forward * reach
    return foot


def _arm(points: dict[str, Vec], pose: Pose, axes: Axes, side: str) -> Axes:
    sign = 1 if side == "near" else -1
    limbs = pose.limbs(side)
    shoulder = points["shoulders"] + axes.near * (SHOULDER_HALF_WIDTH * sign)
    own = Axes(axes.forward, axes.up, axes.near * sign)
    angles = (limbs.shoulder, limbs.shoulder_out, limbs.shoulder_turn, limbs.elbow)
    elbow, wrist, forearm = _limb(own, shoulder, (UPPER_ARM, FOREARM), angles, 1)
    hand = forearm.pitched(-limbs.wrist)
    points[f"{side}_shoulder"], points[f"{side}_elbow"] = shoulder, elbow
    points[f"{side}_wrist"], points[f"{side}_hand"] = wrist, wrist - hand.up * HAND
    return hand


def skeleton(pose: Pose) -> Skeleton:
    """The body in this pose with the middle of its hips at the origin."""
    axes = trunk_axes(pose)
    shoulders = axes.up * spine_chord(pose.spine)
    upper = axes.pitched(pose.spine / 2)
    neck = shoulders + upper.up * NECK_ABOVE_SHOULDERS - upper.forward * 0.012
    head = upper.pitched(pose.neck)
    points = {"pelvis": Vec(0, 0, 0), "shoulders": shoulders, "neck": neck}
    points["head"] = neck + upper.pitched(pose.neck + NECK_LEANS_DEG).up * NECK_TO_HEAD_CENTER
    feet = {side: _leg(points, pose, axes, side) for side in SIDES}
    girdle = axes.twisted(pose.twist)
    hands = {side: _arm(points, pose, girdle, side) for side in SIDES}
    return Skeleton(points, pose, axes, head, feet, hands)


def with_leg(figure: Skeleton, side: str, pose: Pose) -> Skeleton:
    """The same body in a pose that differs from its own in this leg at most: only the leg is built anew."""
    points = {"pelvis": Vec(0, 0, 0)}
    foot = _leg(points, pose, figure.trunk, side)
    feet = {**figure.feet, side: foot}
    return Skeleton(_put_back(figure, points), pose, figure.trunk, figure.head, feet, figure.hands)


def with_arm(figure: Skeleton, side: str, pose: Pose) -> Skeleton:
    """The same body in a pose that differs from its own in this arm at most: only the arm is built anew."""
    points = {"shoulders": figure.trunk.up * spine_chord(pose.spine)}
    hand = _arm(points, pose, figure.trunk.twisted(pose.twist), side)
    hands = {**figure.hands, side: hand}
    return Skeleton(_put_back(figure, points), pose, figure.trunk, figure.head, figure.feet, hands)


def _put_back(figure: Skeleton, points: Mapping[str, Vec]) -> dict[str, Vec]:
    """All points of a body with these, which were built around the origin, where the body is."""
    pelvis = figure.points["pelvis"]
    return {**figure.points, **{name: point + pelvis for name, point in points.items()}}


def _reach(frame: Axes, to: Vec, lengths: tuple[float, float], bend: int) -> tuple[float, float, float]:
    """Angles (flexion, abduction, joint) of a two-bone limb whose end comes to ``to``, or nearest to it."""
    first, second = lengths
    forward, up, near = frame.local(to)
    distance = min(max(to.length(), abs(first - second) + 1e-9), first + second - 1e-9)
    scale = distance / max(to.length(), 1e-9)
    forward, up, near = forward * scale, up * scale, near * scale
    joint = pi - acos((first**2 + second**2 - distance**2) / (2 * first * second))
    along, across = first + second * cos(joint), second * sin(joint)
    out = asin(min(max(near / along, -1.0), 1.0))
    flex = atan2(forward, -up) - bend * atan2(across, along * cos(out))
    return degrees((flex + pi) % (2 * pi) - pi), degrees(out), degrees(joint)


def reach_with_leg(body: Skeleton, side: str, ankle: Vec) -> Pose:
    """The body's pose with one ankle brought to a world point by hip and knee, foot angles kept."""
    own = replace(body.trunk, near=body.trunk.near * (1 if side == "near" else -1))
    hip, out, knee = _reach(own, ankle - body[f"{side}_hip"], (THIGH, SHANK), -1)
    return body.pose.with_limbs(side, hip=hip, hip_out=out, knee=knee)


def reach_with_arm(body: Skeleton, side: str, wrist: Vec) -> Pose:
    """The body's pose with one wrist brought to a world point by shoulder and elbow."""
    girdle = body.trunk.twisted(body.pose.twist)
    own = replace(girdle, near=girdle.near * (1 if side == "near" else -1))
    shoulder, out, elbow = _reach(own, wrist - body[f"{side}_shoulder"], (UPPER_ARM, FOREARM), 1)
    if shoulder < -100:
        shoulder += 360
    return body.pose.with_limbs(side, shoulder=shoulder, shoulder_out=out, shoulder_turn=0.0, elbow=elbow)


def flat_ankle_deg(body: Skeleton, side: str) -> float:
    """Dorsiflexion that lays the sole level, toes where the shank's front points."""
    shank = body.feet[side].pitched(body.pose.limbs(side).ankle)
    return degrees(atan2(-shank.forward.y, shank.up.y))


def ankle_toward_deg(body: Skeleton, side: str, foot: Axes) -> float:
    """Dorsiflexion that turns a foot the way ``foot`` is turned."""
    shank = body.feet[side].pitched(body.pose.limbs(side).ankle)
    return degrees(atan2(foot.forward.dot(shank.up), foot.forward.dot(shank.forward)))


def tip_to(axes: Axes, direction: Vec) -> float:
    """Forward pitch in degrees that turns the axes' down direction toward ``direction`` in their plane."""
    forward, up, _ = axes.local(direction)
    return degrees(atan2(-forward, -up)) if hypot(forward, up) > 1e-9 else 0.0
