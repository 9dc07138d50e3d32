"""The practitioner's list of threads, one member's thread, and what is done in it."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.accounts.permissions import practitioner_required
from sinew.apps.audit import actions as audit
from sinew.apps.conversation.actions.reading import deal_with_alarm, mark_read, settle
from sinew.apps.conversation.errors import AlarmClosed, NotInThread
from sinew.apps.conversation.forms import DealForm
from sinew.apps.conversation.models import Alarm, Thread
from sinew.apps.conversation.presenters import SHOWN, ThreadPage, thread_rows
from sinew.apps.conversation.replies import Choices
from sinew.apps.conversation.sending import Sent, send_from
from sinew.apps.conversation.views.member import as_json, wants_json
from sinew.apps.members.models import Member


@require_GET
@ensure_csrf_cookie
@practitioner_required
def threads(request: SignedInRequest) -> HttpResponse:
    """Every thread this practitioner may read, what waits first."""
    return render(request, "conversation/threads.html", _threads(request))


@require_GET
@practitioner_required
def threads_list(request: SignedInRequest) -> HttpResponse:
    """The list alone, for a page that is open."""
    context = _threads(request, is_shown_again=True)
    return render(request, "conversation/parts/threads.html", context)


def _threads(request: SignedInRequest, *, is_shown_again: bool = False) -> dict[str, object]:
    """All that waits and the newest others, written down as read; when shown again, only what is new."""
    rows = thread_rows(request.user, at=request.at)
    waiting = [row for row in rows if row.is_waiting]
    others = [row for row in rows if not row.is_waiting]
    shown = others if request.GET.get("all") == "1" else others[:SHOWN]
    read = [row.thread.member_id for row in (*waiting, *shown) if row.unread or not is_shown_again]
    audit.record_reads("conversation.list.read", members=read, by=request.user)
    return {"waiting": waiting, "others": shown, "left_out": len(others) - len(shown)}


@require_http_methods(["GET", "POST"])
@ensure_csrf_cookie
@practitioner_required
def member_thread(request: SignedInRequest, member_id: UUID) -> HttpResponseBase:
    """One member's thread, and a form to write in it."""
    member = _member(request, member_id)
    if request.method == "POST":
        sent = send_from(request, member)
        if wants_json(request):
            return as_json(sent)
        if sent.is_stored:
            return redirect("conversation:member_thread", member.pk)
        return _page(request, member, sent=sent)
    return _page(request, member)


@require_GET
@practitioner_required
def member_thread_list(request: SignedInRequest, member_id: UUID) -> HttpResponse:
    """The messages alone, for a page that is open: what it shows is read."""
    page = _read(request, _member(request, member_id), is_shown_again=True)
    return render(request, "conversation/parts/list.html", {"page": page})


@require_POST
@practitioner_required
def settle_thread(request: SignedInRequest, member_id: UUID) -> HttpResponse:
    """Nothing here needs an answer."""
    thread = get_object_or_404(Thread.objects.visible_to(request.user), member=_member(request, member_id))
    up_to = request.POST.get("up_to", "")
    try:
        settle(thread=thread, up_to=int(up_to) if up_to.isdecimal() else 0, at=request.at, by=request.user)
    except NotInThread:
        messages.error(request, "There is something new here. Read it first.")
    else:
        messages.success(request, "Noted: nothing here waits for an answer.")
    return redirect("conversation:member_thread", member_id)


@require_POST
@practitioner_required
def deal(request: SignedInRequest, member_id: UUID, alarm_id: int) -> HttpResponse:
    """Record what was done about words that may describe an emergency."""
    member = _member(request, member_id)
    alarm = get_object_or_404(Alarm.objects.visible_to(request.user), pk=alarm_id, thread__member=member)
    form = DealForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["note"][0]))
        return redirect("conversation:member_thread", member.pk)
    try:
        deal_with_alarm(alarm=alarm, note=form.cleaned_data["note"], at=request.at, by=request.user)
    except AlarmClosed:
        messages.error(request, "Somebody else has just dealt with it.")
    else:
        messages.success(request, "Noted. It stays in the record.")
    return redirect("conversation:member_thread", member.pk)


def _member(request: SignedInRequest, member_id: UUID) -> Member:
    return get_object_or_404(Member.objects.visible_to(request.user).select_related("user"), pk=member_id)


def _page(request: SignedInRequest, member: Member, sent: Sent | None = None) -> HttpResponse:
    choices = Choices(member, request.user, at=request.at)
    body = request.POST.get("body", "") if sent else choices.text_of(request.GET.get("reply", ""))
    context = {
        "page": _read(request, member),
        "choices": list(choices),
        "problem": sent.problem if sent else "",
        "body": body,
    }
    return render(request, "conversation/member_thread.html", context, status=sent.status if sent else 200)


@transaction.atomic
def _read(request: SignedInRequest, member: Member, *, is_shown_again: bool = False) -> ThreadPage:
    """The thread, read and written down as read; when shown again, only if something is new."""
    page = ThreadPage(member, request.user, at=request.at, show_all=request.GET.get("all") == "1")
    if page.thread is not None and page.unread:
        mark_read(thread=page.thread, up_to=page.newest, at=request.at, by=request.user)
    if page.unread or not is_shown_again:
        audit.record("conversation.thread.read", on=page.thread, by=request.user, member=member.pk)
    return page
