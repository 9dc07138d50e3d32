"""Reports and invoices on paper, in the product's typeface and colors."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial

from fpdf.enums import Align

from sinew.apps.handout.paper import (
    ACCENT,
    ACCENT_SOFT,
    INK,
    LINE_PER_POINT,
    RULE,
    SOFT,
    WARM_SOFT,
    Paper,
    Size,
    Tone,
)
from sinew.apps.handout.pictures import MARK
from sinew.apps.reporting.bars import reach
from sinew.apps.reporting.models import Invoice
from sinew.apps.reporting.presenters import CountLine, MeasureSection, ReportPage, ResultLine
from sinew.apps.reporting.words import MONTHS, money, month_in_words
from sinew.apps.web.charts import Band, Series, value_ticks

PLOT_HEIGHT, AXIS = 34.0, 9.0
BAR_ROW, BAR_HEIGHT = 11.5, 4.2
"""Millimeters."""
WARM = Tone(163, 72, 30)
Place = Callable[[date, float], tuple[float, float]]
TONES = {"accent": ACCENT, "warm": WARM, "neutral": SOFT}
DASHES = {"accent": (0.0, 0.0), "warm": (2.2, 1.3), "neutral": (0.7, 1.3)}


def report_pdf(page: ReportPage, sponsor: str, *, at: datetime) -> bytes:
    """A quarter's report, made at an instant in UTC."""
    paper = Paper(
        Size.LETTER, title=f"{sponsor}, {page.title}", foot=f"{sponsor}, {page.title}", language="en", at=at
    )
    _head(paper, sponsor, page.title)
    if page.is_refused:
        paper.place(lambda p: p.panel(lambda q: q.write_text(page.refusal, 11), WARM_SOFT))
        return bytes(paper.output())
    paper.place(lambda p: p.write_text(page.words.lead, 11))
    paper.place(partial(_funnel, page=page))
    if page.year_chart is not None:
        paper.place(partial(_year, page=page))
    if page.sessions_told:
        paper.place(partial(_sessions, page=page))
    for section in page.measures:
        paper.place(partial(_measure, section=section))
    if page.week_12:
        paper.place(partial(_week_12, page=page))
    if page.tracks:
        paper.place(partial(_counts, title="What people came with", lines=page.tracks, says=""))
    paper.place(partial(_hidden, page=page))
    paper.place(partial(_made, page=page))
    return bytes(paper.output())


def _head(paper: Paper, sponsor: str, title: str) -> None:
    top = paper.y
    paper.drawing(MARK, paper.l_margin - 1, top, 7, "Sinew")
    with paper.column(paper.l_margin + 7, paper.epw - 7):
        paper.y = top + 1
        paper.write_text("Sinew", 12, ACCENT, bold=True)
    paper.ln(3)
    paper.write_text(title, 24, ACCENT, bold=True)
    paper.write_text(sponsor if paper.can_write(sponsor) else "Your people", 13, INK)
    paper.ln(2.5)
    paper.rule(ACCENT, 0.6)
    paper.ln(5)


def _title(paper: Paper, title: str) -> None:
    paper.write_text(title, 14, ACCENT, bold=True)
    paper.ln(1.2)


def _funnel(paper: Paper, page: ReportPage) -> None:
    _counts(paper, "From covered to engaged", page.funnel, page.funnel_sentence)
    paper.write_text(page.engaged_means, 8.5, SOFT)


def _counts(paper: Paper, title: str, lines: Sequence[CountLine], says: str) -> None:
    """A bar for each count: solid as far as it is certain, light to the end of its step."""
    _title(paper, title)
    if says:
        paper.write_text(says, 10)
        paper.ln(2)
    most = max(line.band.high for line in lines)
    for line in lines:
        top, half = paper.y, paper.epw / 2
        paper.type(9.5, INK)
        paper.cell(half, 4.6, line.says)
        paper.type(9.5, INK, bold=True)
        told = f"{line.told} ({line.share})" if line.share else line.told
        paper.cell(half, 4.6, told, align=Align.R)
        solid, light = reach(line.band, most)
        y = top + 5
        for share, tone in ((1.0, ACCENT_SOFT), (light, _between(ACCENT, ACCENT_SOFT)), (solid, ACCENT)):
            if share > 0:
                paper.set_fill_color(*tone)
                paper.rect(paper.l_margin, y, paper.epw * share, BAR_HEIGHT, style="F")
        paper.set_xy(paper.l_margin, top + BAR_ROW)


def _between(one: Tone, other: Tone) -> Tone:
    return Tone(*(round(a * 0.45 + b * 0.55) for a, b in zip(one, other, strict=True)))


def _year(paper: Paper, page: ReportPage) -> None:
    _title(paper, "The year so far")
    paper.write_text("Counts at the end of each quarter, drawn at the middle of each step.", 10)
    _plot(paper, page.year_series, 0, page.most)


def _sessions(paper: Paper, page: ReportPage) -> None:
    _title(paper, "Sessions")
    paper.write_text(f"People who had started did {page.sessions_told} sessions a week in this quarter.", 10)
    _plot(paper, page.sessions_series, 0, 5, page.sessions_band)
    _results(paper, page.sessions_published)


def _measure(paper: Paper, section: MeasureSection) -> None:
    _title(paper, section.title)
    if section.groups:
        paper.write_text(section.sentence, 10)
        _plot(paper, section.series, 0, 10, section.band)
    else:
        paper.write_text("No group is closed yet.", 10)
    _results(paper, section.published)
    if section.nothing_published:
        paper.write_text(section.nothing_published, 8.5, SOFT)


def _results(paper: Paper, lines: Sequence[ResultLine]) -> None:
    for line in lines:
        sources = ". ".join(f"{citation} {address}".strip() for citation, address in line.sources)
        paper.write_text(f"Published: {line.title}, {line.people} people. {line.result} {sources}", 8.5, SOFT)
        paper.ln(0.6)


def _week_12(paper: Paper, page: ReportPage) -> None:
    _counts(paper, "Pain clearly better at week 12", page.week_12, page.goal)
    paper.write_text(page.words.reading, 8.5, SOFT)


def _hidden(paper: Paper, page: ReportPage) -> None:
    def inside(inner: Paper) -> None:
        inner.write_text("What is not shown, and why", 12, bold=True)
        inner.ln(1)
        for one in page.hidden:
            inner.write_text(one.what, 9.5, bold=True)
            inner.write_text(one.why, 9.5)
            inner.ln(1)

    paper.panel(inside, WARM_SOFT)


def _made(paper: Paper, page: ReportPage) -> None:
    _title(paper, "How the numbers are made")
    words = page.words
    for text in (words.steps, words.counted, words.groups, words.reading, words.others):
        paper.write_text(text, 9.5)
        paper.ln(1)


def _plot(paper: Paper, series: Sequence[Series], low: float, high: float, band: Band | None = None) -> None:
    """Lines over quarters with their names at their ends, over a band that has its own name."""
    seen = [one for one in series if one.seen]
    days = sorted({point.on for one in seen for point in one.points})
    top, left, width = paper.y + 3, paper.l_margin + AXIS, paper.epw - AXIS - 34
    bottom = top + PLOT_HEIGHT

    def place(on: date, value: float) -> tuple[float, float]:
        share = days.index(on) / (len(days) - 1) if len(days) > 1 else 0.5
        return left + 4 + share * (width - 8), bottom - (value - low) / (high - low) * PLOT_HEIGHT

    if band is not None:
        upper, lower = place(days[0], band.high)[1], place(days[0], band.low)[1]
        paper.set_fill_color(*ACCENT_SOFT)
        paper.rect(left, upper, width, max(lower - upper, 0.4), style="F")
    for value in value_ticks(low, high):
        y = place(days[0], value)[1]
        paper.set_draw_color(*RULE)
        paper.set_line_width(0.2)
        paper.line(left, y, left + width, y)
        paper.type(8, SOFT)
        paper.set_xy(paper.l_margin, y - 2)
        paper.cell(AXIS - 2, 4, f"{value:,.0f}", align=Align.R)
    for day in days:
        paper.type(8, SOFT)
        paper.set_xy(place(day, low)[0] - 12, bottom + 1)
        paper.cell(24, 4, f"{MONTHS[day.month - 1][:3]} {day.year}", align=Align.C)
    names = _lines(paper, seen, place)
    if band is not None:
        names.append((place(days[0], (band.low + band.high) / 2)[1], SOFT, band.label))
    _names(paper, names, left + width + 2)
    paper.set_xy(paper.l_margin, bottom + 7)


def _lines(paper: Paper, seen: Sequence[Series], place: Place) -> list[tuple[float, Tone, str]]:
    """Draw the lines; gives where each ends, its color and its name."""
    names = []
    for one in seen:
        dash, gap = DASHES[one.tone]
        points = [place(point.on, point.value) for point in one.seen if point.value is not None]
        paper.set_draw_color(*TONES[one.tone])
        paper.set_fill_color(*TONES[one.tone])
        paper.set_line_width(0.7)
        paper.set_dash_pattern(dash=dash, gap=gap)
        if len(points) > 1:
            paper.polyline(points)
        paper.set_dash_pattern()
        for x, y in points:
            paper.ellipse(x - 0.9, y - 0.9, 1.8, 1.8, style="F")
        last = one.seen[-1].value or 0
        names.append((points[-1][1], TONES[one.tone], f"{one.label} {last:,.4g}"))
    return names


def _names(paper: Paper, names: Sequence[tuple[float, Tone, str]], x: float) -> None:
    """Names beside the plot, each at its height or just below the one above."""
    lowest = float("-inf")
    for y, tone, name in sorted(names, key=lambda each: each[0]):
        at = max(y - 2, lowest)
        lowest = at + 4.2
        paper.type(8.5, tone, bold=tone is not SOFT)
        paper.set_xy(x, at)
        paper.cell(32, 4, name)


def invoice_pdf(invoice: Invoice, sponsor: str, *, at: datetime) -> bytes:
    """An invoice or credit note."""
    kind = "Credit note" if invoice.is_credit else "Invoice"
    paper = Paper(
        Size.LETTER, title=f"{kind} {invoice.number}", foot=f"{kind} {invoice.number}", language="en", at=at
    )
    _head(paper, sponsor, f"{kind} {invoice.number}")
    rows = [
        ("Month", month_in_words(invoice.period)),
        (
            "Made on",
            _day(invoice.created_at),
        ),
        ("Agreed", invoice.get_basis_display()),
        ("Price", money(invoice.price, invoice.currency)),
        ("Quantity", f"{invoice.quantity:,}"),
    ]
    if invoice.credits is not None:
        rows += [("Takes back from", invoice.credits.number), ("Because", invoice.reason)]
    for label, text in rows:
        paper.place(partial(_row, label=label, text=text), gap=1.5)
    paper.ln(2)
    paper.place(lambda p: p.panel(partial(_total, invoice=invoice), ACCENT_SOFT))
    if invoice.counted is not None:
        paper.place(lambda p: p.write_text(HOW_COUNTED, 9, SOFT))
    return bytes(paper.output())


HOW_COUNTED = (
    "People are counted from January 1 on, once each, rounded up to 5 and from 11 on. "
    "So a series of invoices tells nothing about anybody."
)


def _day(at: datetime) -> str:
    return f"{MONTHS[at.month - 1]} {at.day}, {at.year}"


def _row(paper: Paper, label: str, text: str) -> None:
    paper.type(10.5, SOFT, bold=True)
    paper.cell(45, 10.5 * LINE_PER_POINT, label)
    with paper.column(paper.l_margin + 45, paper.epw - 45):
        paper.write_text(text if paper.can_write(text) else "-", 10.5)


def _total(paper: Paper, invoice: Invoice) -> None:
    half = paper.epw / 2
    paper.type(13, INK, bold=True)
    paper.cell(half, 7, "Total")
    paper.cell(half, 7, money(invoice.total, invoice.currency), align=Align.R)
    paper.ln(7)
