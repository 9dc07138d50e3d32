"""Background work of the outbox."""

import logging
from datetime import timedelta
from uuid import UUID

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from sinew.apps.notifications.models import OutboxEmail

logger = logging.getLogger(__name__)
MOST_ATTEMPTS = 6


@task()
def deliver(outbox_id: str) -> str:
    """Send one message; returns its status after the attempt.

    The row is claimed before the mail server is called: should this process die in between, the message is
    not sent a second time; the health page shows it instead. A server that is away is tried again, a message
    that cannot be sent at all is given up.
    """
    message = _claim(UUID(outbox_id))
    if message is None:
        return "not waiting"
    try:
        _mail(message).send()
    except OSError:
        return _put_back(message)
    except Exception:
        logger.exception("notifications.email.unsendable", extra={"outbox_id": message.pk})
        return _give_up(message)
    OutboxEmail.objects.filter(pk=message.pk).update(
        status=OutboxEmail.Status.SENT, sent_at=timezone.now(), body="", subject="", calendar=""
    )
    logger.info("notifications.email.sent", extra={"outbox_id": message.pk})
    return OutboxEmail.Status.SENT


def _mail(message: OutboxEmail) -> EmailMultiAlternatives:
    """The message; a calendar entry comes as one that mail programs offer to add (RFC 6047)."""
    mail = EmailMultiAlternatives(subject=message.subject, body=message.body, to=[message.to])
    if message.calendar:
        method = "CANCEL" if "METHOD:CANCEL" in message.calendar else "REQUEST"
        mail.attach_alternative(message.calendar, f"text/calendar; charset=utf-8; method={method}")
        mail.attach("visit.ics", message.calendar, "text/calendar")
    return mail


@transaction.atomic
def _claim(pk: UUID) -> OutboxEmail | None:
    claimed = OutboxEmail.objects.waiting().filter(pk=pk)
    sending = OutboxEmail.Status.SENDING
    if not claimed.update(status=sending, attempts=F("attempts") + 1, claimed_at=timezone.now()):
        return None
    return OutboxEmail.objects.get(pk=pk)


def _put_back(message: OutboxEmail) -> str:
    """Try again later, waiting twice as long each time; give up after `MOST_ATTEMPTS`."""
    logger.warning(
        "notifications.email.not_sent", extra={"outbox_id": message.pk, "attempts": message.attempts}
    )
    if message.attempts >= MOST_ATTEMPTS:
        return _give_up(message)
    OutboxEmail.objects.filter(pk=message.pk).update(status=OutboxEmail.Status.WAITING)
    if deliver.get_backend().supports_defer:
        later = timezone.now() + timedelta(minutes=2**message.attempts)
        deliver.using(run_after=later).enqueue(str(message.pk))
    return OutboxEmail.Status.WAITING


def _give_up(message: OutboxEmail) -> str:
    """Nobody will send it any more, so its text is removed: it may hold a sign-in code."""
    OutboxEmail.objects.filter(pk=message.pk).update(
        status=OutboxEmail.Status.FAILED, body="", subject="", calendar=""
    )
    return OutboxEmail.Status.FAILED
