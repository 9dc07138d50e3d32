"""Password sign-in; demo accounts are refused where they are not allowed."""

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser

from sinew.apps.accounts.models import User


def may_sign_in(user: AbstractBaseUser) -> bool:
    """Whether the account is open here: active, and not a demo account outside the demo."""
    return user.is_active and (
        settings.DEMO_ACCOUNTS_ALLOWED or not (isinstance(user, User) and user.is_demo)
    )


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """allauth's backend, minus accounts that may not sign in here; their open sessions end too."""

    def user_can_authenticate(self, user: AbstractBaseUser) -> bool:
        return may_sign_in(user)
