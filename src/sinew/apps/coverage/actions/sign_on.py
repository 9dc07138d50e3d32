"""A sponsor's own sign-in: set up by an operator, and taken as a proof."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.coverage.check.claims import unseal
from sinew.apps.coverage.check.finding import find
from sinew.apps.coverage.errors import CheckClosed
from sinew.apps.coverage.models import Coverage, CoverageCheck, Sponsor, SponsorSignOn
from sinew.apps.coverage.sign_on.issuer import SignedOn
from sinew.apps.coverage.sign_on.secrets import seal
from sinew.roster.matching.decision import Verdict


@transaction.atomic
def set_up_sign_on(
    *,
    sponsor: Sponsor,
    issuer: str,
    our_id: str,
    secret: str,
    domains: Sequence[str],
    number_claim: str,
    at: datetime,
    by: User | None,
) -> SponsorSignOn:
    """Believe an issuer of what it says about a sponsor's people; what was set up before is replaced."""
    sign_on, _ = SponsorSignOn.objects.update_or_create(
        sponsor=sponsor,
        defaults={
            "issuer": issuer,
            "our_id": our_id,
            "sealed_secret": seal(secret),
            "domains": sorted({domain.casefold() for domain in domains}),
            "number_claim": number_claim,
            "set_up_at": at,
        },
    )
    audit.record("coverage.sign_on.set_up", on=sponsor, by=by)
    return sign_on


@transaction.atomic
def remove_sign_on(*, sponsor: Sponsor, by: User | None) -> bool:
    """Believe the issuer no longer; whether one was set up."""
    removed, _ = SponsorSignOn.objects.filter(sponsor=sponsor).delete()
    if removed:
        audit.record("coverage.sign_on.removed", on=sponsor, by=by)
    return bool(removed)


@transaction.atomic
def prove_by_sign_on(
    *, check: CoverageCheck, signed_on: SignedOn, at: datetime, day: date, by: User | None
) -> CoverageCheck:
    """Take what the named sponsor's issuer vouches for as a proof; the claim must still be of that person.

    Only people whom this sponsor lists with that address or number are looked at: an issuer speaks for
    nobody else, and what follows from the proof depends on nobody else.

    Raises:
        CheckClosed: it is too old, or was proven in another way meanwhile.
    """
    check = CoverageCheck.objects.select_for_update(of=("self",)).select_related("sponsor").get(pk=check.pk)
    if not check.is_open_at(at) or check.proven_at is not None or check.sponsor is None:
        raise CheckClosed
    claim = replace(unseal(check.claim), member_id="")  # a number is no reason to be one of a family
    found = find(claim.identity, day, sponsor=check.sponsor, only=True, among=signed_on.is_about)
    person = found.person if found.person is not None and not found.person.is_restricted else None
    check.person, check.found = person, (Verdict.MATCH if person is not None else Verdict.NO_MATCH).value
    check.looked_at, check.number_agrees, check.address_agrees = check.looked_at or at, False, False
    check.contact_code, check.address_code = secrets.token_hex(32), secrets.token_hex(32)  # no other proof
    check.proven_at, check.proven_by = at, Coverage.Proof.SINGLE_SIGN_ON.value
    check.save()
    audit.record("coverage.check.signed_on", on=check, by=by)
    return check
