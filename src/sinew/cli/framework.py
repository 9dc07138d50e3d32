"""Setting Django up for a command, with refusals in one line."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from stat import S_ISVTX

EXIT_OK, EXIT_UNWELL, EXIT_USAGE, EXIT_REFUSED = 0, 1, 2, 3


def set_up() -> None:
    """Prepare Django with the settings of the environment (by default those of the demo).

    From here on, what this process writes is readable by its owner only.

    Raises:
        SystemExit: 2, after one line on stderr, if the settings are incomplete.
    """
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sinew.config.settings.dev")
    import django  # noqa: PLC0415 (commands that need no Django start without it)
    from django.apps import apps  # noqa: PLC0415
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415

    try:
        if not apps.ready:
            django.setup()
    except ImproperlyConfigured as problem:
        print(f"sinew: {problem}", file=sys.stderr)
        sys.exit(EXIT_USAGE)
    _close_to_others()


def _close_to_others() -> None:
    """Take the database and its folder from everybody else's eyes, if an earlier version left them open."""
    from django.conf import settings  # noqa: PLC0415 (after set-up)

    database = settings.DATABASES["default"]
    if database["ENGINE"] != "django.db.backends.sqlite3":
        return
    file, var = Path(database["NAME"]), Path(settings.VAR)
    for path in (file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
        with suppress(OSError):
            path.chmod(0o600)
    with suppress(OSError):
        if file.parent == var and file.exists() and not var.stat().st_mode & S_ISVTX:
            var.chmod(0o700)


def on_database(work: Callable[[], int]) -> int:
    """Do `work` and give its exit code; refuses in one line where the database is not set up."""
    from django.db import OperationalError, ProgrammingError  # noqa: PLC0415 (after set-up)

    try:
        return work()
    except (OperationalError, ProgrammingError):
        return refuse("the database is not set up. Run: sinew upgrade")


def refuse(message: str, code: int = EXIT_REFUSED) -> int:
    """Say in one line on stderr why nothing was done; returns the exit code."""
    print(f"sinew: {message}", file=sys.stderr)
    return code
