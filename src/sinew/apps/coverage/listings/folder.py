"""The private folder of a roster: its file, and the rows left out, for this service's account only."""

import hashlib
import os
import shutil
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

_BLOCK_BYTES = 1 << 20
_FILE, _LEFT_OUT = "roster", "left-out.csv"


def root() -> Path:
    """Where everything about rosters is kept; made where it is missing."""
    folder = Path(settings.ROSTER_FILES)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def sponsor_folder(sponsor_id: UUID) -> Path:
    """Where everything of a sponsor is kept; made where it is missing."""
    folder = root() / str(sponsor_id)
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def roster_folder(sponsor_id: UUID, roster_id: UUID) -> Path:
    """Where the file of one roster is kept; made where it is missing."""
    folder = sponsor_folder(sponsor_id) / str(roster_id)
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def original(sponsor_id: UUID, roster_id: UUID) -> Path:
    """The file as it came in."""
    return roster_folder(sponsor_id, roster_id) / _FILE


def left_out(sponsor_id: UUID, roster_id: UUID) -> Path:
    """The rows that were left out, with the reasons; it is there only where there are some."""
    return roster_folder(sponsor_id, roster_id) / _LEFT_OUT


def keep(file: BinaryIO, path: Path) -> tuple[str, int]:
    """Copy a file that came in, readable by nobody else.

    Returns:
        SHA-256 and size of it.
    """
    digest, size = hashlib.sha256(), 0
    with open_private(path) as kept:
        while block := file.read(_BLOCK_BYTES):
            digest.update(block)
            size += len(block)
            kept.write(block)
        kept.flush()
        os.fsync(kept.fileno())
    return digest.hexdigest(), size


def open_private(path: Path) -> BinaryIO:
    """A new file that only this service's account reads and writes."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def remove(sponsor_id: UUID, roster_id: UUID) -> None:
    """Delete everything kept of a roster."""
    shutil.rmtree(sponsor_folder(sponsor_id) / str(roster_id), ignore_errors=True)


def remove_sponsor(sponsor_id: UUID) -> None:
    """Delete everything kept of a sponsor."""
    shutil.rmtree(root() / str(sponsor_id), ignore_errors=True)


def remove_old(*, kept: Collection[UUID], before: datetime) -> None:
    """Delete everything of rosters that are not kept, unless it was written just now.

    Args:
        kept: rosters whose files stay.
        before: what was written later stays, because its roster may not be stored yet.
    """
    names = {str(roster_id) for roster_id in kept}
    for path in root().glob("*/*"):
        if path.is_dir() and path.name not in names and path.stat().st_mtime < before.timestamp():
            shutil.rmtree(path, ignore_errors=True)
