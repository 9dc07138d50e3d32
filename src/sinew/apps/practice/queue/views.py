"""The caseload, and what is done in its rows."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
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
from sinew.apps.practice.queue.actions import put_aside, take_up
from sinew.apps.practice.queue.filters import Filters
from sinew.apps.practice.queue.page import QueuePage
from sinew.apps.web import content as shown
from sinew.errors import InputRefused

CHANGED = "This plan has changed since you opened the list. Open the member's page and read what is new."


@require_http_methods(["GET", "POST"])
@ensure_csrf_cookie
@practitioner_required
def caseload(request: SignedInRequest) -> HttpResponse:
    """Everybody this practitioner looks after, those who need them first; a name is searched for by POST."""
    return render(request, "practice/caseload.html", {"page": _page(request)})


@require_http_methods(["GET", "POST"])
@practitioner_required
def caseload_list(request: SignedInRequest) -> HttpResponse:
    """The list alone, for a page that is open."""
    return render(request, "practice/queue/list.html", {"page": _page(request)})


def _page(request: SignedInRequest) -> QueuePage:
    filters = Filters.read(request.GET, shown.current().program)
    name = request.POST.get("name", "").strip()[:80]
    page = QueuePage(request.user, filters, name=name, at=request.at)
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
    scope, seen = request.POST.get("scope", ""), request.POST.get("seen", "")
    try:
        actions.decide(
            plan=plan,
            decision=Decision.CLEARED,
            reason=request.POST.get("reason", "")[:2000],
            detail={"scope": scope if scope in dict(SCOPES) else "program"},
            seen=int(seen) if seen.isdecimal() else 0,
            at=request.at,
            by=request.user,
        )
    except PlanChanged:
        messages.error(request, CHANGED)
    except (InputRefused, CarePlanEnded, ReasonMissing) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Cleared: {member.display_name}. The plan goes on and says why.")
    return _back(request)


@require_POST
@practitioner_required
def read_news(request: SignedInRequest, member_id: UUID) -> HttpResponse:
    """Read, and nothing changes."""
    member = _member(request, member_id)
    plan = get_object_or_404(member.care_plans.active())
    seen = request.POST.get("seen", "")
    adjustment = get_object_or_404(Adjustment, plan=plan, pk=int(seen) if seen.isdecimal() else 0)
    mark_news_read(plan=plan, seen=adjustment.pk, at=request.at, by=request.user)
    messages.success(request, f"Noted as read: {member.display_name}. Nothing changes.")
    return _back(request)


@require_POST
@practitioner_required
def put_reasons_aside(request: SignedInRequest, member_id: UUID) -> HttpResponse:
    """Put what can wait aside until a day, with a reason."""
    member = _member(request, member_id)
    (case,) = read_caseload(request.user, shown.attention_rules(), at=request.at, only=member)
    until, why = parse_date_or_none(request.POST.get("until", "")), request.POST.get("why", "")[:300]
    try:
        put_aside(
            member=member,
            found=[*case.standing.now, *case.standing.aside],
            why=why,
            until=until or case.today,
            at=request.at,
            by=request.user,
        )
    except (NothingToPutAside, NotThatDay) as refused:
        messages.error(request, str(refused))
    except ReasonMissing:
        messages.error(request, "Say why it can wait: the rest of the team reads the reason.")
    else:
        messages.success(request, f"Put aside: {member.display_name}. What comes new is shown at once.")
    return _back(request)


@require_POST
@practitioner_required
def take_reasons_up(request: SignedInRequest, member_id: UUID) -> HttpResponse:
    """Show at once what was put aside."""
    member = _member(request, member_id)
    take_up(member=member, at=request.at, by=request.user)
    messages.success(request, f"Back in the list: {member.display_name}.")
    return _back(request)


def parse_date_or_none(text: str) -> date | None:
    """A day as a form tells it; ``None`` for anything else."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def _member(request: SignedInRequest, member_id: UUID) -> Member:
    return get_object_or_404(Member.objects.visible_to(request.user).select_related("user"), pk=member_id)


def _back(request: SignedInRequest) -> HttpResponse:
    """To the list as it was, at the row that comes next."""
    told = dict(pair.split("=", 1) for pair in request.POST.get("filters", "").split("&") if "=" in pair)
    query = Filters.read(told, shown.current().program).query
    then = request.POST.get("then", "")
    row = f"#case-{UUID(then)}" if _is_id(then) else ""
    return redirect(f"{reverse('practice:caseload')}{'?' if query else ''}{query}{row}")


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
