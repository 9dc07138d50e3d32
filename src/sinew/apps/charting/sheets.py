"""Notes and the report on monitoring on paper, in the product's typeface and colors."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from sinew.apps.charting.presenters import NotePresenter
from sinew.apps.charting.report import CodeLine, MonthReport, PeriodSection
from sinew.apps.handout.paper import ACCENT, ACCENT_SOFT, INK, LINE_PER_POINT, SOFT, WARM_SOFT, Paper, Size
from sinew.apps.handout.pictures import MARK

LABEL = 56.0
"""Millimeters."""
LINES_AT_ONCE = 12
"""A text is placed in pieces of so many lines, so that a long one runs over pages."""


def note_pdf(shown: NotePresenter, *, at: datetime) -> bytes:
    """A signed note with what was added, its days and times on the clock of who reads it."""
    zone = shown.zone
    title = f"Visit note, {_day(shown.at.astimezone(zone).date())}"
    paper = Paper(Size.LETTER, title=title, foot=title, language="en", at=at)
    _head(paper, title, shown.note.member.display_name)
    for part in shown.parts:
        _section(paper, part.name, part.text)
    if shown.note.measured:
        text = "\n".join(f"{line['what']}: {line['says']}" for line in shown.note.measured)
        _section(paper, "Measured by the software when it was signed", text)
    for added in shown.addenda:
        _section(paper, f"Added on {_instant(added.added_at, zone)} by {added.author_name}", added.text)
    signed = f"Signed by {shown.author} on {_instant(shown.at, zone)}."
    if shown.co_signatures:
        signed += f" Co-signed by {', '.join(shown.co_signatures)}."
    seal = shown.addenda[-1].sha256 if shown.addenda else shown.note.sha256
    paper.place(lambda p: p.panel(lambda q: _lines(q, (signed, f"Seal (SHA-256): {seal}")), ACCENT_SOFT))
    return bytes(paper.output())


def report_pdf(report: MonthReport, *, at: datetime) -> bytes:
    """One member's month with every day and every entry, made at an instant in UTC."""
    month = f"{report.begins_on:%B %Y}"
    title = f"{report.words.title}, {month}"
    paper = Paper(Size.LETTER, title=title, foot=title, language="en", at=at)
    _head(paper, title, report.member.display_name)
    standing = [report.words.standing, report.words.explained]
    standing += [] if report.is_reviewed else [report.words.not_reviewed]
    paper.place(lambda p: p.panel(lambda q: _lines(q, standing), WARM_SOFT))
    for section in report.periods:
        _period(paper, section)
    if not report.periods:
        _section(paper, "Days with data", report.no_period)
    _month(paper, report, month)
    _section(paper, "What counts", " ".join(_counts(report)))
    _section(paper, "What is not settled here", "\n".join(report.words.open_questions))
    sources = "\n".join(f"{one.publisher}: {one.title}. {one.url}" for one in report.sources)
    _section(paper, "Read from", sources)
    return bytes(paper.output())


def _counts(report: MonthReport) -> Sequence[str]:
    words = report.words
    return words.days, words.periods, words.minutes, words.overlap, words.live


def _period(paper: Paper, section: PeriodSection) -> None:
    running = ", still running" if section.is_running else ""
    title = f"{_day(section.begins_on)} to {_day(section.last_on)}{running}"
    ended = f"The care plan ended on {_day(section.plan_ended_on)}.\n" if section.plan_ended_on else ""
    days = "\n".join(f"{_day(day.on)}: {day.kinds}" for day in section.days) or "No day with data."
    _section(paper, f"{title}: {section.count} of {section.length} days with data", ended + days)
    _codes(paper, section.codes)


def _month(paper: Paper, report: MonthReport, month: str) -> None:
    live = "with" if report.has_live else "without"
    title = f"{month}: {report.minutes} minutes of physical therapists, {live} a live conversation"
    rows = [
        f"{_day(line.entry.on)}: {line.length}, {line.entry.get_kind_display().lower()}, "
        f"{line.entry.practitioner_name}{', ' if line.says else ''}{line.says}"
        for line in report.ledger
    ]
    _section(paper, title, "\n".join(rows) or "No minutes.")
    _codes(paper, report.month_codes)


def _codes(paper: Paper, lines: Sequence[CodeLine]) -> None:
    for line in lines:
        paper.place(
            partial(_row, label=f"{line.code}, {line.says}", text=f"{line.about} ({line.asks})"), gap=1
        )
    paper.ln(3)


def _head(paper: Paper, title: str, name: str) -> None:
    top = paper.y
    paper.drawing(MARK, paper.l_margin - 1, top, 7, "Sinew")
    with paper.column(paper.l_margin + 7, paper.epw - 7):
        paper.y = top + 1
        paper.write_text("Sinew", 12, ACCENT, bold=True)
    paper.ln(3)
    paper.write_text(title, 20, ACCENT, bold=True)
    paper.write_text(_writable(paper, name), 13, INK)
    paper.ln(2.5)
    paper.rule(ACCENT, 0.6)
    paper.ln(5)


def _section(paper: Paper, title: str, text: str) -> None:
    """A heading with the first lines under it, then the rest in pieces that a page can hold."""
    lines = [_writable(paper, line) for line in text.split("\n")]
    pieces = ["\n".join(lines[i : i + LINES_AT_ONCE]) for i in range(0, len(lines), LINES_AT_ONCE)]
    pieces = [short for piece in pieces for short in _short_enough(piece)]
    paper.place(partial(_titled, title=_writable(paper, title), text=pieces[0]), gap=0.5 if pieces[1:] else 4)
    for number, piece in enumerate(pieces[1:], start=2):
        paper.place(partial(Paper.write_text, text=piece), gap=4 if number == len(pieces) else 0.5)


def _short_enough(piece: str, letters: int = 1500) -> list[str]:
    """A paragraph without a line end may be longer than a page; cut it between words."""
    found = []
    while len(piece) > letters:
        cut = piece.rfind(" ", 0, letters)
        cut = cut if cut > 0 else letters
        found.append(piece[:cut])
        piece = piece[cut:].lstrip()
    return [*found, piece]


def _titled(paper: Paper, title: str, text: str) -> None:
    paper.write_text(title, 12, ACCENT, bold=True)
    paper.ln(0.8)
    paper.write_text(text, 10)


def _row(paper: Paper, label: str, text: str) -> None:
    top = paper.y
    paper.type(9, SOFT, bold=True)
    with paper.column(paper.l_margin, LABEL):
        paper.write_text(label, 9, SOFT, bold=True)
        under = paper.y
    paper.y = top
    with paper.column(paper.l_margin + LABEL + 3, paper.epw - LABEL - 3):
        paper.write_text(text, 9)
    paper.y = max(under, paper.y, top + 9 * LINE_PER_POINT)


def _lines(paper: Paper, lines: Sequence[str]) -> None:
    for line in lines:
        paper.write_text(_writable(paper, line), 9.5)
        paper.ln(0.8)


def _writable(paper: Paper, text: str) -> str:
    """The text with a mark in place of letters the typeface does not have."""
    return "".join(letter if letter == "\n" or paper.can_write(letter) else "□" for letter in text) or " "


def _day(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def _instant(at: datetime, zone: ZoneInfo) -> str:
    there = at.astimezone(zone)
    return f"{_day(there.date())}, {there:%H:%M} ({zone.key})"
