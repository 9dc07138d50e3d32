"""Consistent copies of the database while it is in use, and bringing one back."""

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.backends.sqlite3._functions import register  # type: ignore[import-untyped]  # untyped

from sinew.apps.practice.errors import BackupRefused, RestoreRefused


def copy_out(target: Path) -> None:
    """Write a consistent copy of the live database to `target`, which must not exist.

    Raises:
        BackupRefused: the copy could not be made.
    """
    if connection.vendor == "sqlite":
        _sqlite_copy_out(target)
    else:
        problem = _postgres("pg_dump", "--format=custom", "--no-owner", f"--file={target}")
        if problem:
            raise BackupRefused(problem)


def copy_in(source: Path) -> None:
    """Replace everything in the database by the copy `source`, all or nothing.

    Raises:
        RestoreRefused: the copy is unsound or could not be brought in; the database is as it was.
    """
    if connection.vendor == "sqlite":
        _sqlite_copy_in(source)
    else:
        connection.close()
        how = ("--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error")
        problem = _postgres("pg_restore", *how, f"--dbname={connection.settings_dict['NAME']}", str(source))
        if problem:
            raise RestoreRefused(problem)


def _raw() -> sqlite3.Connection:
    connection.ensure_connection()
    raw: sqlite3.Connection = connection.connection
    return raw


def _sqlite_copy_out(target: Path) -> None:
    copy = sqlite3.connect(target)
    try:
        _raw().backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as problem:
        raise BackupRefused(f"the database could not be copied: {problem}.") from None
    finally:
        copy.close()


def _sqlite_copy_in(source: Path) -> None:
    copy = sqlite3.connect(source)
    register(copy)  # the integrity check evaluates constraints, and those on dates use Django's functions
    try:
        if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise RestoreRefused("the copy inside the backup fails SQLite's integrity check.")
        copy.backup(_raw())
    except sqlite3.Error as problem:
        raise RestoreRefused(f"the copy could not be brought in: {problem}.") from None
    finally:
        copy.close()
        connection.close()


def _postgres(program: str, *arguments: str) -> str:
    """Run one of PostgreSQL's programs on our database; returns what went wrong, in one line, or nothing."""
    found = shutil.which(program)
    if found is None:
        return f"{program} is not installed; install PostgreSQL's client programs."
    done = subprocess.run(  # noqa: S603 (a fixed program, no shell)
        [found, *arguments],
        env=os.environ | _postgres_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 0:
        return ""
    return f"{program} failed: {(done.stderr.strip().splitlines() or ['no reason given'])[-1]}"


def _postgres_environment() -> dict[str, str]:
    """Our database as libpq's variables, so that no password appears in a list of processes."""
    names = {
        "NAME": "PGDATABASE",
        "USER": "PGUSER",
        "PASSWORD": "PGPASSWORD",
        "HOST": "PGHOST",
        "PORT": "PGPORT",
    }
    found: dict[str, Any] = connection.settings_dict
    return {variable: str(found[name]) for name, variable in names.items() if found.get(name)}
