"""What a proof allows to be said: covered, one more detail needed, or not found, each with the reason."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sinew.apps.coverage.models import Coverage, CoverageCheck, ListedPerson, Sponsor
from sinew.apps.coverage.models.checks import MOST_DETAILS
from sinew.roster.matching.decision import Verdict


class Outcome(StrEnum):
    """The three answers; nobody gets one without a proof."""

    COVERED = "covered"
    ONE_MORE_DETAIL = "one_more_detail"
    NOT_FOUND = "not_found"


class Why(StrEnum):
    """Why somebody who has proven who they are is not covered."""

    NOBODY_FITS = "nobody_fits"
    ENDED = "ended"
    TOO_YOUNG = "too_young"
    SUBSCRIBERS_ONLY = "subscribers_only"


@dataclass(frozen=True, slots=True)
class Answer:
    """An outcome; ``why`` is there unless somebody is covered."""

    outcome: Outcome
    why: Why | None = None


def proof_of(check: CoverageCheck) -> Coverage.Proof | None:
    """The proof that lies in what was entered and found so far; a code of the contact is taken elsewhere.

    Args:
        check: with its person and link.
    """
    if check.looked_at is None:
        return None
    if check.address_proven_at is not None and check.address_agrees:
        return Coverage.Proof.CONTACT
    if check.person is None or not check.number_agrees:
        return None
    if check.link is not None and check.link.revoked_at is None:
        return Coverage.Proof.LINK
    return Coverage.Proof.MEMBER_ID if check.address_proven_at is not None else None


def answer_to(check: CoverageCheck, day: date) -> Answer | None:
    """What may be told now; ``None`` without a proof."""
    if check.proven_at is None:
        return None
    if check.proven_by == Coverage.Proof.INSURER:
        return _by_insurer(check, day)
    person = check.person
    if person is None:
        may_still_tell = check.found == Verdict.ONE_MORE_DETAIL and check.details < MOST_DETAILS
        return Answer(Outcome.ONE_MORE_DETAIL if may_still_tell else Outcome.NOT_FOUND, Why.NOBODY_FITS)
    why = why_not(person, person.sponsor, day)
    return Answer(Outcome.NOT_FOUND, why) if why else Answer(Outcome.COVERED)


def _by_insurer(check: CoverageCheck, day: date) -> Answer:
    """The insurer named the person; what the sponsor agreed to was held against it then."""
    sponsor = check.sponsor
    if not check.insurer_key or sponsor is None:
        return Answer(Outcome.NOT_FOUND, Why.NOBODY_FITS)
    return Answer(Outcome.COVERED) if sponsor.is_in_force_on(day) else Answer(Outcome.NOT_FOUND, Why.ENDED)


def why_not(person: ListedPerson, sponsor: Sponsor, day: date) -> Why | None:
    """Why a listed person is not covered on a day, if they are not."""
    if not (person.is_covered_on(day) and sponsor.is_in_force_on(day)):
        return Why.ENDED
    if sponsor.covers == Sponsor.Covers.SUBSCRIBERS and not person.is_subscriber:
        return Why.SUBSCRIBERS_ONLY
    if person.born_on is not None and age_on(person.born_on, day) < sponsor.minimum_age:
        return Why.TOO_YOUNG
    return None


def age_on(born_on: date, day: date) -> int:
    """Whole years."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
