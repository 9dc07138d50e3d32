"""The drawn figure of a movement: animation data for the browser, a still strip, shapes for videos.

Source: docs/motion/figure.md, "Drawing".
"""

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import TypedDict

from sinew.motion import (
    body,
    figure_carried,
    figure_front,
    figure_muscles,
    figure_props,
    figure_side,
    figure_turning,
)
from sinew.motion.body import Skeleton
from sinew.motion.figure_outline import Shape, svg_path
from sinew.motion.movement import Movement
from sinew.motion.movement_parsing import DIRECTIONS


class AnimationShape(TypedDict):
    """One shape; `role` decides its color: `near`, `far`, `skin-near`, `muscle`, `prop`, `ground`, ..."""

    id: str
    role: str
    closed: bool
    smooth: bool


class AnimationPose(TypedDict):
    """A named pose and when it is shown."""

    name: str
    t_ms: int


class AnimationFrame(TypedDict):
    """One instant: how hard the muscles work, 0 to 1, and per shape flat [x, y, x, y, ...]."""

    t_ms: int
    glow: float
    shapes: list[list[float]]


class Animation(TypedDict):
    """A moving figure; the points of a shape correspond across frames, so a drawer may interpolate."""

    view_box: list[float]
    loop_ms: int
    alt: str
    shapes: list[AnimationShape]
    poses: list[AnimationPose]
    frames: list[AnimationFrame]


UNITS_PER_HEIGHT = 600
FRAMES_MOVING_PER_S = 3.0
MANY_POSES = 7
FRAMES_TURNING = 4
"""Fewest frames between two poses where something goes round, so that circles stay round."""
MARGIN = 0.07
FAR_LEG_SHIFT = (0.018, 0.009)
_FAR_LEG = ("far", "shoe-far", "sole-far")
NARROWEST, WIDEST = 0.8, 1.9
"""Limits of picture width over height, so that pictures stand well beside each other."""


def _body_shapes(movement: Movement, t_s: float) -> list[Shape]:
    """The person at a time and whatever moves with them, in paint order."""
    figure = movement.body_at(t_s)
    carried = figure_carried.layers(movement, t_s, figure)
    shapes = _with_layers(_person(movement, figure), carried)
    if movement.push:
        start, toward = movement.push
        shapes.append(figure_props.arrow(figure[start], DIRECTIONS[toward]))
    return shapes


def _with_layers(person: list[Shape], carried: figure_carried.Layers) -> list[Shape]:
    """The shapes of a person with what they hold painted between them."""
    ids = [shape.id for shape in person]
    leg, hand = ids.index("far-sole") + 1, ids.index("near-hand")
    return [
        *carried.behind, *person[:leg], *carried.middle, *person[leg:hand], *carried.held, *person[hand:],
        *carried.front,
    ]  # fmt: skip


def _person(movement: Movement, figure: Skeleton) -> list[Shape]:
    if any(key.pose.roll for key in movement.keys):
        return figure_turning.shapes(figure, movement.muscles)
    if abs(abs(figure.pose.turn) - 90) < 45:
        working = body.SIDES if movement.works == "both" else ("near",)
        return figure_front.shapes(figure, movement.muscles, working, legs_cross=movement.legs_cross)
    shapes = figure_side.shapes(figure, figure_muscles.shapes(figure, movement.muscles))
    return [_set_back(shape) if shape.role in _FAR_LEG else shape for shape in shapes]


def _set_back(shape: Shape) -> Shape:
    """A part of the far leg, seen from a little ahead and above so that it shows behind the near one."""
    across, up = FAR_LEG_SHIFT
    return replace(shape, points=tuple((x + across, y + up) for x, y in shape.points))


def _extent(shapes: Sequence[Shape]) -> tuple[float, float, float, float]:
    xs = [x for shape in shapes for x, _ in shape.points]
    ys = [y for shape in shapes for _, y in shape.points]
    return min(xs), min(ys), max(xs), max(ys)


def _sample_times(movement: Movement) -> list[float]:
    """Times that catch the movement: both ends of every hold, evenly in between."""
    times, now = [0.0], 0.0
    for index, key in enumerate(movement.keys):
        now += key.hold_s
        if key.hold_s > 0:
            times.append(now)
        takes_s = movement.keys[(index + 1) % len(movement.keys)].takes_s
        steps = _frames_between(takes_s, len(movement.keys), turns="bike" in movement.scene)
        times += [now + takes_s * step / steps for step in range(1, steps + 1)]
        now += takes_s
    return times


def _frames_between(takes_s: float, poses: int, *, turns: bool) -> int:
    """How many frames show the way to a pose: more where something goes round, fewer where poses are many."""
    fewest, per_s = 3 if takes_s >= 0.5 else 2, FRAMES_MOVING_PER_S
    if turns:
        fewest = FRAMES_TURNING
    if poses > MANY_POSES:
        fewest, per_s = fewest - 1, per_s * 2 / 3
    return min(max(round(takes_s * per_s), fewest), 7)


def reach(movement: Movement) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of everything the body ever covers, in body heights."""
    moments = [_body_shapes(movement, t_s) for t_s in _sample_times(movement)]
    return _extent([shape for shapes in moments for shape in shapes])


def shapes_at(
    movement: Movement, t_s: float, *, bounds: tuple[float, float, float, float] | None = None
) -> list[Shape]:
    """Everything to paint at a time, far to near, in body heights, y up.

    Args:
        bounds: :func:`reach` of the movement, if already known.
    """
    left, _, right, _ = bounds or reach(movement)
    props = figure_props.shapes(movement.scene, left, right)
    return [*props, *_body_shapes(movement, t_s)]


def _view_box(movement: Movement, bounds: tuple[float, float, float, float]) -> tuple[int, int, int, int]:
    """Picture area around everything, in picture units, within our proportions."""
    left, _, right, top = _extent([*_around(movement, bounds)])
    low, top = figure_props.ground_y(movement.scene) - 0.05, max(top, bounds[3]) + MARGIN
    left, right = left - 0.01, right + 0.01
    width, height = right - left, top - low
    grow = max(height * NARROWEST - width, 0) / 2
    left, width = left - grow, width + 2 * grow
    top = max(top, low + width / WIDEST)
    x, y, wide, high = (round(v * UNITS_PER_HEIGHT) for v in (left, -top, width, top - low))
    return x, y, wide, high


def animation_box(movement: Movement) -> tuple[float, float, float, float]:
    """Left, bottom, width and height of the picture in body heights, y up."""
    x, y, width, height = (v / UNITS_PER_HEIGHT for v in _view_box(movement, reach(movement)))
    return x, -y - height, width, height


def _around(movement: Movement, bounds: tuple[float, float, float, float]) -> list[Shape]:
    return figure_props.shapes(movement.scene, bounds[0], bounds[2])


def _in_picture(shape: Shape) -> Shape:
    points = tuple((round(x * UNITS_PER_HEIGHT), round(-y * UNITS_PER_HEIGHT)) for x, y in shape.points)
    return replace(shape, points=points)


def animation(movement: Movement) -> Animation:
    """The movement as data for ``frontend/src/figure/figure.ts``.

    Returns:
        ``view_box`` [x, y, width, height]; ``loop_ms``; ``alt``; ``shapes`` (id, role, closed, smooth) in
        paint order; ``frames`` with ``t_ms``, ``glow`` 0 to 1 and, per shape, flat [x, y, ...] points. The
        points of a shape correspond across frames, so a drawer may interpolate between them.
    """
    bounds = reach(movement)
    frames: list[AnimationFrame] = []
    described: list[AnimationShape] = []
    for t_s in _sample_times(movement):
        shapes = [_in_picture(shape) for shape in shapes_at(movement, t_s, bounds=bounds)]
        described = [{"id": s.id, "role": s.role, "closed": s.closed, "smooth": s.smooth} for s in shapes]
        frames.append(
            {
                "t_ms": round(t_s * 1000),
                "glow": round(movement.effort_at(t_s), 2),
                "shapes": [[v for point in shape.points for v in point] for shape in shapes],
            }
        )
    return {
        "view_box": list(_view_box(movement, bounds)),
        "loop_ms": round(movement.duration_s * 1000),
        "alt": movement.alt,
        "shapes": described,
        "poses": [
            {"name": key.name, "t_ms": round(t * 1000)}
            for key, t in zip(movement.keys, _key_times(movement), strict=True)
        ],
        "frames": frames,
    }


def _key_times(movement: Movement) -> list[float]:
    """When each key pose is shown (the middle of its hold), in seconds."""
    return [t_s + key.hold_s / 2 for key, t_s in zip(movement.keys, movement.key_times, strict=True)]


def still_times(movement: Movement, count: int) -> list[float]:
    """Times of ``count`` telling moments, in seconds."""
    starts = _key_times(movement)
    if movement.still:
        named = {key.name: start for key, start in zip(movement.keys, starts, strict=True)}
        return [named[name] for name in movement.still[:count]]
    most = max(range(len(starts)), key=lambda i: (movement.keys[i].effort, -i))
    if most == 0 or count < 2:
        return starts[:count]
    return [_moment(movement, most * step / (count - 1)) for step in range(count)]


def still_names(movement: Movement, count: int) -> list[str]:
    """What each of :func:`still_times` shows: the name of its pose; empty on the way to the next one."""
    names = {t_s: key.name for key, t_s in zip(movement.keys, _key_times(movement), strict=True)}
    return [names.get(t_s, "") for t_s in still_times(movement, count)]


def _moment(movement: Movement, place: float) -> float:
    """Time of a place counted in poses: 1 is the second pose, 0.5 halfway on the way to it."""
    index, share = int(place), place - int(place)
    start = _key_times(movement)[index]
    if share == 0:
        return start
    return start + movement.keys[index].hold_s / 2 + movement.keys[index + 1].takes_s * share


def paths(shapes: Sequence[Shape], effort: float) -> str:
    """Shapes as ``<path>`` elements, working muscles as visible as the effort."""
    parts = []
    for shape in shapes:
        path = f'<path class="figure__{shape.role}" d="{svg_path(_in_picture(shape))}"/>'
        if shape.role == "muscle":
            path = f'<g opacity="{muscle_opacity(effort):.2f}">{path}</g>'
        parts.append(path)
    return "".join(parts).replace('</g><g opacity="' + f"{muscle_opacity(effort):.2f}" + '">', "")


def muscle_opacity(effort: float) -> float:
    """How strongly working muscles show: not at rest, nearly full at most effort."""
    return 0.95 * effort


def still_svg(movement: Movement, n: int = 3) -> str:
    """A strip of ``n`` moments from start to most effort, as one standalone ``<svg>`` with classes only."""
    bounds = reach(movement)
    x, y, width, height = _view_box(movement, bounds)
    panels = []
    for index, t_s in enumerate(still_times(movement, n)):
        inside = paths(shapes_at(movement, t_s, bounds=bounds), movement.effort_at(t_s))
        panels.append(f'<g class="figure__panel" transform="translate({index * width} 0)">{inside}</g>')
    return standalone_svg(f"{x} {y} {width * len(panels)} {height}", movement.alt, "".join(panels))


def pose_svgs(movement: Movement) -> list[str]:
    """Every key pose as a standalone ``<svg>``, all with one picture area, so that they can be compared."""
    bounds = reach(movement)
    view_box = " ".join(str(value) for value in _view_box(movement, bounds))
    return [
        standalone_svg(view_box, key.name, paths(shapes_at(movement, t_s, bounds=bounds), key.effort))
        for key, t_s in zip(movement.keys, _key_times(movement), strict=True)
    ]


def standalone_svg(view_box: str, alt: str, inside: str) -> str:
    """A drawing with classes only and a name for those who cannot see it."""
    return (
        f'<svg class="figure__still" xmlns="http://www.w3.org/2000/svg" viewBox="{view_box}" role="img" '
        f'aria-label="{escape(alt, quote=True)}">{inside}</svg>'
    )
