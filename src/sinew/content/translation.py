"""One language's words for the content: which English texts have them, and which are still shown in English.

``content/locale/<language>/`` has the same folders as ``content/``. A file there says in its first line of
which English text it is the translation::

    <!-- translated from 0c5f2f6b3a1d9e84 -->          (coaching.de.md, article.de.md)
    # translated from 0c5f2f6b3a1d9e84                 (wording.de.yaml and other YAML)

Once the English text has changed, that text is shown again, because a translation of an earlier one may say
something that is no longer true. YAML may be translated in part: what it leaves out stays English. Facts are
in no language.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from sinew.content.files import SUFFIXES, Files, digest
from sinew.content.source import Path as Place
from sinew.content.source import Report, YamlFile, read_yaml
from sinew.errors import InputRefused, Problem

SOURCE_LANGUAGE = "en"
FOLDER = "locale"

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")
_FIRST_LINE = re.compile(r"(?:#|<!--) translated from ([0-9a-f]{16})(?: -->)?[ \t]*(?:\n|$)")
_NOT_TRANSLATED = frozenset({"programs/hamstring/crisis-wording.en.yaml"})
"""What is matched and never read: a language adds a list of its own there."""


class State(StrEnum):
    """How far the words of one English file are translated."""

    TRANSLATED = "translated"
    IN_PART = "in part"
    CHANGED = "changed since"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Translation:
    """The words of one language that may be shown for one version of the English content.

    Attributes:
        language: as a browser names it, ``de`` or ``pt-br``.
        texts: prose by the path of its English file.
        words: what the YAML of a translation says, by the path of its English file.
        states: of every English file that has words.
    """

    language: str
    texts: Files = field(default_factory=dict)
    words: Mapping[str, YamlFile] = field(default_factory=dict)
    states: Mapping[str, State] = field(default_factory=dict)

    @property
    def in_english(self) -> frozenset[str]:
        """The English files of which something is still shown in English."""
        return frozenset(name for name, state in self.states.items() if state is not State.TRANSLATED)

    def of_its_texts(self, problems: Iterable[Problem]) -> Iterator[Problem]:
        """The problems of translated prose, at their place in the file of this language.

        How hard a text is to read is measured for English alone.
        """
        for problem in problems:
            file, _, line = problem.where.removeprefix("content/").rpartition(":")
            if file in self.texts and problem.code != "reading-level":
                where = f"content/{FOLDER}/{self.language}/{in_language(file, self.language)}:{line}"
                yield replace(problem, where=where)

    def over(self, yaml: Mapping[str, YamlFile]) -> dict[str, YamlFile]:
        """The parsed files with every translated sentence in the place of the English one."""
        return {
            name: replace(file, data=_merged(file.data, self.words[name].data))
            if name in self.words
            else file
            for name, file in yaml.items()
        }


def translatable(files: Files) -> list[str]:
    """The English files that have words, in reading order."""
    return sorted(name for name in files if _is_english(name) and name not in _NOT_TRANSLATED)


def version_of(text: str) -> str:
    """What the first line of a translation has to name: 16 digits that change with the English text."""
    return digest({"": text})[:16]


def read_languages(root: Path) -> dict[str, dict[str, str]]:
    """The files of every language under ``root``/locale, by their path in the folder of the language.

    Raises:
        InputRefused: a folder is not named after a language, or a file is not UTF-8 text.
    """
    found: dict[str, dict[str, str]] = {}
    problems: list[Problem] = []
    folder = root / FOLDER
    for one in sorted(folder.iterdir()) if folder.is_dir() else ():
        if not one.is_dir():
            continue
        if not _LANGUAGE.fullmatch(one.name) or one.name == SOURCE_LANGUAGE:
            message = "Name this folder after another language than English, as in “de” or “pt-br”."
            problems.append(Problem(f"content/{FOLDER}/{one.name}:1", "not-a-language", message))
            continue
        found[one.name] = {}
        for path in (path for path in sorted(one.rglob("*")) if path.suffix in SUFFIXES and path.is_file()):
            name = path.relative_to(one).as_posix()
            try:
                found[one.name][name] = path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                where = f"content/{FOLDER}/{one.name}/{name}:1"
                problems.append(Problem(where, "not-utf-8", "Save this file as UTF-8 text."))
    if problems:
        raise InputRefused(tuple(problems))
    return found


def read_translation(
    language: str, written: Files, files: Files, yaml: Mapping[str, YamlFile], report: Report
) -> Translation:
    """What a language has for this English content.

    Args:
        written: the files of the language, by their path in its folder.
        files, yaml: the English content, as texts and parsed.
    """
    texts: dict[str, str] = {}
    words: dict[str, YamlFile] = {}
    states = dict.fromkeys(translatable(files), State.MISSING)
    for name, text in written.items():
        english, here = in_english(name, language), f"{FOLDER}/{language}/{name}"
        if english not in states:
            message = f"There is no English text to translate at content/{english}."
            report.add(here, 1, "nothing-to-translate", message)
            continue
        first = _FIRST_LINE.match(text)
        if first is None:
            message = f"Begin with the English text this is from: {first_line(english, files[english])}"
            report.add(here, 1, "not-said-of-what", message)
        elif first[1] != version_of(files[english]):
            states[english] = State.CHANGED
        elif name.endswith(".md"):
            texts[english], states[english] = f"\n{text[first.end() :]}", State.TRANSLATED
        else:
            words[english] = read_yaml(here, text, report)
            whole = _check_words(words[english], yaml[english].data, report)
            states[english] = State.TRANSLATED if whole else State.IN_PART
    return Translation(language, texts, words, states)


def for_content(files: Files, language: str, written: Files) -> dict[str, str]:
    """What of a language's files translates a text of these; an earlier version may lack some of today."""
    known = frozenset(translatable(files))
    return {name: text for name, text in written.items() if in_english(name, language) in known}


def first_line(name: str, text: str) -> str:
    """The first line of a translation of this English file."""
    said = f"translated from {version_of(text)}"
    return f"<!-- {said} -->" if name.endswith(".md") else f"# {said}"


def in_english(name: str, language: str) -> str:
    """The path of the English file that the file of a language stands for."""
    stem, suffix = name.rsplit(".", 1)
    return f"{stem.removesuffix(f'.{language}')}.{SOURCE_LANGUAGE}.{suffix}"


def in_language(name: str, language: str) -> str:
    """The path of the file, in the folder of a language, that stands for an English one."""
    return re.sub(rf"\.{SOURCE_LANGUAGE}(\.\w+)$", rf".{language}\1", name)


def _is_english(name: str) -> bool:
    return name.endswith(tuple(f".{SOURCE_LANGUAGE}{suffix}" for suffix in SUFFIXES))


def _check_words(file: YamlFile, english: Any, report: Report) -> bool:
    """Report what translates nothing; whether every sentence is there."""
    said = dict(_sentences(english))
    found = dict(_sentences(file.data))
    for place in found:
        if place not in said:
            message = f"The English file has no text at {'.'.join(str(step) for step in place) or 'its top'}."
            report.add(file.name, file.line(*place), "nothing-to-translate", message)
    return said.keys() <= found.keys()


def _sentences(here: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Every value of a file of words, with the way to it."""
    if isinstance(here, Mapping):
        for key, child in here.items():
            yield from _sentences(child, (*place, key))
    elif isinstance(here, list):
        for at, child in enumerate(here):
            yield from _sentences(child, (*place, at))
    else:
        yield place, here


def _merged(english: Any, said: Any) -> Any:
    """The English value with the translated sentences in it; a list is taken as far as it goes."""
    if isinstance(english, Mapping) and isinstance(said, Mapping):
        return {key: _merged(child, said[key]) if key in said else child for key, child in english.items()}
    if isinstance(english, list) and isinstance(said, list):
        return [_merged(child, said[at]) if at < len(said) else child for at, child in enumerate(english)]
    return said if isinstance(said, str) and isinstance(english, str) else english
