"""Operations are tried as an operator would: the `sinew` command on a folder and a database of its own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Sinew = Callable[..., subprocess.CompletedProcess[str]]
MAKE_WORLD = """
from sinew.apps.accounts.actions import create_account
from sinew.apps.members.actions import join
from sinew.vocabulary import Role
from datetime import datetime, UTC
for n in range(40):
    user = create_account(email=f"member{n}@example.org", role=Role.MEMBER, password="a-quiet-tuesday-9")
    join(user=user, at=datetime(2026, 3, 1, tzinfo=UTC), by=user)
"""
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "sinew.config.settings.production",
    "SECRET_KEY": "a-key-of-these-tests-and-of-nothing-else-0123456789abcdef",
    "ALLOWED_HOSTS": "localhost",
    "SINEW_URL": "https://localhost",
    "DEFAULT_FROM_EMAIL": "sinew@example.org",
    "EMAIL_HOST": "mail.example.org",
}
"""What a deployment sets, besides `DATABASE_URL`."""


class Installation:
    """A folder with a database, and the command run against it."""

    def __init__(self, var: Path) -> None:
        self.var = var

    @property
    def database(self) -> Path:
        return self.var / "sinew.sqlite3"

    def sinew(self, *arguments: str | Path, stdin: str = "", **env: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "sinew.cli", *map(str, arguments)],
            env=self.environment(**env),
            input=stdin,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )

    def environment(self, **env: str) -> dict[str, str]:
        clean = {
            name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "SINEW_URL"}
        }
        return clean | {
            "SINEW_VAR": str(self.var),
            "DJANGO_SETTINGS_MODULE": "sinew.config.settings.dev",
            **env,
        }

    def python(self, code: str) -> str:
        """Run `code` inside the installation's Django shell; returns what it prints."""
        done = self.sinew("manage", "shell", "--no-imports", "-v", "0", "-c", code)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def production(self) -> dict[str, str]:
        """The environment of a deployment of this installation."""
        return PRODUCTION | {"DATABASE_URL": f"sqlite:///{self.database}"}

    def members(self) -> int:
        return int(self.python("from sinew.apps.members.models import Member; print(Member.objects.count())"))


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database with forty members, made once."""
    var = tmp_path_factory.mktemp("prepared")
    installation = Installation(var)
    migrated = installation.sinew("manage", "migrate", "-v", "0")
    assert migrated.returncode == 0, migrated.stderr
    installation.python(MAKE_WORLD)
    return var


@pytest.fixture
def installation(prepared: Path, tmp_path: Path) -> Installation:
    """An installation with forty members."""
    var = tmp_path / "var"
    shutil.copytree(prepared, var)
    return Installation(var)


@pytest.fixture
def new_installation(tmp_path: Path) -> Installation:
    """A folder in which nothing was ever set up."""
    return Installation(tmp_path / "new")
