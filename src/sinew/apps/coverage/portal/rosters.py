"""The rosters of a sponsor: sending, reading, applying, putting aside and taking back."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.audit import actions as audit
from sinew.apps.coverage.actions.rosters import (
    answer_reading,
    apply_roster,
    discard_roster,
    receive_roster,
    undo_roster,
)
from sinew.apps.coverage.listings import folder
from sinew.apps.coverage.listings.reading import Reading
from sinew.apps.coverage.models import Roster
from sinew.apps.coverage.portal.access import sponsor_manager_required, sponsor_of
from sinew.apps.coverage.portal.pages import render_tab
from sinew.apps.coverage.portal.readings import ReadingForm
from sinew.apps.coverage.portal.roster_page import RosterPage
from sinew.apps.coverage.portal.sample import COLUMNS, sample_csv
from sinew.apps.coverage.portal.uploads import RosterUpload
from sinew.apps.web.moment import day_of
from sinew.errors import SinewError
from sinew.roster.table.look import TableLook, look_at_table

A_PAGE = 25
_EXAMPLES = 3
State = Roster.State


@require_http_methods(["GET", "POST"])
@sponsor_manager_required
def rosters(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show every roster that came in, and take in one more.

    A script that shows the progress asks for JSON: where to go on, or what is wrong with the file.
    """
    sponsor = sponsor_of(request.user, slug)
    form = RosterUpload(request.POST, request.FILES) if request.method == "POST" else RosterUpload()
    wants_json = request.headers.get("Accept") == "application/json"
    if request.method == "POST" and form.is_valid():
        roster = receive_roster(
            sponsor=sponsor,
            file=form.cleaned_data["file"],
            source=Roster.Source.PORTAL,
            at=request.at,
            by=request.user,
        )
        next_page = "roster_reading" if roster.state == State.ASKS else "roster"
        address = reverse(f"coverage:{next_page}", args=[sponsor.slug, roster.pk])
        return JsonResponse({"next": address}) if wants_json else redirect(address)
    refused = request.method == "POST"
    if refused and wants_json:
        problem = " ".join(str(one) for one in form.errors.get("file", ()))
        return JsonResponse({"problem": problem}, status=400)
    sent = Paginator(sponsor.rosters.select_related("sponsor", "received_by"), A_PAGE)
    page = sent.get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "sent": [RosterPage(one) for one in page],
        "largest_bytes": settings.ROSTER_UPLOAD_BYTES,
    }
    return render_tab(request, "rosters", sponsor, "rosters", context, status=400 if refused else 200)


@require_safe
@sponsor_manager_required
def guide(request: SignedInRequest, slug: str) -> HttpResponse:
    """Which columns a roster has, and what is good to know about 834 files."""
    sponsor = sponsor_of(request.user, slug)
    return render_tab(request, "roster_guide", sponsor, "rosters", {"columns": COLUMNS})


@require_safe
@sponsor_manager_required
def sample(request: SignedInRequest, slug: str) -> HttpResponse:
    """The sample roster as a file."""
    sponsor_of(request.user, slug)
    headers = {"Content-Disposition": 'attachment; filename="sample-roster.csv"'}
    return HttpResponse(sample_csv(), content_type="text/csv; charset=utf-8", headers=headers)


@require_safe
@sponsor_manager_required
def roster(request: SignedInRequest, slug: str, roster_id: UUID) -> HttpResponse:
    """One roster: how it was read, what is wrong with it and what it changes."""
    return _roster_page(request, _roster(request, slug, roster_id))


@require_http_methods(["GET", "POST"])
@sponsor_manager_required
def reading(request: SignedInRequest, slug: str, roster_id: UUID) -> HttpResponse:
    """Ask what columns and dates of a table mean, and read it again."""
    found = _roster(request, slug, roster_id)
    look = _look(found)
    if look is None or found.state not in Roster.PENDING:
        messages.error(
            request, "How this roster is read is decided already. Send the file again to change it."
        )
        return redirect("coverage:roster", slug, found.pk)
    form = ReadingForm(
        request.POST or None,
        look=look,
        reading=Reading.from_json(found.reading),
        questions=found.detected.get("questions", []),
    )
    if request.method == "POST" and form.is_valid():
        try:
            answer_reading(roster=found, reading=form.reading, at=request.at, by=request.user)
        except SinewError as refused:
            messages.error(request, str(refused))
        return redirect("coverage:roster", slug, found.pk)
    audit.record("coverage.roster.looked_at", on=found, by=request.user)
    context = {
        "page": RosterPage(found),
        "form": form,
        "look": look,
        "rows": look.rows[:_EXAMPLES],
        "date_examples": form.date_examples(day_of(request)),
    }
    status = 400 if form.errors else 200
    return render_tab(request, "roster_reading", found.sponsor, "rosters", context, status=status)


@require_safe
@sponsor_manager_required
def left_out(request: SignedInRequest, slug: str, roster_id: UUID) -> HttpResponseBase:
    """The rows that were left out, with the reasons, as a file."""
    found = _roster(request, slug, roster_id)
    if not _has_left_out(found):
        raise Http404
    path = folder.left_out(found.sponsor_id, found.pk)
    audit.record("coverage.roster.left_out_read", on=found, by=request.user)
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=f"rows-left-out-{found.received_at:%Y-%m-%d}.csv",
        content_type="text/csv; charset=utf-8",
    )


@require_POST
@sponsor_manager_required
def apply(request: SignedInRequest, slug: str, roster_id: UUID) -> HttpResponse:
    """Write what a roster changes; an unusual one only with the number of people it is about."""
    found = _roster(request, slug, roster_id)
    page = RosterPage(found)
    typed = "".join(request.POST.get("number", "").split()).replace(",", "")
    if page.is_unusual and typed != str(page.must_be_typed):
        problem = "This is not the number. Read above how many people it is about, and type that."
        return _roster_page(request, found, problem=problem, status=400)
    try:
        done = apply_roster(
            roster=found,
            at=request.at,
            by=request.user,
            accept_unusual=page.is_unusual,
            shown=found.summary,
        )
    except SinewError as refused:
        messages.error(request, str(refused))
    else:
        said = "Applied." if done.state == State.APPLIED else "There was nothing to change."
        messages.success(request, said)
    return redirect("coverage:roster", slug, found.pk)


@require_POST
@sponsor_manager_required
def discard(request: SignedInRequest, slug: str, roster_id: UUID) -> HttpResponse:
    """Put aside a roster that is not applied."""
    found = _roster(request, slug, roster_id)
    try:
        discard_roster(roster=found, by=request.user)
    except SinewError as refused:
        messages.error(request, str(refused))
        return redirect("coverage:roster", slug, found.pk)
    messages.success(request, "Put aside. It changed nothing, and its file is deleted.")
    return redirect("coverage:rosters", slug)


@require_http_methods(["GET", "POST"])
@sponsor_manager_required
def undo(request: SignedInRequest, slug: str, roster_id: UUID) -> HttpResponse:
    """Say what taking the last roster back would change, and do it."""
    found = _roster(request, slug, roster_id)
    if request.method == "POST":
        try:
            undo_roster(roster=found, at=request.at, by=request.user)
        except SinewError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "Taken back. Everybody is listed as before this roster.")
        return redirect("coverage:roster", slug, found.pk)
    page = _presented(found)
    if not page.is_last:
        messages.error(request, "Only the last roster that was applied can be taken back.")
        return redirect("coverage:roster", slug, found.pk)
    return render_tab(request, "roster_undo", found.sponsor, "rosters", {"page": page})


def _roster(request: SignedInRequest, slug: str, roster_id: UUID) -> Roster:
    """The roster, if it is one of this sponsor and the user manages it."""
    sponsor = sponsor_of(request.user, slug)
    return get_object_or_404(
        sponsor.rosters.select_related("sponsor", "received_by", "applied_by"), pk=roster_id
    )


def _presented(found: Roster) -> RosterPage:
    last = found.sponsor.rosters.applied().values_list("pk", flat=True).first()
    return RosterPage(found, is_last=last == found.pk)


def _roster_page(
    request: SignedInRequest, found: Roster, *, problem: str = "", status: int = 200
) -> HttpResponse:
    look = _look(found) if found.state in Roster.PENDING else None
    if look is not None:
        audit.record("coverage.roster.looked_at", on=found, by=request.user)
    context = {
        "page": _presented(found),
        "problem": problem,
        "has_left_out": _has_left_out(found),
        "headings": look.layout.headings if look else (),
        "rows": look.rows[:_EXAMPLES] if look else (),
    }
    return render_tab(request, "roster", found.sponsor, "rosters", context, status=status)


def _has_left_out(found: Roster) -> bool:
    return found.state != State.DISCARDED and folder.left_out(found.sponsor_id, found.pk).exists()


def _look(found: Roster) -> TableLook | None:
    """The first rows of its file, where it is a table and still kept."""
    if found.format != "csv" or found.state == State.DISCARDED:
        return None
    path = folder.original(found.sponsor_id, found.pk)
    if not path.exists():
        return None
    with path.open("rb") as file:
        return look_at_table(file)
