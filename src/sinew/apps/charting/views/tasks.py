"""My tasks, and what colleagues of the same care teams still have to do."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.accounts.models import User
from sinew.apps.accounts.permissions import practitioner_required
from sinew.apps.audit import actions as audit
from sinew.apps.charting.actions import tasks as actions
from sinew.apps.charting.errors import NothingWritten, NotOnTheTeam
from sinew.apps.charting.forms import AssignForm, TaskForm
from sinew.apps.charting.models import Task, VisitNote
from sinew.apps.charting.presenters import TaskLine
from sinew.apps.charting.views.shared import back_to
from sinew.apps.members.models import Member, on_team_now
from sinew.apps.web.moment import day_of

SOON = timedelta(days=3)
DONE_SHOWN = 20


@require_safe
@practitioner_required
def tasks(request: SignedInRequest) -> HttpResponse:
    """What this practitioner has to do, and what others still have to do for the same members."""
    return _page(request)


def _page(request: SignedInRequest, form: TaskForm | None = None) -> HttpResponse:
    user, today = request.user, day_of(request)
    visible = Task.objects.visible_to(user).select_related("member__user", "assigned_to")
    open_tasks = [TaskLine(task, today) for task in visible.open()]
    done = list(visible.of(user).exclude(done_at=None).order_by("-done_at")[:DONE_SHOWN])
    shown = [*(line.task for line in open_tasks), *done]
    about = {task.member_id for task in shown if task.member_id is not None}
    audit.record_reads("charting.tasks.read", members=about, by=user)
    context = {
        "form": form or form_for(request, None),
        "mine": [line for line in open_tasks if line.task.assigned_to_id == user.pk],
        "others": [line for line in open_tasks if line.task.assigned_to_id != user.pk],
        "done": [TaskLine(task, today) for task in done],
    }
    return render(request, "charting/tasks.html", context, status=400 if form is not None else 200)


def form_for(request: SignedInRequest, data: object) -> TaskForm:
    """The form of a new task about anybody this practitioner looks after."""
    members = Member.objects.visible_to(request.user).exclude(user=request.user).select_related("user")
    return TaskForm(
        data,
        people=colleagues(request.user, members),
        members=sorted(members, key=lambda one: one.display_name.casefold()),
        me=request.user,
        due_on=day_of(request) + SOON,
    )


def colleagues(user: User, members: QuerySet[Member]) -> list[User]:
    """The practitioner, and who else looks after these members."""
    found = User.objects.filter(
        on_team_now("care_team_memberships__"), care_team_memberships__member__in=members, is_active=True
    ).distinct()
    others = sorted((one for one in found if one != user), key=lambda one: one.name.casefold())
    return [user, *others]


@require_POST
@practitioner_required
def add(request: SignedInRequest) -> HttpResponse:
    """Give somebody something to do."""
    form = form_for(request, request.POST)
    if not form.is_valid():
        return _page(request, form)
    told = form.cleaned_data
    members = Member.objects.visible_to(request.user)
    member = members.filter(pk=told["member"]).first() if told["member"] else None
    notes = VisitNote.objects.visible_to(request.user).filter(member=member)
    note = notes.filter(pk=told["note"]).first() if told["note"] else None
    try:
        actions.add_task(
            what=told["what"],
            due_on=told["due_on"],
            assigned_to=User.objects.get(pk=told["assigned_to"]),
            member=member,
            note=note,
            key=told["key"],
            at=request.at,
            by=request.user,
        )
    except (NothingWritten, NotOnTheTeam) as refused:
        form.add_error("assigned_to" if isinstance(refused, NotOnTheTeam) else "what", str(refused))
        return _page(request, form)
    messages.success(request, "Noted.")
    return redirect(back_to(request, reverse("charting:tasks")))


def _task(request: SignedInRequest, task_id: UUID) -> Task:
    return get_object_or_404(Task.objects.visible_to(request.user), pk=task_id)


@require_POST
@practitioner_required
def finish(request: SignedInRequest, task_id: UUID) -> HttpResponse:
    """Mark a task as done."""
    actions.finish_task(task=_task(request, task_id), at=request.at, by=request.user)
    messages.success(request, "Done. You find it under “Done lately” if that was a mistake.")
    return redirect(back_to(request, reverse("charting:tasks")))


@require_POST
@practitioner_required
def reopen(request: SignedInRequest, task_id: UUID) -> HttpResponse:
    """Take back that a task is done."""
    actions.reopen_task(task=_task(request, task_id), by=request.user)
    return redirect(back_to(request, reverse("charting:tasks")))


@require_POST
@practitioner_required
def assign(request: SignedInRequest, task_id: UUID) -> HttpResponse:
    """Take a task over, or give it to somebody else."""
    task = _task(request, task_id)
    members = Member.objects.visible_to(request.user)
    form = AssignForm(request.POST, people=colleagues(request.user, members))
    try:
        if form.is_valid():
            to = User.objects.get(pk=form.cleaned_data["assigned_to"])
            actions.assign_task(task=task, to=to, by=request.user)
            messages.success(request, "It is yours now." if to == request.user else f"It is {to.name}'s now.")
        else:
            messages.error(request, "Choose somebody from the list.")
    except NotOnTheTeam as refused:
        messages.error(request, str(refused))
    return redirect(back_to(request, reverse("charting:tasks")))
