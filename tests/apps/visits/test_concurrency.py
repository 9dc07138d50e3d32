"""Many people want the same times at the same moment: nobody is booked twice, and nobody sees an error."""

from pathlib import Path

import pytest
from django.db import connection

from tests.apps.visits.rush import PEOPLE, SLOTS, rush
from tests.support.rush import rush_on_sqlite

EXPECTED = {
    "answers": {"302": SLOTS, "409": PEOPLE - SLOTS},
    "visits": SLOTS,
    "quarters": 2 * SLOTS,
    "quarters_apart": 2 * SLOTS,
}


def test_a_rush_on_sqlite_books_each_time_once(tmp_path: Path):
    assert rush_on_sqlite("tests.apps.visits.rush", tmp_path) == EXPECTED


@pytest.mark.skipif(connection.vendor != "postgresql", reason="runs where the tests run on PostgreSQL")
def test_a_rush_on_postgresql_books_each_time_once(transactional_db: None):
    assert rush() == EXPECTED
