"""Two movements that are one repetition: counted in pairs, and an odd one is shown as half."""

from dataclasses import replace

import pytest

from sinew.motion.events import RepetitionCompleted
from sinew.motion.pairs import Pairing
from sinew.motion.tracking import Sides
from sinew.vocabulary import Side
from tests.core.motion.stick import squat_definition


def movement(start_ms: int, side: Side = Side.LEFT, peak_deg: float = 90.0, **how) -> RepetitionCompleted:
    made = RepetitionCompleted(
        start_ms=start_ms, peak_ms=start_ms + 500, end_ms=start_ms + 1000, side=side, start_deg=10.0,
        peak_deg=peak_deg, tempo_s=1.0, faults=(), is_complete=True,
    )  # fmt: skip
    return replace(made, **how)


def pairing(sides: Sides = Sides.ALTERNATING, movements: int = 2) -> Pairing:
    return Pairing(replace(squat_definition(), sides=sides, movements=movements))


def test_one_movement_is_one_repetition_where_nothing_else_is_said():
    assert pairing(movements=1).take(movement(0)) == [movement(0)]


def test_two_movements_make_one_that_goes_as_far_as_the_smaller():
    pairs = pairing()
    assert pairs.take(movement(0, peak_deg=90)) == []
    (done,) = pairs.take(movement(2000, Side.RIGHT, peak_deg=70, faults=("too-fast",)))
    assert (done.start_ms, done.peak_ms, done.end_ms, done.side) == (0, 2500, 3000, Side.BOTH)
    assert (done.peak_deg, done.faults, done.is_complete, done.tempo_s) == (70, ("too-fast",), True, 3.0)
    assert pairs.finish() == []


def test_a_partial_movement_makes_the_pair_partial():
    pairs = pairing()
    pairs.take(movement(0, is_complete=False))
    assert [done.is_complete for done in pairs.take(movement(2000, Side.RIGHT))] == [False]


def test_the_same_limb_twice_is_half_a_repetition_and_a_new_beginning():
    pairs = pairing()
    pairs.take(movement(0))
    assert [(half.start_ms, half.is_complete) for half in pairs.take(movement(2000))] == [(0, False)]
    assert [done.start_ms for done in pairs.take(movement(4000, Side.RIGHT))] == [2000]


def test_one_limb_may_do_both_movements_where_the_limbs_need_not_take_turns():
    pairs = pairing(Sides.ONE)
    pairs.take(movement(0))
    assert len(pairs.take(movement(2000))) == 1


@pytest.mark.parametrize("sides", [Sides.ONE, Sides.ALTERNATING])
def test_a_movement_left_alone_at_the_end_is_half_a_repetition(sides):
    pairs = pairing(sides)
    pairs.take(movement(0))
    assert [half.is_complete for half in pairs.finish()] == [False]
    assert pairs.finish() == []
