"""What an insurer answered is told in plain words: what it means, and what to do next."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from sinew.apps.coverage.insurer.explanation import explain
from sinew.apps.coverage.models import InsurerAnswer
from sinew.apps.web import content
from sinew.roster.eligibility.answer import Outcome

AT = datetime(2026, 11, 30, 9, 30, tzinfo=UTC)
SAYS_NOTHING = {Outcome.TRY_LATER, Outcome.CANNOT_ASK, Outcome.UNREADABLE}


def told(outcome="", member_cost="", **fields):
    state = "answered" if outcome else "waits"
    answer = InsurerAnswer(state=state, outcome=outcome, ended_at=AT if outcome else None, **fields)
    return explain(answer, content.current().insurer_answers, member_cost=member_cost)


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_words_and_something_to_do(outcome):
    said = told(outcome.value)
    assert said.title
    assert said.next
    assert said.is_over
    assert (outcome in SAYS_NOTHING) == ("says nothing about your coverage" in said.text)


def test_only_inactive_says_that_the_plan_does_not_cover():
    not_covered = {one for one in Outcome if "does not cover you" in told(one.value).text}
    assert not_covered == {Outcome.INACTIVE}
    for outcome in (Outcome.NOT_FOUND, Outcome.WRONG_DETAILS):
        assert "does not mean that you are not covered" in told(outcome.value).text


def test_an_active_plan_says_what_it_costs_and_from_when():
    said = told(
        "active",
        "This program is free for you.",
        begins_on=date(2026, 3, 1),
        through_on=date(2026, 12, 31),
        co_payment=Decimal("20"),
        co_payment_share=Decimal("0.2500"),
    )
    assert said.facts[:3] == (
        "This program is free for you.",
        "Your plan began on March 1, 2026.",
        "Its last day is December 31, 2026.",
    )
    assert "names $20.00 as your part" in said.facts[3]
    assert "names 25% of the price" in said.facts[4]


def test_what_the_insurer_did_not_say_is_not_told():
    assert told("active").facts == ()
    assert told("inactive", "Free.", begins_on=date(2026, 3, 1), co_payment=Decimal("20")).facts == ()


def test_while_nothing_came_the_page_says_so():
    said = told()
    assert not said.is_over
    assert "asking your insurer" in said.title
