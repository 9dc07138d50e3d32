"""Checks how content reads, and the sources and sentences inside the program's own files."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from sinew.content.reading_level import Sentence, grade, hardest, sentences
from sinew.content.source import Path, Report, YamlFile
from sinew.vocabulary import Evidence

READING_GRADE_LIMIT = 8.0
"""US school grade that no item may pass (docs/content.md, "An exercise: prose")."""

_SOURCE_FIELDS = frozenset({"source", "references"})
_NOT_READ_BY_MEMBERS = frozenset({"programs/hamstring/crisis-wording.en.yaml"})


def check_prose(path: str, prose: Sequence[Sentence], report: Report) -> None:
    """Report exclamation marks, and a text that is too hard together with its hardest sentence."""
    for part in prose:
        if "!" in part.text:
            report.add(path, part.line, "exclamation-mark", "Say it calmly, without an exclamation mark.")
    found = grade(prose)
    if found > READING_GRADE_LIMIT:
        worst = hardest(prose)
        message = f"Reads at US grade {found:.1f}, above {READING_GRADE_LIMIT:g}; begin with: “{worst.text}”"
        report.add(path, worst.line, "reading-level", message)


def check_program_texts(yaml: Mapping[str, YamlFile], references: Collection[str], report: Report) -> None:
    """Check sources, evidence marks and wording of every file under programs/ and questionnaires/."""
    for name, file in yaml.items():
        if not name.startswith(("programs/", "questionnaires/")):
            continue
        _check_sources(file, references, report)
        if name.endswith(".en.yaml") and name not in _NOT_READ_BY_MEMBERS:
            check_prose(name, [*_sentences(file)], report)


def _check_sources(file: YamlFile, references: Collection[str], report: Report) -> None:
    marks = {mark.value for mark in Evidence}
    for path, value in _leaves(file.data):
        fields = [step for step in path if isinstance(step, str)]
        field = fields[-1] if fields else ""
        if field in _SOURCE_FIELDS and value is not None and value not in references:
            report.add(file.name, file.line(*path), "unknown-reference", f"There is no reference “{value}”.")
        if field == "evidence" and value not in marks:
            message = f"“{value}” is no evidence mark; use one of {', '.join(sorted(marks))}."
            report.add(file.name, file.line(*path), "evidence-mark", message)


def _sentences(file: YamlFile) -> Iterator[Sentence]:
    for path, value in _leaves(file.data):
        if isinstance(value, str):
            yield from sentences(value, file.line(*path))


def _leaves(value: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    """Every value that is no mapping or list, with the way to it."""
    if isinstance(value, Mapping):
        for key, child in value.items():
            yield from _leaves(child, (*path, key))
    elif isinstance(value, list):
        for n, child in enumerate(value):
            yield from _leaves(child, (*path, n))
    else:
        yield path, value
