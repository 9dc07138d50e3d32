"""Between the columns of the files and the values the rules are written for."""

from collections.abc import Sequence
from typing import Any, cast

from sinew.roster.changes import Listed
from sinew.roster.listing import FACTS, ROW_FACTS, ListedRow
from sinew.roster.rows import Maintenance, RosterRow
from sinew.roster.sayings import Asks, Said

_NOTHING_ELSE = RosterRow(
    number=0,
    is_subscriber=False,
    relationship="",
    maintenance=Maintenance.STATE,
    subscriber_id="",
    family_number=None,
    member_id="",
    group="",
    references=(),
    national_id="",
    first_name="",
    middle_name="",
    last_name="",
    name_suffix="",
    born_on=None,
    sex="",
    postal_code="",
    city="",
    state="",
    email="",
    phone="",
    begins_on=None,
    through_on=None,
    coverages=(),
)


def said_of(values: Sequence[object]) -> Said:
    """A row of a snapshot. Its national id is the keyed hash of one, which serves to compare as well."""
    number, key, family, asks, begins_on, through_on, maintenance, *facts = values
    row = _row(facts)._replace(number=cast("int", number), maintenance=Maintenance(str(maintenance)))
    return Said._make((key, family, Asks(str(asks)), begins_on, through_on, row))


def listed_of(values: Sequence[object]) -> Listed:
    """A row of a listing, in the same way."""
    one = ListedRow._make(values)
    return Listed(one.key, one.family, _row(one[2:-2]), one.begins_on, one.ends_on)


def listed_row(one: Listed, *, national_id_hash: str | None = None) -> ListedRow:
    """The columns of somebody listed.

    Args:
        national_id_hash: keyed hash of the number in the row; ``None`` where the row holds the hash itself.
    """
    facts = dict(zip(FACTS, (getattr(one.row, name) for name in ROW_FACTS), strict=True))
    if national_id_hash is not None:
        facts["national_id_hash"] = national_id_hash
    return ListedRow(key=one.key, family=one.family, begins_on=one.begins_on, ends_on=one.ends_on, **facts)


def _row(facts: Sequence[object]) -> RosterRow:
    named: dict[str, Any] = dict(zip(ROW_FACTS, facts, strict=True))
    return _NOTHING_ELSE._replace(**named)
