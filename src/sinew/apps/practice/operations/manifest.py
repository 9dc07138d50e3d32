"""What a backup file says about itself, and whether that is true."""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from sinew.apps.practice.errors import RestoreRefused

FORMAT = 1
MANIFEST = "manifest.json"
DATA = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """The first member of a backup file.

    Attributes:
        made_at: instant, ISO 8601 with offset.
        engine: ``sqlite`` or ``postgresql``; one cannot be restored into the other.
        migrations: ``app.name`` of every migration the database had.
        key_mark: tells whether another installation has the same ``SECRET_KEY``, without telling the key;
            second factors can only be read with the key they were stored under.
        sha256, size_bytes: of the database copy inside.
        files: SHA-256 of every attachment beside it, by name; none in backups from before there were any.
    """

    format: int
    made_at: str
    sinew_version: str
    engine: str
    migrations: tuple[str, ...]
    content_version: str
    key_mark: str
    sha256: str
    size_bytes: int
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def data_name(self) -> str:
        return DATA[self.engine]

    @property
    def has_this_key(self) -> bool:
        return self.key_mark == key_mark()

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=1)


def engine() -> str:
    """``sqlite`` or ``postgresql``."""
    return str(connection.vendor)


def applied_migrations() -> tuple[str, ...]:
    """``app.name`` of every migration this database has."""
    return tuple(sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()))


def known_migrations() -> frozenset[str]:
    """``app.name`` of every migration this version of the software brings."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return frozenset(f"{app}.{name}" for app, name in loader.disk_migrations)


def software_version() -> str:
    """The version of Sinew that is installed."""
    return version("sinew")


def key_mark() -> str:
    """Twelve hexadecimal digits that differ for different secret keys."""
    return hashlib.sha256(b"sinew.backup.key-mark:" + settings.SECRET_KEY.encode()).hexdigest()[:12]


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as source:
        while piece := source.read(CHUNK_BYTES):
            digest.update(piece)
    return digest.hexdigest()


def read(file: Path) -> Manifest:
    """The manifest of a backup file.

    Raises:
        RestoreRefused: the file is missing, is no backup of ours, or comes from a newer version.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            raw = json.loads(archive.read(MANIFEST))
        manifest = Manifest(**raw | {"migrations": tuple(raw["migrations"])})
    except FileNotFoundError:
        raise RestoreRefused(f"there is no file {file}.") from None
    except (OSError, zipfile.BadZipFile, KeyError, TypeError, ValueError):
        raise RestoreRefused(f"{file} is not a Sinew backup, or it is damaged.") from None
    if manifest.format != FORMAT or manifest.engine not in DATA:
        raise RestoreRefused(f"{file} has a format this version does not read; update Sinew first.")
    if unknown := set(manifest.migrations) - known_migrations():
        raise RestoreRefused(
            f"{file} comes from a newer version (it has {min(unknown)}); update Sinew first."
        )
    return manifest


def extract(file: Path, manifest: Manifest, folder: Path) -> Path:
    """Unpack the database copy into `folder` and verify it against the manifest.

    Raises:
        RestoreRefused: the copy is not what the manifest says.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            data = Path(archive.extract(manifest.data_name, folder))
    except (OSError, KeyError, zipfile.BadZipFile, zlib.error):
        raise RestoreRefused(f"{file} is damaged: its database copy cannot be read.") from None
    if data.stat().st_size != manifest.size_bytes or sha256_of(data) != manifest.sha256:
        raise RestoreRefused(f"{file} is damaged: its database copy is not the one the manifest names.")
    return data
