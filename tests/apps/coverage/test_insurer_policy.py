"""When an insurer is asked, asked again, or left alone; and which insurers there are to ask."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinew.apps.coverage.insurer import policy
from sinew.apps.coverage.insurer.asking import OwnLine
from sinew.apps.coverage.insurer.configuration import address_problem, insurers
from sinew.apps.coverage.insurer.exchange import Came
from sinew.apps.coverage.insurer.policy import Circuit
from sinew.errors import InputRefused
from sinew.roster.eligibility.answer import Outcome

AT = datetime(2026, 11, 30, 9, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def failed(times, at=AT):
    circuit = Circuit()
    for _ in range(times):
        circuit = circuit.after(is_trouble=True, at=at)
    return circuit


def test_a_line_rests_after_five_failures_in_a_row_and_not_before():
    assert failed(4).lets_through(AT)
    assert not failed(5).lets_through(AT + 59 * SECOND)
    assert failed(5).lets_through(AT + 60 * SECOND)


def test_one_success_forgets_all_failures():
    assert failed(5).after(is_trouble=False, at=AT) == Circuit()


def test_each_failure_after_a_rest_makes_the_next_one_longer_up_to_a_quarter_of_an_hour():
    rests = [failed(times).rests_until - AT for times in range(5, 20)]
    assert rests[:4] == [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8)]
    assert set(rests[4:]) == {timedelta(minutes=15)}


def test_one_question_alone_tries_a_line_that_rested():
    line = OwnLine(0, failed(5))
    assert not line.lets_through(AT)
    later = AT + 61 * SECOND
    assert [line.lets_through(later) for _ in range(3)] == [True, False, False]
    line.note(is_trouble=False, at=later)
    assert [line.lets_through(later) for _ in range(3)] == [True, True, True]


def test_control_numbers_come_once_and_begin_anew_after_the_last():
    line = OwnLine(999_999_997)
    assert [line.control() for _ in range(3)] == [999_999_998, 999_999_999, 1]


@given(st.floats(0, 1), st.floats(0, 1))
def test_pauses_grow_and_differ(one, other):
    assert 1 <= policy.pause_s(1, one) <= 2 <= policy.pause_s(2, other) <= 4


@given(st.floats(0, 30), st.integers(1, 3), st.floats(0, 1))
def test_no_try_begins_that_could_not_end_in_time(spent, tries, dice):
    pause = policy.pause_s(tries, dice)
    assert policy.fits(spent, pause) == (spent + pause + 2 <= 20)


@given(st.integers(1, 9), st.floats(0, 1))
def test_a_later_try_waits_at_least_the_ninety_seconds_of_core(tries, dice):
    due = policy.again_at(tries, AT, dice)
    assert (due is None) == (tries >= 3)
    assert due is None or due - AT >= timedelta(seconds=90)


def test_only_what_did_not_come_is_asked_again():
    assert {came for came in Came if policy.may_try_again(came, None)} == {Came.TIMED_OUT, Came.NO_CONNECTION}


def test_an_answer_holds_for_the_day_unless_it_says_nothing():
    assert {one for one in Outcome if not policy.is_kept(one)} == {Outcome.TRY_LATER, Outcome.UNREADABLE}
    assert policy.OUTCOME_OF.keys() == set(Came) - {Came.ANSWER}


@pytest.mark.parametrize(
    ("address", "with_http", "without"),
    [
        ("https://insurer.example/core", True, True),
        ("http://localhost:9000/eligibility", True, False),
        ("http://127.0.0.1:9000/", True, False),
        ("http://insurer.example/core", False, False),
        ("https://user:secret@insurer.example/", False, False),
        ("ftp://insurer.example/", False, False),
        ("https://", False, False),
        ("https://insurer.example:port/", False, False),
        ("insurer.example", False, False),
    ],
)
def test_where_an_insurer_may_be_asked(address, with_http, without):
    assert (address_problem(address, may_use_http=True) == "") is with_http
    assert (address_problem(address, may_use_http=False) == "") is without


ACME = """\
[acme-health]
name = "Acme Health"
insurer_id = "12345"
address = "{address}"
sender_id = "SINEW"
receiver_id = "CLEARING"
asker_name = "Sinew"
asker_npi = "1234567893"
"""


def configured(settings, tmp_path, text):
    path = tmp_path / "insurers.toml"
    path.write_text(text)
    settings.INSURERS = str(path)
    settings.INSURER_SECRETS = {
        "SINEW_INSURER_ACME_HEALTH_USER": "sinew", "SINEW_INSURER_ACME_HEALTH_PASSWORD": "a secret"
    }  # fmt: skip


def test_an_insurer_is_set_up_in_a_file_and_its_secrets_in_the_environment(settings, tmp_path):
    assert insurers() == {}
    configured(settings, tmp_path, ACME.format(address="https://insurer.example/core"))
    acme = insurers()["acme-health"]
    assert (acme.wire, acme.user, acme.password) == ("soap", "sinew", "a secret")
    assert acme.parties.receiver_id == "CLEARING"
    assert "a secret" not in repr(acme)


def test_production_asks_nobody_without_encryption(settings, tmp_path):
    configured(settings, tmp_path, ACME.format(address="http://localhost:9000"))
    assert insurers()
    settings.INSURERS_MAY_BE_SIMULATED = False
    with pytest.raises(InputRefused, match="https://"):
        insurers()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[acme", "TOML"),
        ("[acme]\nname = 'x'", "acme.address"),
        (ACME.format(address="https://x.example") + "pasword = 'x'\n", "acme-health.pasword"),
        (ACME.format(address="https://x.example") + "authority = '/nowhere.pem'\n", "acme-health: The file"),
        (ACME.format(address="https://x.example").replace("1234567893", "12"), "acme-health.asker_npi"),
        (ACME.format(address="https://x.example").replace("acme-health", "Acme"), "Acme"),
    ],
)
def test_a_mistake_in_the_file_is_named(settings, tmp_path, text, named):
    configured(settings, tmp_path, text)
    with pytest.raises(InputRefused) as refused:
        insurers()
    assert named in str(refused.value)


def test_a_file_that_is_missing_is_named(settings, tmp_path):
    settings.INSURERS = str(tmp_path / "nowhere.toml")
    with pytest.raises(InputRefused, match="cannot be read"):
        insurers()
