"""A rush on a world of its own, in a process of its own: threads want real connections."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.db import connection

from tests.support.server import REPOSITORY


def rush_on_sqlite(module: str, folder: Path) -> Any:
    """What ``python -m module`` prints as JSON, with its data in `folder`."""
    return rush_apart(module, folder)


def rush_on_the_tests_database(module: str, folder: Path) -> Any:
    """The same on the PostgreSQL of the tests; for those that may write to it (`transactional_db`)."""
    known = connection.settings_dict
    place = f"{known['HOST']}:{known['PORT']}" if known["PORT"] else known["HOST"]
    secret = f":{known['PASSWORD']}" if known["PASSWORD"] else ""
    return rush_apart(
        module, folder, DATABASE_URL=f"postgres://{known['USER']}{secret}@{place}/{known['NAME']}"
    )


def rush_apart(module: str, folder: Path, **environment: str) -> Any:
    """The same with more in the environment."""
    world = {
        **os.environ,
        "SINEW_VAR": str(folder),
        "DJANGO_SETTINGS_MODULE": "sinew.config.settings.dev",
        "PYTHONPATH": os.pathsep.join([str(REPOSITORY / "src"), str(REPOSITORY)]),
    }
    world.pop("DATABASE_URL", None)
    world |= environment
    done = subprocess.run(
        [sys.executable, "-m", module],
        env=world,
        cwd=REPOSITORY,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)
