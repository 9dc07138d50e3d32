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
        ("walk-easy", "a camera cannot measure walk-easy: you move through the room"),
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
        ("deep.landmarks.jsonl", b"[" * 100_000, "deep.landmarks.jsonl:1: not a frame: nested too deep"),
        ("notes.mp4", b"hello world\n" * 50, "cannot be read as a video"),
        ("notes.txt", b"hello world\n" * 50, "cannot be read as a video"),
        ("picture.mp4", b"\x89PNG\r\n\x1a\n" + bytes(200), "cannot be read as a video"),
        ("photo.jpg", b"\xff\xd8\xff\xe0" + bytes(200), "cannot be read as a video"),
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
    assert [problem["where"] for problem in problems] == [f"{bad}:{line}" for line in (1, 1, 2)]


def test_a_definition_that_is_not_yaml_is_refused_with_its_line(recording, tmp_path, capsys):
    bad = tmp_path / "own.yaml"
    bad.write_text("signal: knee_flexion\n  start: [\n")
    assert main(["analyze", str(recording), "--tracking", str(bad)]) == 3
    assert f"{bad}:2: This is not valid YAML" in capsys.readouterr().err


def edited(path, *changes):
    """The recording with fields of some lines (counted from 1) changed."""
    lines = path.read_text().splitlines()
    for number, field, value in changes:
        lines[number - 1] = json.dumps({**json.loads(lines[number - 1]), field: value})
    path.write_text("\n".join(lines))
    return str(path)


@pytest.mark.parametrize("command", [["analyze", "--exercise", "mini-squat"], ["angles"]])
@pytest.mark.parametrize(
    ("field", "value"), [("t_ms", 1), ("width", float("inf")), ("image", [[float("nan")] * 4] * 33)]
)
def test_a_bad_line_is_named(recording, capsys, command, field, value):
    assert main([command[0], edited(recording, (20, field, value)), *command[1:], "--json"]) == 3
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert problem["where"].endswith(":20")
    assert problem["message"].startswith(field)


def test_a_frame_told_twice_is_left_out_with_a_warning(recording, capsys):
    before = json.loads(recording.read_text().splitlines()[18])["t_ms"]
    assert main(["analyze", edited(recording, (20, "t_ms", before)), "--exercise", "mini-squat"]) == 0
    assert "1 frames were not later than the frame before" in capsys.readouterr().err
    assert main(["angles", str(recording), "--json"]) == 0
    assert "NaN" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("option", "name"),
    [("--plot", "gone/x.png"), ("--plot", "x.xyz"), ("--plot", ""), ("--landmarks", "gone/x.jsonl")],
)
def test_an_output_that_cannot_be_written_is_refused_before_the_source_is_read(
    tmp_path, capsys, option, name
):
    out = str(tmp_path / name)
    assert main(["analyze", "no-such.mp4", "--exercise", "mini-squat", option, out]) == 3
    err = capsys.readouterr().err
    assert err.startswith(f"sinew: {out}: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize("name", ["gone/sheet.png", "sheet", ""])
def test_a_contact_sheet_that_cannot_be_written_is_refused(tmp_path, capsys, name):
    assert main(["figures", "sheet", str(tmp_path / name), "--exercise", "mini-squat"]) == 3
    assert capsys.readouterr().out == ""


def test_a_message_about_a_definition_is_one_problem(recording, tmp_path, capsys):
    own = tmp_path / "own.yaml"
    own.write_text("signal: knee_flexion\nstart_deg: 5\ntarget_deg: 9\n")
    assert main(["analyze", str(recording), "--tracking", str(own), "--json"]) == 3
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert "must differ from start_deg by 10 or more; less cannot be counted" in problem["message"]


def test_an_exercise_without_tracking_has_its_own_code(recording, capsys):
    assert main(["analyze", str(recording), "--exercise", "walk-easy", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["problems"][0]["code"] == "not-tracked"


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
    assert main(["evaluate", str(tmp_path / "gone"), "--no-video"]) == 3
    assert "no such folder" in capsys.readouterr().err


@pytest.mark.parametrize("exercise", ["mini-squat", "bridge-hold-double"])
def test_a_plot_is_drawn_even_of_an_empty_room(recording, tmp_path, exercise):
    pytest.importorskip("matplotlib")
    room = tmp_path / "room.landmarks.jsonl"
    write_recording(room, [empty(t_ms) for t_ms in range(0, 2000, 100)])
    for source in (recording, room):
        plot = source.with_suffix(".png")
        assert main(["analyze", str(source), "--exercise", exercise, "--plot", str(plot)]) == 0
        assert plot.read_bytes().startswith(b"\x89PNG")
