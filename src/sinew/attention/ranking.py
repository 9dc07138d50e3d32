"""The ranking: every reason of a member with its deadline, and members by their most urgent one.

Within a kind, what is due first stands first, then what has lasted longest. That something is late is said
and can be filtered, but it lifts nothing over a more urgent kind: an overdue message never hides a red flag
that is still in time.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sinew.attention.facts import CaseFacts, FlagFact, News
from sinew.attention.kinds import Deadline, Kind, Rules, Waits
from sinew.vocabulary import Disposition

Order = tuple[int, float, float, float, float, float]
LAST: Order = (len(Kind), 0, 0, 0, 0, 0)
"""Behind everybody who needs somebody."""


@dataclass(frozen=True, slots=True)
class NeedsAttention:
    """One reason why a practitioner should look.

    Attributes:
        rank: of its kind, 0 the most urgent.
        since_at, since_on: since when, as an instant or as a day; ``None`` where it has no beginning.
        newest_at: when the newest thing of this kind came; ``None`` where it begins on a day.
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
    newest_at: datetime | None = None

    @property
    def order(self) -> Order:
        """Sorts the most urgent first: by kind, by what is due first, then by what has lasted longest."""
        due = _number(self.due_at), _number(self.due_on)
        return self.rank, *due, _number(self.since_at), _number(self.since_on), -self.amount

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


def urgency(found: tuple[NeedsAttention, ...]) -> Order:
    """Sorts members: the most urgent reason counts; those who need nothing come last."""
    return found[0].order if found else LAST


def _number(when: date | None) -> float:
    """An instant or a day as a number to sort by; what has none comes last."""
    if when is None:
        return float("inf")
    return when.timestamp() if isinstance(when, datetime) else when.toordinal()


def pain_rise(pains: tuple[float, ...], sessions: int) -> float | None:
    """By how much pain rose between the last sessions and those before; ``None`` with too few to say."""
    if len(pains) < 2 * sessions:
        return None
    late, early = pains[-sessions:], pains[-2 * sessions : -sessions]
    return (sum(late) - sum(early)) / sessions


def _is_aside(reason: NeedsAttention, facts: CaseFacts, rules: Rules) -> bool:
    """Put aside, its day not come, of a kind that can wait, and not begun anew since."""
    aside = facts.put_aside
    if aside is None or facts.today >= aside.until or rules.kinds[reason.kind].can_wait is Waits.NEVER:
        return False
    is_new = (reason.newest_at is not None and reason.newest_at > aside.at) or (
        reason.since_on is not None and reason.since_on > aside.on
    )
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
            yield self._since(Kind.MESSAGE, facts.message_at, newest_at=facts.message_last_at)

    def flags(self) -> Iterator[NeedsAttention]:
        """Every open red flag, due when the red-flag table says."""
        for flag in self._facts.flags:
            is_emergency = flag.disposition is Disposition.EMERGENCY
            kind = Kind.EMERGENCY if is_emergency else Kind.URGENT
            yield self._since(kind, flag.raised_at, rule=flag.rule, flag=flag)

    def plan(self) -> Iterator[NeedsAttention]:
        """A plan that waits; else a sign-off that is asked for; and what came since then."""
        facts = self._facts
        if facts.flags:
            return
        if facts.is_stopped:
            yield from self._still_stopped()
        elif facts.waits_since is not None:
            yield from self._waiting(facts.waits_since)
            return
        elif facts.asked_at is not None:
            yield self._since(Kind.SIGN_OFF, facts.asked_at, rule=facts.asked_for)
        yield from self._told(facts.news)
        if facts.red_at is not None and self._is_recent(facts.red_on):
            since = facts.red_since or facts.red_at
            yield self._since(Kind.RED_ZONE, since, newest_at=facts.red_at)

    def _waiting(self, since: datetime) -> Iterator[NeedsAttention]:
        """The plan waits; news that came with it is not said twice, what was worse since then is."""
        later = [news for news in self._facts.news if news.last_at > since]
        newest_at = max((news.last_at for news in later), default=None)
        because = self._facts.waits_because
        yield self._since(self._why_it_waits(), since, rule=because, newest_at=newest_at)
        yield from self._told([news for news in later if news.rule in self._rules.worse_after])

    def _told(self, news: Iterable[News]) -> Iterator[NeedsAttention]:
        """News for the team: what came later never hides what is more urgent and came before."""
        by_kind: dict[Kind, list[News]] = {}
        for one in news:
            is_worse = one.rule in self._rules.worse_after
            by_kind.setdefault(Kind.WORSE_AFTER if is_worse else Kind.TOLD, []).append(one)
        for kind, found in by_kind.items():
            newest = max(found, key=lambda one: one.last_at)
            since = min(one.first_at for one in found)
            yield self._since(kind, since, rule=newest.rule, newest_at=newest.last_at)

    def _still_stopped(self) -> Iterator[NeedsAttention]:
        """A plan that a practitioner stopped long ago, so that nobody is forgotten."""
        if self._facts.stopped_on is None:
            return
        days = (self._facts.today - self._facts.stopped_on).days
        if days >= self._rules.still_stopped_days:
            yield self._on(Kind.STILL_STOPPED, self._facts.stopped_on, amount=days)

    def course(self) -> Iterator[NeedsAttention]:
        """Pain that rises, silence, and questions that are open."""
        facts, rules = self._facts, self._rules
        rise = pain_rise(facts.pains, rules.pain_sessions)
        if rise is not None and rise >= rules.pain_points and not facts.is_stopped:
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
        self,
        kind: Kind,
        since: datetime,
        *,
        rule: str = "",
        flag: FlagFact | None = None,
        newest_at: datetime | None = None,
    ) -> NeedsAttention:
        rank, due = self._rules.kinds[kind].rank, self._due_at(kind, since, flag)
        return NeedsAttention(kind, rank, since_at=since, due_at=due, rule=rule, newest_at=newest_at or since)

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
