"""Real videos through the real pose model and the command a person would type."""

import json

import pytest

from sinew.cli import main
from sinew.pose.evaluation import angle_errors
from sinew.pose.labelled import opencap_angles
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


def test_the_bridge_video_is_one_bridge_held_one_and_a_half_seconds(capsys):
    answer = analyzed(capsys, samples() / "physioplus" / "bridging.mp4", "--exercise", "bridge-double")
    assert answer["count"] == 1
    assert answer["view"] == "side"
    assert sum(hold["seconds"] for hold in answer["holds"]) == pytest.approx(1.5, abs=0.4)


def test_a_walk_is_no_squat(capsys):
    answer = analyzed(
        capsys, samples() / "opencap-visualizer" / "walk" / "video.mp4", "--exercise", "mini-squat"
    )
    assert answer["count"] == 0
