"""The drawn figure: data for the browser and still pictures."""

import json
import re
from math import dist
from xml.etree import ElementTree

import pytest

from sinew.motion import figure, figure_front, figure_side, figure_turning
from sinew.motion.body import Pose, skeleton
from sinew.motion.figure_knee import knees_to_compare
from sinew.motion.figure_outline import LimbLine, Shape, controls, flattened, svg_path
from sinew.motion.movement import movement_from_dict
from tests.core.motion.test_movement import IDS, SQUAT, content_movement

ROLES = {
    "ground", "prop", "mat", "near", "far", "skin-near", "skin-far", "ear", "hair", "face", "line", "cloth",
    "cloth-far", "sleeve", "shoe-near", "shoe-far", "sole-near", "sole-far", "muscle", "strap", "ball",
    "weight",
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


def shapes(exercise: str, t_s: float = 0.0) -> dict[str, Shape]:
    return {shape.id: shape for shape in figure.shapes_at(content_movement(exercise), t_s)}


def middle(shape: Shape) -> tuple[float, float]:
    xs, ys = [x for x, _ in shape.points], [y for _, y in shape.points]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def extent(shape: Shape) -> float:
    """Largest thickness of an outline whose points go up one edge and down the other."""
    half = len(shape.points) // 2
    return max(dist(a, b) for a, b in zip(shape.points[:half], reversed(shape.points[half:]), strict=True))


def test_a_ball_rolls_half_as_far_as_the_heels_and_stays_on_the_floor():
    curl = content_movement("hamstring-curl-ball")
    start, rolled = (shapes("hamstring-curl-ball", t_s)["ball"] for t_s in curl.key_times)
    heels = [figure_at["near_heel"].x for figure_at in curl.settled]
    assert middle(rolled)[0] - middle(start)[0] == pytest.approx((heels[1] - heels[0]) / 2, abs=0.002)
    assert min(y for _, y in rolled.points) == pytest.approx(0, abs=0.002)


def test_what_a_hand_holds_is_between_the_body_and_the_hand():
    ids = list(shapes("hamstring-stretch-strap"))
    assert ids.index("torso") < ids.index("strap") < ids.index("near-hand")


def test_one_leg_rests_on_the_door_frame_and_the_other_passes_behind_it():
    ids = list(shapes("hamstring-stretch-doorway"))
    assert ids.index("far-leg") < ids.index("doorway") < ids.index("near-leg")


def test_a_band_runs_from_its_post_to_the_ankle():
    band = shapes("hamstring-curl-band-seated")["band"]
    ankle = content_movement("hamstring-curl-band-seated").settled[0]["near_ankle"]
    assert max(x for x, _ in band.points) == pytest.approx(0.86, abs=0.01)
    assert min(x for x, _ in band.points) == pytest.approx(ankle.x, abs=0.05)


def test_a_kettlebell_swings_in_the_hands():
    swing = content_movement("kettlebell-swing")
    for t_s in swing.key_times:
        bell, hand = shapes("kettlebell-swing", t_s)["bell"], swing.body_at(t_s)["near_hand"]
        x, y = middle(bell)
        assert dist((x, y), (hand.x, hand.y)) < 0.07


def test_each_hand_that_is_named_holds_a_dumbbell():
    one, two = (
        figure.shapes_at(movement_from_dict({**SQUAT, "props": {"dumbbells": fields}}), 0)
        for fields in ({"in": "near hand"}, {})
    )
    assert sum(shape.role == "weight" for shape in one) == 3
    assert sum(shape.role == "weight" for shape in two) == 6


@pytest.mark.parametrize("exercise", ["hip-thrust-bench", "nordic-assisted", "hip-extension-45", "bike-easy"])
def test_furniture_stands_still(exercise):
    carried = {"near-crank", "near-pedal", "far-crank", "far-pedal"}
    frames = [shapes(exercise, t_s) for t_s in (0.0, 0.4, 1.1)]
    still = {name for name, shape in frames[0].items() if shape.role in {"prop", "weight", "mat"}} - carried
    assert len(still) >= 3
    assert all(frame[name] == frames[0][name] for frame in frames for name in still)


def test_pads_hold_the_ankles_over_the_body():
    for exercise, pad in (("nordic-eccentric", "hold-roller"), ("hip-extension-45", "ankle-roller")):
        drawn = shapes(exercise)
        ankle = content_movement(exercise).settled[0]["near_ankle"]
        x, y = middle(drawn[pad])
        assert dist((x, y), (ankle.x, ankle.y)) < 0.08
        assert list(drawn).index(pad) > list(drawn).index("near-leg")


def test_a_body_that_rolls_changes_from_its_profile_to_its_front_without_losing_a_point():
    prone, turned = (shapes("rotating-plank", t_s) for t_s in (0.4, 4.0))
    assert {name: len(shape.points) for name, shape in prone.items()} == {
        name: len(shape.points) for name, shape in turned.items()
    }
    head, eyes = middle(turned["head"]), (middle(turned["near-eye"]), middle(turned["far-eye"]))
    assert eyes[0][1] > head[1] > eyes[1][1] - 0.03
    assert extent(turned["torso"]) > 1.3 * extent(prone["torso"])


def test_a_body_that_does_not_roll_is_drawn_as_from_the_side():
    plank = content_movement("rotating-plank").settled[0]
    from_side = {shape.id: shape for shape in figure_side.shapes(plank, ())}
    for shape in figure_turning.shapes(plank, ()):
        if shape.id in {"torso", "pelvis", "near-leg", "near-arm"}:
            there = from_side[shape.id].points
            assert all(dist(a, b) < 0.004 for a, b in zip(shape.points, there, strict=True)), shape.id


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


@pytest.mark.parametrize("exercise", ["active-knee-extension", "heel-slide"])
def test_knees_to_compare_bend_as_asked_and_share_one_picture_area(exercise):
    compared = knees_to_compare(content_movement(exercise), (180, 160, 140))
    assert [round(180 - body.pose.near.knee) for body in compared.settled] == [180, 160, 140]
    drawn = [ElementTree.fromstring(svg) for svg in figure.pose_svgs(compared)]  # noqa: S314 - our own output
    assert len({svg.get("viewBox") for svg in drawn}) == 1
    assert [svg.get("aria-label") for svg in drawn][-1] == "Knee at 140 degrees"


def test_a_lying_leg_to_compare_keeps_its_heel_on_the_floor():
    compared = knees_to_compare(content_movement("heel-slide"), (180, 160, 140))
    heights = [body["near_ankle"].y for body in compared.settled]
    assert max(heights) - min(heights) < 0.02


@pytest.mark.parametrize("exercise", ["hamstring-curl-prone", "prone-hip-extension", "prone-isometric-curl"])
def test_who_lies_on_the_front_has_a_pillow_under_the_belly_and_the_head_on_the_hands(exercise):
    movement = content_movement(exercise)
    lying = movement.settled[0]
    pillow = next(shape for shape in figure.shapes_at(movement, 0) if shape.id == "pillow")
    xs, ys = [x for x, _ in pillow.points], [y for _, y in pillow.points]
    assert min(xs) < lying["pelvis"].x < max(xs) < lying["head"].x - 0.1
    assert 0 <= min(ys) < max(ys) < lying["pelvis"].y
    for hand in ("near_hand", "far_hand"):
        assert abs(lying[hand].x - lying["head"].x) < 0.12
        assert lying[hand].y <= lying["head"].y + 0.02
