"""The calendar feed: the page where one makes and ends its address, and what calendar programs read there."""

from allauth.core.internal import ratelimit  # the public one never counts a GET
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.notifications.actions.feeds import end_feed, make_feed
from sinew.apps.notifications.models import CalendarFeed
from sinew.apps.visits.calendar_feed import calendar_of
from sinew.apps.visits.views import two_sides_required
from sinew.apps.web.moment import TimedRequest


@require_http_methods(["GET", "HEAD", "POST"])
@two_sides_required
def calendar(request: SignedInRequest) -> HttpResponse:
    """One's visits in one's own calendar: whether there is an address, and a new one, shown this once."""
    shown = ""
    if request.method == "POST":
        token = make_feed(user=request.user, at=request.at, by=request.user)
        shown = f"{settings.SITE_URL}{reverse('visits:feed', args=[token])}"
    context = {
        "feed": CalendarFeed.objects.filter(user=request.user).first(),
        "address": shown,
        "subscribe": shown.replace("https://", "webcal://", 1) if shown.startswith("https://") else "",
    }
    answer = render(request, "visits/calendar.html", context)
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
@two_sides_required
def end_calendar(request: SignedInRequest) -> HttpResponse:
    """Turn the address off."""
    end_feed(user=request.user, by=request.user)
    messages.success(request, "The address is off. Your calendar hears nothing more from Sinew.")
    return redirect("visits:calendar")


@require_safe
def feed(request: TimedRequest, token: str) -> HttpResponse:
    """The visits of whoever the secret belongs to; for a wrong one there is nothing here."""
    if not _may_ask(request, token):
        return HttpResponse(status=429, headers={"Retry-After": "3600"})
    reader = CalendarFeed.reader_of(token)
    if reader is None:
        _is_within(request, "calendar_feed_unknown")
        raise Http404
    text = calendar_of(reader, at=request.at)
    etag = quote_etag(CalendarFeed.hashed(text))
    answer = get_conditional_response(request, etag=etag) or HttpResponse(
        text, content_type="text/calendar; charset=utf-8"
    )
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    answer["X-Robots-Tag"] = "noindex"
    if not isinstance(answer, HttpResponseNotModified):
        answer["Content-Disposition"] = 'inline; filename="visits.ics"'
    return answer


def _may_ask(request: HttpRequest, token: str) -> bool:
    """Whether this address is not asked too often, nor this network for addresses that there are not."""
    knows_its_way = _is_within(request, "calendar_feed_unknown", dry_run=True)
    return knows_its_way and _is_within(request, "calendar_feed", key=CalendarFeed.hashed(token))


def _is_within(request: HttpRequest, action: str, *, key: str | None = None, dry_run: bool = False) -> bool:
    """Count one question (not in a dry run); whether there were not too many."""
    usage = ratelimit.consume(
        request, app="allauth.account", action=action, key=key, dry_run=dry_run, limit_get=True
    )
    return usage is not None
