"""Who needs a practitioner, and why: the ranking rule of the caseload, a pure function of a member's facts.

Kinds of reason stand in the order of `Kind`: words of an emergency in a message before a red flag, before a
member waiting to be cleared, before a plan that paused itself, before a message that waits for an answer,
before a next phase that waits for a sign-off, before news the member was promised the team would read, before
pain that rises, before missed sessions, before silence. A member ranks by their most urgent kind; within a
kind, what is due first (or has waited longest) stands first. Numbers come from the program's content; only
how many sessions are compared is decided here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum

from sinew.vocabulary import Disposition, Outcome

SESSIONS_COMPARED = 3
"""Sessions averaged on each side when asking whether pain rises: one bad day is no trend."""


class Kind(IntEnum):
    """Why a member needs attention, most urgent first."""

    ALARM = 0
    RED_FLAG = 1
    CLEARANCE = 2
    PAUSED = 3
    MESSAGE = 4
    SIGN_OFF = 5
    TOLD = 6
    RISING_PAIN = 7
    MISSED = 8
    SILENT = 9
    INTAKE_OPEN = 10


@dataclass(frozen=True, slots=True)
class Limits:
    """The program's numbers this rule uses.

    Attributes:
        pain_points: a rise of average pain (0-10) that means something.
        missed_days, silent_days: days without a session at which the program steps down, first and most.
        review_hours: how soon a member who waits for clearance should hear from a practitioner.
    """

    pain_points: float
    missed_days: float
    silent_days: float
    review_hours: int


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
class CaseFacts:
    """What the rule looks at.

    Attributes:
        today: the calendar day where the member is.
        outcome, disposition: of the newest decision about the plan; ``None`` without a plan.
        waits_since: since when the plan gives no session because it waits for a practitioner.
        waits_because: the rule that made it wait.
        asked_at, asked_for: since when nothing but a sign-off keeps the next phase closed, and which one.
        told_at, told_because: the newest thing the team should know, after which no practitioner has decided.
        was_cleared: whether the plan ever gave a session.
        is_stopped: a practitioner stopped the plan, so silence is expected.
        pains: the worst pain of each session that told one (0-10), oldest first.
        last_active_on: the day of the last session, or the plan's first day before there is one.
        intake_open_since: when an intake was begun that is not finished; ``None`` if there is none.
        alarm_at: when the oldest message with words of an emergency was sent that nobody has dealt with.
        message_at, message_due_at: since when a message waits for an answer, and until when it has time.
    """

    today: date
    flags: tuple[FlagFact, ...] = ()
    outcome: Outcome | None = None
    disposition: Disposition | None = None
    waits_since: datetime | None = None
    waits_because: str = ""
    asked_at: datetime | None = None
    asked_for: str = ""
    told_at: datetime | None = None
    told_because: str = ""
    was_cleared: bool = False
    is_stopped: bool = False
    pains: tuple[float, ...] = ()
    last_active_on: date | None = None
    intake_open_since: date | None = None
    alarm_at: datetime | None = None
    message_at: datetime | None = None
    message_due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NeedsAttention:
    """One reason why a practitioner should look.

    Attributes:
        due_at: when somebody has to have looked; ``None`` where there is no deadline.
        amount: what it is about in numbers: points of pain, days of silence.
        rule: the red flag's id, or the rule that made the plan wait.
    """

    kind: Kind
    due_at: datetime | None = None
    amount: float = 0
    rule: str = ""

    @property
    def order(self) -> tuple[int, float, float]:
        """Sorts the most urgent first."""
        return self.kind, self.due_at.timestamp() if self.due_at else float("inf"), -self.amount


def reasons(facts: CaseFacts, limits: Limits) -> tuple[NeedsAttention, ...]:
    """Every reason to look at this member, the most urgent first; empty when all is well."""
    found = [*_messages(facts), *_flags(facts), *_plan(facts, limits), *_course(facts, limits)]
    return tuple(sorted(found, key=lambda reason: reason.order))


def urgency(found: tuple[NeedsAttention, ...]) -> tuple[int, float, float]:
    """Sorts members: the most urgent reason counts; those who need nothing come last."""
    return found[0].order if found else (len(Kind), 0, 0)


def _messages(facts: CaseFacts) -> Iterator[NeedsAttention]:
    """Words of an emergency are due the moment they are written."""
    if facts.alarm_at is not None:
        yield NeedsAttention(Kind.ALARM, due_at=facts.alarm_at)
    if facts.message_at is not None:
        yield NeedsAttention(Kind.MESSAGE, due_at=facts.message_due_at)


def _flags(facts: CaseFacts) -> Iterator[NeedsAttention]:
    for flag in facts.flags:
        yield NeedsAttention(Kind.RED_FLAG, due_at=flag.due_at, rule=flag.rule)


def _plan(facts: CaseFacts, limits: Limits) -> Iterator[NeedsAttention]:
    """A plan that waits; else a sign-off that is asked for, and news for the team."""
    if facts.is_stopped or facts.flags:
        return
    review = timedelta(hours=limits.review_hours)
    if facts.waits_since is not None:
        kind = Kind.PAUSED if facts.was_cleared else Kind.CLEARANCE
        yield NeedsAttention(kind, due_at=facts.waits_since + review, rule=facts.waits_because)
        return
    if facts.asked_at is not None:
        yield NeedsAttention(Kind.SIGN_OFF, due_at=facts.asked_at + review, rule=facts.asked_for)
    if facts.told_at is not None:
        yield NeedsAttention(Kind.TOLD, due_at=facts.told_at + review, rule=facts.told_because)


def _course(facts: CaseFacts, limits: Limits) -> Iterator[NeedsAttention]:
    rise = pain_rise(facts.pains)
    if rise is not None and rise >= limits.pain_points:
        yield NeedsAttention(Kind.RISING_PAIN, amount=rise)
    is_exercising = (
        facts.disposition is Disposition.SELF_CARE
        and not (facts.outcome and facts.outcome.waits_for_team)
        and not facts.is_stopped
    )
    if is_exercising and facts.last_active_on is not None:
        missed = (facts.today - facts.last_active_on).days - 1
        if missed >= limits.silent_days:
            yield NeedsAttention(Kind.SILENT, amount=missed)
        elif missed >= limits.missed_days:
            yield NeedsAttention(Kind.MISSED, amount=missed)
    if facts.intake_open_since is not None and not facts.flags:
        yield NeedsAttention(Kind.INTAKE_OPEN, amount=(facts.today - facts.intake_open_since).days)


def pain_rise(pains: tuple[float, ...]) -> float | None:
    """By how much pain rose between the last sessions and those before; ``None`` with too few to say."""
    if len(pains) < 2 * SESSIONS_COMPARED:
        return None
    late, early = pains[-SESSIONS_COMPARED:], pains[-2 * SESSIONS_COMPARED : -SESSIONS_COMPARED]
    return (sum(late) - sum(early)) / SESSIONS_COMPARED
