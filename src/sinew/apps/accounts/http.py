"""Requests of people who are signed in."""

from sinew.apps.accounts.models import User
from sinew.apps.web.moment import TimedRequest


class SignedInRequest(TimedRequest):
    """A request whose user is known: what a view behind a permission decorator receives."""

    user: User
