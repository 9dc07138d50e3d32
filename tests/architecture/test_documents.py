"""What the documents name is there: links, files, commands and settings."""

import argparse
import re
import shlex
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from sinew.cli import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]

LINK = re.compile(r"\]\(([^)\s#]+)(?:#[^)]*)?\)")
ELSEWHERE = re.compile(r"^(https?://|mailto:|exercise:|article:|term:)")
"""Addresses that are not files here: the web, and the link forms that docs/content.md explains to authors."""

NAMED = re.compile(r"`([\w.<>*-]+(?:/[\w.<>*-]+)*/?)`")
SUFFIXES = (".py", ".md", ".yaml", ".html", ".css", ".ts", ".json", ".toml", ".mjs", ".sh", ".js")
FOLDERS = (
    ".",
    "docs",
    "content",
    "content/vocabulary",
    "content/programs/hamstring",
    "content/exercises/*",
    "content/articles/*",
    "src/sinew/motion",
    "tests/core/motion",
)
EXPLAINED = {
    "deletions-to-reapply.json": "written by `sinew restore` while a deletion waits to be made again",
    "var/lan/": "made by `sinew serve --lan`",
    "cache/": "a folder of SINEW_VAR, named without it",
    "content/articles/<id>/": "a pattern",
    "content/locale/<language>/": "made by who begins a translation; none ships yet",
    "programs/hamstring/crisis-wording.<language>.yaml": "the list of another language",
    ".en.yaml": "an ending",
    ".en.md": "an ending",
}


def of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("document", DOCUMENTS, ids=of)
def test_every_link_of_a_document_leads_to_a_file(document: Path) -> None:
    links = (link for link in LINK.findall(document.read_text()) if not ELSEWHERE.match(link))
    assert [link for link in links if not (document.parent / link).exists()] == []


def is_there(name: str) -> bool:
    """Whether a file or folder is found from the root, or from a folder whose files are named bare."""
    pattern = re.sub(r"<\w+>", "*", name).rstrip("/")
    return any(next(ROOT.glob(f"{folder}/{pattern}"), None) is not None for folder in FOLDERS)


@pytest.mark.parametrize("document", DOCUMENTS, ids=of)
def test_every_file_a_document_names_is_there(document: Path) -> None:
    top = {path.name for path in ROOT.iterdir() if path.is_dir()} - {"build", "var"}
    named = NAMED.findall(document.read_text())
    files = {n for n in named if n.endswith(SUFFIXES) or ("/" in n and n.split("/")[0] in top)}
    assert sorted(n for n in files - EXPLAINED.keys() if not is_there(n)) == []


def commands_in(text: str) -> list[str]:
    """The command lines of code blocks and of code in a sentence that run `sinew` itself."""
    blocks = "\n".join(re.findall(r"^```\w*\n(.*?)^```", text, re.DOTALL | re.MULTILINE))
    lines = [line.strip() for line in blocks.splitlines()] + re.findall(r"`([^`\n]+)`", text)
    return [line for line in lines if re.match(r"(\.venv/bin/)?sinew [a-z]", line)]


def leaf_names(parser: argparse.ArgumentParser) -> set[tuple[str, ...]]:
    """Every command with its actions, as words."""
    found: set[tuple[str, ...]] = set()
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                found |= {(name,)} | {(name, *rest) for rest in leaf_names(below)}
    return found


def command_line() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sinew")
    subparsers = parser.add_subparsers()
    for command in COMMANDS:
        import_module(f"sinew.cli.{command.replace('-', '_')}").add_parser(subparsers)
    return parser


@pytest.mark.parametrize("document", DOCUMENTS, ids=of)
def test_every_command_a_document_names_exists(document: Path) -> None:
    known = leaf_names(command_line())
    groups = {words[0] for words in known if len(words) > 1}
    missing = []
    for line in commands_in(document.read_text()):
        words = shlex.split(line.split("#")[0].split("&&")[0])[1:]
        is_known = (words[0],) in known
        if words[0] in groups and len(words) > 1 and re.fullmatch(r"[a-z]+", words[1]):
            is_known = tuple(words[:2]) in known
        if not is_known:
            missing.append(line)
    assert missing == []


def test_the_plan_of_the_readme_is_a_plan() -> None:
    (line,) = [c for c in commands_in((ROOT / "README.md").read_text()) if " plan " in c]
    arguments = shlex.split(line)[1:]
    done = subprocess.run(
        [sys.executable, "-m", "sinew.cli", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert '"disposition": "self_care"' in done.stdout
    assert '"heel-slide"' in done.stdout


def test_the_operator_is_told_of_every_setting() -> None:
    settings = (ROOT / "src/sinew/config/settings").glob("*.py")
    read = {name for path in settings for name in re.findall(r"[\"'](SINEW_[A-Z_]+)[\"']", path.read_text())}
    assert read
    told = (ROOT / "docs/operations.md").read_text()
    assert sorted(name for name in read if f"`{name}`" not in told) == []


def test_the_readme_counts_the_library_as_it_is() -> None:
    exercises = list((ROOT / "content/exercises").glob("*/exercise.yaml"))
    measured = list((ROOT / "content/exercises").glob("*/tracking.yaml"))
    assert f"measures {len(measured)} of the {len(exercises)} exercises" in (ROOT / "README.md").read_text()
