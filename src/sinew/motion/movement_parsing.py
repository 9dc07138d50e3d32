"""Reads the plain data of a ``figure.yaml`` into poses, and lists everything that is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from sinew.motion.body import TRUNK_ANGLES, Limbs, Pose, skeleton
from sinew.motion.movement_contacts import Contact, contact, missing_prop
from sinew.motion.movement_props import Scene, read_scene

MUSCLES = (
    "hamstrings", "glutes", "quadriceps", "calf", "hip_abductors", "hip_flexors", "back", "abdominals",
    "sciatic_nerve",
)  # fmt: skip
HIGHEST_LIFT = 0.3
WORKS = ("near", "both")
DIRECTIONS = {"left": (-1.0, 0.0), "right": (1.0, 0.0), "up": (0.0, 1.0), "down": (0.0, -1.0)}
_TOP = {"alt", "muscles", "works", "props", "still", "push", "poses"}
_POSE = {"name", "takes_s", "hold_s", "effort", "touching", "lift", "near", "far", "both"}
_TRUNK = set(TRUNK_ANGLES)
_LIMBS = {item.name for item in fields(Limbs)}

RawKey = tuple[str, Pose, tuple[Contact, ...], float, float, float, float]


@dataclass
class Parsed:
    """What could be read; only sound when no problem was found."""

    alt: str = ""
    muscles: tuple[str, ...] = ()
    works: str = "near"
    still: tuple[str, ...] = ()
    push: tuple[str, str] | None = None
    scene: Scene = field(default_factory=Scene)
    keys: list[RawKey] = field(default_factory=list)


class _Reader:
    def __init__(self) -> None:
        self.problems: list[str] = []

    def parse(self, raw: Mapping[str, Any]) -> Parsed:
        self._known(raw, _TOP, "figure")
        parsed = Parsed(alt=str(raw.get("alt", "")).strip())
        if not parsed.alt:
            self.problems.append("figure: alt is missing (one sentence that says what the figure does)")
        parsed.muscles = tuple(raw.get("muscles") or ())
        for muscle in parsed.muscles:
            if muscle not in MUSCLES:
                self.problems.append(f"muscles: {muscle} is not one of {', '.join(MUSCLES)}")
        parsed.works = str(raw.get("works", "near"))
        if parsed.works not in WORKS:
            self.problems.append(f"works: {parsed.works} is not one of {', '.join(WORKS)}")
        parsed.scene, problems = read_scene(raw.get("props") or {})
        self.problems += problems
        parsed.keys = self._keys(raw.get("poses") or [])
        self._have_what_they_touch(parsed)
        parsed.still = tuple(raw.get("still") or ())
        parsed.push = self._push(raw.get("push"))
        for name in set(parsed.still) - {key[0] for key in parsed.keys}:
            self.problems.append(f"still: there is no pose named {name}")
        return parsed

    def _have_what_they_touch(self, parsed: Parsed) -> None:
        missing = {
            touch.text: missing_prop(touch, parsed.scene)
            for _, _, touching, *_ in parsed.keys
            for touch in touching
        }
        for text, prop in missing.items():
            if prop:
                self.problems.append(f"“{text}” needs a {prop} among the props")

    def _push(self, raw: Mapping[str, Any] | None) -> tuple[str, str] | None:
        """An arrow, for efforts without motion: from a skeleton point toward a side of the picture."""
        if raw is None:
            return None
        self._known(raw, {"from", "toward"}, "push")
        start, toward = str(raw.get("from", "")).replace(" ", "_"), str(raw.get("toward", ""))
        if start not in skeleton(Pose()).points:
            self.problems.append(f"push: from {raw.get('from')!r} is not a point of the body, e.g. near heel")
        if toward not in DIRECTIONS:
            self.problems.append(f"push: toward must be one of {', '.join(DIRECTIONS)}")
        return start, toward

    def _known(self, raw: Mapping[str, Any], names: set[str], where: str) -> None:
        for name in sorted(set(raw) - names):
            self.problems.append(f"{where}: unknown field {name}")

    def _number(self, raw: Any, where: str) -> float:
        if isinstance(raw, bool) or not isinstance(raw, int | float):
            self.problems.append(f"{where}: {raw!r} is not a number")
            return 0.0
        return float(raw)

    def _keys(self, poses: list[Mapping[str, Any]]) -> list[RawKey]:
        if len(poses) < 2:
            self.problems.append("poses: a movement needs at least two")
        keys: list[RawKey] = []
        pose, touching, effort = Pose(), tuple[Contact, ...](), 0.0
        for index, raw in enumerate(poses):
            where = f"pose {index + 1} ({raw.get('name', 'no name')})"
            self._known(raw, _POSE | _TRUNK, where)
            pose = self._pose(raw, pose, where)
            if "touching" in raw:
                touching = self._touching(raw["touching"] or [], where)
            effort = self._number(raw.get("effort", effort), f"{where}: effort")
            takes_s = self._number(raw.get("takes_s", 1.5), f"{where}: takes_s")
            if takes_s <= 0:
                self.problems.append(f"{where}: takes_s must be above 0")
            hold_s = self._number(raw.get("hold_s", 0), f"{where}: hold_s")
            lift = self._lift(raw, touching, where)
            keys.append((str(raw.get("name", "")), pose, touching, takes_s, hold_s, effort, lift))
        return keys

    def _lift(self, raw: Mapping[str, Any], touching: tuple[Contact, ...], where: str) -> float:
        """How high the lower foot is while nothing touches the ground."""
        lift = self._number(raw.get("lift", 0), f"{where}: lift")
        if touching and "lift" in raw:
            self.problems.append(f"{where}: lift is only for a pose that touches nothing")
        if not touching and not 0 < lift <= HIGHEST_LIFT:
            self.problems.append(f"{where}: touching nothing needs a lift above 0, at most {HIGHEST_LIFT}")
        return lift

    def _pose(self, raw: Mapping[str, Any], before: Pose, where: str) -> Pose:
        given = sorted(_TRUNK & set(raw))
        pose = before.with_trunk(**{name: self._number(raw[name], f"{where}: {name}") for name in given})
        for name, sides in (("both", ("near", "far")), ("near", ("near",)), ("far", ("far",))):
            limbs = raw.get(name) or {}
            self._known(limbs, _LIMBS, f"{where}: {name}")
            joints = sorted(_LIMBS & set(limbs))
            angles = {joint: self._number(limbs[joint], f"{where}: {name} {joint}") for joint in joints}
            for side in sides:
                pose = pose.with_limbs(side, **angles)
        return pose

    def _touching(self, phrases: list[str], where: str) -> tuple[Contact, ...]:
        contacts = []
        for phrase in phrases:
            try:
                contacts.append(contact(str(phrase)))
            except ValueError as problem:
                self.problems.append(f"{where}: {problem}")
        return tuple(contacts)


def parse(raw: Mapping[str, Any]) -> tuple[Parsed, list[str]]:
    """Read a movement; a later pose keeps whatever it does not mention from the pose before.

    Returns:
        what was read, and one line for every problem found.
    """
    reader = _Reader()
    return reader.parse(raw), reader.problems
