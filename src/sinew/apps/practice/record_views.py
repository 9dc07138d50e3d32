"""A member's page for practitioners, and their whole timeline."""

from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.accounts.permissions import practitioner_required
from sinew.apps.audit import actions as audit
from sinew.apps.members.models import Member
from sinew.apps.practice.presenters.member import MemberPage
from sinew.apps.practice.presenters.timeline_section import TimelineSection
from sinew.apps.practice.record import read_record
from sinew.apps.practice.told import day_told, moment_told


@require_GET
@practitioner_required
def member(request: SignedInRequest, member_id: UUID) -> HttpResponse:
    """One member's record."""
    return member_page(request, _member(request, member_id), status=200)


@require_GET
@practitioner_required
def timeline(request: SignedInRequest, member_id: UUID) -> HttpResponse:
    """What happened, all of it or of one kind, as far back as it goes."""
    found = _member(request, member_id)
    audit.record("practice.timeline.read", on=found, by=request.user, member=found.pk)
    context = {"member": found, "timeline": _timeline(request, found)}
    return render(request, "practice/timeline.html", context)


def member_page(
    request: SignedInRequest, member: Member, *, status: int, form: Form | None = None
) -> HttpResponse:
    """The record as a page; also the answer to a form on it that was refused."""
    audit.record("practice.record.read", on=member, by=request.user, member=member.pk)
    before = day_told(request.GET.get("sessions_before", ""))
    record = read_record(member, request.user, at=request.at, sessions_before=before)
    context = {
        "page": MemberPage(record, request.user, at=request.at),
        "timeline": _timeline(request, member),
        "form": form,
    }
    return render(request, "practice/member.html", context, status=status)


def _member(request: SignedInRequest, member_id: UUID) -> Member:
    return get_object_or_404(Member.objects.visible_to(request.user).select_related("user"), pk=member_id)


def _timeline(request: SignedInRequest, member: Member) -> TimelineSection:
    asked = request.GET if request.method == "GET" else {}
    before = moment_told(asked.get("before", ""))
    return TimelineSection(member, request.user, kind=asked.get("kind", ""), before=before, at=request.at)
