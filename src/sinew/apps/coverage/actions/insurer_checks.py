"""A visitor or member lets us ask their insurer; what comes of it is settled in the background."""

from datetime import date, datetime
from functools import partial

from django.db import transaction

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.coverage.actions.insurers import ask_insurer
from sinew.apps.coverage.check.claims import Claim, identity_hash, seal
from sinew.apps.coverage.check.insurer_offer import offer_of
from sinew.apps.coverage.errors import NothingToAsk, NotRenewable
from sinew.apps.coverage.insurer.tasks import settle_later
from sinew.apps.coverage.models import Coverage, CoverageCheck


@transaction.atomic
def ask_about(*, check: CoverageCheck, day: date, at: datetime, by: User | None) -> CoverageCheck:
    """Ask the insurer of the sponsor that was named; see `offer_of`. Asking again asks what failed anew.

    What is written does not depend on any roster. Where the insurer has given its answer, that stands.

    Raises:
        NothingToAsk: no insurer is offered for this check, or it has ended.
    """
    rows = CoverageCheck.objects.select_for_update(of=("self",)).select_related("sponsor")
    check = rows.get(pk=check.pk)
    offer = offer_of(check, day)
    if offer is None or not check.is_open_at(at):
        raise NothingToAsk
    if check.insurer_said not in ("", CoverageCheck.Said.LATER):
        return check
    answer = ask_insurer(insurer=offer.insurer, person=offer.person, on=day, at=at, by=by)
    check.insurer_answer, check.insurer_said = answer, ""
    check.save(update_fields=["insurer_answer", "insurer_said"])
    audit.record("coverage.check.insurer_asked", on=check, by=by)
    if answer.is_over:
        transaction.on_commit(partial(settle_later, check.pk))
    return check


@transaction.atomic
def ask_for_renewal(*, coverage: Coverage, claim: Claim, day: date, at: datetime, by: User) -> CoverageCheck:
    """Ask the insurer again about a member whose coverage rests on its answer.

    Args:
        claim: what the member gives from their card now; it was not kept.

    Raises:
        NotRenewable: the coverage is another person's, is over, or rests on no insurer.
        NothingToAsk: the insurer is not asked any longer.
    """
    coverage = Coverage.objects.select_related("sponsor", "member").get(pk=coverage.pk)
    if coverage.member.user_id != by.pk or not coverage.is_by_insurer or not coverage.pays_on(day):
        raise NotRenewable
    check = CoverageCheck.objects.create(
        asked_at=at,
        claim=seal(claim),
        identity=identity_hash(claim),
        sponsor=coverage.sponsor,
        looked_at=at,
        address_proven_at=at,
        renews=coverage,
    )
    audit.record("coverage.renewal.asked", on=coverage, by=by, member=coverage.member_id)
    return ask_about(check=check, day=day, at=at, by=by)
