"""This app's parts of a member's record: messages with who read them, and attachments."""

from collections.abc import Iterable, Iterator

from sinew.apps.conversation.files import storage
from sinew.apps.conversation.models import (
    Alarm,
    Attachment,
    Message,
    ReadMark,
    Settlement,
    Thread,
)
from sinew.apps.members.models import Member
from sinew.apps.members.record import RecordPart, Rows, Section
from sinew.apps.members.record_parts import instant, readable

SUFFIXES = {Attachment.Kind.PHOTO: "jpg", Attachment.Kind.PDF: "pdf"}


def message_rows(member: Member) -> Rows:
    """Every message with what followed from it, for the exact export."""
    messages = Message.objects.filter(thread__member__pk=member.pk).select_related("author", "alarm")
    return [
        {
            "message": message.pk,
            "kind": message.kind,
            "author": message.author.name if message.author else None,
            "sent_at": instant(message.sent_at),
            "body": message.body,
            "attachments": [_file_name(one) for one in message.attachments.all()],
            "alarm": _alarm_row(message),
        }
        for message in messages.prefetch_related("attachments")
    ]


def _alarm_row(message: Message) -> dict[str, object] | None:
    alarm = getattr(message, "alarm", None)
    if alarm is None:
        return None
    return {
        "signs": alarm.signs,
        "raised_at": instant(alarm.raised_at),
        "dealt_at": instant(alarm.dealt_at),
        "note": alarm.note,
    }


def message_sections(member: Member) -> Iterable[Section]:
    """Every message, for reading."""
    messages = Message.objects.filter(thread__member__pk=member.pk).select_related("author")
    lines = []
    for message in messages.prefetch_related("attachments"):
        who = message.author.name if message.author else message.get_kind_display()
        files = [f"[{one.name}]" for one in message.attachments.all()]
        lines.append((f"{readable(message.sent_at)}, {who}", "\n".join(filter(None, [message.body, *files]))))
    yield Section("Messages with your care team", tuple(lines))


def reading_rows(member: Member) -> Rows:
    """How far everybody has read, and what needed no answer, for the exact export."""
    marks = ReadMark.objects.filter(thread__member__pk=member.pk).select_related("reader")
    settled = Settlement.objects.filter(thread__member__pk=member.pk).select_related("settled_by")
    return [
        {"reader": mark.reader.name, "read_to": mark.up_to, "at": instant(mark.read_at)} for mark in marks
    ] + [
        {
            "needs_no_answer_to": one.up_to,
            "at": instant(one.settled_at),
            "by": one.settled_by.name if one.settled_by else None,
        }
        for one in settled
    ]


def no_sections(_member: Member) -> Iterable[Section]:
    """Nothing to read beside the messages themselves."""
    return ()


def attachment_rows(member: Member) -> Rows:
    """What is known about every attachment, for the exact export; the files lie beside it."""
    return [
        {
            "file": _file_name(one),
            "name": one.name,
            "kind": one.kind,
            "message": one.message_id,
            "size_bytes": one.size_bytes,
            "sha256": one.sha256,
        }
        for one in _attachments(member)
    ]


def attachment_files(member: Member) -> Iterator[tuple[str, bytes]]:
    """Every attachment by its name in the export."""
    for one in _attachments(member):
        data = storage.read(one.pk)
        if data is not None:
            yield _file_name(one), data


def _attachments(member: Member) -> Iterable[Attachment]:
    return Attachment.objects.filter(message__thread__member__pk=member.pk)


def _file_name(attachment: Attachment) -> str:
    return f"attachments/{attachment.pk}.{SUFFIXES[Attachment.Kind(attachment.kind)]}"


PARTS = (
    RecordPart(
        "messages", "Messages with your care team", (Thread, Message, Alarm), message_rows, message_sections
    ),
    RecordPart("messages_read", "Who read your messages", (ReadMark, Settlement), reading_rows, no_sections),
    RecordPart(
        "attachments",
        "Photos and documents you or your care team sent",
        (Attachment,),
        attachment_rows,
        no_sections,
        files=attachment_files,
    ),
)
