"""JSON Schema of the content files, so that editors can complete and check them while they are written."""

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from sinew.content.authored import VOCABULARIES, ArticleFile, ExerciseFile
from sinew.content.tracking_schema import tracking_schema

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, dict[str, Any]]:
    """JSON Schema (draft 2020-12) by file name, one for each kind of file this package reads."""
    kinds: dict[str, Any] = {"exercise": ExerciseFile, "article": ArticleFile, **VOCABULARIES}
    written = {name: TypeAdapter(kind).json_schema() for name, kind in kinds.items()}
    written["tracking"] = tracking_schema()
    return {f"{name}.schema.json": {"$schema": _DIALECT, **schema} for name, schema in written.items()}


def write_schemas(folder: Path) -> list[Path]:
    """Write every schema into ``folder``; the same models always give the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, schema in schemas().items():
        path = folder / name
        path.write_text(json.dumps(schema, indent=2, sort_keys=True) + "\n", encoding="utf-8")
        written.append(path)
    return written
