"""The steps of a coverage check that a visitor takes: ask, enter a code, tell more.

What they can time or see is the same for everybody: asking writes one row, one audit entry, one task and one
letter to the address they gave. The look-up runs later, in the background.
"""

import secrets
from datetime import date, datetime
from functools import partial

from django.db import transaction

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.coverage.actions.alarms import raise_alarm
from sinew.apps.coverage.check import letters
from sinew.apps.coverage.check.answers import proof_of
from sinew.apps.coverage.check.claims import Claim, identity_hash, seal, unseal
from sinew.apps.coverage.check.codes import code_hash, is_code, new_code
from sinew.apps.coverage.check.finding import find, listed_with
from sinew.apps.coverage.errors import CheckClosed
from sinew.apps.coverage.models import (
    Coverage,
    CoverageCheck,
    EnrollmentLink,
    EnumerationAlarm,
    Sponsor,
)
from sinew.apps.coverage.models.checks import CHECK_LIVES, MOST_DETAILS, MOST_TRIES
from sinew.apps.coverage.tasks import look_up_soon


@transaction.atomic
def ask(
    *,
    claim: Claim,
    sponsor: Sponsor | None,
    link: EnrollmentLink | None,
    is_written_to: bool,
    at: datetime,
    day: date,
    by: User | None,
) -> CoverageCheck:
    """Take a visitor's question; it is looked up in the background.

    Args:
        sponsor: the one they named, or of whose link they came.
        is_written_to: a code may be sent to the address they gave, if they gave one.
    """
    check = CoverageCheck(
        asked_at=at,
        claim=seal(claim),
        identity=identity_hash(claim),
        sponsor=sponsor,
        link=link,
        contact_code=secrets.token_hex(32),
    )
    code = new_code()
    check.address_code = code_hash(code, of=check.pk)
    check.save(force_insert=True)
    audit.record("coverage.check.asked", on=check, by=by)
    if claim.email and is_written_to:
        letters.send(to=claim.email, template="address_code", key=f"coverage-address:{check.pk}", code=code)
    _look_up_later(check, day=day, at=at)
    return check


def _look_up_later(check: CoverageCheck, *, day: date, at: datetime) -> None:
    transaction.on_commit(
        partial(look_up_soon, check_id=str(check.pk), day=day.isoformat(), at=at.isoformat())
    )


@transaction.atomic
def take_code(*, check: CoverageCheck, typed: str, at: datetime, day: date, by: User | None) -> bool:
    """Try a code; whether it was one of the two that are out for this check.

    A wrong code and a check that takes no more look the same, and cost the same.
    """
    check = _locked(check)
    is_contact = is_code(typed, check.contact_code, of=check.pk)
    is_address = is_code(typed, check.address_code, of=check.pk)
    is_right = (is_contact or is_address) and check.is_open_at(at)
    if is_right and is_contact:
        check.contact_code = secrets.token_hex(32)
        _prove(check, Coverage.Proof.CONTACT, at)
    elif is_right:
        check.address_code, check.address_proven_at = secrets.token_hex(32), at
        _prove_by_what_is_known(check, at)
    check.tries += not is_right
    check.save()
    audit.record("coverage.code.accepted" if is_right else "coverage.code.refused", on=check, by=by)
    if check.tries == MOST_TRIES and not is_right:
        raise_alarm(sign=EnumerationAlarm.Sign.CODES, on=day, at=at, by=by)
    return is_right


@transaction.atomic
def conclude(*, check: CoverageCheck, at: datetime, by: User | None) -> CoverageCheck:
    """Take notice of a proof that the look-up has completed in the meantime."""
    check = _locked(check)
    if check.proven_at is None and check.is_open_at(at) and _prove_by_what_is_known(check, at):
        check.save()
        audit.record("coverage.check.proven", on=check, by=by)
    return check


def _prove_by_what_is_known(check: CoverageCheck, at: datetime) -> bool:
    proof = proof_of(check)
    if proof is None:
        return False
    _prove(check, proof, at)
    if proof is not Coverage.Proof.CONTACT and check.person is not None and check.person.email:
        key = f"coverage-notice:{check.pk}"
        letters.send(to=check.person.email, template="confirmed_elsewhere", key=key)
    return True


def _prove(check: CoverageCheck, proof: Coverage.Proof, at: datetime) -> None:
    check.proven_at, check.proven_by = at, proof.value
    if check.person is not None:
        check.sponsor = check.person.sponsor


def _locked(check: CoverageCheck) -> CoverageCheck:
    rows = CoverageCheck.objects.select_for_update(of=("self",)).select_related("person__sponsor", "link")
    return rows.get(pk=check.pk)


@transaction.atomic
def tell_more(
    *,
    check: CoverageCheck,
    member_id: str,
    other_last_name: str,
    at: datetime,
    day: date,
    by: User | None,
) -> CoverageCheck:
    """Add a detail to a check. Before a proof it is looked up again later; after one, at once.

    Raises:
        CheckClosed: it is too old, three details were tried, or it is proven whom it is about. Else a detail
            could move a proof to somebody else.
    """
    check = _locked(check)
    if not check.is_open_at(at) or check.details >= MOST_DETAILS or check.is_settled:
        raise CheckClosed
    claim = unseal(check.claim).with_detail(member_id=member_id, other_last_name=other_last_name)
    check.claim, check.details = seal(claim), check.details + 1
    check.insurer_answer, check.insurer_said = None, ""
    if check.proven_at is None:
        check.looked_at, check.found, check.person = None, "", None
        check.number_agrees = check.address_agrees = False
        _look_up_later(check, day=day, at=at)
    else:
        _look_again(check, claim, day)
    check.save()
    audit.record("coverage.check.detailed", on=check, by=by)
    return check


def _look_again(check: CoverageCheck, claim: Claim, day: date) -> None:
    """Whom the proven address belongs to, with what is known now."""
    named, only = check.sponsor, check.link_id is not None
    found = find(claim.identity, day, sponsor=named, only=only, among=listed_with(claim.email))
    check.found = found.decision.verdict.value
    person = found.person
    if person is not None and not person.is_restricted:
        check.person, check.sponsor = person, person.sponsor


def forget_old_checks(*, at: datetime, by: User | None = None) -> int:
    """Erase what visitors told a day ago, whom it was, and whom we wrote to for it.

    That a check was made, proven or used stays.

    Harmless to repeat. Returns how many checks were emptied.
    """
    letters.forget_checks(before=at - CHECK_LIVES)
    old = CoverageCheck.objects.told_before(at - CHECK_LIVES)
    nobody = {"found": "", "number_agrees": False, "address_agrees": False, "identity": ""}
    nobody |= {"insurer_answer": None, "insurer_said": "", "insurer_key": ""}
    old.filter(proven_at=None).update(sponsor=None)
    count = old.update(claim="", person=None, **nobody)
    if count:
        audit.record("coverage.checks.forgotten", by=by, detail={"count": str(count)})
    return count
