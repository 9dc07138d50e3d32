"""Questions about coverage that a person answers, and the waiting list."""

from datetime import datetime

from django.core import signing
from django.db import transaction
from django.urls import reverse

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.coverage.check import letters
from sinew.apps.coverage.models import CoverageQuestion, WaitingListEntry

CONSENT_VERSION = "2026-11"
"""Of the words on the waiting list's page."""
LEAVING = "coverage.waiting-list"
"""What the address for leaving is signed for."""
_WAITING = "coverage-waiting:"


@transaction.atomic
def ask_somebody(*, email: str, says: str, at: datetime, by: User | None) -> CoverageQuestion:
    """Put a visitor's question before the operators."""
    question = CoverageQuestion.objects.create(
        kind=CoverageQuestion.Kind.VISITOR, email=email, says=says, asked_at=at
    )
    audit.record("coverage.question.asked", on=question, by=by)
    return question


@transaction.atomic
def settle(*, question: CoverageQuestion, at: datetime, by: User) -> None:
    """Note that an operator has answered; what was written, from where and about whom is erased."""
    if question.settled_at is None:
        question.settled_at, question.settled_by = at, by
        question.says, question.email, question.person = "", "", None
        question.save(update_fields=["settled_at", "settled_by", "says", "email", "person"])
        audit.record("coverage.question.settled", on=question, by=by)


@transaction.atomic
def join_waiting_list(*, email: str, sponsor_name: str, at: datetime, by: User | None) -> WaitingListEntry:
    """Note who wants to be told; an address is noted once, and written to once."""
    entry, is_new = WaitingListEntry.objects.get_or_create(
        email=email.casefold(),
        defaults={"sponsor_name": sponsor_name, "version": CONSENT_VERSION, "agreed_at": at},
    )
    if is_new:
        leave = reverse("coverage:leave_waiting_list", args=[signing.dumps(str(entry.pk), salt=LEAVING)])
        letters.send(to=entry.email, template="waiting_list", key=f"{_WAITING}{entry.pk}", leave=leave)
        audit.record("coverage.waiting_list.joined", on=entry, by=by)
    return entry


@transaction.atomic
def leave_waiting_list(*, entry: WaitingListEntry, by: User | None) -> None:
    """Forget somebody who no longer wants to be told, and that we wrote to them."""
    audit.record("coverage.waiting_list.left", on=entry, by=by)
    letters.forget(f"{_WAITING}{entry.pk}")
    entry.delete()
