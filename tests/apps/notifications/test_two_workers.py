"""Nothing is sent twice, however many workers there are and wherever one of them dies."""

from pathlib import Path

import pytest
from django.db import connection

from tests.apps.notifications.rush import DIES_AFTER, MAILS
from tests.support.mail import KILLED
from tests.support.rush import rush_on_sqlite, rush_on_the_tests_database

MODULE = "tests.apps.notifications.rush"
EXPECTED = {
    "ended": [0, 0, KILLED, 0, 0],
    "when_killed": {"sent": MAILS + DIES_AFTER - 1, "sending": 1, "waiting": MAILS - DIES_AFTER},
    "in_the_end": {"sent": 2 * MAILS - 1, "sending": 1},
    "mails": 2 * MAILS,
    "most_often": 1,
}


def test_two_workers_on_sqlite_send_each_mail_once(tmp_path: Path):
    assert rush_on_sqlite(MODULE, tmp_path) == EXPECTED


@pytest.mark.skipif(connection.vendor != "postgresql", reason="runs where the tests run on PostgreSQL")
def test_two_workers_on_postgresql_send_each_mail_once(tmp_path: Path, transactional_db: None):
    assert rush_on_the_tests_database(MODULE, tmp_path) == EXPECTED
