"""The proof on our own figure, a few conditions of it: `python -m tests.proof` runs all of them."""

from zlib import crc32

import pytest

from tests.proof import drawn
from tests.proof.drawn import CONDITIONS, LOOPS
from tests.proof.library import tracked
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
