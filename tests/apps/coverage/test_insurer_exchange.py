"""A question travels encrypted, for so long and no longer, and whatever comes back ends in an outcome.

The insurer is the simulator that we ship, on a real socket.
"""

import io
import socket
import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import trustme
from hypothesis import given, settings
from hypothesis import strategies as st

from sinew.apps.coverage.insurer import policy
from sinew.apps.coverage.insurer.asking import OwnLine, ask_now
from sinew.apps.coverage.insurer.configuration import Insurer
from sinew.apps.coverage.insurer.exchange import LARGEST_ANSWER, Came, exchange
from sinew.apps.coverage.insurer.simulator import SimulatorServer
from sinew.apps.coverage.insurer.wires import ANSWER, SUCCESS, WireRefused, unwrap, wrap
from sinew.roster.eligibility.answer import Outcome, read_271
from sinew.roster.eligibility.question import CoveredPerson, Parties, write_270
from sinew.roster.eligibility.reply import read_reply
from sinew.roster.insurer.behavior import Behavior, Reply, SimulatedInsurer
from sinew.roster.insurer.book import Book
from sinew.roster.table.reader import TableReader
from tests.support.samples import interop_samples

AT = datetime(2026, 11, 30, 9, 30, tzinfo=UTC)
DAY = AT.date()
PARTIES = Parties(
    "ZZ", "SINEW", "ZZ", "CLEARING", "Acme Health", "12345", "Sinew", "1234567893", is_test=True
)
ANN = CoveredPerson("Ann", "Rivera", date(1980, 3, 4), "W1")
ROSTER = b"Member ID,First Name,Last Name,DOB,Start\nW1,Ann,Rivera,1980-03-04,2026-01-01\n"
WIRES = ("soap", "mime", "x12")


def simulated(**settings):
    reader = TableReader(io.BytesIO(ROSTER), today=DAY)
    return SimulatedInsurer(Book.of_rows(list(reader.rows()), reader.problems, day=DAY), **settings)


def serving(insurer=None, **settings):
    return SimulatorServer(insurer or simulated(), clock=lambda: AT, **settings)


def reached(server, wire="x12", **settings):
    return Insurer("acme", server.address, wire, PARTIES, **settings)


def ask(server, person=ANN, wire="x12", *, wait=None, line=None, tried=0, **settings):
    pauses = []
    run = ask_now(
        reached(server, wire, **settings),
        person,
        on=DAY,
        at=AT,
        trace="T-1",
        line=line or OwnLine(0),
        tried=tried,
        wait=wait or pauses.append,
        dice=lambda: 0.5,
    )
    return run, pauses


def numbered(word):
    return replace(ANN, subscriber_id=f"SIM-{word}")


@pytest.mark.parametrize("wire", WIRES)
def test_a_question_is_answered_over_every_wire(wire):
    with serving() as server:
        run, _ = ask(server, wire=wire)
    assert (run.outcome, run.came) == (Outcome.ACTIVE, (Came.ANSWER,))
    assert run.answer.begins_on == date(2026, 1, 1)
    assert server.questions == 1


@pytest.mark.parametrize("wire", WIRES)
def test_user_and_password_are_asked_for_and_sent(wire):
    with serving(user="sinew", password="s<e>c&r~t") as server:
        assert ask(server, wire=wire, user="sinew", password="s<e>c&r~t")[0].outcome is Outcome.ACTIVE
        refused, _ = ask(server, wire=wire, user="sinew", password="other")
    assert (refused.outcome, refused.came) == (Outcome.CANNOT_ASK, (Came.NOT_ACCEPTED,))
    assert server.questions == 1


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize(
    ("word", "outcome", "came"),
    [
        ("INACTIVE", Outcome.INACTIVE, Came.ANSWER),
        ("75", Outcome.NOT_FOUND, Came.ANSWER),
        ("72", Outcome.WRONG_DETAILS, Came.ANSWER),
        ("73", Outcome.WRONG_DETAILS, Came.ANSWER),
        ("71", Outcome.WRONG_DETAILS, Came.ANSWER),
        ("50", Outcome.CANNOT_ASK, Came.ANSWER),
        ("TA1", Outcome.CANNOT_ASK, Came.ANSWER),
        ("999", Outcome.CANNOT_ASK, Came.ANSWER),
        ("EMPTY", Outcome.UNREADABLE, None),
        ("CUT", Outcome.UNREADABLE, Came.ANSWER),
        ("COUNT", Outcome.UNREADABLE, Came.ANSWER),
        ("TRACE", Outcome.UNREADABLE, Came.ANSWER),
        ("OTHER", Outcome.UNREADABLE, Came.ANSWER),
        ("HTML", Outcome.UNREADABLE, None),
        ("HALF", Outcome.UNREADABLE, Came.GARBLED),
        ("HUGE", Outcome.UNREADABLE, Came.GARBLED),
        ("ERROR", Outcome.TRY_LATER, Came.UNAVAILABLE),
    ],
)
def test_whatever_comes_back_ends_in_an_outcome_and_is_not_asked_again(word, outcome, came, wire):
    with serving() as server:
        run, pauses = ask(server, numbered(word), wire)
    assert run.outcome is outcome
    assert came is None or run.came == (came,)
    assert (server.questions, pauses, run.again_at) == (1, [], None)


@pytest.mark.parametrize("code", ["42", "80"])
def test_later_is_asked_again_with_the_same_trace_and_growing_pauses(code):
    with serving() as server:
        run, pauses = ask(server, numbered(f"{code}-{code}-ACTIVE"))
    assert run.outcome is Outcome.ACTIVE
    assert pauses == [1.5, 3.0]
    assert server.traces == ["T-1"] * 3


def test_after_three_tries_it_is_over():
    with serving() as server:
        run, _ = ask(server, numbered("42"))
        assert (run.outcome, len(run.came), run.again_at) == (Outcome.TRY_LATER, 3, None)
        run, _ = ask(server, numbered("42"), tried=2)
        assert (len(run.came), run.again_at) == (1, None)
    assert server.questions == 4


def test_who_hangs_up_is_asked_again():
    with serving() as server:
        run, _ = ask(server, numbered("DROP-ACTIVE"))
    assert (run.outcome, run.came) == (Outcome.ACTIVE, (Came.NO_CONNECTION, Came.ANSWER))


def test_nobody_there_is_an_outcome():
    with serving() as server:
        gone = reached(server)
    run = ask_now(gone, ANN, on=DAY, at=AT, trace="T-1", line=OwnLine(0), wait=lambda _: None)
    assert (run.outcome, set(run.came)) == (Outcome.TRY_LATER, {Came.NO_CONNECTION})


@pytest.mark.parametrize("word", ["SILENT", "DRIP", "SLOW"])
@pytest.mark.parametrize("wire", WIRES)
def test_who_is_slow_or_silent_is_not_waited_for_beyond_the_limit(word, wire):
    person = numbered(word)
    question = write_270(person, PARTIES, on=DAY, at=AT, control=1, trace="T-1")
    with serving(slow_s=30) as server:
        began = time.monotonic()
        found = exchange(reached(server, wire), question, payload_id="1", at=AT, within_s=0.6)
        took = time.monotonic() - began
    assert found.came is Came.TIMED_OUT
    assert 0.5 < took < 3


def test_a_slow_answer_in_time_counts():
    with serving(slow_s=0.3) as server:
        run, _ = ask(server, numbered("SLOW"))
    assert run.outcome is Outcome.ACTIVE
    assert run.seconds >= 0.3


def test_after_a_time_out_the_next_try_waits_as_core_says(monkeypatch):
    monkeypatch.setattr(policy, "ANSWER_WITHIN_S", 0.5)
    with serving() as server:
        run, pauses = ask(server, numbered("SILENT"))
    assert (run.outcome, run.came, pauses) == (Outcome.TRY_LATER, (Came.TIMED_OUT,), [])
    assert run.again_at - AT >= timedelta(seconds=90)


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


class TestEncryption:
    @pytest.fixture
    def certificate(self, authority, tmp_path):
        path = tmp_path / "server.pem"
        authority.issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(str(path))
        authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
        return path

    def test_a_certificate_of_the_named_authority_is_trusted(self, certificate, tmp_path):
        with serving(certificate=certificate) as server:
            assert server.address.startswith("https://")
            run, _ = ask(server, authority=str(tmp_path / "authority.pem"))
            again, _ = ask(server, numbered("HUGE"), "soap", authority=str(tmp_path / "authority.pem"))
        assert run.outcome is Outcome.ACTIVE
        assert again.came == (Came.GARBLED,)

    def test_who_shows_another_certificate_is_told_nothing(self, certificate):
        with serving(certificate=certificate) as server:
            run, _ = ask(server)
        assert (run.outcome, run.came) == (Outcome.CANNOT_ASK, (Came.NOT_TRUSTED,))
        assert server.questions == 0

    def test_a_certificate_for_another_name_is_not_trusted(self, authority, tmp_path):
        path = tmp_path / "other.pem"
        authority.issue_cert("insurer.example").private_key_and_cert_chain_pem.write_to_path(str(path))
        authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
        with serving(certificate=path) as server:
            run, _ = ask(server, authority=str(tmp_path / "authority.pem"))
        assert run.came == (Came.NOT_TRUSTED,)

    @pytest.mark.parametrize("word", ["SILENT", "DRIP"])
    def test_silence_is_cut_off_under_encryption_too(self, certificate, tmp_path, word):
        insurer = Insurer("acme", "", "x12", PARTIES, authority=str(tmp_path / "authority.pem"))
        question = write_270(numbered(word), PARTIES, on=DAY, at=AT, control=1, trace="T-1")
        with serving(certificate=certificate) as server:
            began = time.monotonic()
            found = exchange(
                replace(insurer, address=server.address), question, payload_id="1", at=AT, within_s=0.6
            )
        assert found.came is Came.TIMED_OUT
        assert time.monotonic() - began < 5


def test_who_never_shakes_hands_is_not_waited_for(monkeypatch):
    monkeypatch.setattr("sinew.apps.coverage.insurer.exchange.CONNECT_S", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        insurer = Insurer("acme", f"https://localhost:{silent.getsockname()[1]}/", "x12", PARTIES)
        began = time.monotonic()
        found = exchange(insurer, "ISA*", payload_id="1", at=AT, within_s=5)
    assert found.came is Came.TIMED_OUT
    assert time.monotonic() - began < 3


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(WIRES), st.integers(0, 900), st.integers(0, 30), st.binary(max_size=12))
def test_a_damaged_message_is_refused_or_read_and_never_more(wire, at, removed, added):
    whole = wrap(
        "ISA*00~", wire=wire, kind=ANSWER, payload_id="1", at=AT, sender="A", receiver="B", error=SUCCESS
    )
    body = bytearray(whole.body)
    body[at : at + removed] = added
    kind = whole.headers["Content-Type"]
    for content_type in (kind, kind.replace("-1", ""), kind + added.decode("latin-1")):
        with suppress(WireRefused):
            assert isinstance(unwrap(content_type, bytes(body), wire=wire).payload, bytes)


@pytest.mark.parametrize(
    "body",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>',
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "a">]><x>&a;</x>'.encode("utf-16"),
        b"<html><body>Error</body></html>",
        b"",
    ],
)
def test_xml_with_entities_or_of_another_kind_is_refused(body):
    with pytest.raises(WireRefused):
        unwrap("application/soap+xml", body, wire="soap")


class Says:
    """An insurer that sends a file as it stands."""

    def __init__(self, data):
        self.text = data.decode("utf-8", errors="surrogateescape")

    def answer(self, data, *, at, control):
        return Reply(self.text)


OUTCOMES = {
    "x12org-subscriber-active": Outcome.ACTIVE,
    "oopfactory-4010-cms-hets": Outcome.ACTIVE,
    "x12org-provider-not-eligible": Outcome.CANNOT_ASK,
    "lfh-error-se02-mismatch": Outcome.CANNOT_ASK,
    "oopfactory-aaa-43-47-receiver": Outcome.CANNOT_ASK,
    "oopfactory-aaa-58-dependent": Outcome.WRONG_DETAILS,
    "oopfactory-aaa-72-75-subscriber": Outcome.WRONG_DETAILS,
    "oopfactory-aaa-in-benefit": Outcome.CANNOT_ASK,
    "oopfactory-4010-dhhs-aaa": Outcome.CANNOT_ASK,
    "imsweb-mixed-versions": Outcome.UNREADABLE,
}


@pytest.mark.samples
@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize("name", OUTCOMES)
def test_every_shared_answer_arrives_and_means_what_its_table_says(name, wire):
    data = (interop_samples() / "x12" / "271" / f"{name}.edi").read_bytes()
    said = read_reply(data, about=ANN, trace="T-1", on=DAY, is_test=True).outcome
    with serving(Says(data)) as server:
        found = exchange(reached(server, wire), "ISA*", payload_id="1", at=AT, within_s=5)
        run, _ = ask(server, wire=wire)
    assert found.came is Came.ANSWER
    assert read_271(found.payload).outcome is OUTCOMES[name]
    of_another = said is not OUTCOMES[name]  # it says something of coverage, but to another question
    assert run.outcome is said is (Outcome.UNREADABLE if of_another else OUTCOMES[name])
    assert of_another is (OUTCOMES[name] is Outcome.ACTIVE)


@pytest.mark.samples
@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("x12org-generic-subscriber", "ST*271*"),
        ("lfh-single-line", "ST*271*"),
        ("oopfactory-4010-dhhs", "ST*271*"),
        ("imsweb-4010-bad-controls", "TA1*"),
    ],
)
def test_every_shared_question_is_answered_or_refused_by_the_simulator(name, begins, wire):
    question = (interop_samples() / "x12" / "270" / f"{name}.edi").read_bytes().decode("utf-8-sig")
    with serving() as server:
        found = exchange(reached(server, wire), question, payload_id="1", at=AT, within_s=5)
    assert found.came is Came.ANSWER
    assert begins in found.payload.decode()


def test_an_answer_as_large_as_allowed_is_read():
    whole = simulated().answer(
        write_270(ANN, PARTIES, on=DAY, at=AT, control=1, trace="T-1").encode(), at=AT, control=1
    )
    assert whole.behavior == Behavior.RIGHT
    filled = whole.text.encode() + b"\n" * (LARGEST_ANSWER - len(whole.text))
    with serving(Says(filled)) as server:
        assert ask(server)[0].outcome is Outcome.ACTIVE
    with serving(Says(filled + b"\n")) as server:
        assert ask(server)[0].came == (Came.GARBLED,)
