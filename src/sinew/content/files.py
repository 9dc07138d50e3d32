"""The text of every content file, its hashes, and the snapshot that keeps both for ever."""

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from sinew.errors import InputRefused, Problem

FOLDERS = ("exercises", "articles", "programs", "questionnaires", "vocabulary")
SUFFIXES = (".yaml", ".md")

Files = Mapping[str, str]
"""Text by path relative to the content folder, with forward slashes."""


def read_files(root: Path) -> dict[str, str]:
    """Every content file under ``root``.

    Raises:
        InputRefused: the folder is missing, or a file is not UTF-8 text.
    """
    if not root.is_dir():
        raise InputRefused((Problem(str(root), "no-content", "There is no content folder here."),))
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for path in _content_paths(root):
        name = path.relative_to(root).as_posix()
        try:
            found[name] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            problems.append(Problem(f"content/{name}:1", "not-utf-8", "Save this file as UTF-8 text."))
    if problems:
        raise InputRefused(tuple(problems))
    return found


def _content_paths(root: Path) -> Iterable[Path]:
    inside = (path for folder in FOLDERS for path in sorted((root / folder).rglob("*")))
    return (path for path in inside if path.suffix in SUFFIXES and path.is_file())


def digest(files: Files) -> str:
    """SHA-256 over names and texts, independent of order, as 64 hexadecimal digits."""
    total = hashlib.sha256()
    for name in sorted(files):
        for part in (name, files[name]):
            data = part.encode()
            total.update(len(data).to_bytes(8, "big"))
            total.update(data)
    return total.hexdigest()


def item_version(files: Files, folder: str) -> str:
    """The version of one item: the first 16 digits of the hash over the files of its folder."""
    return digest({name: text for name, text in files.items() if name.startswith(f"{folder}/")})[:16]


def to_snapshot(files: Files) -> str:
    """Canonical JSON of all texts and their hash; the same files always give the same bytes."""
    marks = {name: _marks(text) for name, text in files.items()}
    document = {"format": 2, "version": digest(files), "marks": marks, "files": dict(sorted(files.items()))}
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def files_of_snapshot(snapshot: str | bytes) -> dict[str, str]:
    """The files a snapshot keeps.

    Raises:
        InputRefused: it is not a snapshot, or its texts no longer match its hash.
    """
    try:
        document = json.loads(snapshot)
        files = {str(name): str(text) for name, text in document["files"].items()}
        version = document["version"]
        marks = {str(name): str(mark) for name, mark in document.get("marks", {}).items()}
    except (ValueError, TypeError, KeyError, AttributeError):
        raise InputRefused((Problem("snapshot", "not-a-snapshot", "This is no content snapshot."),)) from None
    if digest(files) != version:
        raise InputRefused(tuple(_altered(files, marks)) or (_ALTERED,))
    return files


_ALTERED = Problem("snapshot", "snapshot-altered", "The texts do not match their hash.")


def _marks(text: str) -> str:
    """Two digits for each line: enough to say where a text was altered, the hash says whether."""
    return "".join(f"{zlib.crc32(line.encode()) & 0xFF:02x}" for line in text.split("\n"))


def _altered(files: Files, marks: Mapping[str, str]) -> Iterator[Problem]:
    """Where the texts of a snapshot are no longer those it was made of; snapshots of old have no marks."""
    for name in sorted({*files, *marks} if marks else ()):
        if name not in files or name not in marks:
            what = "is missing from" if name not in files else "was added to"
            yield Problem(f"content/{name}:1", "snapshot-altered", f"This file {what} the snapshot.")
        elif (line := _first_difference(_marks(files[name]), marks[name])) is not None:
            message = "From this line on the text is not the one the snapshot was made of."
            yield Problem(f"content/{name}:{line}", "snapshot-altered", message)


def _first_difference(now: str, before: str) -> int | None:
    """The number of the first line whose mark differs, ``None`` if all are the same."""
    if now == before:
        return None
    pairs = zip(now, before, strict=False)
    differs = (at for at, (one, other) in enumerate(pairs) if one != other)
    return next(differs, min(len(now), len(before))) // 2 + 1
