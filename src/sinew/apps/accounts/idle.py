"""People who read about others are signed out when they were away for long; members stay signed in."""

from collections.abc import Callable
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from sinew.apps.accounts.models import User
from sinew.apps.audit.actions import record

Handler = Callable[[HttpRequest], HttpResponse]


class IdleLimit:
    """Ends the sign-in of a practitioner or operator who did nothing for `STAFF_IDLE_LIMIT`.

    It stands before allauth's own middleware, which notes when a browser was last seen.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not isinstance(user, User) or not user.needs_second_factor:
            return self.get_response(request)
        sign_in = UserSession.objects.filter(session_key=request.session.session_key).first()
        if sign_in is None or not is_idle(sign_in, at=timezone.now()):
            return self.get_response(request)
        record("accounts.sign_in.ended", on=user, detail={"reason": "idle"})
        sign_in.delete()
        logout(request)
        return redirect_to_login(request.get_full_path())


def is_idle(sign_in: UserSession, *, at: datetime) -> bool:
    """Whether this browser was last seen longer ago than staff may be away."""
    away = at - sign_in.last_seen_at
    return bool(away > settings.STAFF_IDLE_LIMIT)
