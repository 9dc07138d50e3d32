"""After a yes: enrolling, and a member's own coverage."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.accounts.permissions import member_required
from sinew.apps.audit import actions as audit
from sinew.apps.coverage.actions import enrollment
from sinew.apps.coverage.check.answers import Outcome, answer_to
from sinew.apps.coverage.check.pages import page
from sinew.apps.coverage.check.views import CHECK, LINK, check_of
from sinew.apps.coverage.errors import CoverageOver, EnrolledElsewhere, NotProven
from sinew.apps.coverage.models import Coverage
from sinew.apps.coverage.standing import standing_of
from sinew.apps.members.models import Member
from sinew.apps.web.moment import day_of


@never_cache
@require_safe
@member_required
def enroll(request: SignedInRequest) -> HttpResponse:
    """Before the last step: whose account the coverage goes to."""
    check = check_of(request)
    told = answer_to(check, day_of(request)) if check is not None else None
    if check is None or told is None or told.outcome is not Outcome.COVERED:
        return redirect("coverage:qualify_next")
    if not check.may_enroll_at(request.at):
        return redirect("coverage:mine")
    return page(request, "enroll", {"check": check})


@require_POST
@member_required
def enroll_now(request: SignedInRequest) -> HttpResponse:
    """Begin the coverage."""
    check = check_of(request)
    if check is None:
        return redirect("coverage:qualify")
    try:
        enrollment.enroll(check=check, day=day_of(request), at=request.at, by=request.user)
    except EnrolledElsewhere:
        _forget(request)
        return page(request, "elsewhere")
    except (NotProven, CoverageOver) as refused:
        messages.error(request, str(refused))
        return redirect("coverage:qualify")
    _forget(request)
    messages.success(request, "You are enrolled.")
    return redirect("coverage:mine")


def _forget(request: SignedInRequest) -> None:
    for key in (CHECK, LINK):
        request.session.pop(key, None)


@never_cache
@require_safe
@member_required
def mine(request: SignedInRequest) -> HttpResponse:
    """A member's own coverage: what is free, since when, and what their sponsor gets to know."""
    member = Member.objects.visible_to(request.user).filter(user=request.user).first()
    spans = Coverage.objects.visible_to(request.user).filter(member=member).select_related("sponsor")
    if member is not None:
        audit.record("coverage.read", on=member, by=request.user, member=member.pk)
    context = {"standing": standing_of(member, day_of(request)), "spans": list(spans)}
    return page(request, "mine", context)
