"""The closed lists in content/vocabulary that the rest of the content refers to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from sinew.content import authored
from sinew.content.authored import VOCABULARIES, PlannedExercises
from sinew.content.items import (
    CoachingWords,
    Country,
    Emergency,
    Equipment,
    Fault,
    InsurerAnswerWords,
    InsurerWords,
    Muscle,
    Reference,
    Term,
)
from sinew.content.source import Report, YamlFile
from sinew.vocabulary import Evidence

_CODES = {"missing": "missing-field", "extra_forbidden": "unknown-field"}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every closed list, by id."""

    references: Mapping[str, Reference]
    muscles: Mapping[str, Muscle]
    equipment: Mapping[str, Equipment]
    faults: Mapping[str, Fault]
    terms: Mapping[str, Term]
    planned_exercises: frozenset[str]
    emergency: Emergency
    coaching: CoachingWords
    loads: Mapping[str, str]
    ranges: Mapping[str, str]
    camera_limits: Mapping[str, str]
    insurer_answers: InsurerAnswerWords


def read_vocabulary(files: Mapping[str, YamlFile], report: Report) -> Vocabulary:
    """Read the lists from the parsed files of content/vocabulary; a missing list is reported and empty."""
    entries = {name: _entries(f"vocabulary/{name}.yaml", name, files, report) for name in VOCABULARIES}
    planned = entries["planned-exercises"]
    return Vocabulary(
        references={
            key: Reference(key, entry.citation, entry.mark, entry.doi, entry.url, entry.note)
            for key, entry in entries["references"].items()
        },
        muscles={key: Muscle(key, entry.name, entry.plain) for key, entry in entries["muscles.en"].items()},
        equipment={
            key: Equipment(key, words.name, entry.household)
            for key, entry, words in _with_words("equipment", entries)
        },
        faults={key: Fault(key, entry.name, entry.seen_as) for key, entry in entries["faults.en"].items()},
        terms={
            key: Term(key, words.name, words.definition, tuple(entry.related))
            for key, entry, words in _with_words("terms", entries)
        },
        planned_exercises=frozenset(planned.planned if isinstance(planned, PlannedExercises) else ()),
        emergency=_emergency(entries["emergency-numbers"], entries["emergency.en"]),
        coaching=_coaching(entries["coaching.en"]),
        loads=_steps("load", entries["steps.en"]),
        ranges=_steps("range", entries["steps.en"]),
        camera_limits={key: entry.because for key, entry in entries["camera-limits.en"].items()},
        insurer_answers=_insurer_answers(entries["insurer-answers.en"]),
    )


def _steps(which: str, words: Any) -> Mapping[str, str]:
    return getattr(words, which) if isinstance(words, authored.StepWords) else {}


def _with_words(name: str, entries: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """Every entry of a list that has words; `check_vocabulary` reports the others."""
    words = entries[f"{name}.en"]
    return ((key, entry, words[key]) for key, entry in entries[name].items() if key in words)


def _emergency(numbers: Any, words: Any) -> Emergency:
    """The countries that have both a number and a name; none where one of the files could not be read."""
    if not isinstance(numbers, authored.EmergencyNumbers) or not isinstance(words, authored.EmergencyWords):
        return Emergency(Evidence.DESIGN, (), "")
    countries = (
        Country(code, name, numbers.numbers[code].ambulance, tuple(numbers.numbers[code].references))
        for code, name in words.countries.items()
        if code in numbers.numbers
    )
    return Emergency(numbers.evidence, tuple(countries), words.elsewhere)


def _coaching(words: Any) -> CoachingWords:
    if not isinstance(words, authored.CoachingWords):
        return CoachingWords({}, {}, {}, {}, {})
    return CoachingWords(words.camera, words.pain, words.between_sessions, words.mornings, words.checks)


def _insurer_answers(words: Any) -> InsurerAnswerWords:
    """Nothing where the file is missing or wrong, which reading has reported, or in an old snapshot."""
    if not isinstance(words, authored.InsurerAnswerWords):
        none = InsurerWords("", "", ())
        return InsurerAnswerWords({}, none, none, none, {})
    answers = {
        name: _insurer_words(getattr(words.answers, name)) for name in type(words.answers).model_fields
    }
    return InsurerAnswerWords(
        answers,
        waiting=_insurer_words(words.waiting),
        unclear=_insurer_words(words.unclear),
        by_a_person=_insurer_words(words.by_a_person),
        facts=words.facts.model_dump(),
    )


def _insurer_words(one: authored.InsurerAnswer) -> InsurerWords:
    return InsurerWords(one.title, one.text, tuple(one.next))


def _entries(path: str, name: str, files: Mapping[str, YamlFile], report: Report) -> Any:
    file = files.get(path)
    if file is None:
        report.add(path, 1, "missing-file", "This list is missing.")
        return {}
    return validated(TypeAdapter(VOCABULARIES[name]), file, report) or {}


def validated(adapter: TypeAdapter[Any], file: YamlFile, report: Report) -> Any:
    """The file's value read as a type, or ``None`` after reporting every wrong field with its line."""
    try:
        return adapter.validate_python(file.data)
    except ValidationError as error:
        for wrong in error.errors(include_url=False, include_input=False):
            field = ".".join(str(part) for part in wrong["loc"]) or "file"
            code = _CODES.get(wrong["type"], "bad-value")
            report.add(file.name, file.line(*wrong["loc"]), code, f"{field}: {wrong['msg']}.")
        return None
