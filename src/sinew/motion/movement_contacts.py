"""What touches what: reads contact phrases, places the body by them and measures whether they slip.

A contact is written the way a therapist would say it: ``near foot``, ``far toes``, ``near heel slides``,
``near hand on chair``, ``far hand behind near thigh``, ``back``, ``near heel slides on doorway``,
``far forearm``, ``seat on saddle``, ``lowest foot``. A foot that steps on says where to: ``near foot at
0.3``, ``near foot, second place``.

Source: docs/motion/figure.md, "Contacts".
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import acos, degrees

from sinew.motion import body
from sinew.motion.body import Axes, Pose, Skeleton, Vec
from sinew.motion.movement_props import CARRYING, SURFACES, UPRIGHT, Scene

FEET = ("foot", "heel", "toes", "ankle")
POINT_OF = {
    "foot": "ankle", "heel": "heel", "toes": "ball", "ankle": "ankle", "knee": "knee", "shin": "ankle",
    "hand": "wrist", "forearm": "elbow",
}  # fmt: skip
POINT_OF_BODY = {"back": "shoulders", "hips": "pelvis", "seat": "pelvis", "side": "pelvis", "head": "head"}
CLEARANCE = {
    "foot": body.ANKLE_HEIGHT, "heel": 0.0, "toes": 0.0, "knee": 0.04, "hand": 0.02, "back": 0.056,
    "hips": 0.062, "seat": 0.071, "side": 0.136, "head": 0.06, "ankle": 0.032, "shin": 0.032,
    "forearm": 0.026,
}  # fmt: skip
"""Height of the named point above the surface it rests on: flesh and sole, in body heights."""

_PHRASE = re.compile(
    r"^(?:(near|far) (foot|heel|toes|ankle|knee|shin|hand|forearm)|(back|hips|seat|side|head|lowest foot))"
    r"(?: (slides)| at (-?\d*\.?\d+)(?: (front|back) (\d*\.?\d+))?)?"
    rf"(?: on ({'|'.join(SURFACES)})| ((?:behind|on) (?:near|far) (?:thigh|hip)|on chest))?"
    r"(?:, (?:second|third|fourth) place)?$"
)
PEDAL_THICKNESS = 0.008
PEDAL_TILT_DEG = 9.0
_FREE = ("plate",)
"""Surfaces that are wherever the body first rests on them."""


@dataclass(frozen=True, slots=True)
class Contact:
    """One part of the body resting on something.

    Attributes:
        place: where it is put down, if that is written: to the right, and toward the viewer (``None``: where
            the pose has it).
    """

    text: str
    part: str
    side: str
    surface: str
    slides: bool = False
    place: tuple[float, float | None] | None = None

    @property
    def point(self) -> str:
        """Name of the skeleton point that stays put."""
        return f"{self.side}_{POINT_OF[self.part]}" if self.side else POINT_OF_BODY.get(self.part, "pelvis")

    @property
    def is_on_body(self) -> bool:
        return " " in self.surface


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a contact stays.

    Attributes:
        at: the world point.
        foot: how a heel that stays put keeps its foot turned.
        strap: for a hand that holds a strap: the foot's point it runs to, and its length.
    """

    at: Vec
    foot: Axes | None = None
    strap: tuple[str, float] | None = None


def contact(text: str) -> Contact:
    """Read one contact phrase.

    Raises:
        ValueError: the phrase is not one we know.
    """
    found = _PHRASE.match(text)
    if not found:
        raise ValueError(
            f"“{text}” is not a contact: write e.g. near foot, far toes, back, near hand on chair"
        )
    side, limb, part, slides, at, depth, by, surface, on_body = found.groups()
    if on_body and limb != "hand":
        raise ValueError(f"“{text}”: only a hand can rest on the body")
    if at and limb not in FEET:
        raise ValueError(f"“{text}”: only a foot is put down at a place")
    place = _place_written(at, depth, by) if at else None
    rests_on = on_body or surface or ("seat" if part == "seat" else "floor")
    return Contact(text, limb or part, side or "", rests_on, bool(slides) or rests_on in CARRYING, place)


def _place_written(at: str, depth: str | None, by: str | None) -> tuple[float, float | None]:
    toward_viewer = None if by is None else float(by) * (1 if depth == "front" else -1)
    return float(at), toward_viewer


def missing_prop(touch: Contact, scene: Scene) -> str | None:
    """The prop a contact rests on, if it is not in the scene."""
    missing = [prop for prop in SURFACES.get(touch.surface, ()) if prop not in scene]
    return missing[0] if missing else None


def anchor_for(touch: Contact, figure: Skeleton, scene: Scene) -> Anchor:
    """The place a contact keeps, taken from where the body first puts it down."""
    at = figure[touch.point]
    if touch.place:
        right, front = touch.place
        at = Vec(right, at.y, at.z if front is None else front)
    foot = figure.feet[touch.side] if touch.part == "heel" and not touch.slides else None
    if touch.surface in _FREE:
        return Anchor(at, foot)
    if touch.surface in UPRIGHT:
        upright_x = scene.upright_x(touch.surface)
        toward = 1 if upright_x > figure["pelvis"].x else -1
        depth = 0.0 if touch.part == "heel" else CLEARANCE[touch.part]
        return Anchor(Vec(upright_x - toward * depth, at.y, at.z), foot)
    if touch.surface == "strap":
        return Anchor(at, strap=(scene.points("strap", "around")[0], scene.number("strap", "length")))
    if touch.surface == "pedal":
        return pedal_anchor(touch, scene, at.z, 0.0)
    clearance = 0.0 if touch.surface == "pad" else CLEARANCE[touch.part]
    y = scene.surface_height(touch.surface) + clearance
    x = {"chair": scene.optional("chair", "at"), "bar": scene.optional("bike", "bar_at")}.get(touch.surface)
    return Anchor(Vec(at.x if x is None else x, y, at.z), foot)


def pedal_anchor(touch: Contact, scene: Scene, z: float, turn: float) -> Anchor:
    """Where a foot on a pedal is after a share of a turn, its toes a little down."""
    axle = scene.pedal(touch.side, turn)
    level = Axes(Vec(1, 0, 0), Vec(0, 1, 0), Vec(0, 0, 1))
    return Anchor(Vec(axle.x, axle.y + PEDAL_THICKNESS, z), level.pitched(PEDAL_TILT_DEG))


def _lay_foot(figure: Skeleton, touch: Contact) -> Skeleton:
    """Level the sole (foot) or the toes (toes) of a foot on the ground, body not yet moved."""
    pose, side = figure.pose, touch.side
    if touch.part == "foot":
        pose = pose.with_limbs(side, ankle=body.flat_ankle_deg(figure, side), toes=0.0)
    elif touch.part == "toes":
        foot = figure.feet[side]
        pose = pose.with_limbs(side, toes=body.flat_ankle_deg(figure, side) - pose.limbs(side).ankle)
        if foot.up.y < 0:
            pose = pose.with_limbs(side, toes=0.0)
    return body.with_leg(figure, side, pose)


def _lay_hand(figure: Skeleton, touch: Contact) -> Skeleton:
    """Turn a supporting hand along what it rests on."""
    side, pose = touch.side, figure.pose
    forearm = figure.hands[side].pitched(pose.limbs(side).wrist)
    ahead = -forearm.up.x if abs(forearm.up.x) > 0.3 else figure.trunk.up.x + figure.trunk.forward.x
    facing = 1.0 if ahead >= 0 else -1.0
    level = Vec(facing, 0, 0)
    along = {"wall": Vec(0, 1, 0), "on chest": figure.trunk.up}
    along |= dict.fromkeys(("floor", "seat", "bench", "step"), level)
    if touch.surface in {"chair", "bar"}:
        wrist = 20.0
    elif touch.surface in along:
        wrist = -body.tip_to(forearm, along[touch.surface])
    else:
        wrist = 0.0
    low, high = body.JOINT_LIMITS_DEG["wrist"]
    return body.with_arm(figure, side, pose.with_limbs(side, wrist=min(max(wrist, low), high)))


def _lay_forearm(figure: Skeleton, touch: Contact) -> Skeleton:
    """Level a forearm, pointing where the head is (face down) or where the chest faces (on one side)."""
    side, limbs = touch.side, figure.pose.limbs(touch.side)
    trunk = figure.trunk
    ahead = trunk.up if abs(trunk.forward.y) > 0.7 else trunk.forward
    ahead = Vec(ahead.x, 0, ahead.z) * (1 / Vec(ahead.x, 0, ahead.z).length())
    forearm = figure.hands[side].pitched(limbs.wrist)
    elbow = -body.tip_to(forearm.pitched(limbs.elbow), ahead)
    low, high = body.JOINT_LIMITS_DEG["elbow"]
    pose = figure.pose.with_limbs(side, elbow=min(max(elbow, low), high), wrist=0.0)
    return body.with_arm(figure, side, pose)


def _lay_shin(figure: Skeleton, touch: Contact, anchor: Vec) -> Skeleton:
    """Bend a knee so that its ankle comes to the height it lies at."""
    side, limbs = touch.side, figure.pose.limbs(touch.side)
    thigh = figure.feet[side].pitched(limbs.ankle - limbs.knee)
    drop = min(max((figure[f"{side}_knee"].y - anchor.y) / body.SHANK, -1.0), 1.0)
    behind = -1 if thigh.forward.x >= 0 else 1
    knee = body.tip_to(thigh, Vec(behind * (1 - drop**2) ** 0.5, -drop, 0))
    low, high = body.JOINT_LIMITS_DEG["knee"]
    pose = figure.pose.with_limbs(side, knee=min(max(knee, low), high))
    return body.with_leg(figure, side, pose)


def _pull_foot(figure: Skeleton, touch: Contact, anchor: Anchor) -> Skeleton:
    """Bring a foot's contact point to its place by hip and knee, the foot turned as it was."""
    side = touch.side
    foot = anchor.foot or figure.feet[side]
    at = _slid(anchor.at, touch, figure[touch.point])
    along = {"heel": body.HEEL_BEHIND_ANKLE, "toes": -body.BALL_AHEAD_OF_ANKLE}
    if touch.part in along:
        at = at + foot.up * body.ANKLE_HEIGHT + foot.forward * along[touch.part]
    figure = body.with_leg(figure, side, body.reach_with_leg(figure, side, at))
    if touch.part in along:
        pose = figure.pose.with_limbs(side, ankle=body.ankle_toward_deg(figure, side, foot))
        figure = body.with_leg(figure, side, pose)
    return figure if touch.surface == "pedal" else _lay_foot(figure, touch)


def _slid(anchor: Vec, touch: Contact, now: Vec) -> Vec:
    """Where a contact belongs that may slide along its surface, given where it is now."""
    if not touch.slides:
        return anchor
    return Vec(anchor.x, now.y, anchor.z) if touch.surface in UPRIGHT else Vec(now.x, anchor.y, anchor.z)


def _pull_hand(figure: Skeleton, touch: Contact, anchor: Vec) -> Skeleton:
    pose = body.reach_with_arm(figure, touch.side, anchor)
    return _lay_hand(body.with_arm(figure, touch.side, pose), touch)


def _on_body_point(figure: Skeleton, touch: Contact) -> Vec:
    """Where a hand that holds the body itself goes."""
    if touch.surface == "on chest":
        at, axes = body.spine_point(figure, 0.74)
        return at + axes.forward * 0.07 + axes.near * (0.085 if touch.side == "near" else -0.085)
    where, side, spot = touch.surface.split()
    hip, knee = figure[f"{side}_hip"], figure[f"{side}_knee"]
    if spot == "hip":
        return hip + figure.trunk.up * 0.08 + figure.trunk.forward * 0.012
    along = (knee - hip) * (1 / body.THIGH)
    if where == "behind":  # the wrist beside the thigh, the fingers around it
        inner = Vec(0, 0, 0) if touch.side == side else figure[f"{touch.side}_hip"] - hip
        return hip + along * (body.THIGH * 0.58) + inner * 0.3
    front = Vec(-along.y, along.x, 0)
    return hip + along * (body.THIGH * 0.54) + front * 0.05


def _on_strap(figure: Skeleton, strap: tuple[str, float]) -> Vec:
    """Where a hand pulls a strap of this length tight: on the line from the foot to the shoulders."""
    around, length = strap
    line = figure["shoulders"] - figure[around]
    return figure[around] + line * (length / line.length())


def _hand_goes_to(figure: Skeleton, touch: Contact, anchor: Anchor | None) -> Vec:
    if anchor is None or touch.is_on_body:
        return _on_body_point(figure, touch)
    if anchor.strap:
        beside = figure[f"{touch.side}_shoulder"] - figure["shoulders"]
        return _on_strap(figure, anchor.strap) + beside * 0.35
    return anchor.at


def _rest_head(figure: Skeleton, anchor_y: float) -> Skeleton:
    """Tip the neck so that the head rests at a height."""
    upper = figure.trunk.pitched(figure.pose.spine / 2)
    rise = (anchor_y - figure["neck"].y) / body.NECK_TO_HEAD_CENTER
    rise = min(max(rise, -1.0), 1.0)
    side = 1 if upper.up.x >= 0 else -1
    link = Vec(side * (1 - rise**2) ** 0.5, rise, 0)
    forward, up, _ = upper.local(link)
    bend = degrees(acos(min(max(up, -1.0), 1.0))) * (1 if forward >= 0 else -1)
    pose = replace(figure.pose, neck=bend - body.NECK_LEANS_DEG)
    return body.skeleton(pose).moved(figure["pelvis"])


def _lowest_foot(figure: Skeleton) -> float:
    return min(figure[f"{side}_{part}"].y for side in body.SIDES for part in ("heel", "ball", "toe"))


def _place(figure: Skeleton, first: Contact, anchor: Vec) -> Skeleton:
    """Move the body so that its first contact is where it belongs."""
    if first.part == "lowest foot":
        return figure.moved(Vec(0, -_lowest_foot(figure), 0))
    offset = anchor - figure[first.point]
    return figure.moved(Vec(0 if first.slides else offset.x, offset.y, offset.z))


def settle(pose: Pose, touching: Sequence[Contact], anchors: Mapping[str, Anchor]) -> Skeleton:
    """The body in a pose, put down so that all its contacts are at their anchors.

    The first contact places the body; feet and hands after it are brought to their places by their own
    joints; ``head`` tips the neck; hands that hold the body itself come last.
    """
    figure = body.skeleton(pose)
    if not touching:
        raise ValueError("touching: a body that touches nothing is placed by airborne()")
    first, *others = touching
    if first.part in FEET:
        figure = _lay_foot(figure, first)
    elif first.part == "hand":
        figure = _lay_hand(figure, first)
    elif first.part == "forearm":
        figure = _lay_forearm(figure, first)
    figure = _place(figure, first, anchors[first.text].at)
    for touch in others:
        figure = _bring(figure, touch, anchors.get(touch.text))
    return figure


def airborne(pose: Pose, over: Vec, lift: float) -> Skeleton:
    """The body in the air: its hips over a place, its lower foot as high as ``lift`` above the floor."""
    figure = body.skeleton(pose)
    return figure.moved(Vec(over.x, lift - _lowest_foot(figure), over.z))


def _bring(figure: Skeleton, touch: Contact, anchor: Anchor | None) -> Skeleton:
    """The body with one more of its contacts brought to its place."""
    if touch.part == "hand":
        return _pull_hand(figure, touch, _hand_goes_to(figure, touch, anchor))
    if anchor is None:
        return figure
    if touch.part in FEET:
        return _pull_foot(figure, touch, anchor)
    if touch.part == "head":
        return _rest_head(figure, anchor.at.y)
    if touch.part == "forearm":
        return _lay_forearm(figure, touch)
    return _lay_shin(figure, touch, anchor.at) if touch.part == "shin" else figure


def slip(figure: Skeleton, touch: Contact, anchor: Anchor) -> float:
    """How far a contact is from where it belongs, in body heights; only its height counts if it slides."""
    if touch.part == "lowest foot":
        return abs(_lowest_foot(figure))
    if touch.part == "hand":
        return (_hand_goes_to(figure, touch, anchor) - figure[touch.point]).length()
    error = figure[touch.point] - anchor.at
    if touch.part == "head":
        return abs(error.y)
    if touch.slides:
        return abs(error.x if touch.surface in UPRIGHT else error.y)
    return error.length()
