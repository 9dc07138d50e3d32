"""The caseload, and what is done in its rows."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_http_methods, require_POST

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.accounts.permissions import practitioner_required
from sinew.apps.audit import actions as audit
from sinew.apps.care.errors import CarePlanEnded, PlanChanged
from sinew.apps.care.models import Adjustment
from sinew.apps.care.summaries import mark_news_read
from sinew.apps.members.models import Member
from sinew.apps.practice import actions
from sinew.apps.practice.actions import Decision, may_decide
from sinew.apps.practice.caseload import caseload as read_caseload
from sinew.apps.practice.errors import NothingToPutAside, NotThatDay, ReasonMissing
from sinew.apps.practice.forms import SCOPES
from sinew.apps.practice.presenters.acts import Form
from sinew.apps.practice.presenters.caseload import Refused
from sinew.apps.practice.queue.actions import put_aside, take_up
from sinew.apps.practice.queue.filters import Filters
from sinew.apps.practice.queue.page import QueuePage
from sinew.apps.practice.told import day_told, id_told, moment_told
from sinew.apps.web import content as shown
from sinew.errors import InputRefused

CHANGED = "This plan has changed since you opened the list. Open the member's page and read what is new."
WHY_ASIDE = "Say why it can wait: the rest of the team reads the reason."


@require_http_methods(["GET", "POST"])
@ensure_csrf_cookie
@practitioner_required
def caseload(request: SignedInRequest) -> HttpResponse:
    """Everybody this practitioner looks after, those who need them first; a name is searched for by POST."""
    return render(request, "practice/caseload.html", {"page": _page(request, request.GET)})


@require_http_methods(["GET", "POST"])
@practitioner_required
def caseload_list(request: SignedInRequest) -> HttpResponse:
    """The list and its counts alone, for a page that is open."""
    return render(request, "practice/queue/live.html", {"page": _page(request, request.GET)})


def _page(request: SignedInRequest, told: Mapping[str, str], refused: Refused | None = None) -> QueuePage:
    filters = Filters.read(told, shown.current().program)
    name = request.POST.get("name", "").strip()[:80]
    page = QueuePage(request.user, filters, name=name, at=request.at, refused=refused)
    shown_now = [case.member.pk for case in page.selection.cases]
    audit.record_reads("practice.caseload.read", members=shown_now, by=request.user)
    return page


@require_POST
@practitioner_required
def clear(request: SignedInRequest, member_id: UUID) -> HttpResponse:
    """Clear a plan that waits, or sign off the next phase, with a reason."""
    if not may_decide(request.user):
        raise PermissionDenied
    member = _member(request, member_id)
    plan = get_object_or_404(member.care_plans.active())
    scope, reason = request.POST.get("scope", ""), request.POST.get("reason", "")[:2000]
    try:
        actions.decide(
            plan=plan,
            decision=Decision.CLEARED,
            reason=reason,
            detail={"scope": scope if scope in dict(SCOPES) else "program"},
            seen=id_told(request.POST.get("seen", "")),
            at=request.at,
            by=request.user,
        )
    except PlanChanged:
        return _refuse(request, Refused(member.pk, Form.CLEAR, CHANGED, reason), status=409)
    except (InputRefused, CarePlanEnded, ReasonMissing) as refused:
        return _refuse(request, Refused(member.pk, Form.CLEAR, str(refused), reason), status=400)
    messages.success(request, f"Cleared: {member.display_name}. The plan goes on and says why.")
    return back_to_list(request)


@require_POST
@practitioner_required
def read_news(request: SignedInRequest, member_id: UUID) -> HttpResponse:
    """Read, and nothing changes: a decision, so a physical therapist makes it."""
    if not may_decide(request.user):
        raise PermissionDenied
    member = _member(request, member_id)
    plan = get_object_or_404(member.care_plans.active())
    adjustment = get_object_or_404(Adjustment, plan=plan, pk=id_told(request.POST.get("seen", "")))
    mark_news_read(plan=plan, seen=adjustment.pk, at=request.at, by=request.user)
    messages.success(request, f"Noted as read: {member.display_name}. Nothing changes.")
    return back_to_list(request)


@require_POST
@practitioner_required
def put_reasons_aside(request: SignedInRequest, member_id: UUID) -> HttpResponse:
    """Put what can wait aside until a day, with a reason."""
    member = _member(request, member_id)
    (case,) = read_caseload(request.user, shown.attention_rules(), at=request.at, only=member)
    until, why = day_told(request.POST.get("until", "")), request.POST.get("why", "")[:300]
    try:
        put_aside(
            member=member,
            found=[*case.standing.now, *case.standing.aside],
            seen_at=moment_told(request.POST.get("seen_at", "")) or request.at,
            why=why,
            until=until or case.today,
            at=request.at,
            by=request.user,
        )
    except (NothingToPutAside, NotThatDay, ReasonMissing) as refused:
        says = WHY_ASIDE if isinstance(refused, ReasonMissing) else str(refused)
        field = "until" if isinstance(refused, NotThatDay) else "why"
        return _refuse(request, Refused(member.pk, Form.ASIDE, says, why, until, field), status=400)
    messages.success(request, f"Put aside: {member.display_name}. What comes new is shown at once.")
    return back_to_list(request)


@require_POST
@practitioner_required
def take_reasons_up(request: SignedInRequest, member_id: UUID) -> HttpResponse:
    """Show at once what was put aside."""
    member = _member(request, member_id)
    take_up(member=member, at=request.at, by=request.user)
    messages.success(request, f"Back in the list: {member.display_name}.")
    return back_to_list(request)


def _member(request: SignedInRequest, member_id: UUID) -> Member:
    return get_object_or_404(Member.objects.visible_to(request.user).select_related("user"), pk=member_id)


def _refuse(request: SignedInRequest, refused: Refused, *, status: int) -> HttpResponse:
    """The list as it was, with the form open, what is wrong and what was typed."""
    messages.error(request, refused.says)
    page = _page(request, _filters(request), refused)
    return render(request, "practice/caseload.html", {"page": page}, status=status)


def back_to_list(request: SignedInRequest) -> HttpResponse:
    """To the list as it was, at the row that comes next."""
    query = Filters.read(_filters(request), shown.current().program).query
    then = request.POST.get("then", "")
    row = f"#case-{UUID(then)}" if _is_id(then) else ""
    return redirect(f"{reverse('practice:caseload')}{'?' if query else ''}{query}{row}")


def _filters(request: SignedInRequest) -> dict[str, str]:
    told = request.POST.get("filters", "").split("&")
    return dict(pair.split("=", 1) for pair in told if "=" in pair)


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
