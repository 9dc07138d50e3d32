"""Enrollment links: made for a sponsor, and revoked."""

from datetime import datetime

from django.db import transaction

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.coverage.models import EnrollmentLink, Sponsor


@transaction.atomic
def make_link(*, sponsor: Sponsor, label: str, at: datetime, by: User | None) -> EnrollmentLink:
    """A new address for a sponsor to hand to its people."""
    link = EnrollmentLink.objects.create(sponsor=sponsor, label=label, created_at=at)
    audit.record("coverage.link.made", on=link, by=by)
    return link


@transaction.atomic
def revoke_link(*, link: EnrollmentLink, at: datetime, by: User | None) -> None:
    """End a link: it leads to the plain check from now on, and proves nothing more."""
    if link.revoked_at is None:
        link.revoked_at = at
        link.save(update_fields=["revoked_at"])
        audit.record("coverage.link.revoked", on=link, by=by)
