"""Synthetic traces: exact angles, exact counts."""

from pathlib import Path

import pytest
import yaml

from sinew.motion.engine import Engine
from sinew.motion.geometry import SIGNALS, image_pose, world_pose
from sinew.motion.synthetic import Filming, bodies, trace, truth
from sinew.motion.tracking import Mode, tracking_from_dict
from sinew.vocabulary import Side
from tests.core.motion.test_movement import CONTENT, content_movement

TRACKED = sorted(file.parent.name for file in Path(CONTENT).glob("*/tracking.yaml"))


def definition(exercise: str):
    return tracking_from_dict(yaml.safe_load((CONTENT / exercise / "tracking.yaml").read_text()))


def events(exercise: str, kind: str, **how):
    engine = Engine(definition(exercise), clip=how.pop("clip", False))
    frames = trace(content_movement(exercise), lead_in_s=3, tail_s=2, **how)
    found = [event for frame in frames for event in engine.update(frame)] + engine.finish()
    return [event.to_dict() for event in found if event.to_dict()["type"] == kind]


def test_a_trace_rests_moves_and_rests():
    squat = content_movement("mini-squat")
    frames = list(trace(squat, fps=30, repetitions=2, lead_in_s=1.0, tail_s=0.5))
    assert frames[-1].t_ms == round((1.5 + 2 * squat.duration_s) * 1000)
    assert frames[0].image == frames[29].image
    assert frames[0].image == frames[-1].image
    assert all(len(frame.image) == 33 for frame in frames)


ELBOWS_OUT = {"hamstring-curl-prone"}
"""The hands lie under the forehead, so the elbows point out of the picture."""


@pytest.mark.parametrize("near_side", [Side.LEFT, Side.RIGHT])
@pytest.mark.parametrize("exercise", ["mini-squat", "sit-to-stand", "hamstring-curl-prone", "lunge-reverse"])
def test_angles_in_the_picture_are_the_true_ones(exercise, near_side):
    movement = content_movement(exercise)
    how = {"fps": 10, "repetitions": 1}
    seen = trace(movement, filming=Filming(near_side=near_side), **how)
    for frame, (_, body) in zip(seen, bodies(movement, **how), strict=True):
        exact = truth(body, near_side)
        for signal in ("knee_flexion", "hip_flexion", "elbow_flexion"):
            for index, side in enumerate((Side.LEFT, Side.RIGHT)):
                measured = SIGNALS[signal].read(image_pose(frame), index)
                if signal != "elbow_flexion" or (side is near_side and exercise not in ELBOWS_OUT):
                    assert measured == pytest.approx(exact[f"{signal}_{side}"], abs=0.5)
        in_world = SIGNALS["knee_flexion"].read(world_pose(frame), 0)
        assert in_world == pytest.approx(exact["knee_flexion_left"], abs=0.1)


def test_everything_is_in_the_picture():
    for frame in trace(content_movement("downward-dog"), fps=5, repetitions=1):
        assert all(0 <= point.x <= 1 and 0 <= point.y <= 1 for point in frame.image)


def test_the_same_seed_gives_the_same_noise_and_another_seed_another():
    squat = content_movement("mini-squat")
    runs = [list(trace(squat, fps=5, repetitions=1, filming=Filming(noise_px=3, seed=s))) for s in (1, 1, 2)]
    assert runs[0] == runs[1]
    assert runs[0] != runs[2]


def test_a_front_view_shows_the_shoulders_wide():
    squat = content_movement("mini-squat")
    side, front = (next(iter(trace(squat, filming=Filming(view_deg=view)))) for view in (0, 90))

    def width(frame):
        return abs(frame.image[11].x - frame.image[12].x) * frame.width

    assert width(side) < 2
    assert width(front) > 100


COUNTED = [exercise for exercise in TRACKED if definition(exercise).mode is Mode.REPETITIONS]


@pytest.mark.parametrize("exercise", COUNTED)
def test_the_engine_counts_exactly_live(exercise):
    """With the set-up gate, which has to open in the figure's own start position."""
    done = events(exercise, "repetition", repetitions=2, fps=12)
    assert [repetition["complete"] for repetition in done] == [True] * 2
    assert {fault for repetition in done for fault in repetition["faults"]} == set()


HELD = [exercise for exercise in TRACKED if definition(exercise).mode is Mode.HOLD]


@pytest.mark.parametrize("exercise", HELD)
def test_the_engine_times_every_hold_live(exercise):
    assert len(events(exercise, "hold_ended", repetitions=1, fps=12)) == 1


def test_the_engine_times_a_hold():
    hold = events("bridge-hold-double", "hold_ended", repetitions=2, fps=30)
    assert [round(item["seconds"]) for item in hold] == [7, 7]


def test_a_balance_is_held_as_seen_from_the_front():
    hold = events("single-leg-balance", "hold_ended", repetitions=2, fps=30, filming=Filming(view_deg=90))
    assert [round(item["seconds"]) for item in hold] == [7, 7]
