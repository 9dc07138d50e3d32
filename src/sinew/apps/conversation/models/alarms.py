"""Messages whose words may describe an emergency."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sinew.apps.accounts.models import User
from sinew.apps.conversation.models.threads import Message, Thread
from sinew.apps.members.models import readable_by


class AlarmQuerySet(models.QuerySet["Alarm"]):
    def open(self) -> Self:
        """Alarms nobody on the care team has dealt with."""
        return self.filter(dealt_at=None)

    def visible_to(self, user: User) -> Self:
        return self.filter(readable_by(user, prefix="thread__member__")).distinct()


class Alarm(models.Model):
    """A message that may describe an emergency, until somebody of the team has dealt with it.

    Attributes:
        signs: ids of the groups of phrases that were found (content/messaging).
        note: what was done about it.
    """

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="alarms")
    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="alarm")
    signs = models.JSONField()
    raised_at = models.DateTimeField()
    dealt_at = models.DateTimeField(null=True, blank=True)
    dealt_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="dealt_alarms"
    )
    note = models.TextField(blank=True)

    objects = AlarmQuerySet.as_manager()

    class Meta:
        ordering = ["raised_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(dealt_at=None) | Q(dealt_at__gte=F("raised_at")), name="alarm_dealt_with_after_it"
            )
        ]

    def __str__(self) -> str:
        return f"alarm {self.pk}"
