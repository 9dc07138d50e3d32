"""The first pages of the portal."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.coverage.managing import managers_of
from sinew.apps.coverage.models import Sponsor
from sinew.apps.coverage.portal.access import sponsor_manager_required, sponsor_of
from sinew.apps.coverage.portal.pages import render_tab
from sinew.apps.coverage.portal.roster_page import RosterPage


@require_safe
@sponsor_manager_required
def arrive(request: SignedInRequest) -> HttpResponse:
    """Send a manager to their sponsor; with several, or none, say which there are."""
    sponsors = list(Sponsor.objects.visible_to(request.user))
    if len(sponsors) == 1:
        return redirect("coverage:portal", sponsors[0].slug)
    return render(request, "coverage/portal/sponsors.html", {"sponsors": sponsors})


@require_safe
@sponsor_manager_required
def overview(request: SignedInRequest, slug: str) -> HttpResponse:
    """A sponsor at a glance: how many people are listed, and the last roster."""
    sponsor = sponsor_of(request.user, slug)
    context = {
        "last": sponsor.rosters.applied().first(),
        "pending": [RosterPage(one) for one in sponsor.rosters.pending().select_related("sponsor")],
        "people": managers_of(sponsor),
    }
    return render_tab(request, "overview", sponsor, "overview", context)
