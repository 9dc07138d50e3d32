"""Handing members over to a colleague, for a time or for good, and calling a cover off."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.accounts.models import User
from sinew.apps.accounts.permissions import practitioner_required
from sinew.apps.audit import actions as audit
from sinew.apps.care.covers import (
    arrange_cover,
    colleagues_of,
    cover_span,
    end_cover,
    hand_over_for_good,
)
from sinew.apps.care.errors import CannotHandOver, NotOnCareTeam
from sinew.apps.care.models import Cover
from sinew.apps.charting.actions.tasks import hand_over_tasks
from sinew.apps.members.models import Member
from sinew.apps.practice.told import day_told
from sinew.apps.web.moment import day_of

ALL = "all"
FOR_GOOD = "for-good"


@dataclass(frozen=True, slots=True)
class CoverLine:
    """A cover as its list shows it."""

    cover: Cover
    count: int
    is_running: bool
    is_mine: bool


@require_http_methods(["GET", "POST"])
@practitioner_required
def hand_over(request: SignedInRequest) -> HttpResponse:
    """Choose members, a colleague and a time; a list may send members chosen there already."""
    if request.method == "POST" and "to" in request.POST:
        return _hand_over(request)
    return _page(request)


@require_POST
@practitioner_required
def call_off(request: SignedInRequest, cover_id: UUID) -> HttpResponse:
    """End a cover before its time: whoever is away, covers, or arranged it."""
    cover = get_object_or_404(Cover.objects.visible_to(request.user).standing(request.at), pk=cover_id)
    end_cover(cover=cover, at=request.at, by=request.user)
    messages.success(request, "Called off. From now on it opens no record.")
    return redirect("practice:hand_over")


def own_members(user: User) -> list[Member]:
    """Those with whom `user` has a lasting place, by name."""
    own = Member.objects.visible_to(user).filter(
        care_team__practitioner=user, care_team__ended_at=None, care_team__cover=None
    )
    return sorted(own.select_related("user"), key=lambda member: member.display_name.casefold())


def _hand_over(request: SignedInRequest) -> HttpResponse:
    user, told = request.user, request.POST
    members = own_members(user)
    is_for_all = told.get("who") == ALL
    chosen = members if is_for_all else [m for m in members if str(m.pk) in told.getlist("member")]
    colleague = next((each for each in colleagues_of(user) if str(each.pk) == told["to"]), None)
    try:
        if colleague is None:
            raise CannotHandOver("Choose a colleague.")
        says = _do(request, colleague, chosen, is_for_all=is_for_all)
    except CannotHandOver as refused:
        return _page(request, problem=str(refused))
    except NotOnCareTeam:
        return _page(request, problem="You can only hand over members you look after yourself.")
    messages.success(request, says)
    return redirect("practice:hand_over")


def _do(request: SignedInRequest, colleague: User, chosen: list[Member], *, is_for_all: bool) -> str:
    told, user = request.POST, request.user
    if told.get("how") == FOR_GOOD:
        with transaction.atomic():
            count = hand_over_for_good(away=user, colleague=colleague, members=chosen, at=request.at, by=user)
            for member in chosen:
                hand_over_tasks(member=member, leaving=user, to=colleague, by=user)
        return f"{colleague.name} now looks after {count} of your members."
    first, last = day_told(told.get("first", "")), day_told(told.get("last", ""))
    if first is None or last is None:
        raise CannotHandOver("Choose a first and a last day.")
    starts_at, until_at = cover_span(user, first, last, at=request.at)
    arrange_cover(
        away=user,
        covering=colleague,
        members=chosen,
        starts_at=starts_at,
        until_at=until_at,
        note=told.get("note", "")[:500],
        is_for_all=is_for_all,
        at=request.at,
        by=user,
    )
    return f"{colleague.name} looks after {len(chosen)} of your members in that time. It ends by itself."


def _page(request: SignedInRequest, problem: str = "") -> HttpResponse:
    user, today = request.user, day_of(request)
    members = own_members(user)
    audit.record_reads("practice.hand_over.read", members=[member.pk for member in members], by=user)
    covers = Cover.objects.visible_to(user).standing(request.at).select_related("away", "covering")
    chosen = set(request.POST.getlist("member"))
    context = {
        "members": members,
        "chosen": chosen,
        "colleagues": colleagues_of(user),
        "covers": [
            CoverLine(cover, cover.places.count(), cover.is_running(request.at), cover.away_id == user.pk)
            for cover in covers
        ],
        "problem": problem,
        "told": request.POST,
        "is_for_good": request.POST.get("how") == FOR_GOOD,
        "is_for_some": request.POST.get("who", "some" if chosen else ALL) != ALL,
        "first": request.POST.get("first", today.isoformat()),
        "last": request.POST.get("last", (today + timedelta(days=7)).isoformat()),
    }
    return render(request, "practice/queue/hand_over.html", context, status=400 if problem else 200)
