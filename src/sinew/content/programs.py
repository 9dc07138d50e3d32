"""Hands the parsed files of the program and the intake to `sinew.program` and places its refusals in them."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from sinew.content.source import MISSHAPEN, Report, YamlFile, misshapen
from sinew.errors import InputRefused, Problem
from sinew.program import (
    FILES,
    OPTIONAL_FILES,
    ExerciseSpec,
    Program,
    Questionnaire,
    program_from_dicts,
    questionnaire_from_dicts,
)

PROGRAM_FOLDER = "programs/hamstring"
INTAKE_FOLDER = "questionnaires/intake"

_CRISIS_WORDING = re.compile(rf"{PROGRAM_FOLDER}/crisis-wording\.[a-z-]+\.yaml")

Yaml = Mapping[str, YamlFile]


def read_intake(yaml: Yaml, report: Report) -> Questionnaire | None:
    """The intake questionnaire, or ``None`` after reporting why it cannot be read."""
    files = files_of(INTAKE_FOLDER, ("questionnaire", "questionnaire.en"), yaml, report)
    if files is None:
        return None
    try:
        return questionnaire_from_dicts(files["questionnaire"].data, files["questionnaire.en"].data)
    except InputRefused as refused:
        place(refused.problems, files, report)
    except MISSHAPEN as error:
        report.add(f"{INTAKE_FOLDER}/questionnaire.yaml", 1, "wrong-shape", misshapen(error))
    return None


def read_program(
    yaml: Yaml,
    specs: Mapping[str, ExerciseSpec],
    known_exercises: Collection[str],
    intake: Questionnaire,
    report: Report,
) -> Program | None:
    """The program, or ``None`` after reporting why it cannot be read.

    Args:
        known_exercises: ids that may be named though they have no readable exercise.
    """
    present = tuple(name for name in OPTIONAL_FILES if f"{PROGRAM_FOLDER}/{name}.yaml" in yaml)
    files = files_of(PROGRAM_FOLDER, (*FILES, *present), yaml, report)
    if files is None:
        return None
    try:
        data = {name: file.data for name, file in files.items()}
        return program_from_dicts(data | _crisis_wording(yaml), specs, intake, known_exercises)
    except InputRefused as refused:
        place(refused.problems, files, report)
    except MISSHAPEN as error:
        report.add(f"{PROGRAM_FOLDER}/program.yaml", 1, "wrong-shape", misshapen(error))
    return None


def _crisis_wording(yaml: Yaml) -> dict[str, dict[str, Any]]:
    """The list of every language as one: nobody is asked in which language they write."""
    lists = [file.data for name, file in sorted(yaml.items()) if _CRISIS_WORDING.fullmatch(name)]
    phrases = [phrase for one in lists for phrase in one.get("phrases", ())]
    english = yaml[f"{PROGRAM_FOLDER}/crisis-wording.en.yaml"].data
    return {"crisis-wording.en": {**english, "phrases": phrases}}


def files_of(folder: str, names: Collection[str], yaml: Yaml, report: Report) -> dict[str, YamlFile] | None:
    """The files of a folder by name; ``None`` after reporting those that are missing."""
    missing = [name for name in names if f"{folder}/{name}.yaml" not in yaml]
    for name in missing:
        report.add(f"{folder}/{name}.yaml", 1, "missing-file", "This file is missing.")
    return None if missing else {name: yaml[f"{folder}/{name}.yaml"] for name in names}


def place(problems: Collection[Problem], files: Mapping[str, YamlFile], report: Report) -> None:
    """Report problems whose place begins with the key of a file, as ``red-flags.RF-01.levels[0]``."""
    for problem in problems:
        fits = [name for name in files if problem.where == name or problem.where.startswith(f"{name}.")]
        name = max(fits, key=len, default=next(iter(files)))
        file = files[name]
        within = problem.where.removeprefix(name)
        message = f"{within.lstrip('.') or name}: {problem.message}."
        report.add(file.name, file.line_of_words(within), problem.code, message)
