"""Reads YAML text and remembers on which line everything stands.

YAML is read as its 1.2 core schema has it: only ``true`` and ``false`` are flags (an answer code ``no`` stays
text) and dates stay text, so the parsed values are plain JSON values. A key written twice is a problem.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

try:
    from yaml import CSafeLoader as _SafeLoader
except ImportError:  # PyYAML built without libyaml: slower, same marks
    from yaml import SafeLoader as _SafeLoader  # type: ignore[assignment]  # same interface, other base

from sinew.errors import Problem

Path = tuple[str | int, ...]
Where = Mapping[Path, int]

_PLAIN = frozenset({"tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"})
_WORD = re.compile(r"\[([^\]]*)\]|([^.\[\]]+)")


class _Loader(_SafeLoader):
    """The safe loader without YAML 1.1's surprises."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":bool", ":timestamp"))]
    for first, resolvers in _SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)


@dataclass(slots=True)
class Report:
    """Collects everything that is wrong with the content, by file and line.

    Attributes:
        problems: what was found.
        folder: what the names of files are relative to, as problems say it.
    """

    problems: list[Problem] = field(default_factory=list)
    folder: str = "content/"

    def add(self, file: str, line: int, code: str, message: str) -> None:
        """Note a problem at ``file:line``; ``file`` is relative to the folder, lines count from 1."""
        self.problems.append(Problem(f"{self.folder}{file}:{line}", code, message))

    def sorted(self) -> tuple[Problem, ...]:
        """Every problem once, by file, then line."""
        return tuple(sorted(set(self.problems), key=_reading_order))


MISSHAPEN = (TypeError, AttributeError, KeyError, IndexError)
"""What an engine's reader raises at a value whose shape it did not think of (a list for a name, say)."""


def misshapen(error: Exception) -> str:
    """The sentence for such a value."""
    return f"A value has a shape that cannot be read here ({error})."


def _reading_order(problem: Problem) -> tuple[str, int, str, str]:
    file, _, line = problem.where.rpartition(":")
    return file, int(line), problem.code, problem.message


@dataclass(frozen=True, slots=True)
class YamlFile:
    """One parsed YAML file: its plain value and the line each part of it stands on."""

    name: str
    data: Any
    lines: Where

    def line(self, *path: str | int) -> int:
        """The line of what stands at ``path``, or of the nearest thing that contains it."""
        for end in range(len(path), 0, -1):
            if (found := self.lines.get(path[:end])) is not None:
                return found
        return 1

    def line_of_words(self, words: str) -> int:
        """The line of a place written as ``phases[S1].sets``; a list item is named by position or id.

        Words that name nothing are passed over, and the name of a list may be left out before an item's id.
        """
        path: list[str | int] = []
        here: Any = self.data
        for word in _words(words):
            for step in _steps(here, word):
                path.append(step)
                here = here[step]
        return self.line(*path)


def read_yaml(name: str, text: str, report: Report) -> YamlFile:
    """Parse one file; what cannot be parsed is reported and reads as an empty mapping."""
    reader = _Reader(name, report, _Loader(text))
    return YamlFile(name, reader.read(), reader.lines)


@dataclass(slots=True)
class _Reader:
    """Turns the nodes of one file into plain values and notes where each begins."""

    name: str
    report: Report
    loader: Any
    lines: dict[Path, int] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)

    def read(self) -> Any:
        try:
            node = self.loader.get_single_node()
            return {} if node is None else self._value(node, ())
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            why = getattr(error, "problem", None) or str(error)
            line = mark.line + 1 if mark else 1
            self.report.add(self.name, line, "yaml-syntax", f"This is not valid YAML: {why}.")
            return {}
        finally:
            self.loader.dispose()

    def _value(self, node: Any, path: Path) -> Any:
        line = node.start_mark.line + 1
        self.lines.setdefault(path, line)
        if isinstance(node, yaml.CollectionNode):
            if id(node) in self.seen or node.tag not in _PLAIN:
                message = "Write it out: aliases (*name) and tags (!name) are not used in content."
                self.report.add(self.name, line, "yaml-alias", message)
                return {}
            self.seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            return [self._value(child, (*path, n)) for n, child in enumerate(node.value)]
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        return self.loader.construct_object(node)

    def _mapping(self, node: Any, path: Path) -> dict[Any, Any]:
        found: dict[Any, Any] = {}
        for key_node, child in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self.report.add(self.name, line, "yaml-key", "A name has to be a single word or number.")
                continue
            key = self.loader.construct_object(key_node)
            if key in found:
                self.report.add(self.name, line, "duplicate-key", f"“{key}” is written twice; keep one.")
            self.lines[(*path, key)] = line
            found[key] = self._value(child, (*path, key))
        return found


def _words(words: str) -> Iterator[str]:
    return (match[1] if match[1] is not None else match[2] for match in _WORD.finditer(words))


def _steps(here: Any, word: str) -> tuple[str | int, ...]:
    """The way from ``here`` to what ``word`` names; empty if it names nothing."""
    if isinstance(here, Mapping):
        if word in here:
            return (word,)
        nested = ((key, *_item(child, word)) for key, child in here.items())
        return next((way for way in nested if len(way) > 1), ())
    return _item(here, word) or ((int(word),) if _is_position(here, word) else ())


def _item(here: Any, word: str) -> tuple[int, ...]:
    """The position of the item whose id is ``word``; empty if there is none or this is no list."""
    items = here if isinstance(here, list) else []
    found = (n for n, item in enumerate(items) if isinstance(item, Mapping) and str(item.get("id")) == word)
    return tuple(found)[:1]


def _is_position(here: Any, word: str) -> bool:
    return isinstance(here, list) and word.isdigit() and int(word) < len(here)
