"""Imports at the same time, and imports that break off: all of a roster is applied, or nothing of it."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, connections

from sinew.apps.coverage.actions.rosters import apply_roster, undo_roster
from sinew.apps.coverage.errors import LaterRosterApplied, RosterDecided
from sinew.apps.coverage.models import ListedPerson, LookupKey, Roster, RosterChange
from tests.apps.coverage.world import (
    AT,
    crowd,
    keys_are_right,
    line,
    people,
    send,
    sponsor,
    stored,
    table,
    upload,
)

on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one writer in at a time"
)
FAIL_SQLITE = """
    CREATE TRIGGER breaks_off BEFORE INSERT ON coverage_rosterchange WHEN NEW.kind = 'changed'
    BEGIN SELECT RAISE(ABORT, 'broken off'); END"""
FAIL_POSTGRESQL = """
    CREATE FUNCTION breaks_off() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.kind = 'changed' THEN RAISE EXCEPTION 'broken off'; END IF; RETURN NEW; END $$;
    CREATE TRIGGER breaks_off BEFORE INSERT ON coverage_rosterchange
    FOR EACH ROW EXECUTE FUNCTION breaks_off()"""


def break_off():
    """Make the database refuse the history of changes: the last thing a roster writes."""
    with connection.cursor() as cursor:
        cursor.execute(FAIL_POSTGRESQL if connection.vendor == "postgresql" else FAIL_SQLITE)


def mend():
    on = " ON coverage_rosterchange" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER breaks_off{on}")
        if connection.vendor == "postgresql":
            cursor.execute("DROP FUNCTION breaks_off")


@pytest.mark.django_db(transaction=True)
def test_an_import_that_breaks_off_leaves_nothing_half_applied():
    acme = sponsor()
    send(acme, table(*crowd(20), line("Ann")))
    before, keys, version = stored(acme), LookupKey.objects.count(), acme.listing_version
    break_off()
    try:
        with pytest.raises(DatabaseError):
            send(acme, table(line("Ann", last="Jones"), line("New")), hours=1)
    finally:
        mend()
    acme.refresh_from_db()
    assert (stored(acme), LookupKey.objects.count(), acme.listing_version) == (before, keys, version + 1)
    assert keys_are_right()
    assert RosterChange.objects.count() == 21
    again = send(acme, table(line("Ann", last="Jones"), line("New")), hours=2)
    assert again.state == Roster.State.APPLIED
    assert (people(acme)["Ann"].last_name, len(people(acme))) == ("Jones", 22)


def at_once(*works):
    """Do everything at the same time; gives what each returned or raised."""
    ready = threading.Barrier(len(works))

    def run(work):
        try:
            ready.wait(timeout=30)
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        futures = [pool.submit(run, work) for work in works]
    return [future.exception() or future.result() for future in futures]


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_one_roster_applied_twice_at_once_is_applied_once():
    acme = sponsor()
    roster = upload(acme, table(*crowd(200)))

    def work():
        return apply_roster(roster=Roster.objects.get(pk=roster.pk), at=AT, by=None)

    done = at_once(work, work, work)
    assert sum(isinstance(one, Roster) for one in done) == 1
    assert sum(isinstance(one, RosterDecided) for one in done) == 2
    assert ListedPerson.objects.count() == 200
    assert keys_are_right()


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_two_files_of_one_sponsor_at_once_are_applied_one_after_the_other():
    acme = sponsor(largest_share_changed=1.0)
    send(acme, table(*crowd(50)))

    def work(hours, last):
        rows = [line(f"P{number}x", last=last) for number in range(50)]
        return lambda: send(type(acme).objects.get(pk=acme.pk), table(*rows, line(last)), hours=hours)

    done = at_once(work(1, "Jones"), work(2, "Diaz"))
    states = {one.state if isinstance(one, Roster) else type(one) for one in done}
    assert states <= {Roster.State.APPLIED, LaterRosterApplied}
    assert Roster.State.APPLIED in states
    names = {one.last_name for name, one in people(acme).items() if name.startswith("P")}
    assert len(names) == 1, "all of one file, never half of each"
    assert keys_are_right()
    acme.refresh_from_db()
    assert acme.lives == ListedPerson.objects.count()
    for roster in acme.rosters.applied():
        undo_roster(roster=roster, at=AT, by=None)
    assert not ListedPerson.objects.exists()
    assert not LookupKey.objects.exists()


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_two_sponsors_at_once_do_not_wait_for_each_other():
    sponsors = [sponsor("one"), sponsor("two")]
    done = at_once(*(lambda of=of: send(of, table(*crowd(100))) for of in sponsors))
    assert [one.state for one in done] == [Roster.State.APPLIED] * 2
    assert ListedPerson.objects.count() == 200
    assert keys_are_right()
