"""The outbox: every notice once by every channel, and none of its content after it is sent."""

from datetime import datetime, timedelta
from typing import Self, TypeVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from sinew.apps.accounts.models import User
from sinew.notices import BY_ID, Kind, UnknownTemplate, kind_of

Row = TypeVar("Row", bound="Outgoing")

LOST_AFTER = timedelta(minutes=10)
"""A row that no worker has looked at for so long has lost its task: somebody died between the two."""


class OutgoingQuerySet(models.QuerySet[Row]):
    """What both outboxes are asked for."""

    def waiting(self) -> Self:
        """Those that are neither sent, nor given up, nor left out."""
        return self.filter(status=Outgoing.Status.WAITING)

    def late(self, *, since: datetime) -> Self:
        """Waiting since before then, although nothing held them back."""
        free = Q(not_before=None) | Q(not_before__lt=since)
        return self.waiting().filter(free, created_at__lt=since)

    def ready(self, *, at: datetime) -> Self:
        """Waiting, and not held back any more."""
        return self.waiting().filter(Q(not_before=None) | Q(not_before__lte=at))

    def due(self, *, at: datetime) -> Self:
        """Those that were held back until now, and those whose task is lost: nobody came for them so long."""
        lost = Q(not_before=None, created_at__lt=at - LOST_AFTER)
        return self.waiting().filter(Q(not_before__lte=at) | lost)

    def stuck(self, *, since: datetime) -> Self:
        """Claimed before `since` and never finished: the process died while it sent them.

        Whether the other side took one is not known, so none is sent again by itself.
        """
        claimed = Q(claimed_at__lt=since) | Q(claimed_at=None, created_at__lt=since)
        return self.filter(claimed, status=Outgoing.Status.SENDING)


class Outgoing(models.Model):
    """What every row of an outbox has.

    Attributes:
        useful_until: from then on nobody wants to hear it.
        not_before: until when it is held back, by its reader's quiet hours or after a failure.
        claimed_at: when a worker last began to send it.
        why: why it was left out.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", "waiting"
        SENDING = "sending", "sending"
        SENT = "sent", "sent"
        FAILED = "failed", "failed"
        LEFT_OUT = "left_out", "left out"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    why = models.CharField(max_length=20, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    useful_until = models.DateTimeField(null=True)
    not_before = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class OutboxEmailQuerySet(OutgoingQuerySet["OutboxEmail"]):
    def meant_for(self, user: User) -> Self:
        """Everything to this account, at this address or an earlier one."""
        return self.filter(Q(recipient=user) | Q(recipient=None, to__iexact=user.email))


class OutboxEmail(Outgoing):
    """One message to one person.

    Attributes:
        recipient: the account it is for, where there is one, whatever address it has now; goes with it.
        calendar: an iCalendar entry to go with it; empty for none.
    """

    key = models.CharField(max_length=200, unique=True)
    to = models.EmailField()
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="outbox_emails"
    )
    template = models.CharField(max_length=100)
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    calendar = models.TextField(blank=True)

    objects = OutboxEmailQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        indexes = [models.Index(fields=["status", "created_at"], name="outbox_status")]

    def __str__(self) -> str:
        return f"{self.template} ({self.status})"

    @property
    def kind(self) -> Kind:
        """Its kind, by its template; what an earlier version queued under another name goes out as it is."""
        try:
            return kind_of(self.template)
        except UnknownTemplate:
            return BY_ID["account"]


class Device(models.Model):
    """A browser in which somebody asked for pushes.

    Attributes:
        endpoint: where the browser's maker takes pushes for it; whoever knows it could bother the person.
        p256dh: its public key, base64url.
        auth: its shared secret, base64url.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="devices")
    name = models.CharField(max_length=60)
    endpoint = models.CharField(max_length=1000, unique=True)
    p256dh = models.CharField(max_length=90)
    auth = models.CharField(max_length=30)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at"]

    def __str__(self) -> str:
        return f"device {self.pk}"


class OutboxPushQuerySet(OutgoingQuerySet["OutboxPush"]):
    def finished(self, *, before: datetime) -> Self:
        """Sent, given up or left out, and queued before then."""
        over = (Outgoing.Status.SENT, Outgoing.Status.FAILED, Outgoing.Status.LEFT_OUT)
        return self.filter(status__in=over, created_at__lt=before)


class OutboxPush(Outgoing):
    """One notice to one device. It holds no text: what a push says is its kind's."""

    kind_id = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="pushes")
    path = models.CharField(max_length=200)

    objects = OutboxPushQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        indexes = [models.Index(fields=["status", "created_at"], name="outbox_push_status")]
        constraints = [models.UniqueConstraint(fields=["key", "device"], name="a_push_once_a_device")]

    def __str__(self) -> str:
        return f"push {self.kind_id} ({self.status})"

    @property
    def kind(self) -> Kind:
        return BY_ID[self.kind_id]
