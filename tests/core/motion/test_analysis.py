"""Whole recordings, summed up as ``sinew analyze`` tells them."""

import gzip
import json
from pathlib import Path

import pytest
import yaml

from sinew.motion.analysis import analyze
from sinew.motion.engine import Engine
from sinew.motion.frame import Frame, frame_from_dict
from sinew.motion.tracking import tracking_from_dict
from sinew.vocabulary import Side
from tests.core.motion.stick import empty, film, squat_definition, standing, wave
from tests.proof.library import definition_of

REPOSITORY = Path(__file__).resolve().parents[3]
TRUE_SQUATS_S = [(0.48, 2.07), (3.03, 4.63), (5.73, 7.41), (8.37, 10.14), (11.30, 13.02)]


def trace(name):
    with gzip.open(REPOSITORY / "tests" / "traces" / f"{name}.landmarks.jsonl.gz", "rt") as lines:
        return [frame_from_dict(json.loads(line)) for line in lines]


def definition(exercise):
    text = (REPOSITORY / "content" / "exercises" / exercise / "tracking.yaml").read_text()
    return tracking_from_dict(yaml.safe_load(text))


def test_the_answer_has_the_agreed_shape():
    answer = analyze(film(wave(2), 9), squat_definition()).to_json()
    assert set(answer) == {
        "exercise", "frames", "duration_s", "tracked_fraction", "repetitions", "count", "holds",
        "range_of_motion", "view", "error_deg", "warnings",
    }  # fmt: skip
    assert answer["count"] == 2
    assert set(answer["repetitions"][0]) == {
        "start_ms", "peak_ms", "end_ms", "side", "start_deg", "peak_deg", "tempo_s", "faults", "complete",
    }  # fmt: skip
    assert answer["range_of_motion"]["joint"] == "knee_flexion"
    assert answer["range_of_motion"]["max_deg"] == pytest.approx(50, abs=2)
    assert answer["tracked_fraction"] == 1.0
    assert answer["warnings"] == []


def test_nobody_in_view_is_a_warning():
    answer = analyze([empty(t_ms) for t_ms in range(0, 3000, 100)], squat_definition()).to_json()
    assert answer["warnings"] == ["Nobody was seen in the recording."]
    assert answer["range_of_motion"] is None
    assert (answer["count"], answer["tracked_fraction"]) == (0, 0.0)


def test_hidden_joints_are_a_warning():
    frames = [standing(t_ms, 5.0, hidden=(27, 28)) for t_ms in range(0, 3000, 50)]
    assert any("hidden" in warning for warning in analyze(frames, squat_definition()).warnings)


def test_a_far_leg_that_is_rarely_seen_is_a_warning_unless_the_side_is_given():
    definition = squat_definition(sides="one", target_deg=60)
    frames = list(film(wave(3, high=65), 13, other_knee_deg=5.0, far_visibility=0.3))
    assert [w for w in analyze(frames, definition).warnings if "left leg was rarely visible" in w]
    assert analyze(frames, definition, Side.RIGHT).warnings == ()


def test_the_recorded_squats_are_five_where_the_markers_saw_them():
    analysis = analyze(trace("squat"), definition("mini-squat"))
    assert analysis.count == 5
    for repetition, (start_s, end_s) in zip(analysis.repetitions, TRUE_SQUATS_S, strict=True):
        assert repetition.start_ms / 1000 == pytest.approx(start_s, abs=0.3)
        assert repetition.end_ms / 1000 == pytest.approx(end_s, abs=0.3)


def composed(frames, lead_ms, tail_ms, fps=30):
    """As a test camera plays it: the first frame for a while, the clip, the last frame for a while."""
    end_ms = frames[-1].t_ms
    for index in range(int((lead_ms + end_ms + tail_ms) * fps / 1000)):
        t_ms = round(index * 1000 / fps)
        wanted = min(max(0, t_ms - lead_ms), end_ms)
        f = min(frames, key=lambda frame: abs(frame.t_ms - wanted))
        yield Frame(t_ms, f.width, f.height, f.image, f.world)


@pytest.mark.parametrize("fps", [7, 15, 30])
def test_the_recorded_squats_are_five_live_too(fps):
    engine = Engine(definition("mini-squat"))
    for frame in composed(trace("squat"), 20_000, 5000, fps):
        engine.update(frame)
    assert (engine.count, engine.partial_count) == (5, 0)


def test_the_composed_clip_is_five_as_a_file():
    assert analyze(composed(trace("squat"), 20_000, 5000), definition("mini-squat")).count == 5


def test_the_recorded_bridge_is_one_and_its_hold_is_timed():
    analysis = analyze(trace("bridge"), definition("bridge-double"))
    assert analysis.count == 1
    assert [hold.seconds for hold in analysis.holds] == pytest.approx([1.5], abs=0.4)
    (hold,) = analyze(trace("bridge"), definition("bridge-hold-double")).holds
    assert hold.seconds == pytest.approx(1.5, abs=0.4)


TRACKED = sorted(path.parent.name for path in (REPOSITORY / "content" / "exercises").glob("*/tracking.yaml"))


@pytest.mark.parametrize("exercise", TRACKED)
def test_a_walk_is_no_exercise(exercise):
    assert definition_of(exercise).exercise == exercise
    assert analyze(trace("walk"), definition_of(exercise)).count == 0
