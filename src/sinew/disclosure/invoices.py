"""What a sponsor pays for a month: by agreed model, on counts that reveal nobody.

Counts on invoices are those of the reports (people of this calendar year so far, which only grow), rounded up
to 5 and starting at 11. A month without a change therefore costs the same as the one before, whoever came or
went.
"""

from dataclasses import dataclass
from enum import StrEnum

from sinew.disclosure.bands import FEWEST_COVERED, INVOICE_STEPS, Band, higher


class Basis(StrEnum):
    """What a price is for."""

    ENROLLED_MONTH = "enrolled-month"
    ENGAGED = "engaged"
    FLAT_MONTH = "flat-month"


@dataclass(frozen=True, slots=True)
class Agreement:
    """A price in the smallest unit of the currency, and what it is for."""

    basis: Basis
    price: int
    currency: str


@dataclass(frozen=True, slots=True)
class Amount:
    """What one month costs.

    Attributes:
        counted: the step the count is on; ``None`` where the price is flat.
        quantity: what the price is multiplied by.
    """

    counted: Band | None
    quantity: int
    total: int


def amount_of_month(
    agreement: Agreement, count: int, *, covered: int, covered_in_year: int, before: Band | None
) -> Amount:
    """What a closed month costs.

    Args:
        count: people counted in the calendar year so far: enrolled or engaged, as the agreement says.
        covered: on the last day of the month.
        before: the step on the month before in the same year; ``None`` in the first.
    """
    if agreement.basis is Basis.FLAT_MONTH:
        return Amount(None, 1, agreement.price)
    seen = count if covered >= FEWEST_COVERED else 0
    counted = higher(before, INVOICE_STEPS.band(seen, of=covered_in_year))
    quantity = rounded_up(counted)
    if agreement.basis is Basis.ENGAGED:
        quantity -= rounded_up(before)
    return Amount(counted, quantity, quantity * agreement.price)


def rounded_up(counted: Band | None) -> int:
    """The count an invoice names: the end of its step, nothing below 11."""
    return counted.high if counted is not None and counted.is_shown else 0
