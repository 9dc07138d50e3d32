"""What an active answer says a visit to a physical therapist costs, where it is clear about it."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from sinew.roster.eligibility.answer import Benefit, EligibilityAnswer

CO_PAYMENT, CO_INSURANCE = "B", "A"
THERAPY = frozenset({"PT", "AE"})
"""EB03 of physical therapy and of physical medicine."""
OUT_OF_NETWORK = "N"
_MOST = Decimal(100_000)


@dataclass(frozen=True, slots=True)
class VisitCost:
    """What one visit in the insurer's network costs.

    Attributes:
        co_payment: dollars; ``None`` where nothing or several things are said.
        share: of the price, 0 to 1; ``None`` likewise.
    """

    co_payment: Decimal | None
    share: Decimal | None


def visit_cost(answer: EligibilityAnswer) -> VisitCost:
    """Co-payment and share of a physical therapy visit, as far as the answer is clear about them."""
    therapy = [one for one in answer.benefits if THERAPY & set(one.services)]
    about = [one for one in therapy if one.in_network != OUT_OF_NETWORK]
    amounts = {_number(one.amount, _MOST) for one in _of(about, CO_PAYMENT)} - {None}
    shares = {_number(one.share, Decimal(1)) for one in _of(about, CO_INSURANCE)} - {None}
    return VisitCost(
        co_payment=amounts.pop() if len(amounts) == 1 else None,
        share=shares.pop() if len(shares) == 1 else None,
    )


def _of(benefits: list[Benefit], code: str) -> list[Benefit]:
    return [one for one in benefits if one.code == code]


def _number(text: str, most: Decimal) -> Decimal | None:
    """A number from 0 to ``most``, to the cent or the hundredth of a percent."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite() or not 0 <= number <= most:
        return None
    return number.quantize(Decimal("0.01") if most > 1 else Decimal("0.0001"))
