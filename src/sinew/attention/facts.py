"""What the ranking looks at."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sinew.attention.kinds import Kind
from sinew.vocabulary import Disposition, Outcome


@dataclass(frozen=True, slots=True)
class FlagFact:
    """A red flag that nobody has dealt with yet."""

    rule: str
    disposition: Disposition
    raised_at: datetime
    within_hours: int | None

    @property
    def due_at(self) -> datetime:
        return self.raised_at + timedelta(hours=self.within_hours or 0)


@dataclass(frozen=True, slots=True)
class News:
    """What the team should know, and nobody has read or answered.

    Attributes:
        rule: of the program, which says that the team reads it.
        first_at, last_at: when it came for the first and for the last time.
    """

    rule: str
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class PutAside:
    """Reasons a practitioner has put aside until a day; what comes new is not among them.

    Attributes:
        at, on: when that was, as an instant and as the day where the member is.
        until: the first day on which they stand in the list again.
    """

    kinds: frozenset[Kind]
    at: datetime
    on: date
    until: date


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """One member.

    Attributes:
        today: the calendar day where the member is.
        outcome, disposition: of the newest decision about the plan; ``None`` without a plan.
        waits_since: since when the plan gives no session because it waits for a practitioner.
        waits_because: the rule that made it wait.
        asked_at, asked_for: since when nothing but a sign-off keeps the next phase closed, and which one.
        news: what the team should know, each rule once.
        red_since, red_at, red_on: the first and the newest session in the red zone that nobody has read or
            answered, and the day of the newest.
        was_cleared: whether the plan ever gave a session.
        is_stopped: a practitioner stopped the plan, so silence is expected.
        stopped_on: the day from which on it has given no session, where a practitioner stopped it.
        pains: the worst pain of each session that told one (0-10), oldest first.
        last_active_on: the day of the last session, or the plan's first day before there is one.
        outcomes_on, outcomes_until: the day from which outcome measures are open, and the last on which an
            answer counts.
        intake_open_since: when an intake was begun that is not finished; ``None`` if there is none.
        alarm_at: when the oldest message with words of an emergency was sent that nobody has dealt with.
        message_at, message_due_at: since when a message waits for an answer, and until when it has time.
        message_last_at: when the newest of the messages that wait was sent.
    """

    today: date
    flags: tuple[FlagFact, ...] = ()
    outcome: Outcome | None = None
    disposition: Disposition | None = None
    waits_since: datetime | None = None
    waits_because: str = ""
    asked_at: datetime | None = None
    asked_for: str = ""
    news: tuple[News, ...] = ()
    red_since: datetime | None = None
    red_at: datetime | None = None
    red_on: date | None = None
    was_cleared: bool = False
    is_stopped: bool = False
    stopped_on: date | None = None
    pains: tuple[float, ...] = ()
    last_active_on: date | None = None
    outcomes_on: date | None = None
    outcomes_until: date | None = None
    intake_open_since: date | None = None
    alarm_at: datetime | None = None
    message_at: datetime | None = None
    message_last_at: datetime | None = None
    message_due_at: datetime | None = None
    put_aside: PutAside | None = None

    @property
    def is_exercising(self) -> bool:
        """Whether the plan gives sessions, so that none for some days means something."""
        waits = self.outcome is not None and self.outcome.waits_for_team
        return self.disposition is Disposition.SELF_CARE and not waits and not self.is_stopped
