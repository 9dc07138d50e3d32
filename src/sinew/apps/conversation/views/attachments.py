"""Handing out attachments: to who may read the thread, never kept, never run."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.accounts.permissions import signed_in_required
from sinew.apps.audit import actions as audit
from sinew.apps.conversation.files import storage
from sinew.apps.conversation.models import Attachment

INERT = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""What a file may do in a browser that opens it: nothing."""


@require_GET
@signed_in_required
def attachment(request: SignedInRequest, attachment_id: UUID) -> HttpResponse:
    """A photo or PDF to keep."""
    return _answer(request, attachment_id, is_download=True)


@require_GET
@signed_in_required
def photo(request: SignedInRequest, attachment_id: UUID) -> HttpResponse:
    """A photo, to stand in the thread."""
    return _answer(request, attachment_id, is_download=False)


def _answer(request: SignedInRequest, attachment_id: UUID, *, is_download: bool) -> HttpResponse:
    visible = Attachment.objects.visible_to(request.user).select_related("message__thread")
    found = get_object_or_404(visible, pk=attachment_id)
    data = storage.read(found.pk)
    if data is None or not (is_download or found.is_photo):
        raise Http404
    member_id = found.message.thread.member_id
    audit.record("conversation.attachment.read", on=found, by=request.user, member=member_id)
    response = HttpResponse(data, content_type=found.media_type)
    response["Content-Disposition"] = content_disposition_header(is_download, found.name) or "inline"
    response["Content-Security-Policy"] = INERT
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
