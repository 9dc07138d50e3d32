"""A file is taken from the drop folder once it has stopped growing, and what became of it lies there."""

import os
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from sinew.apps.coverage.drop_folder import take_dropped
from sinew.apps.coverage.duties import take_rosters, tidy_rosters
from sinew.apps.coverage.listings import folder
from sinew.apps.coverage.models import ListedPerson, Roster
from tests.apps.coverage.world import AT, crowd, enrollment, line, member, people, send, sponsor, table

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def drop(settings, tmp_path):
    place = tmp_path / "drop" / "acme"
    place.mkdir(parents=True)
    settings.ROSTER_DROP = str(tmp_path / "drop")
    return place


@pytest.fixture
def acme():
    return sponsor()


def put(place, name, file):
    (place / name).write_bytes(file.getvalue())


def test_a_file_is_taken_when_it_has_stopped_growing(drop, acme):
    put(drop, "people.csv", table(line("Ann")))
    assert take_dropped(at=AT) == []
    with (drop / "people.csv").open("ab") as growing:
        growing.write(line("Ben").encode() + b"\n")
    assert take_dropped(at=AT + MINUTE) == []
    (roster,) = take_dropped(at=AT + 2 * MINUTE)
    assert (roster.state, roster.source) == (Roster.State.APPLIED, Roster.Source.FOLDER)
    assert set(people(acme)) == {"Ann", "Ben"}
    assert not (drop / "people.csv").exists()
    assert (drop / "done" / "people.csv").exists()
    assert take_dropped(at=AT + 3 * MINUTE) == []


def take(at=AT):
    take_dropped(at=at)
    return take_dropped(at=at + MINUTE)


def test_what_is_wrong_stands_beside_the_file_and_names_nobody(drop, acme):
    put(drop, "people.csv", table(line("Ann"), line("Ben", born="31.02.1980")))
    take()
    told = (drop / "done" / "people.csv.problems.txt").read_text()
    assert "1 added" in told
    assert "line 3: The birth date is no date. [date-unreadable]" in told
    assert "Ben" not in told


def test_a_broken_file_lies_in_refused(drop, acme):
    put(drop, "people.csv", table())
    take()
    assert (drop / "refused" / "people.csv").exists()
    assert "[no-members]" in (drop / "refused" / "people.csv.problems.txt").read_text()
    assert not ListedPerson.objects.exists()


def test_an_enrollment_is_answered(drop, acme):
    put(drop, "people.edi", enrollment(member("ANN")))
    take()
    assert "AK9*A*" in (drop / "done" / "people.edi.answer.edi").read_text()


def test_a_file_that_waits_says_so(drop, acme):
    acme.absence_ends = True
    acme.save()
    send(acme, enrollment(*(member(f"P{number}") for number in range(20))))
    put(drop, "people.edi", enrollment(member("P1"), control=2))
    (roster,) = take(AT + MINUTE)
    assert roster.state == Roster.State.WAITS
    assert (drop / "done" / "people.edi.problems.txt").read_text().startswith("Waits for a person.")


def test_the_same_name_twice_keeps_both(drop, acme):
    put(drop, "people.csv", table(line("Ann")))
    take()
    put(drop, "people.csv", table(line("Bo")))
    take(AT + 5 * MINUTE)
    assert len(list((drop / "done").glob("*people.csv"))) == 2


def test_links_and_unknown_places_are_left_alone(drop, acme, tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_bytes(table(line("Eve")).getvalue())
    (drop / "people.csv").symlink_to(secret)
    (drop.parent / "nobody").mkdir()
    put(drop.parent / "nobody", "people.csv", table(line("Ann")))
    put(drop, "notes.pdf", table(line("Ann")))
    assert take() == []
    assert not Roster.objects.exists()
    assert (drop.parent / "nobody" / "people.csv").exists()


def test_a_link_that_a_sender_leaves_leads_nowhere(drop, acme, tmp_path):
    ours = tmp_path / "ours"
    ours.write_text("untouched")
    (drop / "done").mkdir()
    (drop / "done" / "people.csv.problems.txt").symlink_to(ours)
    put(drop, "people.csv", table(line("Ann")))
    take()
    assert ours.read_text() == "untouched"
    assert "1 added" in (drop / "done" / "people.csv.problems.txt").read_text()
    (drop / "refused").symlink_to(tmp_path)
    put(drop, "people.csv", table(line("Bo")))
    assert take(AT + 5 * MINUTE) == []


def test_without_a_drop_folder_nothing_is_looked_for(settings, acme):
    settings.ROSTER_DROP = ""
    take_rosters(at=AT)


def test_files_of_old_rosters_are_deleted_and_the_history_stays(acme):
    roster = send(acme, table(line("Ann"), line("Ben", born="x")))
    os.utime(folder.roster_folder(acme.pk, roster.pk), (AT.timestamp(), AT.timestamp()))
    tidy_rosters(at=AT + timedelta(days=29))
    assert folder.original(acme.pk, roster.pk).exists()
    tidy_rosters(at=AT + timedelta(days=31))
    assert not folder.original(acme.pk, roster.pk).exists()
    assert not folder.left_out(acme.pk, roster.pk).exists()
    assert Roster.objects.get().changes.count() == 1


def test_files_of_a_roster_that_was_never_stored_are_deleted(acme, roster_files):
    lost = folder.roster_folder(acme.pk, uuid4())
    (lost / "roster").write_bytes(b"x")
    kept = send(acme, table(line("Ann")))
    tidy_rosters(at=datetime.now(UTC) + timedelta(hours=1))
    assert lost.exists()
    Roster.objects.update(received_at=datetime.now(UTC) + timedelta(days=1))
    tidy_rosters(at=datetime.now(UTC) + timedelta(days=2))
    assert not lost.exists()
    assert folder.original(acme.pk, kept.pk).exists()


def test_a_roster_whose_reading_was_interrupted_is_given_up(acme):
    roster = send(acme, table(*crowd(2)))
    Roster.objects.update(state=Roster.State.RECEIVED)
    tidy_rosters(at=AT + timedelta(hours=1))
    assert Roster.objects.get().state == Roster.State.RECEIVED
    tidy_rosters(at=AT + timedelta(hours=7))
    roster.refresh_from_db()
    assert (roster.state, roster.problems[0]["code"]) == (Roster.State.REFUSED, "reading-interrupted")
