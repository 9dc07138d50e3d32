"""Canaries: what must never reach a log, does not."""

import logging
import sys

import pytest

from sinew.apps.web.logs import EventFormatter

CANARY = "Maria Canary 1960-05-04 pain 9"


def line(msg, *args, name="sinew.apps.care", exc_info=None, **extra):
    record = logging.makeLogRecord(
        {"name": name, "levelname": "INFO", "msg": msg, "args": args, "exc_info": exc_info, **extra}
    )
    return EventFormatter().format(record)


def test_an_event_with_known_fields_is_written_whole():
    written = line("care.check_in.recorded", care_plan_id="0b0c4ad0-8b7c-4f63-9d0a-6f2c5d1f8e11", status=200)
    assert "care.check_in.recorded" in written
    assert "care_plan_id=0b0c4ad0-8b7c-4f63-9d0a-6f2c5d1f8e11" in written
    assert "status=200" in written


@pytest.mark.parametrize("field", ["answer", "name_of_member", "comment", "email", "landmarks"])
def test_unknown_fields_are_dropped(field):
    assert "Canary" not in line("care.check_in.recorded", **{field: CANARY})


@pytest.mark.parametrize("field", ["member_id", "route", "command", "status"])
def test_known_fields_with_a_value_that_is_no_id_or_word_are_dropped(field):
    assert "Canary" not in line("care.check_in.recorded", **{field: CANARY})


def test_texts_of_other_libraries_are_withheld():
    written = line("Could not store %s", CANARY, name="somelib.store")
    assert "Canary" not in written
    assert "somelib.store" in written


def test_exceptions_show_where_and_what_kind_but_not_their_text():
    try:
        raise ValueError(CANARY)
    except ValueError:
        written = line("web.request", exc_info=sys.exc_info())
    assert "ValueError" in written
    assert "test_logs.py" in written
    assert "Canary" not in written


@pytest.mark.django_db
def test_a_request_is_logged_by_route_without_its_query(client, caplog):
    with caplog.at_level(logging.INFO, logger="sinew.apps.web.middleware"):
        client.get("/about/?name=Canary")
    (record,) = [record for record in caplog.records if record.msg == "web.request"]
    written = EventFormatter().format(record)
    assert "route=about/" in written
    assert "Canary" not in written
