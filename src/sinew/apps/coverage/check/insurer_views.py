"""Asking an insurer: by a visitor whose address is proven, and by a member whose coverage rests on it."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.accounts.permissions import member_required
from sinew.apps.coverage.actions import insurer_checks
from sinew.apps.coverage.check import limits
from sinew.apps.coverage.check.claims import identity_hash
from sinew.apps.coverage.check.forms import RenewalForm
from sinew.apps.coverage.check.insurer_pages import insurer_page
from sinew.apps.coverage.check.pages import page
from sinew.apps.coverage.check.views import check_of, over_again, person_of, refused
from sinew.apps.coverage.errors import NoSuchInsurer, NothingToAsk, NotRenewable
from sinew.apps.coverage.models import Coverage, CoverageCheck, EnumerationAlarm
from sinew.apps.web.moment import TimedRequest, day_of

ASKED = "coverage_asked"
"""Where the session keeps the check whose question runs: a browser asks one at a time."""
RENEWAL = "coverage_renewal"
BUSY = "We are still asking your plan. Look again in a moment."


@never_cache
@require_http_methods(["GET", "POST"])
def visitor(request: TimedRequest) -> HttpResponse:
    """What the insurer said; POST asks it."""
    check = check_of(request)
    if check is None:
        return redirect("coverage:qualify")
    if request.method == "POST":
        return _ask(request, check)
    told = insurer_page(check, request.at)
    if told is None:
        return redirect("coverage:qualify_answer")
    return page(request, "insurer", {"told": told})


def _ask(request: TimedRequest, check: CoverageCheck) -> HttpResponse:
    """Ask, unless this browser's last question still runs; what runs already is only given a push.

    Who looks again just as the answer came is shown it, and asks nothing.
    """
    told = insurer_page(check, request.at)
    if told is not None and not told.is_asking and not told.may_ask_again:
        return redirect("coverage:qualify_insurer")
    if not check.is_asking:
        if _has_another_running(request, check):
            messages.info(request, BUSY)
            return redirect("coverage:qualify_answer")
        sign = over_again(request, check) or _line_is_full(request, check)
        if sign is not None:
            return refused(request, sign)
    try:
        insurer_checks.ask_about(check=check, day=day_of(request), at=request.at, by=person_of(request))
    except (NothingToAsk, NoSuchInsurer) as refusal:
        messages.error(request, str(NothingToAsk()) if isinstance(refusal, NoSuchInsurer) else str(refusal))
        return redirect("coverage:qualify_answer")
    request.session[ASKED] = str(check.pk)
    return redirect("coverage:qualify_insurer")


def _line_is_full(request: TimedRequest, check: CoverageCheck) -> EnumerationAlarm.Sign | None:
    return limits.insurer_is_over(request, insurer=check.sponsor.insurer if check.sponsor else "")


def _has_another_running(request: TimedRequest, check: CoverageCheck | None) -> bool:
    """Whether a question of this browser has no answer yet, and is not one that a worker forgot."""
    last = _kept(request, ASKED)
    if last is None or last == check or not last.is_asking or last.insurer_answer is None:
        return False
    return not last.insurer_answer.is_over and not last.insurer_answer.is_forgotten(request.at)


def _kept(request: TimedRequest, key: str) -> CoverageCheck | None:
    """The check whose id the session keeps under a name."""
    try:
        pk = UUID(request.session.get(key, ""))
    except ValueError:
        return None
    return CoverageCheck.objects.select_related("sponsor", "insurer_answer", "renews").filter(pk=pk).first()


@never_cache
@require_http_methods(["GET", "POST"])
@member_required
def again(request: SignedInRequest) -> HttpResponse:
    """Renew a coverage that rests on an insurer's answer: the form, and what came of it."""
    check = _kept(request, RENEWAL)
    coverage = _to_renew(request, check)
    if coverage is None:
        messages.info(request, str(NotRenewable()))
        return redirect("coverage:mine")
    if "look" in request.POST:
        return _look_again(request, check)
    form = RenewalForm(request.POST or None, day=day_of(request))
    if form.is_valid():
        return _renew(request, coverage, form)
    is_asked = check is not None and check.renews_id == coverage.pk
    is_new = request.method == "POST" or "new" in request.GET
    told = insurer_page(check, request.at) if check is not None and is_asked and not is_new else None
    context = {"form": form, "coverage": coverage, "told": told, "days": settings.INSURED_DAYS}
    return page(request, "again", context, status=400 if form.is_bound else 200)


def _to_renew(request: SignedInRequest, check: CoverageCheck | None) -> Coverage | None:
    """The member's coverage that was named, or was asked about last; else the one that ends first."""
    theirs = Coverage.objects.visible_to(request.user).filter(member__user=request.user)
    mine = list(theirs.by_insurers().on(day_of(request)).select_related("sponsor").order_by("ends_on"))
    last = str(check.renews_id) if check is not None and "new" not in request.GET else ""
    wanted = request.GET.get("coverage", last)
    return next((one for one in mine if str(one.pk) == wanted), mine[0] if mine else None)


def _look_again(request: SignedInRequest, check: CoverageCheck | None) -> HttpResponse:
    """Give a question that still runs a push, in case that a worker has forgotten it."""
    if check is not None and check.is_asking:
        try:
            insurer_checks.ask_about(check=check, day=day_of(request), at=request.at, by=request.user)
        except (NothingToAsk, NoSuchInsurer):
            messages.error(request, str(NotRenewable()))
            return redirect("coverage:mine")
    return redirect("coverage:coverage_again")


def _renew(request: SignedInRequest, coverage: Coverage, form: RenewalForm) -> HttpResponse:
    if _has_another_running(request, None):
        messages.info(request, BUSY)
        return redirect("coverage:coverage_again")
    claim = form.claim
    asked_for = CoverageCheck(identity=identity_hash(claim), sponsor=coverage.sponsor)
    sign = over_again(request, asked_for) or _line_is_full(request, asked_for)
    if sign is not None:
        return refused(request, sign)
    try:
        check = insurer_checks.ask_for_renewal(
            coverage=coverage, claim=claim, day=day_of(request), at=request.at, by=request.user
        )
    except (NothingToAsk, NoSuchInsurer, NotRenewable):
        messages.error(request, str(NotRenewable()))
        return redirect("coverage:mine")
    request.session[RENEWAL] = request.session[ASKED] = str(check.pk)
    return redirect("coverage:coverage_again")
