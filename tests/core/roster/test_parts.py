"""A file read in parts gives what it gives in one piece."""

import io
import os
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sinew.roster.x12 import parts as module
from sinew.roster.x12.enrollment import EnrollmentReader
from sinew.roster.x12.parts import read_in_parts
from tests.support import enrollments
from tests.support.enrollments import make_834, people, write_834


def listed(rows, _place):
    """What a process does with its rows: give them back."""
    return list(rows)


def in_one(path):
    with path.open("rb") as file:
        reader = EnrollmentReader(file)
        return list(reader.rows()), reader


def in_parts(path, count):
    """Read in ``count`` parts one after the other, as the processes would."""
    cut = module._parts(path, count)
    read = module._put_together([module._read(path, listed, part) for part in cut])
    return len(cut), read


def facts(read):
    return (
        sorted((one.number, one.code, one.severity) for one in read.problems.listed),
        read.segments,
        read.members,
        read.rows_sound,
        read.subscribers,
        read.maintenance,
        [(one.head.control, one.note, one.groups) for one in read.envelopes.interchanges],
    )


@pytest.mark.parametrize("count", [2, 3, 7])
@pytest.mark.parametrize("after", ["", "\r\n"])
def test_parts_give_the_same_rows_and_numbers(count, after, tmp_path, monkeypatch):
    monkeypatch.setattr(enrollments, "MEMBERS_IN_A_TRANSACTION", 70)
    path = make_834(tmp_path / "a.834", 400, after=after)
    rows, whole = in_one(path)
    found, read = in_parts(path, count)
    assert found == count
    assert [row for taken in read.taken for row in taken] == rows
    assert facts(read) == facts(whole)
    assert not read.problems.refuses


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
@pytest.mark.parametrize("name", ["Álvarez", "Íñiguez", "Łukasz Đ"])
def test_names_of_any_alphabet_at_the_head_of_a_file_are_read_in_parts(name, encoding, tmp_path):
    path = make_834(tmp_path / "a.834", 100)
    text = path.read_text()
    first = re.search(r"NM1\*IL\*1\*([^*]+)\*", text)
    path.write_bytes(text.replace(first[1], name, 1).encode(encoding, errors="replace"))
    rows, whole = in_one(path)
    found, read = in_parts(path, 3)
    assert found == 3
    assert [row for taken in read.taken for row in taken] == rows
    assert read.members == whole.members == 100


def test_a_delimiter_beyond_ascii_is_read_in_one_piece(tmp_path):
    path = make_834(tmp_path / "a.834", 50)
    path.write_bytes(path.read_text().replace("*", "§").encode())
    assert in_parts(path, 3)[0] == 1


def test_two_processes_read_a_large_file(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "SMALLEST_PART_BYTES", 1 << 18)
    path = make_834(tmp_path / "a.834", 3_000)
    rows, whole = in_one(path)
    read = read_in_parts(path, listed, processes=2)
    assert len(read.taken) == 2
    assert [row for taken in read.taken for row in taken] == rows
    assert facts(read) == facts(whole)


def test_several_interchanges_are_read_in_one_piece(tmp_path):
    file = io.StringIO()
    write_834(file, people(50))
    path = tmp_path / "a.834"
    path.write_text(file.getvalue() + file.getvalue().replace("000000001", "000000002"))
    assert in_parts(path, 3)[0] == 1


def test_fewer_than_one_process_is_refused(tmp_path):
    with pytest.raises(ValueError, match="processes"):
        read_in_parts(make_834(tmp_path / "a.834", 3), listed, processes=0)


EXAMPLES = int(os.environ.get("SINEW_PROPERTY_EXAMPLES", "1000")) // 10
SMALL = io.StringIO()
write_834(SMALL, people(30, 2))
WHOLE = SMALL.getvalue().encode()


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, len(WHOLE) - 1),
            st.integers(0, 40),
            st.sampled_from([b"", b"~", b"*", b"9", b"\n"]),
        ),
        max_size=3,
    ),
    st.integers(2, 4),
)
def test_a_damaged_file_is_answered_alike_in_parts(tmp_path_factory, changes, count):
    data = bytearray(WHOLE)
    for at, removed, added in changes:
        data[at : at + removed] = added
    path = tmp_path_factory.mktemp("parts") / "a.834"
    path.write_bytes(data)
    rows, whole = in_one(path)
    _, read = in_parts(path, count)
    if read is None:  # then the file is read again in one piece
        return
    assert read.problems.refuses == whole.problems.refuses
    if not whole.problems.refuses:
        assert [row for taken in read.taken for row in taken] == rows
        assert facts(read) == facts(whole)
