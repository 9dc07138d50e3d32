"""Everything that changes what is sent, and what people chose about it."""

from sinew.apps.notifications.actions.queueing import queue_email, queue_push, queue_text

__all__ = ["queue_email", "queue_push", "queue_text"]
