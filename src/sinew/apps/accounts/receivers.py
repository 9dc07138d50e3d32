"""What follows when somebody signs in or changes how they do: it is written down, and other sign-ins end.

Audit rows hold opaque ids and the kind of factor, never an address.
"""

from typing import Any

from allauth.account import signals as account
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.dispatch import Signal, receiver
from django.http import HttpRequest

from sinew.apps.accounts import actions
from sinew.apps.accounts.models import User
from sinew.apps.audit.actions import record

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)

WHAT_HAPPENED: tuple[tuple[Signal, str], ...] = (
    (account.user_logged_in, "accounts.signed_in"),
    (account.password_set, "accounts.password.changed"),
    (account.password_changed, "accounts.password.changed"),
    (account.password_reset, "accounts.password.reset"),
    (account.password_reset_code_rejected, "accounts.password.reset_refused"),
    (account.email_changed, "accounts.email.changed"),
    (mfa.authenticator_added, "accounts.second_factor.added"),
    (mfa.authenticator_removed, "accounts.second_factor.removed"),
    (mfa.authenticator_reset, "accounts.second_factor.reset"),
    (mfa.authentication_failed, "accounts.second_factor.refused"),
)


def _audited(signal: Signal, event: str) -> None:
    """Write `event` down whenever allauth sends `signal` about an account."""

    def write(user: User, authenticator: Authenticator | None = None, **_reported: Any) -> None:
        detail = {"type": str(authenticator.type)} if authenticator else {}
        record(event, on=user, by=user, detail=detail)

    signal.connect(write, weak=False, dispatch_uid=f"audit:{event}:{id(signal)}")


for _signal, _event in WHAT_HAPPENED:
    _audited(_signal, _event)


@receiver(user_login_failed)
def sign_in_failed(**_reported: Any) -> None:
    """Write down that somebody could not sign in; whose address was tried is not kept."""
    record("accounts.sign_in.refused")


@receiver(user_logged_out)
def signed_out(request: HttpRequest, user: User | None, **_reported: Any) -> None:
    """Forget the browser of a sign-in that ends."""
    if request.session.session_key:
        by = user if user is not None and user.pk else None
        actions.sign_out(session_key=request.session.session_key, by=by)


@receiver(mfa.authenticator_added)
def second_factor_added(
    request: HttpRequest, user: User, authenticator: Authenticator, **_reported: Any
) -> None:
    """Who sets up a second factor has shown it; the account's other browsers have not, and are out."""
    if authenticator.type not in SECOND_FACTORS:
        return
    record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
    actions.end_other_sign_ins(user=user, keep=request.session.session_key, by=user)
