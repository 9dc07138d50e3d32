"""The same SQL gives the same answers on every engine: a night with everything in it, from two formats."""

import io
import random
from collections import Counter
from datetime import date

import pytest

from sinew.roster.changes import Terms, compare_roster
from sinew.roster.listing import national_id_hash
from sinew.roster.problems import ProblemList
from sinew.roster.sayings import sayings
from sinew.roster.snapshots.columns import LISTED, SAID, quoted
from sinew.roster.snapshots.comparison import compare_snapshot
from sinew.roster.snapshots.enrollments import said_values
from sinew.roster.snapshots.listings import (
    listing_after,
    listing_before,
    listing_from_text,
    listing_rows,
    person_changes,
)
from sinew.roster.snapshots.people import listed_row
from sinew.roster.snapshots.reading import take_snapshot
from sinew.roster.table.reader import TableReader
from sinew.roster.x12.enrollment import EnrollmentReader
from tests.core.roster.engines import ENGINES, open_engine
from tests.support.enrollments import make_834

DAY = date(2026, 11, 30)
SECRET = bytes(range(70))
TERMS = Terms(absence_ends=True)
HEADINGS = (
    "Employee ID,Member ID,Last Name,First Name,DOB,Sex,ZIP,SSN,Relationship,Action,Start Date,Term Date"
)


@pytest.fixture(scope="module", params=ENGINES)
def engine(request, tmp_path_factory):
    with open_engine(request.param, tmp_path_factory.mktemp("engine")) as one:
        yield one


def table(path, seed):
    """A table with plain rows, slips and several rows of one person, other ones with every seed."""
    dice = random.Random(seed)  # noqa: S311 - invented people
    lines = [HEADINGS]
    for number in range(200):
        if dice.random() < 0.1:
            continue
        cells = [
            f"E-{number // 3 if dice.random() < 0.9 else dice.randrange(9)}",
            dice.choice(["", "", "", f"m{number}"]),
            dice.choice(["Smith", "Jones", "Müller"]),
            dice.choice(["Ann", "Ben", "José", ""]),
            dice.choice(["03/04/1980", "12/31/1990", "12/31/1990", "31/31/1990"]),
            dice.choice(["F", "m", "?"]),
            dice.choice(["02139", ""]),
            dice.choice(["", "123-45-6789", f"{123456000 + number}", "111111111"]),
            dice.choice(["Self", "Spouse", "Child", "cousin"] if number % 3 else ["Self"]),
            dice.choice(["", "", "", "", "term", "perhaps"]),
            dice.choice(["2026-01-01", ""]),
            dice.choice(["", "", "", "2026-10-31", "9999-12-31"]),
        ]
        lines.append(",".join(cells))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def enrollment(path, seed):
    return make_834(path, 250, seed % 2)


def one_by_one(path, listed):
    """What the row-by-row code says of a file: rows of a snapshot, the changes and all problems."""
    data = io.BytesIO(path.read_bytes())
    reader = TableReader(data, today=DAY) if path.suffix == ".csv" else EnrollmentReader(data)
    rows = list(reader.rows())
    found = compare_roster(rows, listed, terms=TERMS, is_full=True, day=DAY, problems=reader.problems)
    said = [tuple(said_values(one, SECRET)) for one in sayings(rows, ProblemList(reader.problems.unit))]
    return sorted(said), found, reader.problems.counts


def stored(one):
    return (
        None
        if one is None
        else listed_row(one, national_id_hash=national_id_hash(one.row.national_id, SECRET))
    )


@pytest.mark.parametrize("make", [table, enrollment])
def test_two_nights_are_answered_as_row_by_row(engine, make, tmp_path):
    listed, listing = {}, None
    for night in (1, 2):
        folder = tmp_path / str(night)
        folder.mkdir()
        path = make(folder / f"roster.{'csv' if make is table else '834'}", night)
        said, found, problems = one_by_one(path, listed)
        snapshot = take_snapshot(path, folder=folder, engine=engine, today=DAY, secret=SECRET)
        engine.read_parquet("found", snapshot.path)
        assert sorted(engine.rows(f"SELECT {quoted(SAID)} FROM found")) == said  # noqa: S608
        delta = compare_snapshot(
            snapshot, listing, folder=folder, engine=engine, terms=TERMS, is_full=True, day=DAY
        )
        changes = {one.after.key: one for one in person_changes(delta.path, engine=engine)}
        assert changes == {
            key: (one.kind, stored(one.before), stored(one.after)) for key, one in found.changes.items()
        }
        assert (delta.counts, delta.unchanged, delta.waits) == (found.counts, found.unchanged, found.waits)
        assert delta.problems.counts == problems
        after, before = folder / "after.parquet", folder / "before.parquet"
        listing_after(listing, delta.path, after, engine=engine)
        listing_before(after, delta.path, before, engine=engine)
        assert Counter(listing_rows(before, engine=engine)) == Counter(map(stored, listed.values()))
        listed |= {key: one.after for key, one in found.changes.items()}
        assert Counter(listing_rows(after, engine=engine)) == Counter(map(stored, listed.values()))
        listing = after


def test_a_listing_goes_out_as_text_and_comes_back(engine, tmp_path):
    path = table(tmp_path / "roster.csv", 1)
    snapshot = take_snapshot(path, folder=tmp_path, engine=engine, today=DAY, secret=SECRET)
    delta = compare_snapshot(
        snapshot, None, folder=tmp_path, engine=engine, terms=TERMS, is_full=True, day=DAY
    )
    listing_after(None, delta.path, tmp_path / "listed.parquet", engine=engine)
    rows = Counter(listing_rows(tmp_path / "listed.parquet", engine=engine))
    engine.write_text(f"SELECT {quoted(LISTED)} FROM listed", tmp_path / "listed.txt")  # noqa: S608
    listing_from_text([tmp_path / "listed.txt"], tmp_path / "again.parquet", engine=engine)
    assert Counter(listing_rows(tmp_path / "again.parquet", engine=engine)) == rows
