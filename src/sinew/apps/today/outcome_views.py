"""The pages on which a member answers the outcome measures that are due."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.accounts.permissions import member_required
from sinew.apps.care.errors import CarePlanEnded
from sinew.apps.members.errors import ConsentMissing
from sinew.apps.outcomes import actions
from sinew.apps.today.outcomes import OutcomePage, Sitting
from sinew.apps.today.views import own_plan
from sinew.apps.web.moment import day_of
from sinew.errors import InputRefused


@require_GET
@member_required
def outcomes(request: SignedInRequest) -> HttpResponse:
    """The first measure still to be answered today, or what the answers say."""
    sitting = Sitting(own_plan(request), day_of(request))
    following = sitting.next
    if following is not None:
        return redirect("today:outcome", following.id)
    return redirect("today:outcomes_result" if sitting.measures else "today:today")


@require_http_methods(["GET", "POST"])
@member_required
def outcome(request: SignedInRequest, measure_id: str) -> HttpResponse:
    """One measure: answer it, or leave it out."""
    plan, day, now = own_plan(request), day_of(request), request.at
    sitting = Sitting(plan, day)
    measure = sitting.find(measure_id)
    if measure is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    try:
        if data is not None and "skip" in data:
            actions.leave_out(plan=plan, measure=measure.id, on=day, at=now, by=request.user)
            return redirect("today:outcomes")
        page = OutcomePage(sitting, measure, data)
        if data is not None and page.form.is_valid:
            actions.answer_measure(
                plan=plan, measure=measure.id, answers=page.form.cleaned, on=day, at=now, by=request.user
            )
            return redirect("today:outcomes")
    except InputRefused as refused:
        page.refuse(refused)
    except (CarePlanEnded, ConsentMissing):
        return redirect("today:today")
    return render(request, "today/outcomes/measure.html", {"page": page}, status=200 if data is None else 422)


@require_GET
@member_required
def outcomes_result(request: SignedInRequest) -> HttpResponse:
    """What the answers of today say, and what comes of them."""
    sitting = Sitting(own_plan(request), day_of(request))
    return render(request, "today/outcomes/result.html", {"page": sitting})
