"""The things a movement needs: what each is called, its numbers, and the surfaces it offers to the body.

A prop is data: :data:`PROPS` names its fields with their usual values in body heights, and a ``figure.yaml``
states only what differs. How a prop looks is for ``figure_props`` and ``figure_carried``.

Source: docs/motion/figure.md, "Props".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import cos, radians, sin
from typing import Any

from sinew.motion.body import Pose, Vec, skeleton

SEAT_HEIGHT = 0.25
CHAIR_BACK_HEIGHT = 0.54
PILLOW_HEIGHT = 0.034
"""Pressed flat by the body on it."""

Value = float | str | tuple[str, ...] | None

PROPS: Mapping[str, Mapping[str, Value]] = {
    "mat": {"left": None, "right": None},
    "pillow": {"supports": "head"},
    "chair": {"at": 0.0, "faces": "right"},
    "wall": {"at": 0.0, "height": 1.12},
    "doorway": {"at": 0.0},
    "step": {"at": 0.0, "height": 0.1},
    "bench": {"at": 0.0, "height": 0.24, "width": 0.3},
    "ball": {"radius": 0.17, "under": "near heel"},
    "slider": {"under": ("near heel", "far heel")},
    "strap": {"around": "near ball", "length": 0.42},
    "band": {"at": 1.0, "height": 0.1, "to": "near ankle"},
    "kettlebell": {},
    "dumbbells": {"in": ("near hand", "far hand")},
    "foot_hold": {"over": "near ankle"},
    "bike": {
        "at": 0.17, "crank_height": 0.2, "crank": 0.095, "saddle": 0.555, "bar_at": 0.39, "bar_height": 0.73,
    },
    "back_bench": {"height": 0.5},
}  # fmt: skip
"""Fields of every prop and their usual values; ``None``: only where it is given."""

CHOICES: Mapping[str, tuple[str, ...]] = {"faces": ("left", "right"), "supports": ("head", "belly")}
SURFACES: Mapping[str, tuple[str, ...]] = {
    "floor": (), "wall": ("wall",), "doorway": ("doorway",), "chair": ("chair",), "seat": ("chair",),
    "step": ("step",), "bench": ("bench",), "ball": ("ball",), "strap": ("strap",), "saddle": ("bike",),
    "bar": ("bike",), "pedal": ("bike",), "pad": ("back_bench",), "plate": ("back_bench",),
    "pillow": ("pillow",),
}  # fmt: skip
"""What a contact may rest on, and the prop it belongs to."""
UPRIGHT = ("wall", "doorway")
"""Surfaces that keep a contact's distance instead of its height."""
CARRYING = ("ball",)
"""Surfaces that roll along with what rests on them."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The props of a movement by name, each with all its fields; distances in body heights."""

    props: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)

    def __contains__(self, prop: str) -> bool:
        return prop in self.props

    def number(self, prop: str, name: str) -> float:
        """A number of a prop that is there.

        Raises:
            ValueError: the field holds no number.
        """
        value = self.props[prop][name]
        if not isinstance(value, float):
            raise ValueError(f"{prop} {name} is not a number")
        return value

    def optional(self, prop: str, name: str) -> float | None:
        """A number that may be missing, of a prop that may be missing."""
        value = self.props.get(prop, {}).get(name)
        return value if isinstance(value, float) else None

    def points(self, prop: str, name: str) -> tuple[str, ...]:
        """The body points a prop names, as the skeleton calls them."""
        value = self.props[prop][name]
        named = (value,) if isinstance(value, str) else value
        return tuple(point.replace(" ", "_") for point in named) if isinstance(named, tuple) else ()

    def faces(self, prop: str) -> int:
        """1 for a prop that faces right, -1 for left."""
        return -1 if self.props[prop]["faces"] == "left" else 1

    def upright_x(self, surface: str) -> float:
        """Where a wall or door frame stands."""
        return self.number(surface, "at")

    def surface_height(self, surface: str) -> float:
        """Height of a level surface above the floor; 0 for those that have none."""
        heights = {
            "seat": lambda: SEAT_HEIGHT,
            "chair": lambda: CHAIR_BACK_HEIGHT,
            "pillow": lambda: PILLOW_HEIGHT,
            "step": lambda: self.number("step", "height"),
            "bench": lambda: self.number("bench", "height"),
            "ball": lambda: 2 * self.number("ball", "radius"),
            "saddle": lambda: self.number("bike", "saddle"),
            "bar": lambda: self.number("bike", "bar_height"),
            "pad": lambda: self.number("back_bench", "height"),
        }
        return heights[surface]() if surface in heights else 0.0

    def pedal(self, side: str, turn: float) -> Vec:
        """Middle of a pedal after a share of a turn; the near one starts at the top and goes forward."""
        angle = radians(360 * turn + (0 if side == "near" else 180))
        reach = self.number("bike", "crank")
        x, y = self.number("bike", "at"), self.number("bike", "crank_height")
        return Vec(x + reach * sin(angle), y + reach * cos(angle))


def read_scene(raw: Mapping[str, Any]) -> tuple[Scene, list[str]]:
    """Read the ``props`` of a movement.

    Returns:
        the scene, and one line for every problem.
    """
    problems: list[str] = []
    props = {}
    for name, given in raw.items():
        if name not in PROPS:
            problems.append(f"props: unknown field {name}; there are {', '.join(PROPS)}")
            continue
        props[name] = _fields(name, given or {}, problems)
    return Scene(props), problems


def _fields(prop: str, given: Mapping[str, Any], problems: list[str]) -> dict[str, Value]:
    usual = PROPS[prop]
    problems += [f"{prop}: unknown field {name}" for name in sorted(set(given) - set(usual))]
    values = dict(usual)
    for name in usual:
        if name in given:
            values[name] = _value((prop, name), given[name], usual[name], problems)
    return values


def _value(field_of: tuple[str, str], given: Any, usual: Value, problems: list[str]) -> Value:
    where = " ".join(field_of)
    if field_of[1] in CHOICES:
        choices = CHOICES[field_of[1]]
        if given not in choices:
            problems.append(f"{where} must be one of {', '.join(choices)}")
        return str(given)
    if usual is None or isinstance(usual, float):
        if isinstance(given, bool) or not isinstance(given, int | float):
            problems.append(f"{where}: {given!r} is not a number")
            return 0.0
        return float(given)
    named = [given] if isinstance(given, str) else list(given)
    known = skeleton(Pose()).points
    problems += [
        f"{where}: {point!r} is not a point of the body, e.g. near heel"
        for point in named
        if str(point).replace(" ", "_") not in known
    ]
    return tuple(str(point) for point in named)
