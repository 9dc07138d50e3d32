"""Hands the outcome measures to `sinew.outcomes`, and checks what they rest on."""

from collections.abc import Iterator, Mapping

from sinew.content.files import Files, item_version
from sinew.content.items import Reference
from sinew.content.programs import INTAKE_FOLDER, files_of, place
from sinew.content.source import MISSHAPEN, Path, Report, YamlFile, misshapen
from sinew.errors import InputRefused
from sinew.outcomes import (
    Meaning,
    Measure,
    MeasureWording,
    Outcomes,
    measure_from_dicts,
    outcomes_wording_from_dict,
    settings_from_dict,
)
from sinew.program import Questionnaire
from sinew.program.values import Problems
from sinew.vocabulary import Evidence

FOLDER = "questionnaires"
SETTINGS = f"{FOLDER}/outcomes"
FACTS, WORDS = "questionnaire", "questionnaire.en"
PAIN = "nprs"
"""The measure that pages show beside the pain of sessions, and that therefore has to be there."""

Yaml = Mapping[str, YamlFile]


def read_outcomes(files: Files, yaml: Yaml, intake: Questionnaire, report: Report) -> Outcomes | None:
    """The outcome measures, or ``None`` after reporting why they cannot be read."""
    settings = files_of(SETTINGS, ("outcomes", "outcomes.en"), yaml, report)
    if settings is None:
        return None
    read = {name: _measure(name, yaml, intake, report) for name in _folders(yaml)}
    known = {name: found for name, found in read.items() if found is not None}
    measures = {name: measure for name, (measure, _words) in known.items()}
    problems = Problems()
    try:
        order, asking, responder, week = settings_from_dict(
            settings["outcomes"].data, measures, read, problems
        )
        words = outcomes_wording_from_dict(settings["outcomes.en"].data, problems, [*Meaning])
        problems.refuse_if_any()
    except InputRefused as refused:
        place(refused.problems, settings, report)
        return None
    except MISSHAPEN as error:
        report.add(f"{SETTINGS}/outcomes.yaml", 1, "wrong-shape", misshapen(error))
        return None
    if len(known) < len(read):
        return None
    return Outcomes(
        measures={name: measures[name] for name in order},
        wording={name: known[name][1] for name in order},
        words=words,
        asking=asking,
        responder=responder,
        summary_week=week,
        versions={name: item_version(files, f"{FOLDER}/{name}") for name in order},
    )


def _folders(yaml: Yaml) -> list[str]:
    inside = {"/".join(name.split("/")[:2]) for name in yaml if name.startswith(f"{FOLDER}/")}
    return sorted(folder.partition("/")[2] for folder in inside - {INTAKE_FOLDER, SETTINGS})


def _measure(
    name: str, yaml: Yaml, intake: Questionnaire, report: Report
) -> tuple[Measure, MeasureWording] | None:
    folder = f"{FOLDER}/{name}"
    files = files_of(folder, (FACTS, WORDS), yaml, report)
    if files is None:
        return None
    try:
        measure, words = measure_from_dicts(files[FACTS].data, files[WORDS].data, intake)
    except InputRefused as refused:
        place(refused.problems, files, report)
        return None
    except MISSHAPEN as error:
        report.add(f"{folder}/{FACTS}.yaml", 1, "wrong-shape", misshapen(error))
        return None
    if measure.id != name:
        message = f"The id is “{measure.id}” but the folder is “{name}”."
        report.add(files[FACTS].name, files[FACTS].line("id"), "id-mismatch", message)
        return None
    return measure, words


def check_outcomes(
    yaml: Yaml, outcomes: Outcomes | None, references: Mapping[str, Reference], report: Report
) -> None:
    """Report marks without a source, a sentence with an unknown number, and a measure that pages need."""
    if outcomes is None:
        return
    if PAIN not in outcomes.measures:
        message = f"Pages need the measure “{PAIN}”."
        report.add(f"{SETTINGS}/outcomes.yaml", 1, "missing-measure", message)
    for name, measure in outcomes.measures.items():
        facts, words = (yaml[f"{FOLDER}/{name}/{kind}.yaml"] for kind in (FACTS, WORDS))
        for path, evidence, cited in _marked(measure):
            if evidence is Evidence.PUBLISHED and not _is_found(cited, references):
                message = f"“{path[0]}” is marked published, so it needs a reference that was found."
                report.add(facts.name, facts.line(*path), "published-without-source", message)
        if not _can_be_said(outcomes.wording[name].says):
            message = "Only %(score)s, %(high)s and %(answer)s can stand in this sentence."
            report.add(words.name, words.line("says"), "unknown-number", message)


def _marked(measure: Measure) -> Iterator[tuple[Path, Evidence, tuple[str, ...]]]:
    yield ("evidence",), measure.evidence, measure.references
    for name in ("mic", "mdc", "positive_from"):
        matter = getattr(measure, name)
        if matter is not None:
            yield (name,), matter.evidence, matter.references


def _is_found(cited: tuple[str, ...], references: Mapping[str, Reference]) -> bool:
    return any(name in references and references[name].mark == "found" for name in cited)


def _can_be_said(sentence: str) -> bool:
    try:
        return bool(sentence % {"score": "1", "high": "2", "answer": "3"})
    except (KeyError, ValueError, TypeError):
        return False
