"""The fakes of a mail server."""

import os
import time
from pathlib import Path

from django.core.mail.backends.base import BaseEmailBackend

KILLED = 9
PATIENCE_S = 120


class MailServerDown(BaseEmailBackend):
    """Refuses every message, as a server that cannot be reached does."""

    def send_messages(self, email_messages):
        raise ConnectionRefusedError("nobody listens there")


class WritesDown(BaseEmailBackend):
    """Writes down what it takes, a line a message, in a file that several processes share (`MAIL_TAKEN`).

    With `MAIL_DIES_AFTER` it kills its process once it has taken so many: no worker hears of the last. With
    `MAIL_TOGETHER` it keeps each message until so many processes have brought one.
    """

    def send_messages(self, email_messages):
        taken = Path(os.environ["MAIL_TAKEN"])
        for message in email_messages:
            handle = os.open(taken, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
            os.write(handle, f"{os.getpid()} {message.subject}\n".encode())
            os.close(handle)
            if _processes(taken).count(str(os.getpid())) == int(os.environ.get("MAIL_DIES_AFTER", "0")):
                os._exit(KILLED)
            until = time.monotonic() + PATIENCE_S
            while len(set(_processes(taken))) < int(os.environ.get("MAIL_TOGETHER", "0")):
                if time.monotonic() > until:
                    os._exit(1)
                time.sleep(0.01)
        return len(email_messages)


def _processes(taken):
    """Who brought each message."""
    return [line.split(" ", 1)[0] for line in taken.read_text().splitlines()]
