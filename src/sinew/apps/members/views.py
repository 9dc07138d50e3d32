"""Agreeing, and one's own data: see it, take it along, stop it, remove it."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.accounts.permissions import member_required
from sinew.apps.audit import actions as audit
from sinew.apps.members import actions, consents
from sinew.apps.members.errors import ConfirmationMismatch
from sinew.apps.members.export import export_archive
from sinew.apps.members.models import Member
from sinew.apps.members.presenters import ConsentChoice, MyDataPresenter
from sinew.apps.web.moment import day_of


def own_member(request: SignedInRequest) -> Member:
    """The member record of whoever asks; 404 before they have agreed to anything."""
    return get_object_or_404(Member.objects.visible_to(request.user), user=request.user)


def own_record(request: SignedInRequest) -> Member:
    """The member record of whoever asks; an empty one, not stored, for who has not agreed to anything yet."""
    member = Member.objects.visible_to(request.user).filter(user=request.user).first()
    return member or Member(user=request.user)


@require_http_methods(["GET", "POST"])
@member_required
def consent(request: SignedInRequest) -> HttpResponse:
    """Ask for the consents; what the program needs must be given to go on."""
    member = Member.objects.filter(user=request.user).first()
    sent = set(request.POST.getlist("consent")) & set(consents.VERSIONS)
    missing = [what for what in consents.REQUIRED if what not in sent] if request.method == "POST" else []
    if request.method == "GET" or missing:
        given = sent or (consents.given(member) if member else set())
        choices = [
            ConsentChoice(text, text.what in given, text.what in missing) for text in consents.CONSENTS
        ]
        context = {"choices": choices, "has_errors": bool(missing)}
        return render(request, "members/consent.html", context, status=422 if missing else 200)
    now = request.at
    member = actions.join(user=request.user, at=now, by=request.user)
    actions.grant_consents(member=member, whats=sent, at=now, by=request.user)
    return redirect("today:today")


@require_GET
@member_required
def intake(request: SignedInRequest) -> HttpResponse:
    """The one address of the intake; leads to consent first, then to where the member is in it."""
    member = Member.objects.filter(user=request.user).first()
    if member is None or consents.missing(member):
        return redirect("members:consent")
    return redirect("today:intake")


@require_GET
@member_required
def my_data(request: SignedInRequest) -> HttpResponse:
    """Everything one can do with one's data."""
    return render(request, "members/my_data.html", {"page": MyDataPresenter(own_record(request))})


@require_POST
@member_required
def export(request: SignedInRequest) -> HttpResponse:
    """The whole record as a download."""
    member, now = own_record(request), request.at
    if member.is_stored:
        audit.record("members.record.exported", on=member, by=request.user, member=member.pk)
    else:
        audit.record("members.record.exported", on=request.user, by=request.user)
    name = f"sinew-{day_of(request).isoformat()}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(export_archive(member, at=now), content_type="application/zip", headers=headers)


@require_http_methods(["GET", "POST"])
@member_required
def withdraw(request: SignedInRequest, what: str) -> HttpResponse:
    """Take one consent back, after saying what follows from it."""
    member = own_member(request)
    text = next((text for text in consents.CONSENTS if text.what == what), None)
    if text is None or not member.consents.standing().filter(what=what).exists():
        raise Http404
    if request.method == "GET":
        return render(request, "members/withdraw.html", {"text": text})
    actions.withdraw_consent(member=member, what=what, at=request.at, by=request.user)
    messages.success(request, _("Withdrawn. You can agree again whenever you like."))
    return redirect("members:my_data")


@require_http_methods(["GET", "POST"])
@member_required
def delete(request: SignedInRequest) -> HttpResponse:
    """Remove the account and everything in it, confirmed by typing one's address."""
    error = ""
    if request.method == "POST":
        try:
            actions.delete_account(user=request.user, typed=request.POST.get("typed", ""), by=request.user)
        except ConfirmationMismatch:
            error = _("This is not the e-mail address of your account. Nothing was deleted.")
        else:
            logout(request)
            messages.success(request, _("Your account and everything in it are deleted."))
            gone = redirect("web:home")
            gone["Clear-Site-Data"] = '"storage"'  # sessions that wait on this device for nobody
            return gone
    return render(request, "members/delete.html", {"error": error}, status=422 if error else 200)
