"""What an operator names on the command line, and which period of a sponsor comes next."""

import re

from sinew.apps.coverage.models import Sponsor
from sinew.apps.reporting.errors import NotKnown
from sinew.apps.reporting.models import Invoice, PriceAgreed, Release
from sinew.disclosure import Month, Quarter

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def sponsor_named(slug: str) -> Sponsor:
    """The sponsor of this short name.

    Raises:
        NotKnown: there is none.
    """
    sponsor = Sponsor.objects.filter(slug=slug).first()
    if sponsor is None:
        raise NotKnown("sponsor", slug)
    return sponsor


def invoice_numbered(number: str) -> Invoice:
    """The invoice or credit note of this number.

    Raises:
        NotKnown: there is none.
    """
    invoice = Invoice.objects.filter(number=number).first()
    if invoice is None:
        raise NotKnown("invoice", number)
    return invoice


def month_of(text: str) -> Month:
    """``2026-03``.

    Raises:
        NotKnown: it is no month.
    """
    found = _MONTH.fullmatch(text)
    if found is None:
        raise NotKnown("month", text)
    return Month(int(found[1]), int(found[2]))


def next_quarter(sponsor: Sponsor) -> Quarter:
    """The one to publish next."""
    last = Release.objects.filter(sponsor=sponsor).last()
    return last.period.next if last is not None else Quarter.of(sponsor.begins_on)


def next_month(sponsor: Sponsor) -> Month | None:
    """The one to invoice next; ``None`` before any price is agreed."""
    last = Invoice.objects.of_months(sponsor).last()
    if last is not None:
        return last.period.next
    first = PriceAgreed.objects.filter(sponsor=sponsor).first()
    return Month.of(first.from_on) if first is not None else None
