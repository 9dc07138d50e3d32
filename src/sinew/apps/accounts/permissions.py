"""Who may open a page: view decorators by role.

Strangers are sent to sign in, the wrong role is refused with 403, and everyone but members must have used
a second factor in this very sign-in before they see anything.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.accounts.models import PRACTITIONER_ROLES, REVIEWER_ROLES, User
from sinew.vocabulary import Role

P = ParamSpec("P")
SignedInView = Callable[Concatenate[SignedInRequest, P], HttpResponseBase]
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def second_factor_missing(request: HttpRequest, user: User) -> bool:
    """Whether this person's role asks for a second factor and this sign-in used none.

    One that was set up in another browser does not open this one.
    """
    return user.needs_second_factor and not (is_mfa_enabled(user) and _used_second_factor(request, user))


def _used_second_factor(request: HttpRequest, user: User) -> bool:
    return any(record["method"] == "mfa" for record in get_authentication_records(request, user))


def role_required(*roles: Role) -> Callable[[SignedInView[P]], View[P]]:
    """Let in people with one of `roles`; without roles, everyone who is signed in."""

    def decorate(view: SignedInView[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            user = request.user
            if not isinstance(user, User):
                return redirect_to_login(request.get_full_path())
            if roles and user.role not in roles:
                raise PermissionDenied
            if second_factor_missing(request, user):
                return redirect("accounts:second_factor_needed")
            return view(cast("SignedInRequest", request), *args, **kwargs)

        return guarded

    return decorate


signed_in_required = role_required()
member_required = role_required(Role.MEMBER)
practitioner_required = role_required(*sorted(PRACTITIONER_ROLES))
reviewer_required = role_required(*sorted(REVIEWER_ROLES))
operator_required = role_required(Role.OPERATOR)
