"""What the demo's care team changed in a member's plan, and what it wrote on how she moved."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from sinew.apps.accounts.models import User
from sinew.apps.care import actions as care
from sinew.apps.care.models import CarePlan
from sinew.apps.care.planning import content_of
from sinew.apps.care.tailoring import course_of
from sinew.apps.exercise.comments import comment_on_replay
from sinew.apps.exercise.models import Replay
from sinew.apps.exercise.replay_page import ReplayPage
from sinew.apps.practice.demo.stories import Team
from sinew.motion.frame import Part
from sinew.motion.trace import PARTS
from sinew.program import listing_of

EMAIL = "ana@example.org"
CHANGED_AT = time(12, 20)
COACH_TIP = "Breathe out on the hard part."
COACH_WHY = "It makes the last repetitions feel lighter."
TIP, TEMPO = "Count to four on the way back.", {"out_s": 2, "hold_s": 1, "back_s": 4}
WHY = "Your sets look steady now. A slower way back asks more of the muscle, with no more weight."
SAID = "This is as far as you go in the set, and it is smooth. Stay here for one calm breath, then go back."


def tailor_some(team: Team, *, now: datetime) -> None:
    """A coach's tip, a day later a therapist's change, and a note on the newest replay."""
    plan = CarePlan.objects.active().filter(member__user__email=EMAIL, member__user__is_demo=True).first()
    replays = Replay.objects.filter(measured_set__session__plan=plan).order_by("pk")
    replay = replays.select_related("measured_set__session__plan__member__user").last()
    if plan is None or replay is None:
        return
    first, second = _two_of_the_list(plan, replay, now)
    tip = {"decision": "set_cue", "exercise": second, "cue": COACH_TIP}
    _change(plan, [tip], COACH_WHY, days_ago=2, by=team.coach, now=now)
    slower = {"decision": "set_dose", "exercise": first, "tempo": TEMPO}
    own_tip = {"decision": "set_cue", "exercise": first, "cue": TIP}
    _change(plan, [slower, own_tip], WHY, days_ago=1, by=team.therapist, now=now)
    _comment(replay, by=team.therapist, at=now - timedelta(days=1, minutes=-20))


def _two_of_the_list(plan: CarePlan, replay: Replay, now: datetime) -> tuple[str, str]:
    """The exercise of the replay, where it is still in the list, and another one."""
    today = now.astimezone(ZoneInfo(plan.member.user.timezone)).date()
    exercises = content_of(plan).exercises
    listed = [one for one in listing_of(course_of(plan, (), today)).ids if exercises[one].tempo is not None]
    listed.sort(key=lambda name: name != replay.measured_set.exercise)
    return listed[0], listed[1]


def _change(
    plan: CarePlan,
    changes: Sequence[Mapping[str, object]],
    why: str,
    *,
    days_ago: int,
    by: User,
    now: datetime,
) -> None:
    zone = ZoneInfo(plan.member.user.timezone)
    on = (now - timedelta(days=days_ago)).astimezone(zone).date()
    at = datetime.combine(on, CHANGED_AT, tzinfo=zone)
    care.tailor(plan=plan, changes=changes, reason=why, on=on, at=at, by=by)


def _comment(replay: Replay, *, by: User, at: datetime) -> None:
    """At the farthest point of the second repetition: a line along the near leg, and the knee marked."""
    page = ReplayPage(replay, content_of(replay.measured_set.session.plan))
    mark = page.marks[min(1, len(page.marks) - 1)]
    side = "LEFT" if page.is_left_near else "RIGHT"
    leg = [Part[f"{side}_{joint}"] for joint in ("HIP", "KNEE", "ANKLE")]
    places = [page.place_at(mark.peak_ms, PARTS.index(part)) for part in leg]
    comment_on_replay(
        replay=replay,
        key=uuid4(),
        t_ms=mark.peak_ms // 100 * 100,
        body=SAID,
        strokes=[[share for place in places if place for share in page.share_of(place)]],
        joint=leg[1].name.lower(),
        at=at,
        by=by,
    )
