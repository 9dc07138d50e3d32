"""Refusals of this app; each sentence says what to do."""

from sinew.errors import SinewError


class IsAppendOnly(SinewError):
    """A release, a price or an invoice was to be changed or removed."""

    def __init__(self) -> None:
        super().__init__("This is only ever added to. Correct an invoice by a credit note.")


class NotOver(SinewError):
    """The period is not over, or not long enough."""

    def __init__(self, period: object, from_on: object) -> None:
        super().__init__(f"{period} can be made from {from_on} on.")


class OutOfOrder(SinewError):
    """A period was to be made after a later one, twice, or before one that is missing."""

    def __init__(self, period: object) -> None:
        super().__init__(f"{period} is not the next one. Make the periods in their order, each once.")


class NoPrice(SinewError):
    """Nothing was agreed for the month."""

    def __init__(self, month: object) -> None:
        super().__init__(f"No price is agreed for {month}. Add one with: sinew invoices agree")


class PriceRefused(SinewError):
    """An agreement cannot be made like this; the message says why."""


class CreditRefused(SinewError):
    """A credit note cannot be made like this; the message says why."""


class NotKnown(SinewError):
    """Something that was named does not exist."""

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(f"There is no {kind} “{name}”.")


class DemoRefused(SinewError):
    """Reports were to be invented where real ones are published."""

    def __init__(self) -> None:
        super().__init__("Invented reports are for the demo only.")
