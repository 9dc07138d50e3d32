"""Two practitioners change one plan at the same moment: one has to look again, and nothing is mixed."""

import json

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from sinew.apps.care import teams
from sinew.apps.care.tailoring import course_of
from sinew.program import listing_of
from tests.apps.members import world
from tests.apps.today.test_at_once import at_once, posts

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
def test_two_therapists_save_and_both_undo() -> None:
    day = timezone.localdate()
    plan = world.planned(day=day)
    team = [world.therapist(), world.therapist("other@example.org")]
    for therapist in team:
        teams.join_care_team(member=plan.member, practitioner=therapist, at=timezone.now(), by=None)
    before = listing_of(course_of(plan, (), day)).ids
    seen, address = plan.adjustments.get().pk, reverse("tailoring:editor", args=[plan.member_id])
    saves = [
        posts(person, address, {"act": "save", "reason": "Easier.", "seen": seen, "steps": json.dumps(steps)})
        for person, steps in zip(team, _removals(before), strict=True)
    ]
    assert at_once(*saves) == [302, 409]
    made = plan.events.get()
    assert listing_of(course_of(plan, (), day)).ids == tuple(
        name for name in before if name != made.payload["exercise"]
    )
    undo = reverse("practice:undo", args=[plan.member_id, made.pk])
    assert at_once(*[posts(person, undo) for person in (*team, *team)]) == [302] * 4
    assert [event.payload["decision"] for event in plan.events.all()] == ["remove_exercise", "take_back"]
    assert listing_of(course_of(plan, (), day)).ids == before


def _removals(names: tuple[str, ...]) -> list[list[dict[str, str]]]:
    return [[{"decision": "remove_exercise", "exercise": name}] for name in names[:2]]
