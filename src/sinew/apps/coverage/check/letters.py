"""The mail of the check. It says nothing of anybody: no name, no sponsor, no outcome."""

from datetime import datetime

from sinew.apps.notifications.actions import queue_text
from sinew.apps.notifications.letters import written
from sinew.apps.notifications.models import OutboxEmail

OF_A_CHECK = ("address_code", "contact_code", "confirmed_elsewhere")


def send(*, to: str, template: str, key: str, **values: str) -> None:
    """Queue one letter to an address that need not have an account.

    Args:
        template: a name in ``templates/coverage/mail/``.
        key: names the occasion; used once.
    """
    letter = written(f"coverage/mail/{template}.txt", values)
    queue_text(to=to, template=_stored(template), subject=letter.subject, body=letter.body, key=key)


def forget(key: str) -> None:
    """Forget that a letter went out, and where to."""
    OutboxEmail.objects.filter(key=key).delete()


def forget_checks(*, before: datetime) -> None:
    """Forget the letters of checks, sent or not: their keys tie a visitor's address to one on a roster."""
    names = [_stored(template) for template in OF_A_CHECK]
    OutboxEmail.objects.filter(template__in=names, created_at__lt=before).delete()


def _stored(template: str) -> str:
    return f"coverage_{template}"
