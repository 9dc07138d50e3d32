"""Rosters as they came in, and everything each of them changed."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from sinew.apps.accounts.models import User
from sinew.apps.coverage.models.sponsors import Sponsor


class RosterQuerySet(models.QuerySet["Roster"]):
    def visible_to(self, user: User) -> Self:
        """Rosters of the sponsors this user looks after."""
        return self.filter(sponsor__in=Sponsor.objects.visible_to(user))

    def applied(self) -> Self:
        """Those whose changes stand, the last one first."""
        return self.filter(state=Roster.State.APPLIED).order_by("-applied_at", "-received_at")

    def pending(self) -> Self:
        """Those of which it is not decided yet whether they are applied."""
        return self.filter(state__in=Roster.PENDING)


class Roster(models.Model):
    """One file of covered people that a sponsor sent.

    Attributes:
        sha256: of the file; the same file again changes nothing.
        format: ``csv`` or ``834``; empty where not even that could be told.
        is_full: it says that it names everybody.
        summary: counts of people and changes.
        problems: as listed by `sinew.roster.problems`; repeat nothing the file says of a person.
        detected: how the file was read.
        reading: how a table is read, as said for this file: ``columns``, ``date_order`` and ``is_full``.
        waits: why a person must look before it is applied.
        received_at, applied_at, undone_at: when; ``None`` where it has not happened.
    """

    class Source(models.TextChoices):
        PORTAL = "portal", "Uploaded here"
        COMMAND = "command", "By command"
        FOLDER = "folder", "From the drop folder"

    class State(models.TextChoices):
        RECEIVED = "received", "Being read"
        ASKS = "asks", "Needs an answer about its columns or dates"
        CHECKED = "checked", "Read, not applied"
        WAITS = "waits", "Waits for a person"
        APPLIED = "applied", "Applied"
        NOTHING_NEW = "nothing_new", "Nothing new"
        REFUSED = "refused", "Refused"
        DISCARDED = "discarded", "Put aside"
        UNDONE = "undone", "Taken back"

    PENDING = (State.RECEIVED, State.ASKS, State.CHECKED, State.WAITS)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sponsor = models.ForeignKey(Sponsor, on_delete=models.CASCADE, related_name="rosters")
    source = models.CharField(max_length=20, choices=Source)
    state = models.CharField(max_length=20, choices=State, default=State.RECEIVED)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    format = models.CharField(max_length=10, blank=True)
    is_full = models.BooleanField(default=False)
    summary: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)
    problems: models.JSONField[list[dict[str, Any]]] = models.JSONField(default=list)
    detected: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)
    reading: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)
    waits: models.JSONField[list[str]] = models.JSONField(default=list)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = RosterQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-id"]
        indexes = [models.Index(fields=["sponsor", "received_at"], name="roster_of_sponsor")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="applied") | Q(applied_at__isnull=False), name="applied_rosters_say_when"
            )
        ]

    def __str__(self) -> str:
        return f"roster {self.pk}"


class Interchange(models.Model):
    """One ISA to IEA of a roster: by its sender and number, a file that comes twice is known.

    Attributes:
        sender: ISA05 and ISA06.
        control: ISA13.
    """

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="interchanges")
    sender = models.CharField(max_length=40)
    control = models.CharField(max_length=20)

    class Meta:
        indexes = [models.Index(fields=["sender", "control"], name="interchange_number")]

    def __str__(self) -> str:
        return f"interchange of roster {self.roster_id}"


class RosterChange(models.Model):
    """What one roster changed about one person: the history, and what is put back when it is taken back.

    Attributes:
        person_key: `ListedPerson.key`.
        kind: of `sinew.roster.changes.ChangeKind`.
        before: the columns that changed, as they were; ``None`` where the person was new.
        after: the same columns, as they are after it; empty where the person was new.
    """

    id = models.BigAutoField(primary_key=True)
    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="changes")
    person_key = models.CharField(max_length=160)
    kind = models.CharField(max_length=20)
    before: models.JSONField[dict[str, Any] | None] = models.JSONField(null=True)
    after: models.JSONField[dict[str, Any]] = models.JSONField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["person_key"], name="history_of_person")]

    def __str__(self) -> str:
        return f"{self.kind} by roster {self.roster_id}"
