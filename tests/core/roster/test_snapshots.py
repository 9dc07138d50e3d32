"""All people at once change as one by one: the SQL of the snapshots is held against `compare_roster`."""

import os
from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sinew.roster.changes import Listed, Terms, compare_roster
from sinew.roster.check import RosterSummary
from sinew.roster.listing import national_id_hash
from sinew.roster.problems import ProblemList, Severity, Unit
from sinew.roster.rows import CoverageLine, Maintenance, RosterRow
from sinew.roster.sayings import sayings
from sinew.roster.snapshots.columns import SAID
from sinew.roster.snapshots.comparison import compare_snapshot
from sinew.roster.snapshots.delta import Snapshot
from sinew.roster.snapshots.duck import DuckEngine
from sinew.roster.snapshots.enrollments import said_values
from sinew.roster.snapshots.listings import (
    PersonChange,
    listing_after,
    listing_before,
    listing_rows,
    not_null,
    person_changes,
    write_listing,
    write_rows,
)
from sinew.roster.snapshots.people import listed_row
from sinew.roster.snapshots.rules import Rules

DAY = date(2026, 11, 30)
SECRET = bytes(range(32))
EXAMPLES = int(os.environ.get("SINEW_PROPERTY_EXAMPLES", "1000"))


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    with DuckEngine(tmp_path_factory.mktemp("engine"), memory_mb=200, threads=1) as one:
        yield one


days = st.sampled_from([date(2026, month, day) for month in (1, 10, 11, 12) for day in (1, 29, 30)])
maybe_days = st.none() | days
texts = st.sampled_from(["", "", "a", "B c"])
lines = st.builds(
    CoverageLine,
    st.sampled_from(Maintenance),
    st.sampled_from(["HLT", "DEN", "", "Medical PPO"]),
    st.just(""),
    maybe_days,
    maybe_days,
)


@st.composite
def rows(draw, number):
    is_subscriber = draw(st.booleans())
    return RosterRow(
        number=number,
        is_subscriber=is_subscriber,
        relationship="18" if is_subscriber else draw(st.sampled_from(["19", "01"])),
        maintenance=draw(st.sampled_from([*Maintenance, Maintenance.STATE, Maintenance.STATE])),
        subscriber_id=draw(st.sampled_from(["S1", "s-1", "S2", "S3", ""])),
        family_number=None if is_subscriber else draw(st.sampled_from([None, number - 1, number - 2])),
        member_id=draw(st.sampled_from(["", "", "", "M1", "M2"])),
        group=draw(texts),
        references=draw(st.sampled_from([(), (("0F", "x"),)])),
        national_id=draw(st.sampled_from(["", "", "123456780", "123456781"])),
        first_name=draw(st.sampled_from(["Ann", "Ben", ""])),
        middle_name=draw(texts),
        last_name=draw(st.sampled_from(["Smith", "Müller"])),
        name_suffix=draw(texts),
        born_on=draw(st.sampled_from([None, date(1980, 3, 4), date(1980, 3, 4), date(1990, 1, 2)])),
        sex=draw(st.sampled_from(["", "F"])),
        postal_code=draw(st.sampled_from(["", "02139"])),
        city=draw(texts),
        state="",
        email=draw(st.sampled_from(["", "x@y.example"])),
        phone="",
        begins_on=draw(maybe_days),
        through_on=draw(maybe_days),
        coverages=tuple(draw(st.lists(lines, max_size=2))),
        died_on=draw(st.sampled_from([None, None, DAY])),
        birth_sequence=draw(st.sampled_from(["", "", "1"])),
        is_restricted=draw(st.booleans()),
    )


@st.composite
def rosters(draw, largest=8):
    return [draw(rows(number)) for number in range(1, 1 + draw(st.integers(0, largest)))]


terms_of_sponsors = st.builds(
    Terms,
    absence_ends=st.booleans(),
    through_is_covered=st.booleans(),
    subscriber_ends_family=st.booleans(),
    largest_share_ended=st.sampled_from([0.1, 0.5]),
)


nights = st.tuples(terms_of_sponsors, st.booleans(), st.booleans())


def columns(one: Listed):
    """A listing's row as it is stored."""
    return listed_row(one, national_id_hash=national_id_hash(one.row.national_id, SECRET))


def expected(rows_, listed, problems, **how):
    """What `compare_roster` says, in the columns of a delta."""
    found = compare_roster(rows_, listed, problems=problems, **how)
    delta = {
        key: PersonChange(one.kind, None if one.before is None else columns(one.before), columns(one.after))
        for key, one in found.changes.items()
    }
    return found, delta


def snapshot_of(rows_, folder, engine, problems):
    """A snapshot of rows that were read, with the problems of their file."""
    found = ProblemList(problems.unit)
    found.take(problems)
    text = folder / "said.txt"
    with text.open("w") as file:
        write_rows(file, (said_values(said, SECRET) for said in sayings(rows_, found)))
    engine.read_text("said_text", [text], SAID)
    columns_said = not_null(SAID)
    engine.write_parquet(f"SELECT {columns_said} FROM said_text", folder / "snapshot.parquet")  # noqa: S608
    summary = RosterSummary("834", len(rows_), len(rows_), 0, Counter(), found, {})
    return Snapshot(folder / "snapshot.parquet", summary)


@settings(max_examples=EXAMPLES // 20, deadline=None)
@given(rosters(), rosters(), nights)
def test_all_at_once_is_as_one_by_one(engine, tmp_path_factory, earlier, now, night):
    terms, is_full, left_out = night
    folder = tmp_path_factory.getbasetemp() / "night"
    folder.mkdir(exist_ok=True)
    first, _ = expected(
        earlier, {}, ProblemList(Unit.SEGMENT), terms=terms, is_full=False, day=date(2026, 1, 5)
    )
    listed = {key: one.after for key, one in first.changes.items()}
    problems = ProblemList(Unit.SEGMENT)
    if left_out:
        problems.add(99, "birth-date-unreadable", "A row.", Severity.ROW)
    snapshot = snapshot_of(now, folder, engine, problems)
    path = None
    if listed or is_full:
        path = folder / "listed.parquet"
        write_listing(map(columns, listed.values()), path, engine=engine)
    how = {"terms": terms, "is_full": is_full, "day": DAY}
    found, delta = expected(now, listed, problems, **how)
    answer = compare_snapshot(snapshot, path, folder=folder, engine=engine, **how)
    assert {one.after.key: one for one in person_changes(answer.path, engine=engine)} == delta
    assert (answer.counts, answer.unchanged, answer.not_eligible, answer.waits) == (
        found.counts,
        found.unchanged,
        found.not_eligible,
        found.waits,
    )
    assert (answer.problems.counts, answer.problems.by_severity) == (problems.counts, problems.by_severity)
    assert sorted(answer.problems.listed, key=str) == sorted(problems.listed, key=str)
    after = {key: columns(one) for key, one in listed.items()} | {
        key: one.after for key, one in delta.items()
    }
    listing_after(path, answer.path, folder / "after.parquet", engine=engine)
    assert {one.key: one for one in listing_rows(folder / "after.parquet", engine=engine)} == after
    is_open = [one for one in after.values() if one.ends_on is None or one.ends_on > DAY]
    assert answer.open_after == len(is_open)
    listing_before(folder / "after.parquet", answer.path, folder / "before.parquet", engine=engine)
    before = {one.key: one for one in listing_rows(folder / "before.parquet", engine=engine)}
    assert before == {key: columns(one) for key, one in listed.items()}


def test_people_who_stay_as_they_are_are_left_alone(engine, tmp_path):
    crowd = [
        RosterRow(
            number, True, "18", Maintenance.STATE, f"S{number}", None, "", "", (), "", "Ann", "", "Smith", "",
            date(1980, 3, 4), "F", "02139", "", "", "", "", DAY, None, (),
        )
        for number in range(100)
    ]  # fmt: skip
    problems = ProblemList(Unit.SEGMENT)
    found, _ = expected(crowd, {}, problems, terms=Terms(), is_full=True, day=DAY)
    write_listing(
        (columns(one.after) for one in found.changes.values()), tmp_path / "listed.parquet", engine=engine
    )
    moved = [row._replace(city="Rome") if row.number < 3 else row for row in crowd]
    engine.read_parquet("said", snapshot_of(moved, tmp_path, engine, problems).path)
    engine.read_parquet("listed", tmp_path / "listed.parquet")
    rules = Rules(Terms(absence_ends=True), DAY, is_ending_absent=True)
    assert len(list(engine.rows(rules.touched()))) == 3


def test_a_refused_roster_is_compared_with_nothing(engine, tmp_path):
    problems = ProblemList(Unit.SEGMENT)
    problems.add(1, "count-wrong", "The file was cut.", Severity.FILE)
    snapshot = snapshot_of([], tmp_path, engine, problems)
    with pytest.raises(ValueError, match="refused"):
        compare_snapshot(snapshot, None, folder=tmp_path, engine=engine, terms=Terms(), is_full=True, day=DAY)
