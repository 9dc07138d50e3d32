"""The rules the player gets for pain are those that judge the session afterwards."""

import pytest

from sinew.content import default_root, load
from sinew.program import Light, easier_dosage, pain_lights
from sinew.program.reactions import exercise_light


@pytest.fixture(scope="module")
def program():
    return load(default_root()).program


def test_every_exercise_has_the_lights_its_session_is_judged_by(program):
    for phase in program.phases.values():
        for exercise in program.exercises:
            judged = [exercise_light(exercise, pain, phase, program.progression) for pain in range(11)]
            assert list(pain_lights(program, phase.id, exercise)) == judged, (phase.id, exercise)


def test_an_exercise_with_limits_of_its_own_is_stricter_than_its_phase(program):
    phases = {"STRAIN": "S3", "M": "M"}
    assert {track for track, _ in program.progression.pain_by_exercise} == set(phases)
    for track, exercise in program.progression.pain_by_exercise:
        own, phase = pain_lights(program, phases[track], exercise), pain_lights(program, phases[track])
        assert own.index(Light.RED) < phase.index(Light.RED)


def test_without_a_phase_the_strictest_lights_of_all_hold(program):
    every = [pain_lights(program, phase) for phase in program.phases]
    strictest = tuple(max(lights, key=list(Light).index) for lights in zip(*every, strict=True))
    assert pain_lights(program, None) == strictest


def test_red_never_offers_to_go_on_or_to_begin(program):
    choices = program.progression.pain_choices
    assert not {"continue", "easier"} & set(choices.hurts[Light.RED])
    assert "continue" not in choices.hurts[Light.AMBER]
    assert "start" not in choices.before[Light.RED]


def test_stopping_can_be_chosen_at_every_light(program):
    assert all("stop" in offered for offered in program.progression.pain_choices.hurts.values())


def test_an_easier_exercise_starts_at_its_lowest_dose_of_the_phase(program):
    given = {"sets": 4, "repetitions": 15, "hold_s": None, "rest_s": 45, "load": None, "per_week": 3}
    own = program.exercises["bridge-double"].dosage["S1"]
    easier = easier_dosage(program, "bridge-double", "S1", given)
    assert (easier["sets"], easier["repetitions"]) == (own.sets.low, own.repetitions.low)
    assert easier["per_week"] == 3


def test_an_easier_exercise_without_a_dose_in_the_phase_keeps_the_dose_it_stands_in_for(program):
    given = {"sets": 2, "repetitions": 8, "hold_s": None, "rest_s": 30, "load": None, "per_week": 4}
    for phase in ("nowhere", None):
        assert easier_dosage(program, "bridge-double", phase, given) == given
