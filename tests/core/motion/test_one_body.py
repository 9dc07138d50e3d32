"""Jumps, helping limbs, uneven legs and walkers: what moves and is no repetition."""

import pytest

from sinew.motion.analysis import analyze
from sinew.motion.filters import JumpGuard
from sinew.motion.frame import Frame, Landmark, Part, mirrored
from sinew.motion.geometry import LEFT, RIGHT, SIGNALS, world_pose
from sinew.vocabulary import Side
from tests.core.motion.stick import film, squat_definition, standing, wave


def test_a_reading_no_limb_can_reach_is_left_out_until_it_lasts():
    guard = JumpGuard()
    assert [guard.accepts(t_ms, 10.0) for t_ms in (0, 33)] == [True, True]
    assert not guard.accepts(66, 90.0)
    assert guard.accepts(99, 12.0)
    later = [guard.accepts(t_ms, 90.0) for t_ms in range(132, 500, 33)]
    assert later[0] is False
    assert later[-1] is True


def test_fast_movement_is_no_jump_at_any_frame_rate():
    for step_ms in (16, 33, 166):
        guard = JumpGuard()
        angles = [0.5 * t_ms for t_ms in range(0, 240, step_ms)]  # 500 degrees a second
        assert all(guard.accepts(index * step_ms, angle) for index, angle in enumerate(angles))


def knees(right, left):
    """A body whose knees follow two angles of time."""

    def body(t_ms, _, **how):
        return standing(t_ms, right(t_ms / 1000), other_knee_deg=left(t_ms / 1000), far_visibility=0.95)

    return body


def test_a_stance_leg_that_dips_between_repetitions_is_not_counted_once_the_other_has_worked():
    right, dips = wave(6, high=80, period_s=3), wave(6, high=30, period_s=3)
    frames = film(right, 22, body=knees(right, lambda t_s: dips(t_s - 1.5) if t_s > 10 else 5.0))
    counted = analyze(frames, squat_definition(sides="one", target_deg=70)).repetitions
    assert [one.side for one in counted] == [Side.RIGHT] * 6


def test_legs_that_take_turns_are_each_counted():
    right = wave(1, high=80, period_s=2)

    def turns(first_s):
        return lambda t_s: max(
            right(t_s - first_s - 4 * n) if t_s > first_s + 4 * n else 5.0 for n in range(4)
        )

    frames = film(right, 20, body=knees(turns(1.0), turns(3.0)))
    counted = analyze(frames, squat_definition(sides="one", target_deg=70)).repetitions
    assert [one.side for one in counted] == [Side.RIGHT, Side.LEFT] * 4


def test_one_knee_that_bends_while_the_other_straightens_is_no_squat():
    definition = squat_definition(views=["front"])
    right, left = wave(1, high=90, period_s=2), wave(1, high=90, period_s=2)

    def seen_in_front(frame):
        return Frame(frame.t_ms, 0, 0, None, frame.world)

    frames = film(right, 8, body=knees(right, lambda t_s: left(t_s - 0.9) if t_s > 0.9 else 5.0))
    assert analyze(map(seen_in_front, frames), definition).repetitions == ()
    frames = film(right, 8, body=knees(right, right))
    assert analyze(map(seen_in_front, frames), definition).count == 1


def test_who_is_nearer_at_the_end_of_a_movement_walked():
    squat = wave(1, high=60, period_s=2)

    def nearer(t_ms, knee_deg, **how):
        return standing(t_ms, knee_deg, scale=1 + 0.3 * min(1.0, t_ms / 3500))

    assert analyze(film(squat, 6, body=nearer), squat_definition()).repetitions == ()
    assert analyze(film(squat, 6), squat_definition()).count == 1


def armed(elbow, wrist):
    """A body facing the camera with one left arm, meters from the left shoulder, y down, z away."""
    points = [Landmark(0.0, 0.0, 0.0, None)] * 33
    for part, (x, y, z) in {
        Part.LEFT_SHOULDER: (0.2, -0.5, 0), Part.RIGHT_SHOULDER: (-0.2, -0.5, 0),
        Part.LEFT_HIP: (0.1, 0, 0), Part.RIGHT_HIP: (-0.1, 0, 0),
        Part.LEFT_ELBOW: (0.2 + elbow[0], -0.5 + elbow[1], elbow[2]),
        Part.LEFT_WRIST: (0.2 + wrist[0], -0.5 + wrist[1], wrist[2]),
    }.items():  # fmt: skip
        points[part] = Landmark(x, y, z, None)
    return Frame(0, 0, 0, None, tuple(points))


@pytest.mark.parametrize(
    ("elbow", "expected_deg"),
    [
        ((0, 0.3, 0), 0),  # hanging
        ((0, 0, -0.3), 90),  # straight ahead, toward the camera
        ((0, 0.3, 0.3), -45),  # behind
        ((0, -0.3, 0), 180),  # overhead
        ((0.3, 0.3, 0), 0),  # out to the side
    ],
)
def test_the_arm_is_before_the_trunk_or_behind_it(elbow, expected_deg):
    frame = armed(elbow, elbow)
    read = SIGNALS["shoulder_flexion_signed"].read
    assert read(world_pose(frame), LEFT) == pytest.approx(expected_deg, abs=1e-6)
    assert read(world_pose(mirrored(frame)), RIGHT) == pytest.approx(expected_deg, abs=1e-6)


def test_the_forearm_turns_from_hanging_to_pointing_up():
    read = SIGNALS["forearm_inclination"].read
    for wrist, expected_deg in (((0.3, 0.3, 0), 0), ((0.3, 0, -0.3), 90), ((0.3, -0.3, 0), 180)):
        assert read(world_pose(armed((0.3, 0, 0), wrist)), LEFT) == pytest.approx(expected_deg, abs=1e-6)


def test_half_a_repetition_at_the_beginning_counts_only_with_the_other_half_at_the_end():
    rise = squat_definition(start_deg=80, target_deg=5, posture="seated")

    def sitting_from(begins_s, ends_s):
        up_and_down = wave(6, high=80, period_s=3, lead_s=0.0)
        return [frame for frame in film(up_and_down, 15) if begins_s <= frame.t_ms / 1000 <= ends_s]

    assert analyze(sitting_from(0, 12), rise).count == 4  # stands at both ends
    assert analyze(sitting_from(0, 10.5), rise).count == 3  # stands first, sits last
    assert analyze(sitting_from(1.5, 10.5), rise).count == 3  # sits at both ends


def test_bounds_hold_around_the_farthest_point_not_at_one_frame_of_it():
    definition = squat_definition(bounds=[{"signal": "trunk_inclination", "high": 20}])

    def leaning(always):
        def body(t_ms, knee_deg, **how):
            leans = knee_deg > 40 and (always or t_ms // 100 % 4 == 0)
            return standing(t_ms, knee_deg, trunk_deg=40.0 if leans else 5.0)

        return body

    assert analyze(film(wave(2), 9, body=leaning(always=False)), definition).count == 2
    assert analyze(film(wave(2), 9, body=leaning(always=True)), definition).count == 0
