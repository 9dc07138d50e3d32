"""Background work of the outbox."""

from datetime import datetime
from uuid import UUID

from django_tasks import task

from sinew.apps.notifications import delivery
from sinew.apps.notifications.mailing import send_email
from sinew.apps.notifications.models import OutboxEmail, OutboxPush
from sinew.apps.notifications.push.sending import send_push


@task()
def deliver(outbox_id: str) -> str:
    """Send one e-mail, if its reader wants it now; returns its status after the attempt."""
    return delivery.attempt(OutboxEmail, UUID(outbox_id), send_email, again=deliver)


@task()
def deliver_push(outbox_id: str) -> str:
    """Send one push, if its reader wants it now; returns its status after the attempt."""
    return delivery.attempt(OutboxPush, UUID(outbox_id), send_push, again=deliver_push)


def deliver_held(*, at: datetime) -> int:
    """The worker's duty: what was held back until now, or lost its task, is tried; harmless to repeat.

    Gives back how many.
    """
    due = [
        (task, pk)
        for rows, task in ((OutboxEmail.objects, deliver), (OutboxPush.objects, deliver_push))
        for pk in rows.due(at=at).values_list("pk", flat=True)
    ]
    for held, pk in due:
        held.enqueue(str(pk))
    return len(due)
