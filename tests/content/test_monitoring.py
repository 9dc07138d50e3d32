"""The rules of monitoring: read whole or refused with every problem; what ships is what was found."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from sinew.content import default_root, read_monitoring
from sinew.errors import InputRefused
from sinew.monitoring import Clock, rules_on
from sinew.vocabulary import Role


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(default_root() / "monitoring", tmp_path / "monitoring")
    return tmp_path


def spoil(root: Path, name: str, old: str, new: str) -> None:
    file = root / "monitoring" / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def problems(root: Path) -> list[str]:
    with pytest.raises(InputRefused) as refused:
        read_monitoring(root)
    return [each.code for each in refused.value.problems]


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        (date(2025, 12, 31), ["98975", "98977", "98980", "98981"]),
        (date(2026, 1, 1), ["98975", "98985", "98977", "98979", "98980", "98981"]),
    ],
)
def test_each_day_has_the_codes_of_its_year(day: date, codes: list[str]):
    rules = rules_on(day, read_monitoring(default_root()).sets)
    assert rules is not None
    assert [rule.code for rule in rules.codes] == codes


def test_in_2026_every_count_of_days_from_2_and_of_minutes_from_10_reaches_one_code_of_each_kind():
    rules = rules_on(date(2026, 6, 1), read_monitoring(default_root()).sets)
    assert rules is not None
    supply = [rule for rule in rules.of(Clock.DAYS) if not rule.is_once]
    for count in range(2, 31):
        assert sum(rule.units(count, has_live=False, is_first=False) for rule in supply) == 1
    time = [rule for rule in rules.of(Clock.MINUTES) if rule.every is None]
    for count in range(10, 200):
        assert sum(rule.units(count, has_live=True, is_first=False) for rule in time) == 1


def test_only_physical_therapists_minutes_count_and_every_source_is_named():
    found = read_monitoring(default_root())
    for rules in found.sets:
        assert rules.roles == {Role.PHYSICAL_THERAPIST}
        assert found.sources_of(rules)
    assert not found.file.is_reviewed


def test_an_unknown_source_a_code_without_words_and_two_sets_of_one_day_are_all_told(root: Path):
    spoil(root, "rules.yaml", "references: [limber-2026, nixon-2026]", "references: [nobody]")
    spoil(root, "rules.yaml", 'ends_on: "2026-01-01"', 'ends_on: "2026-02-01"')
    spoil(root, "rules.en.yaml", '  "98979":', '  "99999":')
    assert sorted(problems(root)) == ["overlapping-sets", "unknown-reference", "unmatched", "unmatched"]


def test_numbers_that_contradict_each_other_are_told(root: Path):
    spoil(root, "rules.yaml", "least: 16, most: 30", "least: 16, most: 3")
    assert problems(root) == ["bad-value"]


def test_a_span_that_ends_before_it_begins_is_told(root: Path):
    spoil(root, "rules.yaml", 'ends_on: "2026-01-01"', 'ends_on: "2021-01-01"')
    assert problems(root) == ["empty-span"]


def test_a_missing_file_is_told(root: Path):
    (root / "monitoring" / "rules.en.yaml").unlink()
    assert problems(root) == ["unreadable-file"]


def test_days_between_two_sets_on_which_none_holds_are_told(root: Path):
    spoil(root, "rules.yaml", 'ends_on: "2026-01-01"', 'ends_on: "2025-12-01"')
    assert problems(root) == ["days-without-rules"]
