"""Telling the other side: pages and devices at once, by mail if it stays unread; never what it says."""

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django_tasks import task

from sinew.apps.accounts.models import User
from sinew.apps.care.teams import practice_group
from sinew.apps.conversation.models import Message, Thread
from sinew.apps.conversation.office import team_of
from sinew.apps.live.announce import announce
from sinew.apps.members.models import on_team_now
from sinew.apps.notifications.actions import queue_email, queue_push
from sinew.notices import kind_of

PATIENCE = timedelta(minutes=5)
"""Who reads a message within this time gets no mail: two people who write to each other need none."""


def tell_pages(thread: Thread) -> None:
    """Tell the open pages of this thread, and the lists of those who look after the member."""
    announce(thread.group, "messages")
    for practitioner_id in team_of(thread.member):
        announce(practice_group(practitioner_id), "messages")


def tell_of(message: Message, *, at: datetime) -> None:
    """See to it that everybody on the other side hears of the message: by push, by mail if still unread."""
    for person in _others(message):
        transaction.on_commit(partial(_push, message, person))
        transaction.on_commit(partial(_later, message.pk, person.pk, at))


def _others(message: Message) -> list[User]:
    """The member for what the team wrote; for what the member wrote, the team."""
    member = message.thread.member
    if message.kind == Message.Kind.TEAM:
        return [member.user]
    on_team = Q(care_team_memberships__member=member) & on_team_now("care_team_memberships__")
    return list(User.objects.filter(on_team, is_active=True).distinct())


def _push(message: Message, reader: User) -> None:
    """Push to the reader's devices, once for each stretch of unread messages."""
    first = _first_unread(message, reader)
    if first is not None:
        queue_push(
            to=reader,
            kind=kind_of(_template(reader)),
            key=_key(message, reader, first),
            path=_path(message, reader),
        )


def _first_unread(message: Message, reader: User) -> Message | None:
    """The message with which the stretch began that this reader has not read."""
    unread = Message.objects.visible_to(reader).filter(thread=message.thread).unread_by(reader)
    return unread.order_by("pk").first()


def _template(reader: User) -> str:
    return "message_waits" if reader.is_member else "member_wrote"


def _key(message: Message, reader: User, first: Message) -> str:
    return f"message:{message.thread_id}:{reader.pk}:{first.pk}"


def _path(message: Message, reader: User) -> str:
    own = "/care-team/messages/"
    return own if reader.is_member else f"/practice/members/{message.thread.member_id}/messages/"


def _later(message_id: int, reader_id: UUID, at: datetime) -> None:
    when = mail_if_unread
    if when.get_backend().supports_defer:
        when = when.using(run_after=at + PATIENCE)
    when.enqueue(message_id, str(reader_id))


@task()
def mail_if_unread(message_id: int, reader_id: str) -> str:
    """Mail that there is something to read, unless it was read, or the mail of this stretch was sent."""
    message = Message.objects.select_related("thread__member").filter(pk=message_id).first()
    reader = User.objects.filter(pk=reader_id, is_active=True).first()
    if message is None or reader is None:
        return "gone"
    first = _first_unread(message, reader)
    if first is None or first.pk > message.pk:
        return "read"
    queue_email(
        to=reader,
        template=_template(reader),
        context={"name": reader.name, "member_id": message.thread.member_id},
        key=_key(message, reader, first),
        with_push=False,
    )
    return "mailed"
