"""Draws a page of the portal inside its tabs."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import render

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.coverage.models import Sponsor


def render_tab(
    request: SignedInRequest,
    template: str,
    sponsor: Sponsor,
    tab: str,
    context: Mapping[str, object] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """The page ``coverage/portal/TEMPLATE.html`` of a sponsor, with its tab marked as where we are."""
    whole = {"sponsor": sponsor, "tab": tab, "place": "sponsor", **(context or {})}
    return render(request, f"coverage/portal/{template}.html", whole, status=status)
