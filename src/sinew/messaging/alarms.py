"""Whether the care team is told of an alarm while an earlier one is still open."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

Raised = tuple[datetime, Collection[str]]
"""When an alarm was raised, and the ids of its signs."""


def is_told(alarm: Raised, open_ones: Sequence[Raised], *, again_after: timedelta) -> bool:
    """Whether the team is told of this alarm: unless it has lately been told of these very signs.

    Args:
        open_ones: earlier alarms that nobody has dealt with, oldest first; by this very rule some were told.
    """
    told: dict[str, datetime] = {}
    is_news = False
    for raised_at, signs in (*open_ones, alarm):
        is_news = any(sign not in told or raised_at - told[sign] >= again_after for sign in signs)
        if is_news:
            told |= dict.fromkeys(signs, raised_at)
    return is_news
