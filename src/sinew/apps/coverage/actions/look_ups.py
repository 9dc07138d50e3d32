"""Looking a check up, in the background: the same columns are written whatever is found."""

from datetime import date, datetime

from django.db import transaction

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.coverage.check import letters
from sinew.apps.coverage.check.claims import Claim, unseal
from sinew.apps.coverage.check.codes import code_hash, new_code
from sinew.apps.coverage.check.finding import Found, candidates, choose, listed_with
from sinew.apps.coverage.models import CoverageCheck


@transaction.atomic
def look_up(*, check: CoverageCheck, day: date, at: datetime, by: User | None) -> None:
    """Find out whom a claim is; if it is somebody, write to the contact on the roster, and to nobody else.

    People whose record is restricted are never confirmed by mail: they ask an operator.
    """
    check = CoverageCheck.objects.select_for_update(of=("self",)).select_related("sponsor").get(pk=check.pk)
    if check.looked_at is not None or not check.claim:
        return
    claim = unseal(check.claim)
    found, address_agrees = _found(check, claim, day)
    person = found.person if found.person is not None and not found.person.is_restricted else None
    code = new_code()
    check.looked_at, check.found = at, found.decision.verdict.value
    check.person = person
    check.contact_code = code_hash(code, of=check.pk)
    check.number_agrees = person is not None and found.number_agrees
    check.address_agrees = address_agrees
    check.save(
        update_fields=[
            "looked_at", "found", "person", "contact_code", "number_agrees", "address_agrees",
        ]
    )  # fmt: skip
    audit.record("coverage.check.looked_up", on=check, by=by)
    if person is not None and person.email and not check.address_agrees:
        key = f"coverage-contact:{check.pk}:{check.details}"
        letters.send(to=person.email, template="contact_code", key=key, code=code)


def _found(check: CoverageCheck, claim: Claim, day: date) -> tuple[Found, bool]:
    """Whom the claim is, and whether the address given is theirs.

    People listed with that address come first and are compared among themselves: else whoever is listed with
    an address could see, by mixing their own details with somebody's, whether that person is listed as well.
    """
    named, only, claimed = check.sponsor, check.link_id is not None, claim.identity
    near = candidates(claimed, day, sponsor=named if only else None)
    found = choose(claimed, near, day, sponsor=named, only=only)
    listed_there = listed_with(claim.email)
    theirs = choose(claimed, [one for one in near if listed_there(one)], day, sponsor=named, only=only)
    if not theirs.is_near_enough:
        return found, False
    meant = theirs.near if theirs.person is None else (theirs.person,)
    return theirs, not any(one.is_restricted for one in meant)
