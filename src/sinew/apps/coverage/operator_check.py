"""What an operator is told of one person: the decision, and every reason for it."""

from datetime import date
from typing import TypedDict

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.coverage.check.answers import why_not
from sinew.apps.coverage.check.finding import find, withheld
from sinew.apps.coverage.check.insurer_offer import hindrance
from sinew.apps.coverage.insurer.question import person_keys
from sinew.apps.coverage.models import Coverage, Sponsor
from sinew.roster.matching.decision import Verdict
from sinew.roster.matching.identity import Identity


class Reason(TypedDict):
    """How one field agrees, and what that is worth."""

    field: str
    level: str
    bits: float


class Told(TypedDict):
    """The decision as plain JSON values.

    Attributes:
        outcome: ``covered``, ``one_more_detail``, or ``not_found``.
        decision: the verdict of the matching rules, before the sponsor's terms.
        why: why a person who was found is not covered.
        person: the id of the listed person; nothing else of them is told.
        threshold: bits that a match needs among so many lives.
        margin: bits before the second-best person.
        insurer: the sponsor's insurer by its id, ``None`` where it has none.
        insurer_hindrance: why the check offers nobody with these details to ask it, ``None`` where it does.
        insured_until: the first day after a coverage that rests on this insurer's answer about this person.
        is_restricted: never confirmed by itself; an operator makes sure.
    """

    sponsor: str
    day: str
    outcome: str
    decision: str
    why: str | None
    person: int | None
    bits: float | None
    threshold: float
    margin: float | None
    reasons: list[Reason]
    vetoes: list[str]
    candidates: int
    lives: int
    is_restricted: bool
    insurer: str | None
    insurer_hindrance: str | None
    insured_until: str | None


def check_person(claimed: Identity, *, sponsor: Sponsor, day: date, by: User | None = None) -> Told:
    """Compare a person with a sponsor's roster; that it was done is audited, without whom it was about."""
    found = find(claimed, day, sponsor=sponsor, only=True)
    decision, person = found.decision, found.person
    why = why_not(person, sponsor, day) if person is not None else None
    outcome = "one_more_detail" if decision.verdict is Verdict.ONE_MORE_DETAIL else "not_found"
    if person is not None and why is None:
        outcome = "covered"
    audit.record("coverage.person.checked", on=sponsor, by=by, detail={"outcome": outcome})
    return Told(
        sponsor=sponsor.slug,
        day=day.isoformat(),
        outcome=outcome,
        decision=decision.verdict.value,
        why=why.value if why else None,
        person=person.pk if person else None,
        bits=_rounded(decision.bits),
        threshold=round(decision.threshold, 2),
        margin=_rounded(decision.margin),
        reasons=[Reason(field=one.field, level=one.level, bits=one.bits) for one in decision.evidence],
        vetoes=list(decision.vetoes),
        candidates=len(found.near),
        lives=found.lives,
        is_restricted=person is not None and person.is_restricted,
        insurer=sponsor.insurer or None,
        insurer_hindrance=_hindrance(claimed, sponsor, day),
        insured_until=_insured_until(claimed, sponsor, day),
    )


def _hindrance(claimed: Identity, sponsor: Sponsor, day: date) -> str | None:
    found = hindrance(sponsor, number=claimed.member_id, born_on=claimed.born_on, day=day)
    if found is not None:
        return found.value
    return "by_a_person" if withheld(claimed) is not None else None


def _insured_until(claimed: Identity, sponsor: Sponsor, day: date) -> str | None:
    keys = person_keys(sponsor.insurer, [claimed.member_id], claimed.born_on)
    coverage = Coverage.objects.insured_as(keys, day).first()
    return coverage.ends_on.isoformat() if coverage is not None and coverage.ends_on is not None else None


def _rounded(bits: float | None) -> float | None:
    return None if bits is None else round(bits, 2)
