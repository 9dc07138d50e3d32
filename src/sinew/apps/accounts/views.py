"""One's own account: where to go after signing in, settings, sign-ins, the offer of a passkey."""

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sinew.apps.accounts import actions
from sinew.apps.accounts.credentials import credential_of, enter_credential
from sinew.apps.accounts.forms import CredentialForm, Details
from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.accounts.permissions import reviewer_required, second_factor_missing, signed_in_required
from sinew.apps.accounts.presenters import SignInPresenter
from sinew.apps.web.moment import day_of
from sinew.vocabulary import Role

START_OF = {
    Role.MEMBER: "today:today",
    Role.PHYSICAL_THERAPIST: "practice:caseload",
    Role.COACH: "practice:caseload",
    Role.CLINICAL_EDITOR: "library:review",
    Role.SPONSOR_MANAGER: "coverage:sponsors",
    Role.OPERATOR: "practice:health",
}


@require_safe
@signed_in_required
def arrive(request: SignedInRequest) -> HttpResponse:
    """Send a person who has just signed in to where their work is."""
    return redirect(START_OF.get(Role(request.user.role), "library:exercises"))


@require_safe
@signed_in_required
def offer_passkey(request: SignedInRequest) -> HttpResponse:
    """After sign-up: offer a passkey, or go on."""
    return render(request, "accounts/offer_passkey.html")


@require_safe
@login_required
def second_factor_needed(request: SignedInRequest) -> HttpResponse:
    """Tell people whose role needs a second factor how to set one up, or to sign in with theirs."""
    if not second_factor_missing(request, request.user):
        return redirect("accounts:arrive")
    return render(request, "accounts/second_factor_needed.html", {"has_one": is_mfa_enabled(request.user)})


@require_http_methods(["GET", "POST"])
@signed_in_required
def settings(request: SignedInRequest) -> HttpResponse:
    """Name, time zone, how one signs in, and where one is signed in."""
    user = request.user
    known = {"display_name": user.name, "timezone": user.timezone}
    form = Details(request.POST or None, initial=known)
    if form.is_valid():
        actions.change_details(user=user, by=user, **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("accounts:settings")
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    sign_ins = UserSession.objects.purge_and_list(user)
    context = {
        "form": form,
        "passkeys": kinds.count(Authenticator.Type.WEBAUTHN),
        "has_totp": Authenticator.Type.TOTP in kinds,
        "has_recovery_codes": Authenticator.Type.RECOVERY_CODES in kinds,
        "sign_ins": [SignInPresenter(sign_in, request.session.session_key) for sign_in in sign_ins],
    }
    return render(request, "accounts/settings.html", context)


@require_http_methods(["GET", "POST"])
@reviewer_required
def credential(request: SignedInRequest) -> HttpResponse:
    """The license a clinician signs content off with."""
    current = credential_of(request.user)
    form = CredentialForm(request.POST or None, day=day_of(request))
    if form.is_valid():
        enter_credential(**form.cleaned_data, at=request.at, by=request.user)
        messages.success(request, "Your credential is saved, as you entered it.")
        return redirect("accounts:credential")
    context = {
        "form": form,
        "credential": current,
        "is_valid": current is not None and current.is_valid_on(day_of(request)),
    }
    return render(request, "accounts/credential.html", context, status=400 if form.is_bound else 200)


@require_POST
@signed_in_required
def end_sign_in(request: SignedInRequest, sign_in_id: int) -> HttpResponse:
    """Sign one of one's own browsers out."""
    sign_in = get_object_or_404(UserSession, pk=sign_in_id, user=request.user)
    actions.end_sign_in(sign_in=sign_in, by=request.user)
    messages.success(request, "That sign-in has ended.")
    return redirect("accounts:settings")


@require_POST
@signed_in_required
def end_other_sign_ins(request: SignedInRequest) -> HttpResponse:
    """Sign every other browser of one's own out."""
    actions.end_other_sign_ins(user=request.user, keep=request.session.session_key, by=request.user)
    messages.success(request, "You are signed out everywhere else.")
    return redirect("accounts:settings")
