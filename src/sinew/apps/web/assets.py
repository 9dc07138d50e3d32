"""The front end's built files: which hashed names an entry point has."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.templatetags.static import static

from sinew.errors import SinewError

VENDOR_FILE = "vendor.json"
PRINT_FONTS = {"": "SourceSans3_400Regular.ttf", "B": "SourceSans3_600SemiBold.ttf"}
"""The typeface of the pages as PDFs can carry it, by style."""
ENTRIES = {
    "main": "src/main.ts",
    "player": "src/player/main.ts",
    "movement-test": "src/tests/main.ts",
    "service-worker": "src/push/worker.ts",
}


class FrontEndNotBuilt(SinewError):
    """There are no scripts and styles: the front end was never built here."""

    def __init__(self) -> None:
        super().__init__("the front end is not built. Run: make setup")


@dataclass(frozen=True, slots=True)
class EntryFiles:
    """Addresses of the files an entry point needs.

    Attributes:
        scripts: the module to run.
        styles: its style sheets.
        preloads: modules it imports.
    """

    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    preloads: tuple[str, ...] = ()


def entry_files(name: str) -> EntryFiles:
    """The files of the entry point `name` (a key of `ENTRIES`); none when the front end is not built."""
    manifest_path = Path(settings.VITE_MANIFEST)
    if not manifest_path.exists():
        return EntryFiles()
    return _read(manifest_path, manifest_path.stat().st_mtime_ns, ENTRIES[name])


def entry_text(name: str) -> str:
    """What the script of an entry point says, for one that stands at an address of its own; else empty."""
    built = Path(settings.VITE_MANIFEST).parent.parent
    files = [built / address.partition("/built/")[2] for address in entry_files(name).scripts]
    return "".join(file.read_text(encoding="utf-8") for file in files if file.exists())


def player_assets() -> dict[str, str]:
    """Addresses of what the player fetches, by the names in `vendor.json`; empty when not built."""
    vendor = Path(settings.VITE_MANIFEST).parent.parent / VENDOR_FILE
    if not vendor.exists():
        return {}
    files: dict[str, str] = json.loads(vendor.read_text(encoding="utf-8"))
    return {name: _address(built) for name, built in files.items()}


def print_fonts() -> dict[str, Path]:
    """The font files for PDFs by style, ``""`` and ``"B"``.

    Raises:
        FrontEndNotBuilt: they are not there.
    """
    folder = Path(settings.VITE_MANIFEST).parent.parent / "print"
    files = {style: folder / name for style, name in PRINT_FONTS.items()}
    if not all(file.exists() for file in files.values()):
        raise FrontEndNotBuilt
    return files


def not_collected() -> list[str]:
    """What the pages and the player ask for and `STATIC_ROOT` lacks, by its path under ``built/``.

    Raises:
        FrontEndNotBuilt: there is nothing pages could ask for.
    """
    manifest_path = Path(settings.VITE_MANIFEST)
    vendor = manifest_path.parent.parent / VENDOR_FILE
    if not manifest_path.exists() or not vendor.exists():
        raise FrontEndNotBuilt
    chunks = json.loads(manifest_path.read_text(encoding="utf-8")).values()
    asked = {name for chunk in chunks for name in (chunk["file"], *chunk.get("css", ()))}
    asked |= set(json.loads(vendor.read_text(encoding="utf-8")).values())
    collected = Path(settings.STATIC_ROOT) / "built"
    return sorted(name for name in asked if not (collected / name).exists())


@lru_cache(maxsize=32)
def _read(manifest_path: Path, _changed_ns: int, source: str) -> EntryFiles:
    manifest: dict[str, Any] = json.loads(manifest_path.read_text(encoding="utf-8"))
    if source not in manifest:
        return EntryFiles()
    chunks = _with_imports(manifest, source)
    styles = dict.fromkeys(style for chunk in chunks for style in chunk.get("css", ()))
    return EntryFiles(
        scripts=(_address(manifest[source]["file"]),),
        styles=tuple(_address(style) for style in styles),
        preloads=tuple(_address(chunk["file"]) for chunk in chunks[:-1]),
    )


def _with_imports(manifest: dict[str, Any], source: str) -> list[dict[str, Any]]:
    """The chunks `source` imports, each once, imported ones first, itself last."""
    ordered: dict[str, dict[str, Any]] = {}

    def add(name: str) -> None:
        if name in ordered:
            return
        for imported in manifest[name].get("imports", ()):
            add(imported)
        ordered[name] = manifest[name]

    add(source)
    return list(ordered.values())


def _address(built: str) -> str:
    return static(f"built/{built}")
