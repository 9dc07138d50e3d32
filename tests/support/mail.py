"""The fakes of a mail server."""

import os
from pathlib import Path

from django.core.mail.backends.base import BaseEmailBackend


class MailServerDown(BaseEmailBackend):
    """Refuses every message, as a server that cannot be reached does."""

    def send_messages(self, email_messages):
        raise ConnectionRefusedError("nobody listens there")


class WritesDown(BaseEmailBackend):
    """Writes down what it takes, a line a message, in a file that several processes share (`MAIL_TAKEN`).

    With `MAIL_DIES_AFTER` it kills its process once it has taken so many: no worker hears of the last.
    """

    def send_messages(self, email_messages):
        taken = Path(os.environ["MAIL_TAKEN"])
        for message in email_messages:
            handle = os.open(taken, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
            os.write(handle, f"{os.getpid()} {message.subject}\n".encode())
            os.close(handle)
            own = [line for line in taken.read_text().splitlines() if line.startswith(f"{os.getpid()} ")]
            if len(own) == int(os.environ.get("MAIL_DIES_AFTER", "0")):
                os._exit(KILLED)
        return len(email_messages)


KILLED = 9
