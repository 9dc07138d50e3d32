"""Many people want the same times at the same moment: nobody is booked twice, and nobody sees an error."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.apps.visits.rush import PEOPLE, SLOTS, rush

REPOSITORY = Path(__file__).resolve().parents[3]
EXPECTED = {
    "answers": {"302": SLOTS, "409": PEOPLE - SLOTS},
    "visits": SLOTS,
    "quarters": 2 * SLOTS,
    "quarters_apart": 2 * SLOTS,
}


def test_a_rush_on_sqlite_books_each_time_once(tmp_path: Path):
    world = {
        **os.environ,
        "SINEW_VAR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "sinew.config.settings.dev",
        "PYTHONPATH": os.pathsep.join([str(REPOSITORY / "src"), str(REPOSITORY)]),
    }
    world.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-m", "tests.apps.visits.rush"],
        env=world,
        cwd=REPOSITORY,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout) == EXPECTED


@pytest.mark.skipif(connection.vendor != "postgresql", reason="runs where the tests run on PostgreSQL")
def test_a_rush_on_postgresql_books_each_time_once(transactional_db: None):
    assert rush() == EXPECTED
