"""The two steps of a sponsor's own sign-in: there, and back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from sinew.apps.coverage.actions.sign_on import prove_by_sign_on
from sinew.apps.coverage.check.pages import page
from sinew.apps.coverage.check.views import check_of, over_again, person_of, refused, sign_on_of
from sinew.apps.coverage.errors import CheckClosed, SignOnFailed
from sinew.apps.coverage.sign_on import issuer
from sinew.apps.web.moment import TimedRequest, day_of

UNDER_WAY = "coverage_sign_on"
"""Where the session keeps at whose issuer somebody is: each way there is one way back."""


@never_cache
@require_POST
def begin(request: TimedRequest) -> HttpResponse:
    """Say where somebody is going to sign in, with the way there."""
    check = check_of(request)
    sign_on = sign_on_of(check) if check is not None else None
    if check is None or sign_on is None:
        return redirect("coverage:qualify_next")
    sign = over_again(request, check)
    if sign is not None:
        return refused(request, sign)
    try:
        address = issuer.lead_there(request, sign_on)
    except SignOnFailed as failed:
        messages.error(request, str(failed))
        return redirect("coverage:qualify_next")
    request.session[UNDER_WAY] = str(sign_on.sponsor_id)
    return page(request, "sign_on", {"address": address, "sponsor": sign_on.sponsor})


@never_cache
@require_GET
def done(request: TimedRequest, sponsor_id: UUID) -> HttpResponse:
    """Somebody comes back from a sponsor's issuer: to the check they left, or to nothing."""
    check = check_of(request)
    sign_on = sign_on_of(check) if check is not None else None
    is_awaited = request.session.pop(UNDER_WAY, "") == str(sponsor_id)  # else an issuer is not even asked
    if check is None or sign_on is None or not is_awaited or sign_on.sponsor_id != sponsor_id:
        return redirect("coverage:qualify_next")
    try:
        signed_on = issuer.take_back(request, sign_on)
        prove_by_sign_on(
            check=check, signed_on=signed_on, at=request.at, day=day_of(request), by=person_of(request)
        )
    except (SignOnFailed, CheckClosed) as failed:
        messages.error(request, str(failed))
        return redirect("coverage:qualify_next")
    return redirect("coverage:qualify_answer")
