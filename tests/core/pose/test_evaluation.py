"""The figures and the stresses the engine is judged by."""

from itertools import pairwise

import pytest

from sinew.errors import InputRefused
from sinew.motion.geometry import RIGHT, SIGNALS, world_pose
from sinew.pose.evaluation.peers import fixed_thresholds, good_gym
from sinew.pose.evaluation.report import table, write_into
from sinew.pose.evaluation.runs import latencies_ms, run
from sinew.pose.evaluation.scores import agreement, count_score, f1, matched, overlap
from sinew.pose.evaluation.stress import STRESSES, Stress
from tests.core.motion.stick import film, squat_definition, wave


def test_counts_are_scored_as_they_are_defined():
    score = count_score([(10, 10), (9, 10), (13, 10)])
    assert (score.mae, score.obo, score.exact, score.bias) == pytest.approx((0.4 / 3, 2 / 3, 1 / 3, 2 / 3))


def test_segments_are_matched_one_to_one_best_first():
    assert overlap((0, 100), (50, 150)) == pytest.approx(1 / 3)
    assert matched([(0, 100), (10, 110)], [(10, 110)], 0.5) == [(1, 0)]
    assert f1([([(0, 100)], [(0, 100), (200, 300)])], 0.5) == pytest.approx(2 / 3)
    assert f1([([(0, 10)], [(20, 30)])], 0.3) == 0.0


def test_limits_of_agreement_are_bland_and_altmans():
    found = agreement([(10, 8), (12, 12), (9, 10)])
    assert (found.mae, found.bias) == pytest.approx((1.0, 1 / 3))
    assert found.high - found.low == pytest.approx(2 * 1.96 * 1.5275, abs=1e-3)


def knees(frames):
    poses = [world_pose(frame) for frame in frames]
    return [None if pose is None else SIGNALS["knee_flexion"].read(pose, RIGHT) for pose in poses]


@pytest.mark.parametrize("stress", STRESSES, ids=lambda stress: stress.name)
def test_every_stress_is_repeatable_and_keeps_time_rising(stress):
    frames, spans = list(film(wave(2), 8)), [(1000, 4000), (4000, 7000)]
    worse, moved = stress.apply(frames, spans)
    assert stress.apply(frames, spans) == (worse, moved)
    assert all(before.t_ms < after.t_ms for before, after in pairwise(worse))
    assert len(moved) == 2


def test_a_rolled_camera_bends_no_knee():
    frames = list(film(wave(1), 5))
    rolled, _ = Stress("", roll_deg=15).apply(frames)
    assert knees(rolled) == pytest.approx(knees(frames), abs=1e-6)


def test_a_pause_lengthens_every_repetition_and_the_recording():
    frames, spans = list(film(wave(2), 8)), [(1000, 4000), (4000, 7000)]
    paused, moved = Stress("", pause_s=2).apply(frames, spans)
    assert moved == [(1000, 6000), (6000, 11_000)]
    assert paused[-1].t_ms == frames[-1].t_ms + 4000


def test_lost_frames_show_nobody():
    lost, _ = Stress("", drop=0.3).apply(list(film(wave(2), 20)))
    assert 0.2 < sum(value is None for value in knees(lost)) / len(lost) < 0.4


def test_peers_count_deep_squats_and_miss_shallow_ones():
    deep, shallow = list(film(wave(3, high=110), 13)), list(film(wave(3, high=50), 13))
    assert (fixed_thresholds(deep), good_gym(deep)) == (3, 3)
    assert (fixed_thresholds(shallow), good_gym(shallow)) == (0, 0)


def test_a_repetition_is_told_within_a_fifth_of_a_second_of_its_return():
    frames, definition = list(film(wave(3), 13)), squat_definition()
    waits = latencies_ms(run(frames, definition), frames, definition)
    assert len(waits) == 3
    assert all(0 <= wait <= 200 for wait in waits)


def test_tables_are_written_between_their_marks_and_nowhere_else(tmp_path):
    document = tmp_path / "a.md"
    document.write_text("Before\n<!-- table: counting -->\nold\n<!-- end -->\nAfter\n")
    write_into(document, {"counting": [{"movement": "m01", "MAE": 0.0, "misses": None}]})
    lines = document.read_text().splitlines()
    assert lines[:2] == ["Before", "<!-- table: counting -->"]
    assert lines[2:5] == table([{"movement": "m01", "MAE": 0.0, "misses": ""}])
    assert lines[5:] == ["<!-- end -->", "After"]


def test_a_mark_nobody_knows_is_refused(tmp_path):
    document = tmp_path / "a.md"
    document.write_text("<!-- table: countings -->\n<!-- end -->\n")
    with pytest.raises(InputRefused, match="countings"):
        write_into(document, {"counting": [{"a": 1}]})
