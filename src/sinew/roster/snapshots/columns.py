"""The columns of the files: what a roster says, who is listed, and what changes."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from sinew.roster.listing import FACTS, ListedRow

TEXT, DAY, FLAG, WHOLE = "STRING", "DATE", "BOOLEAN", "BIGINT"
"""Types, by names that DuckDB and Spark share."""
_TYPES = {str: TEXT, date: DAY, bool: FLAG, date | None: DAY}

LISTED: Mapping[str, str] = MappingProxyType(
    {name: _TYPES[kind] for name, kind in ListedRow.__annotations__.items()}
)
"""A listing: one row for everybody a sponsor has listed, covered now or not any longer."""

SAID: Mapping[str, str] = MappingProxyType(
    {"number": WHOLE, "key": TEXT, "family": TEXT, "asks": TEXT, "begins_on": DAY, "through_on": DAY}
    | {"maintenance": TEXT}
    | {name: LISTED[name] for name in FACTS}
)
"""A snapshot: one row for every sound row of a roster, in the order of the file."""

DELTA: Mapping[str, str] = MappingProxyType(
    {"kind": TEXT, "key": TEXT}
    | {
        f"{when}_{name}": kind
        for when in ("before", "after")
        for name, kind in LISTED.items()
        if name != "key"
    }
)
"""A delta: one row for everybody who changes. Every ``before_`` column is null for somebody new."""


def quoted(names: Iterable[str], of: str = "") -> str:
    """Column names for a query, of a table where one is named: ``group`` is also a word of SQL."""
    return ", ".join(f'{of}."{name}"' if of else f'"{name}"' for name in names)
