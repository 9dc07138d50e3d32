"""Reasons for attention in words: why, since when, due when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format

from sinew.attention import Kind, NeedsAttention
from sinew.program import Program


@dataclass(frozen=True, slots=True)
class AttentionLine:
    """One reason: a badge of a tone, why, since when, and until when.

    Attributes:
        since, due: in words; empty where there is none.
        is_late: whether the deadline has passed, which `due` says as well.
    """

    kind: Kind
    tone: str
    badge: str
    why: str
    since: str
    due: str
    is_late: bool

    @property
    def says(self) -> str:
        """Everything beside the badge, as one phrase."""
        return ", ".join(part for part in (self.why, self.since, self.due) if part)


BADGES: Mapping[Kind, tuple[str, str]] = {
    Kind.ALARM: ("red", "Emergency words"),
    Kind.EMERGENCY: ("red", "Emergency"),
    Kind.URGENT: ("red", "Red flag"),
    Kind.FIRST_REVIEW: ("amber", "Clear or refer"),
    Kind.PAUSED: ("amber", "Paused"),
    Kind.RED_ZONE: ("amber", "Red zone"),
    Kind.WORSE_AFTER: ("amber", "Worse the day after"),
    Kind.MESSAGE: ("amber", "Message waits"),
    Kind.SIGN_OFF: ("amber", "Waits for sign-off"),
    Kind.NO_IMPROVEMENT: ("amber", "Not improving"),
    Kind.TOLD: ("amber", "To know"),
    Kind.STILL_STOPPED: ("amber", "Still stopped"),
    Kind.RISING_PAIN: ("amber", "Pain rising"),
    Kind.MISSED: ("neutral", "Missed sessions"),
    Kind.SILENT: ("neutral", "No activity"),
    Kind.OUTCOME_DUE: ("neutral", "Questions open"),
    Kind.INTAKE_OPEN: ("neutral", "Intake unfinished"),
}
DUE: Mapping[Kind, str] = {
    Kind.EMERGENCY: "to be seen",
    Kind.URGENT: "to be seen",
    Kind.MESSAGE: "answer due",
    Kind.RED_ZONE: "to be read",
    Kind.WORSE_AFTER: "to be read",
    Kind.TOLD: "to be read",
    Kind.OUTCOME_DUE: "answers count until",
}


def lines(
    found: tuple[NeedsAttention, ...], program: Program, at: datetime, today: date
) -> list[AttentionLine]:
    """The reasons as a practitioner reads them, most urgent first.

    Args:
        program: has the words of red flags and presentations.
        today: the day it is where the member is.
    """
    return [_line(reason, program, at, today) for reason in found]


def _line(reason: NeedsAttention, program: Program, at: datetime, today: date) -> AttentionLine:
    return AttentionLine(
        reason.kind,
        *BADGES[reason.kind],
        why=_why(reason, program),
        since=_since(reason, today),
        due=_due(reason, at, today),
        is_late=reason.is_late(at, today),
    )


def _why(reason: NeedsAttention, program: Program) -> str:
    match reason.kind:
        case Kind.ALARM:
            return "in a message: call the member"
        case Kind.RED_ZONE:
            return "pain in a session"
        case Kind.RISING_PAIN:
            return f"up {reason.amount:.1f} points over the last sessions"
        case Kind.MISSED | Kind.SILENT:
            return f"none for {reason.amount:.0f} days"
        case Kind.STILL_STOPPED:
            return f"no sessions for {reason.amount:.0f} days"
        case Kind.NO_IMPROVEMENT:
            return "not enough change by its time"
        case Kind.MESSAGE | Kind.OUTCOME_DUE | Kind.INTAKE_OPEN:
            return ""
    return rule_in_words(reason.rule, program)


def rule_in_words(rule: str, program: Program) -> str:
    """A rule in a few words: what a red flag means, a presentation's name, else its id (``two reds``)."""
    names, presentation = program.presentation_names, rule.partition("-")[0]
    if presentation in names:
        return f"{names[presentation]} ({presentation})"
    if rule.startswith("RF-"):
        return f"{rule}: {program.wording.get(rule, '')}".rstrip(":. ")
    return rule.replace("-", " ")


def _since(reason: NeedsAttention, today: date) -> str:
    """Since when; a red flag's deadline says enough, and silence counts its days already."""
    if reason.kind in (Kind.MISSED, Kind.SILENT, Kind.STILL_STOPPED):
        return ""
    if reason.since_at is not None:
        return f"since {moment(reason.since_at)}"
    if reason.since_on is None:
        return ""
    days = (today - reason.since_on).days
    return {0: "since today", 1: "since yesterday"}.get(days, f"since {date_format(reason.since_on, 'M j')}")


def _due(reason: NeedsAttention, at: datetime, today: date) -> str:
    if reason.due_at is not None and reason.due_at == reason.since_at:
        return "at once"
    what = DUE.get(reason.kind, "decision due")
    if reason.due_at is not None:
        late = reason.is_late(at, today)
        return f"late, was due {moment(reason.due_at)}" if late else f"{what} by {moment(reason.due_at)}"
    if reason.due_on is not None:
        return f"{what} {date_format(reason.due_on, 'M j')}"
    return ""


def moment(at: datetime) -> str:
    """An instant where the reader is."""
    return date_format(timezone.localtime(at), "D M j, g:i A")
