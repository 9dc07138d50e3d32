"""The facts about every member a practitioner may read, gathered in a bounded number of queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sinew.apps.accounts.models import User
from sinew.apps.care.models import CarePlan, PlanSummary, ReasonsPutAside, RedFlagRaised
from sinew.apps.care.summaries import fill_missing
from sinew.apps.conversation.waiting import NOTHING, Waiting, waiting_of
from sinew.apps.members.models import IntakeRecord, Member
from sinew.apps.outcomes.waiting import OverdueOutcomes, overdue_outcomes
from sinew.apps.practice.teams import NO_TEAM, Team, teams_of
from sinew.attention import (
    CaseFacts,
    FlagFact,
    Kind,
    NeedsAttention,
    News,
    PutAside,
    Rules,
    Standing,
    standing,
    urgency,
)
from sinew.vocabulary import Disposition, Outcome

RECENT_DAYS = 14


@dataclass(frozen=True, slots=True)
class Case:
    """One member of a caseload.

    Attributes:
        plan: the active care plan; ``None`` before there is one or after it ended.
        summary: how it stands with that plan.
        standing: the reasons to look now, and those put aside until a day.
        pains: the worst pain of each of the last sessions, oldest first; ``None`` where nobody said.
        recent: sessions done in the last 14 days.
        put_aside: what was put aside and stands, whether or not its day has come.
    """

    member: Member
    today: date
    plan: CarePlan | None
    summary: PlanSummary | None
    standing: Standing
    team: Team
    recent: int
    last_active_on: date | None
    has_open_intake: bool
    put_aside: ReasonsPutAside | None

    @property
    def attention(self) -> tuple[NeedsAttention, ...]:
        return self.standing.now

    @property
    def pains(self) -> tuple[float | None, ...]:
        return tuple(self.summary.pains) if self.summary else ()

    @property
    def word(self) -> str:
        """The practitioner's last word about going on: ``cleared``, ``hold``, ``stop``, or nothing."""
        return self.summary.word if self.summary else ""

    def is_late(self, at: datetime) -> bool:
        """Whether the deadline of any reason has passed."""
        return any(reason.is_late(at, self.today) for reason in self.attention)


def caseload(user: User, rules: Rules, *, at: datetime, only: Member | None = None) -> list[Case]:
    """Everybody `user` looks after (or the `only` one), the most urgent at the top."""
    visible = Member.objects.visible_to(user).select_related("user")
    members = list(visible.filter(pk=only.pk) if only else visible)
    beside = _beside(user, only)
    fill_missing(beside.plans.values())
    days = {member.pk: local_day(member, at) for member in members}
    outcomes = overdue_outcomes((plan, days[pk]) for pk, plan in beside.plans.items() if pk in days)
    cases = [_case_of(member, rules, days[member.pk], beside, outcomes) for member in members]
    return sorted(cases, key=lambda case: (urgency(case.attention), case.member.display_name.casefold()))


@dataclass(frozen=True, slots=True)
class _Beside:
    """What is asked for all members at once, by member."""

    plans: Mapping[UUID, CarePlan]
    intakes: Mapping[UUID, IntakeRecord]
    flags: Mapping[UUID, list[RedFlagRaised]]
    aside: Mapping[UUID, ReasonsPutAside]
    threads: Mapping[UUID, Waiting]
    teams: Mapping[UUID, Team]


def _beside(user: User, only: Member | None) -> _Beside:
    plans = CarePlan.objects.active().visible_to(user).select_related("summary").defer("answers")
    intakes = IntakeRecord.objects.open().visible_to(user)
    raised = RedFlagRaised.objects.open().visible_to(user)
    aside = ReasonsPutAside.objects.standing().visible_to(user)
    own = {"member": only} if only else {}
    flags: dict[UUID, list[RedFlagRaised]] = {}
    for flag in raised.filter(**own):
        flags.setdefault(flag.member_id, []).append(flag)
    return _Beside(
        plans={plan.member_id: plan for plan in plans.filter(**own)},
        intakes={intake.member_id: intake for intake in intakes.filter(**own)},
        flags=flags,
        aside={row.member_id: row for row in aside.filter(**own)},
        threads=waiting_of(user, only=only),
        teams=teams_of(user, only=only),
    )


def _case_of(
    member: Member, rules: Rules, today: date, beside: _Beside, overdue: Mapping[UUID, OverdueOutcomes]
) -> Case:
    plan = beside.plans.get(member.pk)
    summary = plan.summary if plan else None
    intake, aside = beside.intakes.get(member.pk), beside.aside.get(member.pk)
    thread = beside.threads.get(member.pk, NOTHING)
    outcomes = overdue.get(plan.pk) if plan else None
    facts = CaseFacts(
        today=today,
        flags=tuple(_flags(beside.flags.get(member.pk, ()))),
        outcomes_on=outcomes.since if outcomes else None,
        outcomes_until=outcomes.until if outcomes else None,
        intake_open_since=local_day(member, intake.started_at) if intake else None,
        alarm_at=thread.alarm_at,
        message_at=thread.since,
        message_last_at=thread.newest_at,
        message_due_at=thread.due_at,
        put_aside=_put_aside(aside, member),
    )
    if plan and summary:
        facts = _with_plan(facts, member, plan, summary)
    return Case(
        member=member,
        today=today,
        plan=plan,
        summary=summary,
        standing=standing(facts, rules),
        team=beside.teams.get(member.pk, NO_TEAM),
        recent=_recent(summary, today) if summary else 0,
        last_active_on=summary.last_session_on if summary else None,
        has_open_intake=intake is not None,
        put_aside=aside,
    )


def _with_plan(facts: CaseFacts, member: Member, plan: CarePlan, summary: PlanSummary) -> CaseFacts:
    """The facts with what a plan's summary tells."""
    is_stopped = summary.word == "stop"
    return replace(
        facts,
        outcome=Outcome(summary.outcome) if summary.outcome else None,
        disposition=Disposition(summary.disposition) if summary.disposition else None,
        waits_since=summary.waits_since,
        waits_because=summary.waits_because,
        asked_at=summary.asked_at,
        asked_for=summary.asked_for,
        news=tuple(_news(summary)),
        red_since=summary.red_since,
        red_at=summary.red_at,
        red_on=summary.red_on,
        was_cleared=summary.was_cleared,
        is_stopped=is_stopped,
        stopped_on=local_day(member, summary.waits_since) if is_stopped and summary.waits_since else None,
        pains=tuple(pain for pain in summary.pains if pain is not None),
        last_active_on=summary.last_session_on or plan.as_of,
    )


def _recent(summary: PlanSummary, today: date) -> int:
    first = (today - timedelta(days=RECENT_DAYS - 1)).isoformat()
    return sum(day >= first for day in summary.session_days)


def _flags(raised: Iterable[RedFlagRaised]) -> Iterable[FlagFact]:
    for flag in raised:
        yield FlagFact(flag.rule, Disposition(flag.disposition), flag.raised_at, flag.within_hours)


def _news(summary: PlanSummary) -> Iterable[News]:
    for told in summary.news:
        first_at, last_at = map(datetime.fromisoformat, (told["first_at"], told["last_at"]))
        yield News(told["rule"], first_at, last_at)


def _put_aside(row: ReasonsPutAside | None, member: Member) -> PutAside | None:
    if row is None:
        return None
    return PutAside(frozenset(map(Kind, row.kinds)), row.put_at, local_day(member, row.put_at), row.until)


def local_day(member: Member, at: datetime) -> date:
    """The calendar day where the member is."""
    return at.astimezone(ZoneInfo(member.user.timezone)).date()
