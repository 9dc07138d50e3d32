"""The audit trail: who read or changed what. Rows are only ever added."""

from typing import Any, NoReturn, Self
from uuid import UUID

from django.db import models

from sinew.apps.audit.errors import AuditIsAppendOnly


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    def about(self, member_id: UUID) -> Self:
        """Everything that was read or changed about one member."""
        return self.filter(member_id=member_id)

    def update(self, **_changes: Any) -> NoReturn:
        """Refused: what happened cannot change."""
        raise AuditIsAppendOnly

    def delete(self) -> NoReturn:
        """Refused: what happened cannot be undone."""
        raise AuditIsAppendOnly


class AuditEntry(models.Model):
    """One thing somebody did. Holds opaque ids only, so it outlives the accounts it names."""

    at = models.DateTimeField(auto_now_add=True)
    event = models.CharField(max_length=80)
    by_id = models.UUIDField(null=True)
    by_role = models.CharField(max_length=20, blank=True)
    target_type = models.CharField(max_length=80, blank=True)
    target_id = models.CharField(max_length=64, blank=True)
    member_id = models.UUIDField(null=True)
    detail = models.JSONField(default=dict)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["member_id", "at"], name="audit_member_at"),
            models.Index(fields=["by_id", "at"], name="audit_by_at"),
        ]

    def __str__(self) -> str:
        return f"{self.event} at {self.at:%Y-%m-%d %H:%M}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the row; refuses to write one that is already stored."""
        if self.pk is not None:
            raise AuditIsAppendOnly
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refused: what happened cannot be undone."""
        raise AuditIsAppendOnly
