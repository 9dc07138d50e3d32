"""Listings as files: who a sponsor has listed now, what they become, and the delta one person at a time."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TextIO

from sinew.roster.changes import ChangeKind
from sinew.roster.listing import ListedRow
from sinew.roster.snapshots.columns import DELTA, LISTED, TEXT, quoted
from sinew.roster.snapshots.engine import SEPARATOR, Engine

_WIDTH = len(LISTED) - 1


class PersonChange(NamedTuple):
    """One person of a delta. ``before`` is ``None`` where somebody is new."""

    kind: ChangeKind
    before: ListedRow | None
    after: ListedRow


def write_listing(rows: Iterable[ListedRow], path: Path, *, engine: Engine) -> None:
    """Write a listing from rows, for example those of a database."""
    text = path.with_suffix(".txt")
    try:
        with text.open("w", encoding="utf-8", newline="") as file:
            write_rows(file, rows)
        listing_from_text([text], path, engine=engine)
    finally:
        text.unlink(missing_ok=True)


def listing_from_text(texts: Sequence[Path], path: Path, *, engine: Engine) -> None:
    """Write a listing from text files with the columns of `LISTED`, as `Engine.read_text` takes them."""
    engine.read_text("listing_text", texts, LISTED)
    engine.write_parquet(f"SELECT {not_null(LISTED)} FROM listing_text", path)


def listing_after(listed: Path | None, delta: Path, path: Path, *, engine: Engine) -> None:
    """Write the listing that follows from another by a delta."""
    engine.read_parquet("delta", delta)
    after = ", ".join(f'"after_{name}" AS "{name}"' for name in LISTED if name != "key")
    sql = f"SELECT key, {after} FROM delta"
    if listed is not None:
        engine.read_parquet("listed", listed)
        sql = (
            f"SELECT {quoted(LISTED, 'listed')} FROM listed ANTI JOIN delta ON listed.key = delta.key "
            f"UNION ALL {sql}"
        )
    engine.write_parquet(sql, path)


def listing_before(listed: Path, delta: Path, path: Path, *, engine: Engine) -> None:
    """Write the listing to which a delta was applied: what it added is gone, all else as it was."""
    engine.read_parquet("delta", delta)
    engine.read_parquet("listed", listed)
    before = ", ".join(f'"before_{name}" AS "{name}"' for name in LISTED if name != "key")
    engine.write_parquet(
        f"SELECT {quoted(LISTED, 'listed')} FROM listed ANTI JOIN delta ON listed.key = delta.key "
        f"UNION ALL SELECT key, {before} FROM delta WHERE kind <> '{ChangeKind.ADDED}'",
        path,
    )


def listing_rows(path: Path, *, engine: Engine) -> Iterator[ListedRow]:
    """Everybody of a listing, in no order."""
    engine.read_parquet("listed", path)
    return map(ListedRow._make, engine.rows(f"SELECT {quoted(LISTED)} FROM listed"))


def person_changes(delta: Path, *, engine: Engine) -> Iterator[PersonChange]:
    """Everybody of a delta, in no order."""
    engine.read_parquet("delta", delta)
    for kind, key, *sides in engine.rows(f"SELECT {quoted(DELTA)} FROM delta"):
        before, after = sides[:_WIDTH], sides[_WIDTH:]
        is_new = kind == ChangeKind.ADDED
        yield PersonChange(
            ChangeKind(str(kind)),
            None if is_new else ListedRow._make((key, *before)),
            ListedRow._make((key, *after)),
        )


def write_rows(file: TextIO, rows: Iterable[Sequence[object]]) -> None:
    """Write rows as `Engine.read_text` takes them. No text may hold a control character."""
    file.writelines(
        SEPARATOR.join(["" if value is None else str(value) for value in row]) + "\n" for row in rows
    )


def not_null(columns: Iterable[str]) -> str:
    """Columns read from text, where an empty text came as null."""
    kinds = {**LISTED, **DELTA}
    return ", ".join(
        f'coalesce("{name}", \'\') AS "{name}"' if kinds.get(name) == TEXT else f'"{name}"'
        for name in columns
    )
