"""A coverage question is asked in the insurer's form, and its answer never says more than the insurer did."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sinew.roster.eligibility.answer import Outcome, Where, read_271
from sinew.roster.eligibility.question import CoveredPerson, Parties, normal_last_name, write_270
from tests.support.samples import interop_samples

AT = datetime(2026, 11, 30, 9, 30, tzinfo=UTC)
PARTIES = Parties(
    "ZZ", "SINEW", "ZZ", "CLEARING", "Acme Health", "12345", "Sinew Clinic", "1234567893", is_test=True
)
ANN = CoveredPerson("Ann", "O'Donnell-Griswold Jr.", date(1980, 3, 4), subscriber_id="w-123")


def asked(person=ANN, **changes):
    settings = {"on": date(2026, 12, 1), "at": AT, "control": 7, "trace": "T-1"} | changes
    return write_270(person, PARTIES, **settings)


def answered(*segments, trace="T-1", kind="271"):
    """A sound 271 for a subscriber with these segments."""
    body = [
        f"ST*{kind}*0001*005010X279A1", "BHT*0022*11*1*20261130*0930", "HL*1**20*1", "NM1*PR*2*ACME*****PI*1",
        "HL*2*1*21*1", "NM1*1P*2*CLINIC*****XX*1234567893", "HL*3*2*22*0", f"TRN*2*{trace}*91234567893",
        "NM1*IL*1*DOE*ANN****MI*W123", *segments,
    ]  # fmt: skip
    body.append(f"SE*{len(body) + 1}*0001")
    isa = f"ISA*00*{'':10}*00*{'':10}*ZZ*{'A':15}*ZZ*{'B':15}*261130*0930*^*00501*000000009*0*P*:"
    segments = [isa, "GS*HB*A*B*20261130*0930*1*X*005010X279A1", *body, "GE*1*1", "IEA*1*000000009"]
    return "".join(f"{segment}~" for segment in segments).encode()


def test_a_question_has_the_form_of_the_guide():
    segments = asked().split("~")
    assert len(segments[0]) == 105
    assert segments[1:] == [
        "GS*HS*SINEW*CLEARING*20261130*0930*7*X*005010X279A1",
        "ST*270*0001*005010X279A1",
        "BHT*0022*13*7*20261130*0930",
        "HL*1**20*1",
        "NM1*PR*2*ACME HEALTH*****PI*12345",
        "HL*2*1*21*1",
        "NM1*1P*2*SINEW CLINIC*****XX*1234567893",
        "HL*3*2*22*0",
        "TRN*1*T-1*9123456789",
        "NM1*IL*1*O'DONNELL-GRISWOLD*ANN****MI*W-123",
        "DMG*D8*19800304",
        "DTP*291*D8*20261201",
        "EQ*30",
        "SE*13*0001",
        "GE*1*7",
        "IEA*1*000000007",
        "",
    ]


def test_a_dependent_without_a_number_is_asked_for_under_the_subscriber():
    text = asked(replace(ANN, dependent_first_name="Ben", dependent_born_on=date(2008, 5, 6)))
    assert (
        "HL*3*2*22*1~NM1*IL*1*O'DONNELL-GRISWOLD*ANN****MI*W-123~DMG*D8*19800304~HL*4*3*23*0~TRN*1*T-1"
        in text
    )
    assert "NM1*03*1*O'DONNELL-GRISWOLD*BEN~DMG*D8*20080506~DTP*291*D8*20261201~EQ*30~SE*16*0001~" in text


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40), st.text(min_size=1, max_size=40).filter(str.strip), st.text(max_size=20))
def test_no_name_breaks_out_of_its_element(first, last, number):
    text = asked(CoveredPerson(first, last, date(1980, 3, 4), number))
    assert text.isascii()
    assert text.count("~") == asked().count("~")
    assert [part.split("*")[0] for part in text.split("~")] == [
        part.split("*")[0] for part in asked().split("~")
    ]


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"control": 0}, "control"),
        ({"trace": "a b"}, "trace"),
        ({"person": replace(ANN, last_name=" ")}, "last_name"),
    ],
)
def test_a_question_that_cannot_be_asked_says_which_argument(changes, named):
    with pytest.raises(ValueError, match=named):
        asked(changes.pop("person", ANN), **changes)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("O'Donnell-Griswold", "ODONNELLGRISWOLD"),
        ("Smith, Jr.", "SMITH"),
        ("Smith III", "SMITH"),
        ("Junior", "JUNIOR"),
        ("García", "GARCIA"),
    ],
)
def test_last_names_are_compared_as_insurers_do(name, expected):
    assert normal_last_name(name) == expected


@pytest.mark.parametrize(
    ("segments", "outcome"),
    [
        (["EB*1**30"], Outcome.ACTIVE),
        (["EB*1"], Outcome.ACTIVE),
        (["EB*1**1^33^30"], Outcome.ACTIVE),
        (["EB*6**30"], Outcome.INACTIVE),
        (["EB*I**30"], Outcome.INACTIVE),
        (["EB*1**MH"], Outcome.UNREADABLE),
        (["EB*B**30***27*10.00"], Outcome.UNREADABLE),
        (["EB*1**30", "EB*6**30"], Outcome.UNREADABLE),
        (["EB*1**30*MA", "EB*6**30*MB"], Outcome.ACTIVE),
        (["EB*V"], Outcome.UNREADABLE),
        ([], Outcome.UNREADABLE),
        (["AAA*N**75*C"], Outcome.NOT_FOUND),
        (["AAA*N**72*C"], Outcome.WRONG_DETAILS),
        (["AAA*N**72*C", "AAA*N**75*C"], Outcome.WRONG_DETAILS),
        (["AAA*N**42*R"], Outcome.TRY_LATER),
        (["AAA*Y**50*N"], Outcome.CANNOT_ASK),
        (["AAA*N**XX*N"], Outcome.CANNOT_ASK),
        (["EB*1**30", "AAA*N**58*C"], Outcome.WRONG_DETAILS),
    ],
)
def test_what_an_answer_allows_to_be_said(segments, outcome):
    assert read_271(answered(*segments)).outcome is outcome


def test_only_an_answer_to_our_question_counts():
    assert read_271(answered("EB*1**30"), trace="T-1").outcome is Outcome.ACTIVE
    assert read_271(answered("EB*1**30"), trace="T-2").outcome is Outcome.UNREADABLE


def test_the_days_of_the_plan_and_what_it_costs_are_read():
    found = read_271(
        answered("DTP*346*D8*20260101", "DTP*347*D8*20261231", "EB*1**30**GOLD", "EB*B**PT***27*20.00*****Y")
    )
    assert (found.begins_on, found.through_on) == (date(2026, 1, 1), date(2026, 12, 31))
    assert (found.benefits[0].plan, found.benefits[1].amount, found.benefits[1].in_network) == (
        "GOLD",
        "20.00",
        "Y",
    )
    span = read_271(answered("DTP*291*RD8*20260101-20261231", "EB*1**30"))
    assert (span.begins_on, span.through_on) == (date(2026, 1, 1), date(2026, 12, 31))


def test_a_dependents_answer_is_not_the_subscribers():
    found = read_271(answered("EB*1**30", "HL*4*3*23*0", "NM1*03*1*DOE*BEN", "EB*6**30"))
    assert found.outcome is Outcome.INACTIVE
    assert [benefit.where for benefit in found.benefits] == [Where.SUBSCRIBER, Where.DEPENDENT]


def test_whether_to_try_again_is_read():
    assert read_271(answered("AAA*N**42*R")).may_try_again
    assert not read_271(answered("AAA*N**75*C")).may_try_again


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 400), st.integers(1, 60))
def test_an_answer_that_lost_something_never_turns_into_a_yes(at, removed):
    data = bytearray(answered("EB*6**30"))
    del data[at : at + removed]
    assert read_271(bytes(data)).outcome is not Outcome.ACTIVE


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_an_answer_that_says_nothing(data):
    assert read_271(data).outcome is Outcome.UNREADABLE


@pytest.mark.parametrize("cut", range(0, 300, 7))
def test_a_cut_answer_is_unreadable(cut):
    whole = answered("EB*1**30")
    assert read_271(whole[: len(whole) - 2 - cut]).outcome is Outcome.UNREADABLE


SAMPLES = {
    "x12org-subscriber-active": (Outcome.ACTIVE, set()),
    "oopfactory-4010-cms-hets": (Outcome.ACTIVE, set()),
    "x12org-provider-not-eligible": (Outcome.CANNOT_ASK, {"50"}),
    "lfh-error-se02-mismatch": (Outcome.CANNOT_ASK, {"50"}),
    "oopfactory-aaa-43-47-receiver": (Outcome.CANNOT_ASK, {"43", "44", "45", "47"}),
    "oopfactory-aaa-58-dependent": (Outcome.WRONG_DETAILS, {"58"}),
    "oopfactory-aaa-72-75-subscriber": (Outcome.WRONG_DETAILS, {"72", "75"}),
    "oopfactory-aaa-in-benefit": (Outcome.CANNOT_ASK, {"CI", "70"}),
    "oopfactory-4010-dhhs-aaa": (Outcome.CANNOT_ASK, {"RC"}),
    "imsweb-mixed-versions": (Outcome.UNREADABLE, set()),
}


@pytest.mark.samples
@pytest.mark.parametrize("name", SAMPLES)
def test_the_shared_answers_say_what_their_table_expects(name):
    outcome, reasons = SAMPLES[name]
    found = read_271((interop_samples() / "x12" / "271" / f"{name}.edi").read_bytes())
    assert found.outcome is outcome
    assert {one.reason for one in found.rejections} == reasons
