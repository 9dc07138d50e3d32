"""The editor of one member's plan, a therapist's templates, and proposals."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.accounts.permissions import practitioner_required
from sinew.apps.audit import actions as audit
from sinew.apps.care.errors import CarePlanEnded, ChangesRefused, NotOnCareTeam, PlanChanged
from sinew.apps.care.models import CarePlan
from sinew.apps.members.models import Member
from sinew.apps.practice.actions import may_decide
from sinew.apps.practice.caseload import local_day
from sinew.apps.practice.errors import ReasonMissing
from sinew.apps.tailoring import actions
from sinew.apps.tailoring.draft import Draft
from sinew.apps.tailoring.editor import Step, seen_in, take_step
from sinew.apps.tailoring.errors import (
    NameTaken,
    NothingToKeep,
    OnlyTipsWithoutTherapist,
    ProposalSettled,
    ReasonNotOwn,
)
from sinew.apps.tailoring.models import ListTemplate, Proposal
from sinew.apps.tailoring.presenters import EditorPage
from sinew.errors import InputRefused

CHANGED = (
    "This plan has changed since you opened the page. Nothing was saved: look at the list again, then save."
)
REFUSED = "Some of this does not fit. Nothing was saved: see below what speaks against it."
OLDER = (
    "This plan has changed since you opened the page. Here it is as it is now, with your own changes in it: "
    "look at it again before you save."
)
WRONG_NUMBERS = "Some numbers are not possible. Nothing was saved: the fields are marked below."
UNREADABLE = "This could not be read. Start again from the list as it is."


@require_http_methods(["GET", "HEAD", "POST"])
@practitioner_required
def editor(request: SignedInRequest, member_id: UUID) -> HttpResponse:
    """Change the plan of one member: look at what it would do, then save it with a reason."""
    plan = _plan(request, member_id)
    if request.method != "POST":
        audit.record("tailoring.plan.read", on=plan, by=request.user, member=plan.member_id)
        return _page(request, plan, Step(Draft()))
    try:
        step = take_step(request.POST, plan, _day(request, plan), request.user)
        act = request.POST.get("act", "preview")
        if act == "save" and not step.draft.wrong:
            return _save(request, plan, step)
        if act == "propose" and not step.draft.wrong:
            return _propose(request, plan, step)
        if act == "keep":
            return _keep(request, plan, step)
        is_refused = act in ("save", "propose") and bool(step.draft.wrong)
        problem = WRONG_NUMBERS if is_refused else OLDER if step.is_older else ""
        return _page(request, plan, step, problem=problem, status=400 if is_refused else 200)
    except InputRefused:
        return _page(request, plan, Step(Draft()), problem=UNREADABLE, status=400)


def _save(request: SignedInRequest, plan: CarePlan, step: Step) -> HttpResponse:
    draft = step.draft
    if not draft.changes:
        return _page(request, plan, step, problem="There is nothing to save yet.", status=400)
    try:
        actions.save_changes(
            plan=plan,
            changes=draft.changes,
            reason=draft.reason,
            seen=seen_in(request.POST),
            at=request.at,
            by=request.user,
            proposal=step.proposal,
        )
    except PlanChanged:
        return _page(request, plan, step, problem=CHANGED, status=409)
    except ChangesRefused:
        return _page(request, plan, step, problem=REFUSED, status=400)
    except (ReasonMissing, ReasonNotOwn, OnlyTipsWithoutTherapist, ProposalSettled) as refused:
        return _page(request, plan, step, problem=str(refused), status=400)
    except (NotOnCareTeam, CarePlanEnded):
        messages.error(request, "This plan cannot be changed any more.")
        return redirect("practice:member", plan.member_id)
    messages.success(request, f"Saved. {plan.member.display_name} reads what changed, and why.")
    return redirect("practice:member", plan.member_id)


def _propose(request: SignedInRequest, plan: CarePlan, step: Step) -> HttpResponse:
    draft = step.draft
    if not draft.changes:
        return _page(request, plan, step, problem="There is nothing to propose yet.", status=400)
    try:
        actions.propose(plan=plan, changes=draft.changes, reason=draft.reason, at=request.at, by=request.user)
    except ReasonMissing as refused:
        return _page(request, plan, step, problem=str(refused), status=400)
    except NotOnCareTeam:
        messages.error(request, "This plan cannot be changed any more.")
        return redirect("practice:member", plan.member_id)
    messages.success(request, "Proposed. A physical therapist of the team decides.")
    return redirect("practice:member", plan.member_id)


def _keep(request: SignedInRequest, plan: CarePlan, step: Step) -> HttpResponse:
    """Keep the list as it would be as a template; the draft goes on."""
    if not may_decide(request.user):
        raise PermissionDenied
    name = request.POST.get("template_name", "").strip()[:80]
    if not name:
        return _page(request, plan, step, problem="Give the template a name.", status=400)
    page = _presented(request, plan, step)
    try:
        actions.keep_template(
            plan=plan,
            listing=page.listing,
            name=name,
            is_shared=bool(request.POST.get("template_shared")),
            at=request.at,
            by=request.user,
        )
    except (NameTaken, NothingToKeep) as refused:
        return _page(request, plan, step, problem=str(refused), status=400)
    kept = replace(step, posted={key: said for key, said in step.posted.items() if key in step.draft.told})
    return _page(request, plan, kept, notice=f"Kept as “{name}”.")


@require_POST
@practitioner_required
def decline(request: SignedInRequest, member_id: UUID, proposal_id: int) -> HttpResponse:
    """Leave a proposal; the plan stays as it is."""
    if not may_decide(request.user):
        raise PermissionDenied
    proposals = Proposal.objects.visible_to(request.user).filter(plan__member=member_id)
    proposal = get_object_or_404(proposals, pk=proposal_id)
    try:
        actions.settle_proposal(proposal=proposal, taken=False, at=request.at, by=request.user)
    except ProposalSettled as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Left as it is. The proposal stays in the record.")
    return redirect("tailoring:editor", member_id)


@require_GET
@practitioner_required
def templates(request: SignedInRequest) -> HttpResponse:
    """A therapist's templates and those colleagues share."""
    found = ListTemplate.objects.visible_to(request.user).select_related("owner")
    return render(request, "tailoring/templates.html", {"templates": found})


@require_POST
@practitioner_required
def retire(request: SignedInRequest, template_id: UUID) -> HttpResponse:
    """Take a template of one's own away."""
    template = get_object_or_404(ListTemplate.objects.visible_to(request.user), pk=template_id)
    if template.owner_id != request.user.pk:
        raise PermissionDenied
    actions.retire_template(template=template, at=request.at, by=request.user)
    messages.success(request, "Taken away. Plans it was used for stay as they are.")
    return redirect("tailoring:templates")


def _plan(request: SignedInRequest, member_id: UUID) -> CarePlan:
    """The active plan of a member whose record this practitioner may read."""
    member = get_object_or_404(Member.objects.visible_to(request.user), pk=member_id)
    plans = CarePlan.objects.visible_to(request.user).active().select_related("member__user")
    return get_object_or_404(plans, member=member)


def _day(request: SignedInRequest, plan: CarePlan) -> date:
    return max(local_day(plan.member, request.at), plan.as_of)


def _presented(request: SignedInRequest, plan: CarePlan, step: Step) -> EditorPage:
    return EditorPage(plan, step, request.user, day=_day(request, plan), at=request.at)


def _page(
    request: SignedInRequest,
    plan: CarePlan,
    step: Step,
    *,
    problem: str = "",
    notice: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {"page": _presented(request, plan, step), "problem": problem, "notice": notice}
    return render(request, "tailoring/editor.html", context, status=status)
