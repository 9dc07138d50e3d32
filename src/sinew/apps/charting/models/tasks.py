"""Tasks: what a practitioner has to do, until when, and whether it is done."""

import uuid
from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from sinew.apps.accounts.models import User
from sinew.apps.charting.models.notes import VisitNote
from sinew.apps.members.models import Member, readable_by


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, user: User) -> Self:
        """A practitioner's: about members they may read, and their own about nobody."""
        if not user.is_practitioner:
            return self.none()
        own = Q(member=None) & (Q(assigned_to=user) | Q(created_by=user))
        about = Q(member__isnull=False) & readable_by(user, prefix="member__")
        return self.filter(own | about).exclude(member__user=user).distinct()

    def open(self) -> Self:
        return self.filter(done_at=None)

    def of(self, user: User) -> Self:
        """Those this person has to do."""
        return self.filter(assigned_to=user)


class Task(models.Model):
    """One thing to do.

    Attributes:
        member: whom it is about; ``None`` for what concerns nobody in particular.
        assigned_to: who has to do it; ``None`` once their account is closed.
        due_on: the last day, on the clock of who has to do it.
        note: the note it was made in.
        key: names the attempt, so that the same form sent twice makes one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, null=True, blank=True, on_delete=models.CASCADE, related_name="tasks")
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="tasks"
    )
    what = models.CharField(max_length=200)
    due_on = models.DateField()
    note = models.ForeignKey(
        VisitNote, null=True, blank=True, on_delete=models.SET_NULL, related_name="tasks"
    )
    key = models.UUIDField(unique=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "created_at"]
        indexes = [models.Index(fields=["assigned_to", "done_at", "due_on"], name="tasks_of_practitioner")]

    def __str__(self) -> str:
        return f"task {self.pk}"

    def is_overdue_on(self, day: date) -> bool:
        """Whether it should have been done before this day."""
        return self.done_at is None and self.due_on < day
