"""Sending a message: stored once, answered by the software, and told to the other side."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.care.teams import ensure_care_team, tell_care_team
from sinew.apps.conversation import automatic
from sinew.apps.conversation.errors import (
    KeyUsedElsewhere,
    NothingSaid,
    NotInThread,
    TooLong,
    TooManyMessages,
)
from sinew.apps.conversation.files import Checked, storage
from sinew.apps.conversation.models import Alarm, Attachment, Message, Thread
from sinew.apps.conversation.news import tell_of, tell_pages
from sinew.apps.conversation.waiting import waits_since
from sinew.apps.members.errors import ConsentMissing
from sinew.apps.members.models import Consent, Member
from sinew.apps.web import content as shown
from sinew.messaging import is_told, read

LONGEST = 4000
MOST_MESSAGES, IN = 40, timedelta(minutes=10)


@transaction.atomic
def send_message(
    *, member: Member, body: str, key: UUID, at: datetime, by: User, files: Sequence[Checked] = ()
) -> tuple[Message, bool]:
    """Store a message and what follows from it; returns it, and whether it is new.

    Args:
        member: whose thread.
        key: made by the sender for this message; the same one again returns what was stored first.
        files: attachments that passed `files.check_file`.

    Raises:
        NotInThread: `by` is neither this member nor on the care team that may read them.
        ConsentMissing: the member lets no care team read, so nobody would.
        KeyUsedElsewhere: the key belongs to a message that says something else.
        NothingSaid, TooLong, TooManyMessages: see there.
    """
    _check_writer(member, by)
    body = body.replace("\r\n", "\n").strip()
    thread, _is_new = Thread.objects.get_or_create(member=member, defaults={"created_at": at})
    thread = Thread.objects.select_for_update(of=("self",)).select_related("member__user").get(pk=thread.pk)
    if (stored := _stored_under(key, thread, body, by)) is not None:
        return stored, False
    _check_message(thread, body, files, at, by)
    is_first_waiting = waits_since(thread) is None
    message = _store(thread, body, key, at, by)
    for file in files:
        _keep(message, file)
    audit.record("conversation.message.sent", on=message, by=by, member=member.pk)
    if message.kind == Message.Kind.MEMBER:
        ensure_care_team(member=member, at=at, by=by)
        is_alarm = _raise_alarm(message, at, by)
        if is_first_waiting and not is_alarm:
            _answer(thread, automatic.received(member, at), at)
    tell_of(message, at=at)
    tell_pages(thread)
    return message, True


def _check_writer(member: Member, by: User) -> None:
    if member.user_id == by.pk:
        if not member.consents.standing().filter(what=Consent.What.CARE_TEAM).exists():
            raise ConsentMissing(Consent.What.CARE_TEAM)
    elif not by.is_practitioner or not Member.objects.visible_to(by).filter(pk=member.pk).exists():
        raise NotInThread


def _stored_under(key: UUID, thread: Thread, body: str, by: User) -> Message | None:
    """The message of this key, if it is this very one."""
    stored = Message.objects.filter(key=key).first()
    if stored is not None and (stored.thread_id, stored.author_id, stored.body) != (thread.pk, by.pk, body):
        raise KeyUsedElsewhere
    return stored


def _check_message(thread: Thread, body: str, files: Sequence[Checked], at: datetime, by: User) -> None:
    if not body and not files:
        raise NothingSaid
    if len(body) > LONGEST:
        raise TooLong
    if thread.messages.filter(author=by, sent_at__gt=at - IN).count() >= MOST_MESSAGES:
        raise TooManyMessages


def _store(thread: Thread, body: str, key: UUID, at: datetime, by: User) -> Message:
    kind = Message.Kind.MEMBER if thread.member.user_id == by.pk else Message.Kind.TEAM
    try:
        with transaction.atomic():
            return Message.objects.create(
                thread=thread, key=key, kind=kind, author=by, author_role=by.role, body=body, sent_at=at
            )
    except IntegrityError:
        raise KeyUsedElsewhere from None


def _keep(message: Message, file: Checked) -> None:
    """The file first, then its row: should the row not come about, upkeep removes the file."""
    name = uuid4()
    storage.write(name, file.data)
    Attachment.objects.create(
        id=name,
        message=message,
        kind=file.kind,
        name=file.name,
        size_bytes=len(file.data),
        sha256=sha256(file.data).hexdigest(),
        width=file.width,
        height=file.height,
    )


def _raise_alarm(message: Message, at: datetime, by: User) -> bool:
    """Note that these words may describe an emergency, answer at once, and tell the team unless it knows."""
    known = shown.messaging()
    found = read(message.body, known.languages)
    if not found.signs:
        return False
    thread = message.thread
    open_ones = [(alarm.raised_at, alarm.signs) for alarm in thread.alarms.open()]
    alarm = Alarm.objects.create(thread=thread, message=message, signs=list(found.signs), raised_at=at)
    audit.record("conversation.alarm.raised", on=alarm, by=by, member=thread.member_id)
    for advice in automatic.emergency_advice(thread.member.user, found.languages):
        _answer(thread, advice, at)
    if is_told((at, found.signs), open_ones, again_after=known.clinic.alarm_again_after):
        tell_care_team(member=thread.member, occasion=f"alarm-{alarm.pk}")
    return True


def _answer(thread: Thread, body: str, at: datetime) -> None:
    Message.objects.create(
        thread=thread, key=uuid4(), kind=Message.Kind.AUTOMATIC, author=None, body=body, sent_at=at
    )
