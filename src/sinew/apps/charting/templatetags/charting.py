"""This app's part of a member's page for practitioners: the last notes, open tasks, minutes, the clock."""

from datetime import timedelta
from typing import Any

from django import template
from django.template.context import RequestContext
from django.urls import reverse

from sinew.apps.charting.clock import clock_for
from sinew.apps.charting.evidence import minutes_of
from sinew.apps.charting.forms import TaskForm
from sinew.apps.charting.models import Task, VisitNote
from sinew.apps.charting.presenters import NotePresenter, TaskLine
from sinew.apps.charting.team import day_where, may_write, team_of
from sinew.apps.members.models import Member
from sinew.monitoring import calendar_month

register = template.Library()

NOTES_SHOWN = 3
SOON = timedelta(days=3)


@register.inclusion_tag("charting/parts/of_member.html", takes_context=True)
def work_of(context: RequestContext, member: Member) -> dict[str, Any]:
    """Notes, tasks and minutes of a member, for somebody of their care team."""
    request: Any = context["request"]
    user, at = request.user, request.at
    rows = VisitNote.objects.visible_to(user).filter(member=member).select_related("author")
    rows = rows.prefetch_related("addenda", "co_signatures")
    today = day_where(user, at)
    month = calendar_month(day_where(member.user, at))
    tasks = (
        Task.objects.visible_to(user)
        .open()
        .filter(member=member)
        .select_related("member__user", "assigned_to")
    )
    others = [one for one in team_of(member) if one != user]
    return {
        "member": member,
        "user": user,
        "csrf_token": context.get("csrf_token"),
        "back": reverse("practice:member", args=[member.pk]) + "#work",
        "may_write": may_write(user),
        "has_draft": rows.drafts().exists(),
        "notes": [NotePresenter(note, user) for note in rows.signed()[:NOTES_SHOWN]],
        "tasks": [TaskLine(task, today, is_others=task.assigned_to_id != user.pk) for task in tasks],
        "minutes": minutes_of(member, month),
        "form": TaskForm(
            people=[user, *others], members=[member], me=user, due_on=today + SOON, about=member,
            auto_id="task_%s",
        ),
        **clock_for(user, member),
    }  # fmt: skip
