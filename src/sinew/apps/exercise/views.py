"""The page of the session player, and the address that takes its result."""

import json
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_POST

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.accounts.models import User
from sinew.apps.accounts.permissions import member_required
from sinew.apps.care.errors import CarePlanEnded
from sinew.apps.exercise import actions, replays
from sinew.apps.exercise.errors import AlreadyRecorded, KeyUsedElsewhere
from sinew.apps.exercise.models import ExerciseSession
from sinew.apps.exercise.player_data import session_data
from sinew.apps.exercise.results import traces_of
from sinew.apps.members.errors import ConsentMissing
from sinew.apps.web.moment import TimedRequest
from sinew.errors import InputRefused, Problem

MAX_RESULT_BYTES = 2_000_000
REFUSALS = {
    KeyUsedElsewhere: Problem(
        "Idempotency-Key", "key-used-elsewhere", "This key belongs to another exercise session."
    ),
    AlreadyRecorded: Problem(
        "result", "already-recorded", "This session was recorded already, on another device or tab."
    ),
    CarePlanEnded: Problem("result", "plan-ended", "This plan has ended; it takes no more results."),
}

CONSENT_MISSING = Problem(
    "session", "consent-missing", "Please agree to the new wording first. Your session is kept until then."
)


@require_GET
@ensure_csrf_cookie
@member_required
def player(request: SignedInRequest, session_id: UUID) -> HttpResponse:
    """The guided session; one that has a result leads to what was recorded."""
    session = get_object_or_404(
        ExerciseSession.objects.visible_to(request.user).select_related("plan__member"), pk=session_id
    )
    if session.status != ExerciseSession.Status.STARTED:
        return redirect("today:after", session.pk)
    return render(request, "exercise/player.html", {"session_data": session_data(session)})


@require_POST
def result(request: TimedRequest, session_id: UUID) -> HttpResponseBase:
    """Take a result as JSON; strangers get 401 and no page, so that the device keeps what it has."""
    user = request.user
    if not isinstance(user, User):
        return _refused(401, Problem("session", "signed-out", "Please sign in again. Your session is kept."))
    return _member_result(request, user, session_id)


def _member_result(request: TimedRequest, user: User, session_id: UUID) -> HttpResponseBase:
    session = ExerciseSession.objects.visible_to(user).filter(pk=session_id, plan__member__user=user).first()
    if session is None:
        return _refused(403, Problem("session", "not-yours", "This session belongs to somebody else."))
    try:
        key, payload = _key(request), _payload(request)
        with transaction.atomic():
            session, is_new = actions.record_result(
                session=session, payload=payload, key=key, at=request.at, by=user
            )
            traces = traces_of(payload) if is_new else ()
            left_out = replays.share_movement(session=session, traces=traces, at=request.at, by=user)
    except InputRefused as refused:
        return _refused(400, *refused.problems)
    except ConsentMissing:
        return _refused(409, CONSENT_MISSING)
    except tuple(REFUSALS) as refusal:
        return _refused(400, REFUSALS[type(refusal)])
    answer = {
        "status": "stored" if is_new else "already_stored",
        "after_url": reverse("today:after", args=[session.pk]),
        "left_out": [problem.to_json() for problem in left_out],
    }
    return JsonResponse(answer, status=201 if is_new else 200)


def _key(request: HttpRequest) -> UUID:
    try:
        return UUID(request.headers.get("Idempotency-Key", ""))
    except ValueError:
        problem = Problem("Idempotency-Key", "bad-key", "Send a UUID in the header Idempotency-Key.")
        raise InputRefused((problem,)) from None


def _payload(request: HttpRequest) -> Any:
    if len(request.body) > MAX_RESULT_BYTES:
        raise InputRefused((Problem("result", "too-large", "The result is larger than two megabytes."),))
    try:
        return json.loads(request.body)
    except (ValueError, RecursionError):  # not JSON, not UTF-8, a number of 5,000 digits, nested too deep
        raise InputRefused((Problem("result", "not-json", "The result is not JSON."),)) from None


def _refused(status: int, *problems: Problem) -> JsonResponse:
    return JsonResponse({"problems": [problem.to_json() for problem in problems]}, status=status)
