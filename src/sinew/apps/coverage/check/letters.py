"""The mail of the check. It says nothing of anybody: no name, no sponsor, no outcome."""

from django.conf import settings
from django.template.loader import render_to_string

from sinew.apps.notifications.actions import queue_text


def send(*, to: str, template: str, key: str, **values: str) -> None:
    """Queue one letter to an address that need not have an account.

    Args:
        template: a name in ``templates/coverage/mail/``, beginning with a line ``Subject: ...``.
        key: names the occasion; used once.
    """
    text = render_to_string(f"coverage/mail/{template}.txt", {**values, "site_url": settings.SITE_URL})
    heading, _, body = text.partition("\n\n")
    subject = heading.removeprefix("Subject:").strip()
    queue_text(to=to, template=f"coverage_{template}", subject=subject, body=body.strip() + "\n", key=key)
