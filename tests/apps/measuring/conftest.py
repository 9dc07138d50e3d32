"""A visit whose room is open, and a figure that holds still in front of the member's camera."""

import json
from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from sinew.apps.accounts.models import User
from sinew.apps.care import teams
from sinew.apps.visits.actions import Hours, book_visit, set_hours
from sinew.apps.visits.models import Visit
from sinew.apps.visits.times import free_times
from sinew.apps.web import content
from sinew.motion.frame import Frame
from sinew.motion.live import LiveFrame, LiveReader
from sinew.motion.synthetic import Filming, trace, truth
from tests.apps.members import world
from tests.support.sign_in import signed_in

TEST = "active-knee-extension"
STEP_MS = 80


def knee_held(count: int = 25, *, visibility: float | None = None) -> list[LiveFrame]:
    """What is sent while the figure keeps its right knee as straight as it goes: 45 degrees of flexion."""
    movement = content.current().exercises[TEST].movement
    assert movement is not None
    frames = list(trace(movement, fps=20, repetitions=1, filming=Filming()))
    angles = LiveReader()
    farthest = min(frames, key=lambda frame: angles.read(frame).angles_deg["knee_flexion_right"] or 999)
    return still(farthest, count, visibility=visibility)


def still(frame: Frame, count: int, *, visibility: float | None = None) -> list[LiveFrame]:
    """One instant again and again, on a clock that goes on."""
    reader = LiveReader()
    image = frame.image
    if image is not None and visibility is not None:
        image = tuple(landmark._replace(visibility=visibility) for landmark in image)
    return [
        reader.read(Frame(index * STEP_MS, frame.width, frame.height, image, frame.world))
        for index in range(count)
    ]


def true_flexion_deg() -> float:
    """How far the figure's knee is truly bent then."""
    movement = content.current().exercises[TEST].movement
    assert movement is not None
    return min(
        truth(movement.body_at(step / 20))["knee_flexion_right"]
        for step in range(round(20 * movement.duration_s))
    )


@pytest.fixture
def therapist(db: None) -> User:
    person = world.therapist()
    set_hours(practitioner=person, hours=[Hours(day, time(0), time.min) for day in range(7)], by=person)
    return person


@pytest.fixture
def visit(therapist: User) -> Visit:
    """A visit that is on."""
    plan = world.planned()
    member = plan.member
    teams.join_care_team(member=member, practitioner=therapist, at=world.at(), by=None)
    return booked(plan.member, therapist)


def booked(member: Any, therapist: User, kind: str = Visit.Kind.FOLLOW_UP) -> Visit:
    """A booked visit that began a moment ago."""
    at = timezone.now() - timedelta(hours=3)
    times = free_times(therapist, kind, first=at.date(), last=at.date() + timedelta(days=1), at=at)
    begins_at = max((one for one in times if one <= timezone.now()), default=times[0])
    return book_visit(
        member=member, practitioner=therapist, kind=kind, begins_at=begins_at, at=at, by=member.user
    )


@pytest.fixture
def during(visit: Visit) -> datetime:
    """A moment of the visit that is over, so that pages asked for later show what happened then."""
    return min(visit.begins_at + timedelta(minutes=10), timezone.now())


def post(user: User, url: str, body: object, key: object = None) -> Any:
    """A request of the panel."""
    client: Client = signed_in(user)
    return client.post(
        url,
        json.dumps(body),
        content_type="application/json",
        headers={"Idempotency-Key": str(key or uuid4()), "Accept": "application/json"},
    )
