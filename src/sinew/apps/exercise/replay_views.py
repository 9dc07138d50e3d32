"""The page of a replay, for its member and for those who look after them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.accounts.permissions import member_required, signed_in_required
from sinew.apps.audit import actions as audit
from sinew.apps.exercise import replays
from sinew.apps.exercise.comments import note_comments_seen
from sinew.apps.exercise.models import Replay
from sinew.apps.exercise.replay_context import OF_REPLAY, replay_context


@require_GET
@signed_in_required
def replay(request: SignedInRequest, replay_id: int) -> HttpResponse:
    """The movement of one set; who else looks at it is written down."""
    found = get_object_or_404(Replay.objects.visible_to(request.user).select_related(OF_REPLAY), pk=replay_id)
    is_own = found.member.user_id == request.user.pk
    if not is_own:
        audit.record("exercise.replay.read", on=found, by=request.user, member=found.member.pk)
    context = replay_context(request, found)
    note_comments_seen(replay=found, at=request.at, by=request.user)
    return render(request, "exercise/replay.html", context)


@require_POST
@member_required
def remove_replay(request: SignedInRequest, replay_id: int) -> HttpResponse:
    """Take one replay back."""
    own = Replay.objects.visible_to(request.user).filter(
        measured_set__session__plan__member__user=request.user
    )
    found = get_object_or_404(own.select_related(OF_REPLAY), pk=replay_id)
    session = found.measured_set.session_id
    replays.remove_replay(replay=found, by=request.user)
    messages.success(request, _("The replay is deleted. Counts and angles stay."))
    return redirect("today:after", session)
