"""A practitioner's quick replies, office hours and absences."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.accounts.permissions import practitioner_required
from sinew.apps.conversation.actions import answering
from sinew.apps.conversation.errors import HoursUnclear, NotYourReply
from sinew.apps.conversation.forms import AbsenceForm, HoursForm, QuickReplyForm
from sinew.apps.conversation.models import Absence, PractitionerHours, QuickReply
from sinew.apps.web import content as shown
from sinew.apps.web.moment import day_of
from sinew.content.messaging import WEEKDAYS


@require_http_methods(["GET", "POST"])
@practitioner_required
def replies(request: SignedInRequest) -> HttpResponse:
    """Every quick reply, and a form for a new one."""
    form = QuickReplyForm(request.POST or None)
    if form.is_valid():
        answering.write_quick_reply(**form.cleaned_data, at=request.at, by=request.user)
        messages.success(request, "Saved.")
        return redirect("conversation:replies")
    context = {
        "form": form,
        "replies": QuickReply.objects.visible_to(request.user).select_related("written_by"),
        "starters": shown.messaging().replies.starters,
    }
    return render(request, "conversation/replies.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@practitioner_required
def reply(request: SignedInRequest, reply_id: int) -> HttpResponse:
    """Change one's own quick reply."""
    found = get_object_or_404(QuickReply, pk=reply_id, written_by=request.user)
    known = {"title": found.title, "text": found.text, "is_shared": found.is_shared}
    form = QuickReplyForm(request.POST or None, initial=known)
    if form.is_valid():
        answering.write_quick_reply(**form.cleaned_data, at=request.at, by=request.user, reply=found)
        messages.success(request, "Saved.")
        return redirect("conversation:replies")
    context = {"form": form, "reply": found}
    return render(request, "conversation/reply.html", context, status=400 if form.errors else 200)


@require_POST
@practitioner_required
def remove_reply(request: SignedInRequest, reply_id: int) -> HttpResponse:
    """Delete one's own quick reply."""
    found = get_object_or_404(QuickReply.objects.visible_to(request.user), pk=reply_id)
    try:
        answering.remove_quick_reply(reply=found, by=request.user)
    except NotYourReply:
        messages.error(request, "Only who wrote a shared reply removes it.")
    else:
        messages.success(request, "Removed.")
    return redirect("conversation:replies")


@require_http_methods(["GET", "POST"])
@practitioner_required
def hours(request: SignedInRequest) -> HttpResponse:
    """When this practitioner is at work, and days away."""
    form = HoursForm(request.POST or None, initial=_week_of(request))
    if request.method == "POST" and form.is_valid():
        week = {day: form.cleaned_data[day] for day in WEEKDAYS}
        answering.set_office_hours(week=week, at=request.at, by=request.user)
        messages.success(request, "Saved. Members are told by these hours when you answer.")
        return redirect("conversation:hours")
    return _hours_page(request, form, AbsenceForm())


@require_POST
@practitioner_required
def add_absence(request: SignedInRequest) -> HttpResponse:
    """Note days away."""
    form = AbsenceForm(request.POST)
    if form.is_valid():
        try:
            answering.add_absence(**form.cleaned_data, by=request.user)
        except HoursUnclear as refused:
            form.add_error("last_on", str(refused))
        else:
            return redirect("conversation:hours")
    return _hours_page(request, HoursForm(initial=_week_of(request)), form)


@require_POST
@practitioner_required
def remove_absence(request: SignedInRequest, absence_id: int) -> HttpResponse:
    """Take days away back."""
    found = get_object_or_404(Absence, pk=absence_id, practitioner=request.user)
    answering.remove_absence(absence=found, by=request.user)
    return redirect("conversation:hours")


def _week_of(request: SignedInRequest) -> dict[str, str]:
    """Their own week, or the clinic's, a line a day."""
    own = PractitionerHours.objects.filter(practitioner=request.user).first()
    clinic: Mapping[str, Sequence[str]] = {
        str(d): spans for d, spans in shown.messaging().clinic.week.items()
    }
    week = own.week if own is not None else clinic
    return {day: ", ".join(week.get(day, ())) for day in WEEKDAYS}


def _hours_page(request: SignedInRequest, form: HoursForm, absence: AbsenceForm) -> HttpResponse:
    context = {
        "form": form,
        "absence_form": absence,
        "absences": Absence.objects.filter(practitioner=request.user, last_on__gte=day_of(request)),
        "is_own": PractitionerHours.objects.filter(practitioner=request.user).exists(),
        "clinic": shown.messaging().clinic,
        "zone": request.user.timezone.replace("_", " "),
        "clinic_zone": shown.messaging().clinic.zone.replace("_", " "),
    }
    status = 400 if form.errors or absence.errors else 200
    return render(request, "conversation/hours.html", context, status=status)
