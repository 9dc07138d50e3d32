"""What the snapshots need of a database engine, so that the same SQL runs on one machine or on many."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

SEPARATOR = "\x1f"
"""Between the values of a text file that passes rows to an engine. No value holds it or a line end."""

LONGEST_LINE_BYTES = 1 << 17
"""Of such a file."""

FUNCTIONS = ("squeezed", "national_id_hash", "row_hash", "octets", "regexp_like")
"""What every engine knows beside the functions of SQL that all of them share.

``squeezed(text)``: ASCII letters and digits, in upper case (`sinew.roster.sayings.squeezed`).
``national_id_hash(digits)``: as `sinew.roster.listing.national_id_hash`, with the secret of `hash_with`.
``row_hash(a, b, ...)``: 64 bits of any values that are not null; the same within one engine.
``octets(text)``: its length in bytes of UTF-8.
``regexp_like(text, pattern)``: whether the pattern is found in it.
"""


class Engine(Protocol):
    """A place where SQL runs over Parquet files."""

    def view(self, name: str, sql: str) -> None:
        """Make a query a table of this name, worked out whenever it is read."""

    def hold(self, name: str, sql: str) -> None:
        """Make a query a table of this name, worked out now and held in memory: for a few rows."""

    def rows(self, sql: str) -> Iterator[tuple[object, ...]]:
        """The rows of a query, a part at a time."""

    def read_parquet(self, name: str, path: Path) -> None:
        """Make a file, or a folder of files, a table of this name."""

    def read_text(self, name: str, paths: Sequence[Path], columns: Mapping[str, str]) -> None:
        """Make text files a table of this name: values apart by `SEPARATOR`, rows by line ends, no quotes.

        An empty value is null.
        """

    def write_parquet(self, sql: str, path: Path) -> None:
        """Write the rows of a query as Parquet, compressed with zstd."""

    def write_text(self, sql: str, path: Path) -> None:
        """Write the rows of a query as `read_text` takes them."""

    def hash_with(self, secret: bytes) -> None:
        """The secret of ``national_id_hash``."""

    def close(self) -> None:
        """Give back memory and temporary files."""
