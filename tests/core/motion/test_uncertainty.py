"""How far off an angle is expected to be: more off the view, more where frames were lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinew.motion.uncertainty import (
    ErrorRule,
    ExpectedError,
    plus_minus,
    smallest_change_deg,
    worst_of,
)
from sinew.vocabulary import View

RULE = ErrorRule(
    true_view_deg=7,
    oblique_deg=10,
    across_deg=15,
    unproven_deg=10,
    partly_from=0.8,
    partly_factor=1.5,
    hardly_below=0.5,
    hardly_factor=2,
)
KNEE = ExpectedError("knee_flexion", RULE, 3.2)
shares = st.floats(min_value=0, max_value=1)
views = st.sampled_from(View)


def test_a_bending_joint_is_read_best_from_the_side():
    assert [KNEE.degrees(view, 1) for view in (View.SIDE, View.OBLIQUE, View.FRONT, View.UNKNOWN)] == [
        7,
        10,
        15,
        15,
    ]


def test_an_angle_of_the_front_is_read_best_from_the_front():
    leg = ExpectedError("hip_abduction", RULE, 3.0)
    assert [leg.degrees(view, 1) for view in (View.FRONT, View.OBLIQUE, View.SIDE)] == [7, 10, 15]


def test_an_angle_no_picture_shows_is_read_from_the_estimate_in_space():
    assert ExpectedError("forearm_turn", RULE, 3.0).degrees(View.SIDE, 1) == 10


def test_a_figure_that_was_read_worse_makes_the_error_larger_and_is_rounded_up():
    assert ExpectedError("hip_flexion", RULE, 8.5).degrees(View.SIDE, 1) == 9
    assert ExpectedError("hip_flexion", RULE, 8.5).degrees(View.OBLIQUE, 1) == 10


def test_an_exercise_nobody_measured_is_not_said_to_be_exact():
    assert ExpectedError("knee_flexion", RULE, None).degrees(View.SIDE, 1) == 10


def test_lost_frames_make_it_larger():
    assert [KNEE.degrees(View.SIDE, share) for share in (None, 1, 0.8, 0.79, 0.5, 0.49, 0)] == [
        7,
        7,
        7,
        11,
        11,
        14,
        14,
    ]


def test_a_height_has_none():
    heel = ExpectedError("heel_rise", RULE, 7.3)
    assert heel.degrees(View.SIDE, 1) is None
    assert heel.table() == []


@given(views, shares, shares)
def test_seeing_less_never_makes_it_smaller(view, one, other):
    assert KNEE.degrees(view, min(one, other)) >= KNEE.degrees(view, max(one, other))


@given(views, shares, st.floats(min_value=0, max_value=40))
def test_the_table_says_what_the_rule_says(view, share, figure_deg):
    expected = ExpectedError("knee_flexion", RULE, figure_deg)
    row = next(r for r in expected.table() if r["view"] is view and share >= r["tracked_from"])
    assert row["error_deg"] == expected.degrees(view, share)


def test_it_is_written_behind_the_angle():
    assert (plus_minus(7), plus_minus(None)) == ("(±\N{NO-BREAK SPACE}7°)", "")
    assert (worst_of([7, None, 10]), worst_of([None])) == (10, None)


@pytest.mark.parametrize(("error_deg", "least"), [(None, 10), (5, 10), (7, 10), (8, 15), (10, 15), (15, 25)])
def test_two_readings_differ_only_beyond_both_their_errors(error_deg, least):
    assert smallest_change_deg(error_deg) == least
