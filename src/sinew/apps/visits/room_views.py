"""The room of a visit: the page of the call, and the pass that opens its WebSocket."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.visits import ice, passes
from sinew.apps.visits.models import DOOR_OPENS, Visit
from sinew.apps.visits.presenters import VisitPresenter
from sinew.apps.visits.views import own_visit, two_sides_required
from sinew.apps.web.middleware import permissions_policy


@require_safe
@never_cache
@two_sides_required
def room(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """The page of the call: waiting room, device check, and the call itself."""
    row = own_visit(request, visit_id)
    if row.is_off or request.at >= row.closes_at:
        return redirect("visits:visit", row.pk)
    shown = VisitPresenter(row, request.user, request.at)
    context = {
        "visit": shown,
        "minutes_before": DOOR_OPENS.seconds // 60,
        "is_practitioner": request.user.is_practitioner,
        "data": {
            "visitId": shown.id,
            "role": "practitioner" if request.user.is_practitioner else "member",
            "otherName": shown.other,
            "socket": f"/live/visit/{row.pk}/",
            "passAt": reverse("visits:room_pass", args=[row.pk]),
            "pass": pass_of(request, row),
        },
    }
    answer = render(request, "visits/room.html", context)
    answer.headers["Permissions-Policy"] = permissions_policy("microphone", "speaker-selection")
    return answer


@require_safe
@never_cache
@two_sides_required
def room_pass(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """A fresh pass for a page that waits for the door to open, or comes back after a drop of the network."""
    return JsonResponse(pass_of(request, own_visit(request, visit_id)))


def pass_of(request: SignedInRequest, visit: Visit) -> Mapping[str, object]:
    """How long until each moment of the visit, whether it is off; and, while the door is open, the way in."""
    stands: dict[str, object] = {
        "isOff": visit.is_off,
        **_until(visit, request.at),
    }
    if not visit.door_is_open_at(request.at):
        return {**stands, "token": None, "connection": None}
    token = passes.issue(visit_id=visit.pk, user=request.user, session_key=request.session.session_key or "")
    lasts = visit.closes_at - request.at
    return {**stands, "token": token, "connection": ice.connection(visit_id=visit.pk, lasts=lasts)}


def _until(visit: Visit, at: datetime) -> dict[str, int]:
    return {
        name: _seconds(moment, at)
        for name, moment in (
            ("opensIn_s", visit.opens_at),
            ("beginsIn_s", visit.begins_at),
            ("endsIn_s", visit.ends_at),
            ("closesIn_s", visit.closes_at),
        )
    }


def _seconds(moment: datetime, at: datetime) -> int:
    return round((moment - at).total_seconds())
