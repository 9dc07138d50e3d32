"""The practitioner's member pages, and the operator's health page."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Prefetch, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.accounts.permissions import operator_required, practitioner_required
from sinew.apps.audit import actions as audit
from sinew.apps.care.errors import CarePlanEnded, FlagClosed, PlanChanged
from sinew.apps.care.models import Adjustment, CareEvent, CarePlan, RedFlagRaised
from sinew.apps.care.planning import content_of
from sinew.apps.handout.http import handout_response
from sinew.apps.members.models import Member
from sinew.apps.outcomes.course import Course
from sinew.apps.practice import actions
from sinew.apps.practice.actions import Decision, may_decide
from sinew.apps.practice.caseload import local_day
from sinew.apps.practice.errors import CannotBeUndone
from sinew.apps.practice.forms import DecisionForm, ResolutionForm
from sinew.apps.practice.operations.health import check_health
from sinew.apps.practice.presenters.outcomes import SummaryPresenter
from sinew.apps.practice.record_views import member_page
from sinew.errors import InputRefused

DECIDED = {
    Decision.CLEARED: "Cleared. The plan goes on and says why.",
    Decision.HOLD: "Held at this level. Sessions go on, nothing gets harder until you clear it.",
    Decision.STOP: "Stopped. No sessions until you clear it.",
    Decision.PROGRESS: "Stepped up.",
    Decision.REGRESS: "Stepped down.",
    Decision.SET_PHASE: "Phase set.",
    Decision.EXCLUDE_EXERCISE: "Excluded; the program chooses something else.",
    Decision.TAKE_BACK: "Taken back.",
}
CHANGED = (
    "This plan has changed since you opened the page, perhaps by a second click of your own. "
    "Nothing was added: read what is new below, then decide."
)


@require_GET
@practitioner_required
def outcomes(request: SignedInRequest) -> HttpResponse:
    """Who responded, of everybody this practitioner looks after."""
    plans = CarePlan.objects.visible_to(request.user).select_related("member__user")
    plans = plans.prefetch_related(*_parts_of_a_course())
    courses = [Course(plan, local_day(plan.member, request.at)) for plan in plans]
    members = {plan.member_id for plan in plans}
    audit.record_reads("practice.outcomes.read", members=members, by=request.user)
    return render(request, "practice/outcomes.html", {"page": SummaryPresenter(courses)})


def _parts_of_a_course() -> tuple[Prefetch[Any] | str, ...]:
    """What a course needs of a plan with a year of history: answers, check-ins, and where it began."""
    begun = Adjustment.objects.exclude(phase="").filter(plan=OuterRef("plan")).order_by("on", "id")
    return (
        "answered_questionnaires",
        Prefetch("events", CareEvent.objects.of_type(CareEvent.Type.CHECK_IN)),
        Prefetch("adjustments", Adjustment.objects.filter(pk=Subquery(begun.values("pk")[:1]))),
    )


@require_GET
@practitioner_required
def plan_pdf(request: SignedInRequest, member_id: UUID) -> HttpResponse:
    """The member's plan to print."""
    found = _member(request, member_id)
    plan = get_object_or_404(found.care_plans.active().select_related("member__user"))
    audit.record("practice.plan.printed", on=plan, by=request.user, member=found.pk)
    day = local_day(found, request.at)
    return handout_response(plan, day=day, at=request.at, paper=request.GET.get("paper", ""))


@require_POST
@practitioner_required
def decide(request: SignedInRequest, member_id: UUID) -> HttpResponse:
    """Clear, hold, stop or change a plan, with a reason."""
    found = _member(request, member_id, to_decide=True)
    plan = get_object_or_404(found.care_plans.active())
    form = DecisionForm(request.POST, content=content_of(plan))
    if not form.is_valid():
        return member_page(request, found, status=400, form=form)
    decision = Decision(form.cleaned_data["decision"])
    try:
        actions.decide(
            plan=plan,
            decision=decision,
            reason=form.cleaned_data["reason"],
            detail=form.detail,
            seen=form.cleaned_data["seen"],
            at=request.at,
            by=request.user,
        )
    except PlanChanged:
        form.add_error(None, CHANGED)
        return member_page(request, found, status=409, form=form)
    except (InputRefused, CarePlanEnded) as refused:
        form.add_error(None, str(refused))
        return member_page(request, found, status=400, form=form)
    messages.success(request, DECIDED[decision])
    return redirect("practice:member", found.pk)


@require_POST
@practitioner_required
def undo(request: SignedInRequest, member_id: UUID, event_id: int) -> HttpResponse:
    """Take the newest decision back."""
    found = _member(request, member_id, to_decide=True)
    events = CareEvent.objects.visible_to(request.user).filter(plan__member=found)
    event = get_object_or_404(events.of_type(CareEvent.Type.PRACTITIONER), pk=event_id)
    try:
        actions.undo(event=event, at=request.at, by=request.user)
    except (CannotBeUndone, CarePlanEnded, InputRefused):
        messages.error(request, "This decision cannot be undone any more. Make a new one instead.")
    else:
        messages.success(request, "Taken back.")
    return redirect("practice:member", found.pk)


@require_POST
@practitioner_required
def resolve_flag(request: SignedInRequest, member_id: UUID, flag_id: int) -> HttpResponse:
    """Record what was done about a red flag."""
    found = _member(request, member_id, to_decide=True)
    flag = get_object_or_404(RedFlagRaised.objects.visible_to(request.user).open(), pk=flag_id, member=found)
    form = ResolutionForm(request.POST)
    if not form.is_valid():
        return member_page(request, found, status=400, form=form)
    resolution = form.cleaned_data["resolution"]
    try:
        actions.resolve_red_flag(flag=flag, resolution=resolution, at=request.at, by=request.user)
    except FlagClosed:
        messages.error(request, "Somebody else has just closed this flag. Read what they wrote.")
    else:
        messages.success(request, "Noted. The flag is closed and stays in the record.")
    return redirect("practice:member", found.pk)


@require_GET
@operator_required
def health(request: SignedInRequest) -> HttpResponse:
    """Whether this installation is well; nothing about any member."""
    return render(request, "practice/health.html", {"health": check_health(at=request.at)})


def _member(request: SignedInRequest, member_id: UUID, *, to_decide: bool = False) -> Member:
    """The member, if this practitioner is on their care team; only physical therapists decide."""
    if to_decide and not may_decide(request.user):
        raise PermissionDenied
    return get_object_or_404(Member.objects.visible_to(request.user).select_related("user"), pk=member_id)
