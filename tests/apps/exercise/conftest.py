"""A member who shares how they move, and a set they have shared."""

import json
from base64 import b64encode
from uuid import uuid4

import pytest
from django.urls import reverse

from sinew.apps.exercise import actions as exercise
from sinew.apps.exercise.models import Replay
from sinew.apps.members import actions as members
from sinew.apps.members.models import Consent
from sinew.motion.frame import Frame
from sinew.motion.synthetic import trace
from sinew.motion.trace import TraceRecorder
from tests.apps.members import world
from tests.proof.library import movement_of
from tests.support.sign_in import signed_in


@pytest.fixture(scope="session")
def movement() -> str:
    """Two squats, as a player sends them."""
    recorder = TraceRecorder()
    for frame in trace(movement_of("mini-squat"), fps=12, repetitions=2):
        recorder.take(frame, 20.0)
    recorder.take(Frame(20_000, 720, 960, None, None), None)
    return b64encode(recorder.packed()).decode()


def agree(plan, *whats):
    members.grant_consents(member=plan.member, whats=whats, at=world.at(), by=plan.member.user)


def posted(plan, *traces, key=None):
    """The answer to a result whose first sets carry these traces."""
    session = exercise.start_session(plan=plan, day=world.DAY, at=world.at(), by=plan.member.user)
    payload = world.report(session)
    sets = [done for row in payload["exercises"] for done in row["sets"]]
    for done, text in zip(sets, traces, strict=False):
        done["trace"] = text
    client = signed_in(plan.member.user)
    answer = client.post(
        reverse("exercise:result", args=[session.pk]),
        json.dumps(payload),
        content_type="application/json",
        headers={"Idempotency-Key": str(key or uuid4()), "Sinew-At": world.at(hour=12).isoformat()},
    )
    return session, answer


@pytest.fixture
def plan():
    plan = world.planned()
    agree(plan, Consent.What.MOVEMENT)
    return plan


@pytest.fixture
def replay(plan, movement) -> Replay:
    posted(plan, movement)
    return Replay.objects.get()
