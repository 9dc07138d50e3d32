"""A small simulated population: repeatable, safe with our program, and not safe with a spoiled one."""

import json
import pickle
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from sinew.cli import main
from sinew.content import default_root, load
from sinew.errors import InputRefused
from sinew.program import Program
from sinew.program.phases import PainLimits
from sinew.simulation import LABEL, Report, World, load_parameters, load_world, simulate


@lru_cache(maxsize=1)
def world() -> World:
    return load_world(default_root())


def irritable() -> World:
    """The same people in more pain, so that few of them are enough to try the rules."""
    values = {**world().numbers.values, "irritability": [2.2, 0.8], "flare_per_week": 0.2}
    return replace(world(), numbers=replace(world().numbers, values=values))


def run(ours: World, members: int = 20, weeks: int = 6, **changes: int) -> Report:
    return simulate(
        ours, members=members, weeks=weeks, seed=changes.get("seed", 3), jobs=changes.get("jobs", 1)
    )


def breached(report: Report) -> set[str]:
    return {row.invariant for row in report.safety if row.violations}


def test_our_program_breaches_no_invariant() -> None:
    report = run(irritable())
    assert report.violations == 0, report.examples
    checked = {row.invariant for row in report.safety if row.checked}
    assert {"less-after-red", "no-increase-after-pain", "two-test-days", "deterministic"} <= checked


def test_the_number_of_processes_changes_nothing() -> None:
    assert run(world(), weeks=3, jobs=2, members=45) == run(world(), weeks=3, members=45)


def test_another_seed_is_another_population() -> None:
    first, second = run(world(), 10, 2), run(world(), 10, 2, seed=4)
    assert first != second
    assert first == run(world(), 10, 2)


def test_a_world_can_be_sent_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(world())).content_version == world().content_version  # noqa: S301


def red_from_11(program: Program) -> Program:
    """A program that knows no red zone."""
    phases = {n: replace(p, pain=PainLimits(p.pain.amber_from, 11)) for n, p in program.phases.items()}
    return replace(program, phases=phases)


def no_flags(program: Program) -> Program:
    return replace(program, flags=())


def no_gates(program: Program) -> Program:
    gates = {n: tuple(replace(g, criteria=()) for g in ways) for n, ways in program.gates.items()}
    return replace(program, gates=gates)


def everything_at_once(program: Program) -> Program:
    return replace(program, progression=replace(program.progression, exercises_per_session=9))


def no_joint_limits(program: Program) -> Program:
    """Nothing is held back by its angles, and a long stretch is written into the first days."""
    phases = {
        n: replace(p, elongation_max_deg=None, hip_flexion_max_deg=None) for n, p in program.phases.items()
    }
    spec = program.exercises["hamstring-stretch-strap"]
    exercises = {**program.exercises, spec.id: replace(spec, dosage={**spec.dosage, "S1": spec.dosage["S2"]})}
    first = phases["S1"]
    item = replace(first.template[-1], exercise=spec.id, instead=(), keep_rank=1)
    phases["S1"] = replace(first, template=(*first.template[:-1], item))
    return replace(program, phases=phases, exercises=exercises)


def early_sprints(program: Program) -> Program:
    """The running ladder begins at its end."""
    running = program.ladders["running"]
    steps = tuple(replace(step, exercises={"S2": "sprint-build"}, criteria=()) for step in running.steps)
    return replace(program, ladders={**program.ladders, "running": replace(running, steps=steps)})


def without_reasons(program: Program) -> Program:
    phases = {name: replace(phase, source=()) for name, phase in program.phases.items()}
    return replace(program, phases=phases)


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (red_from_11, "less-after-red"),
        (no_flags, "no-exercise-with-red-flag"),
        (no_gates, "two-test-days"),
        (everything_at_once, "two-exercises"),
        (no_joint_limits, "within-joint-limits"),
        (early_sprints, "no-early-nordic-or-run"),
        (without_reasons, "reasons-and-sources"),
    ],
)
def test_an_unsafe_rule_makes_the_table_fail(spoil: Callable[[Program], Program], expected: str) -> None:
    ours = irritable()
    values = {**ours.numbers.values, "danger_at_intake_share": 0.3}
    spoiled = replace(ours, program=spoil(ours.program), numbers=replace(ours.numbers, values=values))
    report = run(spoiled, members=30, weeks=5)
    assert expected in breached(report)
    assert report.examples


# the table of parameters


def test_every_number_is_published_or_an_assumption() -> None:
    raw = yaml.safe_load((default_root() / "simulation/parameters.yaml").read_text(encoding="utf-8"))
    assert {row["mark"] for row in raw.values()} == {"published", "assumption"}
    assert all(row.get("references") for row in raw.values() if row["mark"] == "published")


def test_every_number_is_used() -> None:
    raw = yaml.safe_load((default_root() / "simulation/parameters.yaml").read_text(encoding="utf-8"))
    sources = Path(load_world.__code__.co_filename).parent.glob("*.py")
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    named = [name for name in raw if not name.startswith("healing_days_")]
    assert [name for name in named if f'"{name}"' not in code] == []


@pytest.mark.parametrize(
    "row",
    [
        {"value": 1, "mark": "published"},
        {"value": 1, "mark": "published", "references": ["s999"]},
        {"value": 1, "mark": "measured"},
        {"mark": "assumption"},
    ],
)
def test_a_number_without_an_honest_origin_is_refused(row: dict[str, Any], tmp_path: Path) -> None:
    folder = tmp_path / "simulation"
    folder.mkdir()
    (folder / "parameters.yaml").write_text(yaml.safe_dump({"pain_noise": row}), encoding="utf-8")
    with pytest.raises(InputRefused):
        load_parameters(tmp_path, load(default_root()).references)


# the command


def test_json_is_one_document_that_says_it_is_a_simulation(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["simulate", "--members", "5", "--weeks", "2", "--jobs", "1", "--json"])
    said = capsys.readouterr()
    answer = json.loads(said.out)
    assert (code, answer["label"], answer["members"], answer["violations"]) == (0, LABEL, 5, 0)
    assert {row["invariant"] for row in answer["safety"]} == set(world().limits.invariants)
    assert "5 of 5" in said.err


def test_people_get_tables(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "--members", "5", "--weeks", "2", "--jobs", "1"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(LABEL)
    assert "violations" in out


@pytest.mark.parametrize("words", [["--members", "0"], ["--weeks", "x"], ["--jobs", "-1"]])
def test_a_wrong_count_is_bad_usage(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["simulate", *words])
    assert stopped.value.code == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_file_is_no_folder_for_plots(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "file"
    path.touch()
    assert main(["simulate", "--members", "1", "--plots", str(path)]) == 2
    assert "no folder" in capsys.readouterr().err


def test_a_folder_without_tables_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "--members", "1", "--root", str(tmp_path), "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["problems"]


def test_the_plots_are_pictures(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    words = ["--members", "12", "--weeks", "4", "--jobs", "1", "--plots", str(tmp_path / "plots")]
    assert main(["simulate", *words]) == 0
    written = sorted((tmp_path / "plots").glob("*.png"))
    assert len(written) == 5
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in written)
