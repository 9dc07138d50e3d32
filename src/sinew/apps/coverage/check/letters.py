"""The mail of the check. It says nothing of anybody: no name, no sponsor, no outcome."""

from sinew.apps.notifications.actions import queue_text
from sinew.apps.notifications.letters import written


def send(*, to: str, template: str, key: str, **values: str) -> None:
    """Queue one letter to an address that need not have an account.

    Args:
        template: a name in ``templates/coverage/mail/``.
        key: names the occasion; used once.
    """
    letter = written(f"coverage/mail/{template}.txt", values)
    queue_text(to=to, template=f"coverage_{template}", subject=letter.subject, body=letter.body, key=key)
