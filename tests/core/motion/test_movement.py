"""Movements: keyframes, contacts that hold, and problems that are all listed."""

from copy import deepcopy
from itertools import pairwise
from math import dist
from pathlib import Path
from typing import Any

import pytest
import yaml

from sinew.motion import movement as movement_module
from sinew.motion.body import Skeleton
from sinew.motion.movement import Movement, movement_from_dict
from sinew.motion.movement_contacts import CLEARANCE, contact, slip

CONTENT = Path(__file__).parents[3] / "content" / "exercises"
IDS = sorted(file.parent.name for file in CONTENT.glob("*/figure.yaml"))

SQUAT: dict[str, Any] = {
    "alt": "A person bends the knees and stands up.",
    "muscles": ["quadriceps"],
    "poses": [
        {
            "name": "Stand",
            "hold_s": 1,
            "takes_s": 2,
            "both": {"hip": 4, "knee": 5},
            "touching": ["near foot", "far foot"],
        },
        {
            "name": "Squat",
            "hold_s": 0.5,
            "takes_s": 1.5,
            "trunk": 20,
            "both": {"hip": 50, "knee": 50},
            "effort": 1,
        },
    ],
}


def content_movement(exercise: str) -> Movement:
    return movement_from_dict(yaml.safe_load((CONTENT / exercise / "figure.yaml").read_text()))


def changed(**top: Any) -> dict[str, Any]:
    return {**deepcopy(SQUAT), **top}


def with_pose(index: int, **fields: Any) -> dict[str, Any]:
    raw = deepcopy(SQUAT)
    raw["poses"][index].update(fields)
    return raw


def test_a_loop_lasts_as_long_as_its_moves_and_holds():
    assert movement_from_dict(SQUAT).duration_s == pytest.approx(5.0)


def test_poses_are_reached_when_the_keyframes_say():
    squat = movement_from_dict(SQUAT)
    assert squat.pose_at(0.5).near.knee == pytest.approx(5)
    assert squat.pose_at(1 + 1.5).near.knee == pytest.approx(50)
    assert squat.pose_at(1 + 1.5 + 0.4).near.knee == pytest.approx(50)
    assert squat.pose_at(1 + 1.5 + 0.5 + 2).near.knee == pytest.approx(5)


def test_a_movement_repeats_after_its_loop():
    squat = movement_from_dict(SQUAT)
    assert squat.pose_at(1.7 + 5 * 7).near.knee == pytest.approx(squat.pose_at(1.7).near.knee)


def test_movement_starts_and_ends_softly():
    squat = movement_from_dict(SQUAT)
    knees = [squat.pose_at(1 + 1.5 * share).near.knee for share in (0, 0.1, 0.5, 0.6)]
    assert knees[1] - knees[0] < (knees[3] - knees[2]) / 2


def test_a_pose_keeps_what_it_does_not_mention():
    squat = movement_from_dict(with_pose(0, neck=12))
    assert squat.keys[1].pose.neck == 12
    assert squat.keys[1].touching == squat.keys[0].touching


def test_effort_follows_the_poses():
    squat = movement_from_dict(SQUAT)
    assert squat.effort_at(0.5) == 0
    assert squat.effort_at(2.7) == 1
    assert 0 < squat.effort_at(1.75) < 1


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (with_pose(1, both={"knee": 170, "hip": 60}), "near knee is"),
        (with_pose(1, both={"hip": 50, "kne": 50}), "unknown field kne"),
        (with_pose(1, both={"hip": "much"}), "'much' is not a number"),
        (with_pose(1, takes_s=0), "takes_s must be above 0"),
        (with_pose(0, touching=["near elbow"]), "“near elbow” is not a contact"),
        (with_pose(0, touching=["near foot behind far thigh"]), "only a hand"),
        (changed(muscles=["biceps"]), "biceps is not one of"),
        (with_pose(0, touching=["near hand at 0.2"]), "only a foot is put down at a place"),
        (with_pose(1, touching=[]), "touching nothing needs a lift"),
        (with_pose(1, touching=[], lift=0.9), "at most 0.3"),
        (with_pose(1, lift=0.1), "only for a pose that touches nothing"),
        (with_pose(1, twist=90), "twist is"),
        (changed(works="far"), "far is not one of near, both"),
        (changed(alt=""), "alt is missing"),
        (changed(poses=[]), "at least two"),
        (changed(still=["Jump"]), "no pose named Jump"),
        (changed(props={"sofa": {}}), "unknown field sofa"),
        (changed(props={"bench": {"higth": 0.3}}), "bench: unknown field higth"),
        (changed(props={"bench": {"height": "low"}}), "bench height: 'low' is not a number"),
        (changed(props={"band": {"to": "near sleeve"}}), "'near sleeve' is not a point of the body"),
        (changed(props={"chair": {"faces": "up"}}), "chair faces must be one of left, right"),
        (with_pose(0, touching=["back on bench"]), "“back on bench” needs a bench among the props"),
        (with_pose(0, touching=["near foot", "far foot", "near hand on wall"]), "slips"),
    ],
)
def test_what_is_wrong_is_said(raw, message):
    if "wall" in str(raw):
        raw["props"] = {"wall": {"at": 0.9}}
    with pytest.raises(ValueError, match=message):
        movement_from_dict(raw)


HOP: dict[str, Any] = {
    "alt": "A person hops on both feet.",
    "muscles": ["calf"],
    "poses": [
        {"name": "Bend", "takes_s": 0.3, "both": {"hip": 20, "knee": 30}, "touching": ["lowest foot"]},
        {"name": "Push", "takes_s": 0.2, "both": {"hip": 0, "knee": 2, "ankle": -25, "toes": 25}},
        {"name": "Fly", "takes_s": 0.2, "both": {"toes": 0}, "touching": [], "lift": 0.06},
        {"name": "Land", "takes_s": 0.2, "both": {"hip": 14, "knee": 22}, "touching": ["lowest foot"]},
    ],
}


def lower_foot(figure: Skeleton) -> float:
    return min(figure[f"{side}_{part}"].y for side in ("near", "far") for part in ("heel", "ball", "toe"))


def test_a_hop_leaves_the_ground_and_comes_back_to_it():
    hop = movement_from_dict(HOP)
    heights = [lower_foot(hop.body_at(hop.duration_s * step / 90)) for step in range(90)]
    assert max(heights) == pytest.approx(0.06, abs=0.002)
    assert min(heights) == pytest.approx(0, abs=0.001)
    assert lower_foot(hop.body_at(0.0)) == pytest.approx(0)


def test_a_hop_rises_and_falls_without_a_jump():
    hop = movement_from_dict(HOP)
    hips = [hop.body_at(hop.duration_s * step / 200)["pelvis"].y for step in range(201)]
    assert max(abs(after - before) for before, after in pairwise(hips)) < 0.01


STEP: dict[str, Any] = {
    "alt": "A person steps to the side and back.",
    "muscles": ["hip_abductors"],
    "poses": [
        {
            "name": "Stand", "takes_s": 0.4, "turn": 90, "both": {"hip": 22, "knee": 34},
            "touching": ["near foot at -0.1", "far foot at 0.1"],
        },
        {"name": "Step out", "takes_s": 0.4, "near": {"hip_out": 8}, "far": {"hip_out": 20, "knee": 60},
         "touching": ["near foot at -0.1"]},
        {"name": "Astride", "takes_s": 0.4, "near": {"hip_out": 12}, "far": {"hip_out": 12, "knee": 34},
         "touching": ["near foot at -0.1", "far foot at 0.3 front 0.05"]},
        {"name": "Come back", "takes_s": 0.4, "near": {"hip_out": 8}, "far": {"hip_out": 20, "knee": 60},
         "touching": ["near foot at -0.1"]},
    ],
}  # fmt: skip


def test_a_foot_is_put_down_where_it_is_written():
    step = movement_from_dict(STEP)
    assert step.settled[0]["far_ankle"].x == pytest.approx(0.1)
    assert step.settled[2]["far_ankle"].x == pytest.approx(0.3)
    assert step.settled[2]["far_ankle"].z == pytest.approx(0.05)
    assert all(figure["near_ankle"].x == pytest.approx(-0.1) for figure in step.settled)


def test_legs_cross_only_where_a_foot_goes_before_or_behind_the_other():
    assert movement_from_dict(STEP).legs_cross
    assert not movement_from_dict(SQUAT).legs_cross


def test_a_twist_turns_the_shoulders_and_leaves_the_legs():
    raw = with_pose(1, twist=40)
    plain, twisted = movement_from_dict(SQUAT).settled[1], movement_from_dict(raw).settled[1]
    assert twisted["far_shoulder"].x - twisted["near_shoulder"].x > 0.1
    assert twisted["near_shoulder"].z < plain["near_shoulder"].z
    for point in ("near_knee", "far_ankle", "shoulders", "head"):
        assert twisted[point] == plain[point]


def test_every_problem_is_listed_at_once():
    raw = with_pose(0, both={"kne": 5}, takes_s=-1)
    raw["muscles"] = ["biceps"]
    with pytest.raises(ValueError, match="biceps") as refused:
        movement_from_dict(raw)
    assert len(str(refused.value).splitlines()) == 3


def test_a_body_below_the_floor_is_refused():
    raw = with_pose(1, trunk=0, touching=["near foot"], far={"hip": 0, "knee": 0, "ankle": -50})
    with pytest.raises(ValueError, match="below the floor"):
        movement_from_dict(raw)


@pytest.mark.parametrize(
    "text",
    [
        "near foot",
        "near foot at 0.3",
        "far foot at -0.25 back 0.1",
        "far heel slides",
        "near hand on chair",
        "far hand behind near thigh",
        "lowest foot",
        "near foot, second place",
        "far heel on step, third place",
        "near heel slides on doorway",
        "far forearm",
        "seat on saddle",
        "near hand on chest",
        "near shin",
    ],
)
def test_contacts_read_like_speech(text):
    assert contact(text).text == text


def test_a_foot_that_steps_on_stays_in_each_of_its_places():
    lunge = content_movement("lunge-forward")
    back, ahead = lunge.anchors["near foot"].at, lunge.anchors["near foot, second place"].at
    assert ahead.x - back.x > 0.4

    standing, landed, lowered = (lunge.settled[index] for index in (0, 2, 3))
    assert standing["near_ankle"].x == pytest.approx(back.x)
    assert [landed["near_ankle"].x, lowered["near_ankle"].x] == pytest.approx([ahead.x, ahead.x])


def test_a_bridge_walks_out_with_the_hips_up_in_four_small_steps():
    walk = content_movement("bridge-walkout")
    heels = [figure["near_heel"].x + figure["far_heel"].x for figure in walk.settled]
    assert heels[:5] == sorted(heels[:5])
    assert heels[5:] == sorted(heels[5:], reverse=True)
    assert all(0.03 < abs(now - before) < 0.15 for before, now in pairwise(heels))
    assert all(abs(figure.pose.near.hip) < 17 for figure in walk.settled)


def moments(movement: Movement, count: int = 40) -> list[float]:
    return [movement.duration_s * step / count for step in range(count)]


def test_feet_go_round_on_the_pedals_of_a_bike_opposite_each_other():
    ride = content_movement("bike-easy")
    axle = ride.scene.number("bike", "at"), ride.scene.number("bike", "crank_height")
    reach = ride.scene.number("bike", "crank")
    for t_s in moments(ride):
        figure = ride.body_at(t_s)
        near, far = ((figure[f"{side}_ball"].x, figure[f"{side}_ball"].y) for side in ("near", "far"))
        assert dist(near, axle) == pytest.approx(reach, abs=0.01)
        assert ((near[0] + far[0]) / 2, (near[1] + far[1]) / 2) == pytest.approx(axle, abs=0.01)
    start, soon = (ride.body_at(t_s)["near_ball"] for t_s in (0.0, ride.duration_s / 8))
    assert soon.x > start.x
    assert soon.y < start.y


def test_a_strap_stays_taut_between_hand_and_foot():
    stretch = content_movement("hamstring-stretch-strap")
    for t_s in moments(stretch):
        figure = stretch.body_at(t_s)
        hand, foot = figure["near_wrist"], figure["near_ball"]
        assert dist((hand.x, hand.y), (foot.x, foot.y)) == pytest.approx(0.47, abs=0.01)


def test_a_heel_that_slides_up_a_door_frame_stays_on_it():
    stretch = content_movement("hamstring-stretch-doorway")
    heels = [stretch.body_at(t_s)["near_heel"] for t_s in moments(stretch)]
    assert max(heel.x for heel in heels) - min(heel.x for heel in heels) < 0.005
    assert max(heel.y for heel in heels) - min(heel.y for heel in heels) > 0.1


def test_a_nordic_is_one_line_from_knee_to_head_over_shins_that_lie_still():
    nordic = content_movement("nordic-eccentric")
    lowering_s = nordic.key_times[1]
    for t_s in moments(nordic):
        figure = nordic.body_at(t_s)
        assert figure["near_ankle"].y == pytest.approx(CLEARANCE["shin"], abs=0.005)
        assert t_s > lowering_s or abs(figure.pose.near.hip) <= 10


def test_forearms_lie_level_under_the_shoulders_in_a_plank():
    plank = content_movement("plank-front").settled[1]
    assert plank["near_wrist"].y == pytest.approx(plank["near_elbow"].y)
    assert plank["near_elbow"].x == pytest.approx(plank["near_shoulder"].x, abs=0.01)
    line = dist(
        (plank["near_shoulder"].x, plank["near_shoulder"].y), (plank["near_ankle"].x, plank["near_ankle"].y)
    )
    assert line == pytest.approx(0.288 + 0.245 + 0.246, abs=0.01)


def test_there_is_a_figure_for_each_exercise():
    assert sorted(file.parent.name for file in CONTENT.glob("*/exercise.yaml")) == IDS


@pytest.mark.parametrize("exercise", IDS)
def test_no_contact_slips_and_no_limb_stretches(exercise):
    movement = content_movement(exercise)
    for step in range(120):
        t_s = movement.duration_s * step / 120
        figure = movement.body_at(t_s)
        for touch in movement.held(movement.instant(t_s)):
            slipped = slip(figure, touch, movement.anchors_at(t_s)[touch.text])
            assert slipped <= movement_module.LARGEST_SLIP, touch.text
        for side in ("near", "far"):
            hip, knee = figure[f"{side}_hip"], figure[f"{side}_knee"]
            assert dist((hip.x, hip.y, hip.z), (knee.x, knee.y, knee.z)) == pytest.approx(0.245)


@pytest.mark.parametrize("exercise", IDS)
def test_no_joint_jumps(exercise):
    movement = content_movement(exercise)
    step_s = movement.duration_s / 400
    before = movement.body_at(0)
    for step in range(1, 401):
        now = movement.body_at(step * step_s)
        for name, point in now.points.items():
            moved = dist((point.x, point.y, point.z), (before[name].x, before[name].y, before[name].z))
            assert moved < 0.12 * max(step_s * 10, 0.5), f"{name} at {step * step_s:.2f} s"
        before = now


@pytest.mark.parametrize(
    ("exercise", "moment", "joint", "degrees"),
    [
        ("bridge-double", 1, "hip", 3),
        ("hamstring-curl-prone", 1, "knee", 92),
        ("mini-squat", 1, "knee", 46),
        ("donkey-kick", 1, "hip", 4),
        ("heel-slide", 1, "knee", 98),
        ("active-knee-extension", 1, "hip", 96),
        ("knee-to-chest", 2, "hip", 124),
        ("bridge-single", 1, "hip", 3),
        ("hip-hinge-wall", 1, "hip", 54),
        ("rdl-double", 1, "hip", 75),
        ("rdl-single", 1, "hip", 79),
        ("l-extender", 1, "knee", 24),
        ("l-diver", 1, "knee", 15),
        ("squat-single-quarter", 1, "knee", 40),
        ("split-squat", 1, "knee", 79),
        ("lunge-forward", 3, "knee", 86),
        ("hip-flexor-stretch", 1, "hip", -17),
        ("hamstring-stretch-strap", 1, "hip", 70),
        ("hamstring-curl-band-seated", 0, "knee", 28),
        ("hip-extension-45", 1, "hip", 67),
        ("kettlebell-swing", 0, "hip", 70),
        ("nordic-eccentric", 1, "knee", 48),
        ("slider-curl", 1, "knee", 22),
        ("bike-easy", 0, "hip", 95),
    ],
)
def test_target_angles_are_those_of_the_exercise(exercise, moment, joint, degrees):
    limbs = content_movement(exercise).settled[moment].pose.near
    assert getattr(limbs, joint) == pytest.approx(degrees, abs=3)
