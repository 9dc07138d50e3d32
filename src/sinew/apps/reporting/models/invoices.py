"""Prices as agreed, invoices and credit notes."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from sinew.apps.coverage.models import Sponsor
from sinew.apps.reporting.models.added import Added, AddedQuerySet
from sinew.disclosure import Agreement, Band, Basis, Month
from sinew.disclosure.stored import band_from_json

BASES = {
    Basis.ENROLLED_MONTH: "For each person enrolled, each month",
    Basis.ENGAGED: "Once a year for each person engaged",
    Basis.FLAT_MONTH: "A flat price each month",
}


class PriceAgreed(Added):
    """What a sponsor pays from a month on, until another price follows.

    Attributes:
        price: in the smallest unit of the currency, such as cents.
        from_on: the first day of the first month.
    """

    sponsor = models.ForeignKey(Sponsor, on_delete=models.PROTECT, related_name="prices")
    basis = models.CharField(max_length=20, choices=[(basis.value, says) for basis, says in BASES.items()])
    price = models.PositiveIntegerField()
    currency = models.CharField(max_length=3, default="USD")
    from_on = models.DateField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = AddedQuerySet["PriceAgreed"].as_manager()

    class Meta:
        ordering = ["from_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["sponsor", "from_on"], name="one_price_from_a_month_on"),
            models.CheckConstraint(condition=Q(from_on__day=1), name="prices_begin_with_a_month"),
        ]

    def __str__(self) -> str:
        return f"price of sponsor {self.sponsor_id}"

    @property
    def agreement(self) -> Agreement:
        return Agreement(Basis(self.basis), self.price, self.currency)


class InvoiceQuerySet(AddedQuerySet["Invoice"]):
    def of_months(self, sponsor: Sponsor) -> Self:
        """The sponsor's invoices without credit notes, oldest first."""
        return self.filter(sponsor=sponsor, credits=None)


class Invoice(Added):
    """What a sponsor owes for a month, or, as a credit note, no longer owes.

    Attributes:
        number: unique and readable; a credit note's goes on after its invoice's.
        credits: the invoice that a credit note takes from; ``None`` on an invoice.
        counted: the step the count is on; ``None`` with a flat price and on credit notes.
        quantity: what the price is multiplied by; below 0 on credit notes.
        total: in the smallest unit of the currency.
        reason: why a credit note was made; names nobody.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sponsor = models.ForeignKey(Sponsor, on_delete=models.PROTECT, related_name="invoices")
    number = models.CharField(max_length=90, unique=True)
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    credits = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="credit_notes"
    )
    basis = models.CharField(max_length=20, choices=PriceAgreed.basis.field.choices)
    price = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    counted: models.JSONField[dict[str, Any] | None] = models.JSONField(null=True)
    quantity = models.IntegerField()
    total = models.BigIntegerField()
    reason = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        ordering = ["year", "month", "created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["sponsor", "year", "month"], condition=Q(credits=None), name="one_invoice_of_a_month"
            ),
            models.CheckConstraint(
                condition=Q(credits=None, total__gte=0) | Q(credits__isnull=False, total__lt=0),
                name="credit_notes_take_away",
            ),
        ]

    def __str__(self) -> str:
        return f"invoice {self.pk}"

    @property
    def period(self) -> Month:
        return Month(self.year, self.month)

    @property
    def band(self) -> Band | None:
        return band_from_json(self.counted)

    @property
    def is_credit(self) -> bool:
        return self.credits_id is not None
