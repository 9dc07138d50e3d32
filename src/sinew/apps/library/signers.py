"""Who can sign content off now, and what keeps somebody from it."""

from datetime import datetime

from allauth.mfa.utils import is_mfa_enabled
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from sinew.apps.accounts.credentials import credential_of
from sinew.apps.accounts.models import Credential, User
from sinew.apps.library.errors import CannotReview, CredentialNeeded, SecondFactorNeeded


def usable_credential(user: User, *, at: datetime) -> Credential:
    """What this person can sign content off with now.

    Raises:
        CannotReview: they have no second factor, or no valid credential.
        PermissionDenied: their role reviews nothing.
    """
    if not user.is_reviewer:
        raise PermissionDenied
    if not is_mfa_enabled(user):
        raise SecondFactorNeeded
    credential = credential_of(user)
    if credential is None or not credential.is_valid_on(timezone.localdate(at)):
        raise CredentialNeeded
    return credential


def why_not(user: User, *, at: datetime) -> str:
    """What keeps this person from signing off, in a sentence; empty if nothing does."""
    try:
        usable_credential(user, at=at)
    except CannotReview as refused:
        return str(refused)
    return ""
