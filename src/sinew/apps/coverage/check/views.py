"""The visitor's pages. Until a proof, each of them does and says the same for everybody."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import get_random_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sinew.apps.accounts.models import User
from sinew.apps.coverage.actions import checks
from sinew.apps.coverage.actions.alarms import raise_alarm
from sinew.apps.coverage.check import limits
from sinew.apps.coverage.check.answers import answer_to
from sinew.apps.coverage.check.claims import identity_hash, keyed
from sinew.apps.coverage.check.forms import ClaimForm, CodeForm, DetailForm, chosen_sponsor
from sinew.apps.coverage.check.insurer_offer import offer_of
from sinew.apps.coverage.check.links import link_behind
from sinew.apps.coverage.check.pages import page
from sinew.apps.coverage.errors import CheckClosed
from sinew.apps.coverage.models import (
    CoverageCheck,
    EnrollmentLink,
    EnumerationAlarm,
    Sponsor,
    SponsorSignOn,
)
from sinew.apps.coverage.sponsors_named import suggestions
from sinew.apps.web.moment import TimedRequest, day_of

CHECK, LINK = "coverage_check", "coverage_link"
"""Where the session keeps which check is being made, and by whose link somebody came."""
DEVICE = "device"
A_YEAR_S = 365 * 24 * 60 * 60
WRONG_CODE = (
    "This is not a code we can use. Look at the letters again: there is no O, I, 0 or 1 in it. "
    "A code works for 24 hours, in the browser where you asked, and for five tries."
)


def person_of(request: TimedRequest) -> User | None:
    """Who is signed in, if anybody is."""
    return request.user if isinstance(request.user, User) else None


def check_of(request: TimedRequest) -> CoverageCheck | None:
    """The check this browser is making, as long as it is remembered what was told."""
    try:
        pk = UUID(request.session.get(CHECK, ""))
    except ValueError:
        return None
    return (
        CoverageCheck.objects.select_related("person__sponsor", "sponsor", "link", "insurer_answer")
        .filter(pk=pk, renews=None)
        .exclude(claim="")
        .first()
    )


def link_of(request: TimedRequest) -> EnrollmentLink | None:
    """The link this browser came by, unless it was revoked."""
    token = request.session.get(LINK, "")
    return link_behind(token) if token else None


def sign_on_of(check: CoverageCheck) -> SponsorSignOn | None:
    """The sign-in of the sponsor that was named, or by whose link somebody came; whatever was found."""
    if check.proven_at is not None or check.sponsor_id is None:
        return None
    return SponsorSignOn.objects.select_related("sponsor").filter(sponsor=check.sponsor_id).first()


@never_cache
@require_http_methods(["GET", "POST"])
def qualify(request: TimedRequest) -> HttpResponse:
    """Ask where the visitor belongs, which may be left out, and then who they are."""
    link = link_of(request)
    if link is None and request.method == "GET" and "you" not in request.GET:
        return _where(request)
    form = ClaimForm(request.POST or None, day=day_of(request))
    if form.is_valid():
        return _asked(request, form)
    status = 400 if form.is_bound else 200
    context = {"form": form, "sponsor": _sponsor(request, link), "came_by_link": link is not None}
    return _with_device(request, page(request, "you", context, status=status))


def _where(request: TimedRequest) -> HttpResponse:
    """The first step: my employer or plan."""
    typed = request.GET.get("sponsor_name", "").strip()[:120]
    context = {"typed": typed, "suggested": suggestions(typed) if typed else []}
    return _with_device(request, page(request, "where", context))


def _sponsor(request: TimedRequest, link: EnrollmentLink | None) -> Sponsor | None:
    """The sponsor of the link, else the named one that was chosen."""
    return link.sponsor if link is not None else chosen_sponsor(request.GET.get("sponsor", ""))


def _asked(request: TimedRequest, form: ClaimForm) -> HttpResponse:
    claim, link = form.claim, link_of(request)
    sponsor = _sponsor(request, link)
    device = request.COOKIES.get(DEVICE) or get_random_string(32)
    sign = limits.check_is_over(
        request, device=device, identity=identity_hash(claim), sponsor=sponsor, link=link
    )
    if sign is not None:
        return refused(request, sign)
    is_written_to = bool(claim.email) and not limits.letter_is_over(
        request, address=keyed("address", claim.email.casefold())
    )
    check = checks.ask(
        claim=claim,
        sponsor=sponsor,
        link=link,
        is_written_to=is_written_to,
        at=request.at,
        day=day_of(request),
        by=person_of(request),
    )
    request.session[CHECK] = str(check.pk)
    return redirect("coverage:qualify_next")


def refused(request: TimedRequest, sign: EnumerationAlarm.Sign) -> HttpResponse:
    """Say that there were too many tries; which limit it was is for operators."""
    raise_alarm(sign=sign, on=day_of(request), at=request.at, by=person_of(request))
    return page(request, "too_many", status=429)


def _with_device(request: TimedRequest, answer: HttpResponse) -> HttpResponse:
    """The same answer; a device that has no number yet gets a random one, for the limits only."""
    if DEVICE not in request.COOKIES:
        answer.set_cookie(
            DEVICE,
            get_random_string(32),
            max_age=A_YEAR_S,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )
    return answer


@never_cache
@require_GET
def by_link(request: TimedRequest, token: str) -> HttpResponse:
    """Arrive by a sponsor's enrollment link; one that does not hold leads to the plain check."""
    if link_behind(token) is not None:
        request.session[LINK] = token
    else:
        request.session.pop(LINK, None)
        messages.info(request, "This link is no longer used. You can check here all the same.")
    return redirect("coverage:qualify")


@never_cache
@require_GET
def next_step(request: TimedRequest) -> HttpResponse:
    """The same next step for everybody, and the same further ways."""
    check = check_of(request)
    if check is None:
        return redirect("coverage:qualify")
    if check.proven_at is not None:
        return redirect("coverage:qualify_answer")
    return _next(request, check, CodeForm(), status=200)


def _next(request: TimedRequest, check: CoverageCheck, form: CodeForm, *, status: int) -> HttpResponse:
    context = {"form": form, "came_by_link": check.link_id is not None, "sign_on": sign_on_of(check)}
    return page(request, "next", context, status=status)


@never_cache
@require_POST
def code(request: TimedRequest) -> HttpResponse:
    """Try a code."""
    check = check_of(request)
    if check is None:
        return redirect("coverage:qualify")
    form = CodeForm(request.POST)
    if form.is_valid():
        if limits.code_is_over(request):
            return refused(request, EnumerationAlarm.Sign.ONE_ADDRESS)
        typed = form.cleaned_data["code"]
        if checks.take_code(
            check=check, typed=typed, at=request.at, day=day_of(request), by=person_of(request)
        ):
            return redirect("coverage:qualify_answer")
        form.add_error("code", WRONG_CODE)
    return _next(request, check, form, status=400)


@never_cache
@require_POST
def detail(request: TimedRequest) -> HttpResponse:
    """Tell one more detail, before or after a proof."""
    check = check_of(request)
    if check is None:
        return redirect("coverage:qualify")
    form = DetailForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Fill in a member number or another last name.")
    else:
        sign = over_again(request, check)
        if sign is not None:
            return refused(request, sign)
        try:
            checks.tell_more(
                check=check, **form.cleaned_data, at=request.at, day=day_of(request), by=person_of(request)
            )
        except CheckClosed as closed:
            messages.error(request, str(closed))
    return redirect("coverage:qualify_answer" if check.proven_at else "coverage:qualify_next")


def over_again(request: TimedRequest, check: CoverageCheck) -> EnumerationAlarm.Sign | None:
    """A further detail, and each question to an insurer, is counted as a further check."""
    device = request.COOKIES.get(DEVICE) or get_random_string(32)
    return limits.check_is_over(
        request, device=device, identity=check.identity, sponsor=check.sponsor, link=check.link
    )


@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: TimedRequest) -> HttpResponse:
    """The answer, once there is a proof; POST looks whether the look-up has completed one."""
    check = check_of(request)
    if check is None:
        return redirect("coverage:qualify")
    if request.method == "POST":
        check = checks.conclude(check=check, at=request.at, by=person_of(request))
        if check.proven_at is None and check.address_proven_at is None:
            messages.info(request, "There is no news yet. The ways below are still open.")
            return redirect("coverage:qualify_next")
        return redirect("coverage:qualify_answer")
    told = answer_to(check, day_of(request))
    if told is not None:
        context = {"answer": told, "check": check}
        return page(request, "answer", context)
    if check.address_proven_at is None:
        return redirect("coverage:qualify_next")
    context = {
        "is_looking": check.looked_at is None,
        "offer": offer_of(check, day_of(request)),
        "was_asked": check.insurer_answer_id is not None,
        "sign_on": sign_on_of(check),
    }
    return page(request, "not_confirmed", context)
