"""Asking a person, and the waiting list: for everybody, whatever a check found."""

from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.accounts.permissions import operator_required
from sinew.apps.coverage.actions import questions
from sinew.apps.coverage.check import limits
from sinew.apps.coverage.check.forms import QuestionForm, WaitingListForm
from sinew.apps.coverage.check.pages import page
from sinew.apps.coverage.check.views import person_of, refused
from sinew.apps.coverage.models import CoverageQuestion, EnumerationAlarm, WaitingListEntry
from sinew.apps.web.moment import TimedRequest

ALARMS_SHOWN = 30


@never_cache
@require_http_methods(["GET", "POST"])
def ask_somebody(request: TimedRequest) -> HttpResponse:
    """Write to the people who run this service."""
    form = QuestionForm(request.POST or None)
    if form.is_valid():
        if limits.form_is_over(request):
            return refused(request, EnumerationAlarm.Sign.ONE_ADDRESS)
        questions.ask_somebody(**form.cleaned_data, at=request.at, by=person_of(request))
        return page(request, "asked")
    return page(request, "ask", {"form": form}, status=400 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def waiting_list(request: TimedRequest) -> HttpResponse:
    """Be told when an employer or plan joins; whether an address was there before is not shown."""
    form = WaitingListForm(request.POST or None)
    if form.is_valid():
        told = form.cleaned_data
        if limits.form_is_over(request):
            return refused(request, EnumerationAlarm.Sign.ONE_ADDRESS)
        questions.join_waiting_list(
            email=told["email"], sponsor_name=told["sponsor_name"], at=request.at, by=person_of(request)
        )
        return page(request, "waiting")
    status = 400 if form.is_bound else 200
    return page(request, "waiting_list", {"form": form}, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def leave_waiting_list(request: TimedRequest, token: str) -> HttpResponse:
    """Take an address off the waiting list; the link in the mail leads here."""
    entry = _entry(token)
    if request.method == "POST" and entry is not None:
        questions.leave_waiting_list(entry=entry, by=person_of(request))
        entry = None
    return page(request, "leave", {"is_on": entry is not None})


def _entry(token: str) -> WaitingListEntry | None:
    try:
        pk = UUID(signing.loads(token, salt=questions.LEAVING))
    except (signing.BadSignature, ValueError):
        return None
    return WaitingListEntry.objects.filter(pk=pk).first()


@require_safe
@operator_required
def for_operators(request: SignedInRequest) -> HttpResponse:
    """What waits for an operator: questions, and signs of enumeration."""
    waiting = CoverageQuestion.objects.visible_to(request.user).open()
    context = {
        "questions": waiting.select_related("person__sponsor"),
        "alarms": EnumerationAlarm.objects.all()[:ALARMS_SHOWN],
        "waiting": WaitingListEntry.objects.count(),
    }
    return page(request, "operator", context)


@require_POST
@operator_required
def settle(request: SignedInRequest, question_id: UUID) -> HttpResponse:
    """Note that a question was answered."""
    question = CoverageQuestion.objects.visible_to(request.user).filter(pk=question_id).first()
    if question is not None:
        questions.settle(question=question, at=request.at, by=request.user)
        messages.success(request, "Settled.")
    return redirect("coverage:operator_coverage")
