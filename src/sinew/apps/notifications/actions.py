"""Putting mail into the outbox."""

from collections.abc import Mapping
from functools import partial

from django.conf import settings
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string

from sinew.apps.accounts.models import User
from sinew.apps.notifications.models import OutboxEmail
from sinew.apps.notifications.tasks import deliver


def queue_email(
    *, to: User, template: str, context: Mapping[str, object], key: str, calendar: str = ""
) -> OutboxEmail:
    """Queue one message, to be sent after the surrounding transaction commits.

    Args:
        to: whose; it goes to the address they have now.
        template: a name in ``templates/notifications/``; ``NAME.txt`` starts with a line ``Subject: ...``,
            an empty line, then the text.
        context: values for the template: opaque ids, names and links, never health information.
        calendar: an iCalendar entry (RFC 5545) to go with it.
        key: names the occasion. A key is used once: asking again returns the message queued first.
    """
    text = render_to_string(f"notifications/{template}.txt", {**context, "site_url": settings.SITE_URL})
    heading, _, body = text.partition("\n\n")
    subject = heading.removeprefix("Subject:").strip()
    body = body.strip() + "\n"
    return queue_text(
        to=to.email,
        recipient=to,
        template=template,
        subject=subject,
        body=body,
        key=key,
        calendar=calendar,
    )


def queue_text(
    *,
    to: str,
    template: str,
    subject: str,
    body: str,
    key: str,
    recipient: User | None = None,
    calendar: str = "",
) -> OutboxEmail:
    """Queue a message whose text is ready; see `queue_email`.

    Args:
        to: the address, which need not be that of an account.
        recipient: the account it is for, if it is for one.
    """
    try:
        with transaction.atomic():
            message = OutboxEmail.objects.create(
                to=to,
                recipient=recipient,
                template=template,
                subject=subject,
                body=body,
                key=key,
                calendar=calendar,
            )
    except IntegrityError:
        return OutboxEmail.objects.get(key=key)
    transaction.on_commit(partial(deliver.enqueue, str(message.pk)))
    return message
