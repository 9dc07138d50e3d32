"""Bringing an installation to this version of the software without losing anything."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.core.management import call_command

from sinew.apps.care import summaries
from sinew.apps.care.actions import freeze_content
from sinew.apps.care.models import ContentSnapshot
from sinew.apps.practice.errors import ContentUnreadable
from sinew.apps.practice.operations import deletions, manifest
from sinew.apps.practice.operations.backup import is_empty, new_copy, write_backup
from sinew.apps.web import content
from sinew.content import from_snapshot
from sinew.errors import InputRefused


def missing_migrations() -> list[str]:
    """``app.name`` of the migrations this version brings and the database lacks."""
    return sorted(manifest.known_migrations() - set(manifest.applied_migrations()))


def upgrade(*, at: datetime) -> Iterator[str]:
    """Back up, migrate, store the content, collect the static files; yields what was done, step by step.

    Raises:
        BackupRefused: the backup could not be made; nothing was changed.
        ContentUnreadable: an active care plan could not be recomputed any more; nothing was changed.
        InputRefused: the content has problems; migrations are applied, plans keep the content they follow.
    """
    missing = missing_migrations()
    if not is_empty():
        _refuse_unreadable_content()
    if missing and not is_empty():
        out = new_copy("before-upgrade.sinew-backup", at)
        write_backup(out, at=at)
        yield f"Backed up to {out}"
    call_command("migrate", interactive=False, verbosity=0)
    yield f"Migrations applied: {len(missing) or 'none missing'}"
    if summarized := summaries.summarize_missing():
        yield f"Care plans summarized: {summarized}"
    again = deletions.reapply()
    if deleted := [*again.members, *again.accounts]:
        yield f"Deleted again, as they were before the restore: {', '.join(deleted)}"
    found = content.current()
    freeze_content(found, at=at)
    yield f"Content stored: version {found.version[:12]}"
    if serves_collected_files():
        call_command("collectstatic", interactive=False, verbosity=0)
        yield f"Static files collected in {settings.STATIC_ROOT}"


def serves_collected_files() -> bool:
    """Whether scripts and styles come from `STATIC_ROOT`, as in a deployment, or from the source."""
    return not settings.WHITENOISE_USE_FINDERS


def _refuse_unreadable_content() -> None:
    """Read every snapshot that an active plan follows, before anything is changed."""
    followed = ContentSnapshot.objects.filter(care_plans__ended_at=None).distinct()
    rows = followed.values_list("hash", "data")
    if unreadable := [version for version, data in rows if not _is_readable(data)]:
        raise ContentUnreadable(unreadable)


def _is_readable(snapshot: str) -> bool:
    try:
        from_snapshot(snapshot)
    except InputRefused:
        return False
    return True
