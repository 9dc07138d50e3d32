"""Everything that changes a credential: its holder enters it, an operator confirms it."""

from datetime import date, datetime

from django.db import transaction

from sinew.apps.accounts.errors import NoCredential
from sinew.apps.accounts.models import Credential, User
from sinew.apps.audit.actions import record


def credential_of(user: User) -> Credential | None:
    """What this person has entered and not replaced, valid or not."""
    return Credential.objects.visible_to(user).current().first()


@transaction.atomic
def enter_credential(
    *,
    kind: str,
    license_number: str,
    issuing_body: str,
    country: str,
    valid_until: date,
    at: datetime,
    by: User,
) -> Credential:
    """Store somebody's own credential in place of the one before; nobody has verified it yet.

    Raises:
        ValueError: the role of `by` signs nothing off.
    """
    if not by.is_reviewer:
        raise ValueError("by: must be a practitioner or a clinical editor")
    Credential.objects.visible_to(by).current().update(ended_at=at)
    credential = Credential.objects.create(
        user=by,
        kind=kind,
        license_number=license_number,
        issuing_body=issuing_body,
        country=country,
        valid_until=valid_until,
        entered_at=at,
    )
    record("accounts.credential.entered", on=credential, by=by, detail={"kind": kind})
    return credential


@transaction.atomic
def confirm_credential(*, user: User, at: datetime, by: User | None) -> Credential:
    """Note that an operator has checked the current credential; `by` is nobody on the command line.

    Raises:
        NoCredential: there is none to confirm.
    """
    credential = Credential.objects.select_for_update().filter(user=user).current().first()
    if credential is None:
        raise NoCredential(user.email)
    if credential.confirmed_at is None:
        credential.confirmed_at = at
        credential.save(update_fields=["confirmed_at"])
        record("accounts.credential.confirmed", on=credential, by=by)
    return credential
