"""Twenty clicks at the same moment sign once, add once and make one task."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.apps.charting.rush import CLICKS, rush

REPOSITORY = Path(__file__).resolve().parents[3]
EXPECTED = {
    "answers": [{"302": CLICKS}] * 3,
    "signed": 1,
    "signings": 1,
    "is_unchanged": True,
    "addenda": 1,
    "tasks": 1,
}


def test_a_rush_on_sqlite_signs_once(tmp_path: Path):
    world = {
        **os.environ,
        "SINEW_VAR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "sinew.config.settings.dev",
        "PYTHONPATH": os.pathsep.join([str(REPOSITORY / "src"), str(REPOSITORY)]),
    }
    world.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-m", "tests.apps.charting.rush"],
        env=world,
        cwd=REPOSITORY,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout) == EXPECTED


@pytest.mark.skipif(connection.vendor != "postgresql", reason="runs where the tests run on PostgreSQL")
def test_a_rush_on_postgresql_signs_once(transactional_db: None):
    assert rush() == EXPECTED
