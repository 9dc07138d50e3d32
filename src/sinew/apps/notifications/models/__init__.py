"""The outbox of e-mail and pushes, what people chose, and the devices that show pushes."""

from sinew.apps.notifications.models.feeds import CalendarFeed
from sinew.apps.notifications.models.outbox import (
    Device,
    OutboxEmail,
    OutboxPush,
    Outgoing,
    OutgoingQuerySet,
)
from sinew.apps.notifications.models.preferences import KindChoice, Preferences

__all__ = [
    "CalendarFeed",
    "Device",
    "KindChoice",
    "OutboxEmail",
    "OutboxPush",
    "Outgoing",
    "OutgoingQuerySet",
    "Preferences",
]
