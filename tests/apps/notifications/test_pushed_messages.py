"""A message is pushed at once, once for each stretch of unread ones, and leads to the thread."""

import json
from uuid import uuid4

import pytest

from sinew.apps.care import teams
from sinew.apps.conversation.actions.reading import mark_read
from sinew.apps.conversation.actions.sending import send_message
from sinew.apps.notifications.models import OutboxEmail, OutboxPush
from tests.apps.members import world

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_stretch_of_messages_is_pushed_once_and_mailed_once(add, service, browser):
    ada, dana = world.joined(), world.therapist()
    teams.join_care_team(member=ada, practitioner=dana, at=world.at(), by=None)
    add(ada.user)

    def write(body: str):
        return send_message(member=ada, body=body, key=uuid4(), at=world.at(), by=dana)[0]

    first = write("How is your knee?")
    last = write("And your hamstring?")
    told = [json.loads(browser.read(body)) for _, _, body in service.taken]
    assert [(push["tag"], push["path"]) for push in told] == [
        ("message-waiting:/care-team/messages/", "/care-team/messages/")
    ]
    assert "knee" not in json.dumps(told)
    assert OutboxEmail.objects.filter(template="message_waits").count() == 1
    mark_read(thread=first.thread, up_to=last.pk, at=world.at(), by=ada.user)
    write("Sleep well.")
    assert len(service.taken) == 2
    assert OutboxPush.objects.filter(kind_id="message-waiting").count() == 2


def test_a_push_to_the_team_leads_to_the_member_s_thread(add, service, browser):
    ada, dana = world.joined(), world.therapist()
    teams.join_care_team(member=ada, practitioner=dana, at=world.at(), by=None)
    add(dana)
    send_message(member=ada, body="Hello", key=uuid4(), at=world.at(), by=ada.user)
    ((_, _, body),) = service.taken
    told = json.loads(browser.read(body))
    thread = f"/practice/members/{ada.pk}/messages/"
    assert (told["tag"], told["path"]) == (f"member-wrote:{thread}", thread)
    assert "Ada" not in json.dumps(told)
