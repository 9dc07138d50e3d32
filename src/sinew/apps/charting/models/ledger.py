"""The ledger of minutes: entries are only ever added, and a wrong one is taken back by another."""

import uuid
from datetime import datetime, timedelta
from typing import Any, NoReturn, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sinew.apps.accounts.models import User
from sinew.apps.charting.errors import LedgerIsAppendOnly
from sinew.apps.members.models import Member, readable_by
from sinew.apps.visits.models import Visit
from sinew.vocabulary import Role

FORGOTTEN = timedelta(minutes=90)
"""A clock that ran longer was forgotten: its time is not believed, and is entered by hand."""


class MinuteEntryQuerySet(models.QuerySet["MinuteEntry"]):
    def visible_to(self, user: User) -> Self:
        """A practitioner's: of members they may read."""
        if not user.is_practitioner:
            return self.none()
        return self.filter(readable_by(user, prefix="member__")).exclude(member__user=user).distinct()

    def update(self, **_changes: Any) -> NoReturn:
        """Refused: take an entry back with another."""
        raise LedgerIsAppendOnly


class MinuteEntry(models.Model):
    """Time a practitioner spent on one member, or the taking back of such an entry.

    Attributes:
        on: the day it counts for, where the member is.
        seconds: how long; an entry that takes another back repeats those of the other.
        begins_at, ends_at: between which instants a clock ran; ``None`` where the length was entered by hand.
        reverses: the entry this one takes back.
        reason: why it is taken back.
        key: names the attempt, so that the same form sent twice adds once.
    """

    class Kind(models.TextChoices):
        VISIT = "visit", "Video visit"
        PHONE = "phone", "Phone call"
        MESSAGES = "messages", "Reading and writing messages"
        REVIEW = "review", "Reading results"
        PLANNING = "planning", "Changing the plan"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="minute_entries")
    practitioner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="minute_entries"
    )
    practitioner_name = models.CharField(max_length=80)
    role = models.CharField(max_length=20, choices=[(role, role) for role in Role])
    on = models.DateField()
    seconds = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=Kind)
    begins_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    visit = models.ForeignKey(
        Visit, null=True, blank=True, on_delete=models.SET_NULL, related_name="minute_entries"
    )
    reverses = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="reversal"
    )
    reason = models.CharField(max_length=300, blank=True)
    key = models.UUIDField(unique=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = MinuteEntryQuerySet.as_manager()

    class Meta:
        ordering = ["on", "created_at", "id"]
        indexes = [models.Index(fields=["member", "on"], name="minutes_of_member")]
        constraints = [
            models.CheckConstraint(
                condition=Q(reverses=None, reason="") | (Q(reverses__isnull=False) & ~Q(reason="")),
                name="taking_back_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(begins_at=None, ends_at=None) | Q(ends_at__gte=F("begins_at")),
                name="a_clock_runs_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"minutes {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; refuses to write over one."""
        if not self._state.adding:
            raise LedgerIsAppendOnly
        super().save(*args, **kwargs)


class TimerQuerySet(models.QuerySet["Timer"]):
    def visible_to(self, user: User) -> Self:
        """One's own, of a member one may read."""
        if not user.is_practitioner:
            return self.none()
        return self.filter(readable_by(user, prefix="member__"), practitioner=user).distinct()


class Timer(models.Model):
    """A clock that a practitioner started, and that runs until they stop it; one for each person."""

    practitioner = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="running_timer"
    )
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="running_timers")
    kind = models.CharField(max_length=20, choices=MinuteEntry.Kind)
    started_at = models.DateTimeField()

    objects = TimerQuerySet.as_manager()

    def __str__(self) -> str:
        return f"timer {self.pk}"

    def runs_for(self, at: datetime) -> int:
        """Whole seconds since it was started."""
        return max(int((at - self.started_at).total_seconds()), 0)

    def was_forgotten_at(self, at: datetime) -> bool:
        """Whether it ran too long to be believed."""
        return self.runs_for(at) > FORGOTTEN.total_seconds()
