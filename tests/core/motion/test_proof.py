"""The proof on our own figure, a few conditions of it: `python -m tests.proof` runs all of them."""

from dataclasses import replace
from zlib import crc32

import pytest

from sinew.motion.analysis import analyze
from sinew.motion.physique import AVERAGE, LONG_LEGGED
from sinew.motion.tracking import Sides
from sinew.vocabulary import Side
from tests.proof import drawn
from tests.proof.drawn import CONDITIONS, LOOPS, Condition
from tests.proof.library import definition_of, tracked
from tests.proof.truth import DRAWN_LIMIT, judged


@pytest.mark.parametrize("exercise", tracked())
def test_a_tracked_figure_is_counted_and_measured(exercise):
    """One condition for each exercise: together the exercises go through all of them."""
    index = crc32(exercise.encode()) % len(CONDITIONS)
    condition = CONDITIONS[index]
    frames = drawn.frames_of(exercise, condition, seed=index)
    verdict = judged(exercise, frames, LOOPS, condition.near_side, condition.physique)
    assert verdict.is_exact, str(condition)
    assert verdict.error <= DRAWN_LIMIT, str(condition)
    assert verdict.faults == (), str(condition)


def test_every_condition_is_there_once():
    assert len(set(CONDITIONS)) == len(CONDITIONS) == 36


@pytest.mark.parametrize(
    ("sides", "counted"),
    [(Sides.RIGHT, [Side.RIGHT] * 3), (Sides.ALTERNATING, [Side.RIGHT] * 3), (Sides.LEFT, [])],
)
def test_a_definition_may_name_the_limb_that_counts(sides, counted):
    """The figure curls the right leg, whatever the definition says."""
    definition = replace(definition_of("hamstring-curl-standing"), sides=sides)
    perfect = Condition(12, 0, AVERAGE, Side.RIGHT, noise_px=0)
    analysis = analyze(drawn.frames_of("hamstring-curl-standing", perfect, seed=0), definition)
    assert [repetition.side for repetition in analysis.repetitions] == counted


def test_a_lunge_may_travel_where_its_definition_says_so():
    perfect = Condition(12, 0, LONG_LEGGED, Side.RIGHT, noise_px=0)
    definition = definition_of("lunge-forward")
    counts = [
        analyze(drawn.frames_of("lunge-forward", perfect, seed=0), replace(definition, hips_travel=may)).count
        for may in (True, False)
    ]
    assert counts[0] == LOOPS
    assert counts[1] < LOOPS
