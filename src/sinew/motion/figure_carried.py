"""What moves with the body or holds it: straps, bands, cloths, a rolling ball, weights, pedals, pads.

Each drawing says between which parts of the body it belongs, so that a hand closes around what it holds.

Source: docs/motion/figure.md, "Props".
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from sinew.motion import body, figure_props
from sinew.motion.body import Skeleton, Vec
from sinew.motion.figure_outline import Point, Shape, flat, local
from sinew.motion.figure_props import bar, box, disc, oval
from sinew.motion.movement import Movement

GRIP_BELOW_WRIST = 0.06
ROLLER = 0.03
BALL_BEFORE_HEEL = 0.05
DOORWAY_HEIGHT = 0.95


@dataclass
class Layers:
    """Shapes by where they are painted.

    Attributes:
        behind: before the body.
        middle: between the far and the near leg.
        held: just before the near arm.
        front: over the body.
    """

    behind: list[Shape] = field(default_factory=list)
    middle: list[Shape] = field(default_factory=list)
    held: list[Shape] = field(default_factory=list)
    front: list[Shape] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Moment:
    movement: Movement
    t_s: float
    figure: Skeleton

    def grip(self, hand: str) -> Vec:
        """The middle of a closed hand."""
        side = hand.split("_", maxsplit=1)[0]
        return self.figure[f"{side}_wrist"] - self.figure.hands[side].up * GRIP_BELOW_WRIST


def _strap(now: _Moment, layers: Layers) -> None:
    around = now.movement.scene.points("strap", "around")[0]
    side = around.split("_")[0]
    foot = now.figure.feet[side]
    sole = flat(now.figure[around])
    over = flat(now.figure[around] + foot.up * 0.026)
    layers.held += [
        bar("strap", flat(now.grip(f"{side}_hand")), over, 0.011, "strap"),
        bar("strap-loop", over, sole, 0.02, "strap"),
    ]


def _band(now: _Moment, layers: Layers) -> None:
    scene = now.movement.scene
    point = scene.points("band", "to")[0]
    side = point.split("_")[0]
    start = (scene.number("band", "at"), scene.number("band", "height"))
    to = now.figure[point] + (now.figure[f"{side}_knee"] - now.figure[point]) * 0.12
    along = now.figure.feet[side].pitched(now.figure.pose.limbs(side).ankle)
    cuff = [flat(to + along.forward * reach) for reach in (-0.024, 0.023)]
    layers.front += [
        bar("band", start, cuff[1], 0.009, "strap"),
        bar("band-cuff", cuff[0], cuff[1], 0.022, "strap"),
    ]


def _slider(now: _Moment, layers: Layers) -> None:
    low = figure_props.ground_y(now.movement.scene)
    high = 0.0 if low < 0 else 0.008
    for point in now.movement.scene.points("slider", "under"):
        x = now.figure[point].x
        layers.behind.append(box(f"slider-{point}", (x - 0.045, x + 0.06), low, high, "strap"))


def _ball(now: _Moment, layers: Layers) -> None:
    """A ball rolls half as far as the heel on top of it; it starts under the lower calf."""
    radius = now.movement.scene.number("ball", "radius")
    point = now.movement.scene.points("ball", "under")[0]
    first = now.movement.settled[0]
    rolled = (now.figure[point].x - first[point].x) / 2
    toward_body = 1 if first["pelvis"].x > first[point].x else -1
    at = (first[point].x + toward_body * BALL_BEFORE_HEEL + rolled, radius)
    layers.behind += [
        disc("ball", at, radius, "ball"),
        oval("ball-stripe", at, (radius * 0.97, radius * 0.3), 0.6 - rolled / radius, "mat"),
    ]


def _kettlebell(now: _Moment, layers: Layers) -> None:
    grip = (now.grip("near_hand") + now.grip("far_hand")) * 0.5
    hand = now.figure.hands["near"]

    def place(*points: Point) -> tuple[Point, ...]:
        return local(flat(grip), hand, points)

    left, right, low_left, low_right, middle = place(
        (-0.03, 0), (0.03, 0), (-0.04, -0.05), (0.04, -0.05), (0, -0.082)
    )
    layers.middle += [
        bar("bell-left", left, low_left, 0.013, "weight"),
        bar("bell-right", right, low_right, 0.013, "weight"),
        bar("bell-handle", left, right, 0.016, "weight"),
        disc("bell", middle, 0.052, "weight"),
    ]


def _dumbbells(now: _Moment, layers: Layers) -> None:
    for point in now.movement.scene.points("dumbbells", "in"):
        side = point.split("_")[0]
        middle, hand = flat(now.grip(point)), now.figure.hands[side]
        ends = local(middle, hand, ((-0.062, 0), (-0.03, 0), (0.03, 0), (0.062, 0)))
        shapes = [
            bar(f"{side}-weight-bar", ends[1], ends[2], 0.014, "weight"),
            bar(f"{side}-weight-back", ends[0], ends[1], 0.05, "weight"),
            bar(f"{side}-weight-front", ends[2], ends[3], 0.05, "weight"),
        ]
        (layers.held if side == "near" else layers.behind).extend(shapes)


def _foot_hold(now: _Moment, layers: Layers) -> None:
    """A padded roller on two posts that keeps the ankles down."""
    scene, point = now.movement.scene, now.movement.scene.points("foot_hold", "over")[0]
    ankle = now.movement.settled[0][point]
    at = (ankle.x + 0.012, ankle.y + 0.026 + ROLLER)
    low = figure_props.ground_y(scene)
    layers.behind += [
        bar("hold-post", (at[0] - 0.05, low), at, 0.02),
        bar("hold-brace", (at[0] + 0.05, low), at, 0.02),
    ]
    layers.front.append(disc("hold-roller", at, ROLLER, "weight"))


def _pedals(now: _Moment, layers: Layers) -> None:
    scene = now.movement.scene
    axle = (scene.number("bike", "at"), scene.number("bike", "crank_height"))
    for side, layer in (("far", layers.behind), ("near", layers.middle)):
        pedal = flat(scene.pedal(side, now.t_s / now.movement.duration_s))
        layer += [
            bar(f"{side}-crank", axle, pedal, 0.018, "weight"),
            bar(f"{side}-pedal", (pedal[0] - 0.038, pedal[1]), (pedal[0] + 0.034, pedal[1]), 0.014, "weight"),
        ]
    layers.middle.append(disc("crank-axle", axle, 0.026, "weight"))


def _back_bench(now: _Moment, layers: Layers) -> None:
    """Hip pad, foot plate and ankle roller, where the first pose rests on them."""
    first = now.movement.settled[0]
    thigh, foot = first.trunk.pitched(-first.pose.near.hip), first.feet["near"]
    hip, ankle = first["near_hip"], first["near_ankle"]
    pad = [flat(hip + thigh.forward * 0.07 - thigh.up * along) for along in (-0.02, 0.15)]
    under = ankle - foot.up * (body.ANKLE_HEIGHT + 0.008)
    roller = flat(ankle - foot.forward * (0.02 + ROLLER) + foot.up * 0.045)
    layers.behind += [
        bar("foot-plate", flat(under - foot.forward * 0.08), flat(under + foot.forward * 0.14), 0.018),
        bar("roller-arm", roller, flat(under - foot.forward * 0.06), 0.016),
        bar("hip-pad", pad[0], pad[1], 0.046, "weight"),
    ]
    layers.front.append(disc("ankle-roller", roller, ROLLER, "weight"))


def _doorway(now: _Moment, layers: Layers) -> None:
    """The edge of an open doorway: one leg rests on it, the other passes behind it."""
    scene = now.movement.scene
    at, low = scene.number("doorway", "at"), figure_props.ground_y(scene)
    layers.middle += [
        box("doorway", (at, at + 0.05), low, DOORWAY_HEIGHT),
        box("doorway-frame", (at + 0.05, at + 0.068), low, DOORWAY_HEIGHT, "mat"),
    ]


def _pillow(now: _Moment, layers: Layers) -> None:
    """Under the head or the belly of the first pose."""
    body = now.movement.settled[0]
    if now.movement.scene.props["pillow"]["supports"] == "belly":
        hips, chest = body["pelvis"], body["shoulders"]
        layers.behind.append(figure_props.pillow(hips.x + 0.3 * (chest.x - hips.x), hips.y - 0.045, 0.11))
    else:
        layers.behind.append(figure_props.pillow(body["head"].x, max(body["head"].y - 0.05, 0.03), 0.085))


_DRAWN: dict[str, Callable[[_Moment, Layers], None]] = {
    "pillow": _pillow,
    "strap": _strap,
    "band": _band,
    "slider": _slider,
    "ball": _ball,
    "kettlebell": _kettlebell,
    "dumbbells": _dumbbells,
    "foot_hold": _foot_hold,
    "bike": _pedals,
    "back_bench": _back_bench,
    "doorway": _doorway,
}


def layers(movement: Movement, t_s: float, figure: Skeleton) -> Layers:
    """Everything of a movement's props that goes with the body at a time, sorted into layers."""
    result = Layers()
    for prop in movement.scene.props:
        if prop in _DRAWN:
            _DRAWN[prop](_Moment(movement, t_s, figure), result)
    return result
