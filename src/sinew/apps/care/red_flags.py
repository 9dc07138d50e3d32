"""Keeping the raised red flags in step with what the answers say now, and telling the care team at once."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.care.errors import FlagClosed, NotOnCareTeam
from sinew.apps.care.models import CarePlan, RedFlagRaised
from sinew.apps.care.teams import ensure_care_team, tell_care_team, tell_lists
from sinew.apps.members import actions as members
from sinew.apps.members.models import IntakeRecord, Member
from sinew.program import FiredFlag


@transaction.atomic
def reconcile_intake_flags(
    *, intake: IntakeRecord, fired: Sequence[FiredFlag], at: datetime, by: User
) -> list[RedFlagRaised]:
    """Raise the flags that stop this intake and are new, take back those whose answer was corrected.

    Returns the flags that stand.
    """
    standing = {_identity(flag): flag for flag in intake.red_flags.open()}
    wanted = {_identity(flag): flag for flag in fired if flag.stops_intake}
    for known, flag in standing.items():
        if known not in wanted:
            flag.taken_back_at = at
            flag.save(update_fields=["taken_back_at"])
            audit.record(
                "care.red_flag.taken_back",
                on=flag,
                by=by,
                member=intake.member_id,
                detail={"rule": flag.rule},
            )
    new = [flag for known, flag in wanted.items() if known not in standing]
    raised = raise_flags(member=intake.member, fired=new, at=at, by=by, intake=intake)
    return [flag for known, flag in standing.items() if known in wanted] + raised


def _identity(flag: FiredFlag | RedFlagRaised) -> tuple[str, str, int | None]:
    """A flag whose urgency changes is another flag."""
    return flag.rule, str(flag.disposition), flag.within_hours


def raise_flags(
    *,
    member: Member,
    fired: Sequence[FiredFlag],
    at: datetime,
    by: User | None,
    intake: IntakeRecord | None = None,
    plan: CarePlan | None = None,
) -> list[RedFlagRaised]:
    """Store red flags and tell the care team at once; one mail for all of them."""
    if not fired:
        return []
    ensure_care_team(member=member, at=at, by=by)
    raised = [
        RedFlagRaised.objects.create(
            member=member,
            plan=plan,
            intake=intake,
            rule=flag.rule,
            disposition=flag.disposition,
            within_hours=flag.within_hours,
            advice=flag.advice,
            because=list(flag.reason.because),
            raised_at=at,
        )
        for flag in fired
    ]
    for flag in raised:
        audit.record("care.red_flag.raised", on=flag, by=by, member=member.pk, detail={"rule": flag.rule})
    tell_care_team(member=member, occasion=f"red-flag-{raised[0].pk}")
    tell_lists(member)
    return raised


@transaction.atomic
def resolve_red_flag(*, flag: RedFlagRaised, resolution: str, at: datetime, by: User) -> None:
    """Record that a practitioner dealt with the flag.

    When nothing else stops an intake any more it is closed, and the member may answer a fresh one: a stopped
    intake never turns into a plan.

    Raises:
        NotOnCareTeam: `by` is not on this member's care team, or the member lets it read no more.
        FlagClosed: it is not open any more; what was written first stands.
    """
    if not flag.member.care_team.current().visible_to(by).filter(practitioner=by).exists():
        raise NotOnCareTeam(flag.pk)
    locked = RedFlagRaised.objects.open().select_for_update(of=("self",)).select_related("member", "intake")
    try:
        flag = locked.get(pk=flag.pk)
    except RedFlagRaised.DoesNotExist:
        raise FlagClosed(flag.pk) from None
    flag.resolved_at, flag.resolved_by, flag.resolution = at, by, resolution
    flag.save(update_fields=["resolved_at", "resolved_by", "resolution"])
    audit.record("care.red_flag.resolved", on=flag, by=by, member=flag.member_id, detail={"rule": flag.rule})
    tell_lists(flag.member)
    if flag.intake is not None and not flag.intake.red_flags.open().exists():
        members.complete_intake(intake=flag.intake, at=at, by=by)
