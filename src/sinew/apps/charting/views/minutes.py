"""The ledger of minutes of one member, and the clock."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.accounts.permissions import practitioner_required
from sinew.apps.audit import actions as audit
from sinew.apps.charting.actions import minutes as actions
from sinew.apps.charting.clock import clock_for
from sinew.apps.charting.errors import MinutesRefused, ReasonNeeded, TimerRefused
from sinew.apps.charting.evidence import evidence_of, month_named
from sinew.apps.charting.forms import MinutesForm, TakeBackForm, TimerForm
from sinew.apps.charting.models import MinuteEntry, Timer
from sinew.apps.charting.presenters import in_minutes
from sinew.apps.charting.report import MonthReport
from sinew.apps.charting.team import day_where
from sinew.apps.charting.views.shared import back_to, member_for
from sinew.apps.members.models import Member


@require_safe
@practitioner_required
def minutes(request: SignedInRequest, member_id: UUID) -> HttpResponse:
    """The ledger of a month, what it adds up to, and where to add to it."""
    return _page(request, member_for(request, member_id))


def _page(request: SignedInRequest, member: Member, form: MinutesForm | None = None) -> HttpResponse:
    audit.record("charting.minutes.read", on=member, by=request.user, member=member.pk)
    today = day_where(member.user, request.at)
    month = month_named(request.GET.get("month", ""), today)
    context = {
        "member": member,
        "report": MonthReport(evidence_of(member, month, at=request.at), month),
        "form": form or MinutesForm(initial={"on": today}),
        "back": reverse("charting:minutes", args=[member.pk]),
        **clock_for(request.user, member),
    }
    return render(request, "charting/minutes.html", context, status=400 if form is not None else 200)


@require_POST
@practitioner_required
def add(request: SignedInRequest, member_id: UUID) -> HttpResponse:
    """Enter time by hand."""
    member = member_for(request, member_id)
    form = MinutesForm(request.POST)
    if not form.is_valid():
        return _page(request, member, form)
    told = form.cleaned_data
    try:
        actions.add_minutes(
            member=member, on=told["on"], minutes=told["minutes"], kind=told["kind"], key=told["key"],
            at=request.at, by=request.user,
        )  # fmt: skip
    except MinutesRefused as refused:
        form.add_error("kind" if told["kind"] == MinuteEntry.Kind.VISIT else "on", str(refused))
        return _page(request, member, form)
    messages.success(request, f"{told['minutes']} minutes added.")
    return redirect(_ledger(member.pk, told["on"]))


@require_POST
@practitioner_required
def take_back(request: SignedInRequest, entry_id: UUID) -> HttpResponse:
    """Take an entry back by another one."""
    entry = get_object_or_404(MinuteEntry.objects.visible_to(request.user), pk=entry_id)
    form = TakeBackForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        actions.take_back(entry=entry, reason=reason, at=request.at, by=request.user)
    except (ReasonNeeded, MinutesRefused) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Taken back. Both entries stay in the ledger.")
    return redirect(_ledger(entry.member_id, entry.on))


def _ledger(member_id: UUID, on: date) -> str:
    """The address of the month a day is in."""
    return f"{reverse('charting:minutes', args=[member_id])}?month={on:%Y-%m}"


@require_POST
@practitioner_required
def start_timer(request: SignedInRequest, member_id: UUID) -> HttpResponse:
    """Start one's clock for a member."""
    member = member_for(request, member_id)
    form = TimerForm(request.POST)
    if form.is_valid():
        try:
            actions.start_timer(member=member, kind=form.cleaned_data["kind"], at=request.at, by=request.user)
        except TimerRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "The clock runs until you stop it.")
    return redirect(back_to(request, reverse("charting:minutes", args=[member.pk])))


@require_POST
@practitioner_required
def stop_timer(request: SignedInRequest, member_id: UUID) -> HttpResponse:
    """Stop one's clock and add its time; or, asked to, add nothing."""
    member = member_for(request, member_id)
    timer = Timer.objects.visible_to(request.user).filter(member=member).first()
    if request.POST.get("drop"):
        actions.drop_timer(member=member, by=request.user)
        messages.success(request, "Stopped. Nothing was added.")
    elif timer is not None:
        was_forgotten = timer.was_forgotten_at(request.at)
        entry = actions.stop_timer(member=member, at=request.at, by=request.user)
        if entry is not None:
            messages.success(request, f"{in_minutes(entry.seconds)} added.")
        elif was_forgotten:
            messages.error(
                request, "The clock ran over 90 minutes, so nothing was added. Enter the minutes by hand."
            )
    return redirect(back_to(request, reverse("charting:minutes", args=[member.pk])))
