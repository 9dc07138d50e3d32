"""The files of sponsors' reports: read whole or refused with every problem."""

import shutil
from pathlib import Path

import pytest

from sinew.content import default_root, read_sponsor_reports
from sinew.disclosure import Why
from sinew.errors import InputRefused


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(default_root() / "sponsors", tmp_path / "sponsors")
    return tmp_path


def spoil(root: Path, name: str, old: str, new: str) -> None:
    file = root / "sponsors" / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def problems(root: Path, references=None):
    with pytest.raises(InputRefused) as refused:
        read_sponsor_reports(root, references)
    return [each.code for each in refused.value.problems]


def test_every_reason_for_hiding_has_a_sentence():
    assert set(read_sponsor_reports(default_root()).words.why) == set(Why)


def test_a_missing_sentence_a_missing_title_and_an_unknown_source_are_all_told(root):
    spoil(root, "reports.en.yaml", "  later:", "  few-covered2:")
    assert problems(root) == ["bad-value"]
    spoil(root, "reports.en.yaml", "  few-covered2:", "  later:")
    spoil(root, "reports.en.yaml", "  knee-group-2017:", "  other-group:")
    spoil(root, "reports.yaml", "s77", "s999")
    assert sorted(problems(root, {"s70", "s70b", "s71", "s76"})) == ["unknown-reference", *["unmatched"] * 2]


def test_a_number_out_of_range_is_told(root):
    spoil(root, "reports.yaml", "improved_goal_pct: 60", "improved_goal_pct: 160")
    assert problems(root) == ["bad-value"]
