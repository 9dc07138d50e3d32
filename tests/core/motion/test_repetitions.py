"""The repetition machine: relative to rest, with hysteresis, patient with pauses."""

from itertools import pairwise
from math import cos, pi
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinew.motion.repetitions import RepetitionMachine


def run(angles, *, amplitude=40.0, direction=1, step_ms=33, min_s=0.5, t0_ms=0):
    machine = RepetitionMachine(amplitude, direction, min_s, 20.0)
    attempts = [machine.update(t0_ms + index * step_ms, angle) for index, angle in enumerate(angles)]
    return [attempt for attempt in attempts if attempt is not None]


def cycle(low=5.0, high=50.0, seconds=3.0):
    frames = int(seconds * 30)
    return [low + (high - low) * (1 - cos(2 * pi * i / frames)) / 2 for i in range(frames)]


REST = [5.0] * 30


def test_three_cycles_are_three_attempts_with_their_peaks():
    attempts = run(REST + cycle() + cycle(high=60) + cycle() + REST)
    assert [round(attempt.peak_deg) for attempt in attempts] == [50, 60, 50]
    assert all(attempt.start_ms < attempt.peak_ms < attempt.end_ms for attempt in attempts)


def test_a_falling_signal_counts_the_same():
    attempts = run([90.0] * 30 + [95 - angle for angle in cycle()] * 2, direction=-1)
    assert [round(attempt.peak_deg) for attempt in attempts] == [45, 45]


def test_jitter_at_the_opening_threshold_counts_once():
    climb = [5.0, 10, 15, 19, 21, 19, 22, 18, 21, 23, 19, 24] * 1
    assert len(run(REST + climb + cycle()[45:] + REST)) == 1


def test_a_pause_half_way_does_not_split_a_repetition():
    out = cycle()[:45]
    assert len(run(REST + out[:25] + [out[25]] * 60 + out[25:] + cycle()[45:] + REST)) == 1


def test_a_small_movement_is_none_and_a_short_one_is_none():
    assert run(REST + cycle(high=15) + REST) == []
    assert run(REST + cycle(seconds=0.4) + REST, min_s=0.5) == []


def test_resting_bent_after_a_repetition_closes_it_and_becomes_the_new_rest():
    attempts = run(REST + cycle()[:45] + [24.0] * 60 + [24 + a - 5 for a in cycle()] + [24.0] * 30)
    assert len(attempts) == 2


def test_the_ways_out_and_back_are_timed_apart():
    out = [5 + 45 * i / 59 for i in range(60)]  # 2 s
    back = [50 - 45 * i / 29 for i in range(30)]  # 1 s
    (attempt,) = run(REST + out + [50.0] * 45 + back + REST)
    assert attempt.out_s == pytest.approx(1.6, abs=0.2)
    assert attempt.back_s == pytest.approx(0.8, abs=0.2)


@pytest.mark.parametrize("high", [24, 28, 33, 36, 41, 47, 50, 63, 90])
@pytest.mark.parametrize("step_ms", [33, 100])
def test_tempo_is_that_of_the_travel_whatever_its_size(high, step_ms):
    frames = 2000 // step_ms
    out = [5 + (high - 5) * i / frames for i in range(frames)]
    still = [5.0] * (1000 // step_ms)
    (attempt,) = run(still + out + [float(high)] * 5 + out[::-1] + still, step_ms=step_ms)
    assert attempt.out_s == pytest.approx(1.6, rel=0.1)
    assert attempt.back_s == pytest.approx(1.6, rel=0.1)


def test_a_way_nobody_saw_has_no_tempo():
    slow = cycle(seconds=4.0)
    at_rest = RepetitionMachine(40.0, 1, 0.5, 20.0)
    at_rest.seed(5.0)
    began_half_way = [at_rest.update(i * 33, angle) for i, angle in enumerate(slow[25:] + REST)]
    (attempt,) = [attempt for attempt in began_half_way if attempt is not None]
    assert attempt.out_s is None
    assert attempt.back_s == pytest.approx(1.2, abs=0.3)
    machine = RepetitionMachine(40.0, 1, 0.5, 20.0)
    for index, angle in enumerate(REST + slow + REST):
        is_hidden = 50 < index < 78  # 0.9 s on the way out
        if not is_hidden and (found := machine.update(index * 33, angle)) is not None:
            hidden = found
    assert hidden.out_s is None
    assert hidden.back_s is not None


def test_the_way_back_of_an_earlier_repetition_is_not_told_again():
    machine = RepetitionMachine(40.0, 1, 0.5, 20.0)
    for index, angle in enumerate(REST + cycle() + REST + cycle()[:55]):
        machine.update(index * 33, angle)
    assert machine.is_out
    attempt = machine.close(10_000)
    assert attempt.out_s is not None
    assert attempt.back_s is None


@given(st.integers(1, 6), st.integers(0, 10**9), st.integers(0, 1000))
def test_noise_and_a_later_clock_never_change_the_count(count, t0_ms, seed):
    noise = Random(seed)  # noqa: S311 - repeatable noise
    angles = [angle + noise.gauss(0, 1.5) for angle in REST + cycle() * count + REST]
    attempts = run(angles, t0_ms=t0_ms)
    assert len(attempts) == count
    assert [a.peak_deg for a in attempts] == [a.peak_deg for a in run(angles)]


@given(st.lists(st.floats(0, 120), max_size=400))
def test_attempts_never_overlap_whatever_comes(angles):
    attempts = run(angles)
    for before, after in pairwise(attempts):
        assert before.end_ms <= after.start_ms
