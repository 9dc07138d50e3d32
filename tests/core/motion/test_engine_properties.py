"""What must hold of the engine for every set of movements."""

import json
import tracemalloc
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sinew.motion.analysis import analyze
from sinew.motion.engine import Engine
from sinew.motion.frame import Frame, mirrored
from sinew.vocabulary import Side
from tests.core.motion.stick import empty, film, squat_definition, standing, wave

sets = st.builds(
    lambda count, high, period_s, fps: {"count": count, "high": high, "period_s": period_s, "fps": fps},
    st.integers(0, 4),
    st.floats(25, 80),
    st.floats(1.6, 4.0),
    st.sampled_from([8, 15, 30]),
)
few = settings(max_examples=12, deadline=None)


def frames_of(one, **how):
    angle = wave(one["count"], high=one["high"], period_s=one["period_s"])
    return list(film(angle, 4 + one["count"] * one["period_s"], fps=one["fps"], **how))


def events_of(frames, **how):
    engine = Engine(squat_definition(), **how)
    return [event.to_dict() for frame in frames for event in engine.update(frame)] + [
        event.to_dict() for event in engine.finish()
    ]


def shifted(frames, by_ms):
    return [Frame(f.t_ms + by_ms, f.width, f.height, f.image, f.world) for f in frames]


def moved_back(event, by_ms):
    return {key: value - by_ms if key.endswith("_ms") else value for key, value in event.items()}


@few
@given(sets)
def test_one_frame_at_a_time_equals_all_at_once(one):
    frames = frames_of(one)
    assert [event.to_dict() for event in analyze(frames, squat_definition()).events] == events_of(
        frames, clip=True
    )


@few
@given(sets)
def test_every_set_is_counted_exactly(one):
    repetitions = [event for event in events_of(frames_of(one)) if event["type"] == "repetition"]
    assert len(repetitions) == one["count"]


@few
@given(sets, st.integers(0, 10**9))
def test_a_later_clock_changes_nothing_but_the_times(one, by_ms):
    frames = frames_of(one)
    late = [moved_back(event, by_ms) for event in events_of(shifted(frames, by_ms))]
    assert late == events_of(frames)


@few
@given(sets)
def test_a_mirrored_body_swaps_sides(one):
    definition = squat_definition(sides="one")
    frames = frames_of(one, other_knee_deg=5.0, far_visibility=0.9)

    def sides(of_frames):
        return [repetition.side for repetition in analyze(of_frames, definition).repetitions]

    assert sides([mirrored(frame) for frame in frames]) == [side.other for side in sides(frames)]
    assert set(sides(frames)) <= {Side.RIGHT}


@few
@given(sets, st.integers(0, 1000), st.floats(0.0, 0.3))
def test_jitter_and_lost_frames_never_count_twice(one, seed, drop):
    random = Random(seed)  # noqa: S311 - repeatable noise

    def shaky(t_ms, knee_deg, **how):
        if random.random() < drop:
            return empty(t_ms)
        return standing(t_ms, max(0.0, knee_deg + random.gauss(0, 2.0)))

    repetitions = [
        e for e in events_of(frames_of({**one, "fps": 30}, body=shaky)) if e["type"] == "repetition"
    ]
    assert len(repetitions) <= one["count"]


@few
@given(st.lists(st.tuples(st.floats(0, 120), st.floats(0, 60), st.floats(0, 1), st.booleans()), max_size=120))
def test_events_never_overlap_or_run_backward_whatever_is_seen(moments):
    definition = squat_definition(hold_low_deg=35, hold_high_deg=60)
    engine = Engine(definition, clip=True)
    events, t_ms = [], 0
    for knee_deg, trunk_deg, visibility, is_there in moments:
        t_ms += 120
        frame = (
            standing(t_ms, knee_deg, trunk_deg=trunk_deg, visibility=visibility) if is_there else empty(t_ms)
        )
        events += [event.to_dict() for event in engine.update(frame)]
    events += [event.to_dict() for event in engine.finish()]
    json.dumps(events)
    for kind in ("repetition", "hold_ended"):
        spans = [(event["start_ms"], event["end_ms"]) for event in events if event["type"] == kind]
        assert all(start < end for start, end in spans)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_memory_does_not_grow_with_the_length_of_a_set():
    engine = Engine(squat_definition(hold_low_deg=35, hold_high_deg=60))
    knees = wave(10_000)

    def play(start_s, end_s):
        for index in range(int(start_s * 20), int(end_s * 20)):
            engine.update(standing(index * 50, knees(index / 20)))

    play(0, 30)
    tracemalloc.start()
    play(30, 60)
    first = tracemalloc.get_traced_memory()[0]
    play(60, 120)
    grown = tracemalloc.get_traced_memory()[0] - first
    tracemalloc.stop()
    assert grown < 4096


@pytest.mark.parametrize("fps", [6, 24, 60])
def test_times_of_repetitions_agree_between_frame_rates(fps):
    one = {"count": 3, "high": 60.0, "period_s": 3.0, "fps": 30}
    usual = [e for e in events_of(frames_of(one)) if e["type"] == "repetition"]
    other = [e for e in events_of(frames_of({**one, "fps": fps})) if e["type"] == "repetition"]
    for a, b in zip(usual, other, strict=True):
        assert b["peak_ms"] == pytest.approx(a["peak_ms"], abs=260)
        assert b["end_ms"] == pytest.approx(a["end_ms"], abs=260)
        assert b["peak_deg"] == pytest.approx(a["peak_deg"], abs=4)
