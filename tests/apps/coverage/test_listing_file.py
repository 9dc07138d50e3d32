"""The listing's file only saves work: missing, changed or stale, it is made anew from the database."""

import pytest

from sinew.apps.coverage.actions.people import reindex_people
from sinew.apps.coverage.actions.rosters import undo_roster
from sinew.apps.coverage.models import ListedPerson, LookupKey
from tests.apps.coverage.world import AT, crowd, keys_are_right, line, people, send, sponsor, stored, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme():
    return sponsor()


def files(root):
    return sorted(root.glob("*/listing-*.parquet"))


def test_one_file_is_kept_of_the_current_listing(acme, roster_files, django_capture_on_commit_callbacks):
    for number in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            send(acme, table(line(f"Ann{number}")), hours=number)
    acme.refresh_from_db()
    assert [path.name for path in files(roster_files)] == [f"listing-{acme.listing_version}.parquet"]


@pytest.mark.parametrize("harm", ["missing", "changed", "of another"])
def test_a_harmed_file_changes_no_answer(acme, roster_files, harm):
    send(acme, table(*crowd(20), line("Ann", ssn="123-45-6789"), line("Ben", zip="")))
    before = stored(acme)
    (path,) = files(roster_files)
    if harm == "missing":
        path.unlink()
    elif harm == "changed":
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    else:
        other = sponsor("other")
        send(other, table(line("Zoe")))
        path.write_bytes(next(one for one in files(roster_files) if one != path).read_bytes())
    again = send(acme, table(line("Ben", zip=""), line("Ann", ssn="123-45-6789"), *crowd(20)), hours=1)
    assert again.state == "nothing_new", again.summary
    assert stored(acme) == before
    changed = send(acme, table(line("Ann", last="Jones")), hours=2)
    assert (changed.summary["changed"], changed.summary["added"]) == (1, 0)
    assert people(acme)["Ann"].last_name == "Jones"


def test_after_a_roster_was_taken_back_the_next_is_compared_with_what_is_listed(acme):
    send(acme, table(*crowd(20), line("Ann")))
    undo_roster(roster=send(acme, table(line("Ann", last="Jones")), hours=1), at=AT, by=None)
    again = send(acme, table(line("Ann", last="Jones"), line("Bo")), hours=2)
    assert (again.summary["changed"], again.summary["added"]) == (1, 1)


def test_with_another_secret_everybody_is_found_again_after_a_reindex(acme, settings):
    send(acme, table(*crowd(3)))
    before = set(LookupKey.objects.values_list("hash", flat=True))
    settings.ROSTER_SECRET = "another-secret-of-more-than-32-bytes-in-all"
    assert not keys_are_right()
    assert reindex_people(by=None) == 3
    assert keys_are_right()
    assert before.isdisjoint(LookupKey.objects.values_list("hash", flat=True))
    assert ListedPerson.objects.count() == 3
