"""A therapist and a coach, and a member of theirs who has exercised."""

from datetime import UTC, datetime

import pytest

from sinew.apps.accounts.models import User
from sinew.apps.care import teams
from sinew.apps.members.models import Member
from sinew.vocabulary import Role
from tests.apps.members import world

NOW = datetime(2026, 11, 12, 15, tzinfo=UTC)


@pytest.fixture
def therapist(db: None) -> User:
    return world.therapist()


@pytest.fixture
def coach(db: None) -> User:
    return world.account("coach@example.org", Role.COACH)


@pytest.fixture
def member(therapist: User, coach: User) -> Member:
    plan = world.planned()
    for person in (therapist, coach):
        teams.join_care_team(member=plan.member, practitioner=person, at=world.at(), by=None)
    world.exercised(plan, pain=2)
    return plan.member
