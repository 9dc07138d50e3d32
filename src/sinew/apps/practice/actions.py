"""What a physical therapist decides about a plan, always with a reason; and taking a decision back."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction

from sinew.apps.accounts.models import User
from sinew.apps.care import actions as care
from sinew.apps.care.errors import ChangesRefused
from sinew.apps.care.models import Adjustment, CareEvent, CarePlan, RedFlagRaised
from sinew.apps.care.tailoring import is_detailed, together
from sinew.apps.practice.caseload import local_day
from sinew.apps.practice.errors import CannotBeUndone, OnlyPhysicalTherapists, ReasonMissing
from sinew.vocabulary import Role


class Decision(StrEnum):
    """A decision of the history contract (docs/program-contract.md)."""

    CLEARED = "cleared"
    HOLD = "hold"
    STOP = "stop"
    PROGRESS = "progress"
    REGRESS = "regress"
    SET_PHASE = "set_phase"
    EXCLUDE_EXERCISE = "exclude_exercise"
    TAKE_BACK = "take_back"

    @property
    def is_chosen(self) -> bool:
        """Whether it is one of the choices of the form; the others follow from an undo."""
        return self is not Decision.TAKE_BACK


OPPOSITES = {
    Decision.HOLD: Decision.CLEARED,
    Decision.STOP: Decision.CLEARED,
    Decision.CLEARED: Decision.HOLD,
    Decision.PROGRESS: Decision.REGRESS,
    Decision.REGRESS: Decision.PROGRESS,
}
"""What takes a decision back. Setting a phase is taken back by setting the one before; changes of the list
(an exclusion among them) by `take_back`, all that were saved together."""


def may_decide(user: User) -> bool:
    """Whether this person may decide about plans: physical therapists only, not coaches."""
    return user.role == Role.PHYSICAL_THERAPIST


def decide(
    *,
    plan: CarePlan,
    decision: Decision,
    reason: str,
    at: datetime,
    by: User,
    detail: Mapping[str, Any] | None = None,
    seen: int | None = None,
) -> Adjustment:
    """Record a decision with its reason and recompute the plan.

    Args:
        seen: id of the newest adjustment they saw; see `care.actions.decide`.
        detail: ``scope`` of a clearance, ``phase`` to set, ``exercise`` to exclude.

    Raises:
        OnlyPhysicalTherapists: `by` is not a physical therapist.
        ReasonMissing: no reason was given.
        NotOnCareTeam, PlanChanged, CarePlanEnded, InputRefused: see `care.actions.decide`.
    """
    if not may_decide(by):
        raise OnlyPhysicalTherapists
    if not reason.strip():
        raise ReasonMissing
    on = max(local_day(plan.member, at), plan.as_of)
    return care.decide(
        plan=plan, decision=decision, reason=reason.strip(), on=on, at=at, by=by, detail=detail, seen=seen
    )


def undo_of(event: CareEvent, phase_before: str) -> tuple[Decision, dict[str, Any]] | None:
    """The decision that takes `event` back, with its detail; ``None`` where there is none.

    Args:
        phase_before: the phase the plan was in before the decision.
    """
    if event.payload["decision"] == Decision.TAKE_BACK or event.strikes_id is not None:
        return None
    if is_detailed(event):
        return Decision.TAKE_BACK, {"count": len(together(event))}
    made = Decision(event.payload["decision"])
    if made is Decision.SET_PHASE and phase_before:
        return Decision.SET_PHASE, {"phase": phase_before}
    if made is Decision.CLEARED and event.payload.get("scope", "program") != "program":
        return None
    return (OPPOSITES[made], {}) if made in OPPOSITES else None


@transaction.atomic
def undo(*, event: CareEvent, at: datetime, by: User) -> Adjustment:
    """Take back the newest decision about a plan, by its own maker.

    Raises:
        CannotBeUndone: it is not the newest, not theirs, or has no opposite; so too after a second click.
        OnlyPhysicalTherapists: see `decide`.
    """
    CarePlan.objects.select_for_update().get(pk=event.plan_id)
    decisions = event.plan.adjustments.filter(event__type=CareEvent.Type.PRACTITIONER).order_by("id")
    newest = decisions.last()
    if newest is None or newest.event_id != event.pk or event.created_by_id != by.pk:
        raise CannotBeUndone
    before = event.plan.adjustments.filter(pk__lt=newest.pk).order_by("id").last()
    opposite = undo_of(event, before.phase if before else "")
    if opposite is None:
        raise CannotBeUndone
    decision, detail = opposite
    reason = f"Taken back: {event.payload['reason']}"
    if decision is Decision.TAKE_BACK:
        return _take_back(event.plan, detail, reason=reason, at=at, by=by)
    return decide(plan=event.plan, decision=decision, reason=reason, at=at, by=by, detail=detail)


def _take_back(
    plan: CarePlan, detail: Mapping[str, Any], *, reason: str, at: datetime, by: User
) -> Adjustment:
    """Take back what was saved together, if nothing else has happened since."""
    on = max(local_day(plan.member, at), plan.as_of)
    change = {"decision": Decision.TAKE_BACK.value, **detail}
    try:
        (adjustment,) = care.tailor(plan=plan, changes=[change], reason=reason, on=on, at=at, by=by)
    except ChangesRefused:
        raise CannotBeUndone from None
    return adjustment


def resolve_red_flag(*, flag: RedFlagRaised, resolution: str, at: datetime, by: User) -> None:
    """Record what was done about a red flag.

    Raises:
        OnlyPhysicalTherapists: `by` is not a physical therapist.
        ReasonMissing: nothing was said about it.
    """
    if not may_decide(by):
        raise OnlyPhysicalTherapists
    if not resolution.strip():
        raise ReasonMissing
    care.resolve_red_flag(flag=flag, resolution=resolution.strip(), at=at, by=by)
