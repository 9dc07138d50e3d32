"""The e-mail outbox: every message once, and none of its content after it is sent."""

from datetime import datetime
from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from sinew.apps.accounts.models import User


class OutboxEmailQuerySet(models.QuerySet["OutboxEmail"]):
    def meant_for(self, user: User) -> Self:
        """Everything to this account, at this address or an earlier one."""
        return self.filter(Q(recipient=user) | Q(recipient=None, to__iexact=user.email))

    def waiting(self) -> Self:
        """Messages that are neither sent nor given up."""
        return self.filter(status=OutboxEmail.Status.WAITING)

    def stuck(self, *, since: datetime) -> Self:
        """Messages claimed before `since` and never finished: the process died while it sent them.

        Whether the mail server took one is not known, so none is sent again by itself.
        """
        claimed = Q(claimed_at__lt=since) | Q(claimed_at=None, created_at__lt=since)
        return self.filter(claimed, status=OutboxEmail.Status.SENDING)


class OutboxEmail(models.Model):
    """One message to one person.

    Attributes:
        recipient: the account it is for, where there is one, whatever address it has now; goes with it.
        calendar: an iCalendar entry to go with it; empty for none.
        claimed_at: when a worker last began to send it.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", "waiting"
        SENDING = "sending", "sending"
        SENT = "sent", "sent"
        FAILED = "failed", "failed"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    key = models.CharField(max_length=200, unique=True)
    to = models.EmailField()
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="outbox_emails"
    )
    template = models.CharField(max_length=100)
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    calendar = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    objects = OutboxEmailQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        indexes = [models.Index(fields=["status", "created_at"], name="outbox_status")]

    def __str__(self) -> str:
        return f"{self.template} ({self.status})"
