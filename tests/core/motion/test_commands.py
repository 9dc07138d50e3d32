"""``sinew analyze`` and ``sinew angles``: clear answers, and clear refusals in one line."""

import json

import pytest

from sinew.cli import main
from sinew.pose.recording import write_recording
from tests.core.motion.stick import empty, film, wave


@pytest.fixture
def recording(tmp_path):
    path = tmp_path / "squats.landmarks.jsonl"
    write_recording(path, film(wave(3), 13))
    return path


def test_a_recording_is_counted(recording, capsys):
    assert main(["analyze", str(recording), "--exercise", "mini-squat", "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["count"] == 3
    assert err == ""


def test_the_report_reads_without_json(recording, capsys):
    assert main(["analyze", str(recording), "--exercise", "mini-squat"]) == 0
    assert "mini-squat: 3 complete repetitions" in capsys.readouterr().out


def test_a_definition_of_ones_own(recording, tmp_path, capsys):
    own = tmp_path / "deep.yaml"
    own.write_text("signal: knee_flexion\nstart_deg: 5\ntarget_deg: 100\nsides: both\n")
    assert main(["analyze", str(recording), "--tracking", str(own), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["exercise"], answer["count"], len(answer["repetitions"])) == ("deep", 0, 3)


@pytest.mark.parametrize(
    ("exercise", "part"),
    [
        ("mini-squad", "did you mean mini-squat"),
        ("zzzz", "known: "),
        ("walk-easy", "a camera cannot measure walk-easy"),
    ],
)
def test_an_exercise_it_cannot_measure_is_bad_usage(recording, capsys, exercise, part):
    assert main(["analyze", str(recording), "--exercise", exercise]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert part in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "content", "part"),
    [
        ("gone.mp4", None, "no such file"),
        ("gone.landmarks.jsonl", None, "cannot be read"),
        ("empty.landmarks.jsonl", b"", "holds no frame"),
        ("bad.landmarks.jsonl", b'{"t_ms": 0}\nnonsense\n', "bad.landmarks.jsonl:2: not JSON"),
        ("picture.landmarks.jsonl", b"\x89PNG\xff\xfe", "is not text"),
    ],
)
def test_a_source_it_cannot_read_is_refused_in_plain_words(tmp_path, capsys, name, content, part):
    source = tmp_path / name
    if content is not None:
        source.write_bytes(content)
    assert main(["analyze", str(source), "--exercise", "mini-squat"]) == 3
    assert part in capsys.readouterr().err


def test_refusals_are_json_where_json_was_asked_for(tmp_path, capsys):
    bad = tmp_path / "own.yaml"
    bad.write_text("signal: elbow\nstart_deg: x\n")
    assert main(["analyze", "nowhere.landmarks.jsonl", "--tracking", str(bad), "--json"]) == 3
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert {problem["code"] for problem in problems} == {"bad-definition"}
    assert len(problems) == 3


def test_nobody_in_view_is_a_warning_not_an_error(tmp_path, capsys):
    path = tmp_path / "room.landmarks.jsonl"
    write_recording(path, [empty(t_ms) for t_ms in range(0, 2000, 100)])
    assert main(["analyze", str(path), "--exercise", "mini-squat"]) == 0
    assert "warning: Nobody was seen" in capsys.readouterr().err


def test_angles_of_every_frame(recording, capsys):
    assert main(["angles", str(recording), "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert len(rows) == 390
    assert max(row["knee_flexion_right"] for row in rows) == pytest.approx(50, abs=0.5)
    assert {"t_ms", "knee_flexion_left", "hip_flexion_left", "trunk_inclination"} <= set(rows[0])
    assert main(["angles", str(recording)]) == 0
    assert "knee_flexion_left" in capsys.readouterr().out


def test_angles_of_hidden_joints_are_null(tmp_path, capsys):
    path = tmp_path / "hidden.landmarks.jsonl"
    write_recording(path, film(lambda _: 5.0, 0.5, hidden=(28,)))
    assert main(["angles", str(path), "--json"]) == 0
    row = json.loads(capsys.readouterr().out)[0]
    assert row["knee_flexion_right"] is None
    assert row["hip_flexion_right"] is not None


def test_an_evaluation_without_recordings_says_so(tmp_path, capsys):
    assert main(["evaluate", str(tmp_path), "--no-video"]) == 3
    assert "holds no labelled recording" in capsys.readouterr().err
