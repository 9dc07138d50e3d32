"""Whatever happens to a file on its way, it ends in an answer: no traceback, no half taken for the whole.

``SINEW_PROPERTY_EXAMPLES=100000`` is the long mode.
"""

import io
import os
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from sinew.roster.check import check_roster
from sinew.roster.x12.enrollment import EnrollmentReader
from tests.support.enrollments import people, write_834

EXAMPLES = int(os.environ.get("SINEW_PROPERTY_EXAMPLES", "1000")) // 5
PROPERTY = settings(max_examples=max(EXAMPLES, 20), deadline=None)
TODAY = date(2026, 11, 30)


def small_834():
    file = io.StringIO()
    write_834(file, people(6, 2))
    return file.getvalue().encode()


WHOLE = small_834()
SEGMENTS = WHOLE.split(b"~\n")[:-1]
SPLINTERS = [
    b"", b"*", b"**", b"~", b"~\n", b"\n", b" ", b"0", b"9", b"99999999", b"18", b"U", b"\xc3\xa9", b"\xe9",
    b"REF*ZZ*1~\n", b"HD*024**VIS~\n", b"DTP*349*D8*20250101~\n", b"NM1*70*1*OLD~\n", b"INS*Y*18*024~\n",
]  # fmt: skip
TABLE = (
    "Employee ID,First Name,Last Name,DOB,ZIP,Relationship,Start\n"
    + "".join(
        f'{one.subscriber_id},"{one.first_name}",{one.last_name},{one.born_on},{one.postal_code},'
        f"{'Self' if one.is_subscriber else 'Child'},2026-01-01\n"
        for one in people(20, 4)
    )
).encode()


def rows_of(data):
    reader = EnrollmentReader(io.BytesIO(data))
    return reader, list(reader.rows())


@PROPERTY
@given(st.integers(0, len(WHOLE) - 3))
def test_a_file_cut_anywhere_is_refused(at):
    reader, _ = rows_of(WHOLE[:at])
    assert reader.problems.refuses


@PROPERTY
@given(st.integers(0, len(SEGMENTS) - 1), st.integers(0, len(SEGMENTS) - 1), st.booleans())
def test_a_segment_lost_or_doubled_is_refused(at, to, is_lost):
    segments = list(SEGMENTS)
    if is_lost:
        del segments[at]
    else:
        segments.insert(to, segments[at])
    reader, _ = rows_of(b"~\n".join(segments) + b"~\n")
    assert reader.problems.refuses


@PROPERTY
@given(
    st.sampled_from([WHOLE, TABLE]),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 8), st.binary(max_size=8)), min_size=1, max_size=6),
)
def test_mutated_bytes_end_in_an_answer_that_adds_up(whole, changes):
    data = bytearray(whole)
    for place, removed, added in changes:
        at = int(place * len(data))
        data[at : at + removed] = added
    summary = check_roster(io.BytesIO(bytes(data)), today=TODAY)
    told = summary.to_json()
    left_out = {one.number for one in summary.problems.listed if one.severity.name == "ROW"}
    if not summary.problems.refuses:
        assert summary.members > 0
        assert summary.members - summary.rows_sound <= len(left_out)
    assert told["subscribers"] + told["dependents"] + told["rows_left_out"] == told["members"]


@PROPERTY
@given(
    st.lists(
        st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 3), st.sampled_from(SPLINTERS)),
        min_size=1,
        max_size=4,
    )
)
def test_the_shortcut_gives_the_same_rows_and_problems(changes):
    data = bytearray(WHOLE)
    for at, removed, added in changes:
        data[at : at + removed] = added
    answers = []
    for shortcut in (True, False):
        reader = EnrollmentReader(io.BytesIO(bytes(data)), shortcut=shortcut)
        rows = list(reader.rows())
        answers.append((rows, reader.problems, reader.segments, reader.members, reader.subscribers))
    assert answers[0] == answers[1]


@PROPERTY
@given(st.binary(max_size=400))
def test_any_bytes_end_in_an_answer(data):
    for head in (b"", b"ISA*", b"a,b\n"):
        check_roster(io.BytesIO(head + data), today=TODAY)


@PROPERTY
@given(st.integers(1, 400), st.integers(1, 97))
def test_blocks_of_any_size_give_the_same_rows(count, size):
    file = io.StringIO()
    write_834(file, people(min(count, 40), count))
    data = file.getvalue().encode()
    _, rows = rows_of(data)

    class Slow(io.BytesIO):
        def read(self, asked=-1):
            return super().read(size if asked > 0 else asked)

    reader = EnrollmentReader(Slow(data))
    assert list(reader.rows()) == rows
