"""The engines that tests of snapshots run on: DuckDB always, Spark where it and Java are installed."""

import shutil
from importlib.util import find_spec

import pytest

from sinew.roster.snapshots.duck import DuckEngine

WITHOUT_SPARK = "" if find_spec("pyspark") else "pyspark is not installed (requirements/spark.lock)"
WITHOUT_SPARK = WITHOUT_SPARK or ("" if shutil.which("java") else "Java is not installed")
ENGINES = [
    "duck",
    pytest.param(
        "spark", marks=pytest.mark.skipif(bool(WITHOUT_SPARK), reason=WITHOUT_SPARK or "it is there")
    ),
]


def open_engine(name, folder):
    if name == "duck":
        return DuckEngine(folder, memory_mb=200, threads=1)
    from sinew.roster.snapshots.spark import SparkEngine

    return SparkEngine(folder, parts=2)
