"""The simulated insurer answers from a roster, and what it answers is read as it was meant, or as nothing."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sinew.roster.eligibility.answer import Outcome
from sinew.roster.eligibility.question import CoveredPerson, Parties, write_270
from sinew.roster.eligibility.reply import read_reply
from sinew.roster.insurer.asked import read_270
from sinew.roster.insurer.behavior import Behavior, SimulatedInsurer
from sinew.roster.insurer.book import Book
from sinew.roster.table.reader import TableReader
from sinew.roster.x12.acknowledgment import acknowledgment
from tests.support.samples import interop_samples

AT = datetime(2026, 11, 30, 9, 30, tzinfo=UTC)
DAY = AT.date()
PARTIES = Parties(
    "ZZ", "SINEW", "ZZ", "CLEARING", "Acme Health", "12345", "Sinew", "1234567893", is_test=True
)
ROSTER = b"""\
Member ID,Subscriber ID,First Name,Last Name,DOB,Relationship,Start,End
W1,W1,Ann,O'Donnell,1980-03-04,Self,2026-01-01,
W2,W1,Ben,O'Donnell,2004-05-06,Child,2026-01-01,
,W1,Cy,O'Donnell,2010-07-08,Child,2026-01-01,
W4,W4,Dee,Lopez,1975-09-10,Self,2024-01-01,2025-12-31
W5,W5,Rosa,Lima,1990-01-02,Self,2026-03-01,
"""
ANN = CoveredPerson("Ann", "O'Donnell", date(1980, 3, 4), "W1")


def insurer(**settings):
    reader = TableReader(io.BytesIO(ROSTER), today=DAY)
    rows = list(reader.rows())
    assert len(rows) == 5, reader.problems.listed
    return SimulatedInsurer(Book.of_rows(rows, reader.problems, day=DAY), **settings)


def read(data, about=ANN, trace="T-1"):
    return read_reply(data, about=about, trace=trace, on=DAY, is_test=True)


def ask(person, *, of=None, trace="T-1", sent=None, **settings):
    """The answer to a question about a person, as it is read."""
    question = sent or write_270(person, PARTIES, on=DAY, at=AT, control=7, trace=trace).encode()
    reply = (of or insurer(**settings)).answer(question, at=AT, control=9)
    return read(reply.text.encode(), person, trace)


@pytest.mark.parametrize(
    ("person", "outcome", "reason"),
    [
        (ANN, Outcome.ACTIVE, ""),
        (replace(ANN, subscriber_id=""), Outcome.ACTIVE, ""),
        (replace(ANN, first_name="ANN ", last_name="ODonnell"), Outcome.ACTIVE, ""),
        (CoveredPerson("Ben", "O'Donnell", date(2004, 5, 6), "W2"), Outcome.ACTIVE, ""),
        (
            replace(ANN, dependent_first_name="Cy", dependent_born_on=date(2010, 7, 8)),
            Outcome.ACTIVE,
            "",
        ),
        (
            replace(ANN, dependent_first_name="Al", dependent_born_on=date(2010, 7, 8)),
            Outcome.NOT_FOUND,
            "77",
        ),
        (CoveredPerson("Dee", "Lopez", date(1975, 9, 10), "W4"), Outcome.INACTIVE, ""),
        (replace(ANN, born_on=date(1980, 4, 3)), Outcome.WRONG_DETAILS, "71"),
        (replace(ANN, born_on=None), Outcome.WRONG_DETAILS, "58"),
        (replace(ANN, last_name="Smith"), Outcome.WRONG_DETAILS, "73"),
        (replace(ANN, subscriber_id="W99"), Outcome.WRONG_DETAILS, "72"),
        (CoveredPerson("No", "Body", date(1980, 3, 4), "W99"), Outcome.NOT_FOUND, "75"),
    ],
)
def test_a_question_is_answered_from_the_roster(person, outcome, reason):
    answer = ask(person)
    assert answer.outcome is outcome
    assert [one.reason for one in answer.rejections] == ([reason] if reason else [])


def test_an_answer_says_from_when_until_when_and_what_a_visit_costs():
    answer = ask(CoveredPerson("Rosa", "Lima", date(1990, 1, 2), "W5"), co_payment="20.00")
    assert (answer.begins_on, answer.through_on) == (date(2026, 3, 1), None)
    assert [(one.code, one.services, one.amount) for one in answer.benefits[1:]] == [("B", ("PT",), "20.00")]
    assert ask(CoveredPerson("Dee", "Lopez", date(1975, 9, 10), "W4")).through_on == date(2025, 12, 31)


@pytest.mark.parametrize(
    ("behavior", "outcome"),
    [
        (Behavior.ACTIVE, Outcome.ACTIVE),
        (Behavior.INACTIVE, Outcome.INACTIVE),
        (Behavior.EMPTY, Outcome.UNREADABLE),
        (Behavior.CUT, Outcome.UNREADABLE),
        (Behavior.COUNT, Outcome.UNREADABLE),
        (Behavior.TRACE, Outcome.UNREADABLE),
        (Behavior.OTHER, Outcome.UNREADABLE),
        (Behavior.TA1, Outcome.CANNOT_ASK),
        (Behavior.REFUSED, Outcome.CANNOT_ASK),
        ("42", Outcome.TRY_LATER),
        ("80", Outcome.TRY_LATER),
        ("72", Outcome.WRONG_DETAILS),
        ("73", Outcome.WRONG_DETAILS),
        ("71", Outcome.WRONG_DETAILS),
        ("75", Outcome.NOT_FOUND),
        ("50", Outcome.CANNOT_ASK),
        ("T4", Outcome.CANNOT_ASK),
    ],
)
@pytest.mark.parametrize("way", ["number", "always"])
def test_a_behavior_is_chosen_by_the_number_or_for_all(behavior, outcome, way):
    if way == "always":
        assert ask(ANN, always=behavior).outcome is outcome
    else:
        assert ask(replace(ANN, subscriber_id=f"SIM-{behavior}")).outcome is outcome


def test_a_number_chooses_a_behavior_for_each_try_of_one_question():
    person, one = replace(ANN, subscriber_id="SIM-42-80-ACTIVE"), insurer()
    outcomes = [ask(person, of=one).outcome for _ in range(4)]
    assert outcomes == [Outcome.TRY_LATER, Outcome.TRY_LATER, Outcome.ACTIVE, Outcome.ACTIVE]
    assert ask(person, of=one, trace="T-2").outcome is Outcome.TRY_LATER


def test_later_may_be_asked_again_and_a_refusal_may_not():
    assert ask(ANN, always="42").may_try_again
    assert not ask(ANN, always="50").may_try_again
    assert not ask(ANN, always="75").may_try_again


def changed(**told):
    """An answer in which the insurer names the person in its own way."""
    one = insurer()
    text = one.answer(
        write_270(ANN, PARTIES, on=DAY, at=AT, control=7, trace="T-1").encode(), at=AT, control=9
    ).text
    for before, after in told.values():
        assert before in text
        text = text.replace(before, after)
    extra = text.count("~", text.index("ST*"), text.index("~SE*")) + 2
    text = text[: text.index("~SE*")] + f"~SE*{extra}*0001~" + text[text.index("GE*") :]
    return read(text.encode())


def test_a_test_s_answer_to_a_real_question_says_nothing():
    question = write_270(ANN, PARTIES, on=DAY, at=AT, control=7, trace="T-1").encode()
    text = insurer().answer(question, at=AT, control=9).text.encode()
    assert read(text).outcome is Outcome.ACTIVE
    assert read_reply(text, about=ANN, trace="T-1", on=DAY).outcome is Outcome.UNREADABLE


@pytest.mark.parametrize(
    ("days", "outcome"),
    [
        ("DTP*346*D8*20261130~DTP*347*D8*20261130", Outcome.ACTIVE),
        ("DTP*291*RD8*20260101-20261231", Outcome.ACTIVE),
        ("DTP*346*D8*20261201", Outcome.UNREADABLE),
        ("DTP*347*D8*20261129", Outcome.UNREADABLE),
        ("DTP*291*RD8*20250101-20251231", Outcome.UNREADABLE),
    ],
)
def test_active_counts_only_on_a_day_of_the_plan(days, outcome):
    assert changed(days=("DTP*346*D8*20260101", days)).outcome is outcome


BORN = "DMG*D8*19800304"
NAMED = "O'DONNELL*ANN****MI*W1"


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        ({}, Outcome.ACTIVE),
        ({"name": (NAMED, "ODONNELL*ANNIE****MI*W1")}, Outcome.ACTIVE),
        ({"name": (NAMED, "O'DONNELL SMITH*ANN****MI*00W1-01")}, Outcome.ACTIVE),
        ({"name": (NAMED, "SMITH*ANN****MI*W1")}, Outcome.ACTIVE),
        ({"name": (NAMED, "SMITH*ANN****MI*W7")}, Outcome.UNREADABLE),
        ({"name": (NAMED, "O'DONNELL*BEN****MI*W1")}, Outcome.UNREADABLE),
        ({"born": (BORN, "DMG*D8*19800403")}, Outcome.UNREADABLE),
        ({"born": (BORN, "DMG*D8*19800403~INS*Y*18*001*25")}, Outcome.WRONG_DETAILS),
        (
            {"name": (NAMED, "O'DONNELL*BEN****MI*W1"), "born": (BORN, "INS*Y*18*001*25")},
            Outcome.WRONG_DETAILS,
        ),
        ({"born": (BORN, "INS*Y*18*001*25")}, Outcome.ACTIVE),
        ({"trace": ("TRN*2*T-1*9123456789~", "")}, Outcome.ACTIVE),
        ({"trace": ("TRN*2*T-1*9123456789~", ""), "born": (f"{BORN}~", "")}, Outcome.UNREADABLE),
    ],
)
def test_an_answer_counts_only_for_the_person_asked_for(told, outcome):
    assert changed(**told).outcome is outcome


def test_a_broken_question_is_refused_and_not_answered():
    sent = write_270(ANN, PARTIES, on=DAY, at=AT, control=7, trace="T-1")
    for broken in (sent.replace("SE*13", "SE*14"), sent.replace("EQ*30", "XX*30"), sent[:-20]):
        reply = insurer().answer(broken.encode(), at=AT, control=9)
        assert "*271*" not in reply.text
        assert "TA1*000000007" in reply.text
        assert read(reply.text.encode()).outcome is Outcome.CANNOT_ASK
    assert insurer().answer(b"<html>", at=AT, control=9).text == ""


def test_a_sound_acknowledgment_that_accepts_is_no_answer():
    received = read_270(write_270(ANN, PARTIES, on=DAY, at=AT, control=7, trace="T-1").encode())
    text = acknowledgment(received.interchanges, received.problems, at=AT, control=9, kinds=("HS",))
    assert "AK9*A*1*1*1" in text
    assert read(text.encode()).outcome is Outcome.UNREADABLE


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 600), st.integers(0, 40), st.binary(max_size=6))
def test_a_damaged_question_ends_in_an_answer(at, removed, added):
    data = bytearray(write_270(ANN, PARTIES, on=DAY, at=AT, control=7, trace="T-1").encode())
    data[at : at + removed] = added
    insurer().answer(bytes(data), at=AT, control=9)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 600), st.integers(1, 40))
def test_an_answer_that_lost_something_never_turns_into_a_yes(at, removed):
    person = CoveredPerson("Dee", "Lopez", date(1975, 9, 10), "W4")
    sent = write_270(person, PARTIES, on=DAY, at=AT, control=7, trace="T-1").encode()
    data = bytearray(insurer().answer(sent, at=AT, control=9).text.encode())
    del data[at : at + removed]
    assert read(bytes(data), person, "T-1").outcome is not Outcome.ACTIVE


@pytest.mark.samples
@pytest.mark.parametrize(
    ("name", "is_answered"),
    [
        ("x12org-generic-subscriber", True),
        ("lfh-single-line", True),
        ("oopfactory-4010-dhhs", True),
        ("imsweb-4010-bad-controls", False),
    ],
)
def test_the_shared_questions_are_answered_or_refused_as_their_table_expects(name, is_answered):
    data = (interop_samples() / "x12" / "270" / f"{name}.edi").read_bytes()
    received = read_270(data)
    assert (received.asked is not None) is is_answered
    reply = insurer().answer(data, at=AT, control=9)
    assert ("ST*271*" in reply.text) is is_answered
    assert is_answered or "TA1*" in reply.text
