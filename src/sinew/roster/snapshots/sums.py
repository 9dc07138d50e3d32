"""What a delta changes, in sums that name nobody: for whoever must look at a roster before it is applied."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

from sinew.roster.changes import ChangeKind
from sinew.roster.snapshots.columns import LISTED
from sinew.roster.snapshots.engine import Engine

GROUPS_LISTED, DAYS_LISTED = 50, 20
_COMPARED = tuple(name for name in LISTED if name != "key")
_IS_NEW = f"kind = '{ChangeKind.ADDED}'"


@dataclass(frozen=True, slots=True)
class DeltaSums:
    """Sums of a delta.

    Attributes:
        groups: by the sponsor's own group, changes by kind; those with most changes.
        groups_unlisted: how many more groups there are.
        columns: how many people a column changes for; of people who are not new.
        last_days: coverages that end, by the first day without; the most frequent.
    """

    groups: Mapping[str, Mapping[str, int]]
    groups_unlisted: int
    columns: Mapping[str, int]
    last_days: Mapping[date, int]

    def to_json(self) -> dict[str, object]:
        """For a page and for ``sinew roster import --json``."""
        return {
            "groups": [{"group": group, **kinds} for group, kinds in self.groups.items()],
            "groups_unlisted": self.groups_unlisted,
            "columns": dict(self.columns),
            "last_days": {day.isoformat(): count for day, count in self.last_days.items()},
        }


def sum_up(delta: Path, *, engine: Engine) -> DeltaSums:
    """Sum up a delta."""
    engine.read_parquet("delta", delta)
    kinds = ", ".join(f"sum(CASE WHEN kind = '{kind}' THEN 1 ELSE 0 END) AS {kind}" for kind in ChangeKind)
    groups = list(
        engine.rows(
            f'SELECT "after_group", {kinds} FROM delta GROUP BY "after_group" '
            f'ORDER BY count(*) DESC, "after_group" LIMIT {GROUPS_LISTED}'
        )
    )
    ((count,),) = engine.rows('SELECT count(DISTINCT "after_group") FROM delta')
    differs = ", ".join(
        f'coalesce(sum(CASE WHEN "before_{name}" IS DISTINCT FROM "after_{name}" THEN 1 ELSE 0 END), 0)'
        for name in _COMPARED
    )
    (columns,) = engine.rows(f"SELECT {differs} FROM delta WHERE NOT ({_IS_NEW})")
    days = engine.rows(
        f"SELECT after_ends_on, count(*) FROM delta WHERE kind = '{ChangeKind.ENDED}' "
        f"GROUP BY after_ends_on ORDER BY count(*) DESC, after_ends_on LIMIT {DAYS_LISTED}"
    )
    changed = {name: int(cast("int", number)) for name, number in zip(_COMPARED, columns, strict=True)}
    return DeltaSums(
        groups={
            str(group): {
                kind.value: int(cast("int", one)) for kind, one in zip(ChangeKind, numbers, strict=True)
            }
            for group, *numbers in groups
        },
        groups_unlisted=max(0, cast("int", count) - GROUPS_LISTED),
        columns={name: number for name, number in changed.items() if number},
        last_days={cast("date", day): cast("int", number) for day, number in days},
    )
