"""One message of the outbox as an e-mail: with its calendar entry, and the way to be rid of such mail."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from sinew.apps.notifications.models import OutboxEmail
from sinew.apps.notifications.unsubscribing import token_for
from sinew.notices import Channel


def send_email(message: OutboxEmail) -> None:
    """Hand it to the mail server.

    Raises:
        OSError: the server is away.
    """
    mail_of(message).send()


def mail_of(message: OutboxEmail) -> EmailMultiAlternatives:
    """The message; a calendar entry comes as one that mail programs offer to add (RFC 6047).

    What can be turned off says how, at its end for people and in its headers for mail programs (RFC 8058). A
    mail that is tried again has the same Message-ID, so that a server which took it before its answer was
    lost can tell. Nobody's out-of-office answer comes back (RFC 3834).
    """
    mail = EmailMultiAlternatives(subject=message.subject, body=message.body, to=[message.to])
    host = urlsplit(settings.SITE_URL).hostname or "sinew"
    mail.extra_headers |= {"Message-ID": f"<{message.pk}@{host}>", "Auto-Submitted": "auto-generated"}
    kind = message.kind
    if message.recipient is not None and kind.can_turn_off(Channel.EMAIL):
        path = reverse("notifications:unsubscribe", args=[token_for(message.recipient, kind)])
        address = f"{settings.SITE_URL}{path}"
        mail.extra_headers |= {
            "List-Unsubscribe": f"<{address}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
        mail.body += render_to_string(
            "notifications/footer.txt", {"address": address, "site_url": settings.SITE_URL}
        )
    if message.calendar:
        method = "CANCEL" if "METHOD:CANCEL" in message.calendar else "REQUEST"
        mail.attach_alternative(message.calendar, f"text/calendar; charset=utf-8; method={method}")
        mail.attach("visit.ics", message.calendar, "text/calendar")
    return mail
