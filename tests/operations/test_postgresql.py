"""The same backup and restore on PostgreSQL, where a server is named by TEST_DATABASE_URL."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from tests.operations.conftest import MAKE_WORLD, Installation

SERVER = os.environ.get("TEST_DATABASE_URL", "")
pytestmark = [
    pytest.mark.skipif(not SERVER.startswith("postgres"), reason="no TEST_DATABASE_URL=postgres://… given"),
    pytest.mark.skipif(shutil.which("pg_dump") is None, reason="apt-get install postgresql-client"),
]


class OnPostgresql(Installation):
    """An installation whose database is one of its own on the test server."""

    def __init__(self, var: Path, url: str) -> None:
        super().__init__(var)
        self.url = url

    def sinew(self, *arguments: str | Path, stdin: str = "", **env: str) -> subprocess.CompletedProcess[str]:
        return super().sinew(*arguments, stdin=stdin, DATABASE_URL=self.url, **env)


@pytest.fixture
def postgresql(tmp_path: Path) -> Iterator[OnPostgresql]:
    name = f"sinew_operations_{uuid4().hex[:8]}"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]  # our own name
        yield OnPostgresql(tmp_path / "var", SERVER.rpartition("/")[0] + f"/{name}")
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[call-overload]


def test_a_backup_of_postgresql_comes_back_and_the_replaced_database_is_kept(postgresql, tmp_path):
    postgresql.var.mkdir()
    upgraded = postgresql.sinew("upgrade")
    assert upgraded.returncode == 0, upgraded.stderr
    postgresql.python(MAKE_WORLD)
    backup = tmp_path / "backup"
    done = postgresql.sinew("backup", backup)
    assert done.returncode == 0, done.stderr

    users = "from sinew.apps.accounts.models import User; User.objects"
    postgresql.python(f"{users}.filter(email='member7@example.org').delete()")
    assert postgresql.members() == 39
    assert postgresql.sinew("restore", backup).returncode == 3
    restored = postgresql.sinew("restore", backup, "--replace")
    assert restored.returncode == 0, restored.stderr
    assert postgresql.members() == 40
    (aside,) = (postgresql.var / "backups").glob("before-restore-*")
    assert aside.stat().st_size > 0
