"""Visibility, view and person: what the engine lets itself be told by a picture."""

from sinew.motion.geometry import image_pose
from sinew.motion.person import PersonLock, is_sideways, size_in_picture
from sinew.motion.sight import Sight
from sinew.motion.view import ViewEstimator
from sinew.motion.visibility import VisibilityGate
from sinew.vocabulary import View
from tests.core.motion.stick import empty, film, squat_definition, standing

CHAIN = (24, 26, 28)


def widened(frame, torsos):
    """The same body with its left shoulder moved sideways, as a turned body shows it."""
    image = list(frame.image)
    trunk = abs(image[12].y - image[24].y) * frame.height
    image[11] = image[11]._replace(x=image[12].x + torsos * trunk / frame.width)
    return frame.__class__(frame.t_ms, frame.width, frame.height, tuple(image), frame.world)


def test_a_chain_is_trusted_after_a_moment_and_distrusted_after_a_longer_one():
    gate = VisibilityGate(CHAIN)
    opened = [t for t in range(0, 1000, 50) if gate.update(t, standing(t, 5.0).image)]
    assert opened[0] == 200
    closed = [t for t in range(1000, 3000, 50) if not gate.update(t, standing(t, 5.0, hidden=(28,)).image)]
    assert 1300 <= closed[0] <= 1800
    assert gate.weakest() == 28


def test_visibility_that_flickers_around_the_threshold_does_not_flicker_the_chain():
    gate = VisibilityGate(CHAIN)
    for t_ms in range(0, 1000, 50):
        gate.update(t_ms, standing(t_ms, 5.0).image)
    seen = [
        gate.update(t, standing(t, 5.0, visibility=0.4 if t % 100 else 0.65).image)
        for t in range(1000, 4000, 50)
    ]
    assert all(seen)


def test_a_joint_outside_the_picture_is_not_seen_whatever_its_score():
    gate = VisibilityGate(CHAIN)
    assert not any(gate.update(t, standing(t, 5.0, scale=2.0).image) for t in range(0, 1000, 50))


def test_unknown_visibility_counts_as_seen_inside_the_picture():
    gate = VisibilityGate(CHAIN)
    seen = [
        gate.update(t, standing(t, 5.0, visibility=None, far_visibility=None).image)
        for t in range(0, 500, 50)
    ]
    assert seen[-1]


def test_the_view_follows_the_shoulders_slowly():
    views = ViewEstimator()
    for t_ms in range(0, 2000, 70):
        views.update(t_ms, image_pose(standing(t_ms, 5.0)))
    assert views.view is View.SIDE
    views.update(2070, image_pose(widened(standing(2070, 5.0), 0.9)))
    assert views.view is View.SIDE
    for t_ms in range(2140, 10_000, 70):
        views.update(t_ms, image_pose(widened(standing(t_ms, 5.0), 0.75)))
    assert views.view is View.FRONT
    assert views.most_seen is View.FRONT
    for t_ms in range(10_000, 14_000, 70):
        views.update(t_ms, image_pose(widened(standing(t_ms, 5.0), 0.45)))
    assert views.view is View.OBLIQUE


def test_a_skeleton_that_jumps_to_somebody_else_is_ignored_until_it_stays():
    lock = PersonLock()
    assert all(
        lock.accepts(t, image_pose(standing(t, 5.0, shift=-0.3, scale=0.8))) for t in range(0, 1000, 50)
    )
    jumped = [
        lock.accepts(t, image_pose(standing(t, 5.0, shift=0.3, scale=0.8))) for t in range(1000, 2000, 50)
    ]
    assert jumped[0] is False
    assert jumped.index(True) * 50 >= 500
    assert all(jumped[jumped.index(True) :])


def test_one_frame_on_a_poster_does_not_move_the_person():
    lock = PersonLock()
    for t_ms in range(0, 500, 50):
        lock.accepts(t_ms, image_pose(standing(t_ms, 5.0)))
    assert not lock.accepts(500, image_pose(standing(500, 5.0, scale=0.5, shift=0.3)))
    assert lock.accepts(550, image_pose(standing(550, 5.0)))


def test_size_and_sideways():
    assert 0.4 < size_in_picture(standing(0, 5.0)) < 0.7
    assert size_in_picture(empty(0)) == 0
    assert not is_sideways(standing(0, 5.0))
    lying = standing(0, 5.0)
    turned = [p._replace(x=p.y, y=p.x) for p in lying.image]
    assert is_sideways(lying.__class__(0, 1280, 720, tuple(turned), None))


def test_the_near_side_is_the_one_seen_better_and_stays():
    sight = Sight(squat_definition(), is_clip=True)
    for frame in film(lambda _: 5.0, 2, visibility=0.95, far_visibility=0.65):
        sight.take(frame, is_free=True)
    assert sight.best_offsets() == (1,)
    for frame in film(lambda _: 5.0, 2, t0_ms=2000, visibility=0.8, far_visibility=0.95):
        sight.take(frame, is_free=True)
    assert sight.best_offsets() == (1,)


def test_facing_is_told_by_toes_and_knees():
    sight = Sight(squat_definition(), is_clip=True)
    for frame in film(lambda _: 30.0, 1):
        sight.take(frame, is_free=True)
    assert sight.image.facing == 1
