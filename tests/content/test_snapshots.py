"""A snapshot keeps content for ever: same files, same version; changed files, refused."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinew import content
from sinew.content.files import digest, files_of_snapshot, item_version, to_snapshot
from sinew.content.loading import load_files
from sinew.errors import InputRefused

some_files = st.dictionaries(st.text(min_size=1, max_size=8), st.text(max_size=20), max_size=5)


def test_content_from_a_snapshot_is_the_same_content(shipped: dict[str, str]) -> None:
    loaded = load_files(shipped)

    assert content.from_snapshot(content.snapshot(loaded)) == loaded


def test_an_altered_snapshot_is_refused(shipped: dict[str, str]) -> None:
    document = json.loads(to_snapshot(shipped))
    document["files"]["vocabulary/terms.yaml"] += "\n"

    with pytest.raises(InputRefused, match="snapshot-altered"):
        content.from_snapshot(json.dumps(document))


def test_a_snapshot_from_before_lines_were_marked_is_read_and_when_altered_refused(
    shipped: dict[str, str],
) -> None:
    old = json.loads(to_snapshot(shipped))
    del old["marks"]
    assert files_of_snapshot(json.dumps(old)) == shipped

    old["files"]["vocabulary/terms.yaml"] += "\n"
    with pytest.raises(InputRefused, match="do not match their hash"):
        files_of_snapshot(json.dumps(old))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"files": 3}', "\x00"])
def test_what_is_no_snapshot_is_refused(text: str) -> None:
    with pytest.raises(InputRefused, match="not-a-snapshot"):
        content.from_snapshot(text)


def test_an_old_snapshot_stays_readable_when_editorial_checks_get_stricter(texts: dict[str, str]) -> None:
    coaching = "exercises/mini-squat/coaching.en.md"
    texts[coaching] = texts[coaching].replace("tall.", "tall!", 1)

    with pytest.raises(InputRefused, match="exclamation-mark"):
        load_files(texts)
    assert content.from_snapshot(to_snapshot(texts)).exercises["mini-squat"].name == "Mini squat"


LATER = [
    "vocabulary/emergency-numbers.yaml", "vocabulary/emergency.en.yaml", "vocabulary/coaching.en.yaml",
    "questionnaires/outcomes/outcomes.yaml", "questionnaires/outcomes/outcomes.en.yaml",
    "vocabulary/camera-limits.en.yaml", "vocabulary/insurer-answers.en.yaml",
]  # fmt: skip


def test_a_snapshot_from_before_these_lists_existed_stays_readable(texts: dict[str, str]) -> None:
    old = {name: text for name, text in texts.items() if name not in LATER}

    with pytest.raises(InputRefused, match="missing-file"):
        load_files(old)
    kept = content.from_snapshot(to_snapshot(old))
    assert kept.program == load_files(texts).program
    assert kept.emergency.countries == ()
    assert kept.outcomes is None


def test_an_item_changes_version_only_when_its_own_files_change(texts: dict[str, str]) -> None:
    before = load_files(texts)
    texts["exercises/mini-squat/exercise.yaml"] += "# a note\n"
    after = load_files(texts)

    assert before.version != after.version
    changed = [
        name for name in before.exercises if before.exercises[name].version != after.exercises[name].version
    ]
    assert changed == ["mini-squat"]


@given(some_files)
def test_a_snapshot_gives_back_exactly_its_files(files: dict[str, str]) -> None:
    assert files_of_snapshot(to_snapshot(files)) == files


@given(some_files)
def test_the_version_does_not_depend_on_the_order_of_files(files: dict[str, str]) -> None:
    assert digest(dict(reversed(files.items()))) == digest(files)


def test_moving_text_between_files_changes_the_version() -> None:
    assert digest({"a": "xy", "b": "z"}) != digest({"a": "x", "b": "yz"})
    assert item_version({"exercises/a/x": "1", "exercises/ab/x": "2"}, "exercises/a") == item_version(
        {"exercises/a/x": "1"}, "exercises/a"
    )
