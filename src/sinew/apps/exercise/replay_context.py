"""What the page of a replay needs: the replay itself and what was written about it."""

from typing import Any
from uuid import uuid4

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.care.planning import content_of
from sinew.apps.exercise.comment_page import comment_lines, joint_choices, moments, played_comments
from sinew.apps.exercise.models import Replay
from sinew.apps.exercise.replay_page import ReplayPage

LONGEST_NUMBER = 9
OF_REPLAY = "measured_set__session__plan__member__user"
"""What every page of a replay reads with it."""


def replay_context(request: SignedInRequest, replay: Replay) -> dict[str, Any]:
    """The page, its comments, and at which moment it opens (``?at=`` in ms)."""
    page = ReplayPage(replay, content_of(replay.measured_set.session.plan))
    lines = comment_lines(page, replay.comments.select_related("author"), request.user)
    told = request.GET.get("at", "")
    at_ms = min(int(told), page.duration_ms) if told.isdecimal() and len(told) < LONGEST_NUMBER else 0
    is_own = replay.member.user_id == request.user.pk
    return {
        "page": page,
        "comments": lines,
        "moments": moments(lines),
        "data": {**page.data, "comments": played_comments(lines)},
        "at_ms": at_ms,
        "at_s": f"{at_ms // 100 / 10:.1f}",
        "is_own": is_own,
        "may_comment": not is_own,
        "joints": joint_choices(),
        "key": uuid4(),
    }
