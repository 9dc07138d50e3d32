"""A trace keeps what is needed to replay a set, is small, and reading one trusts nothing."""

import gzip
import json
import struct
import tracemalloc
import zlib
from itertools import pairwise
from math import hypot
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sinew.motion.frame import Frame, Landmark, frame_from_dict
from sinew.motion.synthetic import Filming, trace
from sinew.motion.trace import (
    MOST_BYTES,
    MOST_MOMENTS,
    PARTS,
    Moment,
    Trace,
    TraceRecorder,
    TraceRefused,
    pack,
    unpack,
)
from tests.proof.library import movement_of

TRACES = Path(__file__).parents[2] / "traces"
KILOBYTES_A_MINUTE = 40


def recorded(name: str) -> list[Frame]:
    with gzip.open(TRACES / f"{name}.landmarks.jsonl.gz", "rt") as lines:
        return [frame_from_dict(json.loads(line)) for line in lines]


def shaky(exercise: str) -> list[Frame]:
    """A minute of a figure, shakier than any recording we have."""
    filming = Filming(noise_px=3, far_noise=3, seed=4)
    movement = movement_of(exercise)
    return list(trace(movement, fps=24, repetitions=round(58 / movement.duration_s), filming=filming))


def packed(frames: list[Frame], angle_deg: float | None = 41.3) -> bytes:
    recorder = TraceRecorder()
    for frame in frames:
        recorder.take(frame, angle_deg)
    return recorder.packed()


@pytest.mark.parametrize(
    "frames", [recorded("squat"), recorded("bridge"), shaky("mini-squat"), shaky("bird-dog")]
)
def test_a_minute_is_small_and_the_joints_stay_where_they_were(frames):
    data = packed(frames)
    read = unpack(data)
    assert len(data) / 1000 / (read.duration_ms / 60_000) < KILOBYTES_A_MINUTE
    seen = {frame.t_ms: frame for frame in frames}
    for moment in read.moments:
        frame = seen[moment.t_ms]
        assert moment.angle_deg == 41.5
        assert bool(moment.points) is (frame.image is not None)
        for part, (x, y, visible) in zip(PARTS, moment.points, strict=False):
            true = frame.image[part]
            assert (
                hypot((x - true.x) * frame.width, (y - true.y) * frame.height)
                <= 0.5 * hypot(frame.width / 2048, frame.height / 2048) + 1e-9
            )
            assert visible == pytest.approx(true.visibility, abs=0.17)


def test_no_more_than_twelve_moments_a_second_are_kept():
    read = unpack(packed(shaky("mini-squat")))
    times = [moment.t_ms for moment in read.moments]
    assert min(b - a for a, b in pairwise(times)) >= 79
    assert len(times) / (read.duration_ms / 1000) > 11


def test_what_was_not_seen_stays_a_gap():
    frames = recorded("squat")[:90]
    gap = [
        frame if n < 30 or n > 60 else Frame(frame.t_ms, 640, 480, None, None)
        for n, frame in enumerate(frames)
    ]
    read = unpack(packed(gap, None))
    assert [bool(moment.points) for moment in read.moments].count(False) >= 5
    assert {moment.angle_deg for moment in read.moments} == {None}


def test_nothing_seen_is_no_trace():
    assert packed([Frame(t_ms, 640, 480, None, None) for t_ms in range(0, 3000, 100)]) == b""


def test_a_long_set_is_kept_for_ten_minutes_and_no_more():
    point = tuple(Landmark(0.5, 0.5, 0.0, 0.9) for _ in range(33))
    recorder = TraceRecorder()
    for t_ms in range(0, 16 * 60_000, 84):
        recorder.take(Frame(t_ms, 640, 480, point, None), 10.0)
    read = unpack(recorder.packed())
    assert len(read.moments) == MOST_MOMENTS
    assert read.moments[-1].t_ms == max(range(0, 16 * 60_000, 84))


def test_times_that_fall_are_left_out():
    point = tuple(Landmark(0.5, 0.5, 0.0, None) for _ in range(33))
    recorder = TraceRecorder()
    for t_ms in (1000, 1200, 900, 1100, 1300, -5):
        recorder.take(Frame(t_ms, 640, 480, point, None), None)
    assert [moment.t_ms for moment in unpack(recorder.packed()).moments] == [1000, 1200, 1300]
    assert [moment.t_ms for moment in unpack(recorder.packed(1200)).moments] == [1200, 1300]
    assert recorder.packed(1301) == b""


def test_a_clock_that_begins_anew_begins_a_new_trace():
    point = tuple(Landmark(0.5, 0.5, 0.0, None) for _ in range(33))
    recorder = TraceRecorder()
    for t_ms in (60_000, 60_200, 0, 200):
        recorder.take(Frame(t_ms, 640, 480, point, None), None)
    assert [moment.t_ms for moment in unpack(recorder.packed()).moments] == [0, 200]


def said_of(data: bytes) -> str:
    """What reading these bytes comes to: a trace, or the sentence it is refused with."""
    try:
        return f"{len(unpack(data).moments)} moments"
    except TraceRefused as refused:
        return str(refused)


places = st.floats(min_value=-1, max_value=2)
points = st.one_of(
    st.just(()),
    st.lists(st.tuples(places, places, st.floats(0, 1)), min_size=len(PARTS), max_size=len(PARTS)),
)
angles = st.one_of(st.none(), st.floats(min_value=-180, max_value=360))


@st.composite
def traces(draw: st.DrawFn) -> Trace:
    steps = draw(st.lists(st.integers(1, 5000), min_size=1, max_size=12))
    moments, t_ms = [], draw(st.integers(0, 10**6))
    for step in steps:
        t_ms += step
        moments.append(Moment(t_ms, tuple(draw(points)), draw(angles)))
    return Trace(draw(st.integers(1, 65535)), draw(st.integers(1, 65535)), tuple(moments))


@given(traces())
def test_what_was_packed_comes_back_within_half_a_step(whole):
    read = unpack(pack(whole))
    assert (read.width, read.height) == (whole.width, whole.height)
    for before, after in zip(whole.moments, read.moments, strict=True):
        assert (before.t_ms, len(before.points)) == (after.t_ms, len(after.points))
        assert (before.angle_deg is None) is (after.angle_deg is None)
        if before.angle_deg is not None and after.angle_deg is not None:
            assert abs(before.angle_deg - after.angle_deg) <= 0.25
        for (x, y, _), (x2, y2, _) in zip(before.points, after.points, strict=True):
            assert abs(x - x2) <= 0.5 / 2048
            assert abs(y - y2) <= 0.5 / 2048


@given(traces())
def test_packing_again_changes_nothing(whole):
    once = unpack(pack(whole))
    assert unpack(pack(once)) == once


@given(st.binary(max_size=400))
@example(b"")
@example(b"SNWT")
def test_any_bytes_are_a_trace_or_refused(data):
    assert said_of(data) != ""


@settings(max_examples=300)
@given(traces(), st.data())
def test_a_damaged_trace_is_read_or_refused_and_nothing_else(whole, data):
    spoiled = bytearray(pack(whole))
    for _ in range(data.draw(st.integers(1, 3))):
        spoiled[data.draw(st.integers(0, len(spoiled) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(spoiled)))
    for damaged in (bytes(spoiled), bytes(spoiled[:cut])):
        assert said_of(damaged)


@given(st.binary(max_size=2000), st.integers(1, MOST_MOMENTS))
def test_whatever_is_packed_inside_is_read_or_refused(body, count):
    head = struct.pack("<4sBHHII", b"SNWT", 1, 640, 480, 0, count)
    assert any(word in said_of(head + zlib.compress(body)) for word in ("moments", "damaged", "lasts"))


def test_a_bomb_is_refused_without_being_unpacked():
    head = struct.pack("<4sBHHII", b"SNWT", 1, 640, 480, 0, MOST_MOMENTS)
    bomb = head + zlib.compress(bytes(200_000_000), 9)
    assert len(bomb) < MOST_BYTES
    tracemalloc.start()
    with pytest.raises(TraceRefused, match="damaged"):
        unpack(bomb)
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_too_many_bytes_and_another_version_are_named():
    with pytest.raises(TraceRefused, match="at most 300000 bytes"):
        unpack(b"SNWT" + bytes(MOST_BYTES))
    newer = bytearray(packed(recorded("squat")))
    newer[4] = 2
    with pytest.raises(TraceRefused, match="version 2"):
        unpack(bytes(newer))


@pytest.mark.parametrize(
    "wrong",
    [
        Trace(640, 480, ()),
        Trace(0, 480, (Moment(0, (), None),)),
        Trace(640, 480, (Moment(5, (), None), Moment(5, (), None))),
        Trace(640, 480, (Moment(-1, (), None),)),
    ],
)
def test_what_is_no_trace_is_not_packed(wrong):
    with pytest.raises(ValueError, match="expected"):
        pack(wrong)
