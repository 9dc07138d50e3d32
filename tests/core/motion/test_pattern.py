"""Counting by a pattern of several signals: slower, smaller and noisier is the same, another order is not."""

import gc
import pickle
from dataclasses import replace
from itertools import pairwise
from math import cos, pi
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinew.motion.analysis import analyze
from sinew.motion.demonstrated import demonstrated
from sinew.motion.engine import Engine
from sinew.motion.exemplar import table_problems, template_of
from sinew.motion.frame import Frame
from sinew.motion.pattern import Moment, PatternMachine
from sinew.motion.synthetic import Filming, trace
from sinew.motion.tracking import DefinitionError, FaultRule, Phase, tracking_from_dict
from sinew.vocabulary import Side
from tests.proof.library import definition_of, movement_of

REST = (5.0, 20.0)
SIZE = (80.0, 60.0)
LOOP_S = 4.0


def hump(share: float) -> float:
    return (1 - cos(2 * pi * share)) / 2 if 0 <= share <= 1 else 0.0


def knee_then_arm(share: float) -> tuple[float, float]:
    """A movement in two parts: one joint bends and straightens, then another."""
    return hump(share / 0.55), hump((share - 0.45) / 0.55)


def arm_then_knee(share: float) -> tuple[float, float]:
    return knee_then_arm(1 - share)


def only_the_knee(share: float) -> tuple[float, float]:
    return knee_then_arm(share)[0], 0.0


def both_at_once(share: float) -> tuple[float, float]:
    return hump(share), hump(share)


TABLE = tuple(
    (
        step * LOOP_S / 40,
        *(rest + size * part for rest, size, part in zip(REST, SIZE, knee_then_arm(step / 40), strict=True)),
    )
    for step in range(41)
)


def attempts(
    movement=knee_then_arm,
    *,
    repetitions: int = 3,
    loop_s: float = LOOP_S,
    size: float = 1.0,
    noise: float = 0.0,
    fps: float = 20.0,
    pause_s: float = 0.5,
    shift: tuple[float, float] = (0.0, 0.0),
    t0_ms: int = 0,
):
    """What a machine finds in a person who does a movement, resting before, between and after."""
    machine, random = PatternMachine(template_of(TABLE), 1, 0.3, 30.0), Random(1)  # noqa: S311 - repeatable noise
    machine.seed(tuple(rest + by for rest, by in zip(REST, shift, strict=True)))
    period_s, found = loop_s + pause_s, []
    for index in range(round((2 + repetitions * period_s + 4) * fps)):
        into_s = index / fps - 2
        is_moving = 0 <= into_s < repetitions * period_s
        parts = movement(into_s % period_s / loop_s) if is_moving else (0.0, 0.0)
        ways = zip(REST, shift, SIZE, parts, strict=True)
        values = tuple(
            rest + by + size * full * part + random.gauss(0, noise) for rest, by, full, part in ways
        )
        attempt = machine.update(Moment(t0_ms + round(index / fps * 1000), values, True, 0.0, None))
        if attempt is not None:
            found.append((attempt, machine.match))
    last = machine.close(0)
    return found + ([(last, machine.match)] if last is not None else [])


def whole(found) -> int:
    return sum(match.share == 1.0 for _, match in found)


@given(
    loop_s=st.floats(LOOP_S / 2, LOOP_S * 2),
    size=st.floats(0.6, 1.2),
    noise=st.floats(0, 4),
    fps=st.sampled_from([6, 10, 15, 30]),
    shift=st.tuples(st.floats(-15, 15), st.floats(-15, 15)),
)
def test_pace_size_noise_frame_rate_and_ones_own_rest_change_no_count(loop_s, size, noise, fps, shift):
    found = attempts(loop_s=loop_s, size=size, noise=noise, fps=fps, shift=shift)
    assert whole(found) == len(found) == 3


@given(noise=st.floats(0, 4), loop_s=st.floats(LOOP_S / 2, LOOP_S * 2), fps=st.sampled_from([6, 15, 30]))
@pytest.mark.parametrize(
    ("movement", "repetitions"),
    [(only_the_knee, 3), (both_at_once, 3), (lambda _: (0.0, 0.0), 3), (arm_then_knee, 1)],
    ids=["only the knee", "both at once", "nothing", "the other way round"],
)
def test_another_movement_is_no_repetition(movement, repetitions, noise, loop_s, fps):
    """Again and again the other way round holds the pattern too, from one middle to the next."""
    found = attempts(movement, repetitions=repetitions, noise=noise, loop_s=loop_s, fps=fps)
    assert whole(found) == 0


@given(pause_s=st.floats(0, 6), size=st.floats(0.7, 1.1))
def test_repetitions_follow_each_other_and_never_overlap(pause_s, size):
    found = [attempt for attempt, _ in attempts(pause_s=pause_s, size=size)]
    assert len(found) == 3
    assert all(one.start_ms < one.peak_ms < one.end_ms for one in found)
    assert all(before.end_ms <= after.start_ms + 0.2 * LOOP_S * 1000 for before, after in pairwise(found))


@given(st.integers(0, 10**9))
def test_starting_the_clock_later_changes_nothing(t0_ms):
    at_zero = [attempt.travel_deg for attempt, _ in attempts(noise=2)]
    assert [attempt.travel_deg for attempt, _ in attempts(noise=2, t0_ms=t0_ms)] == pytest.approx(at_zero)


def test_a_repetition_is_timed_by_the_movement_and_not_by_the_rest():
    (first, match), *_ = attempts(pause_s=3)
    assert first.start_ms == pytest.approx(2000, abs=400)
    assert first.end_ms == pytest.approx(6000, abs=400)
    assert first.travel_deg == pytest.approx(SIZE[0], abs=3)
    assert match.cost < 0.02


def test_what_stops_half_way_is_shown_and_is_not_whole():
    """The knee's part of the pattern, then back to rest and no further."""
    found = attempts(only_the_knee, repetitions=1)
    assert [0.5 <= match.share < 1 for _, match in found] == [True]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (TABLE[:2], "3 to 600 rows"),
        (((0, 5.0), (1, 50.0), (1, 5.0)), "must rise"),
        (((0, 5.0), (0.1, 50.0), (0.2, 5.0)), "0.5 to 60 seconds"),
        (((0, 5.0), (1, 12.0), (2, 5.0)), "no signal moves by 15"),
        (((0, 5.0), (1, 50.0), (2, 45.0)), "near the first"),
        (((0, 5.0), (1, float("inf")), (2, 5.0)), "must be a number"),
    ],
)
def test_a_table_that_is_no_repetition_is_refused(rows, message):
    assert message in table_problems(rows)[0]
    with pytest.raises(ValueError, match="exemplar: "):
        template_of(rows)


def test_standing_still_costs_one_and_the_rest_around_the_movement_is_left_out():
    rested = ((-3.0, *REST), *((row[0] + 1e-6, *row[1:]) for row in TABLE), (LOOP_S + 3, *REST))
    template = template_of(rested)
    assert template.duration_s == pytest.approx(LOOP_S, abs=0.8)
    mean = sum(value * value for row in template.rows for value in row) / len(template.rows)
    assert mean == pytest.approx(1)


PATTERN = {
    "exercise": "knee-then-arm",
    "mode": "pattern",
    "signals": ["knee_flexion", "shoulder_flexion"],
    "exemplar": [list(row) for row in TABLE],
}


def test_a_pattern_survives_json_and_shows_its_first_signal():
    definition = tracking_from_dict(PATTERN)
    assert tracking_from_dict(definition.to_dict()) == definition
    assert (definition.signal, definition.start_deg, round(definition.target_deg)) == ("knee_flexion", 5, 85)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"signals": None}, "signals"),
        ({"signals": ["knee_flexion", "toe_wiggle"]}, "unknown value 'toe_wiggle'"),
        ({"signals": ["knee_flexion", "knee_flexion"]}, "each once"),
        ({"signals": ["knee_flexion", "hip_abduction"]}, "hip_abduction is frontal"),
        ({"signals": ["knee_flexion"]}, "1 values, one for each signal"),
        ({"signal": "hip_flexion"}, "one of the signals"),
        ({"exemplar": [[0, 5, 5], [1, 50, "up"], [2, 5, 5]]}, r"exemplar\[1\]: expected a list of numbers"),
        ({"exemplar": [[0, 5, 5], [1, 50, 5], [2, 50, 5]]}, "near the first"),
        ({"exemplar": "squat.csv"}, "expected a list of rows"),
        ({"signal": "shoulder_flexion", "exemplar": [[0, 5, 5], [1, 50, 9], [2, 5, 5]]}, "must move by 15"),
        ({"lead": "hip_flexion"}, "lead"),
        (
            {"mode": "repetitions", "signal": "knee_flexion", "start_deg": 5, "target_deg": 60},
            "only a pattern",
        ),
        ({"faults": [{"id": "x", "signal": "out_s", "op": "<", "threshold": 1}]}, "not known of a pattern"),
    ],
)
def test_what_a_pattern_cannot_be_is_refused(change, message):
    raw = {**PATTERN, **change}
    with pytest.raises(DefinitionError, match=message):
        tracking_from_dict({name: value for name, value in raw.items() if value is not None})


def test_a_figure_that_shows_nothing_to_follow_is_refused():
    raw = {"exercise": "pelvic-tilt", "mode": "pattern", "signals": ["hip_flexion", "knee_flexion"]}
    with pytest.raises(DefinitionError, match="no signal moves by 15"):
        demonstrated(tracking_from_dict(raw), movement_of("pelvic-tilt"))


def test_a_pattern_needs_an_exemplar_to_be_followed():
    raw = {name: value for name, value in PATTERN.items() if name != "exemplar"}
    with pytest.raises(ValueError, match="exemplar"):
        Engine(tracking_from_dict(raw))


@pytest.mark.parametrize("near_side", [Side.LEFT, Side.RIGHT])
@pytest.mark.parametrize("pace", [0.5, 1, 2])
def test_a_windmill_is_counted_at_any_pace_on_the_limb_that_stands(pace, near_side):
    filming = Filming(near_side=near_side, noise_px=2, far_visibility=0.65, far_noise=3)
    frames = trace(movement_of("windmill-touch"), fps=12, repetitions=2, pace=pace, tail_s=2, filming=filming)
    found = analyze(frames, definition_of("windmill-touch")).repetitions
    assert [(one.is_complete, one.side) for one in found] == [(True, near_side)] * 2
    assert found[0].tempo_s == pytest.approx(6.7 / pace, rel=0.15)


def test_a_live_set_begins_at_rest_and_counts_each_repetition_once():
    engine, told = Engine(definition_of("cat-camel")), []
    for frame in trace(movement_of("cat-camel"), fps=10, repetitions=2, lead_in_s=3, tail_s=3):
        told += [event for event in engine.update(frame) if event.type == "repetition"]
    assert [one.is_complete for one in told] == [True, True]
    assert engine.snapshot()["count"] == 2
    assert engine.snapshot()["joint"] == "head_nod"


@pytest.mark.parametrize(
    ("phase", "threshold", "found"),
    [(Phase.PEAK, 50, True), (Phase.ANY, 20, True), (Phase.ANY, 80, False), (Phase.BACK, 70, False)],
)
def test_form_faults_are_looked_for_where_the_exemplar_has_them(phase, threshold, found):
    rule = FaultRule("back-rounds", "leg_raise", ">", threshold, phase)
    definition = replace(definition_of("windmill-touch"), faults=(rule,))
    analysis = analyze(trace(movement_of("windmill-touch"), fps=12, repetitions=2), definition)
    assert [bool(one.faults) for one in analysis.repetitions] == [found] * 2


def test_an_hour_of_a_pattern_leaves_no_more_behind_than_five_minutes():
    engine = Engine(definition_of("cat-camel"))
    cycle = list(trace(movement_of("cat-camel"), fps=6, repetitions=1, lead_in_s=1, tail_s=1))

    def play(minutes):
        for index in range(minutes[0] * 360, minutes[1] * 360):
            seen = cycle[index % len(cycle)]
            engine.update(Frame(index * 167, seen.width, seen.height, seen.image, seen.world))
        gc.collect()
        return len(gc.get_objects()), len(pickle.dumps(engine))

    objects, size = play((0, 5))
    later_objects, later_size = play((5, 60))
    assert engine.count > 300
    assert later_objects - objects <= 50
    assert later_size - size <= 500
