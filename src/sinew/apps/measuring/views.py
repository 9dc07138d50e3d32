"""Measuring beside the call: what the panel needs, and what the therapist adds to the record or corrects."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.accounts.permissions import practitioner_required
from sinew.apps.audit import actions as audit
from sinew.apps.care.errors import NotOnCareTeam
from sinew.apps.measuring import actions
from sinew.apps.measuring.errors import (
    AlreadyStruck,
    KeyUsedElsewhere,
    NoTestResult,
    NotOffered,
    NotTheTherapist,
    RoomClosed,
    TooPoor,
)
from sinew.apps.measuring.forms import PainForm, StrikeForm
from sinew.apps.measuring.models import VisitMeasurement, VisitSet
from sinew.apps.measuring.presenters import lines_of
from sinew.apps.measuring.sent import key_of, mark_sent, set_sent
from sinew.apps.measuring.setup_data import setup_data, told
from sinew.apps.members.errors import ConsentMissing
from sinew.apps.visits.models import Visit
from sinew.apps.visits.views import own_visit, two_sides_required
from sinew.errors import InputRefused, Problem, SinewError

CONFLICTS = (RoomClosed, ConsentMissing, KeyUsedElsewhere, NotOffered, TooPoor, AlreadyStruck, NoTestResult)
CONSENT = "The member has to agree to the new wording first. Their page asks them."
Entry = VisitMeasurement | VisitSet


@require_safe
@ensure_csrf_cookie
@two_sides_required
def setup(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """What the panel of either side needs, as JSON, while the visit is open."""
    visit = own_visit(request, visit_id)
    if not visit.door_is_open_at(request.at):
        return _refused(409, RoomClosed())
    if request.user.pk == visit.practitioner_id:
        audit.record("measuring.panel.opened", on=visit, by=request.user, member=visit.member_id)
    return JsonResponse(setup_data(visit, request.user, request.at))


@require_POST
@practitioner_required
def mark(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """Keep the steady reading of the last seconds."""

    def act(visit: Visit) -> Entry:
        sent, frames = mark_sent(request)
        return actions.mark(
            visit=visit,
            measure=sent.measure,
            side=sent.sided,
            frames=frames,
            note=sent.note,
            key=key_of(request),
            at=request.at,
            by=request.user,
        )

    return _added(request, visit_id, act)


@require_POST
@practitioner_required
def save_set(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """Keep a set that was counted."""

    def act(visit: Visit) -> Entry:
        key = key_of(request)
        return actions.save_set(visit=visit, done=set_sent(request), key=key, at=request.at, by=request.user)

    return _added(request, visit_id, act)


def _added(request: SignedInRequest, visit_id: UUID, act: Callable[[Visit], Entry]) -> HttpResponse:
    visit = own_visit(request, visit_id)
    try:
        entry = act(visit)
    except InputRefused as refused:
        return JsonResponse({"problems": [one.to_json() for one in refused.problems]}, status=400)
    except NotTheTherapist as refused:
        return _refused(403, refused)
    except CONFLICTS as refused:
        return _refused(409, refused)
    return JsonResponse(told(lines_of([entry], request.user)[0]), status=201)


@require_POST
@practitioner_required
def strike_measurement(request: SignedInRequest, measurement_id: UUID) -> HttpResponse:
    """Strike a measurement through, with a reason."""
    rows = VisitMeasurement.objects.visible_to(request.user).select_related("visit", "by")
    return _strike(request, get_object_or_404(rows, pk=measurement_id))


@require_POST
@practitioner_required
def strike_set(request: SignedInRequest, set_id: UUID) -> HttpResponse:
    """Strike a counted set through, with a reason."""
    rows = VisitSet.objects.visible_to(request.user).select_related("visit", "by")
    return _strike(request, get_object_or_404(rows, pk=set_id))


def _strike(request: SignedInRequest, entry: Entry) -> HttpResponse:
    form = StrikeForm(request.POST)
    if not form.is_valid():
        return _answer(request, entry, problem="Say in a few words why it is struck through.", status=400)
    try:
        entry = actions.strike(
            entry=entry, reason=form.cleaned_data["reason"], at=request.at, by=request.user
        )
    except (NotTheTherapist, NotOnCareTeam):
        raise PermissionDenied from None
    return _answer(request, entry, done=_struck(entry))


def _struck(entry: Entry) -> str:
    result = entry.test_event if isinstance(entry, VisitMeasurement) else None
    if result is None:
        return "Struck through. It stays readable, with your reason."
    if not result.is_struck:
        return "Struck through. The plan has ended, and keeps the test result as it was."
    return "Struck through, and the test result with it. Look whether the phase of the plan still fits."


@require_POST
@practitioner_required
def use(request: SignedInRequest, measurement_id: UUID) -> HttpResponse:
    """Record a marked angle as a result of its test."""
    rows = VisitMeasurement.objects.visible_to(request.user).select_related("visit", "by")
    entry = get_object_or_404(rows, pk=measurement_id)
    form = PainForm(request.POST)
    if not form.is_valid():
        return _answer(request, entry, problem="Choose how much it hurt, 0 to 10.", status=400)
    try:
        actions.use_as_test_result(
            measurement=entry, pain=form.cleaned_data["pain"], at=request.at, by=request.user
        )
    except NotTheTherapist:
        raise PermissionDenied from None
    except ConsentMissing:
        return _answer(request, entry, problem=CONSENT, status=409)
    except (AlreadyStruck, NoTestResult) as refused:
        return _answer(request, entry, problem=str(refused), status=409)
    return _answer(request, entry, done="Recorded as a test result. The plan uses it from now on.")


def _answer(
    request: SignedInRequest, entry: Entry, *, done: str = "", problem: str = "", status: int = 200
) -> HttpResponse:
    """As JSON for the panel; back to the member's page with a sentence for a form."""
    if request.accepts("text/html"):
        (messages.error if problem else messages.success)(request, problem or done)
        return redirect("practice:member", entry.member_id)
    if problem:
        return JsonResponse({"problems": [Problem("entry", "refused", problem).to_json()]}, status=status)
    entry.refresh_from_db()
    return JsonResponse(told(lines_of([entry], request.user)[0]))


def _refused(status: int, why: SinewError) -> JsonResponse:
    code = why.code if isinstance(why, TooPoor) else type(why).__name__
    says = CONSENT if isinstance(why, ConsentMissing) else str(why)
    return JsonResponse({"problems": [Problem("visit", code, says).to_json()]}, status=status)
