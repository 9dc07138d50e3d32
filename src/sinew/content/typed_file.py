"""One file of content, read into its type, with every problem and its line."""

from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from sinew.content.source import Report, YamlFile, read_yaml

Part = TypeVar("Part")


def read_typed(
    root: Path, where: str, kind: TypeAdapter[Part], report: Report
) -> tuple[Part | None, YamlFile | None]:
    """The file at `where` under `root` as its type, and its lines; both ``None`` where a problem was added.

    Args:
        where: the path below `root`, as problems name it.
    """
    try:
        text = (root / where).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        report.add(where, 1, "unreadable-file", "This file is missing, or is no text.")
        return None, None
    before = len(report.problems)
    file = read_yaml(where, text, report)
    if len(report.problems) > before:
        return None, None
    try:
        return kind.validate_python(file.data), file
    except ValidationError as refused:
        for error in refused.errors(include_url=False):
            path: tuple[Any, ...] = tuple(part for part in error["loc"] if isinstance(part, str | int))
            report.add(where, file.line(*path), "bad-value", f"{'.'.join(map(str, path))}: {error['msg']}")
        return None, None
