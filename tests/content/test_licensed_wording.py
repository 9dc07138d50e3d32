"""Licensed wording in a folder of the operator's: what is loaded, what is missing and what is wrong.

The wording here is made up; no test holds an item of a licensed questionnaire.
"""

import json
from pathlib import Path

import pytest
import yaml

from sinew.cli import main
from sinew.content import default_root, load, read_licensed
from tests.core.outcomes.test_outcomes import made_up


@pytest.fixture(scope="module")
def outcomes():
    return load(default_root()).outcomes


def put(folder: Path, name: str, **other: object) -> Path:
    path = folder / f"{name}.en.yaml"
    path.write_text(yaml.safe_dump(made_up(name) | {"measure": name} | other), encoding="utf-8")
    return path


def test_without_a_folder_every_licensed_measure_waits(outcomes):
    found = read_licensed(None, outcomes)
    assert (found.waiting, found.problems) == (("fash", "lefs", "visa-h"), ())


def test_a_complete_file_is_loaded_and_has_a_version(outcomes, tmp_path: Path):
    put(tmp_path, "lefs")
    found = read_licensed(tmp_path, outcomes)
    assert found.waiting == ("fash", "visa-h")
    assert found.wording["lefs"].attribution == "Nobody, for a test"
    before = found.versions["lefs"]
    put(tmp_path, "lefs", license="Another made-up license")
    assert read_licensed(tmp_path, outcomes).versions["lefs"] != before


def test_one_broken_file_does_not_take_the_others_away(outcomes, tmp_path: Path):
    put(tmp_path, "lefs")
    path = put(tmp_path, "fash", license="")
    path.write_text(path.read_text() + "surprise: 1\n")
    found = read_licensed(tmp_path, outcomes)
    assert set(found.wording) == {"lefs"}
    assert {problem.code for problem in found.problems} == {"missing", "unknown-field"}
    assert all(problem.where.startswith(f"{path}:") for problem in found.problems)


def test_a_file_no_measure_waits_for_is_named(outcomes, tmp_path: Path):
    (tmp_path / "phq2.en.yaml").write_text("items: {}\n")
    (problem,) = read_licensed(tmp_path, outcomes).problems
    assert problem.code == "unknown-measure"


def test_a_missing_folder_and_a_file_that_is_no_text_are_named(outcomes, tmp_path: Path):
    assert read_licensed(tmp_path / "nowhere", outcomes).problems[0].code == "no-folder"
    (tmp_path / "lefs.en.yaml").write_bytes(b"\xff\xfe")
    assert read_licensed(tmp_path, outcomes).problems[0].code == "not-readable"


def test_the_content_check_says_what_is_loaded_and_what_is_missing(tmp_path: Path, capsys):
    put(tmp_path, "lefs")
    assert main(["content", "check", "--json", "--licensed", str(tmp_path)]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["licensed"] == {"lefs": "loaded", "fash": "missing", "visa-h": "missing"}


def test_the_content_check_refuses_a_broken_file(tmp_path: Path, capsys):
    put(tmp_path, "lefs", attribution="")
    assert main(["content", "check", "--licensed", str(tmp_path)]) == 3
    assert f"{tmp_path}/lefs.en.yaml:" in capsys.readouterr().err
