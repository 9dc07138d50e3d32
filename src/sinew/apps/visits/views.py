"""Visits of a member and of a practitioner: what is booked, booking, moving, cancelling."""

from datetime import date, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.accounts.models import User
from sinew.apps.accounts.permissions import member_required, practitioner_required, role_required
from sinew.apps.members import consents
from sinew.apps.members.errors import ConsentMissing
from sinew.apps.members.models import Member
from sinew.apps.visits import actions
from sinew.apps.visits.errors import NotBookable, NotOnTheTeam, TimeTaken, TooManyAhead, VisitClosed
from sinew.apps.visits.forms import AskForm, CancelForm, TimeForm
from sinew.apps.visits.invitations import calendar_entry
from sinew.apps.visits.models import DOOR_OPENS, Visit
from sinew.apps.visits.presenters import VisitPresenter, offer
from sinew.apps.visits.team import looks_after_until
from sinew.apps.visits.times import HORIZON, free_times
from sinew.apps.web.moment import day_of
from sinew.vocabulary import Role

two_sides_required = role_required(Role.MEMBER, Role.PHYSICAL_THERAPIST, Role.COACH)
EARLIER = timedelta(days=90)
MOST_EARLIER = 20
CONSENT = "The member has to agree to the new wording first. Their own page asks them."


def own_visit(request: SignedInRequest, visit_id: UUID) -> Visit:
    """A visit the asking person takes part in; 404 for everybody else."""
    rows = Visit.objects.visible_to(request.user).of(request.user)
    return get_object_or_404(rows.select_related("member__user", "practitioner"), pk=visit_id)


def _presented(request: SignedInRequest, rows: list[Visit]) -> list[VisitPresenter]:
    return [VisitPresenter(row, request.user, request.at) for row in rows]


@require_safe
@member_required
def visits(request: SignedInRequest) -> HttpResponse:
    """A member's visits: what is ahead, and what was."""
    own = Visit.objects.visible_to(request.user).filter(member__user=request.user)
    own = own.select_related("member__user", "practitioner")
    ahead = list(own.ahead(request.at))
    past = own.exclude(pk__in=[one.pk for one in ahead]).order_by("-begins_at")[:MOST_EARLIER]
    context = {"ahead": _presented(request, ahead), "past": _presented(request, list(past))}
    return render(request, "visits/visits.html", context)


@require_safe
@practitioner_required
def schedule(request: SignedInRequest) -> HttpResponse:
    """A practitioner's visits, in the order in which they come."""
    own = Visit.objects.visible_to(request.user).filter(practitioner=request.user)
    own = own.select_related("member__user", "practitioner")
    past = own.filter(ends_at__lte=request.at, ends_at__gt=request.at - EARLIER).order_by("-begins_at")
    context = {
        "ahead": _presented(request, list(own.ahead(request.at))),
        "past": _presented(request, list(past[:MOST_EARLIER])),
        "has_hours": request.user.bookable_hours.exists(),
    }
    return render(request, "visits/schedule.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def book(request: SignedInRequest) -> HttpResponse:
    """A member books a visit with somebody of their care team."""
    member = get_object_or_404(Member.objects.visible_to(request.user), user=request.user)
    if consents.missing(member):
        return redirect("members:consent")
    return _book(request, member, _team(member))


@require_http_methods(["GET", "HEAD", "POST"])
@practitioner_required
def book_for(request: SignedInRequest, member_id: UUID) -> HttpResponse:
    """A practitioner books a visit with a member of theirs."""
    member = get_object_or_404(
        Member.objects.visible_to(request.user).exclude(user=request.user), pk=member_id
    )
    return _book(request, member, [request.user])


def _team(member: Member) -> list[User]:
    """Whom a member can meet: those of the team who offer hours, the therapist before the coach."""
    places = member.care_team.current().filter(practitioner__is_active=True).select_related("practitioner")
    people = [place.practitioner for place in places if place.practitioner.bookable_hours.exists()]
    return sorted(people, key=lambda person: person.role != Role.PHYSICAL_THERAPIST)


def _book(request: SignedInRequest, member: Member, people: list[User]) -> HttpResponse:
    data = request.POST if request.method == "POST" else request.GET
    is_first = not member.visits.exclude(state=Visit.State.CANCELLED).exists()
    usual = {
        "practitioner": str(people[0].pk) if people else "",
        "kind": "first" if is_first else "follow_up",
    }
    asked = AskForm({**usual, **{name: data[name] for name in usual if data.get(name)}}, people)
    chosen = TimeForm(request.POST or None)
    context: dict[str, object] = {"member": member, "people": people, "asked": asked, "form": chosen}
    if not asked.is_valid():
        return render(request, "visits/book.html", context, status=400 if people else 200)
    person = next(one for one in people if str(one.pk) == asked.cleaned_data["practitioner"])
    kind = asked.cleaned_data["kind"]
    if chosen.is_valid():
        try:
            made = actions.book_visit(
                member=member,
                practitioner=person,
                kind=kind,
                begins_at=chosen.cleaned_data["begins_at"],
                at=request.at,
                by=request.user,
            )
        except (TimeTaken, NotBookable, TooManyAhead, NotOnTheTeam) as refused:
            chosen.add_error("begins_at", str(refused))
        except ConsentMissing:
            chosen.add_error("begins_at", CONSENT)
        else:
            messages.success(request, "Booked. An invitation for your calendar is on its way by e-mail.")
            return redirect("visits:visit", made.pk)
    return _offer(request, "visits/book.html", person=person, kind=kind, context=context)


def _offer(
    request: SignedInRequest,
    template: str,
    *,
    person: User,
    kind: str,
    context: dict[str, object],
    but: Visit | None = None,
) -> HttpResponse:
    """The page with the times that are free now, a week of them."""
    today = day_of(request)
    try:
        until = looks_after_until(_member(context), person)
    except NotOnTheTeam:
        times = []
    else:
        times = free_times(
            person, kind, first=today, last=today + HORIZON, at=request.at, but=but, until=until
        )
    week = offer(
        times,
        first=_day(request.GET.get("from", "")),
        reader=request.user,
        other=person if person != request.user else _member(context).user,
    )
    asks_for = urlencode({"practitioner": person.pk, "kind": kind})
    context |= {
        "person": person,
        "kind": kind,
        "week": week,
        "asks_for": asks_for,
        "zone": request.user.timezone.replace("_", " "),
    }
    is_refused = request.method == "POST"
    return render(request, template, context, status=409 if is_refused else 200)


def _member(context: dict[str, object]) -> Member:
    member = context["member"]
    if not isinstance(member, Member):
        raise TypeError("member: a member")
    return member


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@require_safe
@two_sides_required
def visit(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """One visit: when, with whom, and what can be done about it."""
    return _visit(request, own_visit(request, visit_id), CancelForm())


def _visit(request: SignedInRequest, row: Visit, form: CancelForm, *, status: int = 200) -> HttpResponse:
    context = {
        "visit": VisitPresenter(row, request.user, request.at),
        "row": row,
        "form": form,
        "minutes_before": DOOR_OPENS.seconds // 60,
    }
    return render(request, "visits/visit.html", context, status=status)


@require_safe
@two_sides_required
def calendar_file(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """The visit for a calendar program."""
    entry = calendar_entry(own_visit(request, visit_id), request.user)
    answer = HttpResponse(entry, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="visit.ics"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@two_sides_required
def move(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """Give a visit another time."""
    row = own_visit(request, visit_id)
    if not row.can_change_at(request.at):
        messages.error(request, str(VisitClosed()))
        return redirect("visits:visit", row.pk)
    chosen = TimeForm(request.POST or None)
    if chosen.is_valid():
        try:
            actions.move_visit(
                visit=row, begins_at=chosen.cleaned_data["begins_at"], at=request.at, by=request.user
            )
        except (TimeTaken, NotBookable, NotOnTheTeam, VisitClosed) as refused:
            chosen.add_error("begins_at", str(refused))
        except ConsentMissing:
            chosen.add_error("begins_at", CONSENT)
        else:
            messages.success(request, "Moved. Both of you get the new time by e-mail.")
            return redirect("visits:visit", row.pk)
    context: dict[str, object] = {
        "visit": VisitPresenter(row, request.user, request.at),
        "member": row.member,
        "form": chosen,
    }
    return _offer(
        request, "visits/move.html", person=row.practitioner, kind=row.kind, context=context, but=row
    )


@require_POST
@two_sides_required
def cancel(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """Cancel a visit."""
    row = own_visit(request, visit_id)
    form = CancelForm(request.POST)
    if not form.is_valid():
        return _visit(request, row, form, status=400)
    try:
        actions.cancel_visit(visit=row, reason=form.cleaned_data["reason"], at=request.at, by=request.user)
    except VisitClosed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Cancelled. Both of you are told by e-mail.")
    return redirect("visits:visit", row.pk)
