"""An exercise's movement: a few poses, when each is reached, and the body at any instant between them.

Source: docs/motion/figure.md, "Movements".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

from sinew.motion import body, movement_parsing
from sinew.motion.body import TRUNK_ANGLES, Limbs, Pose, Skeleton, Vec
from sinew.motion.movement_contacts import (
    Anchor,
    Contact,
    airborne,
    anchor_for,
    pedal_anchor,
    settle,
    slip,
)
from sinew.motion.movement_props import Scene

LARGEST_SLIP = 0.015
CHECKS_PER_LOOP = 48
_LIMB_ANGLES = tuple(item.name for item in fields(Limbs))


@dataclass(frozen=True, slots=True)
class KeyPose:
    """One named pose of a movement.

    Attributes:
        takes_s: seconds to come here from the pose before (for the first: back from the last).
        hold_s: seconds to stay.
        effort: how hard the working muscles work, 0 to 1.
        lift: height of the lower foot above the floor while nothing touches it.
    """

    name: str
    pose: Pose
    touching: tuple[Contact, ...]
    takes_s: float
    hold_s: float
    effort: float
    lift: float = 0.0


@dataclass(frozen=True, slots=True)
class Instant:
    """Where in the loop a moment lies: between two key poses, and how far."""

    start: int
    end: int
    share: float


@dataclass(frozen=True)
class Movement:
    """A looped movement of the body model; make one with :func:`movement_from_dict`.

    Attributes:
        alt: one sentence that says what the figure does.
        muscles: ids of the muscles that work, see ``figure_muscles``.
        still: names of the poses that tell the movement in a few pictures; else start, halfway, most effort.
        works: the side whose muscles are tinted, ``near`` or ``both``; only a view from the front shows both.
        push: an arrow for an effort without motion: a skeleton point, and where in the picture it points.
    """

    alt: str
    muscles: tuple[str, ...]
    works: str
    still: tuple[str, ...]
    push: tuple[str, str] | None
    scene: Scene
    keys: tuple[KeyPose, ...]

    @property
    def duration_s(self) -> float:
        """Seconds of one loop."""
        return sum(key.takes_s + key.hold_s for key in self.keys)

    @property
    def legs_cross(self) -> bool:
        """Whether a foot is put down before or behind the other."""
        return any(touch.place and touch.place[1] for key in self.keys for touch in key.touching)

    @cached_property
    def anchors(self) -> dict[str, Anchor]:
        """Where every contact stays, from the pose that first makes it."""
        return self._settled[0]

    @cached_property
    def settled(self) -> tuple[Skeleton, ...]:
        """The body at each key pose, contacts solved."""
        return self._settled[1]

    @cached_property
    def _settled(self) -> tuple[dict[str, Anchor], tuple[Skeleton, ...]]:
        anchors: dict[str, Anchor] = {}
        figures: list[Skeleton] = []
        for key, t_s in zip(self.keys, self.key_times, strict=True):
            if not key.touching:
                over = figures[-1]["pelvis"] if figures else Vec(0, 0, 0)
                figures.append(airborne(key.pose, over, key.lift))
                continue
            known = [touch for touch in key.touching if touch.text in anchors]
            order = known + [touch for touch in key.touching if touch.text not in anchors]
            if not known:
                anchors[order[0].text] = _origin(order[0], key.pose, self.scene)
                known = order[:1]
            placed = settle(key.pose, known, anchors)
            for touch in order[len(known) :]:
                anchors[touch.text] = anchor_for(touch, placed, self.scene)
            figures.append(settle(key.pose, order, self._turned(anchors, t_s)))
        return anchors, tuple(figures)

    @cached_property
    def key_times(self) -> tuple[float, ...]:
        """When each key pose is reached, in seconds; the loop begins in the first."""
        times, now = [], 0.0
        for index, key in enumerate(self.keys):
            now += key.takes_s if index else 0.0
            times.append(now)
            now += key.hold_s
        return tuple(times)

    def anchors_at(self, t_s: float) -> Mapping[str, Anchor]:
        """Where every contact belongs at a time: feet on pedals go round once a loop, all else stays."""
        return self._turned(self.anchors, t_s)

    def _turned(self, anchors: Mapping[str, Anchor], t_s: float) -> Mapping[str, Anchor]:
        if "bike" not in self.scene:
            return anchors
        turn = t_s / self.duration_s
        pedaling = [touch for touch in self.keys[0].touching if touch.surface == "pedal"]
        moved = {
            touch.text: pedal_anchor(touch, self.scene, anchors[touch.text].at.z, turn) for touch in pedaling
        }
        return {**anchors, **moved}

    def instant(self, t_s: float) -> Instant:
        """Locate a time (any length; the movement loops) between two key poses."""
        left, count = t_s % self.duration_s, len(self.keys)
        for index, key in enumerate(self.keys):
            if left <= key.hold_s:
                return Instant(index, index, 0.0)
            left -= key.hold_s
            following = (index + 1) % count
            takes_s = self.keys[following].takes_s
            if left < takes_s:
                return Instant(index, following, left / takes_s)
            left -= takes_s
        return Instant(0, 0, 0.0)

    def body_at(self, t_s: float) -> Skeleton:
        """The body at a time in seconds, its contacts held."""
        at = self.instant(t_s)
        if at.start == at.end:
            return self.settled[at.start]
        pose, held = self._between(at), self.held(at)
        return settle(pose, held, self.anchors_at(t_s)) if held else self._in_the_air(pose, at)

    def _in_the_air(self, pose: Pose, at: Instant) -> Skeleton:
        """The body while no contact is held: between the places before and after, and never in the floor."""
        places = [figure["pelvis"] for figure in self.settled]
        over = Vec(self._curve(at, [p.x for p in places]), 0, self._curve(at, [p.z for p in places]))
        return airborne(pose, over, self._curve(at, [key.lift for key in self.keys]))

    def pose_at(self, t_s: float) -> Pose:
        """All joint angles at a time in seconds, as they are after contacts are solved."""
        return self.body_at(t_s).pose

    def effort_at(self, t_s: float) -> float:
        """How hard the working muscles work, 0 to 1."""
        at = self.instant(t_s)
        return self._curve(at, [key.effort for key in self.keys])

    def held(self, at: Instant) -> tuple[Contact, ...]:
        """Contacts that both neighboring poses make, in the order of the pose that is left."""
        staying = {touch.text for touch in self.keys[at.end].touching}
        return tuple(touch for touch in self.keys[at.start].touching if touch.text in staying)

    def _between(self, at: Instant) -> Pose:
        columns = zip(*self._angles, strict=True)
        return _pose([self._curve(at, column) for column in columns])

    @cached_property
    def _angles(self) -> tuple[tuple[float, ...], ...]:
        return tuple(_angles(figure.pose) for figure in self.settled)

    def _curve(self, at: Instant, values: Sequence[float]) -> float:
        """Cubic between two key values that slows where a pose is held or a turning point."""
        if at.start == at.end or values[at.start] == values[at.end]:
            return values[at.start]
        span, share = self.keys[at.end].takes_s, at.share
        out, back = self._slope(at.start, values) * span, self._slope(at.end, values) * span
        first, last = values[at.start], values[at.end]
        rest = 1 - share
        departing = (first * (1 + 2 * share) + out * share) * rest**2
        return departing + (last * (3 - 2 * share) - back * rest) * share**2

    def _slope(self, index: int, values: Sequence[float]) -> float:
        """Speed through a key pose (harmonic mean of both sides, so nothing overshoots)."""
        following = (index + 1) % len(self.keys)
        before = (values[index] - values[index - 1]) / self.keys[index].takes_s
        after = (values[following] - values[index]) / self.keys[following].takes_s
        if self.keys[index].hold_s > 0 or before * after <= 0:
            return 0.0
        return 2 * before * after / (before + after)


def _origin(first: Contact, pose: Pose, scene: Scene) -> Anchor:
    """Anchor of the very first contact: the picture's x = 0, in the middle plane of the body."""
    bare = body.skeleton(pose)
    if first.part == "lowest foot":
        return Anchor(Vec(0, 0, 0))
    found = anchor_for(first, bare, scene)
    return found if first.place else replace(found, at=Vec(0, found.at.y, found.at.z))


def _angles(pose: Pose) -> tuple[float, ...]:
    trunk = [getattr(pose, name) for name in TRUNK_ANGLES]
    limbs = [getattr(pose.limbs(side), name) for side in body.SIDES for name in _LIMB_ANGLES]
    return tuple(trunk + limbs)


def _pose(values: list[float]) -> Pose:
    cut, count = len(TRUNK_ANGLES), len(_LIMB_ANGLES)
    near, far = (Limbs(*values[start : start + count]) for start in (cut, cut + count))
    return Pose(near=near, far=far).with_trunk(**dict(zip(TRUNK_ANGLES, values, strict=False)))


def movement_from_dict(raw: Mapping[str, Any]) -> Movement:
    """Read a movement as written in ``figure.yaml`` and check that a body can do it.

    Raises:
        ValueError: one line for every problem: unknown fields or contacts, joints beyond their limits,
            contacts that slide, parts of the body below the floor.
    """
    parsed, problems = movement_parsing.parse(raw)
    if problems:
        raise ValueError("\n".join(problems))
    movement = Movement(
        alt=parsed.alt,
        muscles=parsed.muscles,
        works=parsed.works,
        still=parsed.still,
        push=parsed.push,
        scene=parsed.scene,
        keys=tuple(KeyPose(*key) for key in parsed.keys),
    )
    problems = check(movement)
    if problems:
        raise ValueError("\n".join(problems))
    return movement


def check(movement: Movement) -> list[str]:
    """Everything a body could not do in a movement: bent beyond limits, slipping, through the floor."""
    problems: dict[str, str] = {}
    for index in range(CHECKS_PER_LOOP):
        t_s = movement.duration_s * index / CHECKS_PER_LOOP
        figure, at = movement.body_at(t_s), movement.instant(t_s)
        where = f"at {t_s:.1f} s (after “{movement.keys[at.start].name}”)"
        for key, message in _faults(figure, movement.held(at), movement.anchors_at(t_s)):
            problems.setdefault(key, f"{where}: {message}")
    return list(problems.values())


def _faults(
    figure: Skeleton, held: tuple[Contact, ...], anchors: Mapping[str, Anchor]
) -> list[tuple[str, str]]:
    found = _beyond_limits(figure.pose)
    for touch in held:
        distance = slip(figure, touch, anchors[touch.text])
        if distance > LARGEST_SLIP:
            found.append((touch.text, f"{touch.text} slips by {distance:.3f} body heights"))
    for name, point in figure.points.items():
        if point.y < -LARGEST_SLIP:
            found.append((f"floor {name}", f"{name} is {-point.y:.3f} body heights below the floor"))
    return found


def _beyond_limits(pose: Pose) -> list[tuple[str, str]]:
    found = []
    named = [(name, name, getattr(pose, name)) for name in TRUNK_ANGLES]
    for side in body.SIDES:
        named += [(f"{side} {name}", name, getattr(pose.limbs(side), name)) for name in _LIMB_ANGLES]
    for label, name, value in named:
        low, high = body.JOINT_LIMITS_DEG[name]
        if not low - 0.5 <= value <= high + 0.5:
            found.append((label, f"{label} is {value:.0f}°, outside {low:.0f} to {high:.0f}°"))
    return found
