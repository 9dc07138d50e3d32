"""The floor exercises that are filmed, the ways a phone may stand, and the films with their true joints."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import cos, radians, sin

import numpy as np

from sinew.motion import body
from sinew.motion.body import Skeleton, Vec
from sinew.motion.frame import Part
from sinew.motion.movement import Movement
from tests.floor.solid import Image, Lens, Room
from tests.proof.library import movement_of

EXERCISES = (
    "bridge-double",
    "bridge-single",
    "heel-slide",
    "active-knee-extension",
    "hamstring-stretch-strap",
    "knee-to-chest",
    "hamstring-curl-prone",
    "prone-hip-extension",
    "side-lying-abduction",
    "donkey-kick",
    "bird-dog",
    "hip-flexor-stretch",
)
SUPINE = EXERCISES[:6]
FEW = ("bridge-double", "heel-slide", "active-knee-extension", "hamstring-curl-prone", "donkey-kick")
"""One of each posture, for the conditions that need not be seen with every exercise."""

FPS, LOOPS = 10, 2
LEAD_IN_S, TAIL_S, MOVING_S = 2.0, 0.5, 8.0
_SITS_S, _LIES_DOWN_S = 1.5, 1.5
_SIT_UP_DEG = 80.0


@dataclass(frozen=True, slots=True)
class Condition:
    """How a phone stands, and how the person comes into its picture.

    Attributes:
        from_deg: direction of the phone around the person: 0 = beside the working limb, 90 = at the feet,
            -90 = at the head, 180 = beside the other limb.
        height: of the lens above the floor, in body heights.
        distance: from the middle of the body, in body heights.
        aim: height of the point in the middle of the picture.
        roll_deg: turn of the phone about its own axis.
        aside: how far the phone looks past the middle of the body, toward the head, in body heights.
        size: width and height of the picture.
        mirrored: the left side works, the head lies on the other side of the picture.
        sits_first: the person is seen sitting before lying down; otherwise they lie from the first frame on.
        exercises: what is filmed in this way.
    """

    name: str
    from_deg: float = 0.0
    height: float = 0.28
    distance: float = 1.35
    aim: float = 0.16
    roll_deg: float = 0.0
    aside: float = 0.0
    size: tuple[int, int] = (640, 480)
    mirrored: bool = False
    sits_first: bool = False
    exercises: tuple[str, ...] = FEW


CONDITIONS = (
    Condition("side", exercises=EXERCISES),
    Condition("left side works", mirrored=True, exercises=EXERCISES),
    Condition("far limb works", from_deg=180, exercises=EXERCISES),
    Condition("oblique, toward the feet", from_deg=45, distance=1.45, exercises=EXERCISES),
    Condition("oblique, toward the head", from_deg=-45, distance=1.45),
    Condition("at the feet", from_deg=90, height=0.35, distance=1.6, exercises=EXERCISES),
    Condition("at the head", from_deg=-90, height=0.35, distance=1.6),
    Condition("phone on the floor", height=0.05, aim=0.28, exercises=EXERCISES),
    Condition("phone on a table", height=0.8, distance=1.2, aim=0.05),
    Condition("phone leans 15 left", roll_deg=-15),
    Condition("phone leans 15 right", roll_deg=15),
    Condition("phone on its side", roll_deg=90, size=(480, 640)),
    Condition("phone on its other side", roll_deg=-90, size=(480, 640)),
    Condition("phone upright", distance=1.85, size=(480, 640)),
    Condition("far away", distance=3.4, exercises=EXERCISES),
    Condition("feet cut off", aside=0.52),
    Condition("head cut off", aside=-0.5, exercises=EXERCISES),
    Condition("sits, then lies down", sits_first=True, exercises=SUPINE),
    Condition("oblique, sits first", from_deg=45, distance=1.45, sits_first=True, exercises=SUPINE),
    Condition("at the feet, sits first", 90, height=0.35, distance=1.6, sits_first=True, exercises=SUPINE),
    Condition("far away, sits first", distance=3.4, sits_first=True, exercises=SUPINE),
    Condition("head cut off, sits first", aside=-0.5, sits_first=True, exercises=SUPINE),
)
BY_NAME = {condition.name: condition for condition in CONDITIONS}

Truth = dict[int, tuple[float, float]]
"""Pixels of shoulders, hips, knees and ankles by landmark."""
_JOINTS = {
    "shoulder": Part.LEFT_SHOULDER,
    "hip": Part.LEFT_HIP,
    "knee": Part.LEFT_KNEE,
    "ankle": Part.LEFT_ANKLE,
}


@dataclass(frozen=True, slots=True)
class Moment:
    """One instant of a film.

    Attributes:
        t_ms: time.
        body: the person.
        is_placed: the person has taken the exercise's position (not still sitting).
    """

    t_ms: int
    body: Skeleton
    is_placed: bool


@cache
def moments(exercise: str, condition: Condition) -> tuple[Moment, ...]:
    """What the person does: rest, a few repetitions, rest; perhaps after sitting and lying down."""
    movement = movement_of(exercise)
    start = movement.body_at(0.0)
    arrival_s = _SITS_S + _LIES_DOWN_S if condition.sits_first else 0.0
    moving_s = min(MOVING_S, LOOPS * movement.duration_s)
    found = []
    for index in range(round((arrival_s + LEAD_IN_S + moving_s + TAIL_S) * FPS) + 1):
        t_s = index / FPS
        into_s = min(max(t_s - arrival_s - LEAD_IN_S, 0.0), moving_s)
        share = into_s / moving_s
        at_s = 0.0 if share >= 1 else share * LOOPS * movement.duration_s
        if t_s < arrival_s:
            person = _sitting(start, min(1.0, max(0.0, (t_s - _SITS_S) / _LIES_DOWN_S)))
        else:
            person = movement.body_at(at_s % movement.duration_s)
        found.append(Moment(round(t_s * 1000), person, t_s >= arrival_s))
    return tuple(found)


def _sitting(lying: Skeleton, share: float) -> Skeleton:
    """The body on its back with its trunk raised, the legs where they are; ``share`` 1 = down."""
    smooth = share * share * (3 - 2 * share)
    up = _SIT_UP_DEG * (1 - smooth)
    pose = lying.pose.with_trunk(trunk=lying.pose.trunk + up)
    for side in body.SIDES:
        pose = pose.with_limbs(side, hip=pose.limbs(side).hip + up)
    return body.skeleton(pose).moved(lying["pelvis"])


def lens_of(exercise: str, condition: Condition) -> tuple[Lens, float]:
    """The phone for an exercise, and where the middle of the body is along x."""
    movement = movement_of(exercise)
    xs = [point.x for t_s in _loop(movement) for point in movement.body_at(t_s).points.values()]
    middle = (min(xs) + max(xs)) / 2
    start = movement.body_at(0.0)
    toward_feet = 1.0 if start["head"].x < start["pelvis"].x else -1.0
    around = radians(condition.from_deg)
    away = Vec(sin(around) * toward_feet, 0.0, cos(around)) * condition.distance
    shift = Vec(-toward_feet * condition.aside, 0.0, 0.0)
    lens = Lens(
        Vec(middle, condition.height, 0.0) + away + shift,
        Vec(middle, condition.aim, 0.0) + shift,
        condition.roll_deg,
        size=condition.size,
    )
    return lens, middle


def _loop(movement: Movement) -> list[float]:
    return [movement.duration_s * step / 12 for step in range(12)]


def head_up_turns(exercise: str, condition: Condition) -> int:
    """By how many quarter turns counterclockwise the picture would show the lying person with the head up."""
    start = movement_of(exercise).body_at(0.0)
    lens, _ = lens_of(exercise, condition)
    is_left = lens.pixel(start["head"])[0] < lens.pixel(start["pelvis"])[0]
    return 3 if is_left is not condition.mirrored else 1


def film(exercise: str, condition: Condition) -> Iterator[Image]:
    """The pictures, red green blue."""
    lens, middle = lens_of(exercise, condition)
    room, seen, picture = Room(lens, middle), None, None
    for moment in moments(exercise, condition):
        if picture is None or seen != moment.body.points:
            seen, picture = moment.body.points, room.picture(moment.body)
            if condition.mirrored:
                picture = np.ascontiguousarray(picture[:, ::-1])
        yield picture


def truths(exercise: str, condition: Condition) -> list[Truth]:
    """Where the joints truly are in every picture; the working side is the right one unless mirrored."""
    lens, _ = lens_of(exercise, condition)
    found = []
    for moment in moments(exercise, condition):
        truth: Truth = {}
        for name, left in _JOINTS.items():
            for side, offset in (("near", 1), ("far", 0)):
                x, y = lens.pixel(moment.body[f"{side}_{name}"])
                if condition.mirrored:
                    truth[left + 1 - offset] = (lens.size[0] - x, y)
                else:
                    truth[left + offset] = (x, y)
        found.append(truth)
    return found
