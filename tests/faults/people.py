"""Recordings of people who do a planted repetition several times, no two alike, by all kinds of phones."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from sinew.motion.frame import Frame
from sinew.motion.geometry import LEFT, RIGHT
from sinew.motion.physique import AVERAGE, BROAD, LONG_LEGGED
from sinew.motion.synthetic import Filming, frame_of, lens_for
from sinew.vocabulary import Side
from tests.faults.loops import between
from tests.faults.parts import Points, turned_shanks, turned_trunk
from tests.faults.planted import Planted, bodies_of, steps_of
from tests.proof.drawn import LEAD_IN_S, TAIL_S, Condition

PEOPLE = (
    Condition(30, 0, AVERAGE, Side.RIGHT),
    Condition(15, 5, BROAD, Side.LEFT),
    Condition(10, -5, LONG_LEGGED, Side.RIGHT),
    Condition(6, 0, BROAD, Side.LEFT),
)
"""Frame rates, tilts, bodies and near sides. A member's phone stands upright: it leans by a few degrees."""
_PACE, _SWAY_DEG, _KNEE_DEG = 0.1, 2.0, 1.5


@dataclass(frozen=True, slots=True)
class _Moment:
    """When which of the bodies is reached in which repetition."""

    t_s: float
    index: int
    repetition: int


def frames_of(one: Planted, person: Condition, repetitions: int, seed: int) -> Iterator[Frame]:
    """Frames of a person who does it so many times, at rest before and after.

    The pace of each repetition varies by a tenth and more, the trunk by 2 and the knees by 1.5 degrees.
    """
    random = Random(seed)  # noqa: S311 - repeatable people, not a secret
    how = Filming(
        view_deg=one.loop.view_deg,
        near_side=person.near_side,
        noise_px=person.noise_px,
        far_visibility=0.65,
        far_noise=3.0,
        roll_deg=person.roll_deg,
        physique=person.physique,
        seed=seed,
    )
    loop = bodies_of(one)
    bodies = [_varied(loop, how, random, is_first=not n) for n in range(repetitions)]
    lens = lens_for((point for points in bodies[0] for point in points), how)
    moments = _moments(steps_of(one), repetitions, random)
    end_s = moments[-1].t_s + TAIL_S
    at, last_ms = 0, -1
    for index in range(round(end_s * person.fps) + 1):
        t_s = max(0.0, (index + random.uniform(-0.25, 0.25)) / person.fps)
        while at + 1 < len(moments) and moments[at + 1].t_s <= t_s:
            at += 1
        now, following = moments[at], moments[min(at + 1, len(moments) - 1)]
        span = following.t_s - now.t_s
        share = min(1.0, max(0.0, (t_s - now.t_s) / span)) if span > 0 else 0.0
        points = between(
            bodies[now.repetition][now.index], bodies[following.repetition][following.index], share
        )
        last_ms = max(last_ms + 1, round(t_s * 1000))
        yield frame_of(points, last_ms, how, lens, random)


def _varied(loop: tuple[Points, ...], how: Filming, random: Random, *, is_first: bool) -> list[Points]:
    """The bodies of one repetition as this person and this camera show them; all begin and end alike."""
    sway = 0.0 if is_first else random.gauss(0, _SWAY_DEG)
    knees = 0.0 if is_first else random.gauss(0, _KNEE_DEG)
    shanks, bodies = turned_shanks(LEFT, RIGHT), []
    for i, points in enumerate(loop):
        weight = min(1.0, 4.0 * min(i, len(loop) - i) / len(loop))
        bodies.append(how.seen(shanks(turned_trunk(points, weight * sway), weight * knees)))
    return bodies


def _moments(steps_s: tuple[float, ...], repetitions: int, random: Random) -> list[_Moment]:
    """The times of all bodies, one repetition after the other, back in the first body at the end."""
    moments, t_s = [_Moment(0.0, 0, 0)], LEAD_IN_S
    for repetition in range(repetitions):
        pace = max(0.8, random.gauss(1.0, _PACE))
        for index, step_s in enumerate(steps_s):
            moments.append(_Moment(t_s, index, repetition))
            t_s += step_s * pace
    moments.append(_Moment(t_s, 0, repetitions - 1))
    return moments
