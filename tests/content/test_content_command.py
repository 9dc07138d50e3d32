"""``sinew content`` speaks to people and to programs."""

import json
from pathlib import Path

import pytest

from sinew.cli import main
from tests.content.conftest import Texts, needed


@pytest.fixture
def root(tmp_path: Path, shipped: Texts) -> Path:
    """A copy of the content folder with only the figures it cannot do without (they take long to check)."""
    copy = tmp_path / "content"
    for name in needed(shipped):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_text(shipped[name], encoding="utf-8")
    return copy


@pytest.fixture(autouse=True)
def _memory_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def exercise_folders(root: Path) -> int:
    return len(list((root / "exercises").iterdir()))


def test_sound_content_gives_a_summary_with_counts_and_version(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["content", "check", "--root", str(root)]) == 0

    out, err = capsys.readouterr()
    assert f"   {exercise_folders(root)} exercises\n" in out
    assert "Version " in out
    assert err == ""


def test_the_summary_is_also_one_json_document(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["content", "check", "--json", "--root", str(root)]) == 0

    summary = json.loads(capsys.readouterr().out)
    assert summary["counts"]["exercises"] == exercise_folders(root)
    assert len(summary["version"]) == 64


def test_every_problem_goes_to_stderr_one_a_line_and_exits_3(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(root)

    assert main(["content", "check", "--root", str(root)]) == 3

    out, err = capsys.readouterr()
    assert out == ""
    assert "content/exercises/mini-squat/exercise.yaml:2: kind: " in err
    assert err.strip().endswith("2 problems; nothing was loaded.")


def test_problems_are_also_one_json_document(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(root)

    assert main(["content", "check", "--json", "--root", str(root)]) == 3

    out, err = capsys.readouterr()
    assert err == ""
    assert [problem["code"] for problem in json.loads(out)["problems"]] == ["bad-value", "missing-file"]


def test_a_folder_that_is_not_there_is_a_refusal_and_no_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["content", "check", "--root", str(tmp_path / "nowhere")]) == 3
    assert "There is no content folder here." in capsys.readouterr().err


def test_a_file_that_is_not_text_is_named(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "vocabulary" / "terms.yaml").write_bytes(b"\xff\xfe")

    assert main(["content", "check", "--root", str(root)]) == 3
    assert "content/vocabulary/terms.yaml:1: Save this file as UTF-8 text." in capsys.readouterr().err


def test_the_schema_is_written_where_editors_look_for_it(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not (root / "schema").exists()

    assert main(["content", "schema", "--root", str(root)]) == 0

    written = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert root / "schema" / "exercise.schema.json" in written
    assert json.loads(written[0].read_text())["additionalProperties"] is False


def spoil(root: Path) -> None:
    facts = root / "exercises" / "mini-squat" / "exercise.yaml"
    facts.write_text(facts.read_text().replace("kind: strength", "kind: strenght"))
    (root / "exercises" / "sit-to-stand" / "coaching.en.md").unlink()
