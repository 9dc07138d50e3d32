"""Putting notices into the outbox."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from sinew.apps.accounts.models import User
from sinew.apps.notifications import after_commit
from sinew.apps.notifications.letters import written
from sinew.apps.notifications.models import Device, OutboxEmail, OutboxPush
from sinew.apps.notifications.tasks import deliver, deliver_push
from sinew.notices import Channel, Kind, kind_of


def queue_email(
    *,
    to: User,
    template: str,
    context: Mapping[str, object],
    key: str,
    calendar: str = "",
    path: str = "",
    useful_until: datetime | None = None,
    with_push: bool = True,
) -> OutboxEmail:
    """Queue one notice, to be sent after the surrounding transaction commits: as mail and to every device.

    Whether each goes out, and when, is decided by its kind and by what its reader chose (`sinew.notices`).

    Args:
        to: whose; it goes to the address they have now.
        template: a name in ``templates/notifications/`` that a kind in the catalogue has (`letters`).
        context: values for the template: opaque ids, names and links, never health information.
        key: names the occasion. A key is used once a channel: asking again returns the message queued first.
        calendar: an iCalendar entry (RFC 5545) to go with the mail.
        path: the page of ours to which a push leads; the kind's if left out.
        useful_until: from then on nobody wants to hear it.

    Raises:
        UnknownTemplate: the catalogue does not know the template.
    """
    letter = written(f"notifications/{template}.txt", context)
    if with_push:
        queue_push(to=to, kind=kind_of(template), key=key, path=path, useful_until=useful_until)
    return queue_text(
        to=to.email,
        recipient=to,
        template=template,
        subject=letter.subject,
        body=letter.body,
        key=key,
        calendar=calendar,
        useful_until=useful_until,
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
    useful_until: datetime | None = None,
) -> OutboxEmail:
    """Queue a mail whose text is ready; see `queue_email`.

    Args:
        to: the address, which need not be that of an account.
        recipient: the account it is for, if it is for one.

    Raises:
        UnknownTemplate: the catalogue does not know the template.
    """
    kind_of(template)
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
                useful_until=useful_until,
            )
    except IntegrityError:
        return OutboxEmail.objects.get(key=key)
    after_commit.enqueue(deliver, str(message.pk))
    return message


def queue_push(
    *,
    to: User,
    kind: Kind,
    key: str,
    path: str = "",
    useful_until: datetime | None = None,
    only: Device | None = None,
) -> list[OutboxPush]:
    """Queue a push to every device of a person, or to one; see `queue_email`. Gives back the new ones."""
    if Channel.PUSH not in kind.channels:
        return []
    queued = []
    for device in to.devices.all() if only is None else [only]:
        push, is_new = OutboxPush.objects.get_or_create(
            key=key,
            device=device,
            defaults={"kind_id": kind.id, "path": path or kind.path, "useful_until": useful_until},
        )
        if is_new:
            after_commit.enqueue(deliver_push, str(push.pk))
            queued.append(push)
    return queued
