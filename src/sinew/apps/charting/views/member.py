"""A member's own notes: what their therapist signed about them."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.accounts.permissions import member_required
from sinew.apps.charting.models import VisitNote
from sinew.apps.charting.presenters import NotePresenter, withheld_from
from sinew.apps.charting.sheets import note_pdf
from sinew.apps.charting.views.shared import as_pdf


@require_safe
@member_required
def my_notes(request: SignedInRequest) -> HttpResponse:
    """Every signed note about oneself, newest first; of those held back, that there is one."""
    rows = VisitNote.objects.visible_to(request.user).prefetch_related("addenda", "co_signatures")
    about_me = VisitNote.objects.signed().filter(member__user=request.user)
    context = {
        "notes": [NotePresenter(note, request.user) for note in rows],
        "withheld": withheld_from(list(about_me)) if settings.OPEN_NOTES else [],
        "are_open": settings.OPEN_NOTES,
    }
    return render(request, "charting/my_notes.html", context)


@require_safe
@member_required
def my_note(request: SignedInRequest, note_id: UUID) -> HttpResponse:
    """One of them."""
    return render(request, "charting/my_note.html", {"shown": _own(request, note_id)})


@require_safe
@member_required
def my_note_pdf(request: SignedInRequest, note_id: UUID) -> HttpResponse:
    """The same to print."""
    return as_pdf(note_pdf(_own(request, note_id), at=request.at), "note")


def _own(request: SignedInRequest, note_id: UUID) -> NotePresenter:
    rows = VisitNote.objects.visible_to(request.user).prefetch_related("addenda", "co_signatures")
    return NotePresenter(get_object_or_404(rows.select_related("member__user"), pk=note_id), request.user)
