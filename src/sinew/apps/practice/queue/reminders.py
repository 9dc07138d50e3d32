"""Reminding several members at once: who gets it, who cannot and why, then one mail a day to each at most."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.accounts.models import User
from sinew.apps.accounts.permissions import practitioner_required
from sinew.apps.audit import actions as audit
from sinew.apps.members.models import Consent, Member
from sinew.apps.notifications.actions import queue_email
from sinew.apps.notifications.letters import written
from sinew.apps.notifications.models import OutboxEmail
from sinew.apps.notifications.reminders import occasion
from sinew.apps.practice.caseload import Case, caseload
from sinew.apps.practice.queue.views import back_to_list
from sinew.apps.practice.queue.workload import FIRST_KINDS
from sinew.apps.web import content as shown

TEMPLATE = "team_reminder"


@dataclass(frozen=True, slots=True)
class Reminder:
    """Whether one member can be reminded today; `refused` says why not."""

    member: Member
    key: str
    refused: str


@require_POST
@practitioner_required
def remind(request: SignedInRequest) -> HttpResponse:
    """Show what would be sent to whom; with ``send`` it is sent."""
    chosen = set(request.POST.getlist("member"))
    cases = [
        case
        for case in caseload(request.user, shown.attention_rules(), at=request.at)
        if str(case.member.pk) in chosen
    ]
    found = reminders_for(cases)
    if not found:
        messages.error(request, "Select at least one member first.")
        return back_to_list(request)
    if request.POST.get("send") == "1":
        sent = send_reminders(reminders=found, by=request.user)
        messages.success(request, f"{sent} reminder{'' if sent == 1 else 's'} on the way.")
        return back_to_list(request)
    audit.record_reads("practice.reminders.read", members=[one.member.pk for one in found], by=request.user)
    context = {
        "able": [one for one in found if not one.refused],
        "unable": [one for one in found if one.refused],
        "text": text_for("…", request.user),
        "filters": request.POST.get("filters", ""),
    }
    return render(request, "practice/queue/remind.html", context)


def text_for(name: str, sender: User) -> str:
    """The mail as a member reads it, without its subject."""
    return written(f"notifications/{TEMPLATE}.txt", {"name": name, "sender": sender.name}).body.strip()


def reminders_for(cases: Iterable[Case]) -> list[Reminder]:
    """Each with the reason why it cannot be sent, if there is one; two queries for all."""
    cases = list(cases)
    keys = {case.member.pk: occasion(case.member.user, case.today) for case in cases}
    sent = set(OutboxEmail.objects.filter(key__in=keys.values()).values_list("key", flat=True))
    agreed = set(
        Consent.objects.standing()
        .filter(what=Consent.What.REMINDERS, member__in=keys)
        .values_list("member", flat=True)
    )
    return [Reminder(case.member, keys[case.member.pk], _refused(case, keys, sent, agreed)) for case in cases]


def _refused(case: Case, keys: dict[UUID, str], sent: Collection[str], agreed: Collection[UUID]) -> str:
    if not case.member.user.is_active:
        return "the account is closed"
    if case.member.pk not in agreed:
        return "has not agreed to reminders"
    if keys[case.member.pk] in sent:
        return "had a reminder today"
    if any(reason.kind in FIRST_KINDS for reason in case.attention):
        return "has an emergency or a red flag open, so answer that first"
    if case.summary is None:
        return "has no plan yet"
    if case.word == "stop" or case.summary.waits_since is not None:
        return "the plan waits for you, so there is nothing to do yet"
    if case.last_active_on == case.today:
        return "was active today"
    return ""


@transaction.atomic
def send_reminders(*, reminders: Iterable[Reminder], by: User) -> int:
    """Queue the mails for those who can get one; how many. Sent twice, it adds nothing."""
    able = [one for one in reminders if not one.refused]
    for one in able:
        queue_email(
            to=one.member.user,
            template=TEMPLATE,
            context={"name": one.member.display_name.split()[0], "sender": by.name},
            key=one.key,
        )
        audit.record("practice.reminder.sent", on=one.member, by=by, member=one.member.pk)
    return len(able)
