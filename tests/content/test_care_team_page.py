"""docs/care-team.md says what the content says; `python -m tests.content.test_care_team_page` writes it."""

import re
from pathlib import Path

import pytest

from sinew.apps.practice.presenters.attention import BADGES
from sinew.attention import Deadline, Kind
from sinew.content import default_root, read_attention
from sinew.content.care_team import FILE
from sinew.errors import InputRefused

PAGE = Path(__file__).resolve().parents[2] / "docs" / "care-team.md"
TABLE = re.compile(r"(?<=<!-- kinds: begin -->\n).*?(?=<!-- kinds: end -->)", re.S)
SOURCES = {
    Deadline.FLAG: "red-flag table",
    Deadline.REVIEW: "review time",
    Deadline.OFFICE_HOURS: "office hours",
    Deadline.SCHEDULE: "schedule",
    Deadline.NONE: "none",
}


def table() -> str:
    """The kinds in their order, as rows of a table."""
    rows = ["| | kind | id | due | may be put aside | mark |", "|---|---|---|---|---|---|"]
    for rank, entry in enumerate(read_attention(default_root()).kinds, start=1):
        hours = "at once" if entry.due == 0 else f"{entry.due} hours"
        due = SOURCES[entry.due] if isinstance(entry.due, Deadline) else hours.replace(".0", "")
        waits = "yes" if entry.can_wait else "never"
        rows.append(
            f"| {rank} | {BADGES[entry.kind][1]} | `{entry.kind}` | {due} | {waits} | {entry.evidence} |"
        )
    return "\n".join(rows) + "\n"


def test_the_page_has_the_kinds_of_the_content():
    found = TABLE.search(PAGE.read_text(encoding="utf-8"))
    assert found is not None
    assert found[0] == table(), "run python -m tests.content.test_care_team_page"


def test_the_numbers_of_the_page_are_those_of_the_content():
    text, numbers = PAGE.read_text(encoding="utf-8"), read_attention(default_root()).numbers
    assert f"on each side: {numbers.pain_sessions.value} |" in text
    assert f"nobody has read it: {numbers.red_zone_days.value} |" in text
    assert f"put aside: {numbers.most_aside_days.value} days |" in text
    assert "Not yet clinically reviewed" in text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{kind: told, evidence: design, due: review, can_wait: true}", "{}"),
        ("{kind: urgent, evidence: design, due: flag, can_wait: false}",
         "{kind: urgent, evidence: design, due: flag, can_wait: true}"),
        ("due: 48", "due: soon"),
    ],
)  # fmt: skip
def test_a_file_that_leaves_a_kind_out_or_lets_a_flag_wait_is_refused(tmp_path, old, new):
    sound = (default_root() / FILE).read_text(encoding="utf-8")
    assert old in sound
    (tmp_path / FILE).parent.mkdir()
    (tmp_path / FILE).write_text(sound.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputRefused):
        read_attention(tmp_path)


def test_every_kind_has_a_badge():
    assert BADGES.keys() == set(Kind)


if __name__ == "__main__":
    PAGE.write_text(TABLE.sub(lambda _: table(), PAGE.read_text(encoding="utf-8")), encoding="utf-8")
