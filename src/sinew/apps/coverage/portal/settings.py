"""A sponsor's settings: what its managers change, and what was agreed with the operator."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.coverage.actions.settings import change_appearance, change_sponsor
from sinew.apps.coverage.errors import SponsorRefused
from sinew.apps.coverage.models import Sponsor
from sinew.apps.coverage.portal.access import sponsor_manager_required, sponsor_of
from sinew.apps.coverage.portal.agreement import Agreement
from sinew.apps.coverage.portal.forms import AppearanceForm, RosterTermsForm
from sinew.apps.coverage.portal.pages import render_tab


@require_http_methods(["GET", "POST"])
@sponsor_manager_required
def settings(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show the settings, and store one of the two forms."""
    sponsor = sponsor_of(request.user, slug)
    part = request.POST.get("part", "")
    appearance = AppearanceForm(request.POST if part == "appearance" else None, instance=_copy(sponsor))
    terms = RosterTermsForm(request.POST if part == "terms" else None, instance=_copy(sponsor))
    form = {"appearance": appearance, "terms": terms}.get(part)
    if form is not None and form.is_valid():
        changes = {name: form.cleaned_data[name] for name in form._meta.fields or ()}
        try:
            if isinstance(form, AppearanceForm):
                change_appearance(sponsor=sponsor, changes=changes, names=form.further_names, by=request.user)
            else:
                change_sponsor(sponsor=sponsor, changes=changes, by=request.user)
        except SponsorRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Saved.")
            return redirect("coverage:sponsor_settings", sponsor.slug)
    context = {"appearance": appearance, "terms": terms, "agreement": Agreement(sponsor)}
    refused_form = request.method == "POST"
    return render_tab(request, "settings", sponsor, "settings", context, status=400 if refused_form else 200)


def _copy(sponsor: Sponsor) -> Sponsor:
    """The sponsor for a form to write on: the page around it shows what is stored."""
    return Sponsor.objects.get(pk=sponsor.pk)
