"""What every page of a signed-in person gets: a noted sign-in, their own time zone, no copy in any cache."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from allauth.usersessions.models import UserSession
from django.contrib.auth import logout
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from sinew.apps.accounts.models import User

Handler = Callable[[HttpRequest], HttpResponse]

UNATTENDED = "Sinew-Unattended"
"""The header of requests a page makes by itself: they keep nobody signed in."""


class SignInActivity:
    """Keeps when each browser was last used; one whose account has just been deleted is signed out."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_attended = UNATTENDED not in request.headers
        if is_attended and request.user.is_authenticated and request.session.session_key:
            try:
                UserSession.objects.create_from_request(request)
            except IntegrityError:
                logout(request)
        return self.get_response(request)


class PersonalTimeZone:
    """Makes "today" and every clock time those of the person who asks."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not isinstance(request.user, User):
            return self.get_response(request)
        with timezone.override(ZoneInfo(request.user.timezone)):
            return self.get_response(request)


class PrivatePages:
    """Forbids caches, and the browser's disk, to keep the pages of signed-in people."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "Cache-Control" not in response and request.user.is_authenticated:
            response["Cache-Control"] = "private, no-store"
        return response
