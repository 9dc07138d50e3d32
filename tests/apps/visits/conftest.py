"""A therapist who can be met on weekday mornings, and a member of theirs."""

from datetime import UTC, datetime, time

import pytest

from sinew.apps.accounts.models import User
from sinew.apps.care import teams
from sinew.apps.members.models import Member
from sinew.apps.visits.actions import Hours, set_hours
from tests.apps.members import world

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
"""A Monday."""


@pytest.fixture
def therapist(db: None) -> User:
    person = world.therapist()
    person.timezone = "America/New_York"
    person.save()
    set_hours(practitioner=person, hours=[Hours(day, time(9), time(12)) for day in range(5)], by=person)
    return person


@pytest.fixture
def member(therapist: User) -> Member:
    found = world.joined()
    teams.join_care_team(member=found, practitioner=therapist, at=NOW, by=None)
    return found
