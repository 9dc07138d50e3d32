"""Who manages a sponsor: the list, invitations, and removal."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.coverage.actions.managers import invite_manager, remove_manager, withdraw_invitation
from sinew.apps.coverage.errors import AlreadyInvited, LastManager, TooManyInvitations
from sinew.apps.coverage.managing import managers_of
from sinew.apps.coverage.portal.access import sponsor_manager_required, sponsor_of
from sinew.apps.coverage.portal.forms import InvitationForm
from sinew.apps.coverage.portal.pages import render_tab


@require_http_methods(["GET", "POST"])
@sponsor_manager_required
def managers(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show who manages the sponsor, and invite one more."""
    sponsor = sponsor_of(request.user, slug)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        try:
            invite_manager(sponsor=sponsor, email=email, at=request.at, by=request.user)
        except (AlreadyInvited, TooManyInvitations) as refused:
            form.add_error("email", str(refused))
        else:
            messages.success(request, "Invited. A mail with the next steps is on its way.")
            return redirect("coverage:sponsor_managers", sponsor.slug)
    context = {"people": managers_of(sponsor), "form": form}
    status = 400 if form.errors else 200
    return render_tab(request, "managers", sponsor, "managers", context, status=status)


@require_POST
@sponsor_manager_required
def remove(request: SignedInRequest, slug: str, place_id: int) -> HttpResponse:
    """End somebody's management of the sponsor."""
    sponsor = sponsor_of(request.user, slug)
    place = get_object_or_404(sponsor.managers.current().select_related("user"), pk=place_id)
    try:
        remove_manager(place=place, at=request.at, by=request.user)
    except LastManager as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Removed. They see nothing of this sponsor any more.")
    if place.user == request.user:
        return redirect("coverage:sponsors")
    return redirect("coverage:sponsor_managers", sponsor.slug)


@require_POST
@sponsor_manager_required
def withdraw(request: SignedInRequest, slug: str, invitation_id: int) -> HttpResponse:
    """Take an invitation back."""
    sponsor = sponsor_of(request.user, slug)
    invitation = get_object_or_404(sponsor.invitations.open(), pk=invitation_id)
    withdraw_invitation(invitation=invitation, at=request.at, by=request.user)
    messages.success(request, "Withdrawn.")
    return redirect("coverage:sponsor_managers", sponsor.slug)
