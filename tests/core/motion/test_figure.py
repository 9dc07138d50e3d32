"""The drawn figure: data for the browser and still pictures."""

import json
import re
from xml.etree import ElementTree

import pytest

from sinew.motion import figure, figure_front, figure_side
from sinew.motion.body import Pose, skeleton
from sinew.motion.figure_outline import LimbLine, Shape, controls, flattened, svg_path
from tests.core.motion.test_movement import IDS, content_movement

ROLES = {
    "ground", "prop", "mat", "near", "far", "skin-near", "skin-far", "ear", "hair", "face", "line", "cloth",
    "cloth-far", "sleeve", "shoe-near", "shoe-far", "sole-near", "sole-far", "muscle",
}  # fmt: skip


@pytest.mark.parametrize("exercise", IDS)
def test_animation_data_is_sound_and_small(exercise):
    movement = content_movement(exercise)
    data = figure.animation(movement)
    assert len(json.dumps(data, separators=(",", ":"))) < 60_000
    assert data["loop_ms"] == round(movement.duration_s * 1000)
    assert {shape["role"] for shape in data["shapes"]} <= ROLES
    assert data["frames"][0]["t_ms"] == 0
    assert data["frames"][-1]["t_ms"] == data["loop_ms"]
    assert data["frames"][0]["shapes"] == data["frames"][-1]["shapes"]
    times = [frame["t_ms"] for frame in data["frames"]]
    assert times == sorted(set(times))
    sizes = {tuple(len(points) for points in frame["shapes"]) for frame in data["frames"]}
    assert len(sizes) == 1


@pytest.mark.parametrize("exercise", IDS)
def test_everything_stays_inside_the_picture(exercise):
    data = figure.animation(content_movement(exercise))
    left, top, width, height = data["view_box"]
    for frame in data["frames"]:
        for points in frame["shapes"]:
            assert min(points[::2]) >= left
            assert max(points[::2]) <= left + width
            assert min(points[1::2]) >= top
            assert max(points[1::2]) <= top + height


@pytest.mark.parametrize("exercise", IDS)
def test_the_still_strip_is_a_labelled_svg_without_style(exercise):
    movement = content_movement(exercise)
    root = ElementTree.fromstring(figure.still_svg(movement))  # noqa: S314 - our own output
    assert root.get("aria-label") == movement.alt
    assert len(root) == 3
    assert not re.search(r"\bstyle=|\bfill=|<script", figure.still_svg(movement))


def test_far_shapes_are_painted_before_near_ones():
    ids = [shape.id for shape in figure.shapes_at(content_movement("donkey-kick"), 0)]
    assert ids.index("far-leg") < ids.index("torso") < ids.index("near-leg") < ids.index("near-arm")
    assert ids.index("ground") == 0


def test_a_leg_that_passes_behind_is_painted_behind():
    vine = content_movement("grapevine")
    for name, is_hidden in (("Cross in front", False), ("Cross behind", True)):
        index = next(i for i, key in enumerate(vine.keys) if key.name == name)
        body = vine.settled[index]
        shapes = {shape.id: shape for shape in figure_front.shapes(body, vine.muscles, legs_cross=True)}
        assert (
            list(shapes).index("near-leg")
            < list(shapes).index("far-leg")
            < list(shapes).index("near-leg-over")
        )
        assert (len(set(shapes["near-leg-over"].points)) == 1) == is_hidden


def test_both_sides_are_tinted_where_both_work():
    ids = [shape.id for shape in figure.shapes_at(content_movement("side-step"), 0)]
    assert {"muscle-hip_abductors", "muscle-hip_abductors-far", "muscle-quadriceps-far"} <= set(ids)


@pytest.mark.parametrize("exercise", ["a-skip", "walk-jog-intervals", "run-throughs", "sprint-build"])
def test_skipping_and_running_have_a_moment_in_the_air(exercise):
    movement = content_movement(exercise)
    heights = []
    for step in range(60):
        body = movement.body_at(movement.duration_s * step / 60)
        heights.append(
            min(body[f"{side}_{part}"].y for side in ("near", "far") for part in ("heel", "toe", "ball"))
        )
    assert max(heights) > 0.02
    assert min(heights) < 0.002


@pytest.mark.parametrize(
    "exercise", ["fast-feet", "a-skip", "walk-jog-intervals", "run-throughs", "sprint-build"]
)
def test_arms_swing_against_the_legs(exercise):
    movement = content_movement(exercise)
    poses = [movement.pose_at(movement.duration_s * step / 60) for step in range(60)]
    arms = [pose.near.shoulder - pose.far.shoulder for pose in poses]
    legs = [pose.near.hip - pose.far.hip for pose in poses]
    assert sum(arm * leg for arm, leg in zip(arms, legs, strict=True)) < 0


def test_a_twisted_torso_is_drawn_broader():
    def breadth(twist: float) -> float:
        body = skeleton(Pose(twist=twist))
        torso = next(shape for shape in figure_side.shapes(body, []) if shape.id == "torso")
        return max(x for x, _ in torso.points) - min(x for x, _ in torso.points)

    assert breadth(50) > breadth(0) * 1.2


def test_an_abducted_leg_stands_on_a_level_sole():
    body = skeleton(Pose(turn=90).with_limbs("near", hip_out=25))
    sole = next(shape for shape in figure_front.shapes(body, []) if shape.id == "near-sole")
    heights = [y for _, y in sole.points]
    assert max(heights) - min(heights) < 0.02


def test_working_muscles_glow_at_most_effort_and_rest_at_the_start():
    data = figure.animation(content_movement("bridge-double"))
    glow = [frame["glow"] for frame in data["frames"]]
    assert max(glow) == 1
    assert glow[0] < 0.2


def test_a_still_shows_the_named_poses():
    movement = content_movement("cat-camel")
    named = [movement.keys[movement.instant(t).start].name for t in figure.still_times(movement, 3)]
    assert named == ["Back flat", "Round the back up", "Let it sink"]


def test_a_folded_limb_has_no_wild_points():
    leg = LimbLine((0, 0), (0.245, 0), (0.03, -0.1))
    thigh, shank = [(0, 0.06, 0.06), (0.5, 0.05, 0.05), (1, 0.04, 0.04)], [(0.3, 0.03, 0.05), (1, 0.02, 0.02)]
    points = leg.outline(thigh, shank)
    assert all(-0.2 < x < 0.4 and -0.25 < y < 0.25 for x, y in points)


def test_a_smooth_curve_passes_through_its_points_and_survives_doubled_ones():
    points = [(0.0, 0.0), (1.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]
    assert [end for _, _, end in controls(points, closed=True)] == [*points[1:], points[0]]
    assert all(abs(x) < 2 and abs(y) < 2 for x, y in flattened(points, closed=True))


def test_a_line_stays_open_and_an_area_closes():
    line = Shape("floor", "ground", ((0, 0), (9, 0)), closed=False, smooth=False)
    area = Shape("box", "prop", ((0, 0), (9, 0), (9, 9)), smooth=False)
    assert svg_path(line) == "M0 0L9 0"
    assert svg_path(area).endswith("Z")
