"""Threads and their messages, attachments, alarms, and how a practitioner answers."""

from sinew.apps.conversation.models.alarms import Alarm
from sinew.apps.conversation.models.answering import Absence, PractitionerHours, QuickReply
from sinew.apps.conversation.models.attachments import Attachment
from sinew.apps.conversation.models.threads import Message, ReadMark, Settlement, Thread

__all__ = [
    "Absence",
    "Alarm",
    "Attachment",
    "Message",
    "PractitionerHours",
    "QuickReply",
    "ReadMark",
    "Settlement",
    "Thread",
]
