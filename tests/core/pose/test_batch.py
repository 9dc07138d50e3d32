"""``sinew analyze FOLDER``: every file, refusals beside answers, and nothing done twice."""

import json

import pytest

from sinew.cli import main
from sinew.pose.recording import write_recording
from tests.core.motion.stick import film, wave


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "in" / "deeper").mkdir(parents=True)
    write_recording(tmp_path / "in" / "three.landmarks.jsonl", film(wave(3), 13))
    write_recording(tmp_path / "in" / "deeper" / "two.landmarks.jsonl", film(wave(2), 10))
    return tmp_path / "in"


def analyzed(folder, capsys, *more):
    arguments = ["analyze", str(folder), "--exercise", "mini-squat", "--results", str(folder.parent / "kept")]
    code = main([*arguments, "--json", *more])
    out, err = capsys.readouterr()
    return code, json.loads(out) if out else None, err


def test_every_recording_below_a_folder_is_counted_and_the_second_time_known(folder, capsys):
    code, answer, _ = analyzed(folder, capsys, "--jobs", "2")
    assert code == 0
    assert [(one["answer"]["count"], one["was_known"]) for one in answer["files"]] == [(2, False), (3, False)]
    _, again, _ = analyzed(folder, capsys)
    assert [(one["answer"]["count"], one["was_known"]) for one in again["files"]] == [(2, True), (3, True)]


def test_a_renamed_recording_is_known_and_a_changed_one_is_not(folder, capsys):
    analyzed(folder, capsys, "--jobs", "1")
    (folder / "three.landmarks.jsonl").rename(folder / "renamed.landmarks.jsonl")
    write_recording(folder / "deeper" / "two.landmarks.jsonl", film(wave(1), 8))
    _, answer, _ = analyzed(folder, capsys, "--jobs", "1")
    assert [(one["answer"]["count"], one["was_known"]) for one in answer["files"]] == [(1, False), (3, True)]


def test_what_is_refused_stops_no_other_and_is_named(folder, capsys):
    (folder / "broken.landmarks.jsonl").write_text("{\n")
    (folder / "other.csv").write_text("a,b\n1,2\n")
    code, answer, err = analyzed(folder, capsys, "--jobs", "1")
    assert code == 3
    assert sum(one["answer"] is not None for one in answer["files"]) == 2
    assert {problem["code"] for problem in answer["problems"]} == {"bad-frame", "unknown-table"}
    assert "broken.landmarks.jsonl:1" in err
    assert "Traceback" not in err


def test_a_folder_without_recordings_is_refused(tmp_path, capsys):
    assert main(["analyze", str(tmp_path), "--exercise", "mini-squat"]) == 3
    assert "holds no video" in capsys.readouterr().err


@pytest.mark.parametrize("more", [["--plot", "x.png"], ["--jobs", "0"]])
def test_what_makes_no_sense_for_a_folder_is_bad_usage(folder, capsys, more):
    assert analyzed(folder, capsys, *more)[0] == 2
