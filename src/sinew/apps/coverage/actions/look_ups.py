"""Looking a check up, in the background: the same columns are written whatever is found."""

from datetime import date, datetime

from django.db import transaction

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.coverage.check import letters
from sinew.apps.coverage.check.claims import Claim, is_same_address, unseal
from sinew.apps.coverage.check.codes import code_hash, new_code
from sinew.apps.coverage.check.finding import Found, find
from sinew.apps.coverage.models import CoverageCheck, ListedPerson
from sinew.roster.matching.decision import Verdict


@transaction.atomic
def look_up(*, check: CoverageCheck, day: date, at: datetime, by: User | None) -> None:
    """Find out whom a claim is; if it is somebody, write to the contact on the roster, and to nobody else.

    People whose record is restricted are never confirmed by mail: they ask an operator.
    """
    check = CoverageCheck.objects.select_for_update(of=("self",)).select_related("sponsor").get(pk=check.pk)
    if check.looked_at is not None or not check.claim:
        return
    claim = unseal(check.claim)
    found = find(claim.identity, day, sponsor=check.sponsor, only=check.link_id is not None)
    person = found.person if found.person is not None and not found.person.is_restricted else None
    code = new_code()
    check.looked_at, check.found = at, found.decision.verdict.value
    check.person = person
    check.contact_code = code_hash(code, of=check.pk)
    check.number_agrees = person is not None and found.number_agrees
    check.address_agrees = _address_agrees(claim, found, person)
    check.save(
        update_fields=[
            "looked_at", "found", "person", "contact_code", "number_agrees", "address_agrees",
        ]
    )  # fmt: skip
    audit.record("coverage.check.looked_up", on=check, by=by)
    if person is not None and person.email and not check.address_agrees:
        key = f"coverage-contact:{check.pk}:{check.details}"
        letters.send(to=person.email, template="contact_code", key=key, code=code)


def _address_agrees(claim: Claim, found: Found, person: ListedPerson | None) -> bool:
    """Whether the address given is that of the person or, where more is asked, of people near."""
    if not claim.email:
        return False
    if person is not None:
        return is_same_address(claim.email, person.email)
    if found.decision.verdict is not Verdict.ONE_MORE_DETAIL:
        return False
    theirs = [one for one in found.near if is_same_address(claim.email, one.email)]
    return bool(theirs) and not any(one.is_restricted for one in theirs)
