"""The ranking: every reason of a member with its deadline, and members by their most urgent one.

Within a kind, what is due first stands first, then what has lasted longest. That something is late is said
and can be filtered, but it lifts nothing over a more urgent kind: an overdue message never hides a red flag
that is still in time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sinew.attention.facts import CaseFacts, FlagFact
from sinew.attention.kinds import Deadline, Kind, Rules
from sinew.vocabulary import Disposition


@dataclass(frozen=True, slots=True)
class NeedsAttention:
    """One reason why a practitioner should look.

    Attributes:
        rank: of its kind, 0 the most urgent.
        since_at, since_on: since when, as an instant or as a day; ``None`` where it has no beginning.
        due_at, due_on: when somebody has to have looked, as an instant or as the last day.
        amount: what it is about in numbers: points of pain, days of silence.
        rule: the red flag's id, or the rule that made the plan wait.
    """

    kind: Kind
    rank: int
    since_at: datetime | None = None
    since_on: date | None = None
    due_at: datetime | None = None
    due_on: date | None = None
    amount: float = 0
    rule: str = ""

    @property
    def order(self) -> tuple[int, float, float, float]:
        """Sorts the most urgent first."""
        instant = self.due_at.timestamp() if self.due_at else float("inf")
        day = self.due_on.toordinal() if self.due_on else float("inf")
        return self.rank, instant, day, -self.amount

    def is_late(self, at: datetime, today: date) -> bool:
        """Whether the deadline has passed."""
        return (self.due_at is not None and self.due_at < at) or (
            self.due_on is not None and self.due_on < today
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with a member: what needs somebody now, and what was put aside until a day."""

    now: tuple[NeedsAttention, ...]
    aside: tuple[NeedsAttention, ...]


def standing(facts: CaseFacts, rules: Rules) -> Standing:
    """Every reason, those put aside apart from the others; each in the order of its urgency."""
    found = reasons(facts, rules)
    aside = tuple(reason for reason in found if _is_aside(reason, facts, rules))
    return Standing(tuple(reason for reason in found if reason not in aside), aside)


def reasons(facts: CaseFacts, rules: Rules) -> tuple[NeedsAttention, ...]:
    """Every reason to look at this member, the most urgent first; empty when all is well."""
    finder = _Finder(facts, rules)
    found = [*finder.messages(), *finder.flags(), *finder.plan(), *finder.course()]
    return tuple(sorted(found, key=lambda reason: reason.order))


def urgency(found: tuple[NeedsAttention, ...]) -> tuple[int, float, float, float]:
    """Sorts members: the most urgent reason counts; those who need nothing come last."""
    return found[0].order if found else (len(Kind), 0, 0, 0)


def pain_rise(pains: tuple[float, ...], sessions: int) -> float | None:
    """By how much pain rose between the last sessions and those before; ``None`` with too few to say."""
    if len(pains) < 2 * sessions:
        return None
    late, early = pains[-sessions:], pains[-2 * sessions : -sessions]
    return (sum(late) - sum(early)) / sessions


def _is_aside(reason: NeedsAttention, facts: CaseFacts, rules: Rules) -> bool:
    """Put aside, its day not come, of a kind that can wait, and not begun anew since."""
    aside = facts.put_aside
    if aside is None or facts.today >= aside.until or not rules.kinds[reason.kind].can_wait:
        return False
    is_new = reason.since_at is not None and reason.since_at > aside.at
    return reason.kind in aside.kinds and not is_new


class _Finder:
    """Looks for every kind of reason in one member's facts."""

    def __init__(self, facts: CaseFacts, rules: Rules) -> None:
        self._facts, self._rules = facts, rules

    def messages(self) -> Iterator[NeedsAttention]:
        """Words of an emergency, and a message that waits for an answer."""
        facts = self._facts
        if facts.alarm_at is not None:
            yield self._since(Kind.ALARM, facts.alarm_at)
        if facts.message_at is not None:
            yield self._since(Kind.MESSAGE, facts.message_at)

    def flags(self) -> Iterator[NeedsAttention]:
        """Every open red flag, due when the red-flag table says."""
        for flag in self._facts.flags:
            is_emergency = flag.disposition is Disposition.EMERGENCY
            kind = Kind.EMERGENCY if is_emergency else Kind.URGENT
            yield self._since(kind, flag.raised_at, rule=flag.rule, flag=flag)

    def plan(self) -> Iterator[NeedsAttention]:
        """A plan that waits; else a sign-off that is asked for, and news for the team."""
        facts = self._facts
        if facts.is_stopped or facts.flags:
            return
        if facts.waits_since is not None:
            yield self._since(self._why_it_waits(), facts.waits_since, rule=facts.waits_because)
            return
        if facts.asked_at is not None:
            yield self._since(Kind.SIGN_OFF, facts.asked_at, rule=facts.asked_for)
        if facts.told_at is not None:
            is_worse = facts.told_because in self._rules.worse_after
            kind = Kind.WORSE_AFTER if is_worse else Kind.TOLD
            yield self._since(kind, facts.told_at, rule=facts.told_because)
        if facts.red_at is not None and self._is_recent(facts.red_on):
            yield self._since(Kind.RED_ZONE, facts.red_at)

    def course(self) -> Iterator[NeedsAttention]:
        """Pain that rises, silence, and questions that are open."""
        facts, rules = self._facts, self._rules
        rise = pain_rise(facts.pains, rules.pain_sessions)
        if rise is not None and rise >= rules.pain_points:
            yield self._on(Kind.RISING_PAIN, None, amount=rise)
        if facts.is_exercising and facts.last_active_on is not None:
            yield from self._silence(facts.last_active_on)
        if facts.outcomes_on is not None and facts.is_exercising:
            days = (facts.today - facts.outcomes_on).days
            yield self._on(Kind.OUTCOME_DUE, facts.outcomes_on, amount=days, due_on=facts.outcomes_until)
        if facts.intake_open_since is not None and not facts.flags:
            days = (facts.today - facts.intake_open_since).days
            yield self._on(Kind.INTAKE_OPEN, facts.intake_open_since, amount=days)

    def _silence(self, last_active_on: date) -> Iterator[NeedsAttention]:
        missed = (self._facts.today - last_active_on).days - 1
        if missed >= self._rules.silent_days:
            yield self._on(Kind.SILENT, last_active_on, amount=missed)
        elif missed >= self._rules.missed_days:
            yield self._on(Kind.MISSED, last_active_on, amount=missed)

    def _why_it_waits(self) -> Kind:
        if self._facts.waits_because == self._rules.no_improvement:
            return Kind.NO_IMPROVEMENT
        return Kind.PAUSED if self._facts.was_cleared else Kind.FIRST_REVIEW

    def _is_recent(self, on: date | None) -> bool:
        return on is not None and (self._facts.today - on).days < self._rules.red_zone_days

    def _since(
        self, kind: Kind, since: datetime, *, rule: str = "", flag: FlagFact | None = None
    ) -> NeedsAttention:
        due = self._due_at(kind, since, flag)
        return NeedsAttention(kind, self._rules.kinds[kind].rank, since_at=since, due_at=due, rule=rule)

    def _on(
        self, kind: Kind, since: date | None, *, amount: float, due_on: date | None = None
    ) -> NeedsAttention:
        rank, due = self._rules.kinds[kind].rank, self._rules.kinds[kind].due
        last = due_on if due is Deadline.SCHEDULE else None
        return NeedsAttention(kind, rank, since_on=since, due_on=last, amount=amount)

    def _due_at(self, kind: Kind, since: datetime, flag: FlagFact | None) -> datetime | None:
        match self._rules.kinds[kind].due:
            case Deadline.FLAG:
                return flag.due_at if flag is not None else None
            case Deadline.REVIEW:
                return since + timedelta(hours=self._rules.review_hours)
            case Deadline.OFFICE_HOURS:
                return self._facts.message_due_at
            case Deadline.NONE | Deadline.SCHEDULE:
                return None
            case hours:
                return since + timedelta(hours=hours)
