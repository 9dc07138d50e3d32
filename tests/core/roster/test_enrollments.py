"""An 834 is read as it was meant, its loops apart, and refused when half of it may be missing."""

import io
from datetime import UTC, date, datetime

import pytest

from sinew.roster.check import check_roster
from sinew.roster.problems import Severity
from sinew.roster.rows import Maintenance
from sinew.roster.x12.acknowledgment import acknowledgment
from sinew.roster.x12.enrollment import EnrollmentReader
from tests.support.enrollments import people, write_834

TODAY = date(2026, 11, 30)


def text_834(count=3, seed=1, **settings):
    """A small correct file, as text."""
    file = io.StringIO()
    write_834(file, people(count, seed), **settings)
    return file.getvalue()


def read(text):
    """The reader after its pass, and its rows."""
    reader = EnrollmentReader(io.BytesIO(text.encode() if isinstance(text, str) else text))
    return reader, list(reader.rows())


def codes(reader, severity=None):
    return [one.code for one in reader.problems.listed if severity in (None, one.severity)]


def replaced(text, old, new):
    assert text.count(old) >= 1, old
    return text.replace(old, new, 1)


def test_a_correct_file_gives_every_person_as_written():
    truth = list(people(200, 5))
    reader, rows = read(text_834(200, 5))
    assert reader.problems.listed == []
    assert [
        (
            row.subscriber_id,
            row.member_id,
            row.national_id,
            row.last_name,
            row.first_name,
            row.sex,
            row.postal_code,
        )
        for row in rows
    ] == [
        (
            one.subscriber_id,
            one.member_id,
            one.national_id,
            one.last_name,
            one.first_name,
            one.sex,
            one.postal_code,
        )
        for one in truth
    ]
    assert [f"{row.born_on:%Y%m%d}" for row in rows] == [one.born_on for one in truth]
    assert [tuple(line.insurance_line for line in row.coverages) for row in rows] == [
        one.lines for one in truth
    ]
    assert [row.is_subscriber for row in rows] == [one.is_subscriber for one in truth]
    assert [f"{row.through_on:%Y%m%d}" if row.through_on else "" for row in rows] == [
        one.through_on for one in truth
    ]


@pytest.mark.parametrize("after", ["", "\n", "\r\n", "  \n\n"])
def test_what_stands_between_segments_changes_nothing(after):
    _, plain = read(text_834(after="\n"))
    reader, rows = read(text_834(after=after))
    assert rows == plain
    assert codes(reader) == []


@pytest.mark.parametrize("terminator", ["\n", "\x1d", "|", "'"])
def test_any_terminator_that_isa_names_is_used(terminator):
    _, plain = read(text_834())
    reader, rows = read(text_834(after="").replace("~", terminator))
    assert rows == plain
    assert codes(reader) == []


def test_a_dependent_follows_the_subscriber_before_it():
    _, rows = read(text_834(40, 3))
    for row in rows:
        if not row.is_subscriber:
            subscriber = next(one for one in rows if one.number == row.family_number)
            assert subscriber.subscriber_id == row.subscriber_id


def test_names_addresses_and_dates_of_others_are_not_the_members():
    member = (
        "NM1*74*1*RIGHT*ROSA~N4*SALEM*OR*97301~DMG*D8*19800101*F~"
        "NM1*70*1*WRONG*ROSE~DMG*D8*19990909*M~NM1*31*1~N4*ELSEWHERE*OR*11111~NM1*QD*1*PARENT*PAT~"
        "DSB*4~DTP*360*D8*20200101~"
        "HD*021**HMO~DTP*348*D8*20260201~REF*1L*OTHER~LX*1~NM1*P3*1*DOCTOR*DOT~COB*P*X*1~DTP*344*D8*20200101~"
        "LS*2700~LX*1~N1*75*THING~REF*0F*NOT-THE-ID~DTP*007*D8*20130620~LE*2700~"
    )
    reader, rows = read(
        envelope(f"INS*Y*18*021*28*A***FT~REF*0F*ID-1~REF*1L*GROUP~DTP*356*D8*20260101~{member}")
    )
    assert codes(reader) == []
    row = rows[0]
    assert (row.last_name, row.first_name, row.postal_code, row.born_on) == (
        "RIGHT",
        "ROSA",
        "97301",
        date(1980, 1, 1),
    )
    assert (row.subscriber_id, row.group, row.begins_on) == ("ID-1", "GROUP", date(2026, 1, 1))
    assert row.coverages[0].begins_on == date(2026, 2, 1)


def envelope(members, *, purpose="2", segments=None):
    """The members' segments between a correct head and trailer."""
    head = (
        f"ISA*00*{'':10}*00*{'':10}*ZZ*{'A':15}*ZZ*{'B':15}*261101*0900*^*00501*000000001*0*P*:~"
        "GS*BE*A*B*20261101*0900*1*X*005010X220A1~"
    )
    body = f"ST*834*0001*005010X220A1~BGN*00*1*20261101*0900****{purpose}~N1*P5*A*FI*1~N1*IN*B*FI*2~{members}"
    count = body.count("~") + 1 if segments is None else segments
    return f"{head}{body}SE*{count}*0001~GE*1*1~IEA*1*000000001~"


MEMBER = "INS*Y*18*021*28*A***FT~REF*0F*1~NM1*IL*1*DOE*ANN~DMG*D8*19800101*F~HD*021**HLT~"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("SE*", "SE*9", "se-count"),
        ("*0001~GE", "*0002~GE", "se-control"),
        ("GE*1*1", "GE*2*1", "ge-count"),
        ("GE*1*1", "GE*1*2", "ge-control"),
        ("IEA*1*", "IEA*2*", "iea-count"),
        ("IEA*1*000000001", "IEA*1*000000009", "iea-control"),
        ("IEA*1*000000001~", "", "iea-missing"),
        ("GE*1*1~", "", "ge-missing"),
        ("ST*834", "ST*837", "not-834"),
        ("BGN*00*1*20261101*0900****2~", "", "bgn-missing"),
    ],
)
def test_a_broken_envelope_refuses_the_file(old, new, code):
    reader, _ = read(replaced(envelope(MEMBER), old, new))
    assert reader.problems.refuses
    assert code in codes(reader, Severity.FILE)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("*021*28", "*077*28", "maintenance-unknown"),
        ("INS*Y", "INS*X", "subscriber-flag"),
        ("REF*0F*1", "REF*1L*1", "subscriber-id-missing"),
        ("NM1*IL*1*DOE*ANN", "NM1*IL*1**ANN", "name-missing"),
        ("19800101", "19801301", "birth-date-unreadable"),
        ("19800101", "20270101", "birth-date-future"),
        ("DMG*D8", "XXX*D8", "segment-unknown"),
        ("HD*021", "HD*0X1", "maintenance-unknown"),
        ("DOE", "DO\nE", "line-break"),
        ("HD*021**HLT", "LE*2700", "loop-unopened"),
        ("HD*021**HLT", "DTP*357*D8*2026013", "date-unreadable"),
    ],
)
def test_a_row_that_cannot_be_read_is_left_out_and_the_others_stay(old, new, code):
    other = "INS*Y*18*021*28*A***FT~REF*0F*2~NM1*IL*1*ROE*BEN~HD*021**HLT~"
    reader, rows = read(envelope(other + replaced(MEMBER, old, new) + other.replace("0F*2", "0F*3")))
    assert code in codes(reader, Severity.ROW)
    assert not reader.problems.refuses
    assert [row.last_name for row in rows] == ["ROE", "ROE"]
    assert reader.members == 3


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("INS*Y*18", "INS*Y*19", "relationship-contradicts"),
        ("INS*Y*18", "INS*Y*99", "relationship-unknown"),
        ("19800101", "19000101", "birth-date-dummy"),
        ("HLT", "XYZ", "insurance-line-unknown"),
        ("HLT", "HLT**", "trailing-separator"),
        ("N1*P5*A*FI*1", "N1*41*A*FI*1", "sponsor-missing"),
        ("****2", "****", "purpose-unknown"),
        ("X*005010X220A1", "X*005010X318", "version-unknown"),
        ("*P*:", "*T*:", "test-file"),
    ],
)
def test_what_real_senders_do_is_noted_and_read(old, new, code):
    reader, rows = read(replaced(envelope(MEMBER), old, new))
    assert code in codes(reader, Severity.WARNING)
    assert not reader.problems.refuses
    assert len(rows) == 1


def test_isa_of_another_length_is_read_by_its_elements():
    reader, rows = read(replaced(envelope(MEMBER), f"*{'A':15}*", "*A*"))
    assert "isa-length" in codes(reader, Severity.WARNING)
    assert len(rows) == 1


@pytest.mark.parametrize("tail", ["*P*~\n", "*P*~"])
def test_an_empty_isa16_does_not_hide_the_members(tail):
    text = envelope(MEMBER).replace("~", "~\n") if tail.endswith("\n") else envelope(MEMBER)
    reader, rows = read(text.replace("*P*:~\n" if tail.endswith("\n") else "*P*:~", tail, 1))
    assert codes(reader) == ["isa16-missing"]
    assert len(rows) == 1


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"hello", "isa-missing"),
        (b"ISA", "isa-separator"),
        (b"ISA*00*", "isa-elements"),
        ("ISA*".encode("utf-16"), "encoding"),
    ],
)
def test_what_is_no_interchange_says_so(data, code):
    reader, rows = read(data)
    assert rows == []
    assert codes(reader) == [code]


def test_an_enrollment_without_members_is_never_a_silent_zero():
    reader, _ = read(envelope(""))
    assert codes(reader, Severity.FILE) == ["no-members"]


def test_several_interchanges_with_other_delimiters_are_read_one_after_the_other():
    second = envelope(MEMBER).replace("000000001", "000000002").replace("*", "|").replace("~", "!")
    reader, rows = read(envelope(MEMBER) + "\n" + second)
    assert len(rows) == 2
    assert len(reader.envelopes.interchanges) == 2
    assert codes(reader) == []


def test_accents_are_read_in_utf_8_and_in_windows_1252():
    text = replaced(envelope(MEMBER), "DOE*ANN", "MÜLLER*JOSÉ")
    for encoding, noted in (("utf-8", []), ("cp1252", ["encoding"])):
        reader, rows = read(text.encode(encoding))
        assert (rows[0].last_name, rows[0].first_name) == ("MÜLLER", "JOSÉ")
        assert codes(reader) == noted


def test_every_maintenance_code_has_its_meaning():
    members = "".join(
        f"INS*Y*18*{code}*28*A~REF*0F*{code}~NM1*IL*1*DOE*ANN~"
        for code in ("001", "021", "024", "025", "030")
    )
    _, rows = read(envelope(members))
    assert [row.maintenance for row in rows] == [
        Maintenance.CHANGE,
        Maintenance.ADD,
        Maintenance.END,
        Maintenance.REINSTATE,
        Maintenance.STATE,
    ]


def test_no_message_repeats_what_the_file_says_of_a_person():
    secret = "ZEBEDEE"
    text = envelope(f"INS*Y*{secret}*{secret}~REF*0F*{secret}~NM1*IL*1*{secret}~DMG*D8*{secret}~HD*{secret}~")
    reader, _ = read(text)
    assert reader.problems.listed
    assert all(secret not in one.message for one in reader.problems.listed)


def answered(text):
    summary = check_roster(io.BytesIO(text.encode()), today=TODAY)
    return acknowledgment(
        summary.interchanges, summary.problems, at=datetime(2026, 11, 30, 12, tzinfo=UTC), control=7
    )


def test_an_accepted_file_is_acknowledged():
    answer = answered(envelope(MEMBER))
    assert "TA1*000000001*261101*0900*A*000~" in answer
    assert "AK1*BE*1*005010X220A1~\nAK2*834*0001*005010X220A1~\nIK5*A~\nAK9*A*1*1*1~" in answer
    assert answer.endswith("IEA*1*000000007~\n")
    count = answer[answer.index("ST*999") : answer.index("SE*")].count("~") + 1
    assert f"SE*{count}*0001~" in answer


def test_a_refused_file_is_refused_in_its_acknowledgment_with_the_reason():
    answer = answered(replaced(envelope(MEMBER), "SE*", "SE*9"))
    assert "IK5*R*4~" in answer
    assert "AK9*R*1*1*0~" in answer
    assert "TA1*000000001*261101*0900*R*001~" in answered(
        replaced(envelope(MEMBER), "IEA*1*000000001", "IEA*1*000000009")
    )


def test_a_row_left_out_is_acknowledged_as_an_error_at_its_segment():
    answer = answered(envelope(MEMBER + replaced(MEMBER, "19800101", "19801301")))
    assert "IK3*DMG*13**8~" in answer
    assert "IK5*E*5~" in answer
    assert "AK9*E*1*1*1~" in answer


def test_our_own_acknowledgment_is_no_roster():
    reader, _ = read(answered(envelope(MEMBER)))
    assert codes(reader, Severity.FILE) == ["not-834"]
