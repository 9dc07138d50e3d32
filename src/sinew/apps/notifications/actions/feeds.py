"""Making, renewing and ending the secret address of a person's calendar."""

import secrets
from datetime import datetime

from django.db import transaction

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.notifications.models import CalendarFeed

TOKEN_BYTES = 32


@transaction.atomic
def make_feed(*, user: User, at: datetime, by: User) -> str:
    """A new secret for this person's calendar, returned this once; the one before it reads nothing more."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    feed, _ = CalendarFeed.objects.update_or_create(
        user=user, defaults={"token_hash": CalendarFeed.hashed(token), "made_at": at}
    )
    audit.record("notifications.calendar_feed.made", on=feed, by=by)
    return token


@transaction.atomic
def end_feed(*, user: User, by: User) -> None:
    """From now on nobody reads this person's calendar without signing in."""
    for feed in CalendarFeed.objects.filter(user=user):
        audit.record("notifications.calendar_feed.ended", on=feed, by=by)
        feed.delete()
