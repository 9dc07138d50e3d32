"""The facts about every member a practitioner may read, gathered in a handful of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from django.db.models import Prefetch

from sinew.apps.accounts.models import User
from sinew.apps.care.models import Adjustment, CareEvent, CarePlan
from sinew.apps.conversation.waiting import NOTHING, Waiting, waiting_of
from sinew.apps.exercise.models import ExerciseSession
from sinew.apps.members.models import IntakeRecord, Member
from sinew.apps.practice.attention import (
    CaseFacts,
    FlagFact,
    Limits,
    NeedsAttention,
    reasons,
    urgency,
)
from sinew.program import Program
from sinew.vocabulary import Disposition, Outcome

RECENT_DAYS = 14


@dataclass(frozen=True, slots=True)
class Case:
    """One member of a caseload.

    Attributes:
        plan: the active care plan; ``None`` before there is one or after it ended.
        newest: the newest decision about the plan.
        pains: the worst pain of each done session, oldest first; ``None`` where nobody said.
        recent: sessions done in the last 14 days.
        word: see `standing_word`.
    """

    member: Member
    today: date
    plan: CarePlan | None
    newest: Adjustment | None
    attention: tuple[NeedsAttention, ...]
    pains: tuple[float | None, ...]
    recent: int
    last_active_on: date | None
    word: str
    has_open_intake: bool


def limits_of(program: Program) -> Limits:
    """The numbers of this program that rank a caseload."""
    missed = sorted(rule.days.low for rule in program.progression.missed)
    return Limits(
        pain_points=program.progression.improvement.points,
        missed_days=missed[len(missed) // 2],
        silent_days=missed[-1],
        review_hours=program.review_within_hours,
    )


def caseload(user: User, limits: Limits, *, at: datetime, only: Member | None = None) -> list[Case]:
    """Everybody `user` looks after (or the `only` one), the most urgent at the top."""
    visible = Member.objects.visible_to(user)
    members = (
        (visible.filter(pk=only.pk) if only else visible)
        .select_related("user")
        .prefetch_related(
            Prefetch("care_plans", CarePlan.objects.active(), to_attr="active_plans"),
            Prefetch("active_plans__adjustments", Adjustment.objects.order_by("id"), to_attr="decided"),
            Prefetch(
                "active_plans__events",
                CareEvent.objects.of_type(CareEvent.Type.PRACTITIONER),
                to_attr="decisions",
            ),
            Prefetch(
                "active_plans__exercise_sessions",
                ExerciseSession.objects.done().defer("result"),
                to_attr="done",
            ),
            Prefetch("intakes", IntakeRecord.objects.open(), to_attr="open_intakes"),
            "red_flags",
        )
    )
    waiting = waiting_of(user, only=only)
    cases = [case_of(member, limits, at=at, thread=waiting.get(member.pk, NOTHING)) for member in members]
    return sorted(cases, key=lambda case: (urgency(case.attention), case.member.display_name.casefold()))


def case_of(member: Member, limits: Limits, *, at: datetime, thread: Waiting) -> Case:
    """One member's case, from rows that `caseload` has prefetched, and what waits in their thread."""
    today = local_day(member, at)
    plan: CarePlan | None = next(iter(member.active_plans), None)  # type: ignore[attr-defined]  # prefetched above
    decided: list[Adjustment] = plan.decided if plan else []  # type: ignore[attr-defined]
    done: list[ExerciseSession] = plan.done if plan else []  # type: ignore[attr-defined]
    word = standing_word(plan.decisions) if plan else ""  # type: ignore[attr-defined]
    newest = decided[-1] if decided else None
    waiting = waits_from(decided)
    asking = asks_from(decided)
    news = news_from(decided, plan.decisions) if plan else None  # type: ignore[attr-defined]  # prefetched above
    open_intake: IntakeRecord | None = next(iter(member.open_intakes), None)  # type: ignore[attr-defined]
    pains = tuple(worst_pain(session) for session in done)
    last_active_on = done[-1].planned_on if done else (plan.as_of if plan else None)
    facts = CaseFacts(
        today=today,
        flags=tuple(_flags(member)),
        outcome=Outcome(newest.outcome) if newest else None,
        disposition=Disposition(newest.disposition) if newest else None,
        waits_since=waiting.created_at if waiting else None,
        waits_because=waiting.reasons[0]["rule"] if waiting and waiting.reasons else "",
        asked_at=asking.created_at if asking else None,
        asked_for=asking.sign_off if asking else "",
        told_at=news.created_at if news else None,
        told_because=news.team_news if news else "",
        was_cleared=any(one.disposition == Disposition.SELF_CARE for one in decided),
        is_stopped=word == "stop",
        pains=tuple(pain for pain in pains if pain is not None),
        last_active_on=last_active_on,
        intake_open_since=local_day(member, open_intake.started_at) if open_intake else None,
        alarm_at=thread.alarm_at,
        message_at=thread.since,
        message_due_at=thread.due_at,
    )
    return Case(
        member=member,
        today=today,
        plan=plan,
        newest=newest,
        attention=reasons(facts, limits),
        pains=pains,
        recent=sum(session.planned_on > today - timedelta(days=RECENT_DAYS) for session in done),
        last_active_on=done[-1].planned_on if done else None,
        word=word,
        has_open_intake=open_intake is not None,
    )


def local_day(member: Member, at: datetime) -> date:
    """The calendar day where the member is."""
    return at.astimezone(ZoneInfo(member.user.timezone)).date()


def worst_pain(session: ExerciseSession) -> float | None:
    """The highest pain told about a session, whenever it was felt."""
    told = [session.pain_before, session.pain_during, session.pain_after]
    return max((pain for pain in told if pain is not None), default=None)


def standing_word(decisions: Iterable[CareEvent]) -> str:
    """The practitioner's last word about going on: ``cleared``, ``hold``, ``stop``, or nothing."""
    said = [event.payload for event in decisions if event.payload["decision"] in ("cleared", "hold", "stop")]
    about_the_program = [p["decision"] for p in said if p.get("scope", "program") == "program"]
    return about_the_program[-1] if about_the_program else ""


def waits_from(decided: Sequence[Adjustment]) -> Adjustment | None:
    """The decision from which on, until now, the plan waits for a practitioner; ``None`` if it does not.

    Args:
        decided: all decisions about a plan, oldest first.
    """
    waiting = takewhile(lambda one: one.waits_for_team, reversed(decided))
    return next(iter(list(waiting)[-1:]), None)


def asks_from(decided: Sequence[Adjustment]) -> Adjustment | None:
    """The decision from which on, until now, only a sign-off is missing; ``None`` if none is."""
    asking = takewhile(lambda one: one.sign_off, reversed(decided))
    return next(iter(list(asking)[-1:]), None)


def news_from(decided: Sequence[Adjustment], decisions: Sequence[CareEvent]) -> Adjustment | None:
    """The newest decision the team should know of, unless a practitioner has decided something since.

    Args:
        decided: all decisions about a plan, oldest first.
        decisions: the practitioners' own.
    """
    last = max((event.created_at for event in decisions), default=None)
    news = next((one for one in reversed(decided) if one.team_news), None)
    return news if news is not None and (last is None or news.created_at > last) else None


def _flags(member: Member) -> Iterable[FlagFact]:
    for flag in member.red_flags.all():
        if flag.resolved_at is None and flag.taken_back_at is None:
            yield FlagFact(flag.rule, Disposition(flag.disposition), flag.raised_at, flag.within_hours)
