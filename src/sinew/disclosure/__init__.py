"""Disclosure control: what a sponsor may read about its people as a whole, so that nobody is told apart.

Pure functions of counts and answers: no database, no clock. Nothing here chooses cells to hide one by one.
Every count is given as a step of one fixed scale, and what else is shown follows from those steps;
docs/reports.md has the proof.
"""

from sinew.disclosure.bands import FEWEST_COVERED, INVOICE_STEPS, REPORT_STEPS, SMALLEST, Band, Steps, between
from sinew.disclosure.enrollment import Span, apart, enrolled_in_year
from sinew.disclosure.invoices import Agreement, Amount, Basis, amount_of_month
from sinew.disclosure.means import Answer, Group, Scale, mean_of
from sinew.disclosure.periods import Month, Quarter
from sinew.disclosure.report import (
    MEASURES,
    WITHIN,
    Counted,
    Facts,
    NotNested,
    Published,
    Report,
    Why,
    publish,
)

__all__ = [
    "FEWEST_COVERED",
    "INVOICE_STEPS",
    "MEASURES",
    "REPORT_STEPS",
    "SMALLEST",
    "WITHIN",
    "Agreement",
    "Amount",
    "Answer",
    "Band",
    "Basis",
    "Counted",
    "Facts",
    "Group",
    "Month",
    "NotNested",
    "Published",
    "Quarter",
    "Report",
    "Scale",
    "Span",
    "Steps",
    "Why",
    "amount_of_month",
    "apart",
    "between",
    "enrolled_in_year",
    "mean_of",
    "publish",
]
