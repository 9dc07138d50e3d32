"""What an insurer's answer comes to for the checks that asked: in the background, as rosters are read."""

from datetime import datetime

from django.db import transaction

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.coverage.check import letters
from sinew.apps.coverage.check.claims import Claim, is_same_address, unseal
from sinew.apps.coverage.check.finding import withheld
from sinew.apps.coverage.check.insurer_offer import hindrance, person_of
from sinew.apps.coverage.insurer.question import person_key, question_hash
from sinew.apps.coverage.models import (
    Coverage,
    CoverageCheck,
    CoverageQuestion,
    InsurerAnswer,
    ListedPerson,
)
from sinew.roster.eligibility.answer import Outcome

Said = CoverageCheck.Said
_UNCLEAR = frozenset({Outcome.NOT_FOUND, Outcome.WRONG_DETAILS})


@transaction.atomic
def settle(*, check: CoverageCheck, at: datetime, by: User | None) -> CoverageCheck:
    """Draw the conclusion, once; nothing where the answer is not there yet or the claim changed meanwhile."""
    rows = CoverageCheck.objects.select_for_update(of=("self",)).select_related(
        "sponsor", "person", "renews__member__user", "insurer_answer"
    )
    check = rows.get(pk=check.pk)
    answer = check.insurer_answer
    if answer is None or not answer.is_over or not check.is_asking or not check.claim:
        return check
    claim = unseal(check.claim)
    if question_hash(answer.insurer, person_of(claim), on=answer.on) != answer.question_hash:
        check.insurer_answer = None
        check.save(update_fields=["insurer_answer"])
        return check
    in_the_way = withheld(claim.identity)
    check.insurer_said = _said(check, answer, claim, in_the_way)
    if check.insurer_said == Said.ACCEPTED:
        _accept(check, answer, claim, at, by)
    elif check.insurer_said == Said.BY_A_PERSON:
        _leave_to_operators(check, claim, in_the_way, at, by)
    check.save()
    audit.record("coverage.check.insurer_settled", on=check, by=by, detail={"outcome": check.insurer_said})
    return check


def _said(
    check: CoverageCheck, answer: InsurerAnswer, claim: Claim, in_the_way: ListedPerson | None
) -> CoverageCheck.Said:
    """Only what was said of exactly the person asked for is told.

    An insurer knows somebody by another number or birth date, or knows nobody: both are one for whoever asks.
    Else a wrong number would tell that the rest is right.
    """
    if answer.outcome in _UNCLEAR:
        return Said.UNCLEAR
    if answer.outcome not in (Outcome.ACTIVE, Outcome.INACTIVE):
        return Said.LATER
    if not answer.is_exact:
        return Said.UNCLEAR
    if answer.outcome == Outcome.INACTIVE:
        return Said.INACTIVE
    sponsor = check.sponsor
    if sponsor is None or sponsor.insurer != answer.insurer or in_the_way is not None:
        return Said.BY_A_PERSON
    if hindrance(sponsor, number=claim.member_id, born_on=claim.born_on, day=answer.on) is not None:
        return Said.BY_A_PERSON
    if check.renews is not None and check.renews.insurer_key != _key(answer, claim):
        return Said.UNCLEAR
    return Said.ACCEPTED


def _key(answer: InsurerAnswer, claim: Claim) -> str:
    return person_key(answer.insurer, claim.member_id, claim.born_on)


def _accept(check: CoverageCheck, answer: InsurerAnswer, claim: Claim, at: datetime, by: User | None) -> None:
    if check.renews is not None:
        prolong(check.renews, answer, at=at, by=by)
        return
    if check.proven_at is not None:  # a code came first
        return
    check.proven_at, check.proven_by = at, Coverage.Proof.INSURER.value
    check.insurer_key = _key(answer, claim)
    person = check.person
    if person is not None and person.email and not is_same_address(claim.email, person.email):
        letters.send(to=person.email, template="confirmed_elsewhere", key=f"coverage-notice:{check.pk}")


@transaction.atomic
def prolong(coverage: Coverage, answer: InsurerAnswer, *, at: datetime, by: User | None) -> None:
    """Give a coverage the days that a new answer holds for; it never becomes shorter.

    One that has ended while the insurer was asked stays ended: its member has been told so.
    """
    coverage = Coverage.objects.select_related("sponsor").select_for_update(of=("self",)).get(pk=coverage.pk)
    ends_on = answer.holds_until(coverage.sponsor.ends_on)
    if coverage.end_reason or coverage.ends_on is None or ends_on <= coverage.ends_on:
        return
    coverage.ends_on, coverage.checked_at = ends_on, at
    coverage.save(update_fields=["ends_on", "checked_at"])
    audit.record("coverage.coverage.renewed", on=coverage, by=by, member=coverage.member_id)


def _leave_to_operators(
    check: CoverageCheck, claim: Claim, person: ListedPerson | None, at: datetime, by: User | None
) -> None:
    email = check.renews.member.user.email if check.renews is not None else claim.email
    question = CoverageQuestion.objects.create(
        kind=CoverageQuestion.Kind.INSURER, email=email, person=person, asked_at=at
    )
    audit.record("coverage.check.left_to_operators", on=question, by=by)
