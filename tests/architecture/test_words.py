"""One concept has one word: names and prose avoid the words that the glossary rejects."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "sinew"
NOT_OURS = {"utils": "a name for the concept", "helpers": "a name for the concept", "compliance": "adherence"}

ELSEWHERE = {
    "activity": "what somebody does all day, a question of the intake; never an exercise",
    "alert": "an ARIA role, and the style of a message",
    "class": "a class of the programming language or of HTML",
    "config": "Django's and pydantic's names",
    "diagnosis": "said only to say that a presentation is none",
    "error": "a mistake of the software or of a measurement, never of a body",
    "hint": "help beside a field or a problem, not what helps the camera see",
    "list": "a list; the page of members is the caseload",
    "page": "a page of the web site, never one of the intake's screens",
    "protocol": "a network's, a surgeon's, or Askling's, as they are called by everybody",
    "queue": "to put mail into the outbox",
    "round": "to round a number, and the shape",
    "status": "HTTP's, a health check's and a camera's; triage has a disposition",
    "terms": "words of the glossary of articles",
    "update": "to take in one more sample, and an update of the software",
    "warning": "what somebody should know before relying on a result; signs of the body are red flags",
}
"""Words with another meaning than the one the glossary takes from them."""


def rejected() -> dict[str, str]:
    """The words of the third column, each with what we say instead."""
    rows = re.findall(
        r"^\| ([^|]+) \| [^|]+ \| ([^|]+) \|$", (ROOT / "docs/glossary.md").read_text(), re.MULTILINE
    )
    words = {word.strip(): ours for ours, theirs in rows for word in theirs.split(",")}
    return {word: ours for word, ours in words.items() if word not in ("not", "-", "---")}


REJECTED = rejected() | NOT_OURS
WATCHED = {word: ours for word, ours in REJECTED.items() if word not in ELSEWHERE}
PATTERN = re.compile(rf"\b({'|'.join(map(re.escape, sorted(WATCHED)))})s?\b", re.IGNORECASE)


def names_in_python(tree: ast.AST) -> Iterator[str]:
    """Every name a module defines: functions, classes, arguments, assigned variables."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def prose_of_python(text: str, tree: ast.AST) -> Iterator[str]:
    """Docstrings and comments."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield ast.get_docstring(node) or ""
    yield from (
        t.string for t in tokenize.generate_tokens(io.StringIO(text).readline) if t.type == tokenize.COMMENT
    )


DECLARED = re.compile(r"\b(?:function|class|const|let|interface|type)\s+(\w+)|\breadonly\s+#?(\w+)")
SCRIPT_COMMENT = re.compile(r"/\*.*?\*/|(?<!:)//[^\n]*", re.DOTALL)
MARKUP = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<[^>]*>", re.DOTALL)


def sentences(node: Any) -> Iterator[str]:
    """Every text in parsed YAML; keys are ids."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from sentences(value)
    elif isinstance(node, list):
        for value in node:
            yield from sentences(value)


def words(name: str) -> str:
    """``CamelCase`` and ``snake_case`` names as words with spaces between."""
    return " ".join(re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name))


def said_in(path: Path) -> Iterator[str]:
    """The names a file declares, as words, and the prose in it."""
    text = path.read_text(encoding="utf-8")
    yield words(path.stem)
    match path.suffix:
        case ".py":
            tree = ast.parse(text)
            yield from map(words, names_in_python(tree))
            yield from prose_of_python(text, tree)
        case ".ts":
            yield from (words(name) for pair in DECLARED.findall(text) for name in pair)
            yield from SCRIPT_COMMENT.findall(text)
        case ".html":
            yield MARKUP.sub(" ", text)
        case ".yaml":
            yield from sentences(yaml.safe_load(text))
        case _:
            yield text


def files() -> list[Path]:
    """Code, templates and wording that are ours; sources are cited in their own words."""
    found = [p for p in SOURCE.rglob("*") if p.suffix in (".py", ".html") and "migrations" not in p.parts]
    found += [p for p in (ROOT / "frontend/src").rglob("*.ts") if not p.name.endswith(".test.ts")]
    found += [p for p in (ROOT / "content").rglob("*.en.*") if p.suffix in (".md", ".yaml")]
    return sorted(found)


def found_in(path: Path) -> set[str]:
    return {word.lower() for said in said_in(path) for word in PATTERN.findall(said)}


@pytest.mark.parametrize("folder", ["src/sinew", "frontend/src", "content"])
def test_names_and_prose_use_the_words_of_the_glossary(folder: str) -> None:
    ours = [path for path in files() if path.is_relative_to(ROOT / folder)]
    assert len(ours) > 50
    hits = {str(path.relative_to(ROOT)): found_in(path) for path in ours}
    assert {path: {w: WATCHED[w] for w in words} for path, words in hits.items() if words} == {}


def test_the_table_is_read() -> None:
    assert {"patient", "keypoint", "workout", "onboarding form"} <= WATCHED.keys()
    assert REJECTED["patient"] == "member"


def test_every_word_that_is_let_through_is_one_the_glossary_rejects() -> None:
    assert ELSEWHERE.keys() - REJECTED.keys() == set()


def test_a_rejected_word_would_be_found_in_a_name_in_a_comment_and_in_a_sentence(tmp_path: Path) -> None:
    planted = {
        "name.py": "def patient_of(x): ...\n",
        "comment.py": "x = 1  # the workout\n",
        "docstring.py": '"""Asks the patients."""\n',
        "name.ts": "export const lastWorkout = 1;\n",
        "comment.ts": "/** A keypoint. */\n",
        "text.html": '<p class="alert">Your workout</p>\n',
        "wording.yaml": "title: Your workout\n",
        "prose.md": "Fill in the onboarding form.\n",
    }
    for name, text in planted.items():
        (tmp_path / name).write_text(text)
        assert found_in(tmp_path / name), name
