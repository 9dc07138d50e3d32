"""The hold timer: pauses for a wobble, never resets, ends when the position is given up."""

import pytest

from sinew.motion.holds import HoldTimer


def run(samples, step_ms=33):
    """Samples are (seconds, angle or None[, fits])."""
    timer, events, t_ms = HoldTimer(70, 120), [], 0
    for seconds, angle, *fits in samples:
        for _ in range(int(seconds * 1000 / step_ms)):
            events += timer.update(t_ms, angle, 0.0, fits=fits[0] if fits else True)
            t_ms += step_ms
    return events + timer.finish()


def names(events):
    return [event.type for event in events]


def test_time_in_position_is_counted_from_taking_it():
    events = run([(1, 10), (5, 90), (3, 10)])
    assert names(events) == ["hold_started", "hold_paused", "hold_ended"]
    assert events[-1].seconds == pytest.approx(5, abs=0.1)
    assert events[-1].mean_deg == pytest.approx(90)


def test_a_wobble_pauses_and_does_not_reset():
    events = run([(3, 90), (0.8, 40), (4, 90)])
    assert names(events) == ["hold_started", "hold_paused", "hold_resumed", "hold_ended"]
    assert events[-1].seconds == pytest.approx(7, abs=0.2)


def test_a_blink_is_not_even_a_pause():
    events = run([(3, 90), (0.2, 40), (3, 90)])
    assert names(events) == ["hold_started", "hold_ended"]


def test_a_hidden_joint_is_waited_for_longer_than_a_left_position():
    assert names(run([(3, 90), (2.5, None), (3, 90)])).count("hold_ended") == 1
    assert names(run([(3, 90), (2.5, 40), (3, 90)])).count("hold_ended") == 2


def test_hysteresis_keeps_a_hold_at_the_edge():
    assert names(run([(1, 72), (5, 67), (1, 72)])) == ["hold_started", "hold_ended"]


def test_the_wrong_position_is_no_hold():
    assert run([(5, 90, False)]) == []
    assert run([(0.4, 90), (1, 10)]) == []


def test_a_fast_pass_through_the_band_is_no_hold():
    timer = HoldTimer(70, 120)
    assert [e for t_ms in range(0, 900, 33) for e in timer.update(t_ms, 90.0, 120.0, fits=True)] == []
