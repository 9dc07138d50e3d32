"""One file that holds everything, and bringing it back.

A backup is a ZIP of ``manifest.json``, one consistent copy of the database and the attachments of messages,
readable by its owner only.
It holds personal health information: keep it where only the operator can read it.
"""

import os
import tempfile
import zipfile
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.care.models import ContentSnapshot
from sinew.apps.practice.errors import BackupExists, BackupRefused, DatabaseInUse, RestoreRefused
from sinew.apps.practice.models import BackupRecord
from sinew.apps.practice.operations import attachments, copies, deletions, manifest
from sinew.apps.practice.operations.deletions import Reapplied
from sinew.apps.practice.operations.manifest import Manifest

COPIES_KEPT = 5
"""How many of the copies that upgrades and restores make by themselves are kept."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did.

    Attributes:
        aside: where the database that was replaced is kept; ``None`` if it was empty.
        behind: migrations this version brings that the restored database lacks.
        reapplied: what was deleted from it again; ``None`` if that has to wait for the migrations.
    """

    manifest: Manifest
    aside: Path | None
    behind: int
    reapplied: Reapplied | None


def is_empty() -> bool:
    """Whether this database has no accounts, or no tables at all."""
    if User._meta.db_table not in connection.introspection.table_names():
        return True
    return not User.objects.exists()


def write_backup(out: Path, *, at: datetime) -> Manifest:
    """Write a backup of the live database to `out` and read it back.

    Raises:
        BackupExists: there is a file of that name.
        BackupRefused: there is nothing to copy, or the copy could not be made or written.
    """
    if out.exists():
        raise BackupExists(out)
    if not manifest.applied_migrations():
        raise BackupRefused("this database is not set up, there is nothing to back up. Run: sinew upgrade")
    with tempfile.TemporaryDirectory(prefix="sinew-backup-") as folder:
        data = Path(folder) / manifest.DATA[manifest.engine()]
        copies.copy_out(data)
        described = _pack(out, _describe(data, at), data)
        manifest.extract(out, described, Path(folder) / "read-back")
        attachments.check(out, described.files)
    _remember(described, out, at)
    return described


def restore_backup(file: Path, *, replace: bool, at: datetime) -> Restored:
    """Verify a backup and put it in the place of the current database, which is kept aside.

    Whoever the current database knows to be deleted is deleted from the restored one again.

    Raises:
        RestoreRefused: the file is damaged, foreign, or newer than this version; nothing was changed.
        DatabaseInUse: there are accounts, and `replace` is false.
    """
    found = manifest.read(file)
    if found.engine != manifest.engine():
        raise RestoreRefused(f"{file} is a copy of {found.engine}, this database is {manifest.engine()}.")
    occupied = not is_empty()
    if occupied and not replace:
        raise DatabaseInUse
    with tempfile.TemporaryDirectory(prefix="sinew-restore-") as folder:
        data = manifest.extract(file, found, Path(folder))
        attachments.check(file, found.files)
        aside = _put_aside(at) if occupied else None
        deletions.carry_over()
        copies.copy_in(data)
        attachments.bring_back(file, found.files)
    behind = manifest.known_migrations() - set(manifest.applied_migrations())
    if not any(name.startswith("audit.") for name in behind):
        audit.record("operations.backup.restored", detail={"made_at": found.made_at})
    return Restored(found, aside, len(behind), None if behind else deletions.reapply())


def new_copy(name: str, at: datetime) -> Path:
    """Where an upgrade or restore puts its copy; the oldest ones go, so that with it `COPIES_KEPT` remain."""
    folder: Path = settings.VAR / "backups"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    oldest_first = sorted(folder.glob("before-*"), key=lambda copy: copy.name.rpartition("-")[2])
    stem, dot, suffix = name.partition(".")
    made = folder / f"{stem}-{at:%Y%m%dT%H%M%S}{dot}{suffix}"
    for copy in oldest_first[: max(0, len(oldest_first) + 1 - COPIES_KEPT)]:
        copy.unlink()
    return made


def _describe(data: Path, at: datetime) -> Manifest:
    return Manifest(
        format=manifest.FORMAT,
        made_at=at.isoformat(timespec="seconds"),
        sinew_version=manifest.software_version(),
        engine=manifest.engine(),
        migrations=manifest.applied_migrations(),
        content_version=_content_version(),
        key_mark=manifest.key_mark(),
        sha256=manifest.sha256_of(data),
        size_bytes=data.stat().st_size,
    )


def _content_version() -> str:
    """The newest content this database has stored, or an empty string."""
    if ContentSnapshot._meta.db_table not in connection.introspection.table_names():
        return ""
    newest = ContentSnapshot.objects.order_by("-created_at").values_list("hash", flat=True).first()
    return newest or ""


def _pack(out: Path, described: Manifest, data: Path) -> Manifest:
    """Write the file; returns what it says about itself, attachments included."""
    try:
        handle = os.open(out, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        raise BackupExists(out) from None
    except OSError as problem:
        raise BackupRefused(f"{out} cannot be written: {problem.strerror}.") from None
    try:
        with os.fdopen(handle, "wb") as raw, zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(data, described.data_name)
            described = replace(described, files=attachments.pack(archive))
            archive.writestr(manifest.MANIFEST, described.to_json())
    except OSError as problem:
        out.unlink(missing_ok=True)
        raise BackupRefused(f"{out} could not be written: {problem.strerror}.") from None
    return described


def _remember(described: Manifest, out: Path, at: datetime) -> None:
    """Note the backup for the health page; a database from before that table cannot, and need not."""
    try:
        BackupRecord.objects.create(
            made_at=at,
            sha256=manifest.sha256_of(out),
            size_bytes=out.stat().st_size,
            sinew_version=described.sinew_version,
            content_version=described.content_version,
        )
        audit.record("operations.backup.made", detail={"sha256": described.sha256})
    except DatabaseError:
        connection.close()


def _put_aside(at: datetime) -> Path:
    suffix = Path(manifest.DATA[manifest.engine()]).suffix
    aside = new_copy(f"before-restore{suffix}", at)
    copies.copy_out(aside)
    aside.chmod(0o600)
    return aside
