"""The member's screens of the day: what to do now, how the morning was, what came of it, how it goes."""

from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.accounts.permissions import member_required
from sinew.apps.care import actions as care
from sinew.apps.care import planning
from sinew.apps.care.errors import AlreadyTold, CarePlanEnded
from sinew.apps.care.models import Adjustment, CarePlan
from sinew.apps.coverage.standing import standing_of
from sinew.apps.exercise import actions as exercise
from sinew.apps.exercise.comments import news_for
from sinew.apps.exercise.errors import NoSessionToday
from sinew.apps.exercise.models import ExerciseSession
from sinew.apps.handout.http import handout_response
from sinew.apps.members import consents
from sinew.apps.members.errors import ConsentMissing
from sinew.apps.members.models import Member
from sinew.apps.today.check_in import CheckIn
from sinew.apps.today.intake_form import ScreenForm
from sinew.apps.today.presenters import AfterPresenter, TodayPresenter
from sinew.apps.today.progress import ProgressPresenter
from sinew.apps.today.self_tests import TestPage
from sinew.apps.today.team import TeamPresenter
from sinew.apps.web import content as shown
from sinew.apps.web.moment import day_of
from sinew.content import Content
from sinew.errors import InputRefused

FLARE = "flare"
"""The rule by which the program calls answers a flare."""


def own_member(request: SignedInRequest) -> Member:
    """The member record of whoever asks; 404 before they have agreed to anything."""
    return get_object_or_404(Member.objects.visible_to(request.user), user=request.user)


def own_plan(request: SignedInRequest) -> CarePlan:
    """The plan the asking member follows now; 404 without one."""
    plans = CarePlan.objects.visible_to(request.user).active().select_related("member__user")
    return get_object_or_404(plans, member__user=request.user)


def content_for(member: Member) -> Content:
    """The content the member's plan follows, or the current one."""
    plan = member.care_plans.active().first()
    return planning.content_of(plan) if plan else shown.current()


@require_GET
@member_required
def today(request: SignedInRequest) -> HttpResponse:
    """The one thing to do now."""
    member = Member.objects.filter(user=request.user).first()
    if member is None or not member.consents.exists():  # who enrolled under a coverage has joined already
        return redirect("members:consent")
    plan = member.care_plans.active().first()
    if consents.missing(member):  # withdrawing ends the plan; where there is one, the wording has changed
        return redirect("members:consent") if plan else render(request, "today/withdrawn.html")
    intake = member.intakes.open().first()
    if plan is None or intake is not None:
        return redirect("members:intake")
    day = day_of(request)
    context = {
        "page": TodayPresenter(plan, day),
        "mornings": shown.current().coaching.mornings.items(),
        "standing": standing_of(member, day),
        "comments": news_for(member),
    }
    return render(request, "today/today.html", context)


@require_GET
@member_required
def plan_pdf(request: SignedInRequest) -> HttpResponse:
    """The plan to print; while questions wait for an answer, they come first."""
    plan = own_plan(request)
    if consents.missing(plan.member) or plan.member.intakes.open().exists():
        return redirect("today:today")
    paper = request.GET.get("paper", "")
    return handout_response(plan, day=day_of(request), at=request.at, paper=paper)


@require_POST
@member_required
def morning(request: SignedInRequest) -> HttpResponse:
    """Store how this morning compares with a usual one."""
    compared = request.POST.get("compared", "")
    if compared in shown.current().coaching.mornings:
        now, day = request.at, day_of(request)
        with suppress(AlreadyTold, CarePlanEnded, ConsentMissing):
            care.record_morning(plan=own_plan(request), compared=compared, on=day, at=now, by=request.user)
    return redirect("today:today")


@require_POST
@member_required
def start_session(request: SignedInRequest) -> HttpResponse:
    """Make today's session ready and go to it."""
    plan = own_plan(request)
    try:
        session = exercise.start_session(plan=plan, day=day_of(request), at=request.at, by=request.user)
    except (NoSessionToday, CarePlanEnded, ConsentMissing):
        return redirect("today:today")
    return redirect("exercise:player", session.pk)


@require_http_methods(["GET", "POST"])
@member_required
def check_in(request: SignedInRequest) -> HttpResponse:
    """Tell how things are; also where a warning sign is answered again after it was checked."""
    plan = own_plan(request)
    return _ask(request, plan, CheckIn.of(plan))


@require_http_methods(["GET", "POST"])
@member_required
def short_check(request: SignedInRequest) -> HttpResponse:
    """The questions that are due: each week, in the first days, after a flare or an absence."""
    plan = own_plan(request)
    asked = CheckIn.due(plan, day_of(request))
    return redirect("today:today") if asked is None else _ask(request, plan, asked)


@require_http_methods(["GET", "POST"])
@member_required
def flare(request: SignedInRequest) -> HttpResponse:
    """A flare: how strong it is and the safety questions again; the program makes the day lighter."""
    plan = own_plan(request)
    return _ask(request, plan, CheckIn.about_flare(plan), is_flare=True)


def _ask(request: SignedInRequest, plan: CarePlan, asked: CheckIn, *, is_flare: bool = False) -> HttpResponse:
    """Show the questions, or store the answers and go to what they make of the day."""
    data, day = request.POST if request.method == "POST" else None, day_of(request)
    form = ScreenForm(asked.screen, answers=asked.answers, data=data, day=day)
    if data is not None and form.is_valid:
        try:
            answers = asked.told(form.cleaned)
            made = care.record_check_in(plan=plan, answers=answers, on=day, at=request.at, by=request.user)
        except InputRefused as refused:
            form.fields[0].error = str(refused.problems[0].message)
        except (CarePlanEnded, ConsentMissing):
            return redirect("today:today")
        else:
            _say_what_came_of_it(request, made, is_flare=is_flare)
            return redirect("today:today")
    return render(request, "today/check_in.html", {"form": form}, status=200 if form.is_valid else 422)


def _say_what_came_of_it(request: SignedInRequest, made: Adjustment, *, is_flare: bool) -> None:
    """A word above Today; where exercise stops, Today itself says why."""
    if made.waits_for_team:
        return
    words = shown.current().coaching.checks
    if not is_flare:
        messages.success(request, words["thanks"])
    elif any(reason["rule"] == FLARE for reason in made.reasons):
        messages.success(request, words["flare-counts"])
    else:
        messages.info(request, words["no-flare"])


@require_http_methods(["GET", "POST"])
@member_required
def self_test(request: SignedInRequest, test_id: str) -> HttpResponse:
    """A test of the gate: how to do it, its result, and what that means."""
    plan, day = own_plan(request), day_of(request)
    page = TestPage.of(plan, test_id, day, request.POST if request.method == "POST" else None)
    if page is None:
        raise Http404
    if request.method == "POST" and (page.form is None or not page.form.errors):
        for side, value, pain in page.form.results if page.form else ():
            with suppress(AlreadyTold, CarePlanEnded):
                care.record_test(
                    plan=plan, test=test_id, value=value, pain=pain, side=side, on=day,
                    at=request.at, by=request.user,
                )  # fmt: skip
        return redirect("today:self_test", test_id)
    has_errors = page.form is not None and bool(page.form.errors)
    return render(request, "today/self_test.html", {"page": page}, status=422 if has_errors else 200)


@require_GET
@member_required
def after(request: SignedInRequest, session_id: UUID) -> HttpResponse:
    """What was recorded, what tomorrow brings and why."""
    sessions = (
        ExerciseSession.objects.visible_to(request.user).recorded().select_related("event", "plan__member")
    )
    session = get_object_or_404(sessions, pk=session_id)
    return render(request, "today/after.html", {"page": AfterPresenter(session, day_of(request))})


@require_GET
@member_required
def progress(request: SignedInRequest) -> HttpResponse:
    """Sessions, pain and range of motion over time."""
    member = own_member(request)
    page = ProgressPresenter(member, content_for(member), day_of(request))
    return render(request, "today/progress.html", {"page": page})


@require_GET
@member_required
def care_team(request: SignedInRequest) -> HttpResponse:
    """Who looks after the member, what they may see and what they decided."""
    member = own_member(request)
    return render(request, "today/care_team.html", {"page": TeamPresenter(member, content_for(member))})
