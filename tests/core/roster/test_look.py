"""A first look at a table shows its headings and rows, whatever the table is like."""

import io

from hypothesis import given
from hypothesis import strategies as st

from sinew.roster.table.look import look_at_table

TABLE = b"Name;Born\n\nAnn;1980-01-01\nBen;\n;1980-01-01\n"


def test_examples_are_the_first_different_values():
    look = look_at_table(io.BytesIO(TABLE))
    assert look is not None
    assert look.layout.headings == ("Name", "Born")
    assert look.rows == (("Ann", "1980-01-01"), ("Ben", ""), ("", "1980-01-01"))
    assert look.examples("Name") == ("Ann", "Ben")
    assert look.examples("Born") == ("1980-01-01",)


def test_what_is_no_table_is_not_shown():
    assert look_at_table(io.BytesIO(b"")) is None
    assert look_at_table(io.BytesIO(b"PK\x03\x04" + b"a,b\n" * 9)) is None


def test_a_large_file_is_read_as_far_as_its_beginning():
    file = io.BytesIO(b"Name,Born\n" + b"Ann,1980-01-01\n" * 100_000)
    look = look_at_table(file)
    assert look is not None
    assert file.tell() <= 1 << 18
    assert len(look.rows) == 200


@given(st.binary(max_size=400))
def test_nothing_breaks_it(content):
    look = look_at_table(io.BytesIO(content))
    if look is not None:
        for heading in look.layout.headings:
            assert len(look.examples(heading)) <= 3
