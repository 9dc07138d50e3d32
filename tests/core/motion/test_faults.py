"""Which form faults a repetition is found to have, and that both limbs are spoken of by one voice."""

import json

import pytest
import yaml

from sinew.cli import main
from sinew.motion.engine import Engine
from sinew.motion.frame import Frame, Landmark, Part
from sinew.motion.geometry import LEFT, SIGNALS, image_pose
from sinew.motion.tracking import PACE_SIGNALS
from sinew.pose.recording import write_recording
from tests.core.motion.stick import film, squat_definition, standing, wave
from tests.proof.library import EXERCISES, definition_of, tracked

FAST = {"id": "too-fast", "signal": "out_s", "op": "<", "threshold": 0.6, "views": ["side"]}
LEANS = {"id": "trunk-leans", "signal": "trunk_inclination", "op": ">", "threshold": 40}


def faults_and_cues(frames, definition):
    engine = Engine(definition, clip=True)
    events = [event for frame in frames for event in engine.update(frame)] + engine.finish()
    repetitions = [event.faults for event in events if event.type == "repetition"]
    return repetitions, [event for event in events if event.type == "cue"]


def test_half_the_way_in_half_the_time_is_not_too_fast():
    definition = squat_definition(target_deg=85, faults=[FAST])
    shallow = wave(3, high=50, period_s=1.8)
    assert faults_and_cues(film(shallow, 10), definition)[0] == [()] * 3
    whole = wave(3, high=85, period_s=1.8)
    assert faults_and_cues(film(whole, 10), definition)[0] == [("too-fast",)] * 3


def test_nobody_is_too_fast_who_was_asked_for_no_tempo():
    definition = squat_definition(faults=[FAST, LEANS])
    hurried = list(film(wave(3, period_s=1.2), 9))
    assert faults_and_cues(hurried, definition)[0] == [("too-fast",)] * 3
    assert faults_and_cues(hurried, definition.unpaced())[0] == [()] * 3
    assert [rule.id for rule in definition.unpaced().faults] == ["trunk-leans"]


def test_a_recording_may_be_analyzed_without_a_tempo(tmp_path, capsys):
    path = tmp_path / "hurried.landmarks.jsonl"
    write_recording(path, film(wave(3, period_s=1.2), 9))
    found = []
    for options in ([], ["--any-pace"]):
        assert main(["analyze", str(path), "--exercise", "mini-squat", "--json", *options]) == 0
        repetitions = json.loads(capsys.readouterr().out)["repetitions"]
        found.append([repetition["faults"] for repetition in repetitions])
    assert found == [[["too-fast"]] * 3, [[]] * 3]


def test_a_drift_is_measured_from_the_start_position_however_slowly_it_comes():
    rule = {"id": "trunk-rocks", "signal": "trunk_inclination", "op": "drift", "threshold": 20}

    def rocking(t_ms, knee_deg, **how):
        return standing(t_ms, knee_deg, trunk_deg=5 + 26 * min(1.0, (knee_deg - 5) / 30))

    slowly = wave(3, period_s=8.0)
    repetitions, _ = faults_and_cues(film(slowly, 28, body=rocking), squat_definition(faults=[rule]))
    assert repetitions == [("trunk-rocks",)] * 3


def test_the_knees_are_compared_with_the_lines_from_hips_to_feet():
    def gap(hips, knees, feet):
        points = [Landmark(0.5, 0.5, 0.0, 1.0)] * 33
        for part, half in ((Part.LEFT_HIP, hips), (Part.LEFT_KNEE, knees), (Part.LEFT_ANKLE, feet)):
            points[part] = Landmark(0.5 + half / 2, 0.5, 0.0, 1.0)
            points[part + 1] = Landmark(0.5 - half / 2, 0.5, 0.0, 1.0)
        return SIGNALS["knee_gap"].read(image_pose(Frame(0, 100, 100, tuple(points), None)), LEFT)

    assert gap(0.1, 0.2, 0.3) == pytest.approx(100)
    assert gap(0.2, 0.2, 0.2) == pytest.approx(100)
    assert gap(0.2, 0.15, 0.2) == pytest.approx(75)
    assert gap(0.0, 0.2, 0.0) is None


def test_both_limbs_share_one_voice():
    """Each leg leans every second repetition of its own: together that is two of three."""
    definition = squat_definition(sides="one", target_deg=60, faults=[LEANS])
    turns = wave(6, high=65)

    def stepping(t_ms, knee_deg, **how):
        is_left = (t_ms - 2000) // 3000 % 2 == 1
        knees = (5.0, knee_deg) if not is_left else (knee_deg, 5.0)
        lean = 50 if knee_deg > 15 else 5
        return standing(t_ms, knees[1], other_knee_deg=knees[0], trunk_deg=lean, far_visibility=0.9)

    repetitions, cues = faults_and_cues(film(turns, 22, body=stepping), definition)
    assert repetitions == [("trunk-leans",)] * 6
    assert len(cues) == 2
    assert 5000 < cues[0].t_ms < 8000
    assert cues[1].t_ms - cues[0].t_ms >= 8000


@pytest.mark.parametrize("exercise", tracked())
def test_a_bound_leaves_room_for_the_fault_of_its_signal(exercise):
    """Else the repetition is not counted, and the fault not spoken of."""
    definition = definition_of(exercise)
    for rule in definition.faults:
        for bound in definition.bounds:
            if bound.signal != rule.signal or rule.op == "drift":
                continue
            if rule.op == ">" and bound.high is not None:
                assert bound.high >= 1.4 * rule.threshold or bound.high - rule.threshold >= 15
            if rule.op == "<" and bound.low is not None:
                assert rule.threshold - bound.low >= 15


@pytest.mark.parametrize("exercise", tracked())
def test_too_fast_is_said_only_where_the_exercise_asks_for_a_tempo(exercise):
    if any(rule.signal in PACE_SIGNALS for rule in definition_of(exercise).faults):
        facts = yaml.safe_load((EXERCISES / exercise / "exercise.yaml").read_text(encoding="utf-8"))
        assert facts["tempo"] is not None
