"""What the thread adds to a member's timeline: what people wrote, and words of an emergency."""

from datetime import datetime

from django.urls import reverse
from django.utils.text import Truncator

from sinew.apps.accounts.models import User
from sinew.apps.conversation.models import Alarm, Message
from sinew.apps.members.models import Member
from sinew.apps.members.timeline import Entry, Feed

LONGEST = 240
"""So many characters of a message stand in the timeline; all of it stands in the thread."""


def read_messages(member: Member, _reader: User, before: datetime, most: int) -> list[Entry]:
    """Messages of people, newest first; what the software answered is left out."""
    rows = (
        Message.objects.filter(thread__member=member, sent_at__lt=before)
        .exclude(kind=Message.Kind.AUTOMATIC)
        .select_related("author", "alarm")
        .prefetch_related("attachments")
        .order_by("-sent_at", "-pk")[:most]
    )
    thread = reverse("conversation:member_thread", args=[member.pk])
    return [_entry(message, thread) for message in rows]


def _entry(message: Message, thread: str) -> Entry:
    alarm: Alarm | None = getattr(message, "alarm", None)
    files = len(message.attachments.all())
    from_member = message.kind == Message.Kind.MEMBER
    says = "Message from the member" if from_member else "Message to the member"
    return Entry(
        at=message.sent_at,
        says=f"{says}, {files} file{'' if files == 1 else 's'}" if files else says,
        words=Truncator(message.body).chars(LONGEST),
        by="" if from_member or message.author is None else message.author.name,
        tone="red" if alarm and alarm.dealt_at is None else "neutral",
        badge="Emergency words" if alarm else "",
        url=f"{thread}#message-{message.pk}",
        opens="In the thread",
    )


FEED = Feed("message", "Messages", "message-circle", read_messages)
