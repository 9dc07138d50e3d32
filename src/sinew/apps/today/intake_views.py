"""The intake: one screen at a time, stopped at once by a red flag, ended by a result."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.accounts.permissions import member_required
from sinew.apps.care import actions as care
from sinew.apps.care import planning
from sinew.apps.care.answers import answers_that_count
from sinew.apps.care.errors import IntakeStopped, IntakeUnfinished
from sinew.apps.care.models import CarePlan
from sinew.apps.coverage.standing import may_begin
from sinew.apps.members import actions as members
from sinew.apps.members.errors import ConsentMissing, IntakeClosed
from sinew.apps.members.models import IntakeRecord, Member
from sinew.apps.today.intake_form import ScreenForm
from sinew.apps.today.intake_presenters import IntakePosition, ResultPresenter, StoppedPresenter
from sinew.apps.web import content as shown
from sinew.apps.web.moment import day_of
from sinew.program import next_screen, screens


def open_intake(request: SignedInRequest) -> IntakeRecord | None:
    """The intake this member is in the middle of; a second click on Finish finds none."""
    return IntakeRecord.objects.visible_to(request.user).open().filter(member__user=request.user).first()


def counted(intake: IntakeRecord) -> dict[str, Any]:
    """The answers of an intake that count: those whose question is asked after all."""
    return answers_that_count(shown.current().intake, intake.current_answers)


@require_GET
@member_required
def intake(request: SignedInRequest) -> HttpResponse:
    """Where this member is: agreeing, answering, stopped or done."""
    member = Member.objects.filter(user=request.user).first()
    if member is None:
        return redirect("members:consent")
    record = member.intakes.open().first()
    if record is None:
        return redirect(
            "today:intake_result" if member.care_plans.active().exists() else "today:intake_start"
        )
    if record.stopped_at is not None:
        return redirect("today:intake_stopped")
    screen = next_screen(shown.current().intake, counted(record))
    return redirect("today:intake_screen", screen.id) if screen else redirect("today:intake_finish")


@require_http_methods(["GET", "POST"])
@member_required
def start(request: SignedInRequest) -> HttpResponse:
    """What will be asked and how long it takes; POST opens the intake. Coverage may have to come first."""
    member = get_object_or_404(Member, user=request.user)
    if not member.care_plans.exists() and not may_begin(member, day_of(request)):
        return render(request, "today/intake/coverage_needed.html")
    if request.method == "GET":
        waiting = member.red_flags.open().exists()
        return render(request, "today/intake/start.html", {"waiting": waiting})
    try:
        version = shown.current().version
        members.open_intake(member=member, questionnaire_version=version, at=request.at, by=request.user)
    except ConsentMissing:
        return redirect("members:consent")
    return redirect("members:intake")


@require_http_methods(["GET", "POST"])
@member_required
def screen(request: SignedInRequest, screen_id: str) -> HttpResponse:
    """One screen of the intake; answers are stored as soon as it is sent."""
    record = open_intake(request)
    if record is None:
        return redirect("members:intake")
    answers = counted(record)
    position = IntakePosition.at(shown.current().intake, answers, screen_id)
    if position is None:
        return redirect("members:intake")
    data = request.POST if request.method == "POST" else None
    form = ScreenForm(position.screen, answers=answers, data=data, day=day_of(request))
    if data is None or not form.is_valid:
        context = {"form": form, "position": position, "is_correction": record.stopped_at is not None}
        return render(request, "today/intake/screen.html", context, status=200 if form.is_valid else 422)
    return _store(request, record, screen_id, form.cleaned)


def _store(
    request: SignedInRequest, record: IntakeRecord, screen_id: str, cleaned: dict[str, Any]
) -> HttpResponse:
    """Store the answers of a screen and go where they lead."""
    try:
        flags = care.answer_intake(intake=record, answers=cleaned, at=request.at, by=request.user)
    except (ConsentMissing, IntakeClosed):
        return redirect("members:intake")
    questionnaire, answers = shown.current().intake, counted(record)
    same = next((s for s in screens(questionnaire, answers) if s.id == screen_id), None)
    if same is not None and not same.is_answered(answers):
        return redirect("today:intake_screen", screen_id)
    if flags:
        return redirect("today:intake_stopped")
    following = next_screen(questionnaire, answers)
    return redirect("today:intake_screen", following.id) if following else _finish(request, record)


def _finish(request: SignedInRequest, record: IntakeRecord) -> HttpResponse:
    try:
        care.start_care_plan(intake=record, day=day_of(request), at=request.at, by=request.user)
    except IntakeStopped:
        return redirect("today:intake_stopped")
    except (ConsentMissing, IntakeClosed, IntakeUnfinished):
        return redirect("members:intake")
    return redirect("today:intake_result")


@require_http_methods(["GET", "POST"])
@member_required
def finish(request: SignedInRequest) -> HttpResponse:
    """Everything is answered but no plan was made yet (the connection broke): make it."""
    record = open_intake(request)
    if record is None:
        return redirect("members:intake")
    if next_screen(shown.current().intake, counted(record)) is not None:
        return redirect("members:intake")
    return (
        _finish(request, record) if request.method == "POST" else render(request, "today/intake/finish.html")
    )


@require_GET
@member_required
def stopped(request: SignedInRequest) -> HttpResponse:
    """What to do now, how soon, and how to correct a mistaken tap."""
    record = open_intake(request)
    if record is None:
        return redirect("members:intake")
    page = StoppedPresenter.of(record, shown.current(), counted(record), day_of(request))
    if page is None:
        return redirect("members:intake")
    return render(request, "today/intake/stopped.html", {"page": page})


@require_GET
@member_required
def result(request: SignedInRequest) -> HttpResponse:
    """What the answers fit best with, why, and where the program starts."""
    plan = get_object_or_404(CarePlan.objects.visible_to(request.user).active(), member__user=request.user)
    day = day_of(request)
    page = ResultPresenter(plan, planning.current_plan(plan, day), planning.content_of(plan), day)
    return render(request, "today/intake/result.html", {"page": page})
