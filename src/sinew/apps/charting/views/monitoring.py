"""The report on monitoring: a caseload's month, and one member's as a page, CSV and PDF."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.accounts.permissions import practitioner_required
from sinew.apps.audit import actions as audit
from sinew.apps.charting.evidence import evidence_of, evidence_of_many, month_named
from sinew.apps.charting.report import MonthReport, months_until
from sinew.apps.charting.sheets import report_pdf
from sinew.apps.charting.tables import caseload_csv, report_csv
from sinew.apps.charting.team import day_where
from sinew.apps.charting.views.shared import as_pdf, member_for
from sinew.apps.members.models import Member
from sinew.apps.web import content as shown
from sinew.apps.web.moment import day_of

MONTHS_SHOWN = 12


def _caseload(request: SignedInRequest) -> list[MonthReport]:
    members = Member.objects.visible_to(request.user).exclude(user=request.user).select_related("user")
    ordered = sorted(members, key=lambda one: one.display_name.casefold())
    month = month_named(request.GET.get("month", ""), day_of(request))
    read = [member.pk for member in ordered]
    audit.record_reads("charting.monitoring.read", members=read, by=request.user)
    return [MonthReport(found, month) for found in evidence_of_many(ordered, month, at=request.at)]


@require_safe
@practitioner_required
def caseload(request: SignedInRequest) -> HttpResponse:
    """One line for each member of the caseload."""
    today = day_of(request)
    context = {
        "month": month_named(request.GET.get("month", ""), today),
        "months": months_until(today, MONTHS_SHOWN),
        "reports": _caseload(request),
        "words": shown.monitoring().words,
        "is_reviewed": shown.monitoring().file.is_reviewed,
    }
    return render(request, "charting/monitoring.html", context)


@require_safe
@practitioner_required
def caseload_as_csv(request: SignedInRequest) -> HttpResponse:
    """The same for a spreadsheet."""
    known = shown.monitoring()
    text = caseload_csv(_caseload(request), known.words, is_reviewed=known.file.is_reviewed)
    return _csv(text, "monitoring")


def _report(request: SignedInRequest, member_id: UUID) -> MonthReport:
    member = member_for(request, member_id)
    audit.record("charting.monitoring.read", on=member, by=request.user, member=member.pk)
    month = month_named(request.GET.get("month", ""), day_where(member.user, request.at))
    return MonthReport(evidence_of(member, month, at=request.at), month)


@require_safe
@practitioner_required
def member(request: SignedInRequest, member_id: UUID) -> HttpResponse:
    """One member's month with every day and every entry."""
    report = _report(request, member_id)
    return render(request, "charting/monitoring_member.html", {"report": report, "member": report.member})


@require_safe
@practitioner_required
def member_as_csv(request: SignedInRequest, member_id: UUID) -> HttpResponse:
    """The same for a spreadsheet."""
    return _csv(report_csv(_report(request, member_id)), "monitoring")


@require_safe
@practitioner_required
def member_as_pdf(request: SignedInRequest, member_id: UUID) -> HttpResponse:
    """The same to print."""
    return as_pdf(report_pdf(_report(request, member_id), at=request.at), "monitoring")


def _csv(text: str, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.csv"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)
