"""Checks that the closed lists fit together and cover what the engines can say."""

from collections.abc import Collection, Iterable, Mapping

from sinew.content.items import InsurerWords
from sinew.content.prose import check_prose
from sinew.content.reading_level import sentences
from sinew.content.source import Path, Report, YamlFile
from sinew.content.vocabulary import Vocabulary
from sinew.motion.events import Prompt
from sinew.program.events import COMPARED
from sinew.program.phases import Light

SAID = {
    "camera": tuple(Prompt),
    "pain": tuple(Light),
    "between_sessions": ("done", "rest", "waiting"),
    "mornings": COMPARED,
    "checks": ("check-in", "flare", "thanks", "flare-counts", "no-flare"),
}
"""What coaching.en.yaml needs words for, by its sections."""

Yaml = Mapping[str, YamlFile]


def check_vocabulary(yaml: Yaml, lists: Vocabulary, report: Report) -> None:
    """Report what does not fit together in content/vocabulary."""
    _check_words("terms", yaml, report)
    _check_words("equipment", yaml, report)
    _check_terms(yaml, lists, report)
    _check_emergency(yaml, lists, report)
    _check_coaching(yaml, report)
    _check_insurer_answers(yaml, lists, report)


def report_unknown(
    ids: Iterable[tuple[str, int]], known: Collection[str], what: str, file: str, report: Report
) -> None:
    """Report every id that is not in ``known``."""
    for name, line in ids:
        if name not in known:
            code = f"unknown-{what.replace(' ', '-')}"
            report.add(file, line, code, f"There is no {what} “{name}”.")


def _file(name: str, yaml: Yaml) -> YamlFile:
    """A list's file; a missing one was reported when it was read."""
    path = f"vocabulary/{name}.yaml"
    return yaml.get(path) or YamlFile(path, {}, {})


def _check_words(name: str, yaml: Yaml, report: Report) -> None:
    """Every entry of a list has words in the file of that name, and no words are left over."""
    facts, words = _file(name, yaml), _file(f"{name}.en", yaml)
    listed, named = _entries(facts), _entries(words)
    for key in [key for key in listed if key not in named]:
        message = f"“{key}” has no words in {name}.en.yaml."
        report.add(facts.name, facts.line(key), "missing-words", message)
    report_unknown([(str(key), words.line(key)) for key in named], listed, name, words.name, report)


def _entries(file: YamlFile) -> Mapping[str, object]:
    return file.data if isinstance(file.data, Mapping) else {}


def _check_terms(yaml: Yaml, lists: Vocabulary, report: Report) -> None:
    file = _file("terms", yaml)
    for name, term in lists.terms.items():
        related = [(other, file.line(name, "related", n)) for n, other in enumerate(term.related)]
        report_unknown(related, lists.terms, "term", file.name, report)
    said = [((name,), term.definition) for name, term in lists.terms.items()]
    _check_sentences(_file("terms.en", yaml), said, report)


def _check_sentences(file: YamlFile, texts: Iterable[tuple[Path, str]], report: Report) -> None:
    prose = [part for path, text in texts for part in sentences(text, file.line(*path))]
    check_prose(file.name, prose, report)


def _check_emergency(yaml: Yaml, lists: Vocabulary, report: Report) -> None:
    """Every country has a number and a name, or neither."""
    numbers, words = _file("emergency-numbers", yaml), _file("emergency.en", yaml)
    coded, named = _mapping(numbers, "numbers"), _mapping(words, "countries")
    if coded is not None and named is not None:
        for code in [code for code in coded if code not in named]:
            message = f"“{code}” has a number but no name in emergency.en.yaml."
            report.add(numbers.name, numbers.line("numbers", code), "missing-words", message)
        codes = [(str(code), words.line("countries", code)) for code in named]
        report_unknown(codes, coded, "emergency number", words.name, report)
    for country in lists.emergency.countries:
        path = ("numbers", country.code, "references")
        cited = [(name, numbers.line(*path, n)) for n, name in enumerate(country.references)]
        report_unknown(cited, lists.references, "reference", numbers.name, report)
    _check_sentences(words, [(("elsewhere",), lists.emergency.elsewhere)], report)


def _check_coaching(yaml: Yaml, report: Report) -> None:
    """Whatever an engine says or asks has words, and no words are left over."""
    file = _file("coaching.en", yaml)
    for section, ids in SAID.items():
        said = _mapping(file, section)
        if said is None:
            continue
        for missing in [name for name in ids if name not in said]:
            message = f"There are no words for “{missing}”."
            report.add(file.name, file.line(section), "missing-words", message)
        named = [(str(name), file.line(section, name)) for name in said]
        report_unknown(named, ids, "thing to say", file.name, report)
        texts = [((section, name), text) for name, text in said.items() if isinstance(text, str)]
        _check_sentences(file, texts, report)


def _check_insurer_answers(yaml: Yaml, lists: Vocabulary, report: Report) -> None:
    """How the answers read; that each outcome has one is a matter of their type."""
    file, words = _file("insurer-answers.en", yaml), lists.insurer_answers
    said: list[tuple[Path, str]] = [(("facts", name), text) for name, text in words.facts.items()]
    places: list[tuple[Path, InsurerWords]] = [(("answers", key), one) for key, one in words.answers.items()]
    others = {"waiting": words.waiting, "unclear": words.unclear, "by_a_person": words.by_a_person}
    places += [((key,), one) for key, one in others.items()]
    for place, one in places:
        said += [((*place, "title"), one.title), ((*place, "text"), one.text)]
        said += [((*place, "next", at), text) for at, text in enumerate(one.next)]
    _check_sentences(file, said, report)


def _mapping(file: YamlFile, section: str) -> Mapping[str, object] | None:
    """A section as written; ``None`` where it is missing or no mapping, which reading has reported."""
    found = file.data.get(section) if isinstance(file.data, Mapping) else None
    return found if isinstance(found, Mapping) else None
