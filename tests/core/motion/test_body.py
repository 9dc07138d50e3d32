"""The kinematic body: lengths, angles and reaching."""

from itertools import pairwise
from math import dist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinew.motion import body
from sinew.motion.body import Limbs, Pose, Skeleton, Vec


def xyz(point: Vec) -> tuple[float, float, float]:
    return point.x, point.y, point.z


def bone(figure: Skeleton, start: str, end: str) -> float:
    return dist(xyz(figure[start]), xyz(figure[end]))


limbs = st.builds(
    Limbs,
    **{
        name: st.floats(*body.JOINT_LIMITS_DEG[name])
        for name in body.JOINT_LIMITS_DEG
        if name in Limbs.__dataclass_fields__ and name != "toes"
    },
)
poses = st.builds(
    Pose,
    trunk=st.floats(-130, 150),
    lean=st.floats(-95, 95),
    turn=st.floats(-180, 180),
    roll=st.floats(-95, 95),
    spine=st.floats(-50, 80),
    neck=st.floats(-60, 70),
    near=limbs,
    far=limbs,
)


def test_a_standing_body_has_the_proportions_of_the_literature():
    figure = body.skeleton(Pose())
    floor = figure["near_ankle"].y - body.ANKLE_HEIGHT
    assert figure["near_hip"].y - floor == pytest.approx(0.530, abs=0.001)
    assert figure["near_knee"].y - floor == pytest.approx(0.285, abs=0.001)
    assert figure["near_shoulder"].y - floor == pytest.approx(0.818, abs=0.001)
    assert figure["head"].y + 0.065 - floor == pytest.approx(1.0, abs=0.02)


def test_a_turned_upper_arm_brings_the_bent_forearm_in_or_out_and_leaves_the_elbow_in_place():
    straight, inward, outward = (
        body.skeleton(Pose(near=Limbs(elbow=90, shoulder_turn=turn))) for turn in (0, -90, 90)
    )
    assert xyz(inward["near_elbow"]) == pytest.approx(xyz(straight["near_elbow"]))
    assert inward["near_wrist"].z - inward["near_elbow"].z == pytest.approx(-body.FOREARM)
    assert outward["near_wrist"].z - outward["near_elbow"].z == pytest.approx(body.FOREARM)
    far = body.skeleton(Pose(far=Limbs(elbow=90, shoulder_turn=-90)))
    assert far["far_wrist"].z - far["far_elbow"].z == pytest.approx(body.FOREARM)


def test_a_hand_that_is_reached_for_forgets_the_turn_of_the_arm():
    figure = body.skeleton(Pose(near=Limbs(shoulder=40, elbow=60, shoulder_turn=-50)))
    target = figure["near_shoulder"] + Vec(0.2, -0.15, 0)
    reached = body.skeleton(body.reach_with_arm(figure, "near", target))
    assert xyz(reached["near_wrist"]) == pytest.approx(xyz(target))


@given(poses)
def test_no_pose_changes_the_length_of_a_limb(pose):
    figure = body.skeleton(pose)
    for side in body.SIDES:
        assert bone(figure, f"{side}_hip", f"{side}_knee") == pytest.approx(body.THIGH)
        assert bone(figure, f"{side}_knee", f"{side}_ankle") == pytest.approx(body.SHANK)
        assert bone(figure, f"{side}_shoulder", f"{side}_elbow") == pytest.approx(body.UPPER_ARM)
        assert bone(figure, f"{side}_elbow", f"{side}_wrist") == pytest.approx(body.FOREARM)


def test_knees_bend_backward_and_elbows_forward():
    figure = body.skeleton(Pose(near=Limbs(knee=90, elbow=90)))
    assert figure["near_ankle"].x < figure["near_knee"].x - 0.2
    assert figure["near_wrist"].x > figure["near_elbow"].x + 0.1


def test_positive_angles_flex_forward_and_abduct_outward():
    figure = body.skeleton(Pose(near=Limbs(hip=90, shoulder=90), far=Limbs(hip_out=30)))
    assert figure["near_knee"].x == pytest.approx(body.THIGH)
    assert figure["near_elbow"].x == pytest.approx(body.UPPER_ARM)
    assert figure["far_knee"].z < figure["far_hip"].z - 0.1


def test_rolling_a_body_face_down_opens_its_chest_to_the_viewer_and_brings_the_near_side_up():
    prone, rolled = (body.trunk_axes(Pose(trunk=90, roll=roll)) for roll in (0, 90))
    assert xyz(rolled.up) == pytest.approx(xyz(prone.up))
    assert xyz(prone.forward) == pytest.approx((0, -1, 0), abs=1e-9)
    assert xyz(rolled.forward) == pytest.approx((0, 0, 1), abs=1e-9)
    assert xyz(rolled.near) == pytest.approx((0, 1, 0), abs=1e-9)


def test_the_back_keeps_its_length_when_it_bends():
    straight, bent = (body.skeleton(Pose(spine=angle)) for angle in (0, 60))
    steps = [body.spine_point(bent, i / 200)[0] for i in range(201)]
    along = sum(dist(xyz(a), xyz(b)) for a, b in pairwise(steps))
    assert along == pytest.approx(body.TRUNK, abs=1e-4)
    assert bone(bent, "pelvis", "shoulders") < bone(straight, "pelvis", "shoulders")


@given(st.floats(0.25, 0.47), st.floats(-80, 60), st.floats(-0.05, 0.05), st.floats(-60, 120))
def test_a_leg_reaches_any_point_within_its_length(distance, direction, sideways, trunk):
    figure = body.skeleton(Pose(trunk=trunk))
    aim = body.trunk_axes(Pose(trunk=direction)).up * -distance
    target = figure["near_hip"] + aim + Vec(0, 0, sideways)
    reached = body.skeleton(body.reach_with_leg(figure, "near", target))
    assert dist(xyz(reached["near_ankle"]), xyz(target)) < 1e-6


@given(st.floats(0.12, 0.32), st.floats(-170, 20))
def test_an_arm_reaches_any_point_in_front(distance, direction):
    figure = body.skeleton(Pose())
    target = figure["far_shoulder"] + body.trunk_axes(Pose(trunk=direction)).up * -distance
    reached = body.skeleton(body.reach_with_arm(figure, "far", target))
    assert dist(xyz(reached["far_wrist"]), xyz(target)) < 1e-6


def test_out_of_reach_ends_straight_toward_the_target():
    figure = body.skeleton(Pose())
    pose = body.reach_with_leg(figure, "near", figure["near_hip"] + Vec(0.6, -0.6, 0))
    assert pose.near.knee == pytest.approx(0, abs=0.1)
    assert pose.near.hip == pytest.approx(45, abs=0.1)


@given(st.floats(-20, 60), st.floats(0, 90))
def test_a_flat_foot_is_level(hip, knee):
    figure = body.skeleton(Pose(near=Limbs(hip=hip, knee=knee)))
    flat = body.skeleton(Pose(near=Limbs(hip=hip, knee=knee, ankle=body.flat_ankle_deg(figure, "near"))))
    assert flat["near_heel"].y == pytest.approx(flat["near_ball"].y, abs=1e-9)
    assert flat["near_ball"].x > flat["near_heel"].x
