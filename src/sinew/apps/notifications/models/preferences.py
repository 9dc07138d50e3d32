"""What people chose to hear, and when."""

from datetime import datetime, time

from django.conf import settings
from django.db import models

from sinew.apps.accounts.models import User
from sinew.notices import Channel, QuietHours, Wishes


class Preferences(models.Model):
    """When somebody wants to hear of us; who has no row wants everything at once.

    Attributes:
        quiet_from: on their own clock; equal to `quiet_until` means no quiet hours.
        paused_until: before this they want no reminders.
        follows_office_hours: whether a practitioner wants what can wait in their office hours only.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_preferences"
    )
    quiet_from = models.TimeField(default=time(22))
    quiet_until = models.TimeField(default=time(7))
    quiet_email = models.BooleanField(default=False)
    quiet_push = models.BooleanField(default=False)
    paused_until = models.DateTimeField(null=True)
    follows_office_hours = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"preferences of account {self.user_id}"

    @classmethod
    def of(cls, user: User) -> "Preferences":
        """Theirs, or unstored ones as everybody has them at first."""
        return cls.objects.filter(user=user).first() or cls(user=user)

    def wishes(self, *, away_until: datetime | None = None) -> Wishes:
        """What they chose, as the decision wants it.

        Args:
            away_until: until when they are not at work; counts only if they asked for that.
        """
        held = {Channel.EMAIL: self.quiet_email, Channel.PUSH: self.quiet_push}
        return Wishes(
            off=KindChoice.turned_off(self.user),
            quiet=QuietHours(self.quiet_from, self.quiet_until, self.user.timezone),
            quiet_on=frozenset(channel for channel, is_held in held.items() if is_held),
            paused_until=self.paused_until,
            away_until=away_until if self.follows_office_hours else None,
        )


class KindChoice(models.Model):
    """A kind that somebody turned off on one channel."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices_turned_off"
    )
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=10, choices=[(channel.value, channel.value) for channel in Channel])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "channel"], name="a_kind_is_turned_off_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.channel} is off"

    @classmethod
    def turned_off(cls, user: User) -> frozenset[tuple[str, Channel]]:
        """Everything this person turned off."""
        rows = cls.objects.filter(user=user).values_list("kind", "channel")
        return frozenset((kind, Channel(channel)) for kind, channel in rows)
