"""Writes the vignettes of this folder to docs/spec, for people who read no code.

Run `python -m tests.spec.publish`.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
DOCS = HERE.parents[1] / "docs" / "spec"
NOT_VIGNETTES = {"test_published.py"}
SECTION = re.compile(r"^# (?P<title>[^\n]+)$")


@dataclass(frozen=True, slots=True)
class Vignette:
    """One test as a sentence, with the heading above it and the examples it is tried with."""

    sentence: str
    section: str
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """One file of vignettes."""

    name: str
    title: str
    vignettes: tuple[Vignette, ...]


def chapters() -> tuple[Chapter, ...]:
    """Every file of vignettes, in the order of their names."""
    files = sorted(HERE.glob("test_*.py"))
    return tuple(_chapter(path) for path in files if path.name not in NOT_VIGNETTES)


def pages() -> dict[str, str]:
    """What docs/spec holds: file name and text."""
    found = chapters()
    return {"README.md": _index(found), **{f"{chapter.name}.md": _page(chapter) for chapter in found}}


def _chapter(path: Path) -> Chapter:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    lines = text.splitlines()
    tests = [
        node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    vignettes = tuple(Vignette(_sentence(node), _section(lines, node.lineno), _cases(node)) for node in tests)
    name = path.stem.removeprefix("test_").replace("_", "-")
    return Chapter(name, (ast.get_docstring(tree) or name).splitlines()[0], vignettes)


def _sentence(node: ast.FunctionDef) -> str:
    words = node.name.removeprefix("test_").replace("_", " ")
    return f"{words[0].upper()}{words[1:]}."


def _section(lines: list[str], before: int) -> str:
    """The last comment that stands alone at the beginning of a line above a test."""
    titles = (found for line in reversed(lines[: before - 1]) if (found := SECTION.match(line)))
    found = next(titles, None)
    return found["title"].strip() if found else ""


def _cases(node: ast.FunctionDef) -> tuple[str, ...]:
    """The examples a vignette is tried with, as they stand in the code."""
    found: list[str] = []
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.parametrize":
            values = decorator.args[1]
            items = values.elts if isinstance(values, ast.List | ast.Tuple) else [values]
            found += [ast.unparse(item) for item in items]
    return tuple(found)


def _index(found: tuple[Chapter, ...]) -> str:
    total = sum(len(chapter.vignettes) for chapter in found)
    rows = [f"- [{chapter.title}]({chapter.name}.md) ({len(chapter.vignettes)})" for chapter in found]
    return "\n".join(
        [
            "# What the program does, sentence by sentence",
            "",
            f"{total} vignettes, each a test that runs with every change (`tests/spec/`). This folder is",
            "written by `python -m tests.spec.publish`; a test fails while it is not current. No clinician",
            "has signed them off.",
            "",
            *rows,
            "",
        ]
    )


def _page(chapter: Chapter) -> str:
    return "\n".join([f"# {chapter.title}", *_lines(chapter)])


def _lines(chapter: Chapter) -> Iterator[str]:
    section = ""
    if chapter.vignettes and not chapter.vignettes[0].section:
        yield ""
    for vignette in chapter.vignettes:
        if vignette.section != section:
            section = vignette.section
            yield from ("", f"## {section[0].upper()}{section[1:]}", "")
        yield f"- {vignette.sentence}"
        yield from (f"  - `{case}`" for case in vignette.cases)
    yield ""


def main() -> None:
    """Write docs/spec anew."""
    DOCS.mkdir(parents=True, exist_ok=True)
    for path in DOCS.glob("*.md"):
        path.unlink()
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
