"""Changing a plan in the editor, keeping a list as a template, and proposing changes to a therapist."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.care import actions as care
from sinew.apps.care.errors import NotOnCareTeam
from sinew.apps.care.models import Adjustment, CarePlan
from sinew.apps.care.planning import content_of
from sinew.apps.care.tailoring import is_own_reason
from sinew.apps.care.teams import tell_care_team
from sinew.apps.practice.actions import may_decide
from sinew.apps.practice.caseload import local_day
from sinew.apps.practice.errors import OnlyPhysicalTherapists, ReasonMissing
from sinew.apps.tailoring.doses import dose_of
from sinew.apps.tailoring.errors import (
    NameTaken,
    NothingToKeep,
    OnlyTipsWithoutTherapist,
    ProposalSettled,
    ReasonNotOwn,
)
from sinew.apps.tailoring.models import ListTemplate, Proposal
from sinew.program import Listing

Changes = Sequence[Mapping[str, Any]]


@transaction.atomic
def save_changes(
    *,
    plan: CarePlan,
    changes: Changes,
    reason: str,
    seen: int,
    at: datetime,
    by: User,
    proposal: Proposal | None = None,
) -> list[Adjustment]:
    """Make changes of a plan with one reason, all of them or none.

    Args:
        seen: id of the newest adjustment they saw; see `care.actions.decide`.
        proposal: what they were taken from; it is settled with it.

    Raises:
        ReasonMissing: no reason was given.
        OnlyTipsWithoutTherapist: `by` is no physical therapist, and it is more than tips.
        ReasonNotOwn: a reason is meant to lift limits, and is only what content suggests.
        ChangesRefused, NotOnCareTeam, PlanChanged, CarePlanEnded, InputRefused: see `care.actions.tailor`.
        ProposalSettled: see `settle_proposal`.
    """
    if not reason.strip():
        raise ReasonMissing
    if not may_decide(by) and any(change["decision"] != "set_cue" for change in changes):
        raise OnlyTipsWithoutTherapist
    if any(change.get("override") for change in changes) and not is_own_reason(reason, content_of(plan)):
        raise ReasonNotOwn
    on = max(local_day(plan.member, at), plan.as_of)
    made = care.tailor(plan=plan, changes=changes, reason=reason.strip(), on=on, at=at, by=by, seen=seen)
    if proposal is not None:
        settle_proposal(proposal=proposal, taken=True, at=at, by=by)
    return made


@transaction.atomic
def propose(*, plan: CarePlan, changes: Changes, reason: str, at: datetime, by: User) -> Proposal:
    """Put changes before a physical therapist of the team; the plan stays as it is.

    Raises:
        ReasonMissing: no reason was given.
        NotOnCareTeam: `by` is not on this member's care team.
        ValueError: there are no changes.
    """
    if not changes:
        raise ValueError("changes: there are none")
    if not reason.strip():
        raise ReasonMissing
    if not plan.member.care_team.current().visible_to(by).filter(practitioner=by).exists():
        raise NotOnCareTeam(plan.pk)
    proposal = Proposal.objects.create(
        plan=plan,
        changes=[dict(one) for one in changes],
        reason=reason.strip(),
        proposed_by=by,
        proposed_at=at,
    )
    audit.record("tailoring.proposal.made", on=proposal, by=by, member=plan.member_id)
    tell_care_team(member=plan.member, occasion=f"proposal-{proposal.pk}")
    return proposal


@transaction.atomic
def settle_proposal(*, proposal: Proposal, taken: bool, at: datetime, by: User) -> None:
    """Answer a proposal: it was taken into the plan, or it was not.

    Raises:
        OnlyPhysicalTherapists: `by` is not a physical therapist.
        ProposalSettled: somebody has answered it.
    """
    if not may_decide(by):
        raise OnlyPhysicalTherapists
    is_open = Proposal.objects.filter(pk=proposal.pk, settled_at=None)
    if not is_open.update(settled_at=at, settled_by=by, taken=taken):
        raise ProposalSettled
    audit.record("tailoring.proposal.settled", on=proposal, by=by, member=proposal.plan.member_id)


def keep_template(
    *, plan: CarePlan, listing: Listing, name: str, is_shared: bool, at: datetime, by: User
) -> ListTemplate:
    """Keep the list of a plan under a name, to be used for other members.

    Tips stay with the member they were written for: they are not kept.

    Raises:
        OnlyPhysicalTherapists: `by` is not a physical therapist.
        NothingToKeep: the plan has no list.
        NameTaken: they have a template of this name.
    """
    if not may_decide(by):
        raise OnlyPhysicalTherapists
    if listing.phase is None or not listing.exercises:
        raise NothingToKeep
    try:
        with transaction.atomic():
            made = ListTemplate.objects.create(
                owner=by,
                name=name.strip(),
                phase=listing.phase,
                track=listing.track or "",
                content_version=content_of(plan).version,
                exercises=[{"exercise": one.exercise, "dose": dose_of(one)} for one in listing.exercises],
                is_shared=is_shared,
                created_at=at,
            )
    except IntegrityError:
        raise NameTaken from None
    audit.record("tailoring.template.kept", on=made, by=by)
    return made


def retire_template(*, template: ListTemplate, at: datetime, by: User) -> None:
    """Take a template of one's own away; plans it was used for stay as they are.

    Raises:
        OnlyPhysicalTherapists: it is somebody else's.
    """
    if template.owner_id != by.pk:
        raise OnlyPhysicalTherapists
    if ListTemplate.objects.filter(pk=template.pk, retired_at=None).update(retired_at=at):
        audit.record("tailoring.template.retired", on=template, by=by)
