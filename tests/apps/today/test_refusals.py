"""Strangers, other members and the wrong role are refused on every address of the member's apps."""

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse

from sinew.vocabulary import Role
from tests.apps.members import world
from tests.support.sign_in import enter

pytestmark = pytest.mark.django_db

APPS = ("members", "today", "exercise")
READ_BY_THE_CARE_TEAM = "exercise:replay"
"""Not there for anybody else, whatever their role."""


def routes():
    """(app, name, arguments it takes) of every address of these apps."""
    found = []
    for app in APPS:
        resolver = next(r for r in get_resolver().url_patterns if getattr(r, "app_name", None) == app)
        found += [(app, pattern.name, tuple(pattern.pattern.converters)) for pattern in resolver.url_patterns]
    return found


def addresses(session):
    values = {
        "session_id": session.pk,
        "screen_id": "age",
        "test_id": "walk-10-min",
        "measure_id": "pgic",
        "what": "health_data",
        "side": "left",
        "replay_id": 1,
        "comment_id": 1,
    }
    return [reverse(f"{app}:{name}", kwargs={k: values[k] for k in needs}) for app, name, needs in routes()]


def answers(client, address):
    """The status of GET and of POST, whichever the address takes."""
    return [
        code for code in (client.get(address).status_code, client.post(address).status_code) if code != 405
    ]


def test_the_list_of_addresses_is_whole():
    assert len(routes()) >= 20
    with pytest.raises(NoReverseMatch):
        reverse("today:nothing")


def test_strangers_are_sent_to_sign_in(client):
    session = world.exercised(world.planned())
    for address in addresses(session):
        for response in (client.get(address), client.post(address)):
            is_sign_in = response.status_code == 302 and response.url.startswith("/accounts/login/")
            assert is_sign_in or response.status_code in {401, 405}, address


@pytest.mark.parametrize("role", [Role.PHYSICAL_THERAPIST, Role.COACH, Role.OPERATOR, Role.SPONSOR_MANAGER])
def test_other_roles_are_refused(client, role):
    session = world.exercised(world.planned())
    enter(client, world.account("staff@example.org", role))
    for address in addresses(session):
        expected = {404} if address == reverse(READ_BY_THE_CARE_TEAM, args=[1]) else {403}
        allowed = {403, 404} if "/comments/" in address else expected  # the care team's own
        assert set(answers(client, address)) <= allowed, address


def test_other_members_cannot_reach_a_session(client):
    session = world.exercised(world.planned())
    client.force_login(world.joined("eve@example.org").user)
    for name in ("exercise:player", "today:after"):
        assert client.get(reverse(name, args=[session.pk])).status_code == 404


def test_a_member_of_another_plan_sees_nothing_of_it(client):
    plan = world.planned()
    world.exercised(plan, comment="my private words")
    client.force_login(world.joined("eve@example.org").user)
    for name in ("today:today", "today:progress", "today:care_team", "members:my_data"):
        assert "my private words" not in client.get(reverse(name), follow=True).content.decode()
