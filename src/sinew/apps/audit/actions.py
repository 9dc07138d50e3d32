"""The one way to add to the audit trail."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models

from sinew.apps.audit.models import AuditEntry


def record(
    event: str,
    *,
    on: models.Model | None = None,
    by: AbstractBaseUser | AnonymousUser | None = None,
    member: UUID | None = None,
    detail: Mapping[str, str] | None = None,
) -> AuditEntry:
    """Store that `event` happened.

    Args:
        event: past tense, dotted: ``care.plan.read``.
        on: the row that was read or changed.
        by: who did it; None or anonymous for the software itself or a stranger.
        member: the id of the member the row is about, so that a record's readers can be listed.
        detail: short codes and opaque ids, never an answer, a name or free text.
    """
    return AuditEntry.objects.create(
        event=event,
        by_id=by.pk if by is not None else None,
        by_role=getattr(by, "role", ""),
        target_type=on._meta.label if on is not None else "",
        target_id=str(on.pk) if on is not None else "",
        member_id=member,
        detail=dict(detail or {}),
    )


def record_reads(event: str, *, members: Iterable[UUID], by: AbstractBaseUser) -> None:
    """Store that `by` read a line of each of these members, in one query however many they are."""
    role = getattr(by, "role", "")
    AuditEntry.objects.bulk_create(
        AuditEntry(event=event, by_id=by.pk, by_role=role, member_id=member) for member in members
    )
