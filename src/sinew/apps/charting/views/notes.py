"""Visit notes for practitioners: the list, the editor, a signed note."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
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
    MeasuredMeanwhile,
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
from sinew.apps.charting.objective import changed, digest, from_rows, last_signed_at, measured_since_last
from sinew.apps.charting.presenters import NotePresenter
from sinew.apps.charting.sheets import note_pdf as note_as_pdf
from sinew.apps.charting.team import may_write
from sinew.apps.charting.views.shared import as_pdf, member_for, note_for
from sinew.apps.charting.views.unsaved import gives_text_back, is_quiet
from sinew.apps.visits.models import Visit
from sinew.errors import SinewError

OF_A_VISIT = timedelta(days=1)
"""A note begun so soon after a visit with its author is the note of that visit."""
BESIDE: dict[type[SinewError], str | None] = {
    MeasuredMeanwhile: None,
    NoteIncomplete: None,
    NoteNotSigned: None,
    NothingWritten: "text",
    ReasonNeeded: "not_shared_note",
}
"""Beside which field of its form a refusal is told; ``None``: above all of them."""


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


@gives_text_back
@require_POST
@practitioner_required
def save(request: SignedInRequest, note_id: UUID) -> HttpResponse:
    """Keep a draft: from the page's button, or while somebody types."""
    if is_quiet(request):
        return _saved_quietly(request, note_id)
    return _kept(request, note_id, actions.save_draft, "Saved as a draft. Only you see it.")


@gives_text_back
@require_POST
@practitioner_required
def update_objective(request: SignedInRequest, note_id: UUID) -> HttpResponse:
    """Keep a draft and bring its objective part up to date with what is measured now."""
    said = "The objective part is up to date. What you wrote yourself is as it was."
    return _kept(request, note_id, actions.update_objective, said)


@gives_text_back
@require_POST
@practitioner_required
def sign(request: SignedInRequest, note_id: UUID) -> HttpResponse:
    """Sign what stands on the page."""
    said = "Signed. It stays as it is from now on."
    return _kept(request, note_id, actions.sign_note, said, "seen")


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
    except VisitNote.DoesNotExist:  # the second of two clicks at once
        pass
    messages.success(request, "The draft is gone.")
    return redirect("charting:notes", found.member_id)


@gives_text_back
@require_POST
@practitioner_required
def add(request: SignedInRequest, note_id: UUID) -> HttpResponse:
    """Add to a signed note."""
    found = note_for(request, note_id, to_write=True)
    form = AddendumForm(request.POST)

    def append() -> str:
        told = form.cleaned_data
        actions.add_addendum(note=found, text=told["text"], key=told["key"], at=request.at, by=request.user)
        return "Added."

    return _done(request, found, form, append)


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

    def set_sharing() -> str:
        because, words = form.cleaned_data["not_shared_because"], form.cleaned_data["not_shared_note"]
        actions.set_sharing(note=found, because=because, words=words, by=request.user)
        return "The member does not read it." if because else "The member can read it."

    return _done(request, found, form, set_sharing)


@require_safe
@practitioner_required
def note_pdf(request: SignedInRequest, note_id: UUID) -> HttpResponse:
    """A signed note to print."""
    found = get_object_or_404(VisitNote.objects.signed(), pk=note_for(request, note_id).pk)
    audit.record("charting.note.printed", on=found, by=request.user, member=found.member_id)
    return as_pdf(note_as_pdf(NotePresenter(found, request.user), at=request.at), "note")


def _on_the_page(request: SignedInRequest, form: NoteForm) -> dict[str, Any]:
    """What every action on a draft is told."""
    return {
        "written": form.written,
        "version": form.cleaned_data["version"],
        "at": request.at,
        "by": request.user,
    }


def _kept(
    request: SignedInRequest, note_id: UUID, act: Callable[..., VisitNote], said: str, *also: str
) -> HttpResponse:
    """Do something with what stands on the page of a draft.

    Args:
        also: what else of the form the action is told.
    """
    found = note_for(request, note_id, to_write=True)
    form = NoteForm(request.POST, note=found)

    def do() -> str:
        more = {name: form.cleaned_data[name] for name in also}
        act(note=found, **_on_the_page(request, form), **more)
        return said

    return _done(request, found, form, do)


def _done(
    request: SignedInRequest,
    note: VisitNote,
    form: NoteForm | AddendumForm | SharingForm,
    do: Callable[[], str],
) -> HttpResponse:
    """Do what a form asks for, say so and go on to the note; or the page again, with what was typed and why.

    Args:
        do: gives back what to say; called with a form that is valid.
    """
    if form.is_valid():
        try:
            said = do()
        except (DraftChanged, NoteSigned) as refused:
            return _conflict(request, note, refused)
        except tuple(BESIDE) as refused:
            form.add_error(BESIDE[type(refused)], str(refused))
        else:
            messages.success(request, said)
            return redirect("charting:note", note.pk)
    return _page(request, note, form)


def _saved_quietly(request: SignedInRequest, note_id: UUID) -> JsonResponse:
    """The answer to a page that saves while somebody types: the version that stands, or why it does not."""
    note = note_for(request, note_id, to_write=True)
    form = NoteForm(request.POST, note=note)
    if not form.is_valid():
        problem = " ".join(f"{form[name].label}: {told[0]}" for name, told in form.errors.items())
        return JsonResponse({"problem": problem}, status=400)
    try:
        saved = actions.save_draft(note=note, **_on_the_page(request, form))
    except (DraftChanged, NoteSigned) as refused:
        return JsonResponse({"problem": str(refused)}, status=409)
    return JsonResponse({"version": saved.version})


def _conflict(request: SignedInRequest, note: VisitNote, refused: DraftChanged | NoteSigned) -> HttpResponse:
    """The editor with what was written here, and beside it what was saved elsewhere."""
    theirs = VisitNote.objects.get(pk=note.pk)
    told = request.POST.copy()
    told["version"] = str(theirs.version)
    form = NoteForm(told, note=theirs)
    form.add_error(None, str(refused))
    return _editor(request, theirs, form, theirs=theirs, status=409)


def _page(
    request: SignedInRequest, note: VisitNote, form: NoteForm | AddendumForm | SharingForm | None = None
) -> HttpResponse:
    """The editor of a draft or a signed note, with the form that was refused, if one was."""
    status = 400 if form is not None and form.errors else 200
    if isinstance(form, NoteForm) or not note.is_signed:
        return _editor(request, note, form if isinstance(form, NoteForm) else None, status=status)
    kept = {"not_shared_because": note.not_shared_because, "not_shared_note": note.not_shared_note}
    context = {
        "member": note.member,
        "shown": NotePresenter(note, request.user),
        "addendum": form if isinstance(form, AddendumForm) else AddendumForm(),
        "sharing": form if isinstance(form, SharingForm) else SharingForm(initial=kept),
    }
    return render(request, "charting/note.html", context, status=status)


def _editor(
    request: SignedInRequest,
    note: VisitNote,
    form: NoteForm | None,
    *,
    theirs: VisitNote | None = None,
    status: int,
) -> HttpResponse:
    measured = measured_since_last(note.member, request.at)
    context = {
        "member": note.member,
        "shown": NotePresenter(note, request.user),
        "form": form or NoteForm(note=note),
        "since": last_signed_at(note.member),
        "measured": measured,
        "seen": digest(measured),
        "changed": changed(from_rows(note.measured), measured) if not note.is_signed else None,
        "theirs": theirs,
        "their_parts": [(name.capitalize(), getattr(theirs, name)) for name in PARTS] if theirs else [],
    }
    return render(request, "charting/editor.html", context, status=status)
