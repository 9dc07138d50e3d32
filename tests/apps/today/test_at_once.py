"""Requests that arrive at the same moment: one counts, and none ends in an error page.

Only PostgreSQL runs them side by side; SQLite takes one writer after the other.
"""

import json
import threading
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.urls import reverse
from django.utils import timezone

from sinew.apps.accounts.models import User
from sinew.apps.care import teams
from sinew.apps.exercise import actions as exercise
from sinew.apps.exercise.models import ExerciseSession
from sinew.apps.members.models import Consent, IntakeRecord
from tests.apps.members import world
from tests.support.sign_in import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def side_by_side() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


def at_once(*requests: Callable[[], int]) -> list[int]:
    """The status of each request, all of them begun together, in ascending order."""
    statuses: list[int] = []
    together = threading.Barrier(len(requests))

    def run(request: Callable[[], int]) -> None:
        together.wait()
        try:
            statuses.append(request())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(request,)) for request in requests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(statuses) == len(requests)
    return sorted(statuses)


def posts(user: User, address: str, data: dict[str, object] | None = None) -> Callable[[], int]:
    client = signed_in(user)
    return lambda: client.post(address, data or {}).status_code


def sends(session: ExerciseSession, key: str) -> Callable[[], int]:
    client, address = signed_in(session.plan.member.user), reverse("exercise:result", args=[session.pk])
    body = json.dumps(world.report(session, timezone.localdate()))
    headers = {"Idempotency-Key": key}
    return lambda: client.post(address, body, content_type="application/json", headers=headers).status_code


def started(email: str) -> ExerciseSession:
    day = timezone.localdate()
    plan = world.planned(email, day)
    return exercise.start_session(plan=plan, day=day, at=timezone.now(), by=plan.member.user)


def test_agreeing_and_opening_the_intake():
    user = world.account("ada@example.org")
    agreed = {"consent": ["health_data", "care_team"]}
    assert at_once(*[posts(user, reverse("members:consent"), agreed) for _ in range(3)]) == [302] * 3
    assert Consent.objects.count() == 2
    assert at_once(*[posts(user, reverse("today:intake_start")) for _ in range(3)]) == [302] * 3
    assert IntakeRecord.objects.count() == 1


def test_finishing_the_intake():
    intake = world.begun(day=timezone.localdate())
    world.answer_all(intake, timezone.localdate())
    user = intake.member.user
    assert at_once(*[posts(user, reverse("today:intake_finish")) for _ in range(3)]) == [302] * 3
    assert intake.member.care_plans.count() == 1


def test_one_key_of_two_members():
    mine, theirs, key = started("ada@example.org"), started("eve@example.org"), str(uuid4())
    assert at_once(sends(mine, key), sends(theirs, key)) == [201, 400]


def test_one_result_sent_three_times():
    session, key = started("ada@example.org"), str(uuid4())
    assert at_once(*[sends(session, key) for _ in range(3)]) == [200, 200, 201]
    assert session.plan.events.count() == 1


def test_deciding_and_undoing():
    therapist, day = world.therapist(), timezone.localdate()
    plan = world.planned(day=day)
    teams.join_care_team(member=plan.member, practitioner=therapist, at=timezone.now(), by=None)
    decision = {"decision": "regress", "reason": "Easier.", "seen": plan.adjustments.get().pk}
    address = reverse("practice:decide", args=[plan.member_id])
    assert at_once(*[posts(therapist, address, decision) for _ in range(2)]) == [302, 409]
    undo = reverse("practice:undo", args=[plan.member_id, plan.events.get().pk])
    assert at_once(*[posts(therapist, undo) for _ in range(2)]) == [302, 302]
    assert [event.payload["decision"] for event in plan.events.all()] == ["regress", "progress"]


def test_deleting_the_account():
    user = world.joined().user
    typed = {"typed": user.email}
    assert at_once(*[posts(user, reverse("members:delete"), typed) for _ in range(3)]) == [302] * 3
    assert not User.objects.exists()
