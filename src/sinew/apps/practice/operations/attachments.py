"""Attachments in a backup: every file beside the database, checked by its hash, and brought back."""

import hashlib
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from sinew.apps.conversation.files import storage
from sinew.apps.practice.errors import RestoreRefused

FOLDER = "attachments/"


def pack(archive: zipfile.ZipFile) -> dict[str, str]:
    """Write every attachment into the archive; returns the SHA-256 of each by its name.

    One that is deleted meanwhile is left out: its row is gone, too, or will be after a restore.
    """
    packed: dict[str, str] = {}
    for name, _path in storage.stored():
        data = storage.read(name)
        if data is not None:
            archive.writestr(f"{FOLDER}{name.hex}", data, zipfile.ZIP_STORED)
            packed[name.hex] = hashlib.sha256(data).hexdigest()
    return packed


def check(file: Path, wanted: Mapping[str, str]) -> None:
    """Read every attachment of a backup.

    Raises:
        RestoreRefused: one is missing or is not what the manifest says.
    """
    with zipfile.ZipFile(file) as archive:
        for name, sha256 in wanted.items():
            _read(archive, file, name, sha256)


def bring_back(file: Path, wanted: Mapping[str, str]) -> None:
    """Put the attachments of a checked backup in their place; what lies there stays for a while."""
    storage.keep_for_now()
    with zipfile.ZipFile(file) as archive:
        for name, sha256 in wanted.items():
            data = _read(archive, file, name, sha256)
            if storage.read(UUID(hex=name)) != data:
                storage.remove(UUID(hex=name))
                storage.write(UUID(hex=name), data)


def _read(archive: zipfile.ZipFile, file: Path, name: str, sha256: str) -> bytes:
    try:
        UUID(hex=name)
        data = archive.read(f"{FOLDER}{name}")
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, zlib.error):
        raise RestoreRefused(f"{file} is damaged: an attachment cannot be read.") from None
    if hashlib.sha256(data).hexdigest() != sha256:
        raise RestoreRefused(f"{file} is damaged: an attachment is not the one the manifest names.")
    return data
