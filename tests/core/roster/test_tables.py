"""A table is read whatever its columns are called and its dates look like, and says how it was read."""

import io
import json
from datetime import date

import pytest

from sinew.cli import main
from sinew.roster.check import check_roster
from sinew.roster.problems import Severity
from sinew.roster.rows import Maintenance
from sinew.roster.table.columns import Field, guess_columns
from sinew.roster.table.dates import DateOrder, detect_dates, read_table_date
from sinew.roster.table.reader import TableReader

TODAY = date(2026, 11, 30)


def read(text, **settings):
    """The reader after its pass, and its rows."""
    data = text if isinstance(text, bytes) else text.encode()
    reader = TableReader(io.BytesIO(data), today=TODAY, **settings)
    return reader, list(reader.rows())


def codes(reader, severity=None):
    return [one.code for one in reader.problems.listed if severity in (None, one.severity)]


PLAIN = """Employee ID,First Name,Last Name,Date of Birth,ZIP,Relationship,Effective Date,Term Date
E1,Ann,Smith,1980-12-31,02139,Self,2026-01-01,
E1,Ben,Smith,2010-02-03,02139,Child,2026-01-01,2026-06-30
"""


def test_a_plain_table_gives_its_people():
    reader, rows = read(PLAIN)
    assert codes(reader) == []
    ann, ben = rows
    assert (ann.first_name, ann.last_name, ann.born_on, ann.postal_code) == (
        "Ann",
        "Smith",
        date(1980, 12, 31),
        "02139",
    )
    assert (ann.is_subscriber, ben.is_subscriber) == (True, False)
    assert (ben.relationship, ben.subscriber_id, ben.through_on) == ("19", "E1", date(2026, 6, 30))
    assert ann.maintenance is Maintenance.STATE
    assert [row.number for row in rows] == [2, 3]


@pytest.mark.parametrize("separator", [";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_separators_and_encodings_are_detected_and_shown(separator, encoding):
    text = PLAIN.replace("Smith", "Müller").replace(",", separator)
    reader, rows = read(text.encode(encoding))
    assert [row.last_name for row in rows] == ["Müller", "Müller"]
    assert reader.layout is not None
    assert (reader.layout.separator, reader.layout.encoding) == (separator, encoding)
    assert codes(reader) == (["encoding"] if encoding == "cp1252" else [])


def test_columns_in_any_order_and_by_other_names_are_found():
    reader, rows = read('BirthDate;LAST_NM;"Zip Code";fname\n1980-12-31;Smith;02139;Ann\n')
    assert (rows[0].first_name, rows[0].last_name, rows[0].postal_code) == ("Ann", "Smith", "02139")
    assert codes(reader) == ["relationship-missing"]


def test_a_name_in_one_column_is_taken_apart():
    _, rows = read('Name,DOB\n"O\'Brien, Mary Ann",1980-12-31\nJohn Q Public,1981-01-01\n')
    assert [(row.first_name, row.last_name) for row in rows] == [
        ("Mary Ann", "O'Brien"),
        ("John Q", "Public"),
    ]


def test_a_column_nobody_recognizes_can_be_named():
    text = "Vorname,Nachname,Geboren\nAnn,Smith,1980-12-31\n"
    refused, none = read(text)
    assert (codes(refused), none) == (["column-missing"], [])
    chosen = {Field.FIRST_NAME: "Vorname", Field.LAST_NAME: "Nachname", Field.BORN_ON: "Geboren"}
    _, rows = read(text, chosen=chosen)
    assert (rows[0].first_name, rows[0].born_on) == ("Ann", date(1980, 12, 31))


def test_two_columns_that_could_be_the_same_are_said():
    reader, rows = read("First Name,Last Name,DOB,Home Phone,Cell Phone\nAnn,Smith,1980-12-31,1,2\n")
    assert "column-doubtful" in codes(reader, Severity.WARNING)
    assert rows[0].phone == "1"


@pytest.mark.parametrize(
    ("values", "order", "is_certain"),
    [
        (["1980-12-31"], DateOrder.YEAR_FIRST, True),
        (["12/31/1980", "01/02/1981"], DateOrder.MONTH_FIRST, True),
        (["31.12.1980", "01.02.1981"], DateOrder.DAY_FIRST, True),
        (["01/02/1981", "03/04/1982"], DateOrder.MONTH_FIRST, False),
        (["31/12/1980", "12/31/1980"], DateOrder.MONTH_FIRST, False),
    ],
)
def test_the_order_of_dates_is_told_from_the_column(values, order, is_certain):
    found = detect_dates(values)
    assert (found.order, found.is_certain) == (order, is_certain)


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("19801231", DateOrder.YEAR_FIRST, date(1980, 12, 31)),
        ("12/31/80", DateOrder.MONTH_FIRST, date(1980, 12, 31)),
        ("31-12-1980", DateOrder.DAY_FIRST, date(1980, 12, 31)),
        ("31-Dec-1980", DateOrder.MONTH_FIRST, date(1980, 12, 31)),
        ("December 31, 1980", DateOrder.DAY_FIRST, date(1980, 12, 31)),
        ("1980-12-31T00:00:00", DateOrder.YEAR_FIRST, date(1980, 12, 31)),
        ("12/31/1980 0:00", DateOrder.MONTH_FIRST, date(1980, 12, 31)),
        ("12311980", DateOrder.MONTH_FIRST, date(1980, 12, 31)),
        ("29586", DateOrder.YEAR_FIRST, date(1980, 12, 31)),
        ("2/3/27", DateOrder.MONTH_FIRST, date(1927, 2, 3)),
        ("13/31/1980", DateOrder.MONTH_FIRST, None),
        ("1980", DateOrder.YEAR_FIRST, None),
        ("soon", DateOrder.YEAR_FIRST, None),
    ],
)
def test_dates_are_read_as_people_write_them(text, order, expected):
    assert read_table_date(text, order, 2026) == expected


def test_dates_of_one_column_settle_those_of_another():
    reader, rows = read(
        "First,Last,DOB,Start Date\nAnn,Smith,03/04/1980,31/01/2026\nBen,Roe,01/02/1981,01/02/2026\n"
    )
    assert [row.born_on for row in rows] == [date(1980, 4, 3), date(1981, 2, 1)]
    assert "dates-doubtful" not in codes(reader)


def test_doubtful_dates_are_said_and_can_be_told():
    text = "First,Last,DOB,Relationship\nAnn,Smith,03/04/1980,Self\n"
    reader, rows = read(text)
    assert codes(reader) == ["dates-doubtful"]
    assert rows[0].born_on == date(1980, 3, 4)
    told, rows = read(text, date_order=DateOrder.DAY_FIRST)
    assert codes(told) == []
    assert rows[0].born_on == date(1980, 4, 3)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("E2,Ann,,1980-12-31,02139,Self,,", "name-missing"),
        ("E2,Ann,Roe,,02139,Self,,", "birth-date-missing"),
        ("E2,Ann,Roe,1980-02-30,02139,Self,,", "date-unreadable"),
        ("E2,Ann,Roe,2027-02-20,02139,Self,,", "birth-date-future"),
        ("E2,Ann,Roe,1980-02-20,02139,Self,2026-02-01,2026-01-01", "ends-before-it-begins"),
        ("E2,Ann,Roe", "cells-count"),
    ],
)
def test_a_row_that_cannot_be_read_is_left_out_by_line(row, code):
    reader, rows = read(PLAIN + row + "\n")
    assert [(one.number, one.code, one.severity) for one in reader.problems.listed] == [
        (4, code, Severity.ROW)
    ]
    assert len(rows) == 2
    assert reader.members == 3


def test_a_cell_with_line_breaks_keeps_the_line_numbers_right():
    reader, rows = read(
        'First,Last,DOB,City,Relationship\nAnn,Smith,1980-12-31,"Two\nLines",Self\nBen,,1980-01-01,X,Self\n'
    )
    assert [row.city for row in rows] == ["Two Lines"]
    assert [(one.number, one.code) for one in reader.problems.listed] == [(4, "name-missing")]


def test_a_quotation_mark_that_never_closes_refuses_the_file():
    reader, _ = read(PLAIN + 'E3,"Ann,Roe,1980-12-31\n' + "E4,Ben,Roe,1980-12-31,02139,Self,,\n" * 100)
    assert "quote-open" in codes(reader, Severity.FILE)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 a workbook", "not-text"),
        (b"a,b\0,c\n", "not-text"),
        (b"only one column\nof words\n", "columns-missing"),
        (PLAIN.split("\n", maxsplit=1)[0].encode(), "no-members"),
    ],
)
def test_what_is_no_roster_says_so(data, code):
    reader, rows = read(data)
    assert (codes(reader, Severity.FILE), rows) == ([code], [])


def test_a_file_whose_every_row_is_wrong_is_refused():
    summary = check_roster(io.BytesIO(b"First,Last,DOB\nAnn,Smith,never\n"), today=TODAY)
    assert summary.problems.refuses
    assert "no-sound-row" in [one.code for one in summary.problems.listed]


def test_what_to_do_with_a_row_is_read_from_its_words():
    changes = ("Add", "TERM", "change", "Reinstated", "")
    text = "First,Last,DOB,Action,Relationship\n" + "".join(
        f"Ann,Smith,1980-12-31,{change},Self\n" for change in changes
    )
    _, rows = read(text)
    assert [row.maintenance for row in rows] == [
        Maintenance.ADD,
        Maintenance.END,
        Maintenance.CHANGE,
        Maintenance.REINSTATE,
        Maintenance.STATE,
    ]


def test_a_chosen_heading_must_exist():
    with pytest.raises(KeyError):
        guess_columns(["First"], {Field.LAST_NAME: "Last"})


def test_the_command_says_how_it_read_the_table(tmp_path, capsys):
    path = tmp_path / "roster.csv"
    path.write_text(PLAIN)
    assert main(["roster", "check", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["format"], told["members"], told["subscribers"], told["dependents"]) == ("csv", 2, 1, 1)
    assert told["detected"]["columns"]["born_on"] == "Date of Birth"
    assert told["detected"]["dates"]["born_on"] == {"order": "year-first", "certain": True}


@pytest.mark.parametrize(
    "arguments",
    [["nowhere.csv"], ["--column", "nonsense"], ["--column", "first_name=Nowhere"]],
)
def test_wrong_use_of_the_command_is_refused_in_words(arguments, tmp_path, capsys):
    path = tmp_path / "roster.csv"
    path.write_text(PLAIN)
    code = main(["roster", "check", *([str(path)] if arguments[0].startswith("-") else []), *arguments])
    said = capsys.readouterr()
    assert code == 3
    assert said.err.count("\n") >= 1
    assert "Traceback" not in said.err
