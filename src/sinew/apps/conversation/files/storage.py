"""Where attachments lie: outside every served folder, under opaque names, for this service only."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from uuid import UUID

from django.conf import settings


def folder() -> Path:
    """The folder of all attachments; it may not exist yet."""
    return Path(settings.MEDIA_ROOT) / "attachments"


def write(name: UUID, data: bytes) -> None:
    """Store a new file, readable by this service's account only, and wait until the disk has it."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(_path(name), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def read(name: UUID) -> bytes | None:
    """What is stored under this name; ``None`` if there is nothing."""
    with suppress(FileNotFoundError):
        return _path(name).read_bytes()
    return None


def remove(name: UUID) -> None:
    """Delete a file, if it is there."""
    _path(name).unlink(missing_ok=True)


def stored() -> Iterator[tuple[UUID, Path]]:
    """Every file that has a name of ours."""
    if folder().is_dir():
        for path in sorted(folder().iterdir()):
            with suppress(ValueError):
                yield UUID(hex=path.name), path


def keep_for_now() -> None:
    """Treat everything that is stored as new: upkeep leaves it alone for a while (after a restore)."""
    for _name, path in stored():
        os.utime(path)


def _path(name: UUID) -> Path:
    return folder() / name.hex
