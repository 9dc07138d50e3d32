"""One concept has one word: names in the code avoid the words the glossary rejects."""

import ast
import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "sinew"
REJECTED = {
    "patient": "member",
    "workout": "exercise session",
    "keypoint": "landmark",
    "compliance": "adherence",
    "utils": "a name for the concept",
    "helpers": "a name for the concept",
}


def names(tree: ast.AST) -> set[str]:
    """Every name a module defines: functions, classes, arguments, assigned variables."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
    return found


def words(name: str) -> set[str]:
    """``CamelCase`` and ``snake_case`` names as lower-case words."""
    return {part.lower() for part in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_names_use_the_words_of_the_glossary(path: Path):
    used = {word for name in [*names(ast.parse(path.read_text())), path.stem] for word in words(name)}
    assert {word: REJECTED[word] for word in used & REJECTED.keys()} == {}
