"""The list of sponsors and the agreement with one, for operators."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.accounts.permissions import operator_required
from sinew.apps.coverage.actions.settings import change_sponsor
from sinew.apps.coverage.errors import SponsorRefused
from sinew.apps.coverage.models import Roster, Sponsor
from sinew.apps.coverage.operating.forms import AgreementForm
from sinew.apps.web.moment import day_of


@dataclass(frozen=True, slots=True)
class SponsorLine:
    """A sponsor with where its rosters stand.

    Attributes:
        newest: the roster that came in last, whatever became of it.
        waiting: rosters of which nobody has decided yet.
    """

    sponsor: Sponsor
    newest: Roster | None
    waiting: int
    managers: int
    is_in_force: bool


@require_safe
@operator_required
def sponsors(request: SignedInRequest) -> HttpResponse:
    """Every sponsor with its last roster; no roster's rows and no person."""
    day = day_of(request)
    lines = [
        SponsorLine(
            one,
            one.rosters.first(),
            one.rosters.pending().count(),
            one.managers.current().count(),
            one.is_in_force_on(day),
        )
        for one in Sponsor.objects.visible_to(request.user)
    ]
    context = {"lines": lines, "place": "operator-coverage"}
    return render(request, "coverage/operating/sponsors.html", context)


@require_http_methods(["GET", "POST"])
@operator_required
def agreement(request: SignedInRequest, slug: str) -> HttpResponse:
    """What was agreed with a sponsor, to be changed."""
    sponsor = get_object_or_404(Sponsor.objects.visible_to(request.user), slug=slug)
    posted = request.POST if request.method == "POST" else None
    form = AgreementForm(posted, instance=Sponsor.objects.get(pk=sponsor.pk))
    if form.is_valid():
        try:
            change_sponsor(sponsor=sponsor, changes=form.changes, by=request.user)
        except SponsorRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Saved.")
            return redirect("coverage:operator_sponsors")
    context = {"sponsor": sponsor, "form": form, "place": "operator-coverage"}
    status = 400 if form.errors else 200
    return render(request, "coverage/operating/agreement.html", context, status=status)
