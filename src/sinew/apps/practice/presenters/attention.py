"""Reasons for attention in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format

from sinew.apps.practice.attention import Kind, NeedsAttention


@dataclass(frozen=True, slots=True)
class AttentionLine:
    """One reason: a badge of a tone and a few words."""

    tone: str
    badge: str
    says: str


BADGES = {
    Kind.ALARM: ("red", "Emergency words"),
    Kind.RED_FLAG: ("red", "Red flag"),
    Kind.CLEARANCE: ("amber", "Clear or refer"),
    Kind.PAUSED: ("amber", "Paused"),
    Kind.MESSAGE: ("amber", "Message waits"),
    Kind.SIGN_OFF: ("amber", "Waits for sign-off"),
    Kind.TOLD: ("amber", "To know"),
    Kind.RISING_PAIN: ("amber", "Pain rising"),
    Kind.MISSED: ("neutral", "Missed sessions"),
    Kind.SILENT: ("neutral", "No activity"),
    Kind.INTAKE_OPEN: ("neutral", "Intake unfinished"),
}


def lines(found: tuple[NeedsAttention, ...], names: Mapping[str, str], at: datetime) -> list[AttentionLine]:
    """The reasons as a practitioner reads them, most urgent first.

    Args:
        names: of presentations, by id.
    """
    return [AttentionLine(*BADGES[reason.kind], _says(reason, names, at)) for reason in found]


def _says(reason: NeedsAttention, names: Mapping[str, str], at: datetime) -> str:
    match reason.kind:
        case Kind.ALARM:
            return f"in a message of {_moment(reason.due_at)}, call the member" if reason.due_at else ""
        case Kind.MESSAGE:
            return _due(reason, at, "answer due")
        case Kind.RED_FLAG:
            return f"{reason.rule}, {_due(reason, at, 'to be seen')}"
        case Kind.CLEARANCE | Kind.PAUSED:
            return f"{_why(reason.rule, names)}, {_due(reason, at, 'decision due')}"
        case Kind.SIGN_OFF:
            return f"{_why(reason.rule, names)}, {_due(reason, at, 'decision due')}"
        case Kind.TOLD:
            return f"{_why(reason.rule, names)}, {_due(reason, at, 'to be read')}"
        case Kind.RISING_PAIN:
            return f"up {reason.amount:.1f} points over the last sessions"
        case Kind.MISSED | Kind.SILENT:
            return f"none for {reason.amount:.0f} days"
        case Kind.INTAKE_OPEN:
            return "begun today" if reason.amount < 1 else f"begun {reason.amount:.0f} days ago"


def _why(rule: str, names: Mapping[str, str]) -> str:
    """A rule in a few words: a presentation's name and id, else the rule's id as words (``two reds``)."""
    presentation = rule.partition("-")[0]
    if presentation in names:
        return f"{names[presentation]} ({presentation})"
    return rule if rule.startswith("RF-") else rule.replace("-", " ")


def _due(reason: NeedsAttention, at: datetime, what: str) -> str:
    if reason.due_at is None:
        return what
    when = _moment(reason.due_at)
    return f"{what} by {when}" if reason.due_at >= at else f"overdue since {when}"


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "D M j, g:i A")
