"""This app's parts of a member's record: care team, plans with their events and decisions, red flags."""

from collections.abc import Iterable
from datetime import datetime

from sinew.apps.accounts.models import User
from sinew.apps.care import actions, planning
from sinew.apps.care.models import (
    Adjustment,
    CareEvent,
    CarePlan,
    CareTeamMember,
    NewsRead,
    PlanSummary,
    ReasonsPutAside,
    RedFlagRaised,
)
from sinew.apps.care.reasons import OUTCOMES, fact_in_words, in_words
from sinew.apps.members.models import Member
from sinew.apps.members.record import RecordPart, Rows, Section
from sinew.apps.members.record_parts import instant, readable
from sinew.apps.web import content as shown
from sinew.content import Content
from sinew.vocabulary import Outcome


def team_rows(member: Member) -> Rows:
    """Who looks after the member, for the exact export."""
    return [
        {
            "practitioner": place.practitioner.name,
            "role": place.practitioner.role,
            "joined_at": instant(place.joined_at),
            "ended_at": instant(place.ended_at),
            "covers_for": place.cover.away.name if place.cover else None,
            "cover_until": instant(place.cover.until_at) if place.cover else None,
        }
        for place in member.care_team.select_related("practitioner", "cover__away")
    ]


def team_sections(member: Member) -> Iterable[Section]:
    """Who looks after the member, for reading."""
    places = member.care_team.select_related("practitioner")
    yield Section(
        "Your care team", tuple((p.practitioner.name, f"since {readable(p.joined_at)}") for p in places)
    )


def aside_rows(member: Member) -> Rows:
    """What the team put aside until a day, and why, for the exact export."""
    return [
        {
            "kinds": row.kinds,
            "why": row.why,
            "until": row.until.isoformat(),
            "put_at": instant(row.put_at),
            "ended_at": instant(row.ended_at),
        }
        for row in member.put_aside.all()
    ]


def aside_sections(member: Member) -> Iterable[Section]:
    """What the team put aside, for reading."""
    rows = member.put_aside.all()
    lines = tuple((readable(row.put_at), f"until {row.until:%Y-%m-%d}: {row.why}") for row in rows)
    yield Section("What your care team looks at later", lines)


def plan_rows(member: Member) -> Rows:
    """Care plans with their answers, events and adjustments, for the exact export."""
    return [
        {
            "care_plan": str(plan.pk),
            "as_of": instant(plan.as_of),
            "content_version": plan.content_snapshot_id,
            "answers": plan.answers,
            "started_at": instant(plan.started_at),
            "ended_at": instant(plan.ended_at),
            "end_reason": plan.end_reason,
            "events": [
                {**event.as_fact(), "recorded_at": instant(event.created_at)} for event in plan.events.all()
            ],
            "adjustments": [_adjustment_row(adjustment) for adjustment in plan.adjustments.all()],
            "read_by_the_team": [instant(read.read_at) for read in plan.news_read.all()],
        }
        for plan in member.care_plans.all()
    ]


def _adjustment_row(adjustment: Adjustment) -> dict[str, object]:
    return {
        "on": instant(adjustment.on),
        "for_day": instant(adjustment.for_day),
        "outcome": adjustment.outcome,
        "disposition": adjustment.disposition,
        "phase": adjustment.phase,
        "reasons": adjustment.reasons,
        "changes": adjustment.changes,
    }


def plan_sections(member: Member) -> Iterable[Section]:
    """What was changed in each care plan and why, for reading."""
    for plan in member.care_plans.all():
        content = planning.content_of(plan)
        lines = tuple(_adjustment_line(adjustment, content) for adjustment in plan.adjustments.all())
        yield Section(f"Your plan of {readable(plan.as_of)}", lines)


def _adjustment_line(adjustment: Adjustment, content: Content) -> tuple[str, str]:
    outcome = OUTCOMES[Outcome(adjustment.outcome)]
    why = " ".join(reason.sentence for reason in in_words(adjustment.reasons, content))
    return f"{readable(adjustment.on)}: {outcome}", why


def flag_rows(member: Member) -> Rows:
    """Red flags that were raised, for the exact export."""
    return [
        {
            "rule": flag.rule,
            "disposition": flag.disposition,
            "within_hours": flag.within_hours,
            "because": flag.because,
            "raised_at": instant(flag.raised_at),
            "taken_back_at": instant(flag.taken_back_at),
            "resolved_at": instant(flag.resolved_at),
            "resolution": flag.resolution,
        }
        for flag in member.red_flags.all()
    ]


def flag_sections(member: Member) -> Iterable[Section]:
    """Red flags that were raised, for reading."""
    content = shown.current()
    lines = tuple(
        (readable(flag.raised_at), "\n".join(fact_in_words(fact, content) for fact in flag.because))
        for flag in member.red_flags.all()
    )
    yield Section("Warning signs you reported", lines)


def end_plans(member: Member, at: datetime, by: User) -> None:
    """Without consent there is no plan."""
    for plan in member.care_plans.active():
        actions.end_care_plan(plan=plan, reason="consent_withdrawn", at=at, by=by)


PARTS = (
    RecordPart("care_team", "Care team", (CareTeamMember,), team_rows, team_sections),
    RecordPart(
        "care_plans",
        "Plans, what happened in them, and why they changed",
        (CarePlan, CareEvent, Adjustment, PlanSummary, NewsRead),
        plan_rows,
        plan_sections,
        end_plans,
    ),
    RecordPart(
        "put_aside", "What your care team looks at later", (ReasonsPutAside,), aside_rows, aside_sections
    ),
    RecordPart("red_flags", "Warning signs you reported", (RedFlagRaised,), flag_rows, flag_sections),
)
