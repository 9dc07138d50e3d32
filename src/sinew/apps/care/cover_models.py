"""One practitioner standing in for another for a while."""

import uuid
from datetime import date, datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sinew.apps.accounts.models import User


class CoverQuerySet(models.QuerySet["Cover"]):
    def visible_to(self, user: User) -> Self:
        """Those in which this practitioner has a part; an operator sees all of them."""
        if user.is_operator:
            return self
        return self.filter(Q(away=user) | Q(covering=user) | Q(arranged_by=user))

    def standing(self, at: datetime) -> Self:
        """Those that are not over: running or ahead."""
        return self.filter(ended_at=None, until_at__gt=at)

    def running(self, at: datetime) -> Self:
        """Those of this very moment."""
        return self.standing(at).filter(starts_at__lte=at)


class Cover(models.Model):
    """`covering` looks after members of `away` in ``[starts_at, until_at)``; its places say which ones.

    Attributes:
        is_for_all: it was for everybody `away` looked after, so no new member goes to them.
        note: what the colleague has to know in general; never about one member.
        ended_at: when it was called off before its end.
        closed_at: when its end was written down in the places it gave.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    away = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="covers_by_others"
    )
    covering = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="covers")
    starts_at = models.DateTimeField()
    until_at = models.DateTimeField()
    is_for_all = models.BooleanField(default=False)
    note = models.CharField(max_length=500, blank=True)
    arranged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    arranged_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = CoverQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "arranged_at"]
        constraints = [
            models.CheckConstraint(condition=Q(until_at__gt=F("starts_at")), name="a_cover_takes_time"),
            models.CheckConstraint(condition=~Q(away=F("covering")), name="nobody_covers_for_themselves"),
        ]

    def __str__(self) -> str:
        return f"cover {self.pk}"

    @property
    def first_on(self) -> date:
        """Its first day, where the person is who is away."""
        return self.starts_at.astimezone(ZoneInfo(self.away.timezone)).date()

    @property
    def last_on(self) -> date:
        """Its last day, where the person is who is away."""
        return (self.until_at - timedelta(microseconds=1)).astimezone(ZoneInfo(self.away.timezone)).date()

    def is_running(self, at: datetime) -> bool:
        """Whether it is this very moment."""
        return self.ended_at is None and self.starts_at <= at < self.until_at
