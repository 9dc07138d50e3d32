"""Following a plan event by event gives what folding all of them gives, however often days are looked at."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinew.errors import InputRefused
from sinew.program import Follower, Morning, events_from_dicts, intake_from_dict, plan
from tests.core.program.test_properties import HORIZON, PROGRAM, SLOW, events, intakes, late_courses
from tests.support.stories import DAY_0, MILD_STRAIN, day, intake_of


def follow_and_compare(raw: dict[str, Any], history: list[dict[str, Any]], looks: list[int]) -> None:
    intake = intake_from_dict(raw, PROGRAM)
    known = sorted(events_from_dicts(history, PROGRAM, intake.as_of), key=lambda e: e.on)
    follower = Follower(PROGRAM, intake)
    for number in range(HORIZON + 1):
        today = [event for event in known if event.on == day(number)]
        for event in today:
            follower.read(event)
            follower.day(day(number + 20))
        if number in looks:
            followed, folded = follower.day(day(number)), plan(PROGRAM, intake, known, day(number))
            assert followed.session == folded.session
            assert followed.plan() == folded


LOOKS = st.lists(st.integers(0, HORIZON), min_size=1, max_size=4)


@SLOW
@given(intakes(), events(), LOOKS)
def test_following_equals_folding(
    raw: dict[str, Any], history: list[dict[str, Any]], looks: list[int]
) -> None:
    follow_and_compare(raw, history, [*looks, HORIZON])


@SLOW
@given(late_courses(), LOOKS)
def test_following_equals_folding_in_later_phases(
    course: tuple[dict[str, Any], list[dict[str, Any]], int], looks: list[int]
) -> None:
    raw, history, number = course
    follow_and_compare(raw, history, [*looks, min(number, HORIZON)])


def test_looking_ahead_leaves_no_trace() -> None:
    intake = intake_of(MILD_STRAIN)
    follower = Follower(PROGRAM, intake)
    for number in range(30):
        follower.day(day(number))
    assert follower.day(DAY_0).plan() == plan(PROGRAM, intake, (), DAY_0)


def test_events_and_days_of_the_past_are_refused() -> None:
    follower = Follower(PROGRAM, intake_of(MILD_STRAIN))
    late, early = Morning(day(5), "same"), Morning(day(3), "same")
    follower.read(late)
    with pytest.raises(ValueError, match="before one that was already read"):
        follower.read(early)
    with pytest.raises(InputRefused):
        follower.day(day(4))
