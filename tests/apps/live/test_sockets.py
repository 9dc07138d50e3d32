"""WebSockets: who is let in, who is shut out later, and that nothing of the record is sent."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from asgiref.sync import async_to_sync
from django.test import Client

from sinew.apps.accounts.models import User
from sinew.apps.care import teams
from sinew.apps.conversation.actions.sending import send_message
from sinew.apps.live.origin import is_same_origin
from sinew.apps.members import actions as members
from sinew.apps.members.models import Consent, Member
from tests.apps.members import world
from tests.support.sign_in import signed_in
from tests.support.sockets import Socket, connects, heard

pytestmark = pytest.mark.django_db(transaction=True)


def thread(member: Member) -> str:
    return f"/live/thread/{member.pk}/"


@pytest.fixture
def ada() -> Member:
    return world.joined()


@pytest.fixture
def dana(ada: Member) -> User:
    user = world.therapist()
    teams.join_care_team(member=ada, practitioner=user, at=world.at(), by=None)
    return user


def write(member: Member, by: User) -> None:
    send_message(member=member, body="a secret", key=uuid4(), at=world.at(), by=by)


def test_both_sides_hear_that_something_was_written_and_not_what(ada: Member, dana: User):
    assert heard(thread(ada), signed_in(dana), lambda: write(ada, ada.user)) == '{"changed": "messages"}'
    assert heard(thread(ada), signed_in(ada.user), lambda: write(ada, dana)) == '{"changed": "messages"}'
    assert (
        heard("/live/practice/", signed_in(dana), lambda: write(ada, ada.user)) == '{"changed": "messages"}'
    )


@pytest.mark.parametrize(
    "origin", ["", "null", "http://evil.example", "http://localhost:81", "https://localhost.evil"]
)
def test_a_page_from_elsewhere_is_refused(ada: Member, origin: str):
    assert not connects(thread(ada), signed_in(ada.user), origin)


def test_an_address_there_is_not_is_refused(ada: Member):
    assert not connects("/live/nowhere/", signed_in(ada.user))
    assert not connects(f"/live/thread/{uuid4()}/", signed_in(ada.user))


def test_staff_need_their_second_factor_here_too(ada: Member, dana: User):
    client = Client()
    client.force_login(dana)
    assert not connects(thread(ada), client)
    assert connects(thread(ada), signed_in(dana))


def test_who_was_away_for_long_is_refused(ada: Member, dana: User, settings):
    from datetime import timedelta

    client = signed_in(dana)
    client.get("/practice/messages/")
    settings.STAFF_IDLE_LIMIT = timedelta(0)
    assert not connects(thread(ada), client)


def closing(change: Callable[[Member, User, Client], object], ada: Member, dana: User) -> object:
    client = signed_in(dana)

    def happens() -> None:
        change(ada, dana, client)
        write_as_member(ada)

    def write_as_member(member: Member) -> None:
        from sinew.apps.live.announce import announce

        announce(f"thread-{member.pk}", "messages")

    return heard(thread(ada), client, happens)


def leave(ada: Member, dana: User, _client: Client) -> None:
    teams.leave_care_team(member=ada, practitioner=dana, at=world.at(), by=None)


def withdraw(ada: Member, _dana: User, _client: Client) -> None:
    members.withdraw_consent(member=ada, what=Consent.What.CARE_TEAM, at=world.at(), by=ada.user)


def sign_out(_ada: Member, _dana: User, client: Client) -> None:
    client.logout()


def deactivate(_ada: Member, dana: User, _client: Client) -> None:
    User.objects.filter(pk=dana.pk).update(is_active=False)


@pytest.mark.parametrize("change", [leave, withdraw, sign_out, deactivate])
def test_an_open_socket_is_shut_before_it_tells_anything_more(change, ada: Member, dana: User):
    assert closing(change, ada, dana) == 4403


def test_what_no_page_of_ours_sends_ends_the_socket(ada: Member):
    async def says(text: str | None, data: bytes | None) -> object:
        socket = Socket(thread(ada), client)
        await socket.opens()
        await socket.says(text=text, data=data)
        return (await socket.hears())["code"]

    client = signed_in(ada.user)
    for text, data in (("not json", None), ("x" * 70_000, None), (None, b"bytes")):
        assert async_to_sync(says)(text, data) == 4403


def test_trusted_origins_and_ports_count(settings):
    settings.ALLOWED_HOSTS = ["sinew.example"]
    settings.CSRF_TRUSTED_ORIGINS = ["https://sinew.example"]
    assert is_same_origin(origin="https://sinew.example", host="10.0.0.1:8000")
    assert is_same_origin(origin="http://sinew.example:8000", host="sinew.example:8000")
    assert not is_same_origin(origin="http://sinew.example:8001", host="sinew.example:8000")
    assert not is_same_origin(origin="http://other.example", host="other.example")
    assert not is_same_origin(origin="file://", host="")
