"""Who holds a WebSocket: the account of its session, under every rule a page would ask for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any, cast

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest
from django.utils import timezone

from sinew.apps.accounts.idle import is_idle
from sinew.apps.accounts.models import User
from sinew.apps.accounts.permissions import second_factor_missing
from sinew.apps.live.origin import headers_of
from sinew.apps.web.moment import HEADER, moment_told


@dataclass(frozen=True, slots=True)
class Reader:
    """A signed-in person at an open page.

    Attributes:
        at: the moment of asking, as a page would have it (`web.moment`).
        session_key: of the sign-in the page belongs to.
    """

    user: User
    at: datetime
    session_key: str = ""


def reader_of(scope: Mapping[str, Any]) -> Reader | None:
    """The person whose session the handshake's cookie names; ``None`` for whom no page would open.

    It reads the session anew at each call: who has signed out, was away too long or lost their second factor
    since the handshake is nobody any more.
    """
    headers = headers_of(scope)
    request = _request(headers.get("cookie", ""))
    user = get_user(request)
    if not isinstance(user, User) or not user.is_active or second_factor_missing(request, user):
        return None
    if user.needs_second_factor and _was_away(request.session.session_key):
        return None
    at = moment_told(headers.get(HEADER.lower(), ""))
    return Reader(user, at, request.session.session_key or "")


def _request(cookies: str) -> HttpRequest:
    """A request that knows its session, as allauth's and our own checks want one."""
    try:
        morsel = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        morsel = None
    request = HttpRequest()
    store = import_module(settings.SESSION_ENGINE).SessionStore
    request.session = store(morsel.value if morsel is not None else None)
    return request


def _was_away(session_key: str | None) -> bool:
    sign_in = UserSession.objects.filter(session_key=session_key).first()
    return sign_in is not None and is_idle(cast("UserSession", sign_in), at=timezone.now())
