"""Telling the other side: pages and devices at once, by mail if it stays unread; never what it says."""

from datetime import datetime, timedelta

from django.db.models import Max, Q
from django_tasks import task

from sinew.apps.accounts.models import User
from sinew.apps.care.teams import practice_group
from sinew.apps.conversation.models import Message, Thread
from sinew.apps.conversation.office import team_of
from sinew.apps.live.announce import announce
from sinew.apps.members.models import on_team_now
from sinew.apps.notifications import after_commit
from sinew.apps.notifications.actions import queue_email, queue_push
from sinew.apps.notifications.models import OutboxEmail
from sinew.notices import kind_of

PATIENCE = timedelta(minutes=5)
"""Who reads a message within this time gets no mail: two people who write to each other need none."""
LOOKED_BACK = timedelta(hours=2)
"""So far back the worker looks for messages whose mail got lost with the task that should have queued it."""
MOST_LOOKED_AT = 10_000


def tell_pages(thread: Thread) -> None:
    """Tell the open pages of this thread, and the lists of those who look after the member."""
    announce(thread.group, "messages")
    for practitioner_id in team_of(thread.member):
        announce(practice_group(practitioner_id), "messages")


def tell_of(message: Message, *, at: datetime) -> None:
    """See to it that everybody on the other side hears of the message: by push, by mail if still unread."""
    for person in _others(message):
        _push(message, person)
        _mail_later(message, person, at)


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


def _mail_later(message: Message, reader: User, at: datetime) -> None:
    when = mail_if_unread
    if when.get_backend().supports_defer:
        when = when.using(run_after=at + PATIENCE)
    after_commit.enqueue(when, message.pk, str(reader.pk))


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
    key = _key(message, reader, first)
    if OutboxEmail.objects.filter(key=key).exists():
        return "mailed before"
    queue_email(
        to=reader,
        template=_template(reader),
        context={"name": reader.name, "member_id": message.thread.member_id},
        key=key,
        with_push=False,
    )
    return "mailed"


def mail_what_is_unread(*, at: datetime) -> int:
    """The worker's duty: mail what is unread although its own task got lost; harmless to repeat.

    Gives back how many mails were missing.
    """
    last = Message.objects.filter(pk__gt=Message.objects.all().newest() - MOST_LOOKED_AT)  # no index by time
    lately = last.filter(sent_at__gt=at - LOOKED_BACK, sent_at__lte=at - PATIENCE)
    newest = lately.exclude(kind=Message.Kind.AUTOMATIC).order_by().values("thread", "kind")
    ids = newest.annotate(newest=Max("pk")).values("newest")
    messages = Message.objects.filter(pk__in=ids).select_related("thread__member__user")
    told = (mail_if_unread.call(message.pk, str(one.pk)) for message in messages for one in _others(message))
    return sum(outcome == "mailed" for outcome in told)
