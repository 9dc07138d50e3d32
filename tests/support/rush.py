"""A rush on a world of its own, in a process of its own: threads want real connections.

Run as a program it makes that world in ``SINEW_VAR`` and prints what ``rush()`` of the named module found.
"""

import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from django.db import connection

from tests.support.server import REPOSITORY

FAST_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
"""As in the settings of tests: fifty passwords made as in a deployment take half a minute."""


def rush_on_sqlite(module: str, folder: Path) -> Any:
    """What ``rush()`` of a module found, with its data in `folder`."""
    return rush_apart(module, folder)


def rush_on_the_tests_database(module: str, folder: Path) -> Any:
    """The same on the PostgreSQL of the tests; for those that may write to it (`transactional_db`)."""
    known = connection.settings_dict
    place = f"{known['HOST']}:{known['PORT']}" if known["PORT"] else known["HOST"]
    secret = f":{known['PASSWORD']}" if known["PASSWORD"] else ""
    url = f"postgres://{known['USER']}{secret}@{place}/{known['NAME']}"
    return rush_apart(module, folder, DATABASE_URL=url)


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
        [sys.executable, "-m", "tests.support.rush", module],
        env=world,
        cwd=REPOSITORY,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def main(module: str) -> None:
    """Make the world, let them rush, print what was found."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.test.utils import override_settings, setup_test_environment

    setup_test_environment()
    call_command("migrate", verbosity=0)
    with override_settings(PASSWORD_HASHERS=FAST_HASHERS):
        json.dump(import_module(module).rush(), sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
