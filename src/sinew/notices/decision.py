"""Whether a notice goes out now, later or not at all, by what its reader wants; with the reason."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sinew.notices.kinds import Channel, InQuietHours, Kind
from sinew.notices.quiet_hours import QuietHours


class Outcome(StrEnum):
    SEND = "send"
    HOLD = "hold"
    LEAVE_OUT = "leave_out"


class Reason(StrEnum):
    WANTED = "wanted"
    TURNED_OFF = "turned_off"
    PAUSED = "paused"
    OUT_OF_DATE = "out_of_date"
    QUIET_HOURS = "quiet_hours"
    AWAY = "away"
    CANNOT_WAIT = "cannot_wait"
    ACCOUNT_CLOSED = "account_closed"


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a notice on one channel.

    Attributes:
        until: until when it is held back; ``None`` unless it is.
    """

    outcome: Outcome
    reason: Reason
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person chose.

    Attributes:
        off: kinds they turned off, by id and channel.
        quiet: their quiet hours.
        quiet_on: the channels that these hold back.
        paused_until: before this they want no reminders.
        away_until: a practitioner's next hour at work, if they want nothing before.
    """

    off: frozenset[tuple[str, Channel]] = frozenset()
    quiet: QuietHours | None = None
    quiet_on: frozenset[Channel] = frozenset()
    paused_until: datetime | None = None
    away_until: datetime | None = None


NO_WISHES = Wishes()


def decide(
    kind: Kind,
    channel: Channel,
    wishes: Wishes,
    *,
    at: datetime,
    useful_until: datetime | None = None,
) -> Decision:
    """Whether a notice goes out at this instant.

    Args:
        useful_until: from then on nobody wants to hear it; ``None``: it does not go out of date. A kind
            that goes at once where waiting would be too late goes out even after that.
    """
    is_late = useful_until is not None and at >= useful_until
    if is_late and kind.quiet is not InQuietHours.LATER_OR_AT_ONCE:
        return Decision(Outcome.LEAVE_OUT, Reason.OUT_OF_DATE)
    if kind.can_turn_off(channel):
        if (kind.id, channel) in wishes.off:
            return Decision(Outcome.LEAVE_OUT, Reason.TURNED_OFF)
        if kind.is_reminder and wishes.paused_until is not None and at < wishes.paused_until:
            return Decision(Outcome.LEAVE_OUT, Reason.PAUSED)
    if kind.quiet is InQuietHours.AT_ONCE:
        return Decision(Outcome.SEND, Reason.WANTED)
    until, reason = _held_until(channel, wishes, at)
    if until is None:
        return Decision(Outcome.SEND, Reason.WANTED)
    if useful_until is None or until < useful_until:
        return Decision(Outcome.HOLD, reason, until)
    if kind.quiet is InQuietHours.LATER_OR_AT_ONCE:
        return Decision(Outcome.SEND, Reason.CANNOT_WAIT)
    return Decision(Outcome.LEAVE_OUT, Reason.OUT_OF_DATE)


def _held_until(channel: Channel, wishes: Wishes, at: datetime) -> tuple[datetime | None, Reason]:
    """When nothing holds it back any more: after the time away, and not in the quiet hours then."""
    start, reason = at, Reason.QUIET_HOURS
    if wishes.away_until is not None and at < wishes.away_until:
        start, reason = wishes.away_until, Reason.AWAY
    quiet = wishes.quiet if channel in wishes.quiet_on else None
    end = quiet.end_after(start) if quiet is not None else None
    later = end or start
    return (later if later > at else None), reason
