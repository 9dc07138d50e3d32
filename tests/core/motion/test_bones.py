"""Legs rebuilt from what is seen of their bones."""

from math import cos, radians, sin

import pytest

from sinew.motion.bones import BoneLengths, LiftedPose
from sinew.motion.frame import Frame
from sinew.motion.geometry import RIGHT, SIGNALS, image_pose, world_pose
from tests.core.motion.stick import standing


def turned(frame, yaw_deg, flatten=1.0):
    """The same body turned toward the camera; the picture is its parallel projection, in pixels.

    ``flatten`` below 1 is what the pose model does: it sees too little depth.
    """
    c, s = cos(radians(yaw_deg)), sin(radians(yaw_deg))
    world = [p._replace(x=p.x * c + p.z * s, z=-p.x * s + p.z * c) for p in frame.world]
    scale = 0.25 * frame.height
    image = [
        w._replace(x=0.5 + w.x * scale / frame.width, y=0.55 + w.y * scale / frame.height, z=0.0)
        for w in world
    ]
    world = [p._replace(z=p.z * flatten) for p in world]
    return Frame(frame.t_ms, frame.width, frame.height, tuple(image), tuple(world))


def read(frames, name="knee_flexion"):
    bones = BoneLengths()
    for frame in frames:
        image, world = image_pose(frame), world_pose(frame)
        bones.update(frame.t_ms, image, world)
        lifted = LiftedPose(world, image, bones)
    return SIGNALS[name].read(lifted, RIGHT), SIGNALS[name].read(world, RIGHT)


@pytest.mark.parametrize("knee_deg", [50, 70, 90])
def test_depth_the_model_flattens_is_found_again(knee_deg):
    still = [turned(standing(t, 4.0, trunk_deg=0), 50, 0.5) for t in range(0, 3000, 33)]
    bent = [turned(standing(t, knee_deg, trunk_deg=0), 50, 0.5) for t in range(3000, 3400, 33)]
    lifted_deg, world_deg = read(still + bent)
    assert lifted_deg == pytest.approx(knee_deg, abs=7)
    assert world_deg < knee_deg - 8


def test_a_straight_leg_stays_straight():
    lifted_deg, _ = read([turned(standing(t, 2.0, trunk_deg=0), 50, 0.5) for t in range(0, 2000, 33)])
    assert lifted_deg < 4


def test_bones_never_seen_at_their_length_leave_the_world_angle():
    frames = [turned(standing(t, 100.0, trunk_deg=0), 50) for t in range(0, 2000, 33)]
    lifted_deg, world_deg = read(frames)
    assert lifted_deg == pytest.approx(world_deg, abs=1e-6)
    assert lifted_deg == pytest.approx(100, abs=1e-6)


def test_stepping_back_does_not_bend_the_knee():
    def shrunk(frame, size):
        image = [p._replace(x=0.5 + (p.x - 0.5) * size, y=0.5 + (p.y - 0.5) * size) for p in frame.image]
        return Frame(frame.t_ms, frame.width, frame.height, tuple(image), frame.world)

    near = [turned(standing(t, 4.0, trunk_deg=0), 45) for t in range(0, 2000, 33)]
    far = [shrunk(turned(standing(t, 4.0, trunk_deg=0), 45), 0.7) for t in range(2000, 5000, 33)]
    assert read(near + far)[0] < 10


@pytest.mark.parametrize("yaw_deg", [30, 45, 60, 90])
@pytest.mark.parametrize("knee_deg", [5, 22, 50])
def test_a_knee_the_world_sees_truly_is_read_truly_from_the_first_degrees_on(knee_deg, yaw_deg):
    still = [turned(standing(t, 4.0, trunk_deg=0), yaw_deg) for t in range(0, 3000, 33)]
    bent = [turned(standing(t, knee_deg, trunk_deg=0), yaw_deg) for t in range(3000, 3400, 33)]
    assert read(still + bent)[0] == pytest.approx(knee_deg, abs=2)


@pytest.mark.parametrize("flatten", [1.0, 0.5])
def test_a_long_hold_in_front_of_the_camera_keeps_its_angle(flatten):
    frames = [turned(standing(t, 4.0, trunk_deg=0), 90, flatten) for t in range(0, 3000, 33)]
    frames += [turned(standing(t, 60.0, trunk_deg=0), 90, flatten) for t in range(3000, 4000, 33)]
    early_deg, _ = read(frames)
    frames += [turned(standing(t, 60.0, trunk_deg=0), 90, flatten) for t in range(4000, 34_000, 33)]
    late_deg, _ = read(frames)
    assert early_deg == pytest.approx(60, abs=8)
    assert late_deg == pytest.approx(early_deg, abs=1)


def test_a_body_in_one_point_has_no_length_and_breaks_nothing():
    frame = standing(0, 10.0)
    point = frame.image[0]
    nowhere = Frame(0, 720, 1280, (point,) * 33, (point._replace(x=0.0, y=0.0),) * 33)
    assert read([nowhere]) == (0.0, 0.0)


def test_time_that_goes_back_breaks_nothing():
    frames = [turned(standing(t, 20.0, trunk_deg=0), 90) for t in (0, 33, 66, 66, -434, -400)]
    assert read(frames)[0] == pytest.approx(20, abs=2)
