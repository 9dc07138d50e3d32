"""Visit notes for practitioners: the list, the editor, a signed note."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.accounts.permissions import practitioner_required
from sinew.apps.audit import actions as audit
from sinew.apps.charting.actions import notes as actions
from sinew.apps.charting.errors import (
    DraftChanged,
    NoteIncomplete,
    NoteNotSigned,
    NoteSigned,
    NothingWritten,
    NotTheAuthor,
    ReasonNeeded,
)
from sinew.apps.charting.forms import AddendumForm, NoteForm, SharingForm
from sinew.apps.charting.models import VisitNote
from sinew.apps.charting.models.notes import PARTS
from sinew.apps.charting.objective import last_signed_at, measured_since_last
from sinew.apps.charting.presenters import NotePresenter
from sinew.apps.charting.sheets import note_pdf as note_as_pdf
from sinew.apps.charting.team import may_write
from sinew.apps.charting.views.shared import as_pdf, member_for, note_for
from sinew.apps.visits.models import Visit

OF_A_VISIT = timedelta(days=1)
"""A note begun so soon after a visit with its author is the note of that visit."""


@require_safe
@practitioner_required
def notes(request: SignedInRequest, member_id: UUID) -> HttpResponse:
    """Every note about a member, newest first."""
    member = member_for(request, member_id)
    audit.record("charting.notes.read", on=member, by=request.user, member=member.pk)
    rows = VisitNote.objects.visible_to(request.user).filter(member=member)
    rows = rows.select_related("author").prefetch_related("addenda", "co_signatures")
    shown = [NotePresenter(note, request.user) for note in rows]
    context = {
        "member": member,
        "drafts": [one for one in shown if not one.note.is_signed],
        "signed": [one for one in shown if one.note.is_signed],
        "may_write": may_write(request.user),
    }
    return render(request, "charting/notes.html", context)


@require_POST
@practitioner_required
def begin(request: SignedInRequest, member_id: UUID) -> HttpResponse:
    """Begin a note, or go on with the draft that is there."""
    member = member_for(request, member_id)
    if not may_write(request.user):
        raise PermissionDenied
    held = Visit.objects.visible_to(request.user).filter(member=member, begins_at__lte=request.at)
    visit = held.filter(practitioner=request.user).exclude(state=Visit.State.CANCELLED).last()
    is_fresh = visit is not None and visit.ends_at > request.at - OF_A_VISIT
    note = actions.begin_note(
        member=member, visit=visit if is_fresh else None, at=request.at, by=request.user
    )
    return redirect("charting:note", note.pk)


@require_safe
@practitioner_required
def note(request: SignedInRequest, note_id: UUID) -> HttpResponse:
    """The editor of one's own draft, or a signed note."""
    found = note_for(request, note_id)
    audit.record("charting.note.read", on=found, by=request.user, member=found.member_id)
    return _page(request, found)


@require_POST
@practitioner_required
def save(request: SignedInRequest, note_id: UUID) -> HttpResponse:
    """Keep a draft: from the page's button, or while somebody types."""
    found = note_for(request, note_id, to_write=True)
    form = NoteForm(request.POST, note=found)
    is_quiet = "application/json" in request.headers.get("Accept", "")
    if not form.is_valid():
        return JsonResponse({"problem": "Too long."}, status=400) if is_quiet else _page(request, found, form)
    try:
        saved = actions.save_draft(
            note=found,
            written=form.written,
            version=form.cleaned_data["version"],
            at=request.at,
            by=request.user,
        )
    except (DraftChanged, NoteSigned) as refused:
        if is_quiet:
            return JsonResponse({"problem": str(refused)}, status=409)
        return _conflict(request, found, refused)
    if is_quiet:
        return JsonResponse({"version": saved.version})
    messages.success(request, "Saved as a draft. Only you see it.")
    return redirect("charting:note", found.pk)


@require_POST
@practitioner_required
def sign(request: SignedInRequest, note_id: UUID) -> HttpResponse:
    """Sign what stands on the page."""
    found = note_for(request, note_id, to_write=True)
    form = NoteForm(request.POST, note=found)
    if not form.is_valid():
        return _page(request, found, form)
    try:
        actions.sign_note(
            note=found,
            written=form.written,
            version=form.cleaned_data["version"],
            at=request.at,
            by=request.user,
            not_shared_because=form.cleaned_data["not_shared_because"],
            not_shared_note=form.cleaned_data["not_shared_note"],
        )
    except (DraftChanged, NoteSigned) as refused:
        return _conflict(request, found, refused)
    except (NoteIncomplete, ReasonNeeded) as refused:
        form.add_error("not_shared_note" if isinstance(refused, ReasonNeeded) else None, str(refused))
        return _page(request, found, form)
    messages.success(request, "Signed. It stays as it is from now on.")
    return redirect("charting:note", found.pk)


@require_POST
@practitioner_required
def discard(request: SignedInRequest, note_id: UUID) -> HttpResponse:
    """Throw one's draft away."""
    found = note_for(request, note_id, to_write=True)
    try:
        actions.discard_draft(note=found, by=request.user)
    except NoteSigned as refused:
        messages.error(request, str(refused))
        return redirect("charting:note", found.pk)
    messages.success(request, "The draft is gone.")
    return redirect("charting:notes", found.member_id)


@require_POST
@practitioner_required
def add(request: SignedInRequest, note_id: UUID) -> HttpResponse:
    """Add to a signed note."""
    found = note_for(request, note_id, to_write=True)
    form = AddendumForm(request.POST)
    if not form.is_valid():
        return _page(request, found, addendum=form)
    try:
        actions.add_addendum(
            note=found,
            text=form.cleaned_data["text"],
            key=form.cleaned_data["key"],
            at=request.at,
            by=request.user,
        )
    except (NothingWritten, NoteNotSigned) as refused:
        form.add_error("text", str(refused))
        return _page(request, found, addendum=form)
    messages.success(request, "Added.")
    return redirect("charting:note", found.pk)


@require_POST
@practitioner_required
def co_sign(request: SignedInRequest, note_id: UUID) -> HttpResponse:
    """Stand by a note somebody else signed."""
    found = note_for(request, note_id)
    try:
        actions.co_sign(note=found, at=request.at, by=request.user)
    except (NoteNotSigned, NotTheAuthor) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Co-signed.")
    return redirect("charting:note", found.pk)


@require_POST
@practitioner_required
def share(request: SignedInRequest, note_id: UUID) -> HttpResponse:
    """Share a signed note with its member, or hold it back for a reason."""
    found = note_for(request, note_id, to_write=True)
    form = SharingForm(request.POST)
    if not form.is_valid():
        return _page(request, found, sharing=form)
    because, words = form.cleaned_data["not_shared_because"], form.cleaned_data["not_shared_note"]
    try:
        actions.set_sharing(note=found, because=because, words=words, by=request.user)
    except (ReasonNeeded, NoteNotSigned) as refused:
        form.add_error("not_shared_note", str(refused))
        return _page(request, found, sharing=form)
    messages.success(request, "The member does not read it." if because else "The member can read it.")
    return redirect("charting:note", found.pk)


@require_safe
@practitioner_required
def note_pdf(request: SignedInRequest, note_id: UUID) -> HttpResponse:
    """A signed note to print."""
    found = get_object_or_404(VisitNote.objects.signed(), pk=note_for(request, note_id).pk)
    audit.record("charting.note.printed", on=found, by=request.user, member=found.member_id)
    return as_pdf(note_as_pdf(NotePresenter(found, request.user), at=request.at), "note")


def _conflict(request: SignedInRequest, note: VisitNote, refused: DraftChanged | NoteSigned) -> HttpResponse:
    """The editor with what was written here, and beside it what was saved elsewhere."""
    theirs = VisitNote.objects.get(pk=note.pk)
    told = request.POST.copy()
    told["version"] = str(theirs.version)
    form = NoteForm(told, note=theirs)
    form.add_error(None, str(refused))
    return _page(request, theirs, form, theirs=theirs, status=409)


def _page(
    request: SignedInRequest,
    note: VisitNote,
    form: NoteForm | None = None,
    *,
    addendum: AddendumForm | None = None,
    sharing: SharingForm | None = None,
    theirs: VisitNote | None = None,
    status: int = 200,
) -> HttpResponse:
    is_refused = any(one is not None and one.errors for one in (form, addendum, sharing))
    status = 400 if is_refused and status == 200 else status
    usual = {"member": note.member, "shown": NotePresenter(note, request.user)}
    if note.is_signed and theirs is None:
        kept = {"not_shared_because": note.not_shared_because, "not_shared_note": note.not_shared_note}
        context = usual | {
            "addendum": addendum or AddendumForm(),
            "sharing": sharing or SharingForm(initial=kept),
        }
        return render(request, "charting/note.html", context, status=status)
    context = usual | {
        "form": form or NoteForm(note=note),
        "since": last_signed_at(note.member),
        "measured": measured_since_last(note.member, request.at),
        "theirs": theirs,
        "their_parts": [(name.capitalize(), getattr(theirs, name)) for name in PARTS] if theirs else [],
    }
    return render(request, "charting/editor.html", context, status=status)
