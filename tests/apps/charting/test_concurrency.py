"""Twenty clicks at the same moment sign once, add once and make one task."""

from pathlib import Path

import pytest
from django.db import connection

from tests.apps.charting.rush import CLICKS, rush
from tests.support.rush import rush_on_sqlite

EXPECTED = {
    "answers": [{"302": CLICKS}] * 3,
    "signed": 1,
    "signings": 1,
    "is_unchanged": True,
    "addenda": 1,
    "tasks": 1,
}


def test_a_rush_on_sqlite_signs_once(tmp_path: Path):
    assert rush_on_sqlite("tests.apps.charting.rush", tmp_path) == EXPECTED


@pytest.mark.skipif(connection.vendor != "postgresql", reason="runs where the tests run on PostgreSQL")
def test_a_rush_on_postgresql_signs_once(transactional_db: None):
    assert rush() == EXPECTED
