"""What every page of this app starts with: members, notes and tasks the reader may see."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.charting.models import VisitNote
from sinew.apps.charting.team import may_write
from sinew.apps.members.models import Member


def member_for(request: SignedInRequest, member_id: UUID) -> Member:
    """A member of a care team the practitioner is on; 404 for everybody else."""
    rows = Member.objects.visible_to(request.user).exclude(user=request.user).select_related("user")
    return get_object_or_404(rows, pk=member_id)


def note_for(request: SignedInRequest, note_id: UUID, *, to_write: bool = False) -> VisitNote:
    """A note the practitioner may read; only physical therapists write."""
    if to_write and not may_write(request.user):
        raise PermissionDenied
    rows = VisitNote.objects.visible_to(request.user).select_related("member__user", "author")
    return get_object_or_404(rows.prefetch_related("addenda", "co_signatures"), pk=note_id)


def back_to(request: SignedInRequest, otherwise: str) -> str:
    """Where a form wants to go on: a page of ours, or else `otherwise`."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
    return wanted if is_ours else otherwise


def as_pdf(data: bytes, name: str) -> HttpResponse:
    """A PDF that nobody on the way keeps, and whose name tells nothing."""
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(data, content_type="application/pdf", headers=headers)
