"""What the navigation of every page may ask: how much waits to be read."""

from typing import TypedDict

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from sinew.apps.accounts.models import User
from sinew.apps.conversation.models import Message, Thread


class UnreadPage(TypedDict):
    """The template variable; counted only on pages that show it."""

    unread_messages: object


def unread(request: HttpRequest) -> UnreadPage:
    """For members their unread messages, for practitioners the threads that wait for an answer."""
    return {"unread_messages": SimpleLazyObject(lambda: unread_of(getattr(request, "user", None)))}


def unread_of(reader: object) -> int:
    """How many; 0 for everybody who has no threads."""
    if not isinstance(reader, User):
        return 0
    if reader.is_member:
        return Message.objects.filter(thread__member__user=reader).unread_by(reader).count()
    if reader.is_practitioner:
        return Thread.objects.visible_to(reader).waiting().count()
    return 0
