"""What somebody wants to hear: their choices, a pause, and the address that turns off one kind of mail."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.accounts.models import User
from sinew.apps.accounts.permissions import signed_in_required
from sinew.apps.notifications import unsubscribing
from sinew.apps.notifications.actions.choices import choose, pause_reminders, turn_off_mail
from sinew.apps.notifications.forms import PreferencesForm
from sinew.apps.notifications.models import KindChoice, Preferences
from sinew.apps.notifications.presenters import rows_of
from sinew.apps.notifications.push.keys import public_key, signing_key
from sinew.apps.web.moment import TimedRequest
from sinew.notices import Channel

A_WEEK = timedelta(days=7)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_required
def preferences(request: SignedInRequest) -> HttpResponse:
    """What one wants to hear, by which way and when; and one's devices."""
    user = request.user
    chosen = Preferences.of(user)
    form = PreferencesForm(request.POST or None, initial=_known(chosen), user=user)
    if form.is_valid():
        values = {"follows_office_hours": False, **form.cleaned_data}
        choose(user=user, **values, by=user)
        messages.success(request, "Saved.")
        return redirect("notifications:preferences")
    key = signing_key()
    context = {
        "form": form,
        "rows": rows_of(user, form.turned_off()),
        "devices": user.devices.all(),
        "push_key": public_key(key) if key is not None else "",
        "paused_until": _ahead(chosen, request),
        "zone": user.timezone.replace("_", " "),
    }
    return render(request, "notifications/preferences.html", context, status=400 if form.is_bound else 200)


def _known(chosen: Preferences) -> dict[str, object]:
    held = ((Channel.EMAIL, chosen.quiet_email), (Channel.PUSH, chosen.quiet_push))
    return {
        "quiet_from": chosen.quiet_from,
        "quiet_until": chosen.quiet_until,
        "quiet_on": [channel for channel, is_held in held if is_held],
        "follows_office_hours": chosen.follows_office_hours,
    }


def _ahead(chosen: Preferences, request: SignedInRequest) -> object:
    is_ahead = chosen.paused_until is not None and request.at < chosen.paused_until
    return chosen.paused_until if is_ahead else None


@require_POST
@signed_in_required
def pause(request: SignedInRequest) -> HttpResponse:
    """Pause one's reminders for a week, or end the pause."""
    is_end = request.POST.get("end") == "1"
    pause_reminders(user=request.user, until=None if is_end else request.at + A_WEEK, by=request.user)
    messages.success(request, "Reminders come again." if is_end else "No reminders for a week.")
    return redirect("notifications:preferences")


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: TimedRequest, token: str) -> HttpResponse:
    """Turn off one kind of mail without signing in, by our button or a mail program's own (RFC 8058).

    Looking at the page changes nothing: programs that check links look at everything. The signed address is
    what allows it, so no token of a form is asked for: a mail program has none.
    """
    found = unsubscribing.read(token)
    if found is None:
        return render(request, "notifications/unsubscribe.html", {"kind": None}, status=404)
    user, kind = found
    if request.method == "POST":
        by = request.user if isinstance(request.user, User) else None
        turn_off_mail(user=user, kind=kind, by=by)
    is_off = (kind.id, Channel.EMAIL) in KindChoice.turned_off(user)
    return render(request, "notifications/unsubscribe.html", {"kind": kind, "is_off": is_off})
