"""The program we ship hangs together, and a broken one is refused with every problem."""

import copy
from dataclasses import replace
from typing import Any

import pytest
import yaml

from sinew.content import default_root
from sinew.content.reading_level import grade, sentences
from sinew.errors import InputRefused
from sinew.program import (
    FILES,
    OPTIONAL_FILES,
    Program,
    events_from_dicts,
    exercise_spec_from_dict,
    plan,
    program_from_dicts,
)
from tests.support.stories import DAY_0, SORE_TENDON, TIGHTNESS, day, intake_of, program, story

FOLDER = default_root() / "programs" / "hamstring"


def files() -> dict[str, Any]:
    return {
        name: yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
        for name in (*FILES, *OPTIONAL_FILES)
    }


def built(raw: dict[str, Any]) -> Program:
    ours = program()
    return program_from_dicts(raw, ours.exercises, ours.questionnaire, ours.planned_exercises)


def refused(raw: dict[str, Any]) -> set[tuple[str, str]]:
    with pytest.raises(InputRefused) as found:
        built(raw)
    return {(problem.where, problem.code) for problem in found.value.problems}


def test_every_row_of_the_red_flag_table_is_there() -> None:
    assert [flag.id for flag in program().flags] == [f"RF-{n:02}" for n in range(1, 35)]


def test_every_presentation_of_the_pack_is_there() -> None:
    assert {rule.id for rule in program().presentations} == {f"C{n}" for n in range(1, 16)}


def test_every_sentence_for_members_stands_for_something() -> None:
    ours = program()
    used = (
        {flag.id for flag in ours.flags}
        | {rule.id for rule in ours.presentations}
        | set(ours.progression.rules)
        | set(ours.follow_up.rules)
    )
    routes = {f"{rule.id}-{route.disposition}" for rule in ours.presentations for route in rule.routes}
    assert set(ours.wording) <= used | routes


def test_every_gate_criterion_and_test_has_words() -> None:
    ours = program()
    gates = [gate for ways in ours.gates.values() for gate in ways]
    criteria = {criterion.id for part in (*gates, *ours.tests.values()) for criterion in part.criteria}
    parts = [part for ladder in ours.ladders.values() for part in (*ladder.tracks.values(), *ladder.steps)]
    criteria |= {criterion.id for part in parts for criterion in part.criteria}
    assert criteria | {"settled"} == set(ours.texts.criteria)  # the engine's own, after a bad morning
    assert set(ours.tests) == set(ours.texts.tests)
    assert set(ours.phases) == set(ours.texts.phases)


def test_every_exercise_of_a_template_that_is_written_has_a_dose_there() -> None:
    ours = program()
    for phase in ours.phases.values():
        for item in phase.template:
            for exercise in (item.exercise, *item.instead):
                spec = ours.exercises.get(exercise)
                assert spec is None or phase.id in spec.dosage, f"{exercise} in {phase.id}"


def test_every_phase_of_every_track_has_sessions() -> None:
    named = ["S1", "S2", "S3", "R", "T1", "T2", "T3", "H1", "H2", "H3", "H4", "M"]
    assert sorted(phase.id for phase in program().phases.values() if phase.is_built) == sorted(named)


def test_every_step_of_a_ladder_has_a_sentence() -> None:
    ours = program()
    assert {step.id for ladder in ours.ladders.values() for step in ladder.steps} == set(ours.texts.steps)


def test_a_phase_without_sessions_is_planned_by_a_practitioner() -> None:
    raw = files()
    del raw["sessions"]["templates"]["T2"]
    without = built(raw)
    intake = intake_of(TIGHTNESS)
    moved = events_from_dicts(
        [{"on": "2026-11-23", "type": "practitioner", "decision": "set_phase", "phase": "T2"}], without, DAY_0
    )
    found = plan(without, intake, moved, day(1))
    assert (found.phase, found.session) == ("T2", None)
    assert [reason.rule for reason in found.decision.reasons] == ["phase-not-built"]


def test_nobody_is_moved_into_a_phase_without_sessions() -> None:
    raw = files()
    del raw["sessions"]["templates"]["H2"]
    without, person = built(raw), story(SORE_TENDON)
    for number in (6, 7):
        person.test(number, "isometric-hold", 40, pain=2).test(number, "load-test", 3, pain=3)
    found = plan(without, person.intake, events_from_dicts(person.events, without, DAY_0), day(7))
    assert found.phase == "H1"
    assert "gate-not-built" in [reason.rule for reason in found.decision.reasons]
    assert found.session is not None


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            lambda f: f["red-flags"]["flags"][0].update(typo=1),
            ("red-flags.flags[RF-01].typo", "unknown-field"),
        ),
        (
            lambda f: f["red-flags"]["flags"][0]["levels"][0].update(disposition="panic"),
            ("red-flags.flags[RF-01].levels[0].disposition", "not-in-list"),
        ),
        (
            lambda f: f["red-flags"]["flags"][0]["levels"][0].update(when={"answer": "rf-77", "is": "yes"}),
            ("red-flags.RF-01", "unknown-question"),
        ),
        (
            lambda f: f["red-flags"]["flags"][0]["levels"][0].update(advice="run"),
            ("wording.en.advice.run", "missing"),
        ),
        (lambda f: f["wording.en"]["rules"].pop("RF-05"), ("wording.en.rules.RF-05", "missing")),
        (
            lambda f: f["sessions"]["templates"]["S1"].append({"exercise": "juggling"}),
            ("sessions.templates.S1[9]", "unknown-exercise"),
        ),
        (lambda f: f["program"]["phases"]["S1"].update(track="X"), ("program.phases.S1", "unknown-track")),
        (
            lambda f: f["gates"]["gates"]["S1"]["criteria"][0].update(kind="magic"),
            ("gates.gates.S1.criteria[days-since-injury].kind", "not-in-list"),
        ),
        (lambda f: f["progression"].pop("green_sessions"), ("progression.green_sessions", "missing")),
        (lambda f: f.pop("gates"), ("gates", "not-a-mapping")),
    ],
)
def test_a_broken_program_is_refused(change: Any, problem: tuple[str, str]) -> None:
    raw = copy.deepcopy(files())
    change(raw)
    found = refused(raw)
    if problem[1] == "unknown-exercise":
        assert any(code == "unknown-exercise" for _, code in found)
    else:
        assert problem in found


def test_an_exercise_file_is_refused_with_every_problem() -> None:
    with pytest.raises(InputRefused) as found:
        exercise_spec_from_dict({"id": "x", "kind": "magic", "dosage": {"S1": {"sets": [3, 1]}}})
    codes = {problem.code for problem in found.value.problems}
    assert codes == {"not-in-list", "missing", "empty-range"}


def test_a_bed_stands_in_for_the_floor_where_an_exercise_allows_it() -> None:
    ours = program()
    on_bed = replace(ours.exercises["heel-dig-isometric"], needs_floor=False, equipment=(("mat", "bed"),))
    changed = replace(ours, exercises={**ours.exercises, on_bed.id: on_bed})
    intake = intake_of(SORE_TENDON, floor="no", equipment=["bed"])
    session = plan(changed, intake, (), DAY_0).session
    assert session is not None
    assert "heel-dig-isometric" in session.exercise_ids


def test_members_can_read_it_at_grade_8() -> None:
    ours = program()
    questions = [
        text for q in ours.questionnaire.questions for text in (q.text, q.help, *dict(q.options).values())
    ]
    advice = [text for a in ours.advice.values() for text in (a.title, a.text, *a.steps, *a.avoid)]
    for texts in (questions, advice, ours.wording.values(), ours.presentation_texts.values()):
        assert grade(part for text in texts for part in sentences(text)) <= 8


def test_every_rule_names_its_source_or_that_it_is_our_own_proposal() -> None:
    numbers = program().progression
    assert set(numbers.rules) == set(numbers.sources)
