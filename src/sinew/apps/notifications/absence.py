"""Until when somebody is not at work: known by the app that keeps office hours, which registers here."""

from collections.abc import Callable
from datetime import datetime

from sinew.apps.accounts.models import User

NextHourAtWork = Callable[[User, datetime], datetime | None]

_known: list[NextHourAtWork] = []


def register(next_hour_at_work: NextHourAtWork) -> None:
    """Say how to learn when a practitioner is at work again; ``None`` while they are."""
    _known[:] = [next_hour_at_work]


def away_until(person: User, at: datetime) -> datetime | None:
    """When this person is at work again; ``None`` if they are, or if nobody knows."""
    return next((until for ask in _known if (until := ask(person, at)) is not None), None)
