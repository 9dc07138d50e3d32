"""Releases and invoices as CSV: one fact a line, no more than the page shows."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from sinew.apps.reporting.models import Invoice
from sinew.apps.reporting.presenters import FUNNEL, ReportPage
from sinew.apps.reporting.words import MEASURE_NAMES, NAMES, money
from sinew.disclosure import Band, Counted, Report

Row = tuple[str | int | float, ...]
INVOICE_COLUMNS = (
    "number",
    "month",
    "for",
    "quantity",
    "price",
    "total",
    "currency",
    "credits",
    "reason",
    "made on",
)


def report_csv(reports: Sequence[Report]) -> str:
    """Every published quarter up to the last of ``reports``."""
    head = ("quarter", "what", "from", "to", "value")
    each = [reports[:number] for number in range(1, len(reports) + 1)]
    return _written([head, *(row for upto in each for row in _rows(upto))])


def _rows(reports: Sequence[Report]) -> Iterable[Row]:
    report, page = reports[-1], ReportPage(reports)
    quarter = str(report.quarter)
    if report.covered is None:
        yield quarter, "no report: fewer than 50 people covered", "", "", ""
        return
    yield quarter, "Covered on the last day", *_ends(report.covered), ""
    counted = (*FUNNEL, *(set(Counted) - set(FUNNEL) if report.has_outcomes else ()))
    for each in sorted(counted, key=list(Counted).index):
        yield quarter, NAMES[each], *_ends(report.counts[each]), ""
    if report.sessions_a_week is not None:
        yield quarter, "Sessions a week", "", "", report.sessions_a_week
    for group in report.groups:
        name = MEASURE_NAMES[group.measure]
        if group.before is not None:
            yield quarter, f"{name} at the start, new group", group.at_least, "", group.before
        yield quarter, f"{name} at week 12, new group", group.at_least, "", group.after
    for line in page.tracks:
        yield quarter, f"Came with: {line.says}", *_ends(line.band), ""


def _ends(band: Band) -> tuple[int, int | str]:
    return (band.low, "" if band.is_open else band.high) if band.is_shown else (0, band.high)


def invoices_csv(invoices: Iterable[Invoice]) -> str:
    """Every invoice and credit note."""
    return _written([INVOICE_COLUMNS, *(_invoice(one) for one in invoices)])


def _invoice(one: Invoice) -> Row:
    return (
        one.number,
        str(one.period),
        one.get_basis_display(),
        one.quantity,
        _amount(one.price),
        _amount(one.total),
        one.currency,
        one.credits.number if one.credits else "",
        one.reason,
        one.created_at.date().isoformat(),
    )


def _amount(cents: int) -> str:
    return money(cents, "").replace(",", "").strip()


def _written(rows: Iterable[Row]) -> str:
    text = StringIO()
    csv.writer(text).writerows([_harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def _harmless(cell: str | int | float) -> str | int | float:
    """Text that a spreadsheet would take for a formula stays text."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "@", "\t") else cell
