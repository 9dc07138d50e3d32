"""The figure as landmarks, as other people, phones and rooms would show it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from random import Random

from sinew.motion.body import Vec
from sinew.motion.frame import Frame
from sinew.motion.physique import AVERAGE, BROAD, LONG_LEGGED, Physique
from sinew.motion.synthetic import Filming, frame_of, landmarks, lens_for
from sinew.motion.tracking import TrackingDefinition
from sinew.vocabulary import Side, View
from tests.proof.library import definition_of, movement_of

LOOPS = 3
LEAD_IN_S, TAIL_S = 1.5, 1.5
_SAMPLES_PER_S = 12


@dataclass(frozen=True, slots=True)
class Condition:
    """What differs from a perfect recording.

    Attributes:
        fps: frames a second; each comes up to a quarter of its time early or late.
        roll_deg: tilt of the phone.
        physique: proportions of the body.
        near_side: side toward the camera.
        noise_px: standard deviation of every coordinate on a picture of 720 by 960; three times that for the
            far side, which the model only guesses and marks with a low visibility.
    """

    fps: float
    roll_deg: float
    physique: Physique
    near_side: Side
    noise_px: float = 2.0

    def __str__(self) -> str:
        shape = {AVERAGE: "average", LONG_LEGGED: "long-legged", BROAD: "broad"}[self.physique]
        return f"{self.fps:g} fps, roll {self.roll_deg:+g}, {shape}, {self.near_side.value}"


CONDITIONS = tuple(
    Condition(fps, roll_deg, physique, near_side)
    for index, (fps, roll_deg, physique) in enumerate(
        product((6, 10, 15, 30), (-15, 0, 15), (AVERAGE, LONG_LEGGED, BROAD))
    )
    for near_side in ((Side.RIGHT, Side.LEFT)[index % 2],)
)
"""Every frame rate with every tilt and body, seen from the right and from the left in turn."""


def view_deg_of(exercise: str, definition: TrackingDefinition) -> float:
    """From where the camera sees it: a body drawn side-on is walked around if only its front is measured."""
    faces_viewer = abs(abs(movement_of(exercise).keys[0].pose.turn) - 90) < 45
    only_front = View.SIDE not in definition.views and View.OBLIQUE not in definition.views
    return 90.0 if only_front and not faces_viewer else 0.0


def filming_of(exercise: str, condition: Condition, seed: int) -> Filming:
    """How the condition films an exercise."""
    return Filming(
        view_deg=view_deg_of(exercise, definition_of(exercise)),
        near_side=condition.near_side,
        noise_px=condition.noise_px,
        far_visibility=0.65,
        far_noise=3.0,
        roll_deg=condition.roll_deg,
        physique=condition.physique,
        seed=seed,
    )


@cache
def _loop(exercise: str) -> tuple[tuple[Vec, ...], ...]:
    """The points of the average body around one loop, seen upright from the measured view."""
    movement = movement_of(exercise)
    count = max(8, round(movement.duration_s * _SAMPLES_PER_S))
    filming = Filming(view_deg=view_deg_of(exercise, definition_of(exercise)))
    times = (movement.duration_s * step / count for step in range(count))
    return tuple(landmarks(movement.body_at(t_s), filming) for t_s in times)


def frames_of(exercise: str, condition: Condition, seed: int) -> Iterator[Frame]:
    """Frames of a person who does the exercise ``LOOPS`` times, at rest before and after."""
    how, random = filming_of(exercise, condition, seed), Random(seed)  # noqa: S311 - repeatable noise
    loop, duration_s = _shaped(exercise, how), movement_of(exercise).duration_s
    lens = lens_for((point for points in loop for point in points), how)
    moving_s = LOOPS * duration_s
    last_ms = -1
    for index in range(round((LEAD_IN_S + moving_s + TAIL_S) * condition.fps) + 1):
        t_s = max(0.0, (index + random.uniform(-0.25, 0.25)) / condition.fps)
        into_s = min(max(t_s - LEAD_IN_S, 0.0), moving_s)
        share = (into_s / duration_s) % 1.0 if into_s < moving_s else 0.0
        last_ms = max(last_ms + 1, round(t_s * 1000))
        yield frame_of(_between(loop, share), last_ms, how, lens, random)


def exact_frames_of(exercise: str, physique: Physique = AVERAGE, near_side: Side = Side.RIGHT) -> list[Frame]:
    """One loop without noise or tilt, for the true angles."""
    how = Filming(
        view_deg=view_deg_of(exercise, definition_of(exercise)), physique=physique, near_side=near_side
    )
    loop = _shaped(exercise, how)
    lens = lens_for((point for points in loop for point in points), how)
    step_ms = movement_of(exercise).duration_s * 1000 / len(loop)
    return [
        frame_of(points, round(index * step_ms), how, lens, Random(0))  # noqa: S311 - no noise is added
        for index, points in enumerate(loop)
    ]


@cache
def _shaped(exercise: str, how: Filming) -> tuple[tuple[Vec, ...], ...]:
    return tuple(how.seen(points) for points in _loop(exercise))


def _between(loop: tuple[tuple[Vec, ...], ...], share: float) -> tuple[Vec, ...]:
    at = share * len(loop)
    before, into = loop[int(at) % len(loop)], at - int(at)
    after = loop[(int(at) + 1) % len(loop)]
    return tuple(p + (q - p) * into for p, q in zip(before, after, strict=True))
