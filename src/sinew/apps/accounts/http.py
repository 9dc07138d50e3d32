"""Requests of people who are signed in."""

from django.http import HttpRequest

from sinew.apps.accounts.models import User


class SignedInRequest(HttpRequest):
    """A request whose user is known: what a view behind a permission decorator receives."""

    user: User
