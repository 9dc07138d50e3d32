"""A practice with one therapist, one coach and one operator, and members made by living through stories."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from sinew.apps.accounts.actions import create_account, enable_totp
from sinew.apps.accounts.models import User
from sinew.apps.members.models import Member
from sinew.apps.practice.demo.people import Person
from sinew.apps.practice.demo.stories import Team, live
from sinew.vocabulary import Role
from tests.support.sign_in import signed_in

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
Settle = Callable[[Person], Member]


def staff(role: Role, *, has_second_factor: bool = True) -> User:
    """A practitioner or operator, with a second factor unless said otherwise."""
    user = create_account(email=f"{role}@example.org", role=role, display_name=role.title())
    if has_second_factor:
        enable_totp(user, SECRET)
    return user


@pytest.fixture
def team(db: None) -> Team:
    return Team(
        therapist=staff(Role.PHYSICAL_THERAPIST),
        coach=staff(Role.COACH),
        since=datetime(2025, 1, 1, tzinfo=UTC),
    )


@pytest.fixture
def settle(team: Team) -> Settle:
    """Lets a person live through their story until now; gives the member they are."""

    def settled(person: Person) -> Member:
        live(person, team, now=datetime.now(UTC))
        return Member.objects.get(user__email=person.email)

    return settled


@pytest.fixture
def ana(settle: Settle) -> Member:
    """Nine days of sessions with the camera, every one done, the coach on the team as well."""
    return settle(
        Person(
            key="ana",
            name="Ana Whitfield",
            age=34,
            side="left",
            joined_days_ago=9,
            adherence=1,
            mornings=1,
            camera=1,
            has_coach=True,
            mistake=("rf-10", "yes"),
            answers={"psfs": [{"activity": "Lifting my nephew", "score": 4}]},
            comments={0: "Easier than I feared."},
        )
    )


@pytest.fixture
def therapist(team: Team) -> Client:
    return signed_in(team.therapist)


@pytest.fixture
def coach(team: Team) -> Client:
    return signed_in(team.coach)
