"""The demo's mail: printed where `sinew serve` runs and kept as files in var/mail."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class ConsoleAndFileBackend(BaseEmailBackend):
    """Sends nothing anywhere: one file a message, and the text on the console."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            text = f"To: {', '.join(message.to)}\nSubject: {message.subject}\n\n{message.body}"
            (folder / f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.txt").write_text(text, encoding="utf-8")
            sys.stdout.write(f"\n--- mail ---\n{text.rstrip()}\n--- end of mail ---\n\n")
            sys.stdout.flush()
        return len(email_messages)
