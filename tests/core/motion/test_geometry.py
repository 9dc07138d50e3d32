"""Angles are pixel-true, and mean the same wherever the body points."""

from math import cos, radians, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinew.motion.frame import Frame, Landmark, Part, mirrored
from sinew.motion.geometry import LEFT, RIGHT, SIGNALS, flexion_deg, image_pose, world_pose
from tests.core.motion.stick import standing


@given(st.floats(0, 179), st.floats(0, 360))
def test_flexion_is_the_bend_however_the_limb_is_turned(bend_deg, turn_deg):
    a = (0.0, 0.0, 0.0)
    b = (cos(radians(turn_deg)), sin(radians(turn_deg)), 0.0)
    far = turn_deg + bend_deg
    c = (b[0] + cos(radians(far)), b[1] + sin(radians(far)), 0.0)
    assert flexion_deg(a, b, c) == pytest.approx(bend_deg, abs=1e-6)


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (720, 1280), (500, 500)])
def test_a_right_angle_is_90_degrees_in_any_format_of_picture(width, height):
    points = [Landmark(0.5, 0.5, 0.0, 1.0)] * 33
    at = {Part.LEFT_HIP: (100, 100), Part.LEFT_KNEE: (200, 200), Part.LEFT_ANKLE: (100, 300)}
    for part, (x, y) in at.items():
        points[part] = Landmark(x / width, y / height, 0.0, 1.0)
    pose = image_pose(Frame(0, width, height, tuple(points), None))
    assert pose is not None
    assert SIGNALS["knee_flexion"].read(pose, LEFT) == pytest.approx(90)


@given(st.floats(0, 120), st.floats(0, 60))
def test_knee_hip_and_trunk_read_what_the_body_does(knee_deg, trunk_deg):
    frame = standing(0, knee_deg, trunk_deg=trunk_deg)
    for pose in (image_pose(frame), world_pose(frame)):
        assert pose is not None
        assert SIGNALS["knee_flexion"].read(pose, RIGHT) == pytest.approx(knee_deg, abs=1e-6)
        assert SIGNALS["hip_flexion"].read(pose, RIGHT) == pytest.approx(trunk_deg + knee_deg / 2, abs=1e-6)
        assert SIGNALS["trunk_inclination"].read(pose, RIGHT) == pytest.approx(trunk_deg, abs=1e-6)


def test_a_thigh_behind_the_trunk_is_a_negative_signed_hip_angle():
    forward, arched = standing(0, 0, trunk_deg=20), standing(0, 0, trunk_deg=-20)
    read = SIGNALS["hip_flexion_signed"].read
    for frame, expected in ((forward, 20), (arched, -20)):
        assert read(image_pose(frame, facing=1), RIGHT) == pytest.approx(expected)
        assert read(world_pose(frame), RIGHT) == pytest.approx(expected)
    assert read(image_pose(forward, facing=0), RIGHT) is None


@given(st.floats(0, 120), st.floats(0, 120))
def test_a_mirrored_body_has_the_angles_of_the_other_side(left_deg, right_deg):
    frame = standing(0, right_deg, other_knee_deg=left_deg)
    here, there = image_pose(frame), image_pose(mirrored(frame))
    assert here is not None
    assert there is not None
    for name in ("knee_flexion", "hip_flexion", "shank_inclination"):
        read = SIGNALS[name].read
        assert read(here, LEFT) == pytest.approx(read(there, RIGHT), abs=1e-6)
    assert mirrored(mirrored(frame)).world == frame.world


@pytest.mark.parametrize("yaw_deg", [0, 45, 90])
def test_shoulders_wider_than_hips_do_not_bend_the_hips_in_space(yaw_deg):
    frame = standing(0, 30.0, trunk_deg=10)
    c, s = cos(radians(yaw_deg)), sin(radians(yaw_deg))
    world = [p._replace(z=p.z * (1.6 if i in (11, 12) else 1.0)) for i, p in enumerate(frame.world)]
    turned = tuple([p._replace(x=p.x * c + p.z * s, z=p.z * c - p.x * s) for p in world])
    pose = world_pose(Frame(0, frame.width, frame.height, None, turned))
    for name, expected in (("hip_flexion", 25.0), ("hip_flexion_signed", 25.0), ("body_line", 10.0)):
        assert SIGNALS[name].read(pose, RIGHT) == pytest.approx(expected, abs=1e-6)


def _world(**points: tuple[float, float, float]):
    """A body in meters with the named points, all others in the middle of the hips."""
    landmarks = [Landmark(0.0, 0.0, 0.0, 1.0)] * 33
    trunk = {
        "left_shoulder": (0.2, -0.5, 0.0), "right_shoulder": (-0.2, -0.5, 0.0),
        "left_hip": (0.1, 0.0, 0.0), "right_hip": (-0.1, 0.0, 0.0),
    }  # fmt: skip
    for name, (x, y, z) in {**trunk, **points}.items():
        landmarks[Part[name.upper()]] = Landmark(x, y, z, 1.0)
    pose = world_pose(Frame(0, 1, 1, None, tuple(landmarks)))
    assert pose is not None
    return pose


@pytest.mark.parametrize(("side", "name", "way"), [(LEFT, "left", 1), (RIGHT, "right", -1)])
def test_a_forearm_turns_outward_above_zero_and_inward_below_on_either_side(side, name, way):
    read = SIGNALS["forearm_turn"].read
    elbow = (0.2 * way, -0.2, 0.0)
    for turn_deg in (-60, 0, 45):
        out, ahead = 0.25 * sin(radians(turn_deg)), 0.25 * cos(radians(turn_deg))
        wrist = (0.2 * way + out * way, -0.2, -ahead)
        pose = _world(**{f"{name}_elbow": elbow, f"{name}_wrist": wrist})
        assert read(pose, side) == pytest.approx(turn_deg, abs=1e-6)


def test_a_forearm_turn_is_not_guessed_from_a_picture():
    pose = image_pose(standing(0, 10))
    assert pose is not None
    assert SIGNALS["forearm_turn"].read(pose, LEFT) is None


def test_the_forearm_hangs_at_0_is_level_at_90_and_points_up_at_180():
    read = SIGNALS["forearm_inclination"].read
    for wrist, expected in (((0.2, 0.1, 0), 0), ((0.5, -0.2, 0), 90), ((0.2, -0.5, 0), 180)):
        pose = _world(left_elbow=(0.2, -0.2, 0.0), left_wrist=wrist)
        assert read(pose, LEFT) == pytest.approx(expected)


def test_heights_are_shares_of_the_body():
    pose = _world(left_wrist=(0.2, -0.75, 0.0), left_knee=(0.1, 0.4, 0.0), left_ankle=(0.1, 0.8, 0.0))
    assert SIGNALS["hand_height"].read(pose, LEFT) == pytest.approx(50)
    assert SIGNALS["hip_height"].read(pose, LEFT) == pytest.approx(100)


def test_a_heel_that_leaves_the_floor_rises_along_the_shank():
    leg = {"left_knee": (0.1, 0.4, 0.0), "left_ankle": (0.1, 0.8, 0.0)}
    flat = _world(**leg, left_heel=(0.05, 0.85, 0.0), left_toe=(0.25, 0.85, 0.0))
    risen = _world(**leg, left_heel=(0.05, 0.75, 0.0), left_toe=(0.25, 0.85, 0.0))
    read = SIGNALS["heel_rise"].read
    assert read(flat, LEFT) == pytest.approx(0)
    assert read(risen, LEFT) == pytest.approx(25)


def test_a_raised_leg_has_a_direction_and_spread_legs_an_angle():
    ahead = _world(left_ankle=(0.1, 0.6, -0.6), right_ankle=(-0.1, 0.8, 0.0))
    behind = _world(left_ankle=(0.1, 0.6, 0.6), right_ankle=(-0.1, 0.8, 0.0))
    assert SIGNALS["leg_raise_signed"].read(ahead, LEFT) == pytest.approx(45)
    assert SIGNALS["leg_raise_signed"].read(behind, LEFT) == pytest.approx(-45)
    assert SIGNALS["leg_spread"].read(ahead, LEFT) == pytest.approx(45)
