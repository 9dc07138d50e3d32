"""Filters work in seconds: the frame rate changes little, single wild readings nothing."""

from math import pi, sin

import pytest

from sinew.motion.filters import AngleFilter, MovingMedian, OneEuro


def run(filter_, fps, seconds=4.0):
    out = []
    for index in range(int(seconds * fps)):
        t_ms = round(index * 1000 / fps)
        filter_.update(t_ms, 40 + 30 * sin(2 * pi * t_ms / 3000))
        out.append((t_ms, filter_.measure_deg))
    return out


@pytest.mark.parametrize("fps", [6, 10, 15, 60])
def test_the_peak_is_read_within_two_degrees_at_any_frame_rate(fps):
    assert max(value for _, value in run(AngleFilter(), fps)) == pytest.approx(70, abs=2.5)


def test_one_wild_reading_does_not_pass_the_median():
    median = MovingMedian()
    values = [median.update(t_ms, 170.0 if t_ms == 330 else 10.0) for t_ms in range(0, 1000, 33)]
    assert set(values) == {10.0}


def test_a_gap_starts_the_filter_anew():
    one_euro = OneEuro(1.2, 0.02)
    one_euro.update(0, 10.0)
    assert one_euro.update(5000, 90.0) == 90.0


def test_a_step_is_followed_by_the_live_path_first():
    both = AngleFilter()
    for t_ms in range(0, 1000, 33):
        both.update(t_ms, 10.0)
    for t_ms in range(1000, 1100, 33):
        both.update(t_ms, 60.0)
    assert both.live_deg > both.measure_deg + 5
    assert both.speed_deg_s > 50
