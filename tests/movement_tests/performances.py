"""The drawn body does the movement tests, with known truth.

A performance is a movement with its phases authored here, and what a perfect observer would write down.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from random import Random
from typing import Any

import yaml

from sinew.content import MeasuredTest, default_root, load
from sinew.motion.body import Vec
from sinew.motion.frame import Frame
from sinew.motion.geometry import RIGHT, SIGNALS, image_pose
from sinew.motion.movement import Movement, movement_from_dict
from sinew.motion.synthetic import Filming, frame_of, landmarks, lens_for
from sinew.motion.trials.definition import MovementTest
from sinew.vocabulary import Side
from tests.proof.drawn import Condition
from tests.proof.library import EXERCISES

_SAMPLES_PER_S = 15
_RIGHT_NEAR = Side.RIGHT
Pose = Mapping[str, Any]


@cache
def movement_test(name: str) -> MovementTest:
    """A movement test of the shipped content."""
    return _shipped()[name].test


@cache
def _shipped() -> Mapping[str, MeasuredTest]:
    found = load(default_root()).movement_tests
    assert found is not None
    return found.tests


@dataclass(frozen=True)
class Performance:
    """Somebody who does a test.

    Attributes:
        test: id of the test.
        label: what is special about it.
        movement: from the first pose once through all of them, for every trial.
        trials: how often.
        true: what a perfect observer reads in each trial.
        view_deg: from where it is filmed.
    """

    test: str
    label: str
    movement: Movement
    trials: int
    true: float
    view_deg: float = 0.0
    lead_in_s: float = 1.5
    tail_s: float = 1.5

    @cached_property
    def points(self) -> tuple[tuple[Vec, ...], ...]:
        """The average body through one trial, seen upright."""
        count = round(self.movement.duration_s * _SAMPLES_PER_S)
        filming = Filming(view_deg=self.view_deg)
        step_s = self.movement.duration_s / count
        return tuple(landmarks(self.movement.body_at(index * step_s), filming) for index in range(count))

    def with_truth(self, true: float) -> "Performance":
        """The same performance, of which nothing is worked out again."""
        told = replace(self, true=true)
        vars(told)["points"] = self.points
        return told

    def side(self, near_side: Side) -> Side | None:
        """The tested side: always the near one."""
        return near_side if movement_test(self.test).per_side else None

    def frames(self, condition: Condition, seed: int = 0) -> Iterator[Frame]:
        """The recording of it."""
        how = Filming(
            view_deg=self.view_deg,
            near_side=condition.near_side,
            noise_px=condition.noise_px,
            far_visibility=0.65 if self.view_deg == 0 else 0.95,
            far_noise=3.0 if self.view_deg == 0 else 1.0,
            roll_deg=condition.roll_deg,
            physique=condition.physique,
            seed=seed,
        )
        shown = tuple(how.seen(points) for points in self.points)
        lens, random = lens_for((p for points in shown for p in points), how), Random(seed)  # noqa: S311 - repeatable noise
        moving_s = self.trials * self.movement.duration_s
        last_ms = -1
        for index in range(round((self.lead_in_s + moving_s + self.tail_s) * condition.fps) + 1):
            t_s = max(0.0, (index + random.uniform(-0.25, 0.25)) / condition.fps)
            into_s = min(max(t_s - self.lead_in_s, 0.0), moving_s)
            share = (into_s / self.movement.duration_s) % 1.0 if into_s < moving_s else 0.0
            last_ms = max(last_ms + 1, round(t_s * 1000))
            yield frame_of(_between(shown, share), last_ms, how, lens, random)

    def signal(self, name: str, offset: int = RIGHT) -> list[float]:
        """A signal of the noiseless body through one trial; the right side is near."""
        how = Filming(view_deg=self.view_deg)
        lens = lens_for((p for points in self.points for p in points), how)
        random = Random(0)  # noqa: S311 - no noise is added
        values = []
        for points in self.points:
            frame = frame_of(points, 0, how, lens, random)
            pose = image_pose(frame, facing=1)
            value = SIGNALS[name].read(pose, offset) if pose is not None else None
            values.append(value if value is not None else float("nan"))
        return values


def _between(loop: tuple[tuple[Vec, ...], ...], share: float) -> tuple[Vec, ...]:
    at = share * len(loop)
    before, into = loop[int(at) % len(loop)], at - int(at)
    after = loop[(int(at) + 1) % len(loop)]
    return tuple(p + (q - p) * into for p, q in zip(before, after, strict=True))


def _movement(exercise: str, poses: list[Pose]) -> Movement:
    """The figure of an exercise with other poses."""
    raw = yaml.safe_load((EXERCISES / exercise / "figure.yaml").read_text("utf-8"))
    raw.pop("still", None)
    return movement_from_dict({**raw, "poses": poses})


def knee_extension(
    knee_deg: float, *, hip_deg: float = 94.0, hold_s: float = 2.5, takes_s: float = 2.5
) -> Performance:
    """The thigh upright, the knee straightened until this flexion is left."""
    rest = {
        "name": "rest", "hold_s": 2.0, "takes_s": takes_s, "trunk": -93,
        "near": {"hip": hip_deg, "hip_out": 0, "knee": 94, "ankle": 0},
        "far": {"hip": 48, "knee": 96}, "both": {"shoulder": 50, "elbow": 20},
        "touching": ["back", "far foot", "head"],
    }  # fmt: skip
    out = {"name": "out", "takes_s": takes_s, "hold_s": hold_s, "near": {"knee": knee_deg}}
    movement = _movement("active-knee-extension", [rest, out])
    label = f"{180 - knee_deg:.0f}° inside the knee, held {hold_s:g} s"
    if hip_deg != 94.0:
        label += f", thigh {hip_deg - 94:+.0f}°"
    made = Performance("active-knee-extension", label, movement, 2, 0.0)
    return made.with_truth(180 - min(made.signal("knee_flexion")))


def straight_leg_raise(hip_deg: float, *, knee_deg: float = 3.0) -> Performance:
    """One straight leg raised."""
    rest = {
        "name": "rest", "hold_s": 2.0, "takes_s": 3.0, "trunk": -93,
        "near": {"hip": 3, "knee": 4, "ankle": -4}, "far": {"hip": 3, "knee": 4, "ankle": -8},
        "both": {"shoulder": -4, "shoulder_out": 30, "elbow": 6}, "touching": ["back", "head", "far heel"],
    }  # fmt: skip
    out = {"name": "up", "takes_s": 3.0, "hold_s": 2.5, "near": {"hip": hip_deg, "knee": knee_deg}}
    made = Performance(
        "straight-leg-raise", f"hip {hip_deg:g}°", _movement("heel-slide", [rest, out]), 2, 0.0
    )
    return made.with_truth(max(made.signal("leg_raise")))


def bridges(good: int, *, low: int = 3, seconds: float = 2.0) -> Performance:
    """Some good bridges on one leg, then some that are too low."""
    raw = yaml.safe_load((EXERCISES / "bridge-single" / "figure.yaml").read_text("utf-8"))["poses"]
    down, up = raw
    poses: list[Pose] = []
    for index in range(good + low):
        trunk = up["trunk"] if index < good else -103.0
        far = 3 if index < good else 18
        poses.append({**down, "name": f"down {index}", "hold_s": 0.6, "takes_s": seconds / 2})
        poses.append({**up, "name": f"up {index}", "trunk": trunk, "far": {"hip": far}, "hold_s": 0.5,
                      "takes_s": seconds / 2})  # fmt: skip
    poses[0] = {**poses[0], "hold_s": 2.0}
    movement = _movement("bridge-single", poses)
    return Performance(
        "single-leg-bridge", f"{good} good, then {low} low", movement, 1, float(good), tail_s=7
    )


def chair_stands(seconds_each: float, *, stands: int, test: str = "sit-to-stand-30s") -> Performance:
    """Standing up and sitting down at an even pace."""
    raw = yaml.safe_load((EXERCISES / "sit-to-stand" / "figure.yaml").read_text("utf-8"))["poses"]
    takes = [0.1, 0.16, 0.33, 0.37]
    poses = []
    for index in range(stands):
        for number, pose in enumerate(raw):
            given = {**pose, "name": f"{pose['name']} {index}", "takes_s": takes[number] * seconds_each}
            given["hold_s"] = 0.02 * seconds_each if number in (0, 2) else 0.0
            poses.append(given)
    poses[0] = {**poses[0], "hold_s": 1.5}
    made = Performance(
        test, f"one stand in {seconds_each:g} s", _movement("sit-to-stand", poses), 1, 0.0, tail_s=3
    )
    true = _stands_in(made, 30.0) if test == "sit-to-stand-30s" else _seconds_of_stands(made)
    return made.with_truth(true)


def _stands_in(made: Performance, window_s: float) -> float:
    """Stands by the published rule: complete ones, and one that is over half-way up when the time is over."""
    way = [(96 - value) / 91 for value in made.signal("knee_flexion")]
    start = next(index for index, share in enumerate(way) if share > 0.05)
    until = start + round(window_s * _SAMPLES_PER_S)
    count, was_down = 0, True
    for share in way[start:until]:
        if was_down and share > 0.95:
            count, was_down = count + 1, False
        was_down = was_down or share < 0.1
    return float(count + (was_down and until < len(way) and way[until] > 0.5))


def _seconds_of_stands(made: Performance) -> float:
    """From leaving the seat to sitting for the last time."""
    raised = [96 - value for value in made.signal("knee_flexion")]
    moving = [index for index, value in enumerate(raised) if value > 6]
    return (moving[-1] - moving[0]) / _SAMPLES_PER_S


def one_leg(seconds: float, *, view_deg: float = 90.0) -> Performance:
    """The far foot comes off the floor for some seconds; the near leg is the one that stands."""
    raw = yaml.safe_load((EXERCISES / "single-leg-balance" / "figure.yaml").read_text("utf-8"))["poses"]
    stand, up = raw
    arms = {"shoulder": 40, "elbow": 120}
    poses = [
        {**stand, "hold_s": 2.5, "takes_s": 0.8, "both": {**stand["both"], **arms}},
        {**up, "hold_s": seconds, "takes_s": 0.8},
    ]
    movement = _movement("single-leg-balance", poses)
    label = f"foot up {seconds:g} s, seen from {view_deg:g} degrees off the side"
    made = Performance("single-leg-balance", label, movement, 2, 0.0, view_deg=view_deg)
    lift = made.signal("foot_lift", 0)
    off = [index for index, value in enumerate(lift) if value > 2 + min(lift)]
    return made.with_truth(min(60.0, (off[-1] - off[0]) / _SAMPLES_PER_S))


SHOWN: Mapping[str, tuple[Callable[[], Performance], ...]] = {
    "active-knee-extension": tuple(
        lambda knee=knee: knee_extension(knee) for knee in (10.0, 25.0, 41.0, 58.0)
    ),
    "straight-leg-raise": tuple(lambda hip=hip: straight_leg_raise(hip) for hip in (45.0, 62.0, 80.0)),
    "single-leg-bridge": tuple(lambda good=good: bridges(good) for good in (4, 9, 14)),
    "sit-to-stand-30s": tuple(
        lambda each=each, n=n: chair_stands(each, stands=n) for each, n in ((3.6, 10), (2.5, 14), (1.9, 18))
    ),
    "sit-to-stand-5-times": tuple(
        lambda each=each: chair_stands(each, stands=5, test="sit-to-stand-5-times")
        for each in (1.8, 2.6, 3.8)
    ),
    "single-leg-balance": tuple(
        lambda s=s, view=view: one_leg(s, view_deg=view)
        for s, view in ((6.0, 90.0), (18.0, 60.0), (40.0, 90.0))
    ),
}
"""The performances of every test, each made when it is asked for."""


@cache
def shown(test: str, index: int) -> Performance:
    """One of the performances of a test."""
    return SHOWN[test][index]()
