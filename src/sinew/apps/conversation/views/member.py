"""The member's thread."""

from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_http_methods

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.accounts.permissions import member_required
from sinew.apps.conversation.actions.reading import mark_read
from sinew.apps.conversation.moments import about_a_moment
from sinew.apps.conversation.presenters import ThreadPage
from sinew.apps.conversation.sending import Sent, send_from
from sinew.apps.members.models import Member


@require_http_methods(["GET", "POST"])
@ensure_csrf_cookie
@member_required
def thread(request: SignedInRequest) -> HttpResponseBase:
    """What the member and their care team wrote, and a form to write more."""
    member = Member.objects.filter(user=request.user).first()
    if member is None:
        return redirect("members:consent")
    if request.method == "POST":
        sent = send_from(request, member)
        if wants_json(request):
            return as_json(sent)
        if sent.is_stored:
            return redirect("conversation:thread")
        return _page(request, member, sent=sent)
    return _page(request, member)


@require_GET
@member_required
def thread_list(request: SignedInRequest) -> HttpResponse:
    """The messages alone, for a page that is open: what it shows is read."""
    member = Member.objects.filter(user=request.user).first()
    if member is None:
        return HttpResponse(status=404)
    return render(request, "conversation/parts/list.html", {"page": _read(request, member)})


def _page(request: SignedInRequest, member: Member, sent: Sent | None = None) -> HttpResponse:
    context = {
        "page": _read(request, member),
        "problem": sent.problem if sent else "",
        "body": request.POST.get("body", "") if sent else about_a_moment(request.GET),
    }
    return render(request, "conversation/thread.html", context, status=sent.status if sent else 200)


def _read(request: SignedInRequest, member: Member) -> ThreadPage:
    page = ThreadPage(member, request.user, at=request.at, show_all=request.GET.get("all") == "1")
    if page.thread is not None and page.unread:
        mark_read(thread=page.thread, up_to=page.newest, at=request.at, by=request.user)
    return page


def wants_json(request: SignedInRequest) -> bool:
    """Whether a page's outbox sends, not a person's form."""
    return request.headers.get("Accept", "") == "application/json"


def as_json(sent: Sent) -> JsonResponse:
    """What became of it, as every outbox of ours understands it."""
    if sent.is_stored:
        return JsonResponse(
            {"status": "stored" if sent.status == 201 else "already_stored"}, status=sent.status
        )
    return JsonResponse({"problems": [sent.problem]}, status=sent.status)
