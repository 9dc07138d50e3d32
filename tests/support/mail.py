"""The one fake of a mail server."""

from django.core.mail.backends.base import BaseEmailBackend


class MailServerDown(BaseEmailBackend):
    """Refuses every message, as a server that cannot be reached does."""

    def send_messages(self, email_messages):
        raise ConnectionRefusedError("nobody listens there")
