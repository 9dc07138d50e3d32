"""What people are told: the catalogue of kinds, quiet hours, and whether a notice goes out now or later."""

from sinew.notices.catalogue import BY_ID, BY_TEMPLATE, CATALOGUE, UnknownTemplate, kind_of
from sinew.notices.decision import Decision, Outcome, Wishes, decide
from sinew.notices.kinds import Channel, InQuietHours, Kind
from sinew.notices.quiet_hours import QuietHours

__all__ = [
    "BY_ID",
    "BY_TEMPLATE",
    "CATALOGUE",
    "Channel",
    "Decision",
    "InQuietHours",
    "Kind",
    "Outcome",
    "QuietHours",
    "UnknownTemplate",
    "Wishes",
    "decide",
    "kind_of",
]
