"""Times that can be booked: on a grid of quarter hours, by which the database keeps two visits apart."""

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime, timedelta

from sinew.visits.openings import Opening

QUARTER = timedelta(minutes=15)
"""Every zone is a whole number of quarter hours away from UTC, so one grid fits every clock."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def quarters(begins_at: datetime, duration: timedelta) -> list[datetime]:
    """The quarter hours a visit takes, in order.

    Raises:
        ValueError: the visit does not begin and end on the grid, or takes no time.
    """
    if (begins_at - _EPOCH) % QUARTER or duration % QUARTER or duration <= timedelta(0):
        raise ValueError("a visit begins and ends at a quarter of an hour")
    return [begins_at + number * QUARTER for number in range(duration // QUARTER)]


def free_starts(
    open_spans: Iterable[Opening],
    taken: Collection[datetime],
    *,
    duration: timedelta,
    step: timedelta,
    earliest: datetime,
) -> list[datetime]:
    """When a visit of this length can begin, in order.

    Args:
        taken: quarter hours that are booked already.
        step: between two offered times; a whole number of quarter hours.
        earliest: nothing before it is offered.
    """
    quarters(_EPOCH, step)
    return list(_free(open_spans, frozenset(taken), duration, step, earliest))


def _free(
    spans: Iterable[Opening],
    taken: frozenset[datetime],
    duration: timedelta,
    step: timedelta,
    earliest: datetime,
) -> Iterator[datetime]:
    for span in spans:
        begins = span.begins_at + (-(span.begins_at - _EPOCH)) % QUARTER
        while begins + duration <= span.ends_at:
            if begins >= earliest and taken.isdisjoint(quarters(begins, duration)):
                yield begins
            begins += step
