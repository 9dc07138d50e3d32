"""Reading a thread, saying that it needs no answer, and dealing with an alarm."""

from datetime import datetime

from django.db import transaction

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.conversation.errors import AlarmClosed, NotInThread
from sinew.apps.conversation.models import Alarm, Message, ReadMark, Settlement, Thread
from sinew.apps.conversation.news import tell_pages
from sinew.apps.live.announce import announce
from sinew.apps.members.models import Member


@transaction.atomic
def mark_read(*, thread: Thread, up_to: int, at: datetime, by: User) -> None:
    """Note that `by` has seen everything up to this message; a mark never goes back."""
    if up_to <= 0:
        return
    mark, is_new = ReadMark.objects.get_or_create(
        thread=thread, reader=by, defaults={"up_to": up_to, "read_at": at}
    )
    if is_new or ReadMark.objects.filter(pk=mark.pk, up_to__lt=up_to).update(up_to=up_to, read_at=at):
        announce(thread.group, "read")


@transaction.atomic
def settle(*, thread: Thread, up_to: int, at: datetime, by: User) -> None:
    """Say that nothing up to this message needs an answer.

    Raises:
        NotInThread: `by` is not on the care team that may read this member.
    """
    _require_team(thread, by)
    if not Message.objects.filter(thread=thread, pk=up_to).exists():
        raise NotInThread
    settled = Settlement.objects.create(thread=thread, up_to=up_to, settled_at=at, settled_by=by)
    audit.record("conversation.thread.settled", on=settled, by=by, member=thread.member_id)
    tell_pages(thread)


@transaction.atomic
def deal_with_alarm(*, alarm: Alarm, note: str, at: datetime, by: User) -> None:
    """Record what was done about words that may describe an emergency.

    Raises:
        NotInThread: see `settle`.
        AlarmClosed: somebody else was faster.
    """
    _require_team(alarm.thread, by)
    changed = Alarm.objects.open().filter(pk=alarm.pk).update(dealt_at=at, dealt_by=by, note=note.strip())
    if not changed:
        raise AlarmClosed
    audit.record("conversation.alarm.dealt_with", on=alarm, by=by, member=alarm.thread.member_id)
    tell_pages(alarm.thread)


def _require_team(thread: Thread, by: User) -> None:
    if not by.is_practitioner or not Member.objects.visible_to(by).filter(pk=thread.member_id).exists():
        raise NotInThread
