"""Deletions outlive a restore: whoever was deleted after the backup was made is deleted from it again.

The audit trail of the database that is replaced says who that was, by opaque id. Its entries are carried over
in a file until they are applied, so that neither an interrupted restore nor one that needs an upgrade first
loses them.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from sinew.apps.accounts.actions import close_account
from sinew.apps.accounts.models import User
from sinew.apps.audit.models import AuditEntry
from sinew.apps.members.actions import delete_account
from sinew.apps.members.models import Member

MEMBER, ACCOUNT = "members.member.deleted", "accounts.account.deleted"
FIELDS = ("at", "event", "by_id", "by_role", "target_type", "target_id", "member_id", "detail")


@dataclass(frozen=True, slots=True)
class Reapplied:
    """What was deleted again: ids of members, and of accounts that were no member's."""

    members: tuple[str, ...]
    accounts: tuple[str, ...]


def carry_over() -> None:
    """Keep the deletions this database knows of, to be applied to the one that takes its place."""
    if AuditEntry._meta.db_table not in connection.introspection.table_names():
        return
    deletions = AuditEntry.objects.filter(event__in=(MEMBER, ACCOUNT)).order_by("at", "pk")
    known = _pending() + list(deletions.values(*FIELDS))
    if known:
        _file().touch(mode=0o600)
        _file().write_text(json.dumps(known, default=str), encoding="utf-8")


def reapply() -> Reapplied:
    """Apply what was carried over; a second call does nothing."""
    pending = _pending()
    with transaction.atomic():
        for entry in pending:
            _keep(entry)
        done = Reapplied(members=_delete_members(pending), accounts=_close_accounts(pending))
    _file().unlink(missing_ok=True)
    return done


def _file() -> Path:
    return Path(settings.VAR) / "deletions-to-reapply.json"


def _pending() -> list[dict[str, Any]]:
    if not _file().exists():
        return []
    found: list[dict[str, Any]] = json.loads(_file().read_text(encoding="utf-8"))
    return found


def _keep(entry: dict[str, Any]) -> None:
    """The entry as it was, at its own time, unless the restored trail has it."""
    if AuditEntry.objects.filter(event=entry["event"], target_id=entry["target_id"]).exists():
        return
    at = datetime.fromisoformat(entry["at"])
    AuditEntry(**entry | {"at": at}).save_base(raw=True, force_insert=True)


def _delete_members(pending: list[dict[str, Any]]) -> tuple[str, ...]:
    deleted = []
    for member in Member.objects.filter(pk__in=_targets(pending, MEMBER)).select_related("user"):
        deleted.append(str(member.pk))
        delete_account(user=member.user, typed=member.user.email, by=None)
    return tuple(deleted)


def _close_accounts(pending: list[dict[str, Any]]) -> tuple[str, ...]:
    closed = []
    for user in User.objects.filter(pk__in=_targets(pending, ACCOUNT)):
        closed.append(str(user.pk))
        close_account(user=user, by=None)
    return tuple(closed)


def _targets(pending: list[dict[str, Any]], event: str) -> set[UUID]:
    return {UUID(entry["target_id"]) for entry in pending if entry["event"] == event}
