"""Whether a visitor may let us ask their insurer: a matter of what they told and whom they named.

Nothing here looks at a roster or at what was found there, so that the offer says nothing about anybody.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sinew.apps.coverage.check.answers import age_on
from sinew.apps.coverage.check.claims import Claim, unseal
from sinew.apps.coverage.insurer.configuration import askable
from sinew.apps.coverage.models import CoverageCheck, Sponsor
from sinew.roster.eligibility.question import CoveredPerson
from sinew.roster.matching.identity import normal_number


class Hindrance(StrEnum):
    """Why the insurer of a sponsor is not asked about somebody."""

    NO_INSURER = "no_insurer"
    NOT_SET_UP = "not_set_up"
    NOT_IN_FORCE = "not_in_force"
    SUBSCRIBERS_ONLY = "subscribers_only"
    NO_NUMBER = "no_number"
    TOO_YOUNG = "too_young"


@dataclass(frozen=True, slots=True)
class Offer:
    """Who can be asked about whom.

    Attributes:
        insurer: its id in the operator's configuration.
        insurer_name: as people know it.
    """

    sponsor: Sponsor
    insurer: str
    insurer_name: str
    person: CoveredPerson


def offer_of(check: CoverageCheck, day: date) -> Offer | None:
    """The insurer that can be asked for this check; ``None`` before the address is proven.

    Args:
        check: with its sponsor, which is the named one as long as nothing is proven.
    """
    is_ready = check.address_proven_at is not None and check.looked_at is not None
    if not is_ready or check.proven_at is not None or not check.claim or check.sponsor is None:
        return None
    claim = unseal(check.claim)
    if hindrance(check.sponsor, number=claim.member_id, born_on=claim.born_on, day=day) is not None:
        return None
    known = askable(check.sponsor.insurer)
    if known is None:
        return None
    return Offer(check.sponsor, known.id, known.parties.insurer_name, person_of(claim))


def hindrance(sponsor: Sponsor, *, number: str, born_on: date | None, day: date) -> Hindrance | None:
    """What stands against asking the sponsor's insurer about a person, if anything does.

    An insurer does not say who is a subscriber as a sponsor means it: where only those are paid for, its
    answer decides nothing.
    """
    if not sponsor.insurer:
        return Hindrance.NO_INSURER
    if askable(sponsor.insurer) is None:
        return Hindrance.NOT_SET_UP
    if not sponsor.is_in_force_on(day):
        return Hindrance.NOT_IN_FORCE
    if sponsor.covers == Sponsor.Covers.SUBSCRIBERS:
        return Hindrance.SUBSCRIBERS_ONLY
    if not normal_number(number):
        return Hindrance.NO_NUMBER
    if born_on is None or age_on(born_on, day) < sponsor.minimum_age:
        return Hindrance.TOO_YOUNG
    return None


def person_of(claim: Claim) -> CoveredPerson:
    """Whom a claim asks an insurer about: by the number on their own card."""
    return CoveredPerson(claim.first_name, claim.last_name, claim.born_on, claim.member_id)
