"""A roster changes what it says and nothing else: silence, doubt and repetition end nobody's coverage."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sinew.roster.changes import ChangeKind, Terms, compare_roster, is_eligible, person_key
from sinew.roster.problems import ProblemList, Severity, Unit
from sinew.roster.rows import CoverageLine, Maintenance, RosterRow

DAY = date(2026, 11, 30)
NEW_YEAR = date(2026, 1, 1)


def row(name="Ann", **changes):
    """A subscriber as a full file states them."""
    facts = {
        "number": 7, "is_subscriber": True, "relationship": "18", "maintenance": Maintenance.STATE,
        "subscriber_id": f"S-{name}", "family_number": None, "member_id": "", "group": "", "references": (),
        "national_id": "", "first_name": name, "middle_name": "", "last_name": "Smith", "name_suffix": "",
        "born_on": date(1980, 3, 4), "sex": "F", "postal_code": "02139", "city": "", "state": "", "email": "",
        "phone": "", "begins_on": NEW_YEAR, "through_on": None, "coverages": (),
    }  # fmt: skip
    return RosterRow(**(facts | changes))


def child(name="Ben", of="Ann", **changes):
    facts = {"is_subscriber": False, "relationship": "19", "subscriber_id": f"S-{of}", "number": 20}
    return row(name, **(facts | changes))


def line(code, maintenance=Maintenance.STATE, through_on=None):
    return CoverageLine(maintenance, code, "", None, through_on)


def compare(rows, listed=None, *, is_full=False, day=DAY, problems=None, **terms):
    return compare_roster(
        rows,
        listed or {},
        terms=Terms(**terms),
        is_full=is_full,
        day=day,
        problems=problems if problems is not None else ProblemList(Unit.SEGMENT),
    )


def after(changes, listed=None):
    """What is listed when the changes were applied."""
    return dict(listed or {}) | {key: change.after for key, change in changes.changes.items()}


def kinds(changes):
    return sorted((change.after.row.first_name, change.kind.value) for change in changes.changes.values())


CROWD = [row(f"P{number}", number=number) for number in range(20)]


def test_new_people_are_added_from_the_day_the_row_says():
    changes = compare([row()])
    assert kinds(changes) == [("Ann", "added")]
    assert after(changes)["subscriber SANN"].begins_on == NEW_YEAR


def test_the_same_roster_again_changes_nothing():
    listed = after(compare([*CROWD, child(of="P3")]))
    again = compare([*CROWD, child(of="P3")], listed, is_full=True, absence_ends=True)
    assert (again.changes, again.unchanged, again.waits) == ({}, 21, ())


def test_the_last_day_is_covered_unless_the_sponsor_says_otherwise():
    ending = row(maintenance=Maintenance.END, through_on=date(2026, 12, 31))
    listed = after(compare([row()]))
    for is_covered, first_day_without in ((True, date(2027, 1, 1)), (False, date(2026, 12, 31))):
        changes = compare([ending], listed, through_is_covered=is_covered)
        assert kinds(changes) == [("Ann", "ended")]
        assert after(changes, listed)["subscriber SANN"].ends_on == first_day_without


def test_an_end_without_a_day_ends_today_and_stays_there():
    listed = after(compare([row()]))
    listed = after(compare([row(maintenance=Maintenance.END)], listed), listed)
    assert listed["subscriber SANN"].ends_on == DAY
    assert compare([row(maintenance=Maintenance.END)], listed, day=DAY + timedelta(days=9)).changes == {}


@pytest.mark.parametrize(
    "ending",
    [
        row(maintenance=Maintenance.CHANGE, coverages=(line("HLT", Maintenance.END, date(2026, 12, 31)),)),
        row(through_on=date(2026, 12, 31)),
        row(maintenance=Maintenance.END, through_on=date(2026, 12, 31), born_on=None, postal_code=""),
    ],
)
def test_coverage_ends_however_the_sender_says_it(ending):
    listed = after(compare([row(), *CROWD]))
    changes = compare([ending], listed)
    assert kinds(changes) == [("Ann", "ended")]
    assert after(changes, listed)["subscriber SANN"].ends_on == date(2027, 1, 1)
    assert after(changes, listed)["subscriber SANN"].row.born_on == date(1980, 3, 4)


def test_the_end_of_one_line_leaves_the_other():
    lines = (line("DEN", Maintenance.END, date(2026, 12, 31)), line("HLT"))
    listed = after(compare([row()]))
    assert compare([row(maintenance=Maintenance.CHANGE, coverages=lines)], listed).changes == {}


def test_a_subscribers_end_is_that_of_the_family():
    listed = after(compare([row(), child(), child("Cleo", of="Somebody")]))
    ending = [row(maintenance=Maintenance.END, through_on=DAY)]
    assert kinds(compare(ending, listed)) == [("Ann", "ended"), ("Ben", "ended")]
    assert kinds(compare(ending, listed, subscriber_ends_family=False)) == [("Ann", "ended")]


def test_a_dependent_is_tied_to_the_subscriber_it_follows():
    rows = [row(number=7), child(subscriber_id="own", family_number=7)]
    listed = after(compare(rows))
    assert {one.family for one in listed.values()} == {"subscriber SANN"}


def test_absence_ends_coverage_only_in_full_files_of_sponsors_that_agreed():
    listed = after(compare([*CROWD, row()]))
    for is_full, absence_ends, expected in (
        (True, True, [("Ann", "ended")]),
        (True, False, []),
        (False, True, []),
    ):
        assert kinds(compare(CROWD, listed, is_full=is_full, absence_ends=absence_ends)) == expected


def test_a_row_that_could_not_be_read_ends_nobody():
    listed = after(compare([*CROWD, row()]))
    problems = ProblemList(Unit.SEGMENT)
    problems.add(99, "birth-date-unreadable", "A row.", Severity.ROW)
    changes = compare(CROWD, listed, is_full=True, problems=problems, absence_ends=True)
    assert changes.changes == {}
    assert problems.counts["absence-not-applied"] == 1


def test_dental_cover_alone_makes_nobody_eligible():
    assert not is_eligible(row(coverages=(line("DEN"), line("VIS"))))
    assert is_eligible(row(coverages=(line("DEN"), line("HMO"))))
    assert is_eligible(row(coverages=(line("Medical PPO"),)))
    assert is_eligible(row())
    assert compare([row(coverages=(line("DEN"),))]).not_eligible == 1


def test_an_end_of_somebody_unknown_is_said_and_changes_nothing():
    problems = ProblemList(Unit.SEGMENT)
    assert compare([row(maintenance=Maintenance.END)], problems=problems).changes == {}
    assert problems.counts["end-of-unknown"] == 1


def test_two_people_under_one_number_are_not_merged():
    problems = ProblemList(Unit.SEGMENT)
    changes = compare([row(), row(born_on=date(1999, 9, 9))], problems=problems)
    assert problems.counts["person-twice"] == 1
    assert after(changes)["subscriber SANN"].row.born_on == date(1980, 3, 4)


def test_twins_are_two_people():
    changes = compare([row(), child("Ben"), child("Cleo")])
    assert len(changes.changes) == 3


def test_a_reinstated_coverage_is_open_again():
    listed = after(compare([row()]))
    listed = after(compare([row(maintenance=Maintenance.END, through_on=date(2026, 10, 31))], listed), listed)
    changes = compare([row(maintenance=Maintenance.REINSTATE)], listed)
    assert kinds(changes) == [("Ann", "reinstated")]
    assert after(changes, listed)["subscriber SANN"].is_covered_on(DAY)


def test_a_thin_change_takes_nothing_away():
    listed = after(compare([row(email="ann@x.example")]))
    changes = compare([row(maintenance=Maintenance.CHANGE, postal_code="10001", born_on=None)], listed)
    known = after(changes, listed)["subscriber SANN"].row
    assert (known.postal_code, known.born_on, known.email) == ("10001", date(1980, 3, 4), "ann@x.example")


@pytest.mark.parametrize(("left", "waits"), [(19, ()), (17, ("ends-many",)), (9, ("ends-many", "shrinks"))])
def test_an_unusual_roster_waits_for_a_person(left, waits):
    listed = after(compare(CROWD))
    changes = compare(CROWD[:left], listed, is_full=True, absence_ends=True)
    assert changes.waits == waits


def test_a_number_of_ones_own_is_the_key():
    assert person_key(row(member_id="a-0 1")) == "member A01"
    assert person_key(row(subscriber_id="")) == "name SMITH ANN 19800304"


rows_of_people = st.lists(
    st.builds(
        lambda who, maintenance, through, is_child: (child if is_child else row)(
            f"P{who}", maintenance=maintenance, through_on=through
        ),
        st.integers(0, 5),
        st.sampled_from(Maintenance),
        st.none() | st.dates(date(2026, 6, 1), date(2027, 6, 1)),
        st.booleans(),
    ),
    max_size=12,
)


@settings(max_examples=300, deadline=None)
@given(rows_of_people, rows_of_people, st.booleans(), st.booleans())
def test_applying_twice_is_applying_once_and_taking_back_restores(earlier, rows, is_full, absence_ends):
    listed = after(compare(earlier))
    changes = compare(rows, listed, is_full=is_full, absence_ends=absence_ends)
    applied = after(changes, listed)
    again = compare(rows, applied, is_full=is_full, absence_ends=absence_ends)
    assert [
        change.kind for change in again.changes.values() if change.after.ends_on != change.before.ends_on
    ] == []
    restored = dict(applied)
    for key, change in changes.changes.items():
        if change.undone() is None:
            del restored[key]
        else:
            restored[key] = change.undone()
    assert restored == listed


@settings(max_examples=300, deadline=None)
@given(rows_of_people, rows_of_people)
def test_a_change_file_touches_only_people_and_families_it_names(earlier, rows):
    listed = after(compare(earlier))
    changes = compare(rows, listed)
    named = {person_key(one) for one in rows}
    for key, change in changes.changes.items():
        assert key in named or (change.kind is ChangeKind.ENDED and change.after.family in named)


def test_a_family_is_one_also_where_everybody_has_a_number_of_their_own():
    listed = after(compare([row(member_id="M1"), child(member_id="M2"), *CROWD]))
    ending = [row(member_id="M1", maintenance=Maintenance.END, through_on=DAY)]
    assert kinds(compare(ending, listed)) == [("Ann", "ended"), ("Ben", "ended")]
