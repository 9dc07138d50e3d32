"""Sending what waits in the outbox: once, only if its reader wants it now, and again after a failure."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_tasks.base import Task

from sinew.apps.notifications.absence import away_until
from sinew.apps.notifications.models import OutboxEmail, OutboxPush, Outgoing, Preferences
from sinew.notices import BY_ID, Channel, Decision, Outcome, decide
from sinew.notices.decision import NO_WISHES, Reason

logger = logging.getLogger(__name__)
MOST_ATTEMPTS = 10
"""With the pauses between them they take half a day: a mail server may be away for a night."""
LONGEST_PAUSE = timedelta(hours=6)

Row = TypeVar("Row", OutboxEmail, OutboxPush)
NO_TEXT = {OutboxEmail: {"subject": "", "body": "", "calendar": ""}, OutboxPush: {}}


class NotNow(Exception):
    """The other side takes nothing now; it may say when to come back."""

    def __init__(self, after: timedelta | None = None) -> None:
        super().__init__("not now")
        self.after = after


class Never(Exception):
    """The other side will not take this, however often it is tried."""


class Gone(Exception):
    """There is nobody there any more, and the row went with them."""


def attempt(rows: type[Row], pk: UUID, send: Callable[[Row], None], *, again: Task[Any, Any]) -> str:
    """Send one row, if it is wanted now; returns its status.

    The row is claimed before anybody is called: should this process die in between, it is not sent a second
    time; the health page shows it instead. A second task of the same row, or one that comes while the row is
    held back, does nothing.

    Args:
        again: the task that tries this row another time.
    """
    now = timezone.now()
    message = rows.objects.ready(at=now).filter(pk=pk).first()
    if message is None:
        return "not waiting"
    decision = decision_for(message, at=now)
    if decision.outcome is not Outcome.SEND:
        return _not_sent(rows, message, decision)
    claimed = _claim(rows, pk)
    if claimed is None:
        return "not waiting"
    try:
        send(claimed)
    except NotNow as refused:
        return _put_back(rows, claimed, refused.after, again)
    except OSError:
        return _put_back(rows, claimed, None, again)
    except Gone:
        return "gone"
    except Exception:
        logger.exception("notifications.outbox.unsendable", extra={"outbox_id": claimed.pk})
        return _end(rows, claimed, Outgoing.Status.FAILED)
    logger.info("notifications.outbox.sent", extra={"outbox_id": claimed.pk})
    return _end(rows, claimed, Outgoing.Status.SENT, sent_at=timezone.now())


def decision_for(message: OutboxEmail | OutboxPush, *, at: datetime) -> Decision:
    """Whether it goes out at this instant, by its kind and by what its reader chose."""
    is_mail = isinstance(message, OutboxEmail)
    reader = message.recipient if isinstance(message, OutboxEmail) else message.device.user
    wishes = NO_WISHES
    if reader is not None and not reader.is_active and message.kind is not BY_ID["account"]:
        return Decision(Outcome.LEAVE_OUT, Reason.ACCOUNT_CLOSED)
    if reader is not None:
        preferences = Preferences.of(reader)
        away = away_until(reader, at) if preferences.follows_office_hours else None
        wishes = preferences.wishes(away_until=away)
    channel = Channel.EMAIL if is_mail else Channel.PUSH
    return decide(message.kind, channel, wishes, at=at, useful_until=_useful_until(message))


def _useful_until(message: Outgoing) -> datetime | None:
    """When it goes out of date; never, if it was so when it was queued: that day is only being rehearsed."""
    until = message.useful_until
    return until if until is not None and until > message.created_at else None


def _not_sent(rows: type[Row], message: Row, decision: Decision) -> str:
    if decision.outcome is Outcome.HOLD:
        rows.objects.waiting().filter(pk=message.pk).update(not_before=decision.until)
        return Outgoing.Status.WAITING
    left_out = {"status": Outgoing.Status.LEFT_OUT, "why": decision.reason, **NO_TEXT[rows]}
    rows.objects.waiting().filter(pk=message.pk).update(**left_out)
    return Outgoing.Status.LEFT_OUT


@transaction.atomic
def _claim(rows: type[Row], pk: UUID) -> Row | None:
    claimed = rows.objects.waiting().filter(pk=pk)
    sending = Outgoing.Status.SENDING
    if not claimed.update(status=sending, attempts=F("attempts") + 1, claimed_at=timezone.now()):
        return None
    return rows.objects.get(pk=pk)


def _put_back(rows: type[Row], message: Row, after: timedelta | None, again: Task[Any, Any]) -> str:
    """Try again when the other side says, or waiting twice as long each time; in the end give up."""
    logger.warning(
        "notifications.outbox.not_sent", extra={"outbox_id": message.pk, "attempts": message.attempts}
    )
    if message.attempts >= MOST_ATTEMPTS:
        return _end(rows, message, Outgoing.Status.FAILED)
    later = timezone.now() + min(after or timedelta(minutes=2**message.attempts), LONGEST_PAUSE)
    rows.objects.filter(pk=message.pk).update(status=Outgoing.Status.WAITING, not_before=later)
    if again.get_backend().supports_defer:
        again.using(run_after=later).enqueue(str(message.pk))
    return Outgoing.Status.WAITING


def _end(rows: type[Row], message: Row, status: Outgoing.Status, **values: object) -> str:
    """It is sent, or nobody will send it any more; either way its text goes: it may hold a sign-in code."""
    rows.objects.filter(pk=message.pk).update(status=status, **NO_TEXT[rows], **values)
    return status
