"""On the floor: legs the model mixes up, bodies it does not find, phones that lie on their side."""

from dataclasses import replace

import pytest

from sinew.motion.analysis import analyze
from sinew.motion.engine import Engine
from sinew.motion.events import Prompt
from sinew.motion.frame import Frame
from sinew.motion.geometry import SIGNALS
from sinew.motion.prompts import what_contradicts_the_posture, what_delays_the_start
from sinew.motion.sight import Sight
from sinew.motion.synthetic import Filming, trace
from sinew.vocabulary import View
from tests.core.motion.stick import empty, squat_definition, standing
from tests.proof.drawn import CONDITIONS, frames_of
from tests.proof.library import definition_of, movement_of, tracked

HIP, KNEE, ANKLE = 24, 26, 28


def moved(frame, part, x, y):
    """The frame with one point of the picture somewhere else."""
    image = list(frame.image)
    image[part] = image[part]._replace(x=x, y=y)
    return replace(frame, image=tuple(image))


def halfway(frame):
    """The model mixes up the shanks: both ankles come to lie in the middle of the two."""
    left, right = frame.image[ANKLE - 1], frame.image[ANKLE]
    x, y = (left.x + right.x) / 2, (left.y + right.y) / 2
    return moved(moved(frame, ANKLE, x, y), ANKLE - 1, x, y)


def doubted(frames, definition):
    sight = Sight(definition, is_clip=True)
    for frame in frames:
        sight.take(frame, is_free=True)
        yield sight.image.doubted


@pytest.mark.parametrize("exercise", tracked()[::8])
def test_no_joint_of_the_near_leg_is_doubted_in_a_body_seen_well(exercise):
    for seed, condition in enumerate(CONDITIONS[::12]):
        knee = 25 if condition.near_side.value == "left" else 26
        found = doubted(frames_of(exercise, condition, seed), definition_of(exercise))
        assert not any({knee, knee + 2} & joints for joints in found), condition


def test_an_ankle_between_both_feet_is_doubted_and_the_other_joints_are_not():
    frames = [standing(t, 5.0) for t in range(0, 2000, 50)]
    knee, ankle = frames[-1].image[KNEE], frames[-1].image[ANKLE]
    mixed = moved(frames[-1], ANKLE, (knee.x + ankle.x) / 2, (knee.y + ankle.y) / 2)
    mixed = replace(mixed, t_ms=2000)
    assert [set(joints) for joints in doubted([*frames, mixed], squat_definition())][-2:] == [set(), {ANKLE}]


def test_a_short_thigh_makes_the_whole_leg_doubted():
    frames = [standing(t, 5.0) for t in range(0, 2000, 50)]
    hip, knee = frames[-1].image[HIP], frames[-1].image[KNEE]
    mixed = replace(moved(frames[-1], KNEE, hip.x, (hip.y + knee.y) / 2), t_ms=2000)
    assert set(list(doubted([*frames, mixed], squat_definition()))[-1]) == {KNEE, ANKLE}


def test_a_leg_seen_from_elsewhere_may_look_short():
    def widened(frame):
        trunk = abs(frame.image[12].y - frame.image[HIP].y) * frame.height
        return moved(frame, 11, frame.image[12].x + 0.5 * trunk / frame.width, frame.image[12].y)

    frames = [widened(standing(t, 5.0)) for t in range(0, 2000, 50)]
    knee, ankle = frames[-1].image[KNEE], frames[-1].image[ANKLE]
    mixed = replace(moved(frames[-1], ANKLE, knee.x, (knee.y + ankle.y) / 2), t_ms=2000)
    assert not any(doubted([*frames, mixed], squat_definition()))


def angles(frames, definition):
    engine = Engine(definition, clip=True)
    for frame in frames:
        engine.update(frame)
        yield engine.snapshot()["angle_deg"]


@pytest.mark.parametrize(("mixed_ms", "largest_deg"), [(900, 6), (2500, 90)])
def test_a_doubted_joint_keeps_its_angle_for_a_second_and_is_then_believed(mixed_ms, largest_deg):
    def mixed(frame):
        knee = frame.image[KNEE]
        return moved(frame, ANKLE, knee.x - 0.08, knee.y)

    frames = [standing(t, 5.0) for t in range(0, 5000, 50)]
    frames = [mixed(frame) if 2000 <= frame.t_ms < 2000 + mixed_ms else frame for frame in frames]
    read = list(angles(frames, squat_definition(sides="right")))
    assert read.count(None) <= 12  # two jumps, a quarter of a second each
    read = [value if value is not None else 5.0 for value in read]
    assert max(read) == pytest.approx(largest_deg, abs=6)
    assert read[-1] == pytest.approx(5, abs=1)
    assert max(read[: 2950 // 50]) == pytest.approx(5, abs=1)


def test_one_leg_bridges_count_though_the_shanks_are_mixed_up_at_the_top():
    exercise = "bridge-single"
    frames = list(trace(movement_of(exercise), fps=15, repetitions=3))
    level = [SIGNALS["hip_flexion"].read(pose, 1) for pose in _poses(frames)]
    mixed = [halfway(f) if deg < 10 else f for f, deg in zip(frames, level, strict=True)]
    assert sum(deg < 10 for deg in level) > 30
    assert analyze(mixed, definition_of(exercise)).count == 3


def _poses(frames):
    sight = Sight(definition_of("bridge-single"), is_clip=True)
    for frame in frames:
        sight.take(frame, is_free=True)
        yield sight.image


def test_on_the_floor_the_near_limb_is_measured_from_an_oblique_view_too():
    def sides(posture):
        definition = squat_definition(posture=posture, views=["side", "oblique"])
        sight = Sight(definition, is_clip=True)
        for frame in trace(movement_of("bridge-double"), repetitions=1, filming=Filming(view_deg=30)):
            sight.take(frame, is_free=True)
        assert sight.views.view is View.OBLIQUE
        return sight.best_offsets()

    assert sides("supine") == (1,)
    assert sides("any") == (0, 1)


@pytest.mark.parametrize(
    ("posture", "asked"),
    [
        ("supine", ["step-into-view", "sit-up-first"]),
        ("side_lying", ["step-into-view", "sit-up-first"]),
        ("hands_and_knees", ["step-into-view"]),
        ("standing", ["step-into-view"]),
    ],
)
def test_who_is_not_found_lying_is_asked_to_sit_up_first(posture, asked):
    assert prompts((empty(t) for t in range(0, 8000, 50)), squat_definition(posture=posture)) == asked


def prompts(frames, definition):
    engine = Engine(definition)
    events = [event for frame in frames for event in engine.update(frame)]
    return [event.prompt.value for event in events if event.type == "prompt"]


def quarter_turned(frame, sense):
    """What a phone that lies on its side shows: the head at the top, or at the bottom."""
    image = tuple(
        p._replace(x=1 - p.y, y=p.x) if sense > 0 else p._replace(x=p.y, y=1 - p.x) for p in frame.image
    )
    return Frame(frame.t_ms, frame.height, frame.width, image, None)


@pytest.mark.parametrize(
    ("sense", "asked"),
    [(1, ["take-start-position", "check-phone"]), (-1, ["stand-upright-phone"])],
)
def test_a_phone_on_its_side_is_noticed_in_a_lying_exercise(sense, asked):
    # The head lies at the left of the picture.
    frames = trace(movement_of("heel-slide"), fps=15, repetitions=1, lead_in_s=9)
    turned = [quarter_turned(frame, sense) for frame in frames if frame.t_ms < 9000]
    assert prompts(turned, definition_of("heel-slide")) == asked


def test_who_still_stands_is_not_told_that_the_phone_is_wrong():
    definition = squat_definition(posture="supine")
    assert what_contradicts_the_posture(5.0, definition, unfit_ms=3000) is None
    assert what_contradicts_the_posture(5.0, definition, unfit_ms=6000) is Prompt.CHECK_PHONE
    assert what_contradicts_the_posture(93.0, definition, unfit_ms=6000) is None
    assert what_contradicts_the_posture(175.0, definition, unfit_ms=0) is Prompt.STAND_UPRIGHT_PHONE
    assert what_contradicts_the_posture(175.0, squat_definition(), unfit_ms=9000) is None


def test_who_lies_end_on_is_asked_to_turn_and_who_is_far_away_to_come_closer():
    lying = squat_definition(posture="supine")
    far = standing(0, 5.0, scale=0.35)
    assert what_delays_the_start(far, View.FRONT, lying) is Prompt.TURN_SIDE_ON
    assert what_delays_the_start(far, View.OBLIQUE, lying) is Prompt.TURN_SIDE_ON
    assert what_delays_the_start(far, View.SIDE, lying) is Prompt.COME_CLOSER
    assert what_delays_the_start(far, View.OBLIQUE, squat_definition()) is Prompt.COME_CLOSER
