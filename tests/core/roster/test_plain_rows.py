"""A table read as SQL says the same as the table reader: the same rows, counts and problems."""

import io
import os
import shutil
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sinew.roster.check import table_summary
from sinew.roster.problems import ProblemList
from sinew.roster.sayings import sayings
from sinew.roster.snapshots.columns import SAID, quoted
from sinew.roster.snapshots.duck import DuckEngine
from sinew.roster.snapshots.enrollments import said_values
from sinew.roster.snapshots.reading import take_snapshot
from sinew.roster.table.reader import TableReader

TODAY = date(2026, 11, 30)
SECRET = bytes(range(32))
EXAMPLES = int(os.environ.get("SINEW_PROPERTY_EXAMPLES", "1000"))


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    with DuckEngine(tmp_path_factory.mktemp("engine"), memory_mb=200, threads=1) as one:
        yield one


NAMES = st.sampled_from(["Ann", "Ann", "Ben", "", "Mary Ann", "Zoë", "-", "O'Neill", " Bo ", "straße"])
NUMBERS = st.sampled_from(["", "", "E1", "e-1", "E2", "0007", "É9", "x" * 81])
DATES = st.sampled_from(
    [
        "1980-03-04", "1980-03-04", "3/4/1980", "13/4/1980", "", "31.12.2020", "2030-01-01", "9999-12-31",
        "x", "0800-01-01", "19800304", "4 Mar 1980", "1980-03-04T10:00:00", "2200-01-01", "26", "29269",
    ]
)  # fmt: skip
COLUMNS = {
    "First Name": NAMES,
    "Last Name": NAMES,
    "Name": st.sampled_from(["Smith, Ann", "Ann Smith", "Ann B Smith", "Smith", "", ",", "a, b, c"]),
    "DOB": DATES,
    "Effective Date": DATES,
    "Term Date": DATES,
    "Sex": st.sampled_from(["F", "m", "Female", "x", "", "FEMALE"]),
    "Zip": st.sampled_from(["02139", "", "0" * 21]),
    "Employee ID": NUMBERS,
    "Member ID": NUMBERS,
    "Dependent of": NUMBERS,
    "SSN": st.sampled_from(
        ["", "123-45-6789", "123456789", "111111111", "12345", "123 45 678 9", "\uff11\uff12\uff13456789"]
    ),
    "Relationship": st.sampled_from(["Self", "Spouse", "", "CHILD", "Step-Child", "cousin", "18"]),
    "Action": st.sampled_from(["", "", "Add", "term", "024", "perhaps"]),
    "Coverage": st.sampled_from(["", "HLT", "DEN", "Medical PPO"]),
    "Plan": st.sampled_from(["", "Gold"]),
    "Shoe size": st.sampled_from(["", "9"]),
}  # fmt: skip
USUAL = {
    "First Name": "Ann", "Last Name": "Smith", "Name": "Smith, Ann", "DOB": "1980-03-04", "Employee ID": "E1",
    "Relationship": "Self",
}  # fmt: skip


@st.composite
def tables(draw):
    names = draw(st.sampled_from([["First Name", "Last Name"], ["Name"], ["Name", "First Name"]]))
    others = [heading for heading in COLUMNS if "Name" not in heading and heading != "DOB"]
    headings = [*names, "DOB", *draw(st.lists(st.sampled_from(others), unique=True, max_size=9))]
    headings = draw(st.permutations(headings))
    lines = [",".join(headings)]
    for _ in range(draw(st.integers(1, 8))):
        is_usual = draw(st.booleans())
        cells = [
            USUAL.get(heading, "") if is_usual or draw(st.booleans()) else draw(COLUMNS[heading])
            for heading in headings
        ]
        cells += draw(st.sampled_from([[], [], [], [], ["more"]]))
        lines.append(",".join(f'"{cell}"' if "," in cell else cell for cell in cells))
    return "\n".join(lines).encode()


def one_by_one(data):
    """What the rows say, and the summary, by the table reader."""
    reader = TableReader(io.BytesIO(data), today=TODAY)
    problems = ProblemList(reader.problems.unit)
    said = [said_values(one, SECRET) for one in sayings(reader.rows(), problems)]
    reader.problems.take(problems)
    return sorted(map(tuple, said)), table_summary(reader)


def at_once(data, folder, engine):
    """The same by a snapshot."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "roster.csv").write_bytes(data)
    taken = take_snapshot(folder / "roster.csv", folder=folder, engine=engine, today=TODAY, secret=SECRET)
    if taken.summary.problems.refuses:
        return None, taken.summary
    engine.read_parquet("found", taken.path)
    return sorted(engine.rows(f"SELECT {quoted(SAID)} FROM found")), taken.summary  # noqa: S608


@settings(max_examples=EXAMPLES // 20, deadline=None)
@given(tables())
def test_rows_at_once_say_what_they_say_one_by_one(engine, tmp_path_factory, data):
    said, summary = one_by_one(data)
    found, answer = at_once(data, tmp_path_factory.getbasetemp() / "plain", engine)
    if found is not None:
        assert found == said
    assert answer.to_json() | {"problems": []} == summary.to_json() | {"problems": []}
    assert sorted(map(str, answer.problems.listed)) == sorted(map(str, summary.problems.listed))


def test_a_usual_table_is_plain_but_for_what_is_unusual_in_it(engine, tmp_path):
    lines = ["Employee ID,First Name,Last Name,DOB,Relationship,SSN,Effective Date"]
    lines += [f"E{number},Ann,Smith,1980-03-04,Self,{100000001 + number},2026-01-01" for number in range(50)]
    lines.insert(20, "É7,Ann,Smith,1980-03-04,Self,,2026-01-01")
    lines.insert(30, "E99,Ann,Smith,1980-03-04,Cousin,,2026-01-01")
    lines.insert(40, "E98,Ann,,1980-03-04,Self,,2026-01-01")
    found, summary = at_once("\n".join(lines).encode(), tmp_path / "work", engine)
    assert len(found) == 52
    engine.read_parquet("plain", tmp_path / "work" / "snapshot" / "plain.parquet")
    assert list(engine.rows("SELECT count(*) FROM plain")) == [(50,)]
    assert [(one.number, one.code) for one in summary.problems.listed] == [
        (31, "relationship-unknown"),
        (41, "name-missing"),
    ]


def test_nothing_else_is_left_in_the_folder(engine, tmp_path):
    at_once(b"Last Name,First Name,DOB\nSmith,Ann,1980-03-04\n", tmp_path / "work", engine)
    assert sorted(path.name for path in (tmp_path / "work").iterdir()) == ["roster.csv", "snapshot"]
