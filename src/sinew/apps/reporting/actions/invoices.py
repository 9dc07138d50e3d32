"""Agreeing on a price, invoicing a month that is over, and taking back by credit note."""

import logging
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.coverage.models import Sponsor
from sinew.apps.reporting.errors import CreditRefused, NoPrice, NotOver, OutOfOrder, PriceRefused
from sinew.apps.reporting.facts import YearSoFar, covered_in_year, covered_on
from sinew.apps.reporting.models import Invoice, PriceAgreed
from sinew.apps.reporting.reading import next_month
from sinew.disclosure import INVOICE_STEPS, Basis, Month, amount_of_month
from sinew.disclosure.periods import months
from sinew.errors import SinewError

logger = logging.getLogger(__name__)


@transaction.atomic
def agree_price(
    *,
    sponsor: Sponsor,
    basis: Basis,
    price: int,
    currency: str,
    from_month: Month,
    at: datetime,
    by: User | None,
) -> PriceAgreed:
    """Note what a sponsor pays from a month on.

    Raises:
        PriceRefused: a value is unusable, the month is invoiced, or what is paid for would change within a
        year.
    """
    last = Invoice.objects.of_months(sponsor).last()
    if last is not None and last.period >= from_month:
        raise PriceRefused(f"{from_month} or a later month is invoiced already.")
    before = _price(sponsor, from_month)
    if before is not None and before.basis != basis and from_month.number != 1:
        raise PriceRefused("What is paid for can change in January only, when counts begin anew.")
    agreed = PriceAgreed(
        sponsor=sponsor,
        basis=basis,
        price=price,
        currency=currency,
        from_on=from_month.first_on,
        created_at=at,
        created_by=by,
    )
    try:
        agreed.full_clean(exclude=["created_by"])
    except ValidationError as refused:
        raise PriceRefused(" ".join(refused.messages)) from refused
    agreed.save()
    audit.record("reporting.price.agreed", on=sponsor, by=by, detail={"from": str(from_month)})
    return agreed


@transaction.atomic
def issue_invoice(*, sponsor: Sponsor, month: Month, at: datetime, by: User | None) -> Invoice:
    """Invoice a month, for ever.

    Raises:
        NotOver: the month is not over.
        NoPrice: none is agreed.
        OutOfOrder: another month is the next one.
    """
    Sponsor.objects.select_for_update(no_key=True).get(pk=sponsor.pk)
    if at.date() <= month.last_on:
        raise NotOver(month, month.next.first_on)
    price = _price(sponsor, month)
    if price is None:
        raise NoPrice(month)
    if month != next_month(sponsor):
        raise OutOfOrder(month)
    before = Invoice.objects.of_months(sponsor).filter(year=month.year, basis=price.basis).last()
    amount = amount_of_month(
        price.agreement,
        _count(sponsor, Basis(price.basis), month.last_on),
        covered=covered_on(sponsor, month.last_on),
        covered_in_year=covered_in_year(sponsor, month.last_on),
        before=before.band if before is not None else None,
    )
    invoice = Invoice.objects.create(
        sponsor=sponsor,
        number=f"{sponsor.slug}-{month}",
        year=month.year,
        month=month.number,
        basis=price.basis,
        price=price.price,
        currency=price.currency,
        counted=amount.counted.to_json() if amount.counted else None,
        quantity=amount.quantity,
        total=amount.total,
        created_at=at,
        created_by=by,
    )
    audit.record("reporting.invoice.issued", on=invoice, by=by, detail={"number": invoice.number})
    return invoice


def issue_due(*, at: datetime, by: User | None = None) -> list[Invoice]:
    """Invoice every month that is over, of every sponsor with a price; harmless to repeat.

    A sponsor whose invoice cannot be made is logged and left out.
    """
    made = []
    for sponsor in Sponsor.objects.filter(prices__isnull=False).distinct():
        first = next_month(sponsor)
        for month in months(first.first_on, _until(sponsor, at.date())) if first is not None else ():
            try:
                made.append(issue_invoice(sponsor=sponsor, month=month, at=at, by=by))
            except SinewError:
                logger.exception("reporting.invoice.failed", extra={"sponsor_id": str(sponsor.pk)})
                break
    return made


@transaction.atomic
def credit_invoice(
    *, invoice: Invoice, quantity: int | None, reason: str, at: datetime, by: User | None
) -> Invoice:
    """Take an invoice back, or a part of it in steps of five people, and say why.

    Args:
        quantity: ``None`` takes back all that is left.

    Raises:
        CreditRefused: it is a credit note itself, nothing is left, the quantity does not fit or no reason is
        given.
    """
    Sponsor.objects.select_for_update(no_key=True).get(pk=invoice.sponsor_id)
    if invoice.is_credit:
        raise CreditRefused("This is a credit note. Take back an invoice.")
    if not reason.strip():
        raise CreditRefused("Say why, without naming anybody.")
    credited = invoice.credit_notes.aggregate(sum=Sum("quantity"))["sum"] or 0
    left = invoice.quantity + credited
    take = left if quantity is None else quantity
    if not 0 < take <= left:
        raise CreditRefused(f"Between 1 and {left} can be taken back." if left else "Nothing is left of it.")
    if invoice.basis != Basis.FLAT_MONTH and take % INVOICE_STEPS.width:
        raise CreditRefused("Take back in steps of five, so that a credit note counts nobody out either.")
    number = f"{invoice.number}-C{invoice.credit_notes.count() + 1}"
    note = Invoice.objects.create(
        sponsor_id=invoice.sponsor_id,
        number=number,
        year=invoice.year,
        month=invoice.month,
        credits=invoice,
        basis=invoice.basis,
        price=invoice.price,
        currency=invoice.currency,
        counted=None,
        quantity=-take,
        total=-take * invoice.price,
        reason=reason.strip(),
        created_at=at,
        created_by=by,
    )
    audit.record("reporting.invoice.credited", on=note, by=by, detail={"number": number})
    return note


def _price(sponsor: Sponsor, month: Month) -> PriceAgreed | None:
    return PriceAgreed.objects.filter(sponsor=sponsor, from_on__lte=month.first_on).last()


def _count(sponsor: Sponsor, basis: Basis, day: date) -> int:
    if basis is Basis.FLAT_MONTH:
        return 0
    year = YearSoFar(sponsor, day)
    return year.enrolled if basis is Basis.ENROLLED_MONTH else year.engaged


def _until(sponsor: Sponsor, today: date) -> date:
    """Months that began after the agreement ended are not invoiced."""
    if sponsor.ends_on is None:
        return today
    return min(today, Month.of(sponsor.ends_on).next.first_on)
