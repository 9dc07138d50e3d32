"""What touches what: reads contact phrases, places the body by them and measures whether they slip.

A contact is written the way a therapist would say it: ``near foot``, ``far toes``, ``near heel slides``,
``near hand on chair``, ``far hand behind near thigh``, ``back``, ``seat``, ``lowest foot``.

Source: docs/motion/figure.md, "Contacts".
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import acos, degrees

from sinew.motion import body
from sinew.motion.body import Axes, Pose, Skeleton, Vec

SEAT_HEIGHT = 0.25
CHAIR_BACK_HEIGHT = 0.54
FEET = ("foot", "heel", "toes")
POINT_OF = {"foot": "ankle", "heel": "heel", "toes": "ball", "knee": "knee", "hand": "wrist"}
POINT_OF_BODY = {"back": "shoulders", "hips": "pelvis", "seat": "pelvis", "side": "pelvis", "head": "head"}
CLEARANCE = {
    "foot": body.ANKLE_HEIGHT, "heel": 0.0, "toes": 0.0, "knee": 0.04, "hand": 0.02, "back": 0.056,
    "hips": 0.062, "seat": 0.071, "side": 0.136, "head": 0.06,
}  # fmt: skip
"""Height of the named point above the surface it rests on: flesh and sole, in body heights."""

_PHRASE = re.compile(
    r"^(?:(near|far) (foot|heel|toes|knee|hand)|(back|hips|seat|side|head|lowest foot))"
    r"(?: (slides)| on (floor|wall|chair|step|seat)| ((?:behind|on) (?:near|far) (?:thigh|hip)))?$"
)


@dataclass(frozen=True, slots=True)
class Scene:
    """Where the furniture stands, in body heights; ``None`` is not there."""

    wall_x: float | None = None
    chair_x: float | None = None
    chair_faces: int = 1
    step_x: float | None = None
    step_height: float = 0.1
    has_mat: bool = False
    has_pillow: bool = False


@dataclass(frozen=True, slots=True)
class Contact:
    """One part of the body resting on something."""

    text: str
    part: str
    side: str
    surface: str
    slides: bool = False

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
    """

    at: Vec
    foot: Axes | None = None


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
    side, limb, part, slides, surface, on_body = found.groups()
    if on_body and limb != "hand":
        raise ValueError(f"“{text}”: only a hand can rest on the body")
    return Contact(text, limb or part, side or "", on_body or surface or "floor", bool(slides))


def _surface_height(touch: Contact, scene: Scene) -> float:
    if touch.part == "seat" or touch.surface == "seat":
        return SEAT_HEIGHT
    return {"chair": CHAIR_BACK_HEIGHT, "step": scene.step_height}.get(touch.surface, 0.0)


def anchor_for(touch: Contact, figure: Skeleton, scene: Scene) -> Anchor:
    """The place a contact keeps, taken from where the body first puts it down."""
    at = figure[touch.point]
    foot = figure.feet[touch.side] if touch.part == "heel" and not touch.slides else None
    if touch.surface == "wall" and scene.wall_x is not None:
        toward = 1 if scene.wall_x > figure["pelvis"].x else -1
        depth = 0.0 if touch.part == "heel" else CLEARANCE[touch.part]
        return Anchor(Vec(scene.wall_x - toward * depth, at.y, at.z), foot)
    if touch.surface == "chair" and scene.chair_x is not None:
        return Anchor(Vec(scene.chair_x, CHAIR_BACK_HEIGHT + CLEARANCE["hand"], at.z))
    return Anchor(Vec(at.x, _surface_height(touch, scene) + CLEARANCE[touch.part], at.z), foot)


def _lay_foot(figure: Skeleton, touch: Contact) -> Skeleton:
    """Level the sole (foot) or the toes (toes) of a foot on the ground, body not yet moved."""
    pelvis, pose, side = figure["pelvis"], figure.pose, touch.side
    if touch.part == "foot":
        pose = pose.with_limbs(side, ankle=body.flat_ankle_deg(figure, side), toes=0.0)
    elif touch.part == "toes":
        foot = figure.feet[side]
        pose = pose.with_limbs(side, toes=body.flat_ankle_deg(figure, side) - pose.limbs(side).ankle)
        if foot.up.y < 0:
            pose = pose.with_limbs(side, toes=0.0)
    return body.skeleton(pose).moved(pelvis)


def _lay_hand(figure: Skeleton, touch: Contact) -> Skeleton:
    """Turn a supporting hand along what it rests on."""
    side, pose = touch.side, figure.pose
    forearm = figure.hands[side].pitched(pose.limbs(side).wrist)
    ahead = -forearm.up.x if abs(forearm.up.x) > 0.3 else figure.trunk.up.x + figure.trunk.forward.x
    facing = 1.0 if ahead >= 0 else -1.0
    along = {"wall": Vec(0, 1, 0), "floor": Vec(facing, 0, 0), "seat": Vec(facing, 0, 0)}
    if touch.surface == "chair":
        wrist = 20.0
    elif touch.surface in along:
        wrist = -body.tip_to(forearm, along[touch.surface])
    else:
        wrist = 0.0
    low, high = body.JOINT_LIMITS_DEG["wrist"]
    pose = pose.with_limbs(side, wrist=min(max(wrist, low), high))
    return body.skeleton(pose).moved(figure["pelvis"])


def _pull_foot(figure: Skeleton, touch: Contact, anchor: Anchor) -> Skeleton:
    """Bring a foot's contact point to its place by hip and knee, the foot turned as it was."""
    side = touch.side
    foot = anchor.foot or figure.feet[side]
    at = Vec(figure[touch.point].x, anchor.at.y, anchor.at.z) if touch.slides else anchor.at
    along = {"heel": body.HEEL_BEHIND_ANKLE, "toes": -body.BALL_AHEAD_OF_ANKLE}
    if touch.part in along:
        at = at + foot.up * body.ANKLE_HEIGHT + foot.forward * along[touch.part]
    pose = body.reach_with_leg(figure, side, at)
    figure = body.skeleton(pose).moved(figure["pelvis"])
    if touch.part in along:
        pose = pose.with_limbs(side, ankle=body.ankle_toward_deg(figure, side, foot))
        figure = body.skeleton(pose).moved(figure["pelvis"])
    return _lay_foot(figure, touch)


def _pull_hand(figure: Skeleton, touch: Contact, anchor: Vec) -> Skeleton:
    pose = body.reach_with_arm(figure, touch.side, anchor)
    return _lay_hand(body.skeleton(pose).moved(figure["pelvis"]), touch)


def _on_body_point(figure: Skeleton, touch: Contact) -> Vec:
    """Where a hand that holds the body itself goes."""
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
        return figure
    first, *others = touching
    if first.part in FEET:
        figure = _lay_foot(figure, first)
    elif first.part == "hand":
        figure = _lay_hand(figure, first)
    figure = _place(figure, first, anchors[first.text].at)
    for touch in others:
        if touch.part in FEET:
            figure = _pull_foot(figure, touch, anchors[touch.text])
        elif touch.part == "head":
            figure = _rest_head(figure, anchors[touch.text].at.y)
        elif touch.part == "hand":
            to = _on_body_point(figure, touch) if touch.is_on_body else anchors[touch.text].at
            figure = _pull_hand(figure, touch, to)
    return figure


def slip(figure: Skeleton, touch: Contact, anchor: Anchor) -> float:
    """How far a contact is from where it belongs, in body heights; only its height counts if it slides."""
    if touch.part == "lowest foot":
        return abs(_lowest_foot(figure))
    if touch.is_on_body:
        return (_on_body_point(figure, touch) - figure[touch.point]).length()
    error = figure[touch.point] - anchor.at
    if touch.part == "head" or touch.slides:
        return abs(error.y)
    return error.length()
