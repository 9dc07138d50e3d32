"""The report on monitoring as CSV: one fact a line, as much as the page shows."""

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import StringIO
from zoneinfo import ZoneInfo

from sinew.apps.charting.models import MinuteEntry
from sinew.apps.charting.report import CodeLine, MonthReport, PeriodSection
from sinew.content.monitoring import MonitoringWords

Row = tuple[str | int, ...]
COLUMNS = ("what", "from", "to", "count", "unit", "by", "says")


def report_csv(report: MonthReport) -> str:
    """One member's month: periods with their days, the month with its entries, codes, and what it is not."""
    return _written([COLUMNS, *_rows(report)])


def _rows(report: MonthReport) -> Iterable[Row]:
    yield from _notes(report.words, is_reviewed=report.is_reviewed)
    for section in report.periods:
        span = (section.begins_on.isoformat(), section.last_on.isoformat())
        yield "Period", *span, section.count, "days with data", "", _standing(section)
        for day in section.days:
            yield "Day with data", day.on.isoformat(), day.on.isoformat(), 1, "day", "", day.kinds
        yield from _codes(section.codes, span)
    zone = ZoneInfo(report.member.user.timezone)
    span = (report.month.begins_on.isoformat(), report.month.last_on.isoformat())
    live = "with a live conversation" if report.has_live else "without a live conversation"
    yield "Month", *span, report.minutes, "minutes", "physical therapists", live
    yield "Month", *span, report.others_minutes, "minutes", "coaches", "does not count"
    for line in report.ledger:
        entry = line.entry
        begin, end = (_when(instant, entry, zone) for instant in (entry.begins_at, entry.ends_at))
        says = "; ".join(filter(None, (entry.get_kind_display(), line.says)))
        yield "Entry", begin, end, entry.seconds, "seconds", entry.practitioner_name, says
    yield from _codes(report.month_codes, span)


def _standing(section: PeriodSection) -> str:
    if section.plan_ended_on is not None:
        return f"the care plan ended on {section.plan_ended_on.isoformat()}"
    return "still running" if section.is_running else ""


def _when(instant: datetime | None, entry: MinuteEntry, zone: ZoneInfo) -> str:
    """An instant on the member's clock, where the day is the one it counts for; else that day."""
    return instant.astimezone(zone).isoformat() if instant is not None else entry.on.isoformat()


def _codes(lines: Sequence[CodeLine], span: tuple[str, str]) -> Iterable[Row]:
    for line in lines:
        yield f"Code {line.code}", *span, line.units, "times reached", "", f"{line.about}: {line.asks}"


def _notes(words: MonitoringWords, *, is_reviewed: bool) -> Iterable[Row]:
    """What the numbers are not: a file travels without the page it came from."""
    told = [words.standing, words.explained, *(() if is_reviewed else (words.not_reviewed,))]
    for line in (*told, *words.open_questions):
        yield "Note", "", "", "", "", "", line


def caseload_csv(reports: Sequence[MonthReport], words: MonitoringWords, *, is_reviewed: bool) -> str:
    """A line for each period of each member, and one for each member's month."""
    rows: list[Row] = [("member", *COLUMNS)]
    rows += [("", *note) for note in _notes(words, is_reviewed=is_reviewed)]
    for report in reports:
        name = report.member.display_name
        for section in report.periods:
            span = (section.begins_on.isoformat(), section.last_on.isoformat())
            reached = ", ".join(line.code for line in section.codes if line.units)
            says = "; ".join(filter(None, (_standing(section), reached)))
            rows.append((name, "Period", *span, section.count, "days with data", "", says))
        span = (report.month.begins_on.isoformat(), report.month.last_on.isoformat())
        reached = ", ".join(f"{line.code} x {line.units}" for line in report.month_codes if line.units)
        says = "; ".join(filter(None, ("still running" if report.is_running else "", reached)))
        rows.append((name, "Month", *span, report.minutes, "minutes", "physical therapists", says))
    return _written(rows)


def _written(rows: Iterable[Row]) -> str:
    text = StringIO()
    csv.writer(text).writerows([_harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def _harmless(cell: str | int) -> str | int:
    """Text that a spreadsheet would take for a formula stays text."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
