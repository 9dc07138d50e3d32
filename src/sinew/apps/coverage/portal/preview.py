"""What a sponsor's people will see, shown to its managers."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.coverage.portal.access import sponsor_manager_required, sponsor_of
from sinew.apps.coverage.portal.agreement import Agreement
from sinew.apps.coverage.portal.pages import render_tab


@require_safe
@sponsor_manager_required
def preview(request: SignedInRequest, slug: str) -> HttpResponse:
    """The search, the yes and what it costs, as people read them."""
    sponsor = sponsor_of(request.user, slug)
    context = {"agreement": Agreement(sponsor), "names": [one.name for one in sponsor.names.all()]}
    return render_tab(request, "preview", sponsor, "preview", context)
