"""What a clinician reviews: every item with its files, version, and facts with their evidence marks."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sinew.content.files import Files, item_version
from sinew.content.loading import Content
from sinew.content.outcomes import SETTINGS
from sinew.content.programs import INTAKE_FOLDER, PROGRAM_FOLDER
from sinew.content.source import Path, Report, YamlFile, read_yaml
from sinew.vocabulary import Evidence

KINDS = ("exercise", "article", "program", "questionnaire")
WEAKEST_FIRST = (Evidence.DESIGN, Evidence.EXPERT, Evidence.PUBLISHED)

_STANDS_FOR = {
    "exercise": ("kind", "position", "muscles"),
    "dosage": ("tempo", "dosage"),
    "limits": ("hip_flexion_max_deg", "elongation_deg", "lengthened"),
    "coaching": (),
}
"""Which fields of exercise.yaml a mark of each side speaks of; coaching is a file of its own."""

_MARK_IN_TEXT = re.compile(r"\[\^(expert|design)\]")


@dataclass(frozen=True, slots=True)
class Fact:
    """One marked fact of an item.

    Attributes:
        file: its file, relative to the item's folder.
        line: where it stands there, from 1.
        name: the id of what is marked, or an empty string for the whole file.
        text: the lines of the file that say it; empty for the whole file.
        references: ids of its sources.
    """

    file: str
    line: int
    name: str
    text: str
    mark: Evidence
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReviewableItem:
    """An item of content as it is now.

    Attributes:
        files: its texts by path relative to the item's folder.
    """

    kind: str
    id: str
    title: str
    version: str
    files: Files
    facts: tuple[Fact, ...]

    @property
    def weakest(self) -> Evidence:
        """The least supported mark among its facts."""
        marks = {fact.mark for fact in self.facts}
        return next((mark for mark in WEAKEST_FIRST if mark in marks), Evidence.DESIGN)

    def count(self, mark: Evidence) -> int:
        """How many of its facts have this mark."""
        return sum(fact.mark == mark for fact in self.facts)


def reviewable_items(content: Content) -> dict[tuple[str, str], ReviewableItem]:
    """Every item of the content by kind and id: the program, questionnaires, articles, exercises."""
    wanted = [
        ("program", "The program", PROGRAM_FOLDER),
        ("questionnaire", content.intake.title, INTAKE_FOLDER),
        *_measures(content),
        *(("article", article.title, f"articles/{name}") for name, article in content.articles.items()),
        *(("exercise", exercise.name, f"exercises/{name}") for name, exercise in content.exercises.items()),
    ]
    items = [_item(kind, title, folder, content.files) for kind, title, folder in wanted]
    return {(item.kind, item.id): item for item in items}


def program_version(content: Content) -> str:
    """The version of the program as an item, without reading the marks of everything."""
    return item_version(content.files, PROGRAM_FOLDER)


def _measures(content: Content) -> list[tuple[str, str, str]]:
    """The outcome measures, and what holds for all of them."""
    if content.outcomes is None:
        return []
    named = [
        ("questionnaire", words.title, f"questionnaires/{name}")
        for name, words in content.outcomes.wording.items()
    ]
    return [*named, ("questionnaire", "All outcome measures", SETTINGS)]


def _item(kind: str, title: str, folder: str, files: Files) -> ReviewableItem:
    prefix = f"{folder}/"
    own = {name.removeprefix(prefix): text for name, text in files.items() if name.startswith(prefix)}
    facts = tuple(fact for name in sorted(own) for fact in _facts(name, own[name]))
    return ReviewableItem(kind, folder.rpartition("/")[2], title, item_version(files, folder), own, facts)


def _facts(name: str, text: str) -> Iterator[Fact]:
    if name.endswith(".md"):
        yield from _facts_of_prose(name, text)
        return
    file = read_yaml(name, text, Report())
    yield from _sides(file, text) if name == "exercise.yaml" else _marked(file, text, file.data, ())


def _facts_of_prose(name: str, text: str) -> Iterator[Fact]:
    """Every line that cites no source but an expert's view or ours."""
    for number, line in enumerate(text.splitlines(), 1):
        for mark in sorted(set(_MARK_IN_TEXT.findall(line))):
            yield Fact(name, number, "", line.strip(), Evidence(mark), ())


def _sides(file: YamlFile, text: str) -> Iterator[Fact]:
    for at, mark in enumerate(file.data["evidence"]):
        phases = tuple(mark.get("phases", ()))
        paths: list[Path] = [(field,) for field in _STANDS_FOR[mark["of"]] if field in file.data]
        if mark["of"] == "dosage" and phases:
            paths = [("dosage", phase) for phase in phases if phase in file.data["dosage"]]
        line = file.line(*paths[0]) if paths else file.line("evidence", at)
        shown = "\n".join(_excerpt(file, text, path) for path in paths)
        name = " ".join((mark["of"], *phases))
        yield Fact(file.name, line, name, shown, Evidence(mark["mark"]), tuple(mark.get("references", ())))


def _marked(file: YamlFile, text: str, here: Any, path: Path) -> Iterator[Fact]:
    """Every mapping with a mark of its own, from the whole file down."""
    if isinstance(here, Mapping):
        if isinstance(here.get("evidence"), str):
            name = str(here.get("id", path[-1])) if path else ""
            shown = _excerpt(file, text, path) if path else ""
            sources = here.get("source", here.get("references")) or ()
            yield Fact(file.name, file.line(*path), name, shown, Evidence(here["evidence"]), tuple(sources))
        for key, child in here.items():
            yield from _marked(file, text, child, (*path, key))
    elif isinstance(here, list):
        for at, child in enumerate(here):
            yield from _marked(file, text, child, (*path, at))


def _excerpt(file: YamlFile, text: str, path: Path) -> str:
    """The lines of the file from the beginning of `path` to that of what comes after it."""
    start = file.line(*path)
    later = (line for other, line in file.lines.items() if line > start and other[: len(path)] != path)
    lines = text.splitlines()
    lines = lines[start - 1 : min(later, default=len(lines) + 1) - 1]
    said = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    return "\n".join(said)
