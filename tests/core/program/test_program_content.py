"""The program we ship hangs together, and a broken one is refused with every problem."""

import copy
from dataclasses import replace
from typing import Any

import pytest
import yaml

from sinew.content import default_root
from sinew.content.reading_level import grade, sentences
from sinew.errors import InputRefused
from sinew.program import FILES, Program, exercise_spec_from_dict, plan, program_from_dicts
from tests.support.stories import DAY_0, SORE_TENDON, intake_of, program

FOLDER = default_root() / "programs" / "hamstring"


def files() -> dict[str, Any]:
    return {name: yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8")) for name in FILES}


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
    )
    routes = {f"{rule.id}-{route.disposition}" for rule in ours.presentations for route in rule.routes}
    assert set(ours.wording) <= used | routes


def test_every_gate_criterion_and_test_has_words() -> None:
    ours = program()
    criteria = {criterion.id for gate in ours.gates.values() for criterion in gate.criteria}
    assert criteria <= set(ours.texts.criteria)
    assert set(ours.tests) == set(ours.texts.tests)
    assert set(ours.phases) == set(ours.texts.phases)


def test_every_exercise_of_a_template_that_is_written_has_a_dose_there() -> None:
    ours = program()
    for phase in ours.phases.values():
        for item in phase.template:
            for exercise in (item.exercise, *item.instead):
                spec = ours.exercises.get(exercise)
                assert spec is None or phase.id in spec.dosage, f"{exercise} in {phase.id}"


def test_the_phases_of_this_program_are_the_ones_promised() -> None:
    assert {phase.id for phase in program().phases.values() if phase.is_built} == {
        "S1",
        "S2",
        "T1",
        "T2",
        "H1",
    }


def test_later_phases_are_content_only() -> None:
    raw = files()
    raw["sessions"]["templates"]["H2"] = [{"exercise": "bridge-double", "rank": 1}]
    assert built(raw).phases["H2"].is_built


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
