"""Repetitions of an exercise's figure with one fault planted at a chosen strength, and nothing else."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import isnan

from sinew.motion.geometry import LEFT, RIGHT
from sinew.motion.tracking import PACE_SIGNALS, FaultRule, Mode, Phase, Sides
from sinew.vocabulary import View
from tests.faults.loops import Loop, loop_of
from tests.faults.parts import (
    Move,
    Points,
    narrowed_knees,
    turned_hips,
    turned_shanks,
    turned_thighs,
    turned_trunk,
)
from tests.proof.library import definition_of

STRENGTHS = (0.5, 1.0, 1.5, 2.0)
"""How far a fault goes, in steps from the good repetition to the threshold: 1 is just at the threshold."""
FOUND_FROM = 1.5
"""From which strength on a fault has to be found."""
_MOST = {"deg": 150.0, "height": 0.2}
_LEAST_SHARE = 0.45
"""A repetition is told from 40 % of the way on (docs/motion/methods.md, "Repetitions")."""
_RISES, _RISEN = 0.1, 0.35
"""Shares of the way between which a fault that lasts for the whole movement comes in."""
_NEAR_PEAK = (0.6, 0.85)
_TIRES, _GOES_OUT = (0.15, 0.35), 5
"""Shares of a hold between which a fault comes in, and within how many bodies after it it goes."""


class NotPlantable(Exception):
    """The figure cannot show this fault this strongly; says why."""


@dataclass(frozen=True)
class Planted:
    """A loop with a fault in it.

    Attributes:
        loop: the loop, its durations changed where the fault is one of pace.
        rule: the fault's rule; ``None`` in a good repetition.
        strength: in steps from good to the threshold.
        turns_back_at: index at which the movement turns back on its own way; ``None`` = it goes all the way.
    """

    loop: Loop
    rule: FaultRule | None = None
    strength: float = 0.0
    turns_back_at: int | None = None


def view_of(rule: FaultRule) -> View:
    """From where a rule is tried: from the side if it looks from there."""
    return View.SIDE if View.SIDE in rule.views else View.FRONT


def planted(exercise: str, rule: FaultRule, strength: float) -> Planted:
    """The exercise with one fault.

    Raises:
        NotPlantable: the drawn body cannot show it.
    """
    loop = loop_of(exercise, view_of(rule))
    if rule.signal in PACE_SIGNALS:
        return _hurried(loop, rule, strength)
    if rule.signal == "peak_share":
        return _cut_short(loop, rule, strength)
    return _misplaced(loop, rule, strength)


def _hurried(loop: Loop, rule: FaultRule, strength: float) -> Planted:
    """Faster out or back: at strength 1 as fast as the threshold, at 2 by the same factor faster again."""
    is_out = rule.signal == "out_s"
    good_s = loop.seconds(is_out=is_out)
    if good_s <= rule.threshold:
        raise NotPlantable(f"the figure itself takes {good_s:.1f} s")
    factor = (rule.threshold / good_s) ** strength
    moving = _ways(loop, is_out=is_out)
    steps = tuple(step * factor if i in moving else step for i, step in enumerate(loop.steps_s))
    return Planted(replace(loop, steps_s=steps), rule, strength)


def _ways(loop: Loop, *, is_out: bool) -> set[int]:
    """The steps in which a measured limb goes toward the target, or comes back."""
    count, shares = len(loop.shares), loop.shares
    sense = 1 if is_out else -1
    return {i for i in range(count) if sense * (shares[(i + 1) % count] - shares[i]) > 1e-4}


def _cut_short(loop: Loop, rule: FaultRule, strength: float) -> Planted:
    """Turned back on the way, before the end."""
    top = max(loop.shares)
    aim = top + strength * (rule.threshold - top)
    if aim < _LEAST_SHARE:
        raise NotPlantable(f"it would go {100 * aim:.0f} % of the way, which is no repetition")
    index = next(i for i, share in enumerate(loop.shares) if share >= aim)
    return Planted(loop, rule, strength, turns_back_at=index)


def _misplaced(loop: Loop, rule: FaultRule, strength: float) -> Planted:
    """A part of the body where it does not belong."""
    weights = _weights(loop, rule)
    values = [loop.read(rule.signal, points) for points in loop.points]
    if any(isnan(value) for value in values):
        raise NotPlantable("the signal cannot be read in the figure")
    watched = [i for i, weight in enumerate(weights) if weight >= 0.99]
    off, worst = _worst(rule, values, watched)
    by = strength * (rule.threshold - off)
    move, amount = _amount(loop, rule, worst, values, by)
    points = tuple(
        move(body, weight * amount) if weight else body
        for body, weight in zip(loop.points, weights, strict=True)
    )
    return Planted(replace(loop, points=points), rule, strength)


def _worst(rule: FaultRule, values: list[float], watched: list[int]) -> tuple[float, int]:
    """How near the good figure comes to the threshold, and where."""
    if rule.op == "drift":
        off = {i: abs(values[i] - values[0]) for i in watched}
        worst = max(watched, key=off.__getitem__)
        return off[worst], worst
    worst = (min if rule.op == "<" else max)(watched, key=values.__getitem__)
    return values[worst], worst


def _amount(loop: Loop, rule: FaultRule, worst: int, values: list[float], by: float) -> tuple[Move, float]:
    """Which part to move, and how far, so that the signal changes so much where it is worst.

    The part is one that leaves the measured signal alone, if there is such a part.
    """
    body, before = loop.points[worst], values[worst]
    wanted = before + by
    if rule.op == "drift":
        outward = 1.0 if before >= values[0] or before - by < 0 else -1.0
        wanted = before + outward * by
    found: list[tuple[int, float, int, Move, float]] = []
    for move, unit in _moves(loop, rule):
        for sense in (1.0, -1.0):
            amount = _solved(
                lambda size, move=move, sense=sense: loop.read(rule.signal, move(body, sense * size)),  # type: ignore[misc]  # defaults bind
                before,
                wanted,
                _MOST[unit],
            )
            if amount is not None:
                measured = loop.definition.signal
                change = abs(loop.read(measured, move(body, sense * amount)) - loop.read(measured, body))
                found.append((round(change), amount, len(found), move, sense * amount))
    if wanted < 0 and rule.op == "<" and not rule.signal.endswith("signed"):
        raise NotPlantable("a joint cannot be straighter than straight")
    if not found:
        raise NotPlantable(f"no joint of the figure brings {rule.signal} to {wanted:.0f}")
    _, _, _, move, amount = min(found, key=lambda one: one[:3])
    return move, amount


def _moves(loop: Loop, rule: FaultRule) -> list[tuple[Move, str]]:
    sides = (RIGHT,) if loop.definition.sides in (Sides.ONE, Sides.RIGHT) else (LEFT, RIGHT)
    if rule.signal == "trunk_inclination":
        return [(turned_trunk, "deg")]
    if rule.signal == "knee_flexion":
        return [(turned_shanks(*sides), "deg")]
    if rule.signal == "pelvis_tilt":
        return [(turned_hips, "deg")]
    if rule.signal == "knee_gap":
        return [(narrowed_knees, "height")]
    return [(turned_thighs(*sides), "deg"), (turned_trunk, "deg")]


def _solved(read: Callable[[float], float], before: float, wanted: float, most: float) -> float | None:
    """The smallest amount that brings a value from where it is to where it is wanted; ``None`` if none."""
    steps = 60
    last = 0.0
    for step in range(1, steps + 1):
        amount = most * step / steps
        value = read(amount)
        if isnan(value):
            return None
        if (value - wanted) * (before - wanted) <= 0:
            low, high = last, amount
            for _ in range(12):
                middle = (low + high) / 2
                is_beyond = (read(middle) - wanted) * (before - wanted) <= 0
                low, high = (low, middle) if is_beyond else (middle, high)
            return high
        last = amount
    return None


def _weights(loop: Loop, rule: FaultRule) -> tuple[float, ...]:
    """How much of the fault each body of the loop shows: all of it in the phase, coming in smoothly.

    A joint that is measured itself goes further all the way.
    """
    if loop.definition.mode is Mode.HOLD:
        return _weights_of_hold(loop)
    top = max(loop.shares)
    shares = [share / top for share in loop.shares]
    if rule.signal == loop.definition.signal:
        return tuple(_smooth(share, 0.0, 1.0) for share in shares)
    if rule.phase is Phase.PEAK:
        return tuple(_smooth(share, *_NEAR_PEAK) for share in shares)
    weights = [_smooth(share, _RISES, _RISEN) for share in shares]
    if rule.phase is Phase.OUT:
        return tuple(_to(weight, loop.peak - i, loop) for i, weight in enumerate(weights))
    return tuple(weights)


def _weights_of_hold(loop: Loop) -> tuple[float, ...]:
    """Nothing at first, then, as one tires, more and more of it to the end of the hold."""
    weights = [0.0] * len(loop.points)
    for n, i in enumerate(loop.held):
        weights[i] = _smooth(n / len(loop.held), *_TIRES)
    for n in range(1, _GOES_OUT):
        weights[(loop.held[-1] + n) % len(weights)] = 1.0 - n / _GOES_OUT
    return tuple(weights)


def _to(weight: float, steps: int, loop: Loop) -> float:
    """The weight, fading within a fifth of the loop where the phase is over."""
    return weight * _smooth(1.0 + steps / max(1.0, 0.2 * len(loop.points)), 0.0, 1.0)


def _smooth(value: float, low: float, high: float) -> float:
    share = min(1.0, max(0.0, (value - low) / (high - low)))
    return share * share * (3 - 2 * share)


def rules_of(exercise: str) -> tuple[FaultRule, ...]:
    """Every rule of an exercise."""
    return definition_of(exercise).faults


def good(exercise: str, view: View) -> Planted:
    """The exercise as its figure shows it."""
    return Planted(loop_of(exercise, view))


def bodies_of(one: Planted) -> tuple[Points, ...]:
    """The bodies of one repetition in order."""
    if one.turns_back_at is None:
        return one.loop.points
    way = one.loop.points[: one.turns_back_at + 1]
    return (*way, *reversed(way[:-1]))


def steps_of(one: Planted) -> tuple[float, ...]:
    """Seconds from each of these bodies to the next, the last to the first of the next repetition.

    A way back that is the way out again takes as long as the figure's way back.
    """
    if one.turns_back_at is None:
        return one.loop.steps_s
    way, loop = one.loop.steps_s[: one.turns_back_at], one.loop
    slower = loop.seconds(is_out=False) / loop.seconds(is_out=True)
    return (*way, *(slower * step for step in reversed(way)), _REST_S)


_REST_S = 0.6
"""Rest between repetitions that turn back on their way."""
