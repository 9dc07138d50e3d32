"""docs/care-team.md says what the content says; `python -m tests.content.test_care_team_page` writes it."""

import re
from pathlib import Path

import pytest

from sinew.apps.practice.presenters.attention import BADGES
from sinew.attention import Deadline, Kind, Waits
from sinew.content import default_root, load, read_attention
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

ASIDE = {Waits.TEAM: "by everybody", Waits.THERAPIST: "by a therapist", Waits.NEVER: "never"}


def table() -> str:
    """The kinds in their order, as rows of a table."""
    rows = ["| | kind | id | due | may be put aside | mark |", "|---|---|---|---|---|---|"]
    for rank, entry in enumerate(read_attention(default_root()).kinds, start=1):
        hours = "at once" if entry.due == 0 else f"{entry.due} hours"
        due = SOURCES[entry.due] if isinstance(entry.due, Deadline) else hours.replace(".0", "")
        waits = ASIDE[entry.can_wait]
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
    assert f"is shown again: {numbers.still_stopped_days.value} |" in text
    assert f"put aside: {numbers.most_aside_days.value} days |" in text
    assert "Not yet clinically reviewed" in text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{kind: told, evidence: design, due: review, can_wait: therapist}", "{}"),
        ("{kind: urgent, evidence: design, due: flag, can_wait: never}",
         "{kind: urgent, evidence: design, due: flag, can_wait: team}"),
        ("due: 48", "due: soon"),
        ("kind: urgent, evidence: design, due: flag", "kind: urgent, evidence: design, due: none"),
        ("kind: alarm, evidence: design, due: 0", "kind: alarm, evidence: design, due: none"),
        ("kind: silent, evidence: design, due: none", "kind: silent, evidence: design, due: 24"),
        ("kind: red-zone, evidence: design, due: 48", "kind: red-zone, evidence: design, due: office-hours"),
    ],
)  # fmt: skip
def test_a_file_that_leaves_a_kind_out_or_lets_a_flag_wait_is_refused(tmp_path, old, new):
    sound = (default_root() / FILE).read_text(encoding="utf-8")
    assert old in sound
    (tmp_path / FILE).parent.mkdir()
    (tmp_path / FILE).write_text(sound.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputRefused):
        read_attention(tmp_path)


def test_a_file_that_puts_anything_before_an_emergency_is_refused(tmp_path):
    lines = (default_root() / FILE).read_text(encoding="utf-8").splitlines(keepends=True)
    alarm = next(number for number, line in enumerate(lines) if "{kind: alarm" in line)
    lines[alarm + 2], lines[alarm + 3] = lines[alarm + 3], lines[alarm + 2]
    (tmp_path / FILE).parent.mkdir()
    (tmp_path / FILE).write_text("".join(lines), encoding="utf-8")
    with pytest.raises(InputRefused, match="the first are"):
        read_attention(tmp_path)


def test_a_rule_the_program_does_not_have_is_refused():
    program = load(default_root()).program
    attention = read_attention(default_root())
    attention.require_fit(program)
    with pytest.raises(InputRefused, match="RF-99"):
        attention.model_copy(update={"no_improvement": "RF-99"}).require_fit(program)


def test_every_kind_has_a_badge():
    assert BADGES.keys() == set(Kind)


if __name__ == "__main__":
    PAGE.write_text(TABLE.sub(lambda _: table(), PAGE.read_text(encoding="utf-8")), encoding="utf-8")
