"""`sinew analyze --tracking` with a pattern: of one's own table, or of the library's figure."""

import json

import pytest

from sinew.cli import main
from sinew.pose.recording import write_recording
from tests.core.motion.stick import film, wave

OWN = """
mode: pattern
signals: [knee_flexion, hip_flexion]
exemplar:
  - [0, 5, 8]
  - [1.2, 50, 30]
  - [2.4, 5, 8]
posture: standing
"""


@pytest.fixture
def recording(tmp_path):
    path = tmp_path / "squat.landmarks.jsonl"
    write_recording(path, film(wave(3), 14, fps=15))
    return path


def test_a_pattern_of_ones_own_is_counted(recording, tmp_path, capsys):
    own = tmp_path / "my-squat.yaml"
    own.write_text(OWN)
    assert main(["analyze", str(recording), "--tracking", str(own), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["exercise"], answer["count"]) == ("my-squat", 3)
    assert answer["range_of_motion"]["joint"] == "knee_flexion"


def test_a_pattern_that_names_an_exercise_follows_its_figure(recording, tmp_path, capsys):
    own = tmp_path / "seen-from-the-hip.yaml"
    own.write_text("exercise: mini-squat\nmode: pattern\nsignals: [hip_flexion, knee_flexion]\n")
    assert main(["analyze", str(recording), "--tracking", str(own), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["range_of_motion"]["joint"] == "hip_flexion"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "mode: pattern\nsignals: [knee_flexion]\n",
            ":1: exemplar: missing, and the library has no figure of",
        ),
        ("mode: pattern\nsignals: [knee]\n", ":2: signals: unknown value 'knee'"),
        (OWN.replace("50, 30", "9, 9"), ":4: exemplar: no signal moves by 15 or more"),
        ("exercise: pelvic-tilt\nmode: pattern\nsignals: [hip_flexion]\n", "exemplar: no signal moves by 15"),
    ],
)
def test_what_is_wrong_with_a_pattern_is_said_with_its_line(recording, tmp_path, capsys, text, problem):
    own = tmp_path / "own.yaml"
    own.write_text(text)
    assert main(["analyze", str(recording), "--tracking", str(own)]) == 3
    assert problem in capsys.readouterr().err
