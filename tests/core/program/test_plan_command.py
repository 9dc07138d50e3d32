"""``sinew plan``: its answer, its exit codes and its refusals."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sinew.cli import main
from tests.support.stories import DAY_0, TIGHTNESS, answers_of, day


@pytest.fixture
def intake(tmp_path: Path) -> Path:
    return written(tmp_path / "intake.json", {"as_of": DAY_0.isoformat(), "answers": answers_of(TIGHTNESS)})


def written(path: Path, what: Any) -> Path:
    path.write_text(what if isinstance(what, str) else json.dumps(what), encoding="utf-8")
    return path


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = main(["plan", *map(str, words)])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_the_plan_comes_as_one_json_document(intake: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, intake, "--json")
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert answer["triage"]["disposition"] == "self_care"
    assert answer["presentation"]["id"] == "C1"
    assert answer["week"][0]["on"] == DAY_0.isoformat()


def test_a_history_and_a_day_change_the_answer(
    intake: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    flag = {"on": day(3).isoformat(), "type": "check_in", "answers": {"rf-10": "yes"}}
    history = written(tmp_path / "history.json", {"events": [flag]})
    _, out, _ = run(capsys, intake, "--history", history, "--json")
    assert json.loads(out)["triage"]["disposition"] == "emergency"
    _, out, _ = run(capsys, intake, "--history", history, "--day", day(2), "--json")
    assert json.loads(out)["triage"]["disposition"] == "self_care"


def test_people_get_sentences(intake: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, intake)
    assert code == 0
    assert "Answers fit best with: Tight or weak hamstrings" in out
    assert "bridge-double" in out


@pytest.mark.parametrize(
    "content", ["{", "[]", '{"as_of": "2026-11-22", "answers": {"age": "x"}}', "[" * 100000]
)
def test_a_refused_intake_lists_its_problems(
    content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path / "bad.json", content)
    code, out, err = run(capsys, path, "--json")
    assert (code, err) == (3, "")
    assert json.loads(out)["problems"][0]["message"]
    code, out, err = run(capsys, path)
    assert (code, out) == (3, "")
    assert err.count("\n") >= 1
    assert "Traceback" not in err


def test_a_day_before_the_intake_is_refused(intake: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, intake, "--day", "2020-01-01", "--json")
    assert code == 3
    assert json.loads(out)["problems"][0]["code"] == "before-intake"


def test_a_missing_file_and_a_wrong_day_are_bad_usage(
    intake: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, tmp_path / "nowhere.json")[0] == 2
    with pytest.raises(SystemExit) as exit_:
        run(capsys, intake, "--day", "soon")
    assert exit_.value.code == 2


def test_the_problems_of_both_files_and_of_the_day_come_together(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    intake = written(tmp_path / "i.json", {"as_of": DAY_0.isoformat(), "answers": {"age": "old"}})
    history = written(tmp_path / "h.json", {"events": [{"on": "2020-01-01", "type": "party"}]})
    code, out, _ = run(capsys, intake, "--history", history, "--day", "2020-01-01", "--json")
    assert code == 3
    places = {problem["where"] for problem in json.loads(out)["problems"]}
    assert places == {"intake.answers.age", "events[0].on", "events[0].type", "day"}


NINES = "9" * 310


@pytest.mark.parametrize("digits", [NINES, "-" + NINES, "9" * 5000, "1e400", "NaN", "Infinity", "1e12"])
def test_a_number_beyond_all_measure_is_a_problem_where_it_stands(
    digits: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = json.dumps(answers_of(TIGHTNESS, age="AGE")).replace('"AGE"', digits)
    intake = written(tmp_path / "i.json", f'{{"as_of": "{DAY_0}", "answers": {answers}}}')
    event = f'{{"on": "{DAY_0}", "type": "session", "pain_during": {digits}, "completed_fraction": {digits}}}'
    history = written(tmp_path / "h.json", f'{{"events": [{event}]}}')
    code, out, _ = run(capsys, intake, "--history", history, "--json")
    assert code == 3
    places = {problem["where"] for problem in json.loads(out)["problems"]}
    assert places == {"intake.answers.age", "events[0].pain_during", "events[0].completed_fraction"}


@pytest.mark.parametrize(
    "on", ["9999-12-31", "2201-01-01", "1899-12-31", "20261122", "2026-W48-1", "٢٠٢٦-11-22"]
)
def test_a_day_nobody_lives_or_in_another_form_is_a_problem(
    on: str, intake: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = written(tmp_path / "bad.json", {"as_of": on, "answers": answers_of(TIGHTNESS, started_on=on)})
    history = written(tmp_path / "h.json", {"events": [{"on": on, "type": "morning", "compared": "same"}]})
    code, out, _ = run(capsys, bad, "--history", history, "--json")
    assert code == 3
    places = {problem["where"] for problem in json.loads(out)["problems"]}
    assert places == {"intake.as_of", "intake.answers.started_on", "events[0].on"}


@pytest.mark.parametrize("day_asked", ["9999-12-31", "2201-01-01", "0001-01-01"])
def test_a_day_nobody_lives_is_refused_on_the_command_line(
    day_asked: str, intake: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, intake, "--day", day_asked, "--json")
    assert code == 3
    assert [problem["where"] for problem in json.loads(out)["problems"]] == ["day"]


@pytest.mark.parametrize("day_asked", ["20261122", "2026-W48-1"])
def test_a_day_in_another_form_is_bad_usage(
    day_asked: str, intake: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as exit_:
        run(capsys, intake, "--day", day_asked)
    assert exit_.value.code == 2


def test_the_last_day_there_is_has_a_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = answers_of(TIGHTNESS, started_on="2200-12-01")
    path = written(tmp_path / "i.json", {"as_of": "2200-12-31", "answers": answers})
    assert run(capsys, path, "--json")[0] == 0


def test_an_answer_given_twice_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = json.dumps(answers_of(TIGHTNESS)).replace('"age": 45', '"age": 45, "age": 20')
    path = written(tmp_path / "i.json", f'{{"as_of": "{DAY_0}", "answers": {answers}}}')
    code, out, _ = run(capsys, path, "--json")
    assert code == 3
    (problem,) = json.loads(out)["problems"]
    assert problem["code"] == "duplicate-key"
    assert "'age'" in problem["message"]


def test_two_files_that_are_no_json_are_both_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    intake, history = written(tmp_path / "i.json", "{"), written(tmp_path / "h.json", "[1,")
    code, out, _ = run(capsys, intake, "--history", history, "--json")
    assert code == 3
    assert [Path(p["where"].partition(":")[0]).name for p in json.loads(out)["problems"]] == [
        "i.json",
        "h.json",
    ]


@pytest.mark.parametrize("words", [("--json",), ()])
@pytest.mark.parametrize("encoding", ["ascii", "utf-8"])
def test_what_the_terminal_cannot_show_ends_no_command(
    words: tuple[str, ...], encoding: str, tmp_path: Path
) -> None:
    answers = answers_of(TIGHTNESS, psfs=[{"activity": "Lifting \ud800 my nephew", "score": 4}])
    path = written(tmp_path / "i.json", {"as_of": DAY_0.isoformat(), "answers": answers})
    done = subprocess.run(
        [sys.executable, "-m", "sinew.cli", "plan", str(path), *words],
        env=os.environ | {"PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    if words:
        assert json.loads(done.stdout)["presentation"]["id"] == "C1"


def test_a_change_that_does_not_fit_is_refused_with_its_limit(
    intake: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change = {"on": day(0).isoformat(), "type": "practitioner", "decision": "add_exercise"}
    history = written(tmp_path / "history.json", {"events": [{**change, "exercise": "rdl-double"}]})
    code, out, _ = run(capsys, intake, "--history", history, "--json")
    assert code == 3
    (problem,) = json.loads(out)["problems"]
    assert problem["code"] == "too-early-in-phase"
    assert problem["message"] == "rdl-double is not offered before T2."
    history = written(tmp_path / "history.json", {"events": [{**change, "exercise": "calf-raise"}]})
    code, out, _ = run(capsys, intake, "--history", history, "--json")
    assert code == 0
    assert "practitioner-add_exercise" in {r["rule"] for r in json.loads(out)["decision"]["reasons"]}
