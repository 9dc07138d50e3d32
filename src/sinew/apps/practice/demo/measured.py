"""A visit of the demo that is over, in which the therapist measured both knees of a member."""

from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from sinew.apps.measuring.actions import mark
from sinew.apps.members.models import Member
from sinew.apps.practice.demo.stories import Team
from sinew.apps.visits.actions import book_visit
from sinew.apps.visits.attendance import end_call, join_call
from sinew.apps.visits.models import Visit
from sinew.apps.visits.times import free_times
from sinew.apps.web import content as shown
from sinew.motion.live import LiveFrame, LiveReader
from sinew.motion.synthetic import Filming, trace
from sinew.vocabulary import Side

EMAIL, TEST = "ana@example.org", "active-knee-extension"
DAYS_AGO = timedelta(days=9)
FARTHEST = {Side.LEFT: 60.0, Side.RIGHT: 46.0}
"""How far each knee stays bent, in degrees: the hurt left one more."""
HELD_PICTURES, STEP_MS = 25, 80


def measure_some(team: Team, *, now: datetime) -> None:
    """Book, hold and measure that visit, as it would have been done then."""
    member = Member.objects.filter(user__email=EMAIL, user__is_demo=True).first()
    if member is None:
        return
    booked_at = now - DAYS_AGO
    today = booked_at.astimezone(ZoneInfo(team.therapist.timezone)).date()
    kind = Visit.Kind.FOLLOW_UP
    times = free_times(team.therapist, kind, first=today, last=today + timedelta(days=5), at=booked_at)
    visit = book_visit(
        member=member,
        practitioner=team.therapist,
        kind=kind,
        begins_at=times[0],
        at=booked_at,
        by=member.user,
    )
    for person in (member.user, team.therapist):
        join_call(visit=visit, at=visit.begins_at, by=person)
    for minutes, side in enumerate(FARTHEST, 9):
        mark(
            visit=visit,
            measure=TEST,
            side=side,
            frames=_held(side),
            note="",
            key=uuid4(),
            at=visit.begins_at + timedelta(minutes=minutes),
            by=team.therapist,
        )
    end_call(visit=visit, at=visit.ends_at, by=team.therapist)


def _held(side: Side) -> list[LiveFrame]:
    """The figure of the test, which stops where this knee goes no farther."""
    movement = shown.current().exercises[TEST].movement
    if movement is None:
        raise ValueError("the exercise of the test has no figure")
    name, measure, send = f"knee_flexion_{side}", LiveReader(), LiveReader()
    filmed = trace(movement, fps=30, repetitions=1, filming=Filming(near_side=side))
    angles = ((frame, measure.read(frame).angles_deg[name]) for frame in filmed)
    held = next(frame for frame, angle in angles if angle is not None and angle <= FARTHEST[side])
    return [
        send.read(type(held)(index * STEP_MS, held.width, held.height, held.image, held.world))
        for index in range(HELD_PICTURES)
    ]
