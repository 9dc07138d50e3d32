"""Movement tests: what a trial reads, when it is worth nothing, what trials add up to, what changed."""

import json
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sinew.cli import main
from sinew.motion.frame import Frame
from sinew.motion.physique import AVERAGE
from sinew.motion.trials.definition import movement_test_from_dict
from sinew.motion.trials.result import Reading, TrialOutcome, change, summed_up, wants_another
from sinew.motion.trials.run import TestRun, result_in
from sinew.pose.recording import write_recording
from sinew.vocabulary import Side
from tests.movement_tests.__main__ import LIMITS, runs_of
from tests.movement_tests.performances import (
    SHOWN,
    chair_stands,
    knee_extension,
    movement_test,
    one_leg,
    shown,
    straight_leg_raise,
)
from tests.proof.drawn import CONDITIONS, Condition

CLEAN = Condition(15, 0, AVERAGE, Side.RIGHT, noise_px=0.0)
AKE, BALANCE = "active-knee-extension", "single-leg-balance"


def trial(value, *problems):
    return TrialOutcome(None if problems else value, problems, "returned", 0, 1)


def read(performance, condition=CLEAN):
    return result_in(
        performance.frames(condition), movement_test(performance.test), performance.side(condition.near_side)
    )


# -- reading a trial


@pytest.mark.parametrize("test", SHOWN)
def test_the_drawn_body_is_read_as_it_is_under_noise_tilt_and_low_frame_rates(test):
    for run in runs_of(test, CONDITIONS[::16]):
        assert len(run.values) == run.performance.trials, run
        assert max(map(abs, run.errors)) <= LIMITS[test] + 0.51, run


def test_a_recording_tells_by_itself_which_side_was_tested():
    performance = shown(AKE, 1)
    assert result_in(performance.frames(CLEAN), movement_test(AKE)).side is Side.RIGHT
    turned = Condition(15, 0, AVERAGE, Side.LEFT, noise_px=0.0)
    assert result_in(performance.frames(turned), movement_test(AKE)).side is Side.LEFT
    assert result_in(shown(BALANCE, 0).frames(CLEAN), movement_test(BALANCE)).side is Side.RIGHT


def test_the_angle_is_the_furthest_one_that_was_held():
    short = read(knee_extension(20, hold_s=0.2, takes_s=1.3))
    assert short.value is None
    assert {t.problems for t in short.trials} == {("not-held",)}
    assert read(knee_extension(20, hold_s=1.6)).value == pytest.approx(160, abs=2)


def test_a_thigh_that_tips_or_a_knee_that_bends_fails_the_trial_and_says_so():
    tipped = read(knee_extension(20, hip_deg=70))
    assert tipped.value is None
    assert {t.problems for t in tipped.trials} == {("thigh-upright",)}
    bent = read(straight_leg_raise(70, knee_deg=40))
    assert bent.value is None
    assert {t.problems for t in bent.trials} == {("knee-straight",)}


def test_who_leaves_the_picture_has_no_result_of_that_trial():
    for name in SHOWN:
        performance = shown(name, 0)
        frames = list(performance.frames(CLEAN))
        begun = read(performance).trials[0].start_ms + 1000
        gone = [f if f.t_ms < begun else Frame(f.t_ms, f.width, f.height, None, None) for f in frames]
        result = result_in(gone, movement_test(name), performance.side(Side.RIGHT))
        assert result.value is None, name
        assert [t.problems for t in result.trials] == [("out-of-view",)], name


@given(left_s=st.floats(min_value=2, max_value=11), away_s=st.floats(min_value=0.1, max_value=6))
@settings(max_examples=15, deadline=None)
def test_a_person_leaving_never_adds_seconds(left_s, away_s):
    performance = shown(BALANCE, 0)
    whole = read(performance)
    frames = [
        Frame(f.t_ms, f.width, f.height, None, None) if left_s <= f.t_ms / 1000 < left_s + away_s else f
        for f in performance.frames(CLEAN)
    ]
    left = result_in(frames, movement_test(BALANCE), performance.side(Side.RIGHT))
    longest = max(t.value for t in whole.trials)
    assert all(t.value is None or t.value <= longest + 0.2 for t in left.trials)


@given(fps=st.sampled_from([6, 7, 10, 12, 20, 24, 30]), index=st.integers(0, 1))
@settings(max_examples=10, deadline=None)
def test_the_value_does_not_depend_on_the_frame_rate(fps, index):
    condition = Condition(fps, 0, AVERAGE, Side.RIGHT, noise_px=0.0)
    for name in (AKE, "sit-to-stand-5-times", BALANCE):
        performance = shown(name, index)
        value = read(performance, condition).trials[0].value
        assert value == pytest.approx(performance.true, abs={AKE: 1.5}.get(name, 0.5)), name


@given(later_ms=st.integers(min_value=0, max_value=10**9))
@settings(max_examples=3, deadline=None)
def test_starting_the_clock_later_changes_no_value(later_ms):
    performance = shown(AKE, 0)
    frames = [
        Frame(f.t_ms + later_ms, f.width, f.height, f.image, f.world) for f in performance.frames(CLEAN)
    ]
    assert result_in(frames, movement_test(AKE), Side.RIGHT).value == read(performance).value


def test_a_stand_that_is_over_half_way_up_when_the_time_is_over_counts():
    values = {each: read(chair_stands(each, stands=16)).value for each in (2.0, 2.05, 2.1, 2.15)}
    assert values == {each: chair_stands(each, stands=16).true for each in values}


def test_a_hand_that_leaves_its_place_ends_the_balance():
    frames = list(one_leg(8.0).frames(CLEAN))
    grabbing = [_with_hand(f) if f.t_ms > 8000 else f for f in frames]
    first = result_in(grabbing, movement_test(BALANCE), Side.RIGHT).trials[0]
    assert first.ended_by == "hand-moved"
    assert first.end_ms == pytest.approx(8000, abs=150)


def _with_hand(frame):
    points = list(frame.image)
    points[15] = points[15]._replace(x=points[15].x + 0.25)
    return Frame(frame.t_ms, frame.width, frame.height, tuple(points), frame.world)


def test_a_balance_seen_from_the_side_asks_the_person_to_face_the_phone():
    performance = one_leg(6.0, view_deg=0.0)
    assert read(performance).value is None
    run = TestRun(movement_test(BALANCE), Side.RIGHT)
    for frame in performance.frames(CLEAN):
        run.update(frame)
    assert run.snapshot()["missing"] == "face-the-phone"


def test_a_balance_ends_after_a_minute():
    result = read(one_leg(66.0))
    assert [(t.value, t.ended_by) for t in result.trials] == [(60.0, "limit")] * 2


def test_nothing_that_is_not_the_test_gives_a_result():
    for name, other in ((AKE, "sit-to-stand-30s"), (BALANCE, "single-leg-bridge"), (AKE, BALANCE)):
        frames = list(shown(other, 0).frames(CLEAN))
        assert result_in(frames, movement_test(name)).value is None


# -- in front of a camera


def test_live_trials_wait_for_stillness_and_for_their_start():
    performance = shown(AKE, 1)
    run = TestRun(movement_test(AKE), Side.RIGHT)
    states = []
    for frame in performance.frames(CLEAN):
        run.update(frame)
        states.append(run.snapshot()["state"])
    assert list(dict.fromkeys(states)) == ["setup", "ready", "moving", "rest"]
    run.begin()
    for frame in performance.frames(CLEAN):
        run.update(Frame(frame.t_ms + 100_000, frame.width, frame.height, frame.image, frame.world))
    assert run.snapshot()["state"] == "done"
    assert run.result().value == pytest.approx(155, abs=2)


def test_the_leg_that_is_tested_has_to_be_next_to_the_camera():
    run = TestRun(movement_test(AKE), Side.LEFT)
    missing = set()
    for frame in shown(AKE, 1).frames(CLEAN):
        run.update(frame)
        missing.add(run.snapshot()["missing"])
    assert "tested-leg-near" in missing
    assert not run.trials


def test_a_live_trial_waits_until_the_thigh_is_upright():
    run = TestRun(movement_test(AKE), Side.RIGHT)
    for frame in knee_extension(20, hip_deg=70).frames(CLEAN):
        run.update(frame)
    assert run.snapshot()["missing"] == "thigh-upright"
    assert not run.trials


def test_after_three_trials_that_failed_the_camera_is_given_up():
    performance = knee_extension(20, hold_s=0.2, takes_s=1.3)
    run = TestRun(movement_test(AKE), Side.RIGHT)
    for number in range(4):
        for frame in performance.frames(CLEAN):
            run.update(
                Frame(frame.t_ms + number * 10**6, frame.width, frame.height, frame.image, frame.world)
            )
        run.begin()
    assert run.is_given_up
    assert len(run.trials) == 3
    assert run.result().value is None


# -- what trials add up to


@given(st.lists(st.integers(90, 180), min_size=1, max_size=4))
def test_the_order_of_trials_makes_no_difference(values):
    for test in (movement_test(AKE), movement_test(BALANCE)):
        results = {
            summed_up(test, None, [trial(float(v)) for v in order]).value for order in permutations(values)
        }
        assert len(results) == 1


def test_a_third_trial_is_asked_for_where_two_differ_and_the_two_that_agree_count():
    test = movement_test(AKE)
    assert wants_another(test, [140.0])
    assert not wants_another(test, [140.0, 149.0])
    assert wants_another(test, [140.0, 152.0])
    assert not wants_another(test, [140.0, 152.0, 166.0])
    result = summed_up(test, Side.LEFT, [trial(140.0), trial(152.0), trial(154.0)])
    assert (result.value, result.spread, result.error) == (153.0, 2.0, 7.0)


def test_trials_that_differ_much_make_the_error_larger():
    assert summed_up(movement_test(BALANCE), None, [trial(20.0), trial(44.0)]).error == 12.0


def test_a_trial_that_failed_is_kept_and_does_not_count():
    result = summed_up(movement_test(AKE), None, [trial(140.0), trial(99.0, "too-fast")])
    assert (result.value, result.counted, result.is_complete) == (140.0, 1, False)
    assert len(result.trials) == 2


# -- what became of it


def test_a_change_below_the_detectable_one_is_no_real_change():
    test = movement_test(AKE)
    before = Reading(139, 6, "camera")
    assert change(before, Reading(153, 6, "camera"), test).kind == "no-real-change"
    assert change(before, Reading(154, 6, "camera"), test).kind == "better"
    assert change(before, Reading(120, 6, "camera"), test).kind == "worse"


def test_fewer_seconds_for_five_stands_are_better():
    test = movement_test("sit-to-stand-5-times")
    assert change(Reading(15.0, 0.5, "camera"), Reading(12.0, 0.5, "camera"), test).kind == "better"
    assert change(Reading(12.0, 0.5, "camera"), Reading(15.0, 0.5, "camera"), test).kind == "worse"


def test_a_result_by_hand_and_one_by_the_camera_need_more_than_both_errors():
    told = change(Reading(60, 10, "hand"), Reading(70, 6, "camera"), movement_test("straight-leg-raise"))
    assert (told.kind, told.reason, told.needed) == ("no-real-change", "within-error", 11.7)


@given(st.floats(0, 180), st.floats(0, 180))
def test_a_change_and_its_way_back_say_the_opposite(a, b):
    opposite = {"better": "worse", "worse": "better", "no-real-change": "no-real-change"}
    test, one, two = movement_test(AKE), Reading(a, 6, "camera"), Reading(b, 6, "camera")
    assert change(two, one, test).kind == opposite[change(one, two, test).kind]


def test_a_test_survives_its_way_to_the_browser():
    for name in SHOWN:
        test = movement_test(name)
        assert movement_test_from_dict(json.loads(json.dumps(test.to_dict()))) == test


# -- the command


@pytest.fixture
def recording(tmp_path):
    path = tmp_path / "knee.landmarks.jsonl"
    write_recording(path, shown(AKE, 2).frames(CLEAN))
    return path


def test_the_command_tells_trials_result_and_change(recording, capsys):
    told = ["test", str(recording), "--test", AKE, "--before", "135", "--json"]
    assert main(told) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["value"], answer["error"], answer["side"]) == (139.0, 7, "right")
    assert answer["minimal_detectable_change"] == {"value": 15.0, "evidence": "published", "source": ["s23"]}
    assert answer["change"]["kind"] == "no-real-change"
    assert main(told[:-1]) == 0
    assert "No real change" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--test", "active-knee"], 2, "did you mean active-knee-extension"),
        (["--test", "sit-to-stand-30s", "--side", "left"], 2, "leave --side out"),
        (["--test", AKE, "--before", "nan"], 2, "--before"),
    ],
)
def test_the_command_says_what_is_wrong(recording, capsys, arguments, code, says):
    assert _code_of(["test", str(recording), *arguments]) == code
    assert says in capsys.readouterr().err


def _code_of(arguments):
    try:
        return main(arguments)
    except SystemExit as stopped:
        return stopped.code


def test_the_command_refuses_what_is_no_recording(tmp_path, capsys):
    path = tmp_path / "odd.landmarks.jsonl"
    path.write_text("not a frame\n")
    assert main(["test", str(path), "--test", AKE, "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["problems"]
