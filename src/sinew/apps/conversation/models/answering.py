"""How practitioners answer: quick replies, their office hours, and days away."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sinew.apps.accounts.models import User


class QuickReplyQuerySet(models.QuerySet["QuickReply"]):
    def visible_to(self, user: User) -> Self:
        """One's own and those that are shared; nobody but practitioners has any."""
        if not user.is_practitioner:
            return self.none()
        return self.filter(Q(written_by=user) | Q(is_shared=True))


class QuickReply(models.Model):
    """A text with fields, to be used again.

    Attributes:
        is_shared: whether every practitioner here may use it.
    """

    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="quick_replies"
    )
    title = models.CharField(max_length=80)
    text = models.TextField()
    is_shared = models.BooleanField(default=False)
    written_at = models.DateTimeField()

    objects = QuickReplyQuerySet.as_manager()

    class Meta:
        ordering = ["title", "id"]

    def __str__(self) -> str:
        return f"quick reply {self.pk}"


class PractitionerHours(models.Model):
    """When a practitioner is at work, in the time zone of their account.

    Attributes:
        week: ``{"monday": ["09:00-17:00"], ...}``; a day that is missing is free.
    """

    practitioner = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="office_hours"
    )
    week = models.JSONField()
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"office hours of {self.practitioner_id}"


class Absence(models.Model):
    """Days on which a practitioner does not work, the first and the last included."""

    practitioner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="absences"
    )
    first_on = models.DateField()
    last_on = models.DateField()

    class Meta:
        ordering = ["first_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")), name="absence_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return f"away from {self.first_on} to {self.last_on}"
