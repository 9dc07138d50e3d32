"""A therapist who can be met on weekday mornings, and a member of theirs."""

from datetime import UTC, datetime, time, timedelta

import pytest

from sinew.apps.accounts.models import User
from sinew.apps.care import teams
from sinew.apps.members.models import Member
from sinew.apps.visits.actions import Hours, book_visit, set_hours
from sinew.apps.visits.models import Visit
from sinew.apps.visits.times import free_times
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


@pytest.fixture
def visit(member: Member, therapist: User, settings) -> Visit:
    """Booked for the next day; requests of the test may say when they happen."""
    settings.MOMENT_FROM_REQUESTS = True
    day = NOW.date() + timedelta(days=1)
    begins_at = free_times(therapist, "follow_up", first=day, last=day, at=NOW)[0]
    return book_visit(
        member=member, practitioner=therapist, kind="follow_up", begins_at=begins_at, at=NOW, by=member.user
    )


def at_the_door(visit: Visit) -> datetime:
    """A moment in which the room can be entered."""
    return visit.begins_at + timedelta(minutes=1)
