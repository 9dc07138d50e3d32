"""DuckDB: the engine inside the process, for one machine."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType

import duckdb

from sinew.roster.snapshots.columns import quoted
from sinew.roster.snapshots.engine import LONGEST_LINE_BYTES, SEPARATOR

_AT_A_TIME = 10_000
_ROWS_IN_A_GROUP = 122_880
_BUFFER_BYTES = 1 << 22
_BLOCK = hashlib.sha256().block_size
_SILENT = "SET enable_progress_bar = false"
_MACROS = """
CREATE MACRO squeezed(value) AS regexp_replace(upper(value), '[^A-Z0-9]', '', 'g');
CREATE MACRO octets(value) AS strlen(value);
CREATE MACRO regexp_like(value, pattern) AS regexp_matches(value, pattern);
"""


class DuckEngine:
    """A database in memory that spills into a folder.

    Args:
        folder: for temporary files; private, and there.
        memory_mb: what DuckDB may keep in memory. The process needs some 200 MB beside it.
        threads: how many at once.
    """

    def __init__(self, folder: Path, *, memory_mb: int = 1_000, threads: int = 2) -> None:
        self._connection = duckdb.connect(
            config={
                "memory_limit": f"{memory_mb}MB",
                "threads": threads,
                "temp_directory": str(folder / "spilled"),
                "preserve_insertion_order": False,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            }
        )
        self._connection.execute(_SILENT)
        self._connection.execute(_MACROS)

    def __enter__(self) -> "DuckEngine":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def view(self, name: str, sql: str) -> None:
        """Make a query a table of this name, worked out whenever it is read."""
        self._connection.execute(f"CREATE OR REPLACE VIEW {name} AS {_native(sql)}")

    def hold(self, name: str, sql: str) -> None:
        """Make a query a table of this name, worked out now and held in memory: for a few rows."""
        self._connection.execute(f"CREATE OR REPLACE TABLE {name} AS {_native(sql)}")

    def rows(self, sql: str) -> Iterator[tuple[object, ...]]:
        """The rows of a query, a part at a time."""
        with self._connection.cursor() as cursor:
            cursor.execute(_SILENT)
            cursor.execute(_native(sql))
            while part := cursor.fetchmany(_AT_A_TIME):
                yield from part

    def read_parquet(self, name: str, path: Path) -> None:
        """Make a file, or a folder of files, a table of this name."""
        files = path / "**/*.parquet" if path.is_dir() else path
        self._connection.execute(
            f"CREATE OR REPLACE VIEW {name} AS "
            f"SELECT * FROM read_parquet({_text(files)}, hive_partitioning = false)"
        )

    def read_text(self, name: str, paths: Sequence[Path], columns: Mapping[str, str]) -> None:
        """Make text files a table of this name."""
        named = ", ".join(f"{_text(column)}: {_text(kind)}" for column, kind in columns.items())
        self._connection.execute(
            f"CREATE OR REPLACE VIEW {name} AS SELECT {quoted(columns)} FROM read_csv("
            f"[{', '.join(_text(path) for path in paths)}], delim = {_text(SEPARATOR)}, quote = '', "
            f"escape = '', comment = '', new_line = '\\n', header = false, auto_detect = false, "
            f"max_line_size = {LONGEST_LINE_BYTES}, buffer_size = {_BUFFER_BYTES}, "
            f"columns = {{{named}}})"
        )

    def write_parquet(self, sql: str, path: Path) -> None:
        """Write the rows of a query as Parquet, compressed with zstd."""
        self._connection.execute(
            f"COPY ({_native(sql)}) TO {_text(path)} "
            f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROWS_IN_A_GROUP})"
        )

    def write_text(self, sql: str, path: Path) -> None:
        """Write the rows of a query as `read_text` takes them."""
        self._connection.execute(
            f"COPY ({_native(sql)}) TO {_text(path)} "
            f"(FORMAT csv, DELIMITER {_text(SEPARATOR)}, QUOTE '', ESCAPE '', HEADER false, NULLSTR '')"
        )

    def hash_with(self, secret: bytes) -> None:
        """The secret of ``national_id_hash``: an HMAC, as RFC 2104 makes it of a plain hash."""
        key = secret if len(secret) <= _BLOCK else hashlib.sha256(secret).digest()
        key = key.ljust(_BLOCK, b"\0")
        inner, outer = (_blob(bytes(one ^ pad for one in key)) for pad in (0x36, 0x5C))
        self._connection.execute(
            f"CREATE OR REPLACE MACRO national_id_hash(digits) AS CASE WHEN digits = '' THEN '' ELSE "
            f"substr(sha256({outer} || unhex(sha256({inner} || encode(digits)))), 1, 32) END"
        )

    def close(self) -> None:
        """Give back memory and temporary files."""
        self._connection.close()


def _native(sql: str) -> str:
    return sql.replace("row_hash(", "hash(")


def _text(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"


def _blob(value: bytes) -> str:
    return "'" + "".join(f"\\x{byte:02X}" for byte in value) + "'::BLOB"
