"""The member's tests: all of them on one page, and one in front of the camera."""

from contextlib import suppress

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.accounts.permissions import member_required
from sinew.apps.care import actions as care
from sinew.apps.care.errors import AlreadyTold, CarePlanEnded
from sinew.apps.care.models import CarePlan
from sinew.apps.today.camera_tests import camera_test
from sinew.apps.today.self_tests import TestPage
from sinew.apps.today.test_list import TestList
from sinew.apps.today.views import own_plan
from sinew.apps.web.moment import day_of


@require_GET
@member_required
def tests(request: SignedInRequest) -> HttpResponse:
    """Every test, due or not, and what came of them so far."""
    return render(request, "today/tests.html", {"page": TestList(own_plan(request), day_of(request))})


@require_http_methods(["GET", "POST"])
@member_required
def camera(request: SignedInRequest, test_id: str, side: str) -> HttpResponse:
    """A movement test in front of the camera, and its result; the picture stays on the device."""
    plan: CarePlan = own_plan(request)
    page = TestPage.of(plan, test_id, day_of(request))
    if page is None:
        raise Http404
    test = camera_test(plan, page, side)
    if test is None:  # done already, not due, or a test without camera: its page says so
        return redirect("today:self_test", test_id)
    if request.method == "POST" and test.take(request.POST) and test.result is not None:
        with suppress(AlreadyTold, CarePlanEnded):
            care.record_test(
                plan=plan, test=test_id, value=test.result.value or 0.0, pain=test.pain, side=test.side,
                measured=test.how_measured, on=day_of(request), at=request.at, by=request.user,
            )  # fmt: skip
        return redirect("today:self_test", test_id)
    status = 422 if test.error else 200
    return render(request, "today/camera_test.html", {"test": test, "test_data": test.data()}, status=status)
