"""Signed-in browsers, without filling in the sign-in page each time."""

from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest
from django.test import Client

from sinew.apps.accounts.models import User


def enter(client: Client, user: User) -> None:
    """Sign `user` in; whose role needs a second factor has used one, as after the sign-in page."""
    client.force_login(user)
    if user.needs_second_factor:
        request = HttpRequest()
        request.session = client.session
        record_authentication(request, user, "mfa", type="totp")
        request.session.save()


def signed_in(user: User) -> Client:
    """A browser of its own in which `user` is signed in."""
    client = Client()
    enter(client, user)
    return client
