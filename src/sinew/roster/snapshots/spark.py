"""Spark: the engine for rosters that outgrow one machine. Needs the optional extra ``spark``, and Java.

The same SQL runs here as in `sinew.roster.snapshots.duck`. Files must lie where every worker sees them.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType

from pyspark.sql import SparkSession

from sinew.roster.snapshots.engine import SEPARATOR

_FUNCTIONS = (
    "squeezed(value STRING) RETURNS STRING RETURN regexp_replace(upper(value), '[^A-Z0-9]', '')",
    "octets(value STRING) RETURNS INT RETURN octet_length(value)",
)
_BLOCK = hashlib.sha256().block_size


class SparkEngine:
    """A Spark session.

    Args:
        folder: for temporary files; private, and there.
        master: where Spark runs; on this machine with two threads unless told otherwise.
        memory_mb: of the driver, which is everything where Spark runs on this machine.
        parts: into how many a table is cut for joins; some for every core there is.
    """

    def __init__(
        self, folder: Path, *, master: str = "local[2]", memory_mb: int = 1_000, parts: int = 8
    ) -> None:
        self._session = (
            SparkSession.builder.master(master)
            .appName("sinew-roster")
            .config("spark.driver.memory", f"{memory_mb}m")
            .config("spark.local.dir", str(folder))
            .config("spark.sql.warehouse.dir", str(folder / "warehouse"))
            .config("spark.sql.ansi.enabled", "true")
            .config("spark.sql.ansi.doubleQuotedIdentifiers", "true")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.shuffle.partitions", str(parts))
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.sql.parquet.compression.codec", "zstd")
            .getOrCreate()
        )
        for function in _FUNCTIONS:
            self._session.sql(f"CREATE OR REPLACE TEMPORARY FUNCTION {function}")

    def __enter__(self) -> "SparkEngine":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def view(self, name: str, sql: str) -> None:
        """Make a query a table of this name, worked out whenever it is read."""
        self._session.sql(_native(sql)).createOrReplaceTempView(name)

    def hold(self, name: str, sql: str) -> None:
        """Make a query a table of this name, worked out now and held in memory: for a few rows."""
        rows = self._session.sql(_native(sql))
        self._session.createDataFrame(rows.collect(), rows.schema).createOrReplaceTempView(name)

    def rows(self, sql: str) -> Iterator[tuple[object, ...]]:
        """The rows of a query, a part at a time."""
        return map(tuple, self._session.sql(_native(sql)).toLocalIterator())

    def read_parquet(self, name: str, path: Path) -> None:
        """Make a file, or a folder of files, a table of this name."""
        reader = self._session.read.option("recursiveFileLookup", "true")
        reader.parquet(str(path)).createOrReplaceTempView(name)

    def read_text(self, name: str, paths: Sequence[Path], columns: Mapping[str, str]) -> None:
        """Make text files a table of this name."""
        schema = ", ".join(f"`{column}` {kind}" for column, kind in columns.items())
        table = self._session.read.csv(
            [str(path) for path in paths],
            schema=schema,
            sep=SEPARATOR,
            quote="",
            escape="",
            comment="",
            lineSep="\n",
            mode="FAILFAST",
            maxColumns=len(columns) + 1,
        )
        table.createOrReplaceTempView(name)

    def write_parquet(self, sql: str, path: Path) -> None:
        """Write the rows of a query as Parquet, compressed with zstd."""
        self._session.sql(_native(sql)).write.parquet(str(path), mode="overwrite")

    def write_text(self, sql: str, path: Path) -> None:
        """Write the rows of a query as `read_text` takes them."""
        self._session.sql(_native(sql)).write.csv(
            str(path), mode="overwrite", sep=SEPARATOR, quote="", escape="", emptyValue="", nullValue=""
        )

    def hash_with(self, secret: bytes) -> None:
        """The secret of ``national_id_hash``: an HMAC, as RFC 2104 makes it of a plain hash."""
        key = secret if len(secret) <= _BLOCK else hashlib.sha256(secret).digest()
        key = key.ljust(_BLOCK, b"\0")
        inner, outer = (f"X'{bytes(one ^ pad for one in key).hex()}'" for pad in (0x36, 0x5C))
        self._session.sql(
            "CREATE OR REPLACE TEMPORARY FUNCTION national_id_hash(digits STRING) RETURNS STRING "
            f"RETURN CASE WHEN digits = '' THEN '' ELSE substr(sha2(concat({outer}, "
            f"unhex(sha2(concat({inner}, encode(digits, 'UTF-8')), 256))), 256), 1, 32) END"
        )

    def close(self) -> None:
        """Give back memory and temporary files."""
        self._session.stop()


def _native(sql: str) -> str:
    return sql.replace("row_hash(", "xxhash64(")
