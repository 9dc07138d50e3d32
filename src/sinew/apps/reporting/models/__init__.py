"""What was published and invoiced. Rows are only ever added."""

from sinew.apps.reporting.models.invoices import Invoice, PriceAgreed
from sinew.apps.reporting.models.releases import GroupedAnswer, Release

__all__ = ["GroupedAnswer", "Invoice", "PriceAgreed", "Release"]
