"""``sinew plan``: its answer, its exit codes and its refusals."""

import json
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
