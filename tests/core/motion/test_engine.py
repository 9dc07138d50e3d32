"""The engine as a member meets it: set-up, counting, pausing, prompting, cueing."""

import pytest

from sinew.motion.engine import Engine
from sinew.vocabulary import Side
from tests.core.motion.stick import empty, film, squat_definition, standing, wave


def run(frames, definition=None, **how):
    engine = Engine(definition or squat_definition(), **how)
    events = [event for frame in frames for event in engine.update(frame)]
    return engine, events + engine.finish()


def of(events, kind):
    return [event for event in events if event.type == kind]


def states(events):
    return [event.state.value for event in of(events, "state")]


def test_five_squats_are_five_repetitions():
    engine, events = run(film(wave(5), 20))
    repetitions = of(events, "repetition")
    assert engine.count == 5
    assert [repetition.is_complete for repetition in repetitions] == [True] * 5
    assert [round(repetition.peak_deg) for repetition in repetitions] == pytest.approx([50] * 5, abs=2)
    assert states(events)[:3] == ["ready", "moving", "ready"]
    assert states(events)[-1] == "ready"


@pytest.mark.parametrize("fps", [6, 10, 15, 30, 60])
def test_the_frame_rate_does_not_change_the_count(fps):
    assert run(film(wave(4), 16, fps=fps))[0].count == 4


def test_a_shallow_squat_is_partial_and_shown_as_such():
    engine, events = run(film(wave(3, high=27), 14))
    assert (engine.count, engine.partial_count) == (0, 3)
    assert [event.to_dict()["complete"] for event in of(events, "repetition")] == [False] * 3


def test_nothing_counts_before_the_start_position_was_kept_still():
    moving_at_once = wave(6, lead_s=0.0)
    engine, events = run(film(moving_at_once, 17.5))
    assert engine.count == 0
    assert states(events) == []


def test_a_recording_needs_no_stillness():
    assert run(film(wave(6, lead_s=0.0), 19), clip=True)[0].count == 6


def test_a_recording_that_ends_half_way_back_counts_its_last_repetition():
    frames = list(film(wave(3, lead_s=1.0), 9.55))
    assert run(frames, clip=True)[0].count == 3
    assert run(frames)[0].count == 2


def test_a_lost_joint_freezes_the_count_and_says_what_to_show():
    knees = wave(4)
    frames = list(film(knees, 5)) + [
        standing(f.t_ms, 5.0, hidden=(28, 27)) for f in film(knees, 10) if f.t_ms >= 5000
    ]
    frames += [standing(t, knees(t / 1000 - 5)) for t in range(10_000, 21_000, 33)]
    engine, events = run(frames)
    assert "lost" in states(events)
    assert "show-ankle" in [event.prompt.value for event in of(events, "prompt")]
    assert len(of(events, "prompt_cleared")) >= 1
    assert engine.count == 4


def test_a_short_gap_is_bridged_silently():
    frames = [f if not 3000 <= f.t_ms < 3700 else empty(f.t_ms) for f in film(wave(3), 13)]
    engine, events = run(frames)
    assert engine.count == 3
    assert "lost" not in states(events)


def test_an_empty_room_asks_the_person_in():
    _, events = run(empty(t_ms) for t_ms in range(0, 3000, 33))
    assert [event.prompt.value for event in of(events, "prompt")] == ["step-into-view"]


@pytest.mark.parametrize(
    ("how", "prompt"),
    [
        ({"scale": 0.35}, "come-closer"),
        ({"shift": 0.0, "knee": 70.0}, "take-start-position"),
        ({"scale": 1.9}, "move-back"),
    ],
)
def test_a_prompt_says_what_is_in_the_way(how, prompt):
    knee_deg = how.pop("knee", 5.0)
    _, events = run(film(lambda _: knee_deg, 4, **how))
    assert prompt in [event.prompt.value for event in of(events, "prompt")]


def test_walking_through_the_picture_is_no_repetition():
    def walker(t_ms, knee_deg, **how):
        return standing(t_ms, knee_deg, shift=-0.4 + t_ms / 11_000, scale=0.5, **how)

    engine, events = run(film(wave(5, lead_s=1.5, period_s=1.2), 9, body=walker), clip=True)
    assert engine.count == 0
    assert of(events, "repetition") == []


def test_one_leg_alone_is_no_squat_seen_from_the_front():
    def turned(t_ms, knee_deg, **how):
        frame = standing(t_ms, knee_deg, other_knee_deg=5.0, far_visibility=0.95)
        return frame.__class__(t_ms, frame.width, frame.height, None, frame.world)

    assert run(film(wave(4), 16, body=turned), clip=True)[0].count == 0


@pytest.mark.parametrize(("share", "count"), [(0.9, 4), (0.55, 0)])
def test_a_squat_is_even_on_both_legs(share, count):
    def uneven(t_ms, knee_deg, **how):
        other_deg = 5.0 + share * (knee_deg - 5.0)
        frame = standing(t_ms, knee_deg, other_knee_deg=other_deg, far_visibility=0.95)
        return frame.__class__(t_ms, frame.width, frame.height, None, frame.world)

    assert run(film(wave(4), 16, body=uneven), clip=True)[0].count == count


def test_the_limb_that_moves_gets_the_repetition():
    definition = squat_definition(sides="one", target_deg=60)

    def one_leg(t_ms, knee_deg, **how):
        is_left = (t_ms // 3000) % 2 == 0
        left, right = (knee_deg, 5.0) if is_left else (5.0, knee_deg)
        return standing(t_ms, right, other_knee_deg=left, far_visibility=0.9)

    _, events = run(film(wave(4, high=65, lead_s=3.0), 18, body=one_leg), definition)
    sides = [event.side for event in of(events, "repetition")]
    assert sides == [Side.RIGHT, Side.LEFT, Side.RIGHT, Side.LEFT]


def test_a_given_side_is_the_only_one_measured():
    definition = squat_definition(sides="one", target_deg=60)
    frames = list(film(wave(3, high=65), 13, other_knee_deg=5.0, far_visibility=0.9))
    assert run(frames, definition, side=Side.RIGHT)[0].count == 3
    assert run(frames, definition, side=Side.LEFT)[0].count == 0


def test_a_lasting_fault_is_cued_once_and_praised_when_gone():
    faults = [
        {"id": "trunk-leans", "signal": "trunk_inclination", "op": ">", "threshold": 40, "phase": "any"}
    ]

    def leaning(t_ms, knee_deg, **how):
        return standing(t_ms, knee_deg, trunk_deg=50 if knee_deg > 20 and t_ms < 7500 else 5)

    _, events = run(film(wave(5), 20, body=leaning), squat_definition(faults=faults))
    assert [repetition.faults for repetition in of(events, "repetition")] == [("trunk-leans",)] * 2 + [()] * 3
    assert [event.fault for event in of(events, "cue")] == ["trunk-leans"]
    assert [event.fault for event in of(events, "praise")] == ["trunk-leans"]


def test_a_fault_of_a_few_frames_is_none():
    faults = [{"id": "trunk-leans", "signal": "trunk_inclination", "op": ">", "threshold": 40}]

    def nodding(t_ms, knee_deg, **how):
        return standing(t_ms, knee_deg, trunk_deg=50 if t_ms % 3000 < 150 else 5)

    _, events = run(film(wave(4), 16, body=nodding), squat_definition(faults=faults))
    assert [repetition.faults for repetition in of(events, "repetition")] == [()] * 4


def test_a_squat_held_is_timed():
    definition = squat_definition(mode="hold", hold_low_deg=35, hold_high_deg=60)
    _, events = run(film(lambda t_s: 45.0 if 2 < t_s < 8 else 5.0, 12), definition)
    (hold,) = of(events, "hold_ended")
    assert hold.seconds == pytest.approx(6, abs=0.5)
    assert hold.mean_deg == pytest.approx(45, abs=3)
    assert "holding" in states(events)


def test_somebody_lying_does_not_squat():
    engine, events = run(film(wave(4), 16, trunk_deg=85), clip=True)
    assert engine.count == 0
    assert of(events, "repetition") == []


def test_the_snapshot_is_complete_and_honest_about_what_is_not_seen():
    engine = Engine(squat_definition())
    for frame in film(wave(2), 6):
        engine.update(frame)
    snapshot = engine.snapshot()
    assert set(snapshot) == {
        "t_ms", "state", "joint", "angle_deg", "start_deg", "target_deg", "count", "partial_count",
        "hold_s", "view", "confidence", "side", "prompt",
    }  # fmt: skip
    assert snapshot["view"] == "side"
    assert snapshot["count"] == 1
    assert snapshot["angle_deg"] is not None
    engine.update(empty(6100))
    assert engine.snapshot()["angle_deg"] is None


def test_frames_out_of_order_are_ignored():
    engine = Engine(squat_definition())
    engine.update(standing(1000, 5.0))
    assert engine.update(standing(900, 80.0)) == []
    assert engine.snapshot()["t_ms"] == 1000


@pytest.mark.parametrize("clip", [True, False])
@pytest.mark.parametrize("resting_deg", [5.0, 30.0])
def test_a_leg_at_rest_elsewhere_leaves_the_working_leg_its_repetitions(clip, resting_deg):
    definition = squat_definition(sides="one", start_deg=92, target_deg=40)
    frames = film(wave(4, low=92.0, high=40.0), 17, other_knee_deg=resting_deg, far_visibility=0.9)
    engine = Engine(definition, clip=clip)
    events, shown = [], set()
    for frame in frames:
        events += engine.update(frame)
        if frame.t_ms > 5200:
            shown.add(engine.snapshot()["side"])
    assert [event.side for event in of(events + engine.finish(), "repetition")] == [Side.RIGHT] * 4
    assert shown == {"right"}


def test_a_leg_bent_further_than_the_target_leaves_the_other_its_repetitions():
    definition = squat_definition(sides="one", target_deg=90)
    frames = film(wave(9, high=85), 31, other_knee_deg=110.0, far_visibility=0.9)
    assert run(frames, definition, clip=True)[0].count == 9


def test_nothing_counts_while_neither_leg_is_in_the_start_position():
    definition = squat_definition(sides="one", start_deg=92, target_deg=40)
    _, events = run(film(lambda _: 40.0, 6, other_knee_deg=5.0, far_visibility=0.9), definition)
    assert states(events) == []
    assert "take-start-position" in [event.prompt.value for event in of(events, "prompt")]


def test_walking_away_and_back_is_no_repetition():
    def strolling(t_ms, knee_deg, **how):
        is_second = 6000 < t_ms < 10_000
        return standing(t_ms, knee_deg, scale=1 - 0.24 * is_second * (knee_deg - 5) / 45)

    slow = wave(3, lead_s=2.0, period_s=4.0)
    engine, _ = run(film(slow, 16, body=strolling), clip=True)
    assert engine.count == 2


@pytest.mark.parametrize("begins_at_deg", [17.0, 24.0, 40.0])
def test_a_recording_that_begins_on_the_way_measures_from_the_start_position(begins_at_deg):
    angle = wave(2, lead_s=0.0)
    frames = [f for f in film(angle, 8) if angle(f.t_ms / 1000) > begins_at_deg or f.t_ms > 1500]
    _, events = run(frames, clip=True)
    first, _ = of(events, "repetition")
    assert first.start_deg == pytest.approx(5, abs=3)


def test_a_recording_of_somebody_who_rests_elsewhere_takes_that_as_rest():
    _, events = run(film(wave(3, low=22, high=65), 13), clip=True)
    assert [round(event.start_deg) for event in of(events, "repetition")] == pytest.approx([22] * 3, abs=4)


def test_a_tempo_nobody_saw_is_no_fault():
    rule = {"id": "too-fast", "signal": "out_s", "op": "<", "threshold": 1.0, "phase": "any"}
    definition = squat_definition(faults=[rule])
    slow = wave(3, lead_s=1.0, period_s=5.0)
    frames = [f for f in film(slow, 18) if f.t_ms > 2600]
    frames = [empty(f.t_ms) if 7300 < f.t_ms < 8200 else f for f in frames]
    _, events = run(frames, definition, clip=True)
    assert [event.faults for event in of(events, "repetition")] == [()] * 3
    fast = run(film(wave(3, period_s=1.6), 9), definition, clip=True)[1]
    assert [event.faults for event in of(fast, "repetition")] == [("too-fast",)] * 3
