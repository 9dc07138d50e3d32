"""When a practitioner can be met: the hours of every week, and absences."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.accounts.permissions import practitioner_required
from sinew.apps.visits import actions
from sinew.apps.visits.actions import Hours
from sinew.apps.visits.errors import HoursRefused
from sinew.apps.visits.forms import HoursForm, TimeOffForm
from sinew.apps.visits.models import TimeOff


def _page(
    request: SignedInRequest, form: HoursForm, away: TimeOffForm, *, is_refused: bool = False
) -> HttpResponse:
    absences = TimeOff.objects.filter(practitioner=request.user, ends_at__gt=request.at)
    context = {
        "form": form,
        "away": away,
        "absences": absences,
        "zone": request.user.timezone.replace("_", " "),
    }
    return render(request, "visits/hours.html", context, status=400 if is_refused else 200)


def _known(request: SignedInRequest) -> list[Hours]:
    return [Hours(row.weekday, row.opens, row.closes) for row in request.user.bookable_hours.all()]


@require_http_methods(["GET", "HEAD", "POST"])
@practitioner_required
def hours(request: SignedInRequest) -> HttpResponse:
    """The hours of every week."""
    form = HoursForm(request.POST or None, _known(request))
    if form.is_valid():
        try:
            actions.set_hours(practitioner=request.user, hours=form.hours, by=request.user)
        except HoursRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Saved. What is booked already stays booked.")
            return redirect("visits:hours")
    return _page(request, form, TimeOffForm(), is_refused=form.is_bound)


@require_POST
@practitioner_required
def time_off(request: SignedInRequest) -> HttpResponse:
    """Note an absence, and say which visits it hits."""
    form = TimeOffForm(request.POST)
    if form.is_valid():
        try:
            hit = actions.add_time_off(practitioner=request.user, by=request.user, **form.cleaned_data)
        except HoursRefused as refused:
            form.add_error("ends_at", str(refused))
        else:
            messages.success(request, "Noted. Nobody can book you then.")
            if hit:
                says = ngettext(
                    "%(count)s visit is booked in that time. Move or cancel it.",
                    "%(count)s visits are booked in that time. Move or cancel them.",
                    len(hit),
                )
                messages.warning(request, says % {"count": len(hit)})
                return redirect("visits:schedule")
            return redirect("visits:hours")
    return _page(request, HoursForm(None, _known(request)), form, is_refused=True)


@require_POST
@practitioner_required
def remove_time_off(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take an absence back."""
    row = get_object_or_404(TimeOff, pk=pk, practitioner=request.user)
    actions.remove_time_off(time_off=row, by=request.user)
    messages.success(request, "Taken back. You can be booked then.")
    return redirect("visits:hours")
