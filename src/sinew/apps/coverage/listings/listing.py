"""A sponsor's listing as a file beside the database, so that a night needs no export of who is listed.

The database is what counts: a file that is missing, changed or older than the listing is made anew from it.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from sinew.apps.coverage.listings.folder import sponsor_folder
from sinew.apps.coverage.listings.tables import COLUMNS, PEOPLE, listing
from sinew.apps.coverage.models import ListedPerson, Sponsor
from sinew.roster.listing import ListedRow
from sinew.roster.snapshots.duck import DuckEngine
from sinew.roster.snapshots.engine import Engine
from sinew.roster.snapshots.listings import listing_from_text, write_listing

_TEXTS = frozenset(name for name, kind in ListedRow.__annotations__.items() if kind is str)


@contextmanager
def engine_in(folder: Path) -> Iterator[Engine]:
    """The engine that compares files, with as much of the machine as the settings give it."""
    memory_mb, threads = settings.ROSTER_MEMORY_MB, settings.ROSTER_PROCESSES
    with DuckEngine(folder, memory_mb=memory_mb, threads=threads) as engine:
        yield engine


def current_listing(sponsor: Sponsor, *, work: Path, engine: Engine) -> Path | None:
    """Who is listed now, as Parquet; ``None`` for nobody.

    Args:
        work: private; where the file is made anew, if it must be.
        sponsor: as just read. Where its listing changes meanwhile, `Sponsor.listing_version` tells.
    """
    held = _held(listing_path(sponsor, sponsor.listing_version), work / "kept.parquet")
    if held is not None and sponsor.listing_sha256 and file_sha256(held) == sponsor.listing_sha256:
        return held
    if not ListedPerson.objects.filter(sponsor=sponsor).exists():
        return None
    rebuilt = work / "before.parquet"
    if connection.vendor == "postgresql":
        _export(sponsor, rebuilt, engine)
    else:
        write_listing(listing(sponsor.pk), rebuilt, engine=engine)
    return rebuilt


def _held(path: Path, here: Path) -> Path | None:
    """The same file under a name of our own, which stays when another roster replaces it; ``None``: none."""
    try:
        here.hardlink_to(path)
    except FileNotFoundError:
        return None
    return here


def listing_path(sponsor: Sponsor, version: int) -> Path:
    """Where the listing of a version is kept."""
    return sponsor_folder(sponsor.pk) / f"listing-{version}.parquet"


def forget_older(sponsor: Sponsor) -> None:
    """Delete every listing but the current one."""
    current = listing_path(sponsor, sponsor.listing_version)
    for path in sponsor_folder(sponsor.pk).glob("listing-*.parquet"):
        if path != current:
            path.unlink(missing_ok=True)


def file_sha256(path: Path) -> str:
    """What tells whether a file is the one that was written."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _export(sponsor: Sponsor, path: Path, engine: Engine) -> None:
    """Everybody listed, by COPY: some millions a minute."""
    text = path.with_suffix(".txt")
    columns = ", ".join(f"nullif(\"{name}\", '')" if name in _TEXTS else f'"{name}"' for name in COLUMNS)
    sql = (
        f"COPY (SELECT {columns} FROM {PEOPLE} WHERE sponsor_id = %s) TO STDOUT "  # noqa: S608
        r"(FORMAT csv, DELIMITER E'\x1f', QUOTE E'\x01', NULL '')"
    )
    try:
        with text.open("wb") as file, connection.cursor() as cursor, cursor.copy(sql, [sponsor.pk]) as copy:
            file.writelines(copy)
        listing_from_text([text], path, engine=engine)
    finally:
        text.unlink(missing_ok=True)
