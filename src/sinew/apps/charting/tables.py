"""The report on monitoring as CSV: one fact a line, as much as the page shows."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from sinew.apps.charting.report import CodeLine, MonthReport

Row = tuple[str | int, ...]
COLUMNS = ("what", "from", "to", "count", "unit", "by", "says")


def report_csv(report: MonthReport) -> str:
    """One member's month: periods with their days, the month with its entries, codes, and what it is not."""
    return _written([COLUMNS, *_rows(report)])


def _rows(report: MonthReport) -> Iterable[Row]:
    yield "Note", "", "", "", "", "", report.words.standing
    if not report.is_reviewed:
        yield "Note", "", "", "", "", "", report.words.not_reviewed
    for section in report.periods:
        span = (section.begins_on.isoformat(), section.last_on.isoformat())
        yield (
            "Period",
            *span,
            section.count,
            "days with data",
            "",
            "still running" if section.is_running else "",
        )
        for day in section.days:
            yield "Day with data", day.on.isoformat(), day.on.isoformat(), 1, "day", "", day.kinds
        yield from _codes(section.codes, span)
    span = (report.month.begins_on.isoformat(), report.month.last_on.isoformat())
    live = "with a live conversation" if report.has_live else "without a live conversation"
    yield "Month", *span, report.minutes, "minutes", "physical therapists", live
    yield "Month", *span, report.others_minutes, "minutes", "coaches", "does not count"
    for line in report.ledger:
        entry = line.entry
        begin = entry.begins_at.isoformat() if entry.begins_at else entry.on.isoformat()
        end = entry.ends_at.isoformat() if entry.ends_at else entry.on.isoformat()
        says = "; ".join(filter(None, (entry.get_kind_display(), line.says)))
        yield "Entry", begin, end, entry.seconds, "seconds", entry.practitioner_name, says
    yield from _codes(report.month_codes, span)


def _codes(lines: Sequence[CodeLine], span: tuple[str, str]) -> Iterable[Row]:
    for line in lines:
        yield f"Code {line.code}", *span, line.units, "times reached", "", f"{line.about}: {line.asks}"


def caseload_csv(reports: Sequence[MonthReport]) -> str:
    """A line for each period of each member, and one for each member's month."""
    rows: list[Row] = [("member", *COLUMNS)]
    for report in reports:
        name = report.member.display_name
        for section in report.periods:
            span = (section.begins_on.isoformat(), section.last_on.isoformat())
            reached = ", ".join(line.code for line in section.codes if line.units)
            rows.append((name, "Period", *span, section.count, "days with data", "", reached))
        span = (report.month.begins_on.isoformat(), report.month.last_on.isoformat())
        reached = ", ".join(f"{line.code} x {line.units}" for line in report.month_codes if line.units)
        rows.append((name, "Month", *span, report.minutes, "minutes", "physical therapists", reached))
    return _written(rows)


def _written(rows: Iterable[Row]) -> str:
    text = StringIO()
    csv.writer(text).writerows([_harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def _harmless(cell: str | int) -> str | int:
    """Text that a spreadsheet would take for a formula stays text."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
