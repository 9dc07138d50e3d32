"""A rush on a SQLite world of its own, in a process of its own: threads want real connections."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.support.server import REPOSITORY


def rush_on_sqlite(module: str, folder: Path) -> Any:
    """What ``python -m module`` prints as JSON, with its data in `folder`."""
    world = {
        **os.environ,
        "SINEW_VAR": str(folder),
        "DJANGO_SETTINGS_MODULE": "sinew.config.settings.dev",
        "PYTHONPATH": os.pathsep.join([str(REPOSITORY / "src"), str(REPOSITORY)]),
    }
    world.pop("DATABASE_URL", None)
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
