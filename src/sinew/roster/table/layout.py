"""How a table is written: its encoding, its headings and what separates its columns. Detected, and shown."""

import csv
import io
from dataclasses import dataclass

from sinew.roster.problems import ProblemList, Severity

SAMPLE_BYTES = 1 << 18
SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_LINES_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class TableLayout:
    """How a table is written.

    Attributes:
        encoding: Python's name of it.
        separator: the character between columns.
        headings: the first row.
    """

    encoding: str
    separator: str
    headings: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        return {
            "encoding": self.encoding,
            "separator": SEPARATORS[self.separator],
            "headings": list(self.headings),
        }


def detect_layout(head: bytes, problems: ProblemList) -> TableLayout | None:
    """Tell how a table is written from its first 256 kB.

    Returns:
        ``None`` where it is no table; the reason is among the problems.
    """
    encoding = _encoding(head, problems)
    text = head.decode(encoding, errors="replace")
    if "\0" in text:
        problems.add(
            1, "not-text", "The file is no text: it holds zero bytes. Save it as CSV.", Severity.FILE
        )
        return None
    if not text.strip():
        problems.add(1, "empty", "The file is empty.", Severity.FILE)
        return None
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        problems.add(
            1, "not-text", "The file is a workbook. Save its sheet as CSV, and send that.", Severity.FILE
        )
        return None
    if len(head) >= SAMPLE_BYTES and "\n" in text:
        text = text[: text.rindex("\n") + 1]
    separator, rows = max(
        ((separator, _rows(text, separator)) for separator in SEPARATORS),
        key=lambda found: _fit(found[1]),
    )
    if len(rows[0]) < 2:
        problems.add(
            1,
            "columns-missing",
            "No columns are seen: they must be separated by commas, semicolons, tabs or bars.",
            Severity.FILE,
        )
        return None
    return TableLayout(encoding, separator, tuple(heading.strip() for heading in rows[0]))


def _encoding(head: bytes, problems: ProblemList) -> str:
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    try:
        head[: SAMPLE_BYTES - 4].decode("utf-8")
    except UnicodeDecodeError as error:
        if error.end < min(len(head), SAMPLE_BYTES - 4) - 4:
            problems.add(
                1, "encoding", "The text is not UTF-8; it is read as Windows-1252.", Severity.WARNING
            )
            return "cp1252"
    return "utf-8"


def _rows(text: str, separator: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            if row and any(cell.strip() for cell in row):
                rows.append(row)
            if len(rows) == _LINES_LOOKED_AT:
                break
    except csv.Error:
        return rows or [[]]
    return rows or [[]]


def _fit(rows: list[list[str]]) -> tuple[float, int]:
    """The share of rows with as many columns as the first, if more than one; then the number of columns."""
    columns = len(rows[0])
    alike = sum(len(row) == columns for row in rows) / len(rows)
    return (alike if columns > 1 else 0.0, columns)
