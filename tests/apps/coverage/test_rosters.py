"""A roster goes from a file to the people listed, all or nothing, and back."""

import stat
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from sinew.apps.coverage.actions.rosters import (
    Reading,
    answer_reading,
    apply_roster,
    discard_roster,
    undo_roster,
)
from sinew.apps.coverage.errors import (
    EarlierRosterWaits,
    LaterRosterApplied,
    NotTheLastRoster,
    RosterAsks,
    RosterDecided,
    RosterFileGone,
    UnusualRosterWaits,
)
from sinew.apps.coverage.listings import folder
from sinew.apps.coverage.models import ListedPerson, LookupKey, Roster, RosterChange
from sinew.roster.table.columns import Field
from sinew.roster.table.dates import DateOrder
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

pytestmark = pytest.mark.django_db
State = Roster.State


@pytest.fixture
def acme():
    return sponsor()


def codes(roster: Roster) -> set[str]:
    return {problem["code"] for problem in roster.problems}


def test_people_are_listed_with_their_days_and_keys(acme):
    roster = send(acme, table(line("Ann"), line("Ben", end="2026-12-31", group="South", ssn="123-45-6789")))
    assert roster.state == State.APPLIED
    assert roster.summary["added"] == 2
    ben = people(acme)["Ben"]
    assert (ben.begins_on, ben.ends_on, ben.group) == (date(2026, 1, 1), date(2027, 1, 1), "South")
    assert len(ben.national_id_hash) == 32
    assert "123456789" not in str(list(RosterChange.objects.values_list("before", "after")))
    assert keys_are_right()
    acme.refresh_from_db()
    assert acme.lives == 2


def test_the_sums_say_what_changes_by_group_and_column_and_name_nobody(acme):
    send(acme, table(line("Ann"), line("Ben"), *crowd(20)))
    changed = upload(
        acme, table(line("Ann", zip="10001"), line("Ben", action="term", end="2026-12-31")), hours=1
    )
    assert changed.state == State.CHECKED
    assert (changed.summary["changed"], changed.summary["ended"]) == (1, 1)
    assert changed.summary["columns"]["postal_code"] == 1
    assert changed.summary["last_days"] == {"2027-01-01": 1}
    assert changed.summary["groups"] == [
        {"group": "North", "added": 0, "changed": 1, "ended": 1, "reinstated": 0}
    ]
    assert (changed.summary["open_before"], changed.summary["open_after"]) == (22, 22)
    told = str([changed.summary, changed.problems, changed.detected, changed.waits])
    assert "Ann" not in told
    assert "Smith" not in told


def test_the_same_file_again_changes_nothing(acme):
    first = send(acme, table(line("Ann")))
    version = stored(acme)
    again = send(acme, table(line("Ann")), hours=1)
    assert again.state == State.NOTHING_NEW
    assert again.detected["same_as"] == str(first.pk)
    assert stored(acme) == version


def test_a_file_of_changes_is_not_taken_twice_even_after_another(acme):
    send(acme, table(line("Ann"), *crowd(20)))
    send(acme, table(line("Ann", action="term", end="2026-11-30")), hours=1)
    send(acme, table(line("Ann", action="reinstate")), hours=2)
    again = send(acme, table(line("Ann", action="term", end="2026-11-30")), hours=3)
    assert again.state == State.NOTHING_NEW
    assert people(acme)["Ann"].ends_on is None


def test_a_table_of_how_things_stand_may_come_again_after_another(acme):
    send(acme, table(line("Ann", zip="10001")))
    send(acme, table(line("Ann", zip="10002")), hours=1, accept_unusual=True)
    back = send(acme, table(line("Ann", zip="10001")), hours=2, accept_unusual=True)
    assert back.state == State.APPLIED
    assert people(acme)["Ann"].postal_code == "10001"


def test_a_broken_file_is_refused_whole_and_says_why(acme):
    roster = send(acme, table(line("Ann"), '"' + "x" * 3000))
    assert roster.state == State.REFUSED
    assert "quote-open" in codes(roster)
    assert not ListedPerson.objects.exists()


def test_sound_rows_are_applied_and_the_rest_kept_for_download(acme):
    roster = send(acme, table(line("Ann"), line("Ben", born="31.02.1980"), line("=Cy", born="")))
    assert roster.state == State.APPLIED
    assert set(people(acme)) == {"Ann"}
    kept = folder.left_out(acme.pk, roster.pk)
    rows = kept.read_text(encoding="utf-8-sig").splitlines()
    assert rows[0].startswith("line,left out because,Employee ID")
    assert rows[1].startswith("3,The birth date is no date.,E-Ben,Ben")
    assert rows[2].startswith("4,The row has no birth date.,E-=Cy,'=Cy")
    assert roster.summary["left_out"] == 2


def test_a_row_that_cannot_be_read_ends_nobodys_coverage(acme):
    acme.absence_ends = True
    acme.save()
    send(acme, table(*crowd(20)), full=True)
    rows = crowd(19)
    roster = send(acme, table(*rows, line("P19x", born="31.02.1980")), full=True, hours=1)
    assert roster.state == State.NOTHING_NEW
    assert all(one.ends_on is None for one in people(acme).values())


def test_files_are_private(acme):
    roster = send(acme, table(line("Ann"), line("Ben", born="x")))
    root = Path(settings.ROSTER_FILES)
    for path in (root, *root.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)
    assert folder.original(acme.pk, roster.pk).exists()


def test_uncertain_dates_ask_and_the_answer_is_remembered(acme):
    roster = upload(acme, table(line("Ann", born="03/04/1980", start="")))
    assert roster.state == State.ASKS
    assert roster.detected["questions"] == ["dates-doubtful"]
    with pytest.raises(RosterAsks):
        apply_roster(roster=roster, at=AT, by=None)
    told = Reading(date_order=DateOrder.DAY_FIRST)
    roster = answer_reading(roster=roster, reading=told, at=AT, by=None)
    assert roster.state == State.CHECKED
    apply_roster(roster=roster, at=AT, by=None)
    assert people(acme)["Ann"].born_on == date(1980, 4, 3)
    later = send(
        acme,
        table(line("Ann", born="03/04/1980", start=""), line("Bo", born="05/06/1981", start="")),
        hours=1,
    )
    assert later.state == State.APPLIED
    assert people(acme)["Bo"].born_on == date(1981, 6, 5)


def test_a_column_that_is_not_recognized_asks(acme):
    file = table(line("Ann"))
    file.getbuffer()[:] = file.getvalue().replace(b"Last Name", b"Nachname ")
    roster = upload(acme, file)
    assert roster.state == State.ASKS
    told = Reading(columns={Field.LAST_NAME: "Nachname"})
    assert answer_reading(roster=roster, reading=told, at=AT, by=None).state == State.CHECKED


def test_an_unusual_roster_waits_and_a_person_may_accept_it(acme):
    acme.absence_ends = True
    acme.save()
    send(acme, table(*crowd(20)), full=True)
    roster = send(acme, table(*crowd(5)), full=True, hours=1)
    assert roster.state == State.WAITS
    assert set(roster.waits) == {"ends-many", "shrinks"}
    with pytest.raises(UnusualRosterWaits):
        apply_roster(roster=roster, at=AT, by=None)
    assert ListedPerson.objects.filter(ends_on=None).count() == 20
    done = apply_roster(roster=roster, at=AT, by=None, accept_unusual=True)
    assert done.state == State.APPLIED
    assert ListedPerson.objects.filter(ends_on=None).count() == 5


def test_what_a_person_accepted_is_what_they_read_and_not_what_it_has_become(acme):
    acme.absence_ends = True
    acme.save()
    send(acme, table(*crowd(20)), full=True)
    waiting = send(acme, table(*crowd(5)), full=True, hours=1)
    later = send(acme, table(*crowd(2)), full=True, hours=2)
    read = dict(later.summary)
    assert read["ended"] == 18
    apply_roster(roster=waiting, at=AT, by=None, accept_unusual=True, shown=waiting.summary)
    with pytest.raises(UnusualRosterWaits):
        apply_roster(roster=later, at=AT, by=None, accept_unusual=True, shown=read)
    assert ListedPerson.objects.filter(ends_on=None).count() == 5
    later.refresh_from_db()
    assert later.summary["ended"] == 3
    done = apply_roster(roster=later, at=AT, by=None, accept_unusual=True, shown=later.summary)
    assert done.state == State.APPLIED


def test_a_roster_that_comes_while_another_waits_is_decided_after_it(acme):
    acme.absence_ends = True
    acme.save()
    send(acme, table(*crowd(20)), full=True)
    waiting = send(acme, table(*crowd(5)), full=True, hours=1)
    later = send(acme, table(*crowd(21)), full=True, hours=2)
    assert later.state == State.WAITS
    assert later.waits == ["another-waits"]
    with pytest.raises(EarlierRosterWaits):
        apply_roster(roster=later, at=AT, by=None)
    discard_roster(roster=waiting, by=None)
    assert apply_roster(roster=later, at=AT, by=None).state == State.APPLIED
    assert len(people(acme)) == 21
    with pytest.raises(RosterDecided):
        apply_roster(roster=waiting, at=AT, by=None)


def test_an_older_roster_is_not_applied_after_a_later_one(acme):
    older = upload(acme, table(line("Ann"), line("Bo")))
    send(acme, table(line("Ann")), hours=1)
    with pytest.raises(LaterRosterApplied):
        apply_roster(roster=older, at=AT + timedelta(hours=2), by=None)


def test_undo_puts_everything_back(acme):
    send(acme, table(line("Ann"), line("Ben"), *crowd(20)))
    before = stored(acme)
    acme.refresh_from_db()
    lives = acme.lives
    last = send(
        acme,
        table(
            line("Ann", last="Jones"), line("Ben", action="term", end="2026-11-29"), line("Cy", last="New")
        ),
        hours=1,
    )
    assert last.state == State.APPLIED
    assert keys_are_right()
    undone = undo_roster(roster=last, at=AT + timedelta(hours=2), by=None)
    assert undone.state == State.UNDONE
    assert stored(acme) == before
    assert keys_are_right()
    acme.refresh_from_db()
    assert acme.lives == lives
    with pytest.raises(NotTheLastRoster):
        undo_roster(roster=last, at=AT, by=None)


def test_only_the_last_roster_is_taken_back_then_the_one_before(acme):
    first = send(acme, table(line("Ann")))
    second = send(acme, table(line("Bo")), hours=1)
    with pytest.raises(NotTheLastRoster):
        undo_roster(roster=first, at=AT, by=None)
    undo_roster(roster=second, at=AT, by=None)
    undo_roster(roster=first, at=AT, by=None)
    assert not ListedPerson.objects.exists()
    assert not LookupKey.objects.exists()


def test_after_it_was_taken_back_the_same_file_can_be_applied_again(acme):
    undo_roster(roster=send(acme, table(line("Ann"))), at=AT, by=None)
    assert send(acme, table(line("Ann")), hours=1).state == State.APPLIED


def test_history_says_what_each_roster_changed(acme):
    send(acme, table(line("Ann")))
    send(acme, table(line("Ann", last="Jones")), hours=1, accept_unusual=True)
    added, changed = RosterChange.objects.order_by("id")
    assert (added.kind, added.before) == ("added", None)
    assert (changed.kind, changed.before, changed.after) == (
        "changed", {"last_name": "Smith"}, {"last_name": "Jones"},
    )  # fmt: skip


def test_a_roster_whose_file_is_gone_says_so(acme):
    roster = upload(acme, table(line("Ann")))
    folder.original(acme.pk, roster.pk).unlink()
    with pytest.raises(RosterFileGone):
        apply_roster(roster=roster, at=AT, by=None)


def test_a_full_table_of_a_sponsor_whose_absent_people_end_must_be_called_full_or_not(acme):
    acme.absence_ends = True
    acme.save()
    roster = upload(acme, table(*crowd(3)))
    assert roster.state == State.ASKS
    assert roster.detected["questions"] == ["full-unsaid"]
    roster = answer_reading(roster=roster, reading=Reading(is_full=True), at=AT, by=None)
    assert roster.state == State.CHECKED


def test_sponsors_do_not_meet(acme):
    other = sponsor("other")
    send(acme, table(line("Ann")))
    send(other, table(line("Ann")))
    undo_roster(roster=acme.rosters.get(), at=AT, by=None)
    assert set(people(other)) == {"Ann"}
    assert keys_are_right()
