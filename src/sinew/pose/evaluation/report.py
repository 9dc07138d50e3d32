"""The evaluation as tables, for a terminal and for a document whose discussion is written by hand."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sinew.errors import InputRefused, Problem

Row = dict[str, Any]
Report = Mapping[str, Sequence[Row]]

TITLES = {
    "counting": "Counting, by movement and by subjects",
    "stress": "Counting under stress",
    "peaks": "Farthest angle of each repetition against Vicon, degrees",
    "cues": "Form cues in sessions performed as asked and otherwise",
    "latency": "How long after the angle's return a repetition is told",
    "peers": "Beside two peers, on the same sessions",
    "videos": "Videos",
    "squat-peaks": "Largest knee flexion in the squat video against markers, degrees",
    "squat-latency": "How long after its marked end each squat is told",
    "angles": "Every frame against markers, degrees",
    "false": "Where nobody exercises",
    "video-peers": "Videos beside the peers",
    "key-frames": "Labelled key frames of other people's tables, degrees",
}
"""Every table, in the order they are shown."""


def table(rows: Sequence[Row]) -> list[str]:
    """A Markdown table."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    cells = [["" if row.get(name) is None else str(row[name]) for name in names] for row in rows]
    widths = [max(len(name), *(len(row[i]) for row in cells)) for i, name in enumerate(names)]
    lines = [_line(names, widths), "|" + "|".join("-" * (width + 2) for width in widths) + "|"]
    return lines + [_line(row, widths) for row in cells]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [cell.ljust(width) for cell, width in zip(cells, widths, strict=True)]
    return f"| {' | '.join(padded)} |"


def shown(report: Report) -> Iterator[str]:
    """The lines of the whole report."""
    for name, title in TITLES.items():
        if report.get(name):
            yield from ("", title, "", *table(report[name]))


def write_into(document: Path, report: Report) -> None:
    """Replace the tables of a document between its ``<!-- table: NAME -->`` and ``<!-- end -->`` marks.

    Raises:
        InputRefused: the document cannot be read, or marks a table nobody knows.
    """
    try:
        text = document.read_text(encoding="utf-8")
    except OSError as reason:
        message = f"cannot be read: {reason.strerror or reason}"
        raise InputRefused((Problem(str(document), "unreadable-file", message),)) from reason
    unknown = sorted(set(re.findall(r"<!-- table: (\S+) -->", text)) - set(TITLES))
    if unknown:
        message = f"marks tables nobody knows: {', '.join(unknown)} (known: {', '.join(TITLES)})"
        raise InputRefused((Problem(str(document), "unknown-table", message),))

    def filled(mark: re.Match[str]) -> str:
        rows = report.get(mark[1])
        return "\n".join((f"<!-- table: {mark[1]} -->", *table(rows), "<!-- end -->")) if rows else mark[0]

    pattern = re.compile(r"<!-- table: (\S+) -->\n.*?<!-- end -->", re.DOTALL)
    document.write_text(pattern.sub(filled, text), encoding="utf-8")
