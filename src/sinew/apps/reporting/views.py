"""A manager's reports and invoices: only their own sponsor's, and only what was published."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.audit import actions as audit
from sinew.apps.coverage.models import Sponsor
from sinew.apps.coverage.portal.access import sponsor_manager_required, sponsor_of
from sinew.apps.reporting.models import Invoice, Release
from sinew.apps.reporting.presenters import ReportPage
from sinew.apps.reporting.sheets import HOW_COUNTED, invoice_pdf, report_pdf
from sinew.apps.reporting.tables import invoices_csv, report_csv
from sinew.apps.reporting.words import money, month_in_words, quarter_in_words
from sinew.disclosure import Report

PRIVATE = {"Cache-Control": "private, no-store"}


def _reports(request: SignedInRequest, sponsor: Sponsor, quarter: str | None) -> list[Report]:
    """Every report up to a quarter, or up to the last one."""
    releases = Release.objects.visible_to(request.user).filter(sponsor=sponsor)
    reports = [release.report for release in releases]
    if quarter is None:
        return reports
    until = [str(report.quarter) for report in reports]
    if quarter not in until:
        raise Http404
    return reports[: until.index(quarter) + 1]


@require_safe
@sponsor_manager_required
def reports(request: SignedInRequest, slug: str, quarter: str | None = None) -> HttpResponse:
    """A quarter's report, by default the last one, and links to the others."""
    sponsor = sponsor_of(request.user, slug)
    everything = _reports(request, sponsor, None)
    upto = _reports(request, sponsor, quarter)
    if upto:
        audit.record(
            "reporting.report.read", on=sponsor, by=request.user, detail={"quarter": str(upto[-1].quarter)}
        )
    others = [(str(one.quarter), quarter_in_words(one.quarter)) for one in reversed(everything)]
    context = {
        "sponsor": sponsor,
        "tab": "reports",
        "report": ReportPage(upto) if upto else None,
        "others": others,
    }
    return render(request, "reporting/report.html", context)


@require_safe
@sponsor_manager_required
def report_as_pdf(request: SignedInRequest, slug: str, quarter: str) -> HttpResponse:
    """A quarter's report to print or pass on."""
    sponsor = sponsor_of(request.user, slug)
    page = ReportPage(_reports(request, sponsor, quarter))
    return _pdf(report_pdf(page, sponsor.name, at=request.at), f"report-{quarter}")


@require_safe
@sponsor_manager_required
def report_as_csv(request: SignedInRequest, slug: str, quarter: str) -> HttpResponse:
    """Every published number up to a quarter."""
    sponsor = sponsor_of(request.user, slug)
    return _csv(report_csv(_reports(request, sponsor, quarter)), f"reports-to-{quarter}")


@require_safe
@sponsor_manager_required
def invoices(request: SignedInRequest, slug: str) -> HttpResponse:
    """Every invoice and credit note, newest first."""
    sponsor = sponsor_of(request.user, slug)
    rows = Invoice.objects.visible_to(request.user).filter(sponsor=sponsor).select_related("credits")
    lines = [
        (one, month_in_words(one.period), money(one.total, one.currency)) for one in reversed(list(rows))
    ]
    price = sponsor.prices.last()
    context = {
        "sponsor": sponsor,
        "tab": "invoices",
        "lines": lines,
        "price": price,
        "price_told": money(price.price, price.currency) if price else "",
        "how_counted": HOW_COUNTED if any(one.counted for one in rows) else "",
    }
    return render(request, "reporting/invoices.html", context)


@require_safe
@sponsor_manager_required
def invoices_as_csv(request: SignedInRequest, slug: str) -> HttpResponse:
    """Every invoice and credit note as a table."""
    sponsor = sponsor_of(request.user, slug)
    rows = Invoice.objects.visible_to(request.user).filter(sponsor=sponsor).select_related("credits")
    return _csv(invoices_csv(rows), f"invoices-{slug}")


@require_safe
@sponsor_manager_required
def invoice_as_pdf(request: SignedInRequest, slug: str, number: str) -> HttpResponse:
    """One invoice or credit note to print."""
    sponsor = sponsor_of(request.user, slug)
    mine = Invoice.objects.visible_to(request.user).filter(sponsor=sponsor)
    invoice = get_object_or_404(mine.select_related("credits"), number=number)
    return _pdf(invoice_pdf(invoice, sponsor.name, at=invoice.created_at), number)


def _pdf(content: bytes, name: str) -> HttpResponse:
    disposition = f'inline; filename="{name}.pdf"'
    headers = {"Content-Disposition": disposition, **PRIVATE}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _csv(text: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"', **PRIVATE}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)
