"""Secret addresses under which calendar programs read a person's visits, without signing in."""

import hashlib

from django.conf import settings
from django.db import models

from sinew.apps.accounts.models import User


class CalendarFeed(models.Model):
    """One person's secret address.

    Attributes:
        token_hash: SHA-256 of what stands in the address, which only the person's calendar knows.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"calendar feed of account {self.user_id}"

    @staticmethod
    def hashed(token: str) -> str:
        """What is kept of a secret. It is long and random, so that its plain hash cannot be turned back."""
        return hashlib.sha256(token.encode()).hexdigest()

    @classmethod
    def reader_of(cls, token: str) -> User | None:
        """Whose calendar this secret opens; ``None`` for one that there is not, or of a closed account."""
        feed = cls.objects.filter(token_hash=cls.hashed(token), user__is_active=True).first()
        return feed.user if feed is not None else None
