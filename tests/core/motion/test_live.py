"""A body watched from afar: what is sent of an instant, and the steady reading of an angle."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinew.motion.angles import AngleReader
from sinew.motion.counted import CountedSet
from sinew.motion.frame import Frame
from sinew.motion.live import NAMES, LiveFrame, LiveReader, live_frame_from_dict
from sinew.motion.steady import Limit, Poor, Steady, Wanted, steady_reading
from sinew.vocabulary import View
from tests.core.motion.stick import empty, film, squat_definition, standing, wave

KNEE = "knee_flexion_right"
STEP_MS = 80


def watched(*angles_deg: float, begins_ms: int = 0, step_ms: int = STEP_MS, **how: object) -> list[LiveFrame]:
    """What is sent of a person whose right knee takes these angles one after the other."""
    reader = LiveReader()
    return [
        reader.read(standing(begins_ms + index * step_ms, angle, **how))  # type: ignore[arg-type]
        for index, angle in enumerate(angles_deg)
    ]


def test_the_angles_are_those_of_the_terminal():
    reader, frame = AngleReader(), standing(0, 41.0)
    told = LiveReader().read(frame)
    assert {"t_ms": 0, **told.angles_deg} == reader.read(frame)
    assert told.angles_deg[KNEE] == pytest.approx(41, abs=0.1)


def test_a_message_is_short_and_comes_back_as_it_was():
    for frame in (standing(70, 41.0), standing(140, 10.0, hidden=(28,)), empty(210)):
        sent = LiveReader().read(frame)
        text = json.dumps(sent.to_dict(), separators=(",", ":"))
        assert len(text) < 900
        back = live_frame_from_dict(json.loads(text))
        assert back.to_dict() == sent.to_dict()
        for name in NAMES:
            angle = sent.angles_deg[name]
            assert back.angles_deg[name] == (None if angle is None else pytest.approx(angle, abs=0.051))


def test_nobody_is_nobody():
    sent = LiveReader().read(empty(0))
    assert sent.points is None
    assert set(sent.angles_deg.values()) == {None}
    assert set(sent.seen.values()) == {0.0}


def test_a_point_outside_the_picture_is_not_seen():
    assert LiveReader().read(standing(0, 5.0, scale=2.0)).seen[KNEE] == 0.0


WIRE = LiveReader().read(standing(0, 41.0)).to_dict()


@pytest.mark.parametrize(
    "change",
    [
        {"v": 2}, {"v": True}, {"t": -1}, {"t": 2**60}, {"t": 0.5}, {"w": 0}, {"h": 10**9}, {"view": "above"},
        {"p": []}, {"p": [0] * 98}, {"p": [0] * 98 + [101]}, {"p": [10**6] * 99},
        {"p": [None] * 99}, {"p": "x"},
        {"a": [0] * (len(NAMES) - 1)}, {"a": [99_999] * len(NAMES)}, {"a": [1.5] * len(NAMES)},
        {"s": [-1] * len(NAMES)}, {"s": [None] * len(NAMES)}, {"more": 1},
    ],
)  # fmt: skip
def test_what_is_no_message_is_refused(change: dict[str, object]):
    with pytest.raises(ValueError, match=r"."):
        live_frame_from_dict({**WIRE, **change})


@given(st.recursive(st.none() | st.integers() | st.text() | st.floats(), lambda x: st.lists(x, max_size=4)))
def test_anything_else_is_refused_as_well(raw: object):
    for wrong in (raw, {**WIRE, "p": raw}, {**WIRE, "a": raw}, {**WIRE, "view": raw}):
        try:
            live_frame_from_dict(wrong)
        except ValueError:
            continue
        assert wrong == {**WIRE, "p": None} or wrong["view"] in list(View)  # type: ignore[index]


def test_a_held_angle_is_read_within_its_trembling():
    found = steady_reading(watched(*[40, 42, 41, 43, 41, 39, 41, 42] * 3), Wanted(KNEE))
    assert isinstance(found, Steady)
    assert found.angle_deg == pytest.approx(41, abs=1)
    assert found.view is View.SIDE
    assert found.tracked == 1.0
    assert found.seen >= 0.9
    assert found.frame.angles_deg[KNEE] == pytest.approx(found.angle_deg, abs=1)


def test_one_wild_picture_changes_nothing():
    angles = [41.0] * 20
    angles[14] = 95.0
    found = steady_reading(watched(*angles), Wanted(KNEE))
    assert isinstance(found, Steady)
    assert found.angle_deg == pytest.approx(41, abs=0.2)


def test_a_moving_joint_gives_no_number():
    assert steady_reading(watched(*range(5, 95, 2)), Wanted(KNEE)) is Poor.MOVING


def test_a_mark_that_comes_late_finds_the_hold_before():
    held_then_back = [41.0] * 15 + [41 - 3 * step for step in range(12)]
    found = steady_reading(watched(*held_then_back), Wanted(KNEE))
    assert isinstance(found, Steady)
    assert found.angle_deg == pytest.approx(41, abs=4)


def test_a_hold_of_long_ago_is_not_read():
    frames = watched(*[41.0] * 15, *[20.0 + 60 * (step % 2) for step in range(45)])
    assert steady_reading(frames, Wanted(KNEE)) is Poor.MOVING


def test_a_hidden_joint_gives_no_number():
    assert steady_reading(watched(*[41.0] * 20, hidden=(28,)), Wanted(KNEE)) is Poor.NOT_SEEN
    assert steady_reading(watched(*[41.0] * 20, visibility=0.55), Wanted(KNEE)) is Poor.NOT_SEEN


def test_too_few_pictures_give_no_number_and_a_slow_camera_takes_longer():
    assert steady_reading(watched(*[41.0] * 9, step_ms=1100), Wanted(KNEE)) is Poor.TOO_FEW
    assert isinstance(steady_reading(watched(*[41.0] * 9, step_ms=700), Wanted(KNEE)), Steady)
    assert steady_reading(watched(*[41.0] * 8), Wanted(KNEE)) is Poor.TOO_FEW  # half a second only


def test_without_pictures_there_is_nothing():
    assert steady_reading([], Wanted(KNEE)) is Poor.NOTHING


def test_a_test_asks_for_its_view_and_its_conditions():
    frames = watched(*[41.0] * 20)
    assert steady_reading(frames, Wanted(KNEE, views=(View.FRONT,))) is Poor.WRONG_VIEW
    upright = Limit("thigh-upright", "hip_flexion_right", low=80, high=100)
    assert steady_reading(frames, Wanted(KNEE, limits=(upright,))) is upright
    standing_up = Limit("trunk", "trunk_inclination", high=30)
    assert isinstance(steady_reading(frames, Wanted(KNEE, limits=(standing_up,))), Steady)
    hidden = watched(*[41.0] * 20, hidden=(12,))
    assert steady_reading(hidden, Wanted(KNEE, limits=(upright,))) is Poor.NOT_SEEN


def test_the_order_in_which_messages_arrive_and_repeats_change_nothing():
    frames = watched(*[40, 42, 41] * 7)
    once = steady_reading(frames, Wanted(KNEE))
    assert steady_reading([*reversed(frames), frames[3]], Wanted(KNEE)) == once


def test_a_later_clock_changes_only_the_time():
    early, late = watched(*[41.0] * 20), watched(*[41.0] * 20, begins_ms=90_000)
    one, other = steady_reading(early, Wanted(KNEE)), steady_reading(late, Wanted(KNEE))
    assert isinstance(one, Steady)
    assert isinstance(other, Steady)
    assert replace(one, frame=other.frame) == other


def test_a_body_in_no_picture_is_read_as_nobody():
    frame = standing(0, 41.0)
    assert LiveReader().read(Frame(0, 720, 1280, None, frame.world)).points is None


def test_a_set_that_is_watched_tells_where_it_stands_and_what_it_came_to():
    counted = CountedSet(squat_definition(), None)
    told = [counted.update(frame) for frame in film(wave(3), 12.0, fps=15)]
    assert [row["count"] for row in told][-1] == 3
    assert max(row["high_deg"] or 0 for row in told) == pytest.approx(50, abs=4)
    done = counted.finish()
    assert (done["exercise"], done["joint"], done["count"]) == ("test-squat", "knee_flexion", 3)
    assert [round(row["peak_deg"], -1) for row in done["repetitions"]] == [50, 50, 50]
    assert "type" not in done["repetitions"][0]
    assert done["tracked_fraction"] > 0.9
    json.dumps(done)


def test_a_set_of_nobody_is_empty():
    counted = CountedSet(squat_definition(), None)
    assert counted.update(empty(0))["angle_deg"] is None
    done = counted.finish()
    assert (done["count"], done["low_deg"], done["tracked_fraction"]) == (0, None, 0.0)
