"""How allauth's sign-in behaves here."""

import time
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.encoding import force_bytes

from sinew.apps.accounts.backends import may_sign_in
from sinew.apps.accounts.models import User

SIGNED_IN_AT = "accounts_signed_in_at"


class SignInAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Refuses demo accounts outside the demo, however they try to sign in."""

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        if not may_sign_in(user):
            messages.error(request, "This account cannot be used here.")
            return redirect("account_login")
        refusal: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return refusal

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        request.session[SIGNED_IN_AT] = time.time()

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Not within minutes of signing in or up: "is it you?" would only puzzle."""
        since_s = time.time() - context.request.session.get(SIGNED_IN_AT, 0)
        return since_s > account_settings.REAUTHENTICATION_TIMEOUT and bool(
            super().is_reauthentication_required(app=app)
        )


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Keeps authenticator secrets encrypted in the database and leaves no privileged account unprotected."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": "Your role needs a second factor. Add another before you remove this."
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        if not authenticator.user.needs_second_factor:
            return True
        others = authenticator.user.authenticator_set.exclude(pk=authenticator.pk).exclude(
            type="recovery_codes"
        )
        return bool(others.exists())


def _cipher() -> Fernet:
    key = sha256(b"sinew.accounts.second-factor:" + force_bytes(settings.SECRET_KEY)).digest()
    return Fernet(urlsafe_b64encode(key))
