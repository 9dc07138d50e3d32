"""Real videos through the real pose model and the command a person would type."""

import json

import pytest

from sinew.cli import main
from sinew.content import default_root, load
from sinew.motion.analysis import analyze
from sinew.pose.cache import cached_frames
from sinew.pose.evaluation.videos import VIDEO_CASES, angle_errors, peak_rows
from sinew.pose.labelled.opencap import opencap_angles, opencap_peaks_deg
from sinew.pose.recording import read_recording
from sinew.pose.video import PoseUnavailable, frames_of_video
from tests.support.samples import samples

pytestmark = pytest.mark.samples


@pytest.fixture(scope="module", autouse=True)
def _pose_model():
    """Skip, visibly, where video cannot be read; the message says what to install."""
    try:
        next(iter(frames_of_video(samples() / "physioplus" / "bridging.mp4")))
    except PoseUnavailable as reason:
        pytest.skip(str(reason))


def analyzed(capsys, *arguments):
    assert main(["analyze", *map(str, arguments), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_squat_video_is_five_squats_with_a_plot_and_its_landmarks(capsys, tmp_path):
    plot, landmarks = tmp_path / "squat.png", tmp_path / "squat.landmarks.jsonl"
    video = samples() / "opencap-visualizer" / "squat"
    answer = analyzed(
        capsys, video / "video.mp4", "--exercise", "mini-squat", "--plot", plot, "--landmarks", landmarks
    )
    assert answer["count"] == 5
    assert answer["tracked_fraction"] > 0.98
    assert plot.read_bytes().startswith(b"\x89PNG")
    again = analyzed(capsys, landmarks, "--exercise", "mini-squat")
    assert again["count"] == 5
    assert [r["peak_ms"] for r in again["repetitions"]] == [r["peak_ms"] for r in answer["repetitions"]]
    errors = {error.name: error for error in angle_errors(read_recording(landmarks), opencap_angles(video))}
    assert errors["knee_flexion_right"].mae_deg < 7
    assert errors["knee_flexion_left"].mae_deg < 6
    *_, error = peak_rows(read_recording(landmarks), opencap_peaks_deg(video))
    assert error["repetition"] == "mean absolute error"
    assert error["mean error"] <= 6
    assert max(error["left error"], error["right error"]) <= 8


def test_the_bridge_video_is_one_bridge_held_one_and_a_half_seconds(capsys):
    answer = analyzed(capsys, samples() / "physioplus" / "bridging.mp4", "--exercise", "bridge-double")
    assert answer["count"] == 1
    assert answer["view"] == "side"
    assert sum(hold["seconds"] for hold in answer["holds"]) == pytest.approx(1.5, abs=0.4)


IDLE = [case.path for case in VIDEO_CASES if case.count == 0]


@pytest.mark.parametrize("path", IDLE)
def test_who_walks_or_passes_by_does_no_exercise_of_the_library(path, tmp_path):
    frames = cached_frames(samples() / path, folder=tmp_path)
    exercises = load(default_root()).exercises.values()
    counted = {
        one.tracking.exercise: analyze(frames, one.tracking).count for one in exercises if one.tracking
    }
    assert {name: count for name, count in counted.items() if count} == {}
